import { AMBIGUOUS, IDENTITY } from '../core/identity.ts';
import { compareBytes } from '../core/canonical.ts';
import type { Event } from '../core/event.ts';
import { serialFinder } from '../core/spelling.ts';
import { DAY, HOUR, dayOf, type Instant } from '../core/time.ts';
import type { HireId, Serial } from '../core/person.ts';
import type { Finding } from '../detect/detector.ts';
import { readHistory, registryAt, type Registry, type ScopeRule } from '../detect/people/registry.ts';
import type { Period, Store, Where } from '../store/store.ts';

/** Rows that agree in these are of one kind: they mean the same person and the same machine, and tell the same of them. */
const KINDS = [...IDENTITY, 'event.action'] as const;

/** The raw events behind a finding. @param most newest rows to return; `total` counts all */
export type RowReader = (finding: Finding, most: number) => Promise<{ readonly total: number; readonly rows: readonly Event[] }>;

/**
 * Brings up what detectors looked at, about the subject of a finding and those alongside; people are known as they were at `asOf`.
 *
 * @param members of others no row is brought up, and of theirs none that tells a laptop of others; without it of everybody
 */
export async function rowReader(store: Store, scope: ScopeRule, asOf: Instant, members?: ReadonlySet<HireId>): Promise<RowReader> {
  const registry = registryAt(await readHistory(store), asOf, scope);
  return (finding, most) => rowsOf(store, registry, finding, most, members);
}

/** The same for one finding. */
export async function rowsBehind(store: Store, scope: ScopeRule, finding: Finding, asOf: Instant, most: number): ReturnType<RowReader> {
  return (await rowReader(store, scope, asOf))(finding, most);
}

async function rowsOf(store: Store, registry: Registry, finding: Finding, most: number, members?: ReadonlySet<HireId>): ReturnType<RowReader> {
  const { asOf } = registry;
  const wanted = new Set([finding.hire_id, ...finding.alongside].filter((hire) => members?.has(hire) ?? true));
  const isOther = (hire: HireId | undefined): boolean => members !== undefined && hire !== undefined && !members.has(hire);
  const period = { from: finding.window.from, to: finding.window.to + 1, asOf };
  // Which spellings of names and machines mean these people, in the rows that the detector looked at: day by day, for a
  // laptop passes from one to another, and nobody is shown what it told in other hands.
  const counts = await store.events.tally({ where: finding.look.where, by: [...KINDS, 'day'], measure: { times: 'count' } }, period);
  const machines = await store.events.tally({ where: { 'device.serial_number': { exists: true } }, by: ['device.serial_number', 'host.id', 'host.name'], measure: { times: 'count' } }, period);
  const serialOf = serialFinder(machines);
  const rows: Event[] = [];
  let total = 0;
  // What a laptop tells is its holder's once it has reached them; the way of its parcel is theirs from the start.
  const holderOn = (serial: Serial, row: (typeof counts)[number]): HireId | undefined =>
    (row['event.action'] === 'shipment-updated' ? registry.directory.holderOf(serial, row.day! + 12 * HOUR) : registry.directory.inHandsOf(serial, dayOf(row.day!)));
  const isTheirs = (row: (typeof counts)[number]): boolean => {
    const person = registry.directory.personOf(row, dayOf(row.day!));
    const serial = serialOf(row);
    const holder = serial && holderOn(serial, row);
    if ((person !== AMBIGUOUS && isOther(person)) || isOther(holder)) return false;
    return (person !== AMBIGUOUS && person !== undefined && wanted.has(person)) || (holder !== undefined && wanted.has(holder));
  };
  for (const days of Map.groupBy(counts, (row) => KINDS.map((name) => row[name] ?? '').join('\0')).values()) {
    const theirs = days.filter(isTheirs);
    if (theirs.length === 0) continue;
    // Rows of two kinds are never the same, so their counts add up, and of each the newest are enough.
    total += theirs.reduce((sum, { times }) => sum + times, 0);
    const identity: Where = Object.fromEntries(KINDS.map((name) => [name, days[0]![name] ?? { exists: false }]));
    const stretches = theirs.length === days.length ? [period] : stretchesOf(theirs.map(({ day }) => day!), period);
    for (const stretch of stretches) {
      for await (const event of store.events.select({ where: { ...finding.look.where, ...identity }, newest: true, limit: most }, stretch)) rows.push(event);
    }
  }
  rows.sort((a, b) => b['@timestamp'] - a['@timestamp'] || compareBytes(a['event.id'], b['event.id']));
  return { total, rows: rows.slice(0, most) };
}

/** Days, by their first instants, as stretches without a gap, each within a period. */
function stretchesOf(days: readonly Instant[], { from, to, asOf }: Period): readonly Period[] {
  const found: { from: Instant; to: Instant; asOf: Instant }[] = [];
  for (const start of days.toSorted((a, b) => a - b)) {
    const last = found.at(-1);
    if (last?.to === start) last.to = start + DAY;
    else found.push({ from: start, to: start + DAY, asOf });
  }
  return found.map((one) => ({ from: Math.max(from, one.from), to: Math.min(to, one.to), asOf }));
}
