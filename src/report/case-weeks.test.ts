import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Case } from '../cases/case.ts';
import { OPEN_BANDS, closedBetween, movements, openSince, openedBetween, wasOpenIn } from './case-weeks.ts';

/** A case; say what matters. */
function aCase(own: Partial<Case> & { readonly id: string }): Case {
  return {
    openedAt: 0, updatedAt: 0, status: 'open', mergedInto: null, hires: ['h-1'], joined: {}, band: 'review', chance: 0.3, peak: { band: 'review', chance: 0.3, at: 0 },
    families: [], findings: [], headline: '', owner: null, notes: [], closed: null, history: [], ...own,
  };
}
const closed = (at: number): Pick<Case, 'status' | 'closed'> => ({ status: 'closed', closed: { reason: 'false', note: '', by: 'kim', at } });

describe('how the number of open cases came about', () => {
  it('tells opened, moved and closed ones apart', () => {
    const before = [aCase({ id: 'a' }), aCase({ id: 'b' }), aCase({ id: 'c', band: 'act' })];
    const after = [aCase({ id: 'a', band: 'act' }), aCase({ id: 'b', ...closed(5) }), aCase({ id: 'c', band: 'act' }), aCase({ id: 'd' }), aCase({ id: 'e', ...closed(6) })];

    expect(movements(before, after)).toEqual({
      act: { openBefore: 1, opened: 0, changed: 1, gone: 0, openAfter: 2 },
      review: { openBefore: 2, opened: 2, changed: -1, gone: -2, openAfter: 1 },
    });
  });
  it('counts one that is open again as opened', () => {
    expect(movements([aCase({ id: 'a', ...closed(1) })], [aCase({ id: 'a' })]).review).toEqual({ openBefore: 0, opened: 1, changed: 0, gone: 0, openAfter: 1 });
  });
  it('always adds up', () => {
    const state = fc.record({ band: fc.constantFrom('quiet' as const, 'watch' as const, 'review' as const, 'act' as const), status: fc.constantFrom('open' as const, 'closed' as const, 'retracted' as const, 'merged' as const) });
    fc.assert(fc.property(fc.array(fc.tuple(fc.option(state), state), { maxLength: 12 }), (pairs) => {
      const before = pairs.flatMap(([was], id) => (was ? [aCase({ id: String(id), ...was })] : []));
      const after = pairs.map(([, is], id) => aCase({ id: String(id), ...is }));
      const found = movements(before, after);
      for (const band of OPEN_BANDS) expect(found[band].openBefore + found[band].opened + found[band].changed + found[band].gone).toBe(found[band].openAfter);
      expect(found.act.openAfter + found.review.openAfter).toBe(after.filter(({ status }) => status === 'open').length);
    }));
  });
});

it('closings count in the week in which they were made, and not once a case is open again', () => {
  const cases = [aCase({ id: 'a', ...closed(10) }), aCase({ id: 'b', ...closed(20) }), aCase({ id: 'c', closed: { reason: 'true', note: '', by: 'kim', at: 12 } })];

  expect(closedBetween(cases, 10, 20)).toEqual({ 'true': 0, 'benign-true': 0, 'false': 1, 'duplicate': 0, 'not-evaluable': 0 });
});

describe('a case that is opened again', () => {
  const line = (at: number, kind: Case['history'][number]['kind']): Case['history'][number] => ({ at, by: 'kim', kind });
  const again = aCase({ id: 'a', openedAt: 1, updatedAt: 25, history: [line(5, 'closed'), line(12, 'reopened'), line(25, 'noted')] });

  it('counts as opened in the week in which it was, as among the movements', () => {
    const before = aCase({ ...again, ...closed(5), history: again.history.slice(0, 1) });

    expect([openedBetween([again], 0, 10), openedBetween([again], 10, 20), openedBetween([again], 20, 30)]).toEqual([1, 1, 0]);
    expect(movements([before], [again]).review.opened).toBe(1);
  });
  it('stands open since then', () => {
    expect([openSince(again), openSince(aCase({ id: 'b', openedAt: 3, history: [line(4, 'noted')] }))]).toEqual([12, 3]);
  });
  it('was open in the weeks in which it stood open, and a comment opens no closed one', () => {
    const noted = aCase({ id: 'c', openedAt: 1, updatedAt: 25, ...closed(5), history: [line(5, 'closed'), line(25, 'noted')] });
    const shortly = aCase({ id: 'd', openedAt: 1, updatedAt: 14, ...closed(14), history: [line(5, 'closed'), line(12, 'reopened'), line(14, 'closed')] });

    expect([wasOpenIn(again, 6, 10), wasOpenIn(again, 10, 20), wasOpenIn(again, 20, 30)]).toEqual([false, true, true]);
    expect([wasOpenIn(noted, 0, 10), wasOpenIn(noted, 20, 30), wasOpenIn(shortly, 10, 20)]).toEqual([true, false, true]);
  });
});
