import { describe, expect, it } from 'vitest';
import { afterAttempt, askedWait, ATTEMPTS, LONGEST_ASKED, type Attempt } from './retry.ts';

const NOW = Date.UTC(2026, 10, 16, 12);
const anAttempt = (own: Partial<Attempt> = {}): Attempt => ({ nth: 1, status: 200, headers: new Headers(), renewed: false, now: NOW, luck: 0, ...own });

describe('after an answer', () => {
  it.each([
    ['a good one is taken', {}, { do: 'take' }],
    ['an account that ended is renewed', { status: 401 }, { do: 'renew' }],
    ['an account that is refused twice is refused', { status: 401, renewed: true }, { do: 'give-up', because: 'refused' }],
    ['what is forbidden stays so', { status: 403 }, { do: 'give-up', because: 'refused' }],
    ['one that sends elsewhere is not followed', { status: 302 }, { do: 'give-up', because: 'refused' }],
    ['a busy vendor is waited for as long as it asks', { status: 429, headers: new Headers({ 'retry-after': '12' }) }, { do: 'wait', ms: 12_000 }],
    ['so is one that is away and says how long', { status: 503, headers: new Headers({ 'retry-after': '3' }) }, { do: 'wait', ms: 3_000 }],
    ['one that asks for too long is left for the next time', { status: 429, headers: new Headers({ 'retry-after': String(LONGEST_ASKED / 1000 + 1) }) }, { do: 'give-up', because: 'away' }],
    ['one that asks for no wait at all gets one all the same', { status: 429, headers: new Headers({ 'retry-after': '0' }), nth: 3 }, { do: 'wait', ms: 2_000 }],
    ['so does one whose date has passed', { status: 503, headers: new Headers({ 'retry-after': 'Mon, 16 Nov 2026 11:00:00 GMT' }), nth: 3 }, { do: 'wait', ms: 2_000 }],
    ['a failure is tried again after at least half a second', { status: 500 }, { do: 'wait', ms: 500 }],
    ['so is silence', { status: undefined }, { do: 'wait', ms: 500 }],
    ['each wait is twice as long', { status: 502, nth: 3 }, { do: 'wait', ms: 2_000 }],
    ['they are spread by chance, up to twice as long', { status: 502, nth: 3, luck: 1 }, { do: 'wait', ms: 4_000 }],
    ['there is an end to it', { status: 500, nth: ATTEMPTS }, { do: 'give-up', because: 'away' }],
  ] as const)('%s', (_, own, next) => expect(afterAttempt(anAttempt(own))).toEqual(next));
});

describe('the wait that a vendor asks for', () => {
  it.each([
    ['seconds', { 'retry-after': '30' }, 30_000],
    ['a date', { 'retry-after': 'Mon, 16 Nov 2026 12:00:45 GMT' }, 45_000],
    ['a date that has passed', { 'retry-after': 'Mon, 16 Nov 2026 11:00:00 GMT' }, 0],
    ['the second when the count begins anew, where nothing is left', { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(NOW / 1000 + 20) }, 20_000],
    ['seconds until then', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '9' }, 9_000],
    ['a date by the clock of the vendor, where ours is ahead', { 'retry-after': 'Mon, 16 Nov 2026 11:59:50 GMT', 'date': 'Mon, 16 Nov 2026 11:59:00 GMT' }, 50_000],
    ['a second by that clock', { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(NOW / 1000 - 10), 'date': 'Mon, 16 Nov 2026 11:59:00 GMT' }, 50_000],
    ['one by ours, where somebody on the way kept the answer', { 'retry-after': 'Mon, 16 Nov 2026 12:00:45 GMT', 'date': 'Mon, 16 Nov 2026 11:59:00 GMT', 'age': '60' }, 45_000],
    ['nothing while something is left', { 'x-rate-limit-remaining': '5', 'x-rate-limit-reset': String(NOW / 1000 + 20) }, undefined],
    ['nothing that can be read', { 'retry-after': 'soon' }, undefined],
    ['nothing', {}, undefined],
  ])('may be %s', (_, headers, wait) => expect(askedWait(new Headers(headers as Record<string, string>), NOW)).toBe(wait));
});
