import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SHIPPED, type Catalogue } from '../catalogue/catalogue.ts';
import type { Event } from '../core/event.ts';
import { DAY, HOUR, MINUTE, floorTo } from '../core/time.ts';
import { anEvent, MONDAY } from '../../test/support/builders.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { defineSource } from './collector.ts';
import { enricherOver } from './enrich.ts';
import { repeatsOf, type Kept, type Repeats } from './repeats.ts';
import { takeInto } from './take.ts';
import { noCounts, type Counts } from './tally.ts';

const THINNED = ['process-started', 'dns-query'] as const;
const doorOver = (kept: Kept = new Map(), catalogue: Pick<Catalogue, 'matchTool' | 'matchJiggler'> = SHIPPED): Repeats => repeatsOf(THINNED, catalogue, kept);
const started = (name: string, at: number, fields: Partial<Event> = {}): Event => anEvent({ '@timestamp': at, 'event.action': 'process-started', 'process.name': name, 'host.name': 'LT-7', 'user.name': 'kim', ...fields });
const lookedUp = (name: string, at: number): Event => anEvent({ '@timestamp': at, 'event.action': 'dns-query', 'dns.question.name': name, 'process.name': 'chrome.exe', 'host.name': 'LT-7' });

describe('repeats', () => {
  it('are starts of a program that ran on the machine that day, in a half hour that is covered', () => {
    const door = doorOver();

    expect([0, 1, 2].map((minutes) => door.keeps(started('notepad.exe', MONDAY + minutes * MINUTE)))).toEqual([true, false, false]);
    expect(door.keeps(started('calc.exe', MONDAY + 3 * MINUTE))).toBe(true);
    expect(door.keeps(started('notepad.exe', MONDAY + 31 * MINUTE))).toBe(true);
    expect(door.keeps(started('calc.exe', MONDAY + 32 * MINUTE))).toBe(false);
    expect(door.keeps(started('calc.exe', MONDAY + DAY))).toBe(true);
  });

  it('are never what the catalogue knows: a tool, a jiggler, a name that a tool asks for', () => {
    const door = doorOver();
    const known = [started('AnyDesk.exe', MONDAY), started('MouseJiggler.exe', MONDAY)];

    for (const event of known) expect([door.keeps(event), door.keeps(event), door.keeps(event)]).toEqual([true, true, true]);
  });

  it('are told apart by machine, account and kind', () => {
    const door = doorOver();
    door.keeps(started('notepad.exe', MONDAY));

    expect(door.keeps(started('notepad.exe', MONDAY, { 'host.name': 'LT-8' }))).toBe(true);
    expect(door.keeps(started('notepad.exe', MONDAY, { 'user.name': 'robin' }))).toBe(true);
    expect(door.keeps(lookedUp('example.org', MONDAY))).toBe(true);
    expect(door.keeps(lookedUp('example.org', MONDAY))).toBe(false);
  });

  it('are none among sign-ins and whatever else a source does not name', () => {
    const door = doorOver();
    const signIn = anEvent({ 'user.name': 'kim' });

    expect([door.keeps(signIn), door.keeps(signIn)]).toEqual([true, true]);
  });

  it('are repeats of what is durable: what got lost comes in again', () => {
    const kept: Kept = new Map();
    const door = doorOver(kept);
    door.keeps(started('notepad.exe', MONDAY));
    door.lost();

    expect(door.keeps(started('notepad.exe', MONDAY))).toBe(true);
    expect(doorOver(kept).keeps(started('notepad.exe', MONDAY))).toBe(true);
    door.settled();
    expect(doorOver(kept).keeps(started('notepad.exe', MONDAY))).toBe(false);
  });

  it('take from no machine a half hour in which it was awake, and from no day a program, however they come', () => {
    const anyStart = fc.record({ program: fc.constantFrom('a.exe', 'b.exe', 'AnyDesk.exe'), host: fc.constantFrom('LT-7', 'LT-8'), at: fc.integer({ min: 0, max: 30 * 60 }) });
    const facts = (events: readonly Event[]): readonly string[] => [...new Set(events.flatMap((event) => [
      `${event['host.name']} awake ${floorTo(event['@timestamp'], 30 * MINUTE)}`, `${event['host.name']} ${event['process.name']} ${floorTo(event['@timestamp'], DAY)}`,
    ]))].sort();

    fc.assert(fc.property(fc.array(anyStart, { maxLength: 60 }), (starts) => {
      const events = starts.map(({ program, host, at }) => started(program, floorTo(MONDAY, DAY) + 3 * HOUR + at * MINUTE, { 'host.name': host }));
      const door = doorOver();
      const kept = events.filter((event) => door.keeps(event));

      expect(facts(kept)).toEqual(facts(events));
      expect(kept.filter((event) => event['process.name'] === 'AnyDesk.exe')).toEqual(events.filter((event) => event['process.name'] === 'AnyDesk.exe'));
    }));
  });
});

describe('a source that names kinds that repeat', () => {
  const source = defineSource({ id: 'edr', title: 'EDR', settings: {}, options: {}, repeats: THINNED, recognises: () => true, read: async function* () {}, map: (raw) => [{ ...(raw as Event), 'event.ingested': undefined }] });
  const take = async (store: ReturnType<typeof memoryStore>, kept: Kept, counts: Counts, events: readonly Event[]): Promise<void> => {
    const taker = takeInto(source, { store, catalogue: SHIPPED, enricher: enricherOver('none', () => ({})), rejects: undefined, stamp: MONDAY + HOUR, now: () => MONDAY + HOUR, context: { settings: {}, options: {} }, repeats: doorOver(kept) }, counts);
    for (const [index, raw] of events.entries()) await taker.take({ file: 'f', line: index + 1, raw });
    await taker.flush();
  };
  const EVENTS = [started('notepad.exe', MONDAY), started('notepad.exe', MONDAY + MINUTE), started('AnyDesk.exe', MONDAY)];

  it('counts what is left out by kind, and remembers it from one reading to the next', async () => {
    const [store, kept, first, second]: [ReturnType<typeof memoryStore>, Kept, Counts, Counts] = [memoryStore({ now: () => MONDAY + HOUR }), new Map(), noCounts(), noCounts()];

    await take(store, kept, first, EVENTS);
    await take(store, kept, second, [started('notepad.exe', MONDAY + 2 * MINUTE)]);

    expect(first).toMatchObject({ read: 3, made: 3, added: 2, rejected: 0, repeats: new Map([['process-started', 1]]) });
    expect(second).toMatchObject({ read: 1, made: 1, added: 0, repeats: new Map([['process-started', 1]]) });
  });

  it('leaves nothing out for what could not be stored', async () => {
    const store = memoryStore({ now: () => MONDAY + HOUR });
    const kept: Kept = new Map();
    const away = { ...store, events: { ...store.events, append: async () => { throw new Error('away'); } } };
    await expect(take(away, kept, noCounts(), EVENTS)).rejects.toThrow('away');
    const counts = noCounts();

    await take(store, kept, counts, EVENTS);

    expect(counts).toMatchObject({ added: 2 });
  });
});
