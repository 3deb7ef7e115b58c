import { blocksOf } from '../../core/address.ts';
import { DAY, startOfDay, type Instant } from '../../core/time.ts';
import { readHistory, versionAt } from '../../detect/people/registry.ts';
import { OWNED_TABLE, standingOf, type OwnedRow, type OwnedTable, type Owns } from '../../evaluate/owned-table.ts';
import type { Source } from '../../simulate/owned.ts';
import type { Store } from '../../store/store.ts';
import { HIRES_DAYS, LATELY_DAYS, heardOf, startersOf } from './owned-heard.ts';

/** With so much of the check-ins from the company's own exits, homes cannot be seen. */
const TUNNELLED = 0.95;

/** A handful of farm hires is found among people who send such data; fewer people are no company of the table. */
const FEWEST_PEOPLE = 5;
/** Of those who started lately, as large a share: what hears of hardly any of them finds none. */
const LEAST_SHARE = 0.2;

/** Of how many people a source tells: of those who are known at all, and of those who started lately. */
export interface Heard { readonly people: number; readonly starters: number }
/** What a company owns, and what sends something, of too few people to be compared. */
export interface OwnsNow extends Owns { readonly thin: ReadonlyMap<Source, Heard>; readonly starters: number }

/** What a company owns, by what came in lately and of how many people it tells, and how many it hires. */
export async function ownsNow(store: Store, asOf: Instant): Promise<OwnsNow> {
  const lately = { from: asOf - LATELY_DAYS * DAY, to: asOf + 1, asOf };
  const history = await readHistory(store);
  const starters = startersOf(history, asOf);
  const heard = await heardOf(store, history, asOf);
  const isThin = ({ people, starters: some }: Heard): boolean => people < FEWEST_PEOPLE || some < LEAST_SHARE * starters.size;
  const counts = [...heard].map(([source, hires]): readonly [Source, Heard] => [source, { people: hires.size, starters: [...hires].filter((hire) => starters.has(hire)).length }]);
  const checkIns = await store.events.tally({ where: { 'event.action': 'check-in' }, by: ['farmwatch.net.line'], measure: { times: 'count' } }, lately);
  const { people, places } = history;
  const exits = blocksOf(places.map((place) => versionAt(place, asOf)).filter(({ kind }) => kind === 'vpn-egress').flatMap(({ cidr }) => cidr));
  const located = checkIns.filter((row) => row['farmwatch.net.line'] !== undefined);
  const times = (rows: typeof checkIns): number => rows.reduce((sum, row) => sum + row.times, 0);
  const starts = people.map((person) => startOfDay(versionAt(person, asOf).start_date)).filter((at) => at > asOf - HIRES_DAYS * DAY && at <= asOf);
  return {
    owned: new Set(counts.filter(([, one]) => !isThin(one)).map(([source]) => source)), thin: new Map(counts.filter(([, one]) => isThin(one))), starters: starters.size,
    fullTunnel: located.length > 0 && times(located.filter((row) => exits(row['farmwatch.net.line']!))) >= TUNNELLED * times(located),
    hiresAYear: Math.round((starts.length * 365) / HIRES_DAYS),
  };
}

const NAMES = { 'identity-provider': 'an identity provider', 'device-management': 'device management', 'vpn': 'a VPN log with public addresses', 'endpoint': 'an endpoint agent', 'public-address': 'a log of the public address behind the tunnel' } as const;

/** Where such a company stands in the table of the evaluation, in words and as a record; everything in it is simulated. */
export function ownedSaid(owns: OwnsNow, table: OwnedTable = OWNED_TABLE): { readonly lines: readonly string[]; readonly record: object; readonly nothing: boolean } {
  const standing = standingOf(owns, table);
  const names = [...owns.owned].map((source) => NAMES[source]);
  const has = `${names.length > 0 ? names.join(', ') : owns.thin.size > 0 ? 'nothing that tells of enough people' : 'nothing that is asked about'}${owns.fullTunnel ? ', all behind its own exits' : ''} in the last ${LATELY_DAYS} days`;
  const record = { simulated: true, owned: [...owns.owned], thin: [...owns.thin].map(([source, one]) => ({ source, ...one })), starters: owns.starters, full_tunnel: owns.fullTunnel, hires_a_year: owns.hiresAYear, row: standing?.row ?? null, would_add_most: standing?.most ? { source: standing.most.source, from: standing.most.from, to: standing.most.row } : null, made: { day: table.day, command: table.command } };
  const nothing = owns.owned.size + owns.thin.size === 0;
  const thin = [...owns.thin].map(([source, one]) => `thin     ${NAMES[source]} ${heardSaid(one, owns.starters)}: too few to be compared with simulated companies. It may be new, or name accounts and laptops that are in no file: the closing lines of an import and "farmwatch doctor --hires" tell.`);
  if (!standing) return { record, nothing, lines: [`owns     ${has}. No row of the evaluation is like that: it asks of companies with an identity provider. Collect ${owns.thin.has('identity-provider') ? 'the sign-ins of everybody' : 'sign-ins'} first.`, ...thin] };
  const { row, most } = standing;
  return {
    record, nothing,
    lines: [
      `owns     ${has}. Simulated companies of ${row.hires_a_year} hires a year that own as much (${rowName(row)}) name ${found(row)}, simulated on ${table.day}.`,
      most ? `adds     ${NAMES[most.source]} would add most: at ${most.row.hires_a_year} hires a year ${most.row.found_three.join(' of ')} instead of ${most.from.found_three.join(' of ')} where three or more stand together, and ${most.row.found_two.join(' of ')} instead of ${most.from.found_two.join(' of ')} where two do, simulated.`
        : 'adds     no single source of the table finds more farm hires in the simulation.',
      ...thin,
    ],
  };
}

function heardSaid({ people, starters }: Heard, started: number): string {
  const known = people === 0 ? 'tells of nobody who is known' : `tells of ${people} ${people === 1 ? 'person' : 'people'}`;
  return started === 0 ? known : `${known}${people === 0 ? '' : `, ${starters} of the ${started} who started in the last ${HIRES_DAYS} days`}`;
}

function rowName({ name }: OwnedRow): string {
  return `row "${name}"`;
}

function found({ found_three: three, found_two: two }: OwnedRow): string {
  return `${three[0]} of ${three[1]} farm hires within 72 h where three or more stand together and ${two[0]} of ${two[1]} where two do`;
}
