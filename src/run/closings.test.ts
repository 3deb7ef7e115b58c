import { describe, expect, it } from 'vitest';
import { memoryStore } from '../../test/support/memory-store.ts';
import type { CloseReason } from '../cases/case.ts';
import { DAY } from '../core/time.ts';
import { FEWEST, closingsOf, toldCases, type Told } from './closings.ts';
import { NOW, aCase, aFinding, aRun, keepHouse, pipelineOf } from './housekeeping.fixture.ts';

const told = (reason: CloseReason | null, ...detectors: readonly string[]): Told => ({ reason, detectors });
const many = (count: number, reason: CloseReason | null, ...detectors: readonly string[]): readonly Told[] => Array.from({ length: count }, () => told(reason, ...detectors));
const halves = (hits: number, n: number): readonly [number, number] => [hits / n / 2, (1 + hits / n) / 2];

describe('closings', () => {
  it('count for every detector that spoke in the case, and once for all cases', () => {
    const rows = closingsOf([told('true', 'b', 'a'), told('false', 'a'), told('duplicate', 'b'), told(null, 'a')], halves);

    expect(rows.map(({ detector, opened, decided, closed }) => [detector, opened, decided, closed.true, closed.false, closed.duplicate])).toEqual([
      [null, 4, 2, 1, 1, 1], ['a', 3, 2, 1, 1, 0], ['b', 2, 1, 1, 0, 1],
    ]);
  });

  it('tell no share below twenty decided cases, also where many are open or undecided', () => {
    const rows = closingsOf([...many(FEWEST - 1, 'true', 'a'), ...many(50, null, 'a'), ...many(50, 'not-evaluable', 'a')], halves);

    expect(rows.map(({ shares }) => shares)).toEqual([undefined, undefined]);
  });

  it('tell shares of the decided ones with their intervals from there on', () => {
    const [all, a] = closingsOf([...many(15, 'true', 'a'), ...many(5, 'benign-true', 'a'), ...many(9, 'duplicate', 'a'), ...many(1, 'false', 'b')], halves);

    expect(a!.shares).toEqual({ 'true': { share: 0.75, atLeast: 0.375, atMost: 0.875 }, 'benign-true': { share: 0.25, atLeast: 0.125, atMost: 0.625 }, 'false': { share: 0, atLeast: 0, atMost: 0.5 } });
    expect(all!.shares!.false.share).toBeCloseTo(1 / 21, 12);
  });
});

describe('cases that are told of', () => {
  it('have the detectors of the run before they were closed, and are kept as counts when housekeeping forgets them', async () => {
    const store = memoryStore({ now: () => NOW });
    const { runs, acts } = pipelineOf(store);
    const findings = [aFinding({ id: 'f-1' }), aFinding({ id: 'f-2', detector: 'custody' }), aFinding({ id: 'f-3', detector: 'never-sleeps' })];
    const closedAt = NOW - 100 * DAY;
    const closed = aCase({ id: 'c-false', openedAt: NOW - 110 * DAY, findings: ['f-1', 'f-2'], status: 'closed', closed: { reason: 'false', note: '', by: 'ann', at: closedAt } });
    const merged = aCase({ id: 'c-merged', status: 'merged', mergedInto: 'c-open' });
    const open = aCase({ id: 'c-open', findings: ['f-3'] });
    await runs.put(aRun(closedAt - DAY, { findings, cases: [] }));
    await runs.put(aRun(NOW - 2 * DAY, { findings: findings.slice(2), cases: [closed, merged, open] }));
    await acts.append({ case: 'c-false', event: { at: closedAt, by: 'ann', kind: 'closed', reason: 'false', note: '' } });
    const now = async (): Promise<readonly Told[]> => toldCases(store, (await pipelineOf(store).cases()).cases, runs);
    const before = await now();

    await keepHouse(store);
    await keepHouse(store);

    expect(before).toHaveLength(2);
    expect(before).toContainEqual({ detectors: ['custody', 'shared-place'], reason: 'false' });
    expect((await pipelineOf(store).cases()).cases.map(({ id }) => id)).toEqual(['c-merged', 'c-open']);
    expect((await now()).map(({ detectors, reason }) => ({ detectors, reason }))).toEqual(expect.arrayContaining([...before]));
    expect(await now()).toHaveLength(2);
  });
});
