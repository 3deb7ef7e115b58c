import { describe, expect, it } from 'vitest';
import { ownedSaid, ownsNow } from '../src/cli/keep/owned.ts';
import type { OwnedTable } from '../src/evaluate/owned-table.ts';
import type { Event } from '../src/core/event.ts';
import type { PlaceRow, Versioned, PersonRow } from '../src/core/person.ts';
import { DAY } from '../src/core/time.ts';
import { MONDAY, anEvent } from './support/builders.ts';
import { memoryStore } from './support/memory-store.ts';
import { aPerson } from './support/window.ts';

const NOW = MONDAY + 20 * DAY;
const EXIT: PlaceRow = { place_id: 'exit', name: 'Exit', kind: 'vpn-egress', cidr: ['203.0.113.0/24'] };

/** Seven who started in October, and whoever else started on a day. */
const STARTED = Array.from({ length: 7 }, (_, nth) => aPerson({ hire_id: `h-${nth}`, email: `h-${nth}@company.example`, start_date: '2026-10-05', device_serials: [`SN-${nth}`] }));

async function storeWith(events: readonly Event[], people: readonly PersonRow[] = STARTED) {
  const store = memoryStore({ now: () => NOW });
  const rows = people.map((row): Versioned<PersonRow> => ({ id: `people/${row.hire_id}`, kind: 'people', versions: [{ from: null, row }] }));
  const shelf = store.shelf<Versioned<never>>('registry');
  await shelf.putAll([...rows, { id: 'places/exit', kind: 'places', versions: [{ from: null, row: EXIT }] }] as never);
  await store.events.append(events);
  return store;
}
/** The same of several people: by mail address, or where it is their laptop that tells. */
const seen = (action: Event['event.action'], fields: Partial<Event> = {}, people = 7): readonly Event[] => Array.from({ length: people }, (_, nth) => anEvent({ 'event.id': `${action}-${nth}`, '@timestamp': NOW - DAY, 'event.action': action, 'user.email': `h-${nth}@company.example`, ...fields }));
const checkIn = (line: string, nth = 0): Event => anEvent({ 'event.id': line, '@timestamp': NOW - DAY, 'event.action': 'check-in', 'device.serial_number': `SN-${nth % 7}`, 'source.ip': line, 'farmwatch.net.line': line });
const checkIns = Array.from({ length: 7 }, (_, nth) => checkIn(`192.0.2.${nth + 1}`, nth));

describe('what a company owns', () => {
  it('is told by what came in during the last fourteen days', async () => {
    const store = await storeWith([...seen('sign-in'), ...checkIns, ...seen('process-started', { '@timestamp': NOW - 20 * DAY })]);

    expect(await ownsNow(store, NOW)).toMatchObject({ owned: new Set(['identity-provider', 'device-management']), thin: new Map(), starters: 7, fullTunnel: false });
  });

  it('is not owned where it tells of a handful, or of hardly anybody who started lately', async () => {
    const others = Array.from({ length: 30 }, (_, nth) => aPerson({ hire_id: `o-${nth}`, email: `o-${nth}@company.example`, start_date: '2026-10-05' }));

    expect(await ownsNow(await storeWith([...seen('sign-in'), ...seen('process-started', {}, 2)]), NOW)).toMatchObject({ owned: new Set(['identity-provider']), thin: new Map([['endpoint', { people: 2, starters: 2 }]]) });
    expect(await ownsNow(await storeWith(seen('sign-in'), [...STARTED, ...others]), NOW)).toMatchObject({ owned: new Set(), thin: new Map([['identity-provider', { people: 7, starters: 7 }]]), starters: 37 });
  });

  it('is not owned where all that it names is in no file', async () => {
    const strangers = STARTED.map((person) => ({ ...person, device_serials: [] }));

    expect(await ownsNow(await storeWith([...seen('sign-in'), ...checkIns], strangers), NOW)).toMatchObject({ owned: new Set(['identity-provider']), thin: new Map([['device-management', { people: 0, starters: 0 }]]) });
  });

  it('is no endpoint agent where device management lists what is installed and plugged in', async () => {
    const inventory = [...seen('sign-in'), ...checkIns, ...seen('software-present'), ...seen('usb-present'), ...seen('display-present')];

    expect((await ownsNow(await storeWith(inventory), NOW)).owned).toEqual(new Set(['identity-provider', 'device-management']));
    for (const action of ['process-started', 'session-connected', 'activity'] as const) expect((await ownsNow(await storeWith([...inventory, ...seen(action)]), NOW)).owned).toContain('endpoint');
  });

  it('counts a VPN only where it tells the address outside the tunnel', async () => {
    expect((await ownsNow(await storeWith(seen('vpn-connected')), NOW)).owned).toEqual(new Set());
    expect((await ownsNow(await storeWith(seen('vpn-connected', { 'source.ip': '192.0.2.1' })), NOW)).owned).toEqual(new Set(['vpn']));
  });

  it('is behind one exit where nearly all laptops are seen from there', async () => {
    const inside = Array.from({ length: 19 }, (_, nth) => checkIn(`203.0.113.${nth + 1}`));

    expect((await ownsNow(await storeWith([...inside, checkIn('192.0.2.1')]), NOW)).fullTunnel).toBe(true);
    expect((await ownsNow(await storeWith([...inside, checkIn('192.0.2.1'), checkIn('192.0.2.2')]), NOW)).fullTunnel).toBe(false);
  });

  it('hires as many a year as the last ninety days promise', async () => {
    // Two of three started within ninety days before 22 November 2026; two in ninety days are eight in a year.
    expect((await ownsNow(await storeWith([], ['2026-11-02', '2026-09-01', '2026-07-01'].map((start_date, nth) => aPerson({ hire_id: `h-${nth}`, start_date }))), NOW)).hiresAYear).toBe(8);
  });
});

