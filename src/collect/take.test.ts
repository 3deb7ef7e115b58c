import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { memoryStore } from '../../test/support/memory-store.ts';
import { defineSource, type Draft } from './collector.ts';
import { enricherOver } from './enrich.ts';
import type { RejectedRecord } from './rejects.ts';
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

  it('keeps what fits of a record beside what does not, counts that by reason and not as a rejected record, and writes it down', async () => {
    const counts = noCounts();
    const noted: RejectedRecord[] = [];
    const times: Readonly<Record<string, readonly string[]>> = { mixed: ['2026-11-02T15:00:00Z', '1970-01-01T00:00:00Z', '1970-01-02T00:00:00Z'], odd: ['1970-01-01T00:00:00Z', 'never'] };
    const many = { ...source, map: (raw: unknown) => times[raw as string]!.map((at, nth) => ({ '@timestamp': at, 'event.id': `${nth}`, 'event.action': nth === 0 ? 'check-in' : 'software-present', 'event.module': 'acme', 'host.name': 'lt-7' })) };
    const store = memoryStore({ now: () => Date.UTC(2026, 10, 3) });
    const taker = takeInto(many, { store, enricher: enricherOver('', () => ({})), catalogue: { asksForOthers: () => false }, rejects: { file: '', note: (one) => void noted.push(one), flush: () => {} }, stamp: Date.UTC(2026, 10, 3), now: () => Date.UTC(2026, 10, 3), context: { settings: {}, options: {} } }, counts);

    await taker.take({ file: 'a.ndjson', line: 1, raw: 'mixed' });
    await taker.take({ file: 'a.ndjson', line: 2, raw: 'odd' });
    await taker.flush();

    expect(counts).toMatchObject({ read: 2, made: 1, added: 1, rejected: 1 });
    expect(counts.unusedValues).toEqual(new Map([['software-present of it was left out: @timestamp … is before 2000', 2]]));
    expect(counts.reasons).toEqual(new Map([['@timestamp … is before 2000', 1]]));
    expect(noted.map(({ line, record }) => [line, (record as Draft)['event.id'] ?? record])).toEqual([[1, '1'], [1, '2'], [2, 'odd']]);
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
