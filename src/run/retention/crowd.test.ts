import { describe, expect, it } from 'vitest';
import { memoryStore } from '../../../test/support/memory-store.ts';
import { crowdOf, crowdTally, keepCrowd, knownBy, type CrowdCount, type Sighting } from './crowd.ts';

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
});
