import type { Action } from '../core/event.ts';
import { blocksOf } from '../core/address.ts';
import { DAY, startOfDay, type Instant } from '../core/time.ts';
import { readHistory, versionAt } from '../detect/registry.ts';
import { OWNED_TABLE, standingOf, type OwnedRow, type OwnedTable, type Owns } from '../evaluate/owned-table.ts';
import type { Source } from '../simulate/owned.ts';
import type { Store, Where } from '../store/store.ts';

/** What a source shows by. */
const SHOWN_BY: Readonly<Record<Source, readonly Action[]>> = {
  'identity-provider': ['sign-in'],
  'device-management': ['check-in'],
  'vpn': ['vpn-connected'],
  // What is installed or plugged in stands in the inventory of a device management too.
  'endpoint': ['process-started', 'session-connected', 'activity'],
};
const LATELY_DAYS = 14;
const HIRES_DAYS = 90;
/** With so much of the check-ins from the company's own exits, homes cannot be seen. */
const TUNNELLED = 0.95;

/** What a company owns, by what came in lately, and how many it hires. */
export async function ownsNow(store: Store, asOf: Instant): Promise<Owns> {
  const lately = { from: asOf - LATELY_DAYS * DAY, to: asOf + 1, asOf };
  const actions = async (where: Where): Promise<ReadonlySet<string | undefined>> => new Set((await store.events.tally({ where, by: ['event.action'], measure: { times: 'count' } }, lately)).map((row) => row['event.action']));
  const { vpn, ...others } = SHOWN_BY;
  // A tunnel tells where somebody is only by the address outside it.
  const seen = new Set([...await actions({ 'event.action': Object.values(others).flat() }), ...await actions({ 'event.action': vpn, 'source.ip': { exists: true } })]);
  const checkIns = await store.events.tally({ where: { 'event.action': 'check-in' }, by: ['farmwatch.net.line'], measure: { times: 'count' } }, lately);
  const { people, places } = await readHistory(store);
  const exits = blocksOf(places.map((place) => versionAt(place, asOf)).filter(({ kind }) => kind === 'vpn-egress').flatMap(({ cidr }) => cidr));
  const located = checkIns.filter((row) => row['farmwatch.net.line'] !== undefined);
  const times = (rows: typeof checkIns): number => rows.reduce((sum, row) => sum + row.times, 0);
  const starts = people.map((person) => startOfDay(versionAt(person, asOf).start_date)).filter((at) => at > asOf - HIRES_DAYS * DAY && at <= asOf);
  return {
    owned: new Set((Object.keys(SHOWN_BY) as Source[]).filter((source) => SHOWN_BY[source].some((action) => seen.has(action)))),
    fullTunnel: located.length > 0 && times(located.filter((row) => exits(row['farmwatch.net.line']!))) >= TUNNELLED * times(located),
    hiresAYear: Math.round((starts.length * 365) / HIRES_DAYS),
  };
}

const NAMES = { 'identity-provider': 'an identity provider', 'device-management': 'device management', 'vpn': 'a VPN log with public addresses', 'endpoint': 'an endpoint agent', 'public-address': 'a log of the public address behind the tunnel' } as const;

/** Where such a company stands in the table of the evaluation, in words and as a record; everything in it is simulated. */
export function ownedSaid(owns: Owns, table: OwnedTable = OWNED_TABLE): { readonly lines: readonly string[]; readonly record: object; readonly nothing: boolean } {
  const standing = standingOf(owns, table);
  const names = [...owns.owned].map((source) => NAMES[source]);
  const has = `${names.length === 0 ? 'nothing that is asked about' : names.join(', ')}${owns.fullTunnel ? ', all behind its own exits' : ''} in the last ${LATELY_DAYS} days`;
  const record = { simulated: true, owned: [...owns.owned], full_tunnel: owns.fullTunnel, hires_a_year: owns.hiresAYear, row: standing?.row ?? null, would_add_most: standing?.most ? { source: standing.most.source, from: standing.most.from, to: standing.most.row } : null, made: { day: table.day, command: table.command } };
  const nothing = owns.owned.size === 0;
  if (!standing) return { record, nothing, lines: [`owns     ${has}. No row of the evaluation is like that: it asks of companies with an identity provider. Collect sign-ins first.`] };
  const { row, most } = standing;
  return {
    record, nothing,
    lines: [
      `owns     ${has}. Simulated companies of ${row.hires_a_year} hires a year that own as much (${rowName(row)}) name ${found(row)}, simulated on ${table.day}.`,
      most ? `adds     ${NAMES[most.source]} would add most: at ${most.row.hires_a_year} hires a year ${most.row.found_three.join(' of ')} instead of ${most.from.found_three.join(' of ')} where three or more stand together, and ${most.row.found_two.join(' of ')} instead of ${most.from.found_two.join(' of ')} where two do, simulated.`
        : 'adds     no single source of the table finds more farm hires in the simulation.',
    ],
  };
}

function rowName({ name }: OwnedRow): string {
  return `row "${name}"`;
}

function found({ found_three: three, found_two: two }: OwnedRow): string {
  return `${three[0]} of ${three[1]} farm hires within 72 h where three or more stand together and ${two[0]} of ${two[1]} where two do`;
}
