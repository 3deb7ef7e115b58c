import { describe, expect, it } from 'vitest';
import { ownedSaid, ownsNow } from '../src/cli/owned.ts';
import type { OwnedTable } from '../src/evaluate/owned-table.ts';
import type { Event } from '../src/core/event.ts';
import type { PlaceRow, Versioned, PersonRow } from '../src/core/person.ts';
import { DAY } from '../src/core/time.ts';
import { MONDAY, anEvent } from './support/builders.ts';
import { memoryStore } from './support/memory-store.ts';
import { aPerson } from './support/window.ts';

const NOW = MONDAY + 20 * DAY;
const EXIT: PlaceRow = { place_id: 'exit', name: 'Exit', kind: 'vpn-egress', cidr: ['203.0.113.0/24'] };

async function storeWith(events: readonly Event[], starts: readonly string[] = []) {
  const store = memoryStore({ now: () => NOW });
  const people = starts.map((start, index): Versioned<PersonRow> => ({ id: `people/h-${index}`, kind: 'people', versions: [{ from: null, row: aPerson({ hire_id: `h-${index}`, start_date: start }) }] }));
  const shelf = store.shelf<Versioned<never>>('registry');
  await shelf.putAll([...people, { id: 'places/exit', kind: 'places', versions: [{ from: null, row: EXIT }] }] as never);
  await store.events.append(events);
  return store;
}
const seen = (action: Event['event.action'], fields: Partial<Event> = {}): Event => anEvent({ '@timestamp': NOW - DAY, 'event.action': action, ...fields });
const checkIn = (line: string): Event => seen('check-in', { 'source.ip': line, 'farmwatch.net.line': line });

describe('what a company owns', () => {
  it('is told by what came in during the last fourteen days', async () => {
    const store = await storeWith([seen('sign-in'), checkIn('192.0.2.1'), anEvent({ '@timestamp': NOW - 20 * DAY, 'event.action': 'process-started' })]);

    expect(await ownsNow(store, NOW)).toMatchObject({ owned: new Set(['identity-provider', 'device-management']), fullTunnel: false });
  });

  it('is no endpoint agent where device management lists what is installed and plugged in', async () => {
    const inventory = [seen('sign-in'), checkIn('192.0.2.1'), seen('software-present'), seen('usb-present'), seen('display-present')];

    expect((await ownsNow(await storeWith(inventory), NOW)).owned).toEqual(new Set(['identity-provider', 'device-management']));
    for (const action of ['process-started', 'session-connected', 'activity'] as const) expect((await ownsNow(await storeWith([...inventory, seen(action)]), NOW)).owned).toContain('endpoint');
  });

  it('counts a VPN only where it tells the address outside the tunnel', async () => {
    expect((await ownsNow(await storeWith([seen('vpn-connected')]), NOW)).owned).toEqual(new Set());
    expect((await ownsNow(await storeWith([seen('vpn-connected', { 'source.ip': '192.0.2.1' })]), NOW)).owned).toEqual(new Set(['vpn']));
  });

  it('is behind one exit where nearly all laptops are seen from there', async () => {
    const inside = Array.from({ length: 19 }, (_, nth) => checkIn(`203.0.113.${nth + 1}`));

    expect((await ownsNow(await storeWith([...inside, checkIn('192.0.2.1')]), NOW)).fullTunnel).toBe(true);
    expect((await ownsNow(await storeWith([...inside, checkIn('192.0.2.1'), checkIn('192.0.2.2')]), NOW)).fullTunnel).toBe(false);
  });

  it('hires as many a year as the last ninety days promise', async () => {
    // Two of three started within ninety days before 22 November 2026; two in ninety days are eight in a year.
    expect((await ownsNow(await storeWith([], ['2026-11-02', '2026-09-01', '2026-07-01']), NOW)).hiresAYear).toBe(8);
  });
});

describe('what doctor says of it', () => {
  const row = (owned: OwnedTable['rows'][number]['owned'], hits: number): OwnedTable['rows'][number] => ({ name: owned.join(), owned, full_tunnel: false, hires_a_year: 30, found_three: [hits, 9], found_two: [1, 4], false_cases: [0, 50] });
  const table: OwnedTable = { simulated: true, command: 'farmwatch evaluate', day: '2026-11-28', rows: [row(['identity-provider'], 3), row(['identity-provider', 'vpn'], 7)] };

  it('names the row, and the one source that would add most, as simulated', () => {
    const { lines, record } = ownedSaid({ owned: new Set(['identity-provider']), fullTunnel: false, hiresAYear: 40 }, table);

    expect(lines).toEqual([
      'owns     an identity provider in the last 14 days. Simulated companies of 30 hires a year that own as much (row "identity-provider") name 3 of 9 farm hires within 72 h where three or more stand together and 1 of 4 where two do, simulated on 2026-11-28.',
      'adds     a VPN log with public addresses would add most: at 30 hires a year 7 of 9 instead of 3 of 9 where three or more stand together, and 1 of 4 instead of 1 of 4 where two do, simulated.',
    ]);
    expect(record).toMatchObject({ simulated: true, row: table.rows[0], would_add_most: { source: 'vpn', to: table.rows[1] }, made: { day: '2026-11-28' } });
  });

  it('says what is missing where no row fits', () => {
    expect(ownedSaid({ owned: new Set(), fullTunnel: false, hiresAYear: 0 }, table).lines).toEqual(['owns     nothing that is asked about in the last 14 days. No row of the evaluation is like that: it asks of companies with an identity provider. Collect sign-ins first.']);
  });
});