describe('what doctor says of it', () => {
  const row = (owned: OwnedTable['rows'][number]['owned'], hits: number): OwnedTable['rows'][number] => ({ name: owned.join(), owned, full_tunnel: false, hires_a_year: 30, found_three: [hits, 9], found_two: [1, 4], false_cases: [0, 50] });
  const table: OwnedTable = { simulated: true, command: 'farmwatch evaluate', day: '2026-11-28', rows: [row(['identity-provider'], 3), row(['identity-provider', 'vpn'], 7)] };

  it('names the row, and the one source that would add most, as simulated', () => {
    const { lines, record } = ownedSaid({ owned: new Set(['identity-provider']), fullTunnel: false, hiresAYear: 40, thin: new Map(), starters: 9 }, table);

    expect(lines).toEqual([
      'owns     an identity provider in the last 14 days. Simulated companies of 30 hires a year that own as much (row "identity-provider") name 3 of 9 farm hires within 72 h where three or more stand together and 1 of 4 where two do, simulated on 2026-11-28.',
      'adds     a VPN log with public addresses would add most: at 30 hires a year 7 of 9 instead of 3 of 9 where three or more stand together, and 1 of 4 instead of 1 of 4 where two do, simulated.',
    ]);
    expect(record).toMatchObject({ simulated: true, row: table.rows[0], would_add_most: { source: 'vpn', to: table.rows[1] }, made: { day: '2026-11-28' } });
  });

  it('says what is missing where no row fits', () => {
    expect(ownedSaid({ owned: new Set(), fullTunnel: false, hiresAYear: 0, thin: new Map(), starters: 0 }, table).lines).toEqual(['owns     nothing that is asked about in the last 14 days. No row of the evaluation is like that: it asks of companies with an identity provider. Collect sign-ins first.']);
  });

  it('says of how many people too thin a source tells, and promises nothing by it', () => {
    const owns = { fullTunnel: false, hiresAYear: 30, starters: 40 };
    const alone = ownedSaid({ ...owns, owned: new Set(), thin: new Map([['identity-provider', { people: 2, starters: 2 }]]) }, table);

    expect(ownedSaid({ ...owns, owned: new Set(['identity-provider']), thin: new Map([['endpoint', { people: 0, starters: 0 }]]) }, table).lines.at(-1)).toBe('thin     an endpoint agent tells of nobody who is known: too few to be compared with simulated companies. It may be new, or name accounts and laptops that are in no file: the closing lines of an import and "farmwatch doctor --hires" tell.');
    expect(alone).toMatchObject({ nothing: false, record: { owned: [], row: null, thin: [{ source: 'identity-provider', people: 2, starters: 2 }] } });
    expect(alone.lines).toEqual([
      'owns     nothing that tells of enough people in the last 14 days. No row of the evaluation is like that: it asks of companies with an identity provider. Collect the sign-ins of everybody first.',
      expect.stringMatching(/^thin {5}an identity provider tells of 2 people, 2 of the 40 who started in the last 90 days: too few/),
    ]);
  });
});
