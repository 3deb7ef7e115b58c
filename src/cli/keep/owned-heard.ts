import type { Action } from '../../core/event.ts';
import { IDENTITY, type IdentityFields } from '../../core/identity.ts';
import type { HireId, Serial } from '../../core/person.ts';
import { serialFinder } from '../../core/spelling.ts';
import { DAY, startOfDay, type Instant } from '../../core/time.ts';
import { gatherer } from '../../detect/counts/gather.ts';
import { directoryAt, versionAt, type History } from '../../detect/people/registry.ts';
import { aboutWhom } from '../../run/health/about-whom.ts';
import type { Source } from '../../simulate/owned.ts';
import type { Store, Where } from '../../store/store.ts';

/** What a source shows by. */
const SHOWN_BY: Readonly<Record<Source, readonly Action[]>> = {
  'identity-provider': ['sign-in'],
  'device-management': ['check-in'],
  'vpn': ['vpn-connected'],
  // What is installed or plugged in stands in the inventory of a device management too.
  'endpoint': ['process-started', 'session-connected', 'activity'],
};
const KINDS = Object.keys(SHOWN_BY) as readonly Source[];
export const LATELY_DAYS = 14;
export const HIRES_DAYS = 90;
/** Before that nothing is expected of somebody who starts. */
const SETTLED_DAYS = 3;

/** Who started in the last months, a few days ago at least, and is still there. */
export function startersOf({ people }: History, asOf: Instant): ReadonlySet<HireId> {
  const now = people.map((person) => versionAt(person, asOf));
  return new Set(now.filter(({ start_date: start, end_date: end }) => {
    const at = startOfDay(start);
    return at > asOf - HIRES_DAYS * DAY && at <= asOf - SETTLED_DAYS * DAY && (end === undefined || startOfDay(end) + DAY > asOf);
  }).map(({ hire_id: id }) => id));
}

/** Of which people each source that sent something told; of nobody where all that it names is in no file. */
export async function heardOf(store: Store, history: History, asOf: Instant): Promise<ReadonlyMap<Source, ReadonlySet<HireId>>> {
  const lately = { from: asOf - LATELY_DAYS * DAY, to: asOf + 1, asOf };
  const rowsOf = (where: Where) => store.events.tally({ where, by: ['event.action', ...IDENTITY], measure: { times: 'count' } }, lately);
  const { vpn, ...others } = SHOWN_BY;
  // A tunnel tells where somebody is only by the address outside it.
  const rows = [...await rowsOf({ 'event.action': Object.values(others).flat() }), ...await rowsOf({ 'event.action': vpn, 'source.ip': { exists: true } })];
  const directory = directoryAt(history, asOf);
  const known = new Set(history.people.map((person) => versionAt(person, asOf).hire_id));
  const told = serialFinder(rows);
  const serialOf = (row: IdentityFields): Serial | undefined => told(row) ?? (row['host.name'] === undefined ? undefined : directory.laptopNamed(row['host.name']));
  const presumed = await gatherer(store).presumed(asOf, directory);
  const heard = new Map<Source, Set<HireId>>();
  for (const row of rows) {
    const source = KINDS.find((one) => (SHOWN_BY[one] as readonly string[]).includes(row['event.action']!))!;
    const taken = serialOf(row) === undefined && row['host.name'] !== undefined ? presumed.of(row['host.name'])?.holder : undefined;
    const hires = heard.getOrInsertComputed(source, () => new Set());
    for (const hire of [...aboutWhom(row, directory, serialOf, asOf), ...(taken === undefined ? [] : [taken])]) if (known.has(hire)) hires.add(hire);
  }
  return new Map(KINDS.flatMap((source) => { const hires = heard.get(source); return hires === undefined ? [] : [[source, hires] as const]; }));
}
