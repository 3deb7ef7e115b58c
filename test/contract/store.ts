import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FIELD_NAMES, type Event, type FieldName, type Value } from '../../src/core/event.ts';
import { packed } from '../../src/core/packed-events.ts';
import { random, type Random } from '../../src/core/random.ts';
import { DAY, HOUR, MINUTE, SECOND, type Instant } from '../../src/core/time.ts';
import type { Condition, GroupBy, Identified, Measure, Newest, Period, Row, Shelf, ShelfQuery, Store, Tally, Where } from '../../src/store/store.ts';
import { rowsInOrder } from '../../src/store/tally-columns.ts';
import { MONDAY, anEvent } from '../support/builders.ts';
import { memoryStore } from '../support/memory-store.ts';

export interface Opened {
  readonly store: Store;
  /** Closes the store and opens what it has kept. */
  readonly reopen: () => Promise<Store>;
}
/** Makes an empty store of its own for every call. The suite closes the store that was opened last. */
export type Open = (options: { readonly now: () => Instant }) => Promise<Opened>;

const EVER: Period = { from: 0, to: Date.UTC(2100, 0, 1), asOf: Date.UTC(2100, 0, 1) };
const NOW = MONDAY + 30 * DAY;

/** What every store has to do. Call it for a new adapter; a fault found in one becomes a line here for all. */
export function describeStore(name: string, open: Open): void {
  describe(name, () => {
    let last: Store | undefined;

    const opened = async (now: () => Instant = () => NOW): Promise<Opened> => {
      const made = await open({ now });
      last = made.store;
      return { store: made.store, reopen: async () => (last = await made.reopen()) };
    };
    const fresh = async (): Promise<Store> => (await opened()).store;
    afterEach(async () => {
      await last?.close();
      last = undefined;
    });

    describe('keeps events once', () => {
      it('counts the same event once', async () => {
        const store = await fresh();
        const event = anEvent({ 'event.id': 'a' });

        const first = await store.events.append([event]);
        const again = await store.events.append([event]);

        expect(first).toEqual({ added: 1, known: 0, conflicting: [] });
        expect(again).toEqual({ added: 0, known: 1, conflicting: [] });
        expect(await rowsOf(store)).toEqual([event]);
      });

      it('finds nothing for a text longer than any that is kept, beside others or alone', async () => {
        const store = await fresh();
        const event = anEvent({ 'user.name': 'kim' });
        await store.events.append([event]);
        const long = 'x'.repeat(40_000);

        expect(await collect(store.events.select({ where: { 'user.name': long } }, EVER))).toEqual([]);
        expect(await collect(store.events.select({ where: { 'user.name': [long, 'kim'] } }, EVER))).toEqual([event]);
      });

      it('gives back every kind of field as it came', async () => {
        const store = await fresh();
        const event = anEvent({
          'user.name': 'Zoë 👩‍💻', 'user_agent.original': 'x'.repeat(7_999), 'source.ip': '2001:db8::1', 'event.duration': 9_007_199_254_740_991,
          'farmwatch.net.rtt_ms': 0.1, 'source.geo.location.lon': -86.78, 'farmwatch.usb.absolute_pointer': false,
          'farmwatch.input.gap_s': [2.5, 1, 2.5], 'farmwatch.usb.classes': ['video', 'hid-keyboard', 'video'],
        });

        await store.events.append([event]);

        expect(await rowsOf(store)).toEqual([event]);
      });

      it('writes rows out with their fields in one order, whatever order they came in', async () => {
        const store = await fresh();
        const event = anEvent({ 'user.name': 'kim', 'source.ip': '192.0.2.1' });

        await store.events.append([Object.fromEntries(Object.entries(event).reverse()) as unknown as Event]);

        const [row] = await rowsOf(store);
        expect(Object.keys(row!)).toEqual(FIELD_NAMES.filter((name) => event[name] !== undefined));
      });

      it('has nothing to do for an empty batch', async () => {
        const store = await fresh();

        expect(await store.events.append([])).toEqual({ added: 0, known: 0, conflicting: [] });
      });

      it('takes the same id from another module or dataset for another event', async () => {
        const store = await fresh();
        const { 'event.module': _module, 'event.dataset': _dataset, ...bare } = anEvent({ 'event.id': 'a' });
        const events: readonly Event[] = [
          anEvent({ 'event.id': 'a', 'event.module': 'm', 'event.dataset': 'd' }),
          anEvent({ 'event.id': 'a', 'event.module': 'm', 'event.dataset': 'e' }),
          anEvent({ 'event.id': 'a', 'event.module': 'n', 'event.dataset': 'd' }),
          bare,
        ];

        expect(await store.events.append(events)).toMatchObject({ added: 4 });
        expect(await store.events.append([...events].reverse())).toMatchObject({ added: 0, known: 4 });
      });

      it('tells ids apart by their exact bytes', async () => {
        const store = await fresh();
        const ids = ['a', 'A', 'é', 'e\u0301', '😀', '\ufb00', 'ff', 'a ', ' a', 'ａ', 'ß', 'ss', 'SS', "'; drop", 'a/b', 'a\\b', 'a"b', '%', '_', '*', 'x'.repeat(2_000)];

        const first = await store.events.append(ids.map((id) => anEvent({ 'event.id': id })));
        const found = await rowsOf(store, { 'event.id': 'é' });

        expect(first).toMatchObject({ added: ids.length, known: 0 });
        expect(found.map((row) => row['event.id'])).toEqual(['é']);
      });

      it('lets the copy with the earliest stamp count, in whatever order they come', async () => {
        const copies = [3, 1, 2].map((second) => anEvent({ 'event.id': 'a', 'event.ingested': MONDAY + second * SECOND, 'user.name': `told ${second}` }));
        for (const order of [[0, 1, 2], [2, 1, 0], [1, 2, 0]]) {
          const store = await fresh();

          for (const i of order) await store.events.append([copies[i]!]);

          expect(await rowsOf(store)).toEqual([copies[1]]);
          await store.close();
        }
        const store = await fresh();
        expect(await store.events.append(copies)).toEqual({ added: 1, known: 2, conflicting: [] });
        expect(await rowsOf(store)).toEqual([copies[1]]);
      });

      it('takes a copy that counts and tells of a field that no stored event of its kind has', async () => {
        const store = await fresh();
        const [event, other] = [anEvent({ 'event.id': 'a', 'event.ingested': MONDAY + SECOND }), anEvent({ 'event.id': 'b' })];
        await store.events.append([event, other]);
        const copy = { ...event, 'event.ingested': MONDAY, 'farmwatch.shipment.radius_km': 25 };

        expect(await store.events.append([copy])).toEqual({ added: 0, known: 1, conflicting: [] });
        expect((await rowsOf(store)).toSorted((x, y) => (x['event.id'] < y['event.id'] ? -1 : 1))).toEqual([copy, other]);
      });

      it('takes the same id for a copy whatever is said to have happened', async () => {
        const store = await fresh();
        const late = anEvent({ 'event.id': 'a', 'event.action': 'usb-present', 'event.ingested': MONDAY + 9 * SECOND, 'farmwatch.usb.serial': '7' });
        const early = anEvent({ 'event.id': 'a', 'event.action': 'sign-in', 'event.ingested': MONDAY + 5 * SECOND, 'source.ip': '192.0.2.1' });

        const first = await store.events.append([late, anEvent({ 'event.id': 'b', 'event.action': 'nobody knows' })]);
        const second = await store.events.append([early]);
        const third = await store.events.append([late]);

        expect([first, second, third].map(({ added, known }) => [added, known])).toEqual([[2, 0], [0, 1], [0, 1]]);
        expect(await rowsOf(store, { 'event.id': 'a' })).toEqual([early]);
        expect(await rowsOf(store, { 'event.action': 'usb-present' })).toEqual([]);
        expect(await rowsOf(store, { 'event.action': ['sign-in', 'nobody knows'] })).toHaveLength(2);
      });

      it('lets the smallest canonical bytes decide between equal stamps', async () => {
        // No field of identity: a sealed store compares what is sealed.
        const big = anEvent({ 'event.id': 'a', 'process.name': '😀' });
        const small = anEvent({ 'event.id': 'a', 'process.name': '\ufb00' });
        for (const order of [[big, small], [small, big]]) {
          const store = await fresh();

          for (const copy of order) await store.events.append([copy]);

          expect(await rowsOf(store)).toEqual([small]);
          await store.close();
        }
        const store = await fresh();
        await store.events.append([big, small]);
        expect(await rowsOf(store)).toEqual([small]);
      });

      it('hands back copies that tell another time, also when the stored one has to go', async () => {
        const store = await fresh();
        const late = anEvent({ 'event.id': 'a', '@timestamp': MONDAY, 'event.ingested': MONDAY + 9 * SECOND, 'farmwatch.usb.classes': ['audio'] });
        const early = anEvent({ 'event.id': 'a', '@timestamp': MONDAY + 2 * SECOND, 'event.ingested': MONDAY + 5 * SECOND });
        const later = anEvent({ 'event.id': 'a', '@timestamp': MONDAY + 3 * SECOND, 'event.ingested': MONDAY + 7 * SECOND });

        await store.events.append([late]);
        const replaced = await store.events.append([early]);
        const refused = await store.events.append([later]);

        expect(replaced).toEqual({ added: 0, known: 0, conflicting: [late] });
        expect(refused).toEqual({ added: 0, known: 0, conflicting: [later] });
        expect(await rowsOf(store)).toEqual([early]);
      });

      it('keeps what was told first when only our own additions differ', async () => {
        const store = await fresh();
        const before = anEvent({ 'event.id': 'a', 'farmwatch.net.kind': 'home' });

        await store.events.append([before]);
        const result = await store.events.append([anEvent({ 'event.id': 'a', 'farmwatch.net.kind': 'vpn' })]);

        expect(result).toEqual({ added: 0, known: 1, conflicting: [] });
        expect(await rowsOf(store)).toEqual([before]);
      });

      it('ends up with the same rows however copies are shuffled and batched', async () => {
        const draw = random('copies');
        const copies = Array.from({ length: 300 }, () => {
          const id = `id-${draw.int(60)}`;
          return anEvent({ 'event.id': id, '@timestamp': MONDAY + draw.int(2) * SECOND, 'event.ingested': MONDAY + draw.int(3) * SECOND, 'process.name': draw.pick(['kim', 'Kim', '😀']) });
        });
        const oracle = memoryStore({ now: () => NOW });
        const store = await fresh();

        for (let start = 0; start < copies.length; start += 50) {
          const batch = copies.slice(start, start + 50);
          const expected = await oracle.events.append(batch);
          const result = await store.events.append(batch);
          expect({ ...result, conflicting: sorted(result.conflicting) }).toEqual({ ...expected, conflicting: sorted(expected.conflicting) });
          expect(result.added + result.known + result.conflicting.length).toBe(batch.length);
        }
        const shuffled = await fresh();
        await shuffled.events.append(packed(draw.shuffle(copies)));

        const rows = await rowsOf(oracle);
        expect(await rowsOf(store)).toEqual(rows);
        expect(await rowsOf(shuffled)).toEqual(rows);
        await store.close();
      });

      it('keeps batches that are appended at the same time', async () => {
        const store = await fresh();
        const batches = [0, 1, 2, 3].map((n) => Array.from({ length: 50 }, (_, i) => anEvent({ 'event.id': `id-${n * 25 + i}` })));

        const results = await Promise.all(batches.map((batch) => store.events.append(batch)));

        expect(results.reduce((sum, { added }) => sum + added, 0)).toBe(125);
        expect(await store.events.census()).toMatchObject({ rows: 125 });
      });

      it('takes batches in the order in which they came, however soon a later one is ready', async () => {
        const store = await fresh();
        const many = Array.from({ length: 3_000 }, (_, i) => anEvent({ 'event.id': `id-${i}` }));
        const later = anEvent({ 'event.id': 'id-7', 'event.ingested': many[7]!['event.ingested'] + 1 });

        const results = await Promise.all([many, [later], [later, anEvent({ 'event.id': 'new' })]].map((batch) => store.events.append(packed(batch))));

        expect(results).toEqual([{ added: 3_000, known: 0, conflicting: [] }, { added: 0, known: 1, conflicting: [] }, { added: 1, known: 1, conflicting: [] }]);
      });

      it('says up to when everything can be read', async () => {
        let clock = NOW;
        const { store } = await opened(() => clock);

        const before = await store.events.watermark();
        const under = store.events.append([anEvent({ 'event.ingested': NOW })]);
        clock += HOUR;
        const meanwhile = await store.events.watermark();
        await under;
        const after = await store.events.watermark();

        // A stamp is given some time before its row is written.
        const given = store.events.append([anEvent({ 'event.id': 'given', 'event.ingested': NOW + HOUR - SECOND })]);
        const sinceGiven = await store.events.watermark();
        await given;

        expect([NOW + HOUR - SECOND - 1, NOW + HOUR]).toContain(sinceGiven);
        expect(before).toBe(NOW);
        // A store that had it written already may say so.
        expect([NOW - 1, NOW + HOUR]).toContain(meanwhile);
        expect(after).toBe(NOW + HOUR);
      });
    });

    describe('answers for a period', () => {
      it('takes rows from the first instant to before the last', async () => {
        const store = await fresh();
        await store.events.append([0, 1, 2].map((n) => anEvent({ 'event.id': `${n}`, '@timestamp': MONDAY + n })));

        const found = await rowsOf(store, {}, { ...EVER, from: MONDAY, to: MONDAY + 2 });

        expect(found.map((row) => row['event.id'])).toEqual(['0', '1']);
      });

      it('sees what was known at an instant and nothing that came later', async () => {
        const store = await fresh();
        await store.events.append([
          anEvent({ 'event.id': 'late', '@timestamp': MONDAY, 'event.ingested': MONDAY + DAY }),
          anEvent({ 'event.id': 'prompt', '@timestamp': MONDAY + HOUR, 'event.ingested': MONDAY + HOUR }),
        ]);
        const during = { ...EVER, asOf: MONDAY + HOUR };

        expect((await rowsOf(store, {}, during)).map((row) => row['event.id'])).toEqual(['prompt']);
        expect(await store.events.tally({ where: {}, by: [], measure: { rows: 'count' } }, during)).toEqual([{ rows: 1 }]);
        expect(await store.events.days(during)).toEqual([{ day: '2026-11-02', rows: 1, latestIngested: MONDAY + HOUR, stamps: MONDAY + HOUR }]);
        expect(await store.events.tally({ where: {}, by: [], measure: { rows: 'count' } }, { ...EVER, asOf: MONDAY + DAY })).toEqual([{ rows: 2 }]);
      });

      it('gives rows in time order whatever order they came in, ties by the bytes of their ids', async () => {
        const store = await fresh();
        const { 'event.module': _module, ...bare } = anEvent({ 'event.id': 'b' });
        await store.events.append([anEvent({ 'event.id': '😀' }), anEvent({ 'event.id': '\ufb00' }), anEvent({ 'event.id': 'b' }), anEvent({ 'event.id': 'B' })]);
        await store.events.append([anEvent({ 'event.id': 'earlier', '@timestamp': MONDAY - 1 }), bare]);

        const rows = await rowsOf(store);
        const backwards = await collect(store.events.select({ where: {}, newest: true, limit: 3 }, EVER));

        expect(rows.map((row) => [row['event.id'], row['event.module']])).toEqual([
          ['earlier', 'test'], ['B', 'test'], ['b', undefined], ['b', 'test'], ['\ufb00', 'test'], ['😀', 'test'],
        ]);
        expect(backwards).toEqual(rows.toReversed().slice(0, 3));
      });

      it('cuts half hours, hours and days in UTC', async () => {
        const store = await fresh();
        const times = [0, 29 * MINUTE + 59 * SECOND + 999, 30 * MINUTE, 60 * MINUTE, 15 * HOUR - 1, 15 * HOUR];
        await store.events.append(times.map((after) => anEvent({ '@timestamp': MONDAY + after })));
        const counted = (by: GroupBy) => store.events.tally({ where: {}, by: [by], measure: { rows: 'count' } }, EVER);

        expect(await counted('half-hour')).toEqual([
          { 'half-hour': MONDAY, rows: 2 }, { 'half-hour': MONDAY + 30 * MINUTE, rows: 1 }, { 'half-hour': MONDAY + HOUR, rows: 1 },
          { 'half-hour': MONDAY + 14.5 * HOUR, rows: 1 }, { 'half-hour': MONDAY + 15 * HOUR, rows: 1 },
        ]);
        expect(await counted('hour')).toHaveLength(4);
        expect(await counted('day')).toEqual([{ day: MONDAY - 9 * HOUR, rows: 5 }, { day: MONDAY + 15 * HOUR, rows: 1 }]);
        expect(await store.events.tally({ where: {}, by: [], measure: { hours: { distinct: 'hour' }, days: { distinct: 'day' } } }, EVER)).toEqual([{ hours: 4, days: 2 }]);
      });

      it('names the days with rows', async () => {
        const store = await fresh();
        await store.events.append([
          anEvent({ '@timestamp': MONDAY + 3 * DAY }), anEvent({ '@timestamp': MONDAY, 'event.ingested': MONDAY + 9 * SECOND }), anEvent({ '@timestamp': MONDAY + HOUR, 'event.ingested': MONDAY + 5 }),
        ]);

        expect(await store.events.days(EVER)).toEqual([
          { day: '2026-11-02', rows: 2, latestIngested: MONDAY + 9 * SECOND, stamps: MONDAY + 9 * SECOND + MONDAY + 5 },
          { day: '2026-11-05', rows: 1, latestIngested: MONDAY + 3 * DAY + SECOND, stamps: MONDAY + 3 * DAY + SECOND },
        ]);
      });

      it('has no groups where there are no rows', async () => {
        const store = await fresh();

        expect(await store.events.tally({ where: {}, by: [], measure: { rows: 'count' } }, EVER)).toEqual([]);
        expect(await store.events.tally({ where: {}, by: ['user.id'], measure: { rows: 'count' } }, EVER)).toEqual([]);
        expect(await store.events.days(EVER)).toEqual([]);
        expect(await rowsOf(store)).toEqual([]);
      });

      it('makes missing values a group of their own, first in the order', async () => {
        const store = await fresh();
        await store.events.append([anEvent({ 'user.id': 'b', 'event.duration': 2 }), anEvent({ 'user.id': 'B' }), anEvent(), anEvent({ 'user.id': 'b', 'event.duration': 3 })]);

        const rows = await store.events.tally({
          where: {}, by: ['user.id'],
          measure: { rows: 'count', lengths: { distinct: 'event.duration' }, least: { min: 'event.duration' }, most: { max: 'event.duration' }, sum: { sum: 'event.duration' } },
        }, EVER);

        expect(rows).toEqual([
          { 'user.id': undefined, rows: 1, lengths: 0, least: undefined, most: undefined, sum: undefined },
          { 'user.id': 'B', rows: 1, lengths: 0, least: undefined, most: undefined, sum: undefined },
          { 'user.id': 'b', rows: 2, lengths: 2, least: 2, most: 3, sum: 5 },
        ]);
      });

      it('adds whole numbers exactly', async () => {
        const store = await fresh();
        await store.events.append([4_503_599_627_370_495, 4_503_599_627_370_494, -1, 2].map((duration) => anEvent({ 'event.duration': duration })));

        expect(await store.events.tally({ where: {}, by: [], measure: { sum: { sum: 'event.duration' } } }, EVER)).toEqual([{ sum: 9_007_199_254_740_990 }]);
      });

      it('meets conditions on single values, lists and what is missing', async () => {
        const store = await fresh();
        await store.events.append([
          anEvent({ 'event.id': 'a', 'user.name': 'kim', 'source.as.number': 64_500, 'farmwatch.usb.classes': ['audio', 'video'], 'farmwatch.usb.absolute_pointer': true }),
          anEvent({ 'event.id': 'b', 'user.name': 'Kim', 'source.as.number': 64_501, 'farmwatch.usb.classes': ['network'], 'farmwatch.usb.absolute_pointer': false }),
          anEvent({ 'event.id': 'c' }),
        ]);
        const ids = async (where: Where): Promise<string> => (await rowsOf(store, where)).map((row) => row['event.id']).join('');

        expect(await ids({ 'user.name': 'kim' })).toBe('a');
        expect(await ids({ 'user.name': ['kim', 'Kim', 'nobody'] })).toBe('ab');
        expect(await ids({ 'user.name': [] })).toBe('');
        expect(await ids({ 'user.name': { exists: false } })).toBe('c');
        expect(await ids({ 'user.name': { exists: true }, 'source.as.number': 64_501 })).toBe('b');
        expect(await ids({ 'source.as.number': [64_500, 64_501] })).toBe('ab');
        expect(await ids({ 'source.as.number': 'x' })).toBe('');
        expect(await ids({ 'farmwatch.usb.absolute_pointer': false })).toBe('b');
        expect(await ids({ 'farmwatch.usb.classes': 'video' })).toBe('a');
        expect(await ids({ 'farmwatch.usb.classes': ['video', 'network'] })).toBe('ab');
        expect(await ids({ 'farmwatch.usb.classes': { exists: false } })).toBe('c');
        expect(await ids({ 'user.name': "' OR 1=1 --" })).toBe('');
      });

      it('takes thousands of values in one condition', async () => {
        const store = await fresh();
        await store.events.append([anEvent({ 'user.id': 'user 7' }), anEvent({ 'user.id': 'user 4999' }), anEvent({ 'user.id': 'user 5000' }), anEvent()]);
        const users = Array.from({ length: 5_000 }, (_, i) => `user ${i}`);

        expect(await store.events.tally({ where: { 'user.id': users }, by: [], measure: { rows: 'count' } }, EVER)).toEqual([{ rows: 2 }]);
      });

      it('folds the rows of each day and key in order', async () => {
        const store = await fresh();
        const at = (id: string, after: number, user?: string): Event => anEvent({ 'event.id': id, '@timestamp': MONDAY + after, ...(user === undefined ? {} : { 'user.id': user }) });
        await store.events.append([at('d', DAY, 'kim'), at('c', 5, 'kim'), at('b', 5, 'kim'), at('a', 9, 'kim'), at('e', 1, 'ann'), at('f', 2)]);

        const folded = await store.events.fold({
          where: {}, fields: ['event.id', 'host.id'], key: ['user.id'], start: () => '', step: (state: string, row) => state + String(row['event.id']) + Object.keys(row).length,
        }, EVER);

        expect(folded).toEqual([
          { day: '2026-11-02', key: {}, state: 'f1' }, { day: '2026-11-02', key: { 'user.id': 'ann' }, state: 'e1' },
          { day: '2026-11-02', key: { 'user.id': 'kim' }, state: 'b1c1a1' }, { day: '2026-11-03', key: { 'user.id': 'kim' }, state: 'd1' },
        ]);
      });

      it('stops reading when nobody asks for more', async () => {
        const store = await fresh();
        await store.events.append(Array.from({ length: 20 }, (_, i) => anEvent({ 'event.id': `${i + 10}` })));

        const seen: string[] = [];
        for await (const row of store.events.select({ where: {} }, EVER)) {
          seen.push(row['event.id']);
          if (seen.length === 2) break;
        }

        expect(seen).toEqual(['10', '11']);
        expect(await rowsOf(store)).toHaveLength(20);
      });
    });

    describe('answers as the oracle does', () => {
      const draw = random('store suite');
      const events = Array.from({ length: 700 }, (_, i) => randomEvent(draw.fork(`event ${i}`), i));
      const oracle = memoryStore({ now: () => NOW });
      let store: Store;
      beforeAll(async () => {
        await oracle.events.append(events);
        store = (await open({ now: () => NOW })).store;
        // As lists and as columns, in turns.
        for (let start = 0; start < events.length; start += 250) {
          const batch = events.slice(start, start + 250);
          await store.events.append(start % 500 === 0 ? batch : packed(batch));
        }
      });
      afterAll(() => store?.close());

      it('for 80 random tallies', async () => {
        for (let i = 0; i < 80; i++) {
          const { query, during } = randomTally(random(`tally ${i}`));
          const expected = await oracle.events.tally(query, during);
          const columns = await store.events.tallyColumns(query, during);
          expect(await store.events.tally(query, during), JSON.stringify({ query, during })).toEqual(expected);
          expect(columns.count, JSON.stringify({ query, during })).toBe(expected.length);
          expect(rowsInOrder(query, columns), JSON.stringify({ query, during })).toEqual(expected);
        }
      });

      it('for 60 random folds', async () => {
        for (let i = 0; i < 60; i++) {
          const draw = random(`fold ${i}`);
          const query = {
            where: randomWhere(draw), fields: some(draw, [...SINGLE, ...LISTS], 3), key: some(draw, SINGLE, 2),
            start: (): readonly Row[] => [], step: (state: readonly Row[], row: Row) => [...state, row],
          };
          const during = randomPeriod(draw);
          expect(await store.events.fold(query, during), JSON.stringify({ query, during })).toEqual(await oracle.events.fold(query, during));
        }
      });

      it('for 60 random selects', async () => {
        for (let i = 0; i < 60; i++) {
          const draw = random(`select ${i}`);
          const query = { where: randomWhere(draw), newest: draw.chance(0.5), ...(draw.chance(0.5) ? { limit: 1 + draw.int(40) } : {}) };
          const during = randomPeriod(draw);
          expect(await collect(store.events.select(query, during)), JSON.stringify({ query, during })).toEqual(await collect(oracle.events.select(query, during)));
        }
      });

      it('for its days', async () => {
        for (let i = 0; i < 10; i++) {
          const during = randomPeriod(random(`days ${i}`));
          expect(await store.events.days(during)).toEqual(await oracle.events.days(during));
        }
      });
    });

    describe('forgets', () => {
      it('removes old rows for good, so that importing them again adds nothing', async () => {
        const { store, reopen } = await opened();
        const old = anEvent({ 'event.id': 'old', '@timestamp': MONDAY - 1 });
        const young = anEvent({ 'event.id': 'young' });
        await store.events.append([old, young]);

        const counts = await store.events.forget({ before: MONDAY }, 'retention');
        const again = await store.events.append([old, young]);
        const later = await (await reopen()).events.append([old]);

        expect(counts).toEqual({ forgotten: 1 });
        expect(again).toEqual({ added: 0, known: 2, conflicting: [] });
        expect(later).toEqual({ added: 0, known: 1, conflicting: [] });
        expect(await rowsOf(last!)).toEqual([young]);
      });

      it('removes only rows that meet the conditions and spares those that must stay', async () => {
        const store = await fresh();
        await store.events.append([
          anEvent({ 'event.id': 'kim', 'user.id': 'kim' }), anEvent({ 'event.id': 'kim laptop', 'user.id': 'kim', 'host.id': 'h' }),
          anEvent({ 'event.id': 'ann', 'user.id': 'ann' }), anEvent({ 'event.id': 'nobody' }),
        ]);

        const first = await store.events.forget({ before: NOW, where: { 'user.id': { exists: true } }, keep: [{ 'host.id': 'h' }, { 'user.id': 'ann', 'host.id': { exists: false } }] }, 'left');

        expect(first).toEqual({ forgotten: 1 });
        expect((await rowsOf(store)).map((row) => row['event.id'])).toEqual(['ann', 'kim laptop', 'nobody']);
        expect(await store.events.forget({ before: NOW, keep: [{}] }, 'nothing')).toEqual({ forgotten: 0 });
      });
    });

    describe('takes stock', () => {
      it('gives equal sets one census and different sets another', async () => {
        const events = [anEvent({ 'event.id': 'a', 'farmwatch.usb.classes': ['audio', 'video'] }), anEvent({ 'event.id': 'b' }), anEvent({ 'event.id': 'c', 'user.name': '😀' })];
        const one = await fresh();
        await one.events.append(events);
        const two = await fresh();
        await two.events.append([events[2]!]);
        const before = await two.events.census();
        await two.events.append([events[1]!, events[0]!]);

        const census = await one.events.census();

        expect(census.rows).toBe(3);
        expect(await two.events.census()).toEqual(census);
        expect(before.hash).not.toBe(census.hash);
        await one.close();
      });

      it('is ready', async () => {
        const { ok, schema } = await (await fresh()).health();

        expect(ok).toBe(true);
        expect(schema).toBeGreaterThan(0);
      });

      it('keeps everything over a restart', async () => {
        const { store, reopen } = await opened();
        const event = anEvent({ 'farmwatch.input.gap_s': [1.5, 2] });
        await store.events.append([event]);
        await store.shelf<Doc>('docs', INDEXES).put({ id: 'a', kind: 'x' });
        await store.journal<string>('log').append('first');
        const census = await store.events.census();

        const again = await reopen();

        expect(await rowsOf(again)).toEqual([event]);
        expect(await again.events.census()).toEqual(census);
        expect(await again.shelf<Doc>('docs', INDEXES).get('a')).toMatchObject({ value: { id: 'a', kind: 'x' } });
        expect(await again.journal<string>('log').append('second')).toBeGreaterThan(1);
        expect((await collect(again.journal<string>('log').read())).map(({ entry }) => entry)).toEqual(['first', 'second']);
      });

      it('tells texts that begin with a byte-order mark from those without, also after a restart', async () => {
        const { store, reopen } = await opened();
        const plain = anEvent({ 'event.id': 'a', 'process.name': 'anydesk.exe', 'process.command_line': 'anydesk.exe --service' });
        const marked = anEvent({ 'event.id': '\ufeffa', 'event.module': '\ufeffokta', 'process.name': '\ufeffanydesk.exe', 'process.command_line': '\ufeffanydesk.exe --service' });
        await store.events.append([plain]);
        await store.events.append([marked]);

        const again = await reopen();

        expect(await collect(again.events.select({ where: { 'process.name': 'anydesk.exe' } }, EVER))).toEqual([plain]);
        expect(await collect(again.events.select({ where: { 'process.name': '\ufeffanydesk.exe' } }, EVER))).toEqual([marked]);
        expect(await again.events.append([marked])).toEqual({ added: 0, known: 1, conflicting: [] });
      });
    });

    describe('keeps documents on a shelf', () => {
      it('gives back what was put, with a revision', async () => {
        const shelf = (await fresh()).shelf<Doc>('docs', INDEXES);

        const revision = await shelf.put({ id: 'a', kind: 'x', note: 'Zoë 😀 "quoted"' });

        expect(await shelf.get('a')).toEqual({ value: { id: 'a', kind: 'x', note: 'Zoë 😀 "quoted"' }, revision });
        expect(await shelf.get('A')).toBeUndefined();
      });

      it('refuses to write over a revision that somebody else has changed', async () => {
        const shelf = (await fresh()).shelf<Doc>('docs', INDEXES);
        const first = await shelf.put({ id: 'a', kind: 'x' }, '');

        const second = await shelf.put({ id: 'a', kind: 'y' }, first);

        expect(second).not.toBe(first);
        await expect(shelf.put({ id: 'a', kind: 'z' }, first)).rejects.toMatchObject({ code: 'record.stale' });
        await expect(shelf.put({ id: 'a', kind: 'z' }, '')).rejects.toMatchObject({ code: 'record.stale' });
        await expect(shelf.put({ id: 'b', kind: 'z' }, first)).rejects.toMatchObject({ code: 'record.stale' });
        expect((await shelf.get('a'))?.value.kind).toBe('y');
      });

      it('writes many over what was read, but for those that somebody else has changed', async () => {
        const shelf = (await fresh()).shelf<Doc>('docs', INDEXES);
        const read = { a: await shelf.put({ id: 'a', kind: 'x' }), b: await shelf.put({ id: 'b', kind: 'x' }), gone: await shelf.put({ id: 'gone', kind: 'x' }) };
        await shelf.put({ id: 'b', kind: 'y' });
        await shelf.remove('gone');

        const stale = await shelf.putEach([
          { value: { id: 'a', kind: 'z' }, revision: read.a }, { value: { id: 'b', kind: 'z' }, revision: read.b }, { value: { id: 'gone', kind: 'z' }, revision: read.gone },
          { value: { id: 'new', kind: 'z' }, revision: '' }, { value: { id: 'b', kind: 'z' }, revision: '' },
        ]);

        expect([...new Set(stale)].sort()).toEqual(['b', 'gone']);
        expect((await Array.fromAsync(shelf.list())).map(({ value: { id, kind } }) => `${id} ${kind}`)).toEqual(['a z', 'b y', 'new z']);
        expect((await shelf.get('a'))?.revision).not.toBe(read.a);
        expect(await shelf.putEach([])).toEqual([]);
      });

      it('removes many at once', async () => {
        const shelf = (await fresh()).shelf<Doc>('docs', INDEXES);
        await shelf.putAll(['a', 'b', '"c"\\', 'd'].map((id) => ({ id, kind: 'x' })));

        await shelf.removeAll(['a', '"c"\\', 'never there']);
        await shelf.removeAll([]);

        expect((await Array.fromAsync(shelf.list())).map(({ value: { id } }) => id)).toEqual(['b', 'd']);
      });

      it('lists a range of ids of one kind where ids are sealed, and of several', async () => {
        const shelf = (await fresh()).shelf<Identified>('crowd');
        const ids = ['2026-11-01/mark/b', '2026-11-01/mark/c', '2026-11-02/a', '2026-11-10/a'];
        await shelf.putAll(ids.map((id) => ({ id })));
        const listed = async (query: ShelfQuery): Promise<readonly string[]> => (await Array.fromAsync(shelf.list(query))).map(({ value: { id } }) => id);

        expect(await listed({ from: '2026-11-01/', to: '2026-11-020' })).toEqual(ids.slice(0, 3));
        expect(await listed({ from: '2026-11-02/', to: '2026-11-100', newest: true })).toEqual(ids.slice(2).toReversed());
        expect(await listed({ from: '2026-11-01/mark/c', limit: 2 })).toEqual(ids.slice(1, 3));
        expect(await listed({ to: '2026-11-01/mark/c' })).toEqual(ids.slice(0, 1));
      });

      it('lets one of two writers win', async () => {
        const shelf = (await fresh()).shelf<Doc>('docs', INDEXES);
        const revision = await shelf.put({ id: 'a', kind: 'x' });

        const results = await Promise.allSettled([shelf.put({ id: 'a', kind: 'left' }, revision), shelf.put({ id: 'a', kind: 'right' }, revision)]);

        expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      });

      it('never gives a revision twice, also not after a removal', async () => {
        const shelf = (await fresh()).shelf<Doc>('docs', INDEXES);
        const before = await shelf.put({ id: 'a', kind: 'x' });

        await shelf.remove('a');
        const gone = await shelf.get('a');
        await shelf.put({ id: 'a', kind: 'y' }, '');

        expect(gone).toBeUndefined();
        await expect(shelf.put({ id: 'a', kind: 'z' }, before)).rejects.toMatchObject({ code: 'record.stale' });
        await shelf.remove('never there');
      });

      it('lists by index and by a range of ids, either way', async () => {
        const shelf = (await fresh()).shelf<Doc>('docs', INDEXES);
        await shelf.putAll([{ id: 'b', kind: 'x', size: 1 }, { id: 'a', kind: 'x', size: 2 }, { id: '😀', kind: 'y', size: 1 }, { id: '\ufb00', kind: 'x' }, { id: 'B', kind: '1' }]);

        expect(await ids(shelf, {})).toEqual(['B', 'a', 'b', '\ufb00', '😀']);
        expect(await ids(shelf, { newest: true, limit: 2 })).toEqual(['😀', '\ufb00']);
        expect(await ids(shelf, { from: 'a', to: '\ufb00' })).toEqual(['a', 'b']);
        expect(await ids(shelf, { where: { kind: 'x' } })).toEqual(['a', 'b', '\ufb00']);
        expect(await ids(shelf, { where: { kind: 'x', size: 1 } })).toEqual(['b']);
        expect(await ids(shelf, { where: { kind: 'x' }, from: 'b', limit: 1 })).toEqual(['b']);
        expect(await ids(shelf, { where: { kind: 'x' }, newest: true, limit: 1 })).toEqual(['\ufb00']);
        expect(await ids(shelf, { where: { kind: 'none' } })).toEqual([]);
      });

      it('follows a document when its index value changes', async () => {
        const shelf = (await fresh()).shelf<Doc>('docs', INDEXES);
        await shelf.put({ id: 'a', kind: 'x' });

        await shelf.put({ id: 'a', kind: 'y' });

        expect(await ids(shelf, { where: { kind: 'x' } })).toEqual([]);
        expect(await ids(shelf, { where: { kind: 'y' } })).toEqual(['a']);
      });

      it('writes many at once over what was there', async () => {
        const shelf = (await fresh()).shelf<Doc>('docs', INDEXES);
        await shelf.put({ id: 'n-0007', kind: 'old' });
        const values = Array.from({ length: 3_000 }, (_, i): Doc => ({ id: `n-${String(i).padStart(4, '0')}`, kind: i % 2 === 0 ? 'even' : 'odd' }));

        await shelf.putAll(values);

        expect(await ids(shelf, {})).toEqual(values.map(({ id }) => id));
        expect(await ids(shelf, { where: { kind: 'old' } })).toEqual([]);
        expect((await ids(shelf, { where: { kind: 'even' } })).length).toBe(1_500);
      });

      it('keeps shelves apart', async () => {
        const store = await fresh();
        await store.shelf<Doc>('one', INDEXES).put({ id: 'a', kind: 'x' });

        expect(await store.shelf<Doc>('two', INDEXES).get('a')).toBeUndefined();
        expect(await ids(store.shelf<Doc>('two', INDEXES), {})).toEqual([]);
      });
    });

    describe('keeps a journal', () => {
      it('reads entries in the order they were written, after a number too', async () => {
        const journal = (await fresh()).journal<{ readonly said: string }>('log');

        const numbers: number[] = [];
        for (const said of ['one', 'two', '😀']) numbers.push(await journal.append({ said }));

        expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
        expect(await collect(journal.read())).toEqual([{ seq: numbers[0], entry: { said: 'one' } }, { seq: numbers[1], entry: { said: 'two' } }, { seq: numbers[2], entry: { said: '😀' } }]);
        expect((await collect(journal.read(numbers[1]))).map(({ entry }) => entry.said)).toEqual(['😀']);
      });

      it('empties entries for good, and gives their numbers to no other', async () => {
        const store = await fresh();
        const journal = store.journal<string>('log');
        const numbers = [await journal.append('one'), await journal.append('two'), await journal.append('three')];
        await store.journal<string>('other').append('mine');

        await journal.empty([numbers[0]!, numbers[2]!, 4_711]);
        await journal.empty([]);
        const next = await journal.append('four');

        expect(await collect(journal.read())).toEqual([{ seq: numbers[1], entry: 'two' }, { seq: next, entry: 'four' }]);
        expect(next).toBeGreaterThan(numbers[2]!);
        expect(await collect(store.journal<string>('other').read())).toHaveLength(1);
      });

      it('empties more entries at once than one query may name', async () => {
        const journal = (await fresh()).journal<string>('log');
        const numbers = [await journal.append('one'), await journal.append('two'), await journal.append('three')];

        await journal.empty([numbers[0]!, ...Array.from({ length: 70_000 }, (_, nth) => 4_711 + nth), numbers[2]!]);

        expect((await collect(journal.read())).map(({ entry }) => entry)).toEqual(['two']);
      });

      it('gives every entry a number of its own, also to writers at the same time', async () => {
        const store = await fresh();
        const journal = store.journal<number>('log');

        const numbers = await Promise.all(Array.from({ length: 10 }, (_, i) => journal.append(i)));
        await store.journal<number>('other').append(99);

        expect(new Set(numbers).size).toBe(10);
        expect(await collect(journal.read())).toHaveLength(10);
      });

      it('lets each entry rest on the newest one, also where several write at the same time', async () => {
        const store = await fresh();
        const journals = [store.journal<readonly number[]>('log'), store.journal<readonly number[]>('log')];

        await Promise.all(Array.from({ length: 10 }, (_, i) => journals[i % 2]!.chain((newest) => [newest?.seq ?? 0, (newest?.entry?.[1] ?? 0) + 1])));

        expect((await collect(journals[0]!.read())).map(({ entry }) => entry)).toEqual(Array.from({ length: 10 }, (_, i) => [i, i + 1]));
      });

      it('lets several entries of one writer rest on each other, in their order', async () => {
        const store = await fresh();
        const journal = store.journal<readonly (string | number | null)[]>('log');
        const saying = (said: string) => (newest: Newest<readonly (string | number | null)[]> | undefined) => [said, newest?.seq ?? 0, newest?.entry?.[0] ?? null];

        const numbers = [await journal.chain(), await journal.chain(saying('a'), saying('“ü” \'x\''), saying('c')), await journal.chain(saying('d'))];

        expect(numbers).toEqual([[], [1, 2, 3], [4]]);
        expect((await collect(journal.read())).map(({ entry }) => entry)).toEqual([['a', 0, null], ['“ü” \'x\'', 1, 'a'], ['c', 2, '“ü” \'x\''], ['d', 3, 'c']]);
      });
    });
  });
}

