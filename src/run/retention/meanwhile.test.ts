import { describe, expect, it } from 'vitest';
import { writeRows } from '../../collect/tables/registry.ts';
import { withdrawRows } from '../../collect/tables/withdraw.ts';
import { hiddenJournal } from '../../report/kept.ts';
import type { DeviceRow, PersonRow, Versioned } from '../../core/person.ts';
import { DAY } from '../../core/time.ts';
import type { Identified, Indexes, Shelf, Store } from '../../store/store.ts';
import { memoryStore } from '../../../test/support/memory-store.ts';
import { aPerson } from '../../../test/support/window.ts';
import { NOW, SCOPE, keepHouse, pipelineOf, register, seen, shelfOf } from '../housekeeping.fixture.ts';
import type { HousekeepingParts } from './parts.ts';
import { eraseOne } from './erase-one.ts';
import { beginDays } from './told-days.ts';
import { readHistory } from '../../detect/people/registry.ts';

const RETENTION = { rawDays: 30, applicationDays: 180, closedFalseDays: 90, closedDays: 1_095, leftDays: 400, untoldDays: 400 };
const partsOf = (store: Store): HousekeepingParts => ({ store, pipeline: pipelineOf(store), scope: SCOPE, now: NOW, detectorDays: 60, retention: RETENTION });
const bring = (store: Store, person: PersonRow, at = NOW) => writeRows(store, 'people', [{ line: 1, row: person }], at);
const issue = (store: Store, device: DeviceRow, at: number) => writeRows(store, 'devices', [{ line: 1, row: device }], at);
const cityAndEnd = async (store: Store, hire: string): Promise<unknown> => (await store.shelf<Versioned<PersonRow>>('registry').get(`people/${hire}`))?.value.versions.map(({ row }) => [row.home_city, row.end_date ?? '', row.manager_email ?? '']);

/** The same store in which something happens once, right before rows of the registry are written. */
function before(store: Store, happens: () => Promise<unknown>): Store {
  let left = 1;
  return {
    ...store,
    shelf<T extends Identified>(name: string, indexes?: Indexes<T>): Shelf<T> {
      const shelf = store.shelf<T>(name, indexes);
      return name !== 'registry' ? shelf : { ...shelf, putEach: async (values) => {
        if (left-- > 0) await happens();
        return shelf.putEach(values);
      } };
    },
  };
}

describe('two who left and had one laptop after the other', () => {
  it.each([['in one night', '2025-09-01', 0], ['on two nights', '2025-10-20', 10]] as const)('leave no row that names them, %s', async (_when, secondEnd, later) => {
    const store = memoryStore({ now: () => NOW });
    for (const [hire, end] of [['ann', '2025-08-01'], ['bob', secondEnd]] as const) await bring(store, aPerson({ hire_id: hire, email: `${hire}@company.example`, start_date: '2024-01-08', end_date: end, device_serials: [] }), NOW - 900 * DAY);
    await bring(store, aPerson({ hire_id: 'kim' }), NOW - 900 * DAY);
    await issue(store, { serial: 'SN-POOL', hire_id: 'ann', ship_city: 'Austin' }, NOW - 800 * DAY);
    await issue(store, { serial: 'SN-POOL', hire_id: 'bob', ship_city: 'Denver' }, NOW - 500 * DAY);

    await keepHouse(store);
    await keepHouse(store, NOW + later * DAY);

    expect((await shelfOf(store, 'registry')).map(({ id }) => id)).toEqual(['people/kim']);
  });

  it('leave the laptop to whoever has it now', async () => {
    const store = memoryStore({ now: () => NOW });
    await register(store, 'people', [...['ann', 'bob'].map((hire) => aPerson({ hire_id: hire, email: `${hire}@company.example`, start_date: '2024-01-08', end_date: '2025-08-01', device_serials: [] })), aPerson({ hire_id: 'kim' })]);
    for (const [nth, hire] of ['ann', 'bob', 'kim'].entries()) await issue(store, { serial: 'SN-POOL', hire_id: hire }, NOW - (800 - nth * 100) * DAY);

    await keepHouse(store);

    expect((await store.shelf<Versioned<DeviceRow>>('registry').get('devices/SN-POOL'))?.value.versions.map(({ row }) => row.hire_id)).toEqual([undefined, undefined, 'kim']);
  });
});

