import { describe, expect, it, vi } from 'vitest';
import { anEvent } from '../../test/support/builders.ts';
import { packed, type PackedEvents } from '../core/packed-events.ts';
import type { AppendResult, Store } from '../store/store.ts';
import { enricherOver } from './enrich.ts';
import type { PackedPart } from './part-packer.ts';
import { partWriter } from './part-writer.ts';
import type { RejectedRecord } from './rejects.ts';

const enricher = enricherOver('', () => ({}));
const partOf = (id: string): PackedPart => ({ read: 1, events: packed([anEvent({ 'event.id': id })]), lines: Uint32Array.of(1), rejected: [], unknownFields: new Map(), unusedValues: new Map() });

/** A store whose answers are given by hand. */
function slowStore() {
  const asked: PromiseWithResolvers<AppendResult>[] = [];
  const append = (_events: PackedEvents): Promise<AppendResult> => {
    const answer = Promise.withResolvers<AppendResult>();
    asked.push(answer);
    return answer.promise;
  };
  return { asked, store: { events: { append } } as unknown as Store };
}
const ADDED: AppendResult = { added: 1, known: 0, conflicting: [] };

describe('writing parts', () => {
  it('hands over a part while the one before is written, and no third', async () => {
    const { asked, store } = slowStore();
    const writer = partWriter('file', { store, enricher, rejects: undefined });

    await writer.take(partOf('a'));
    await writer.take(partOf('b'));
    const third = writer.take(partOf('c'));
    const before = asked.length;
    asked[0]!.resolve(ADDED);
    await third;
    const after = asked.length;
    asked[1]!.resolve(ADDED);
    asked[2]!.resolve(ADDED);
    await writer.finish();

    expect([before, after, writer.counts.added]).toEqual([2, 3, 3]);
  });

  it('names the line of each copy that is refused, also where every line is', async () => {
    const { asked, store } = slowStore();
    const noted: RejectedRecord[] = [];
    const writer = partWriter('file', { store, enricher, rejects: { file: '', note: (one) => void noted.push(one), flush: () => {} } });
    const at = Date.UTC(2026, 10, 2);
    const many = Array.from({ length: 20_000 }, (_, i) => anEvent({ 'event.id': `id-${i}`, '@timestamp': at }));
    const copies = [anEvent({ 'event.id': 'twice', '@timestamp': at }), anEvent({ 'event.id': 'twice', '@timestamp': at + 1 })];
    const events = [...many, ...copies];
    const stored = anEvent({ 'event.id': 'twice', '@timestamp': at + 2 });

    await writer.take({ ...partOf('a'), events: packed(events), lines: Uint32Array.from(events, (_, i) => i + 1) });
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    asked[0]!.resolve({ added: 0, known: 0, conflicting: [...events, stored] });
    await writer.finish();

    expect(noted.map(({ line }) => line)).toEqual([...events.map((_, i) => i + 1), 20_002]);
  }, 10_000);

  it('tells the first failure, once the part behind it has ended too', async () => {
    const { asked, store } = slowStore();
    const writer = partWriter('file', { store, enricher, rejects: undefined });

    await writer.take(partOf('a'));
    await writer.take(partOf('b'));
    asked[0]!.reject(new Error('the disk is full'));
    const ended = writer.finish();
    asked[1]!.resolve(ADDED);

    await expect(ended).rejects.toThrow('the disk is full');
    expect(writer.counts.added).toBe(1);
  });
});
