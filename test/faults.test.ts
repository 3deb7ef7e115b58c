import { afterAll, describe, expect, it } from 'vitest';
import { SOURCES } from '../src/collect/sources/index.ts';
import { fuzzMap, recordsBeside, thrownByInherited } from './faults/fuzz.ts';
import { killPulls } from './faults/kills.ts';
import { mutated } from './faults/mutate.ts';
import { outagesOf } from './faults/outages.ts';
import { shuffles } from './faults/shuffles.ts';
import { startElastic, type RunningElastic } from './support/elasticsearch.ts';
import { random } from '../src/core/random.ts';

/** The short forms of `npm run faults`. */
describe('faults', () => {
  it('kills of a process that pulls lose nothing and leave nothing twice', async () => {
    const { points, lost, twice, expected } = await killPulls({ points: 8, seed: 'short' });

    expect({ points, lost, twice }).toEqual({ points: 8, lost: 0, twice: 0 });
    expect(expected).toBeGreaterThan(500);
  }, 120_000);

  it('other orders of the same rows give the same lines', async () => {
    expect(await shuffles({ seeds: 3, seed: 'short' })).toMatchObject({ seeds: 3, differ: [] });
  }, 120_000);
});

// A server of its own: it is paused and killed.
const server = await startElastic();
const skipped = 'skipped' in server ? server.skipped : undefined;
if (skipped !== undefined && process.env['CI'] === 'true') throw new Error(skipped);
if (skipped !== undefined) console.warn(`skipped: ${skipped}`);
afterAll(async () => {
  if (!('skipped' in server)) await server.stop();
});

describe.skipIf(skipped !== undefined)('outages of a real Elasticsearch', () => {
  it('lose nothing and leave nothing twice', async () => {
    const { outages, repeated, lost, twice } = await outagesOf(server as RunningElastic, { outages: 10, seed: 'short' });

    expect({ outages, lost, twice }).toEqual({ outages: 10, lost: 0, twice: 0 });
    expect(repeated).toBeGreaterThan(0);
  }, 120_000);
});

describe('mutated records', () => {
  it('are other records than before, mostly', () => {
    const luck = random('mutations');
    const record = { a: { b: ['x', 'y'] }, c: '198.51.100.7' };

    const changed = Array.from({ length: 200 }, () => JSON.stringify(mutated(record, luck))).filter((text) => text !== JSON.stringify(record));

    expect(changed.length).toBeGreaterThan(150);
    expect(record).toEqual({ a: { b: ['x', 'y'] }, c: '198.51.100.7' });
  });

  it.each(SOURCES.filter(({ id }) => id !== 'table').map((source) => [source.id, source] as const))('make no map throw: %s', async (_, source) => {
    const records = await recordsBeside(source);
    const { thrown, taken, refused } = fuzzMap(source, records, { mutations: 400, seed: 'short' });

    expect(records.length).toBeGreaterThan(0);
    expect(thrown).toEqual([]);
    expect(taken + refused).toBe(400);
    expect(thrownByInherited(source, records)).toEqual([]);
  });
});
