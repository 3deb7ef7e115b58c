import type { Event } from '../../src/core/event.ts';
import type { DeviceRow, PersonRow, PlaceRow, TableKind, TableRows, Versioned } from '../../src/core/person.ts';
import { random, type Random } from '../../src/core/random.ts';
import { DAY, HOUR, MINUTE, startOfDay, type Instant } from '../../src/core/time.ts';
import type { Store } from '../../src/store/store.ts';
import { aPerson } from './window.ts';

/** First day with events. */
export const FIRST: Instant = startOfDay('2026-11-02');
const DAYS = 12;
const FARM = '198.51.100.7';

/**
 * Twelve starters, one of whose laptops is passed on midway; three of them stand in one home and are driven by AnyDesk, two
 * share a flat they declared, one travels, one is silent from the second week on.
 */
const HIRES = Array.from({ length: 12 }, (_, index) => `h-${String(index + 1).padStart(2, '0')}`);
const FARMED = new Set(['h-03', 'h-07', 'h-11']);
const COUPLE = new Set(['h-01', 'h-02']);

const PEOPLE: readonly PersonRow[] = HIRES.map((hire, index) => aPerson({
  hire_id: hire, user_names: [`CORP\\${hire}`], role: index % 2 === 0 ? 'engineer' : 'support', home: { lat: 36 + index / 4, lon: -86 },
  delivered_at: FIRST - 3 * DAY, ...(COUPLE.has(hire) ? { household: 'flat' } : {}),
}));
const DEVICES: readonly DeviceRow[] = [{ serial: 'SN-SPARE', hire_id: 'h-09' }, { serial: 'SN-SPARE', hire_id: 'h-10', assigned_from: FIRST + 6 * DAY }];
const PLACES: readonly PlaceRow[] = [{ place_id: 'office', name: 'Office', kind: 'office', cidr: ['203.0.113.0/24'] }];

/** The people, laptops and places of the company, one of them with a change that is known later. @param change to each person's row */
export function settled(change: (person: PersonRow) => PersonRow = (person) => person): readonly Versioned<TableRows[TableKind]>[] {
  const rows = <K extends TableKind>(kind: K, all: readonly TableRows[K][]): Versioned<TableRows[K]>[] =>
    all.map((row, index) => ({ id: `${kind}/${index}`, kind, versions: [{ from: null, row }] }));
  const people = rows('people', PEOPLE.map(change)).map((person, index) => (index === 4
    ? { ...person, versions: [...person.versions, { from: FIRST + 4 * DAY, row: { ...change(PEOPLE[4]!), team: 'platform' } }] } : person));
  return [...people, ...rows('devices', DEVICES), ...rows('places', PLACES)];
}

/** Puts them into a store. */
export async function settleIn(store: Store, change?: (person: PersonRow) => PersonRow): Promise<void> {
  await store.shelf<Versioned<TableRows[TableKind]>>('registry').putAll(settled(change));
}

/** When a row is learned of. */
export type Delay = (draw: Random) => number;
/** Within two minutes, as most rows are. */
export const SWIFT: Delay = (draw) => draw.int(2 * MINUTE);
/** Every tenth row after hours or days. */
export const SLOW: Delay = (draw) => (draw.chance(0.1) ? draw.int(3 * DAY) : draw.int(30 * MINUTE));

/** Twelve days of this company's events, in order of time. Only the stamps differ from one delay to another. */
export function happenings(delay: Delay): readonly Event[] {
  const made: Event[] = [];
  const life = random('small-company');
  const post = random('small-company/post');
  const note = (hire: string, at: Instant, action: Event['event.action'], fields: Partial<Event>): void => {
    made.push({
      '@timestamp': at, 'event.id': `${hire}-${made.length}`, 'event.ingested': at + delay(post), 'event.action': action, 'event.module': action === 'sign-in' ? 'idp' : 'agent',
      'event.dataset': 'log', 'device.serial_number': `SN-${hire}`.toUpperCase(), ...fields,
    });
  };
  for (const [index, hire] of HIRES.entries()) {
    const draw = life.fork(hire);
    const home = FARMED.has(hire) ? FARM : COUPLE.has(hire) ? '192.0.2.200' : `192.0.2.${index + 1}`;
    // One address has one entry, whoever is behind it.
    const whose = FARMED.has(hire) ? HIRES.indexOf('h-03') : COUPLE.has(hire) ? HIRES.indexOf('h-01') : index;
    for (let day = 0; day < DAYS; day++) {
      if (hire === 'h-12' && day > 5) break;
      const away = hire === 'h-06' && day > 7;
      const weekend = day % 7 > 4;
      const net: Partial<Event> = {
        'source.ip': home, 'farmwatch.net.line': home, 'farmwatch.net.kind': away ? 'hosting' : 'home', 'source.as.number': 64500 + whose, 'source.as.organization.name': 'Example Cable',
        'source.geo.country_iso_code': 'US', 'source.geo.city_name': 'Somewhere', 'source.geo.location.lat': away ? 47 : 36 + whose / 4, 'source.geo.location.lon': -86, 'farmwatch.net.radius_km': 20,
      };
      const start = FIRST + day * DAY + 14 * HOUR;
      if (FARMED.has(hire)) for (let hour = 0; hour < 24; hour += 2) note(hire, FIRST + day * DAY + hour * HOUR + draw.int(HOUR), 'check-in', { ...net, 'host.id': `id-${hire}`, 'farmwatch.net.gateway_mac_token': 'mac:1:farm' });
      else for (let hour = 0; hour < (weekend ? 2 : 8); hour++) note(hire, start + hour * HOUR + draw.int(HOUR), 'check-in', { ...net, 'host.id': `id-${hire}`, 'farmwatch.net.gateway_mac_token': `mac:1:${home}` });
      if (weekend) continue;
      note(hire, start + draw.int(HOUR), 'sign-in', { ...net, 'user.name': `CORP\\${hire}`, 'event.outcome': 'success' });
      for (let times = 0; times < 6; times++) note(hire, start + draw.int(9 * HOUR), 'activity', { 'host.id': `id-${hire}`, 'event.duration': 300e9, 'farmwatch.input.keys': draw.int(400), 'farmwatch.input.pointer': draw.int(900) });
      note(hire, start + draw.int(9 * HOUR), 'process-started', { 'process.name': 'code.exe' });
      if (FARMED.has(hire)) {
        for (const name of ['AnyDesk.exe', 'rustdesk.exe']) note(hire, start + draw.int(9 * HOUR), 'process-started', { 'process.name': name, 'process.pe.original_file_name': name });
      }
    }
  }
  // The laptop that is passed on, a stranger, and a machine nobody holds.
  for (let day = 0; day < DAYS; day++) {
    note('h-09', FIRST + day * DAY + 15 * HOUR, 'check-in', { 'device.serial_number': 'SN-SPARE', 'source.ip': '203.0.113.9', 'farmwatch.net.line': '203.0.113.9', 'farmwatch.net.kind': 'corporate' });
    note('h-00', FIRST + day * DAY + 16 * HOUR, 'sign-in', { 'device.serial_number': 'SN-NOBODY', 'user.name': 'CORP\\stranger' });
  }
  return made.sort((a, b) => a['@timestamp'] - b['@timestamp']);
}
