import { MINUTE, SECOND, type Instant } from '../../core/time.ts';

/** What to do after an answer, or after none. */
export type Next =
  | { readonly do: 'take' }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'renew' }
  | { readonly do: 'give-up'; readonly because: 'refused' | 'away' };

export interface Attempt {
  /** 1 for the first. */
  readonly nth: number;
  /** Undefined where no answer came. */
  readonly status: number | undefined;
  readonly headers: Headers;
  /** True once the account was renewed after a 401. */
  readonly renewed: boolean;
  readonly now: Instant;
  /** In [0, 1): spreads those who were turned away together. */
  readonly luck: number;
}

/** Tries of one request; the waits between them add up to a minute or so where the vendor asks for nothing longer. */
export const ATTEMPTS = 6;
const FIRST_WAIT = SECOND;
const LONGEST_WAIT = 30 * SECOND;
/** A vendor who asks for more is left alone until the next scheduled pull. */
export const LONGEST_ASKED = 5 * MINUTE;

/**
 * Exponential backoff with full jitter; a vendor who asks for longer gets longer.
 *
 * A 401 renews the account once: a token may have ended in the middle. Other 4xx will not get better by asking again.
 *
 * @see RFC 9110, section 10.2.3 (Retry-After)
 */
export function afterAttempt({ nth, status, headers, renewed, now, luck }: Attempt): Next {
  if (status !== undefined && status >= 200 && status < 300) return { do: 'take' };
  if (status === 401 && !renewed) return { do: 'renew' };
  if (status !== undefined && status < 500 && !AGAIN.has(status)) return { do: 'give-up', because: 'refused' };
  const asked = askedWait(headers, now);
  if (nth >= ATTEMPTS || (asked ?? 0) > LONGEST_ASKED) return { do: 'give-up', because: 'away' };
  const backoff = Math.round(Math.min(FIRST_WAIT * 2 ** (nth - 1), LONGEST_WAIT) * (0.5 + luck / 2));
  // One who asks for nothing at all, or for an instant that has passed, would be asked six times within a second.
  return { do: 'wait', ms: Math.max(asked ?? 0, backoff) };
}

/** Timeout, too early, too many. */
const AGAIN = new Set([408, 425, 429]);

/** The vendor's clock when it answered; undefined where it says no time, or where somebody on the way kept the answer. */
export function clockIn(headers: Headers): Instant | undefined {
  const at = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(at) || headers.has('age') ? undefined : at;
}

/**
 * How long the vendor asks to wait: in seconds, or until a date; some tell instead when their count begins anew. Instants
 * are of the vendor's clock, so they are reckoned from it.
 *
 * @param ours our clock, for answers that say no time
 */
export function askedWait(headers: Headers, ours: Instant): number | undefined {
  const now = clockIn(headers) ?? ours;
  const after = headers.get('retry-after')?.trim();
  if (after !== undefined && after !== '') {
    const seconds = Number(after);
    const until = Number.isFinite(seconds) ? now + seconds * SECOND : Date.parse(after);
    if (!Number.isNaN(until)) return Math.max(0, Math.ceil(until - now));
  }
  const left = headers.get('x-rate-limit-remaining') ?? headers.get('x-ratelimit-remaining');
  const reset = Number(headers.get('x-rate-limit-reset') ?? headers.get('x-ratelimit-reset') ?? Number.NaN);
  if (Number(left) !== 0 || left === null || !Number.isFinite(reset)) return undefined;
  // An instant in seconds, or a number of seconds from now.
  return Math.max(0, Math.ceil(reset > 1e9 ? reset * SECOND - now : reset * SECOND));
}
