import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { random, type Random } from '../../src/core/random.ts';
import type { Event } from '../../src/core/event.ts';
import { FarmwatchError } from '../../src/errors.ts';
import { openElasticStore } from '../../src/store/elastic/elastic-store.ts';
import type { Store } from '../../src/store/store.ts';
import { anEvent, MONDAY } from '../support/builders.ts';
import { uniquePrefix, type RunningElastic } from '../support/elasticsearch.ts';
import { FAULTS, faultyProxy } from './faulty-proxy.ts';

const BATCH = 120;
/** A pause is shorter than what the client waits for an answer. */
const LONGEST_PAUSE_MS = 1_500;
/** Starting the server anew takes so long that it is done seldom. */
const CRASH_SHARE = 0.02;

export interface Outages {
  readonly outages: number;
  readonly byKind: Readonly<Record<string, number>>;
  /** Appends that failed with a sentence and were repeated. */
  readonly repeated: number;
  readonly expected: number;
  readonly lost: number;
  readonly twice: number;
}

/**
 * Writes batches to a real Elasticsearch while it stops, stands still, refuses, is busy, or does half of a bulk; an append
 * that fails is repeated, as the schedule does. Then counts what is there.
 *
 * @param from number of the first outage, to go on with a run that was cut off
 */
export async function outagesOf(server: RunningElastic, { outages, seed, from = 0, say = () => {} }: { readonly outages: number; readonly seed: string; readonly from?: number; readonly say?: (line: string) => void }): Promise<Outages> {
  const proxy = await faultyProxy(server.url, server.caFile === undefined ? '' : await readFile(server.caFile, 'utf8'));
  const store = await openElasticStore({ url: proxy.url, prefix: uniquePrefix(), now: () => MONDAY, auth: server.auth });
  const byKind: Record<string, number> = {};
  const ids = new Set<string>();
  let repeated = 0;
  try {
    for (let nth = from; nth < from + outages; nth++) {
      const luck = random(`${seed}/${nth}`);
      const kind = server.faults && luck.chance(CRASH_SHARE) ? 'crash' : server.faults && luck.chance(0.1) ? 'pause' : luck.pick(FAULTS);
      byKind[kind] = (byKind[kind] ?? 0) + 1;
      const batch = aBatch(nth, luck);
      for (const event of batch) ids.add(String(event['event.id']));
      const over = kind === 'crash' ? server.faults!.crash()
        : kind === 'pause' ? paused(server, luck)
        : (proxy.next(kind, luck.int(3), 1 + luck.int(12)), Promise.resolve());
      repeated += await appendUntilDone(store, batch);
      await over;
      if ((nth + 1) % 10 === 0) say(`${nth + 1 - from} of ${outages} outages, up to number ${nth}, ${repeated} appends repeated`);
    }
    const held: string[] = [];
    for await (const event of store.events.select({ where: {} }, { from: 0, to: MONDAY * 2, asOf: MONDAY * 2 })) held.push(String(event['event.id']));
    const distinct = new Set(held);
    return { outages, byKind, repeated, expected: ids.size, lost: [...ids].filter((id) => !distinct.has(id)).length, twice: held.length - distinct.size };
  } finally {
    await store.close();
    await proxy.close();
  }
}

async function paused({ faults }: RunningElastic, luck: Random): Promise<void> {
  faults!.pause();
  await sleep(luck.between(50, LONGEST_PAUSE_MS));
  faults!.resume();
}

/** New events and copies of earlier ones. */
function aBatch(nth: number, luck: Random): readonly Event[] {
  return Array.from({ length: BATCH }, () => {
    const id = luck.chance(0.2) ? luck.int(nth * BATCH + 1) : nth * BATCH + luck.int(BATCH);
    return anEvent({ 'event.id': `event-${id}`, '@timestamp': MONDAY + id });
  });
}

const TRIES = 60;

/** @returns how often it had to be repeated */
async function appendUntilDone(store: Store, batch: readonly Event[]): Promise<number> {
  for (let failed = 0; ; failed++) {
    try {
      await store.events.append(batch);
      return failed;
    } catch (error) {
      if (!(error instanceof FarmwatchError) || !['store.away', 'store.refused'].includes(error.code) || failed === TRIES) throw error;
      await sleep(250);
    }
  }
}
