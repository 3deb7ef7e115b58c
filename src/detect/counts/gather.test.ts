import { describe, expect, it } from 'vitest';
import { anEvent } from '../../../test/support/builders.ts';
import { memoryStore } from '../../../test/support/memory-store.ts';
import { plainRows } from '../../../test/support/plain-rows.ts';
import { aPerson, at } from '../../../test/support/window.ts';
import type { Event } from '../../core/event.ts';
import { directoryOf } from '../../core/identity.ts';
import { DAY, HOUR, startOfDay } from '../../core/time.ts';
import type { Store } from '../../store/store.ts';
import { daily, type DailySummary, type Evidence, type Question } from '../detector.ts';
import { gatherer, plansOf, type Gatherer } from './gather.ts';

const NOON = at('2026-11-10', 12);
const PLAN = { where: { 'event.action': 'check-in' }, by: ['source.ip', 'hour'], measure: { times: 'count', last: { max: '@timestamp' } } } as const satisfies Evidence;
const KIM = aPerson({ hire_id: 'kim', user_names: ['CORP\\kim'], device_serials: ['SN-1'] });
const PEOPLE = directoryOf([KIM, aPerson({ hire_id: 'lee', device_serials: ['SN-2'] })], [], []);

type PlainRows = ReturnType<typeof plainRows>;
const aStore = (): Store => memoryStore({ now: () => NOON });
const checkIn = (day: number, hour: number, fields: Partial<Event> = {}): Event => {
  const when = startOfDay('2026-11-01') + (day - 1) * DAY + hour * HOUR;
  return anEvent({ '@timestamp': when, 'event.ingested': when + 1, 'event.action': 'check-in', 'device.serial_number': 'SN-1', ...fields });
};
const WEEK: readonly Event[] = [5, 6, 7, 8, 9, 10].flatMap((day) => [8, 9, 11].map((hour) => checkIn(day, hour, { 'source.ip': '192.0.2.1' })));

const gathered = async (gather: Gatherer, asOf = NOON, days = 7, plan: Question = PLAN): Promise<PlainRows> => plainRows(await (await gather.gather([{ plan, days }], asOf, PEOPLE)).rowsOf(0));
/** What somebody sees who has kept nothing. */
const freshly = async (store: Store, asOf = NOON): Promise<PlainRows> => {
  const { events } = store;
  return gathered(gatherer({ ...aStore(), events }), asOf);
};
/** Counts the questions that reach the event log. */
function counting(store: Store): { readonly store: Store; readonly asked: string[] } {
  const asked: string[] = [];
  const tallyColumns: Store['events']['tallyColumns'] = (query, period) => {
    if (query.by.includes('source.ip')) asked.push(`${new Date(period.from).toISOString().slice(0, 10)}..${new Date(period.to).toISOString().slice(0, 10)}`);
    return store.events.tallyColumns(query, period);
  };
  return { store: { ...store, events: { ...store.events, tallyColumns } }, asked };
}