interface Doc { readonly id: string; readonly kind: string; readonly size?: number; readonly note?: string }
const INDEXES = { kind: (doc: Doc) => doc.kind, size: (doc: Doc) => doc.size };

async function ids(shelf: Shelf<Doc>, query: Parameters<Shelf<Doc>['list']>[0]): Promise<readonly string[]> {
  return (await collect(shelf.list(query))).map(({ value }) => value.id);
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

function rowsOf(store: Store, where: Where = {}, during: Period = EVER): Promise<Event[]> {
  return collect(store.events.select({ where }, during));
}

function sorted(events: readonly Event[]): readonly string[] {
  return events.map((event) => JSON.stringify(Object.entries(event).sort())).sort();
}

// Few values for each field, so that groups and conditions meet; the odd ones among them.
const POOL: Partial<Record<FieldName, readonly Value[]>> = {
  'event.action': ['sign-in', 'check-in', 'usb-present'],
  'event.module': ['m', 'M'],
  'event.dataset': ['d', 'd.e'],
  'user.id': ['kim', 'Kim', 'e\u0301', 'é', '😀', '\ufb00', '👩‍💻', ''.padEnd(3, 'z')],
  'user.name': ['ann', 'Ann', 'x'.repeat(8_000), `${'x'.repeat(7_999)}y`, '名'.repeat(2_600)],
  // The same texts in fields that tell who somebody is and in one that does not.
  'host.name': ['kim', 'Ann', 'PC-7'],
  'process.name': ['kim', 'PC-7', 'a.exe'],
  'process.command_line': ['kim', 'C:\\Users\\kim\\a.exe --x', '😀'],
  'user_agent.original': ['Mozilla/5.0', '~'.repeat(5_000), `${'😀'.repeat(1_500)}`],
  'source.ip': ['192.0.2.1', '192.0.2.10', '2001:db8::1'],
  'source.as.number': [0, 7, 64_500, 4_294_967_295],
  'event.duration': [0, 1, 600_000_000_000, 7],
  'farmwatch.input.displacement_px': [-40, 0, 3],
  'farmwatch.net.rtt_ms': [0, 0.1, 17.25, 300.5, -1.5],
  'farmwatch.usb.absolute_pointer': [true, false],
};
const LIST_POOL: Partial<Record<FieldName, readonly (string | number)[]>> = {
  'farmwatch.usb.classes': ['hid-keyboard', 'video', '😀', 'VIDEO'],
  'farmwatch.input.gap_s': [0, 0.5, 2, 7.25],
};
const SINGLE = Object.keys(POOL) as readonly FieldName[];
const LISTS = Object.keys(LIST_POOL) as readonly FieldName[];
const WHOLE: readonly FieldName[] = ['event.duration', 'source.as.number', 'farmwatch.input.displacement_px'];
const NUMBERS: readonly FieldName[] = [...WHOLE, 'farmwatch.net.rtt_ms', '@timestamp', 'event.ingested'];
const START = MONDAY - 9 * HOUR;
const DAYS = 5;

function randomEvent(draw: Random, i: number): Event {
  // Whole minutes make ties.
  const at = START + draw.int(DAYS * 24 * 60) * MINUTE + (draw.chance(0.3) ? draw.int(MINUTE) : 0);
  const fields: Partial<Record<FieldName, Value>> = { '@timestamp': at, 'event.ingested': at + (draw.chance(0.2) ? draw.int(3 * DAY) : SECOND) };
  for (const field of SINGLE) {
    if (field === 'event.action' || draw.chance(0.7)) fields[field] = draw.pick(POOL[field]!);
  }
  for (const field of LISTS) {
    if (draw.chance(0.4)) fields[field] = Array.from({ length: 1 + draw.int(4) }, () => draw.pick(LIST_POOL[field]!)) as Value;
  }
  const made: Record<string, unknown> = anEvent({ 'event.id': `${draw.pick(['a', 'A', 'é', '😀', '\ufb00'])}-${i}`, ...fields } as Partial<Event>);
  if (fields['event.module'] === undefined) delete made['event.module'];
  if (fields['event.dataset'] === undefined) delete made['event.dataset'];
  return made as unknown as Event;
}

function randomPeriod(draw: Random): Period {
  const from = START + draw.int(DAYS * 24) * HOUR - DAY + draw.int(2);
  return { from, to: from + HOUR + draw.int(DAYS * 24) * HOUR, asOf: draw.chance(0.5) ? EVER.asOf : START + draw.int((DAYS + 3) * 24) * HOUR };
}

function randomWhere(draw: Random): Where {
  const where: Partial<Record<FieldName, Condition>> = {};
  for (const field of some(draw, [...SINGLE, ...LISTS], 2)) {
    const pool = (POOL[field] ?? LIST_POOL[field]!) as readonly (string | number)[];
    where[field] = draw.pick<() => Condition>([
      () => draw.pick(pool), () => [draw.pick(pool), draw.pick(pool)].filter((value) => typeof value !== 'boolean'),
      () => ({ exists: true }), () => ({ exists: draw.chance(0.5) }),
    ])();
  }
  return where;
}

function some<T>(draw: Random, items: readonly T[], most: number): readonly T[] {
  return draw.shuffle(items).slice(0, draw.int(most + 1));
}

function randomTally(draw: Random): { readonly query: Tally; readonly during: Period } {
  const by: readonly GroupBy[] = [...some<GroupBy>(draw, SINGLE, 2), ...some<GroupBy>(draw, ['half-hour', 'hour', 'day'], 1)];
  const measures: readonly Measure[] = [
    'count', { distinct: draw.pick([...SINGLE, 'hour', 'day'] as const) }, { distinct: draw.pick(SINGLE) },
    { min: draw.pick(NUMBERS) }, { max: draw.pick(NUMBERS) }, { sum: draw.pick(WHOLE) }, { bits: 'half-hour' },
  ];
  const measure = Object.fromEntries(draw.shuffle(measures).slice(0, 1 + draw.int(4)).map((one, i) => [`measure ${i}`, one]));
  return { query: { where: randomWhere(draw), by: draw.shuffle(by), measure }, during: randomPeriod(draw) };
}
