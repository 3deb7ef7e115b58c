import { describe, expect, it } from 'vitest';
import type { Case } from '../cases/case.ts';
import { DAY, HOUR, MINUTE } from '../core/time.ts';
import { afterAttempt, alertsDue, type Notice, type Planning } from './notice.ts';

const NOW = Date.UTC(2026, 10, 16, 12);

/** A case that opened an hour ago; say what matters. */
function aCase(own: Partial<Case> = {}): Case {
  return {
    id: 'c-1', openedAt: NOW - HOUR, updatedAt: NOW - HOUR, status: 'open', mergedInto: null, hires: ['h-1', 'h-2'], joined: {}, band: 'act', chance: 0.7, peak: { band: 'act', chance: 0.7, at: 0 },
    families: ['company', 'machine'], findings: [], headline: '', owner: null, notes: [], closed: null, history: [], ...own,
  };
}
function due(cases: readonly Case[], told: readonly Notice[] = [], own: Partial<Planning> = {}): readonly Notice[] {
  return alertsDue(cases, told, { now: NOW, since: NOW - 2 * HOUR, acknowledgeWithin: 24 * HOUR, receivers: ['soc'], isOn: true, ...own });
}
/** Id, reason and receivers. */
const shortly = (notices: readonly Notice[]) => notices.map(({ id, about, to, quiet }) => [id, about.kind === 'alert' ? about.reason : about.kind, quiet ? 'quiet' : Object.keys(to).join(' ')]);

describe('a case is told of', () => {
  it('once when it opens', () => {
    const told = due([aCase()]);

    expect(shortly(told)).toEqual([['c-1~0001', 'opened', 'soc']]);
    expect(due([aCase()], told)).toEqual([]);
  });
  it('again when a family joins, and not when it goes and comes back', () => {
    const first = due([aCase()]);
    const more = due([aCase({ families: ['company', 'hours', 'machine'] })], first);

    expect(more).toMatchObject([{ id: 'c-1~0002', about: { reason: 'new-family', fresh: ['hours'] } }]);
    expect(due([aCase({ families: ['company'] })], [...first, ...more])).toEqual([]);
    expect(due([aCase({ families: ['company', 'hours'] })], [...first, ...more])).toEqual([]);
  });
  it('once more when nobody took it in time', () => {
    const first = due([aCase()]);
    const late = due([aCase()], first, { now: NOW + 24 * HOUR });

    expect(due([aCase()], first, { now: NOW + 24 * HOUR - 1 })).toEqual([]);
    expect(shortly(late)).toEqual([['c-1~0002', 'unacknowledged', 'soc']]);
    expect(due([aCase()], [...first, ...late], { now: NOW + 72 * HOUR })).toEqual([]);
  });
  it('once when it stands open again after it was withdrawn, also where nobody took it before', () => {
    const first = due([aCase()]);
    const late = due([aCase()], first, { now: NOW + 24 * HOUR });
    const came = NOW + 28 * DAY;
    const back = aCase({ history: [{ at: NOW + 2 * DAY, by: 'farmwatch', kind: 'retracted' }, { at: came, by: 'farmwatch', kind: 'risk-moved', said: 'act' }] });
    const told = [...first, ...late];
    const again = due([back], told, { now: came + MINUTE, since: came - HOUR });

    expect(shortly(again)).toEqual([['c-1~0003', 'open-again', 'soc']]);
    expect(due([back], [...told, ...again], { now: came + 2 * DAY, since: came + DAY })).toEqual([]);
    expect(shortly(due([back], told, { now: came + DAY, since: came }))).toEqual([['c-1~0003', 'open-again', 'quiet']]);
  });
  it.each<[string, Partial<Case>]>([
    ['somebody owns it', { owner: 'kim' }],
    ['somebody wrote a note', { history: [{ at: NOW, by: 'kim', kind: 'noted' }] }],
    ['it is closed', { status: 'closed' }],
  ])('not again when %s', (_, own) => {
    expect(due([aCase(own)], due([aCase()]), { now: NOW + 48 * HOUR })).toEqual([]);
  });
  it('to nobody below review', () => {
    expect(due([aCase({ band: 'watch' })])).toEqual([]);
  });
});

describe('nobody is told', () => {
  it('of what was open before anybody was named, then or later', () => {
    const quiet = due([aCase()], [], { since: undefined });

    expect(shortly(quiet)).toEqual([['c-1~0001', 'opened', 'quiet']]);
    expect(due([aCase()], quiet, { now: NOW + 72 * HOUR })).toEqual([]);
    expect(shortly(due([aCase({ families: ['company', 'hours', 'machine'] })], quiet))).toEqual([['c-1~0002', 'new-family', 'soc']]);
  });
  it('of what opened while no receiver was named', () => {
    expect(shortly(due([aCase()], [], { isOn: false, receivers: [] }))).toEqual([['c-1~0001', 'opened', 'quiet']]);
  });
  it('of what a replay opens in the past', () => {
    expect(shortly(due([aCase({ openedAt: NOW - 3 * HOUR })]))).toEqual([['c-1~0001', 'opened', 'quiet']]);
  });
});

describe('a delivery', () => {
  const sending = { state: 'sending', tries: 1, nextAt: NOW } as const;
  const at = { now: NOW, madeAt: NOW - MINUTE, told: false };

  it('that failed waits longer each time', () => {
    const waits = [1, 2, 3, 4, 5, 6].map((tries) => (afterAttempt({ ...sending, tries }, { sent: false, sure: true, why: 'busy' }, at).nextAt - NOW) / MINUTE);

    expect(waits).toEqual([1, 5, 15, 60, 180, 180]);
  });
  it('is given up after three days', () => {
    expect(afterAttempt(sending, { sent: false, sure: true, why: 'busy' }, { ...at, madeAt: NOW - 3 * DAY })).toMatchObject({ state: 'given-up', doneAt: NOW, why: 'busy' });
  });
  it('that may have arrived is tried again only where the receiver can tell', () => {
    const unknown = { sent: false, sure: false, why: 'no answer' } as const;

    expect(afterAttempt(sending, unknown, at)).toMatchObject({ state: 'unsure', doneAt: NOW });
    expect(afterAttempt(sending, unknown, { ...at, told: true })).toMatchObject({ state: 'waiting', nextAt: NOW + MINUTE });
  });
});
