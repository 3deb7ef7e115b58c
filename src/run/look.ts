import { AMBIGUOUS } from '../core/identity.ts';
import { compareBytes } from '../core/canonical.ts';
import type { Event } from '../core/event.ts';
import { serialFinder } from '../core/spelling.ts';
import type { Instant } from '../core/time.ts';
import type { Finding } from '../detect/detector.ts';
import { readHistory, registryAt, type Registry, type ScopeRule } from '../detect/registry.ts';
import type { Store, Where } from '../store/store.ts';

const IDENTITY = ['user.email', 'user.id', 'user.name', 'device.serial_number', 'host.id', 'host.name'] as const;

/** The raw events behind a finding. @param most newest rows to return; `total` counts all */
export type RowReader = (finding: Finding, most: number) => Promise<{ readonly total: number; readonly rows: readonly Event[] }>;

/** Brings up what detectors looked at, about the subject of a finding and those alongside; people are known as they were at `asOf`. */
export async function rowReader(store: Store, scope: ScopeRule, asOf: Instant): Promise<RowReader> {
  const registry = registryAt(await readHistory(store), asOf, scope);
  return (finding, most) => rowsOf(store, registry, finding, most);
}

/** The same for one finding. */
export async function rowsBehind(store: Store, scope: ScopeRule, finding: Finding, asOf: Instant, most: number): ReturnType<RowReader> {
  return (await rowReader(store, scope, asOf))(finding, most);
}

async function rowsOf(store: Store, registry: Registry, finding: Finding, most: number): ReturnType<RowReader> {
  const { asOf } = registry;
  const wanted = new Set([finding.hire_id, ...finding.alongside]);
  const period = { from: finding.window.from, to: finding.window.to + 1, asOf };
  // Which spellings of names and machines mean these people, in the rows that the detector looked at.
  const spellings = await store.events.tally({ where: finding.look.where, by: IDENTITY, measure: { times: 'count' } }, period);
  const machines = await store.events.tally({ where: { 'device.serial_number': { exists: true } }, by: ['device.serial_number', 'host.id', 'host.name'], measure: { times: 'count' } }, period);
  const serialOf = serialFinder(machines);
  const rows: Event[] = [];
  let total = 0;
  for (const spelling of spellings) {
    const person = registry.directory.personOf(spelling);
    const serial = serialOf(spelling);
    const holder = serial === undefined ? undefined : registry.directory.holderOf(serial, asOf);
    if (!((person !== AMBIGUOUS && person !== undefined && wanted.has(person)) || (holder !== undefined && wanted.has(holder)))) continue;
    // Spellings share no rows, so their counts add up, and of each the newest are enough.
    total += spelling.times;
    const identity: Where = Object.fromEntries(IDENTITY.map((name) => [name, spelling[name] ?? { exists: false }]));
    for await (const event of store.events.select({ where: { ...finding.look.where, ...identity }, newest: true, limit: most }, period)) rows.push(event);
  }
  rows.sort((a, b) => b['@timestamp'] - a['@timestamp'] || compareBytes(a['event.id'], b['event.id']));
  return { total, rows: rows.slice(0, most) };
}