describe('gather', () => {
  it('counts rows by day, with the person, laptop and holder they are about', async () => {
    const store = aStore();
    await store.events.append([checkIn(9, 8.1, { 'source.ip': '192.0.2.1', 'user.name': 'corp\\KIM' }), checkIn(9, 8.9, { 'source.ip': '192.0.2.1', 'user.name': 'corp\\KIM' })]);

    expect(await gathered(gatherer(store))).toEqual([{
      'source.ip': '192.0.2.1', hour: at('2026-11-09', 8), day: '2026-11-09', times: 2, last: at('2026-11-09', 8.9),
      person: 'kim', laptop: 'SN-1', holder: 'kim', hire: 'kim',
    }]);
  });

  it('looks back as many days as asked, from the start of a day, and knows nothing learned later', async () => {
    const store = aStore();
    await store.events.append([checkIn(7, 23), checkIn(8, 0), checkIn(9, 8, { 'event.ingested': NOON }), checkIn(9, 9, { 'event.ingested': NOON + 1 }), checkIn(10, 13)]);

    const rows = await gathered(gatherer(store), NOON, 2);

    expect(rows.map(({ hour }) => hour)).toEqual([at('2026-11-08', 0), at('2026-11-09', 8)]);
  });

  it('keeps both person and holder where they differ', async () => {
    const store = aStore();
    await store.events.append([checkIn(9, 8, { 'user.name': 'lee' })]);

    expect(await gathered(gatherer(store))).toMatchObject([{ person: 'lee', holder: 'kim', hire: 'lee', laptop: 'SN-1' }]);
  });

  it('gives events without a person to the holder, and those of a named stranger to nobody', async () => {
    const store = aStore();
    await store.events.append([checkIn(8, 8), checkIn(9, 8, { 'user.name': 'stranger' })]);

    expect((await gathered(gatherer(store))).map(({ hire, holder }) => [hire, holder])).toEqual([['kim', 'kim'], [undefined, 'kim']]);
  });

  it('knows a laptop by the serial number last seen with its id or name, as of that day', async () => {
    const { 'device.serial_number': _serial, ...bare } = checkIn(6, 8);
    const nameless = (day: number, fields: Partial<Event>): Event => ({ ...bare, ...checkIn(day, 9, fields), 'device.serial_number': undefined }) as unknown as Event;
    const without = (event: Event): Event => Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined)) as unknown as Event;
    const store = aStore();
    await store.events.append([
      checkIn(5, 8, { 'host.id': 'H', 'host.name': 'PC' }), checkIn(8, 8, { 'host.id': 'H', 'host.name': 'PC', 'device.serial_number': 'SN-2' }),
      ...[4, 6, 9].map((day) => without(nameless(day, { 'host.id': 'H' }))), without(nameless(7, { 'host.name': 'PC' })), without(nameless(9, { 'host.name': 'unheard-of' })),
    ]);

    const plan = { ...PLAN, by: ['device.serial_number'] } as const satisfies Evidence;
    const rows = (await gathered(gatherer(store), NOON, 7, plan)).filter((row) => row['device.serial_number'] === undefined);

    expect(rows.map(({ day, laptop, hire }) => [day, laptop, hire])).toEqual([
      ['2026-11-04', undefined, undefined], ['2026-11-06', 'SN-1', 'kim'], ['2026-11-07', 'SN-1', 'kim'], ['2026-11-09', 'unheard-of', undefined], ['2026-11-09', 'SN-2', 'lee'],
    ]);
  });

  it('takes spellings of a serial number, an id and a name for one machine, also in rows that were stored as they came', async () => {
    const store = aStore();
    const nameless = (day: number, fields: Partial<Event>): Event => {
      const { 'device.serial_number': _, ...rest } = checkIn(day, 9, fields);
      return rest as Event;
    };
    await store.events.append([
      checkIn(5, 8, { 'device.serial_number': ' sn-1', 'host.id': 'ABC', 'host.name': 'LT-AAA.corp.acme.example' }),
      nameless(6, { 'host.id': 'abc' }), nameless(7, { 'host.name': 'lt-aaa' }), nameless(8, { 'host.name': 'LT-AAA.home.acme.example' }), nameless(9, { 'host.name': 'sn-2.corp.acme.example' }),
    ]);

    expect((await gathered(gatherer(store))).map(({ day, laptop, hire }) => [day, laptop, hire])).toEqual([
      ['2026-11-05', 'SN-1', 'kim'], ['2026-11-06', 'SN-1', 'kim'], ['2026-11-07', 'SN-1', 'kim'], ['2026-11-08', 'SN-1', 'kim'],
      // An inventory may list names in the place of serial numbers.
      ['2026-11-09', 'SN-2', 'lee'],
    ]);
  });

  it('takes a placeholder for no serial number', async () => {
    const store = aStore();
    await store.events.append([checkIn(9, 8, { 'device.serial_number': 'To Be Filled By O.E.M.' }), checkIn(9, 9, { 'device.serial_number': '0000', 'host.name': 'PC' })]);

    expect((await gathered(gatherer(store))).map(({ laptop }) => laptop).sort()).toEqual(['PC', undefined]);
  });
});

