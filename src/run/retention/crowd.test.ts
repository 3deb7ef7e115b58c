import { describe, expect, it } from 'vitest';
import { memoryStore } from '../../../test/support/memory-store.ts';
import { dayOf } from '../../core/time.ts';
import { NOW, keepHouse } from '../housekeeping.fixture.ts';
import { crowdOf, crowdTally, keepCrowd, knownBy, removeOldCounts, type CrowdCount, type Sighting } from './crowd.ts';

const DAY = '2026-11-02';
const at = (laptop: string, learned: number): Sighting => ({ kind: 'line', line: 'home', laptop, people: [], learned });

function counted(...sightings: readonly Sighting[]): readonly CrowdCount[] {
  const tally = crowdTally();
  for (const sighting of sightings) tally.add(sighting);
  return tally.counts(DAY);
}

describe('a count of a crowd', () => {
  it('knows each device from its first row on', () => {
    const [count] = counted(at('a', 30), at('a', 10), at('b', 20));

    expect([9, 10, 19, 20, 30].map((asOf) => knownBy(count!, asOf))).toEqual([0, 1, 1, 2, 2]);
  });

  it('from before instants were kept is known at any time', () => {
    expect(knownBy({ id: 'x', day: DAY, kind: 'line', line: 'home', devices: 3 }, 0)).toBe(3);
  });

  it('that rises is known as early as either count says', async () => {
    const store = memoryStore({ now: () => 0 });
    await keepCrowd(store, DAY, counted(at('a', 10)));
    await keepCrowd(store, DAY, counted(at('b', 20), at('c', 5)));
    await keepCrowd(store, DAY, counted(at('d', 1)));

    expect((await crowdOf(store, 0, Date.UTC(2026, 11, 1))).map(({ devices, learned }) => [devices, learned])).toEqual([[2, [5, 20]]]);
  });

  it('goes with the events of its day, and is there for thirty days at least', async () => {
    const store = memoryStore({ now: () => NOW });
    const days = (): Promise<readonly string[]> => Array.fromAsync(store.shelf<CrowdCount>('crowd').list(), ({ value: { day } }) => day);
    for (const ago of [20, 89, 90, 91, 400]) {
      const day = dayOf(NOW - ago * 86_400_000);
      await keepCrowd(store, day, [{ id: `${day}/home`, day, kind: 'line', line: 'home', devices: 1 }]);
    }

    await keepHouse(store);
    const kept = await days();
    await removeOldCounts(store, NOW, NOW);

    // Sixty days of the detectors and thirty more.
    expect(kept).toEqual([90, 89, 20].map((ago) => dayOf(NOW - ago * 86_400_000)));
    expect(await days()).toEqual([dayOf(NOW - 20 * 86_400_000)]);
  });
});
