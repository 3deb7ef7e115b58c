import { describe, expect, it } from 'vitest';
import { anEvent } from '../../test/support/builders.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { aPerson, at } from '../../test/support/window.ts';
import type { Event } from '../core/event.ts';
import type { DeviceRow, PersonRow, TableKind, TableRows, Versioned } from '../core/person.ts';
import { joinsOf, sayJoins, type Joins } from './joins.ts';

const NOW = at('2026-11-20', 12);
const NOTHING = { events: 0, names: [] };

async function joined(people: readonly PersonRow[], devices: readonly DeviceRow[], events: readonly Event[]): Promise<Joins> {
  const store = memoryStore({ now: () => NOW });
  const versioned = <T>(kind: TableKind, rows: readonly T[]) => rows.map((row, index) => ({ id: `${kind}/${index}`, kind, versions: [{ from: null, row }] }));
  await store.shelf<Versioned<TableRows[TableKind]>>('registry').putAll([...versioned('people', people), ...versioned('devices', devices)] as Versioned<TableRows[TableKind]>[]);
  await store.events.append(events);
  return joinsOf(store, NOW);
}
const checkIn = (day: string, machine: Partial<Event>): Event => anEvent({ '@timestamp': at(day, 15), 'event.action': 'check-in', ...machine });
const KIM = aPerson({ hire_id: 'kim', device_serials: [] });

