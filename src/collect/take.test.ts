import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { memoryStore } from '../../test/support/memory-store.ts';
import { defineSource } from './collector.ts';
import { enricherOver } from './enrich.ts';
import { takeInto } from './take.ts';
import { noCounts } from './tally.ts';

const source = defineSource({
  id: 'acme', title: 'acme', settings: {}, options: {}, recognises: () => true,
  async* read() {},
  map: (raw) => [{ '@timestamp': '2026-11-02T15:00:00Z', 'event.id': 'a', 'event.action': 'sign-in', 'event.module': 'acme', 'user.name': (raw as { user: string }).user }],
});

describe('taking records', () => {
  it('counts them as learned of when they are written, so that a run that took place while they were read is replayed without them', async () => {
    const [begun, written] = [Date.UTC(2026, 10, 3), Date.UTC(2026, 10, 3, 0, 5)];
    let clock = begun;
    const store = memoryStore({ now: () => clock });
    const taker = takeInto(source, { store, enricher: enricherOver('', () => ({})), catalogue: { asksForOthers: () => false }, rejects: undefined, stamp: begun, now: () => clock, context: { settings: {}, options: {} } }, noCounts());
    await taker.take({ file: 'a.ndjson', line: 1, raw: { user: 'kim' } });
    const asOf = await store.events.watermark();
    clock = written;
    await taker.flush();

    const known = async (at: number): Promise<number> => (await Array.fromAsync(store.events.select({ where: {} }, { from: 0, to: written, asOf: at }))).length;
    expect([await known(asOf + 1), await known(written)]).toEqual([0, 1]);
  });

  it('holds their events until they are written, and not what the vendor wrote', async () => {
    const counts = noCounts();
    const taker = takeInto(source, { store: undefined, enricher: enricherOver('', () => ({})), catalogue: { asksForOthers: () => false }, rejects: undefined, stamp: Date.UTC(2026, 10, 3), now: () => Date.UTC(2026, 10, 3), after: undefined, context: { settings: {}, options: {} } }, counts);
    const raws: WeakRef<object>[] = [];
    const take = async (): Promise<void> => {
      const raw = { user: 'kim' };
      raws.push(new WeakRef(raw));
      await taker.take({ file: 'a.ndjson', line: 1, raw });
    };

    await take();
    setFlagsFromString('--expose-gc');
    await new Promise((resolve) => { setImmediate(resolve); });
    (runInNewContext('gc') as () => void)();
    setFlagsFromString('--no-expose-gc');

    expect([counts.made, raws[0]!.deref()]).toEqual([1, undefined]);
    await taker.flush();
  });
});