describe('what was counted once', () => {
  it('is not counted again while nothing changes', async () => {
    const { store, asked } = counting(aStore());
    await store.events.append(WEEK);
    const gather = gatherer(store);

    const first = await gathered(gather);
    const again = await gathered(gather);
    const later = await gathered(gather, NOON + HOUR);

    expect(again).toEqual(first);
    expect(later).toEqual(first);
    expect(asked).toEqual(['2026-11-05..2026-11-11']);
  });

  it('is not counted again for who asks the same and looks farther back of its own', async () => {
    const { store, asked } = counting(aStore());
    await store.events.append(WEEK);
    const gather = gatherer(store);

    await gathered(gather, NOON, 3);
    const plans = plansOf({ count: { ...PLAN, days: 5 }, digest: daily({ ...PLAN, days: 4 }, (rows) => rows) }, 3);
    await gathered(gather, NOON, plans[0]!.days, plans[0]!.plan);

    expect(plans.map(({ days }) => days)).toEqual([5, 4]);
    expect(asked).toEqual(['2026-11-07..2026-11-11', '2026-11-05..2026-11-07']);
  });

  it('is counted again after late rows, but not for the days before them', async () => {
    const { store, asked } = counting(aStore());
    await store.events.append(WEEK);
    const gather = gatherer(store);
    await gathered(gather);
    await store.events.append([checkIn(6, 10, { 'event.ingested': NOON + 1 }), checkIn(8, 10, { 'event.ingested': NOON + 1 })]);

    const before = await gathered(gather);
    const after = await gathered(gather, NOON + HOUR);

    expect(before).toHaveLength(WEEK.length);
    expect(after).toHaveLength(WEEK.length + 2);
    expect(after).toEqual(await freshly(store, NOON + HOUR));
    expect(asked[1]).toMatch(/^2026-11-06/);
  });

  it('gives the same as a fresh look after rows were forgotten', async () => {
    const store = aStore();
    await store.events.append(WEEK);
    const gather = gatherer(store);
    await gathered(gather);
    await store.events.forget({ before: at('2026-11-07', 9) }, 'retention');

    const after = await gathered(gather);

    expect(after).toHaveLength(WEEK.length - 7);
    expect(after).toEqual(await freshly(store));
  });

  it('gives the same as a fresh look after an earlier copy took the place of another', async () => {
    const store = aStore();
    const copy = checkIn(7, 8, { 'event.id': 'twice', 'event.ingested': NOON - HOUR, 'source.ip': '192.0.2.1' });
    await store.events.append([copy]);
    const gather = gatherer(store);
    await gathered(gather);
    await store.events.append([{ ...copy, 'event.ingested': NOON - 2 * HOUR, 'source.ip': '198.51.100.1' }]);

    const after = await gathered(gather);

    expect(after.map((row) => row['source.ip'])).toEqual(['198.51.100.1']);
    expect(after).toEqual(await freshly(store));
  });

  it('is looked at from an earlier instant as it was then', async () => {
    const store = aStore();
    await store.events.append([...WEEK, checkIn(6, 10, { 'event.ingested': at('2026-11-09', 0) })]);
    const gather = gatherer(store);
    await gathered(gather);

    for (const asOf of [at('2026-11-07', 12), at('2026-11-09', 6), NOON]) {
      expect(await gathered(gather, asOf)).toEqual(await freshly(store, asOf));
    }
  });

  it('is about people as they are known now', async () => {
    const store = aStore();
    await store.events.append(WEEK);
    const gather = gatherer(store);
    await gathered(gather);

    const rows = await (await gather.gather([{ plan: PLAN, days: 7 }], NOON, directoryOf([aPerson({ hire_id: 'max', device_serials: ['SN-1'] })], [], []))).rowsOf(0);

    expect(new Set(rows.map(({ hire }) => hire))).toEqual(new Set(['max']));
    expect(await gathered(gather)).toEqual(await freshly(store));
  });
});

describe('what no count tells', () => {
  /** All gaps of a day, by size. */
  const GAPS: DailySummary<readonly number[]> = {
    where: { 'event.action': 'activity' }, fields: ['farmwatch.input.gap_s'], start: () => [],
    step: (so, row) => [...so, ...(row['farmwatch.input.gap_s'] as readonly number[] | undefined) ?? []].sort((a, b) => a - b),
  };
  const moved = (day: number, hour: number, gaps: readonly number[], fields: Partial<Event> = {}): Event => checkIn(day, hour, { 'event.action': 'activity', 'farmwatch.input.gap_s': gaps, ...fields });

  it('is summed up by day, account and machine, and joined to people like a count', async () => {
    const store = aStore();
    await store.events.append([moved(8, 9, [3]), moved(9, 9, [60, 61]), moved(9, 10, [59]), moved(9, 11, [7], { 'device.serial_number': 'SN-2' }), checkIn(9, 9)]);

    const rows = await gathered(gatherer(store), NOON, 7, GAPS);

    expect(rows.map(({ day, hire, summary }) => [day, hire, summary])).toEqual([['2026-11-08', 'kim', [3]], ['2026-11-09', 'kim', [59, 60, 61]], ['2026-11-09', 'lee', [7]]]);
  });

  it('is kept for days that stay as they are, and looked at anew after late rows', async () => {
    const store = aStore();
    let asked = 0;
    const fold: Store['events']['fold'] = (query, during) => {
      asked++;
      return store.events.fold(query, during);
    };
    await store.events.append([moved(8, 9, [3]), moved(9, 9, [60])]);
    const gather = gatherer({ ...store, events: { ...store.events, fold } });
    const before = await gathered(gather, NOON, 7, GAPS);
    await gathered(gather, NOON, 7, GAPS);
    expect(asked).toBe(1);

    await store.events.append([moved(9, 10, [59], { 'event.ingested': NOON + 1 })]);

    expect(await gathered(gather, NOON, 7, GAPS)).toEqual(before);
    expect((await gathered(gather, NOON + HOUR, 7, GAPS)).map(({ summary }) => summary)).toEqual([[3], [59, 60]]);
  });

  it('of two questions about the same fields is told apart by what they make of them', async () => {
    const store = aStore();
    await store.events.append([moved(9, 9, [60, 61])]);
    const gather = gatherer(store);
    const many: DailySummary<number> = { ...GAPS, start: () => 0, step: (so, row) => so + (row['farmwatch.input.gap_s'] as readonly number[]).length };

    expect((await gathered(gather, NOON, 7, GAPS))[0]!['summary']).toEqual([60, 61]);
    expect((await gathered(gather, NOON, 7, many))[0]!['summary']).toBe(2);
  });
});