describe('what could not be joined', () => {
  it('counts no event of a laptop that was held then and was exchanged since', async () => {
    const exchanged: DeviceRow = { serial: 'OLD', hire_id: 'kim', assigned_to: at('2026-11-09', 9), returned_at: at('2026-11-12', 9) };
    const joins = await joined([KIM], [exchanged, { serial: 'NEW', hire_id: 'kim', assigned_from: at('2026-11-09', 9) }], [checkIn('2026-11-04', { 'device.serial_number': 'OLD' }), checkIn('2026-11-10', { 'device.serial_number': 'NEW' })]);

    expect(joins).toMatchObject({ machines: NOTHING, idle: NOTHING, silentHires: [] });
  });

  it('counts no event of a mail address that somebody had before it changed, and those of one who had it never', async () => {
    const store = memoryStore({ now: () => NOW });
    const versions = [{ from: null, row: { ...KIM, email: 'doe@company.example' } }, { from: at('2026-11-10', 9), row: { ...KIM, email: 'wed@company.example' } }];
    await store.shelf<Versioned<TableRows[TableKind]>>('registry').putAll([{ id: 'people/kim', kind: 'people', versions }] as Versioned<TableRows[TableKind]>[]);
    await store.events.append(['doe', 'wed', 'other'].map((name) => anEvent({ '@timestamp': at('2026-11-04', 15), 'event.action': 'sign-in', 'user.email': `${name}@company.example` })));

    expect(await joinsOf(store, NOW)).toMatchObject({ strangers: { events: 1, names: ['other@company.example'] }, silentHires: [] });
  });

  it('joins a laptop however its serial number and its name are written', async () => {
    const joins = await joined([aPerson({ hire_id: 'kim', device_serials: ['5cg1234abd '] })], [], [
      checkIn('2026-11-04', { 'device.serial_number': ' 5CG1234abd', 'host.name': 'LT-AAA.corp.acme.example' }), checkIn('2026-11-05', { 'host.name': 'lt-aaa' }),
    ]);

    expect(joins).toMatchObject({ machines: NOTHING, idle: NOTHING, silentHires: [], spareLaptops: [] });
  });

  it('names the cure that is left: the signs between letters and digits, or the serial numbers that no record tells', async () => {
    const people = [aPerson({ hire_id: 'kim', device_serials: ['5CG1234ABD'] })];
    const serial = await joined(people, [], [checkIn('2026-11-04', { 'device.serial_number': '5CG-1234/ABD' })]);
    const name = await joined(people, [], [checkIn('2026-11-04', { 'host.name': 'LT-CCC' })]);

    expect(sayJoins(serial)[0]).toBe('1 event comes from a machine nobody holds (most: "5CG-1234/ABD"): import devices.csv, or add serials to device_serials in people.csv. "5CG-1234/ABD" differs from "5CG1234ABD" on record only in signs between letters and digits: write it in one way.');
    expect(sayJoins(name)[0]).toBe('1 event comes from a machine nobody holds (most: "LT-CCC"): no serial number was told with these names. Import records that name host and serial number together, or list the names in device_serials in people.csv.');
  });

  it('names machines once that send events of known people and events of nobody', async () => {
    const joins = await joined([KIM], [], [checkIn('2026-11-04', { 'device.serial_number': 'ZZ-1' }), checkIn('2026-11-05', { 'device.serial_number': 'ZZ-1', 'user.email': KIM.email })]);

    expect(sayJoins(joins).slice(0, 2)).toEqual([
      '1 event comes from a machine nobody holds (most: "ZZ-1"): import devices.csv, or add serials to device_serials in people.csv.',
      '1 event of known people comes from these machines too: it counts for the person and for no laptop.',
    ]);
    expect(sayJoins({ ...joins, machines: NOTHING })[0]).toMatch(/^1 event of known people comes from a machine nobody holds \(most: "ZZ-1"\)/);
  });

  it('says of a laptop on record that nobody held it on these days, and takes no scan of its parcel for use', async () => {
    const lent: DeviceRow = { serial: 'OLD', hire_id: 'kim', assigned_from: at('2026-11-03', 0), assigned_to: at('2026-11-09', 9) };
    const joins = await joined([KIM], [lent], [
      anEvent({ '@timestamp': at('2026-11-02', 8), 'event.action': 'shipment-updated', 'device.serial_number': 'OLD' }),
      ...['2026-11-04', '2026-11-11', '2026-11-12'].map((day) => checkIn(day, { 'device.serial_number': 'OLD' })),
    ]);

    expect(joins).toMatchObject({ machines: NOTHING, idle: { events: 2, names: ['OLD'] } });
    expect(sayJoins(joins)[0]).toMatch(/^2 events come from laptops on record on days when nobody held them \(most: "OLD"\)/);
  });

  it('says of a laptop that no file gives to anybody that it is shared, and not that its days are wrong', async () => {
    const joins = await joined([KIM], [{ serial: 'KIOSK-1' }, { serial: 'LENT', hire_id: 'kim', assigned_to: at('2026-11-01', 9) }], [checkIn('2026-11-04', { 'device.serial_number': 'KIOSK-1' }), checkIn('2026-11-04', { 'device.serial_number': 'LENT' })]);

    expect(joins).toMatchObject({ idle: { events: 1, names: ['LENT'] }, shared: { events: 1, names: ['KIOSK-1'] } });
    expect(sayJoins({ ...joins, idle: NOTHING })[0]).toBe('1 event that names nobody comes from laptops on record that no file gives to anybody (most: "KIOSK-1"), such as shared workstations: what happens on them counts for the person who is signed in only, and this event for nobody. Where somebody holds one, write their hire_id in devices.csv.');
  });

  it('names places of badge-ins that no file has', async () => {
    const joins = await joined([KIM], [], [anEvent({ '@timestamp': at('2026-11-04', 15), 'event.action': 'badge-in', 'user.email': KIM.email, 'farmwatch.place.id': 'nosuch' })]);

    expect(joins).toMatchObject({ places: { events: 1, names: ['nosuch'] } });
    expect(sayJoins(joins)[0]).toMatch(/^1 badge-in names a place that no places file has \(most: "nosuch"\)/);
  });

  it('names hires of other files that no people file has', async () => {
    const joins = await joined([KIM], [{ serial: 'A', hire_id: 'Kim' }], []);

    expect(sayJoins(joins).at(-1)).toMatch(/^1 row of devices\.csv names a hire that no people file has \("Kim"\)/);
  });

  it('joins machines by the names that stand where serial numbers should', async () => {
    const joins = await joined([{ ...KIM, device_serials: ['WS-1'] }], [], [checkIn('2026-11-04', { 'host.name': 'WS-1' }), checkIn('2026-11-04', { 'host.name': 'WS-2' })]);

    expect(joins).toMatchObject({ machines: { events: 1, names: ['WS-2'] }, silentHires: [] });
  });

  it('says nothing of machines that are taken for the laptop of whoever uses them, also of old records', async () => {
    const days = ['2026-01-05', '2026-01-06', '2026-01-07'];
    const events = days.flatMap((day) => [checkIn(day, { 'host.name': 'WS-1' }), anEvent({ '@timestamp': at(day, 16), 'event.action': 'sign-in', 'host.name': 'WS-1', 'user.email': 'kim@company.example' })]);
    const joins = await joined([KIM], [], events.map((event) => ({ ...event, 'event.ingested': event['@timestamp'] })));

    expect(joins).toMatchObject({ machines: NOTHING, unissued: NOTHING });
  });

  it('tells accounts that two hires list for the same time from accounts that nobody has', async () => {
    const people = ['kim', 'lee'].map((hire_id) => aPerson({ hire_id, email: `${hire_id}@company.example`, user_names: ['desk'] }));
    const joins = await joined(people, [], ['desk', 'desk', 'guest'].map((name) => anEvent({ '@timestamp': at('2026-11-04', 15), 'event.action': 'sign-in', 'user.name': name })));

    expect(joins).toMatchObject({ contested: { events: 2, names: ['desk'] }, strangers: { events: 1, names: ['guest'] } });
    expect(sayJoins(joins)[1]).toMatch(/^2 events name accounts that two hires list for the same time \(most: "desk"\), and count for neither:/);
  });

  it('hears of both employments of somebody who was hired again, and expects nothing of one that ended before all records', async () => {
    const employment = (hire_id: string, start_date: string, end_date?: string) => aPerson({ hire_id, email: 'kim@company.example', start_date, ...(end_date === undefined ? {} : { end_date }) });
    const people = [employment('kim-1', '2025-01-07', '2025-06-30'), employment('kim-2', '2026-09-01', '2026-10-30'), employment('kim-3', '2026-11-09')];
    const joins = await joined(people, [], ['2026-10-20', '2026-11-10'].map((day) => anEvent({ '@timestamp': at(day, 15), 'event.action': 'sign-in', 'user.email': 'kim@company.example' })));

    expect(joins).toMatchObject({ strangers: NOTHING, contested: NOTHING, silentHires: [] });
  });
});