describe('an import', () => {
  const kim = aPerson({ hire_id: 'kim', home_city: 'Austin' });

  it('beside another one of the same person keeps what both tell', async () => {
    const store = memoryStore({ now: () => NOW });
    await bring(store, kim, NOW - 30 * DAY);

    const [one, other] = await Promise.all([bring(store, { ...kim, home_city: 'Denver' }, NOW - 2_000), bring(store, { ...kim, end_date: '2026-12-24' }, NOW - 1_000)]);

    expect([one.added, other.added]).toEqual([1, 1]);
    expect(await cityAndEnd(store, 'kim')).toEqual([['Austin', '', ''], ['Denver', '', ''], ['Austin', '2026-12-24', '']]);
  });

  it('that read before somebody was let go does not bring them back', async () => {
    const store = memoryStore({ now: () => NOW });
    const lee = aPerson({ hire_id: 'lee', end_date: '2026-11-10' });
    await bring(store, lee, NOW - 30 * DAY);

    const written = await bring(before(store, () => eraseOne(partsOf(store), 'lee')), { ...lee, home_city: 'Denver' });

    expect(written).toMatchObject({ added: 0, leftOut: 1, standing: [] });
    expect(await shelfOf(store, 'registry')).toEqual([]);
  });

  it('that read before somebody was let go brings nothing new of them either', async () => {
    const [store, other] = [memoryStore({ now: () => NOW }), memoryStore({ now: () => NOW })];
    for (const one of [store, other]) await bring(one, aPerson({ hire_id: 'lee', email: 'lee@company.example', end_date: '2026-11-10' }), NOW - 30 * DAY);

    const travelled = await writeRows(before(store, () => eraseOne(partsOf(store), 'lee')), 'travel', [{ line: 1, row: { hire_id: 'lee', from: '2026-11-01', to: '2026-11-05', country: 'DE' } }], NOW);
    const managed = await bring(before(other, () => eraseOne(partsOf(other), 'lee')), { ...kim, manager_email: 'lee@company.example' });

    expect([travelled.added, travelled.leftOut, managed.added]).toEqual([0, 1, 1]);
    expect(await shelfOf(store, 'registry')).toEqual([]);
    expect(await cityAndEnd(other, 'kim')).toEqual([['Austin', '', '']]);
  });

  it('of others while somebody is let go is kept, without whom it names of them', async () => {
    const store = memoryStore({ now: () => NOW });
    const managed = { ...kim, manager_email: 'boss@company.example' };
    await bring(store, aPerson({ hire_id: 'boss', email: 'boss@company.example', start_date: '2024-01-08', end_date: '2026-10-01' }), NOW - 30 * DAY);
    await bring(store, managed, NOW - 30 * DAY);
    await store.events.append([seen('boss', 5)]);

    await eraseOne(partsOf(before(store, () => bring(store, { ...managed, home_city: 'Denver' }, NOW - 1_000))), 'boss');

    expect(await cityAndEnd(store, 'kim')).toEqual([['Austin', '', ''], ['Denver', '', '']]);
  });

  it('while days are begun for older rows is kept', async () => {
    const store = memoryStore({ now: () => NOW });
    await register(store, 'people', [kim]);

    await beginDays(before(store, () => bring(store, { ...kim, home_city: 'Denver' })), await readHistory(store), NOW);

    expect(await cityAndEnd(store, 'kim')).toHaveLength(2);
  });

  it('while rows are withdrawn is kept, and who withdraws is told', async () => {
    const store = memoryStore({ now: () => NOW });
    await bring(store, kim, NOW - 30 * DAY);
    await bring(store, { ...kim, home_city: 'Denver' }, NOW - 20 * DAY);

    await expect(withdrawRows(before(store, () => bring(store, { ...kim, home_city: 'Boise' })), 'people', [{ ...kim, home_city: 'Denver' }])).rejects.toMatchObject({ code: 'record.stale' });
    expect(await cityAndEnd(store, 'kim')).toHaveLength(3);
  });

  it('ends where others write the same row again and again', async () => {
    const store = memoryStore({ now: () => NOW });
    await bring(store, kim, NOW - 30 * DAY);
    const shelf = store.shelf<Identified>('registry');
    const busy: Store = { ...store, shelf: (name, indexes) => ({ ...store.shelf(name, indexes), putEach: async (values) => {
      await shelf.putAll((await Array.fromAsync(shelf.list())).map(({ value }) => value));
      return store.shelf<never>(name, indexes as never).putEach(values as never);
    } }) };

    await expect(bring(busy, { ...kim, home_city: 'Denver' })).rejects.toMatchObject({ code: 'record.stale' });
  });
});

describe('what was hidden for one person', () => {
  it('goes with them, and what was hidden for others stays where it was', async () => {
    const store = memoryStore({ now: () => NOW });
    const hidden = hiddenJournal(store);
    await register(store, 'people', [aPerson({ hire_id: 'h-1', end_date: '2026-10-01' }), aPerson({ hire_id: 'h-17' })]);
    const row = (id: string) => ({ kind: 'permission' as const, id, findings: 1, people: 1, cases: 0 });
    await hidden.append({ at: NOW - 2, asOf: NOW - 2, rows: [row('allowed/anydesk|hire:h-1'), row('allowed/anydesk|hire:h-17'), row('allowed/hire:h-1|all')] });
    await hidden.append({ at: NOW - 1, asOf: NOW - 1, rows: [row('allowed/anydesk|hire:h-17')] });

    const { entries } = await eraseOne(partsOf(store), 'h-1');

    expect(entries).toBe(1);
    expect((await Array.fromAsync(hidden.read())).map(({ entry: { at, rows } }) => [at, rows.map(({ id }) => id)]).sort()).toEqual([
      [NOW - 2, ['allowed/anydesk|hire:h-17', 'allowed/hire:h-1|all']], [NOW - 1, ['allowed/anydesk|hire:h-17']],
    ]);
  });
});
