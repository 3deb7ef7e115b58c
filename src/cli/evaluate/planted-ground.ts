import type { PersonRow } from '../../core/person.ts';
import { DAY, dayOf, type Day, type Instant } from '../../core/time.ts';
import { registryAt, type History, type ScopeRule } from '../../detect/people/registry.ts';
import type { ActionSeen, Ground } from '../../simulate/planting.ts';
import type { EventLog } from '../../store/store.ts';

/** Newest rows of an action that are looked at for what they carry. */
const SAMPLE = 300;
/** Days by which the usual rate is told. */
const RATE_DAYS = 7;
/** Above this share, an action is taken to be seen behind the company's own exit only. */
const NEARLY_ALL = 0.9;

/** The company as its records up to an instant show it, for a farm that is to fit it. The store is only read. */
export async function groundOf(events: Pick<EventLog, 'tally' | 'select'>, history: History, asOf: Instant, days: number, scope: ScopeRule): Promise<Ground> {
  const registry = registryAt(history, asOf, scope);
  const hires = [...registry.hires.values()];
  const during = { from: asOf - days * DAY, to: asOf + 1, asOf };
  const sources = await events.tally({ where: {}, by: ['event.action', 'event.module', 'event.dataset', 'day'], measure: { times: 'count' } }, during);
  const daysOf = new Map<string, Set<Day>>();
  for (const row of sources) {
    const module = row['event.module'] ?? '';
    daysOf.set(module, (daysOf.get(module) ?? new Set()).add(dayOf(row.day)));
  }
  const rates = await ratesOf(events, asOf);
  const actions = new Map<string, ActionSeen>();
  for (const [action, rows] of Map.groupBy(sources, (row) => row['event.action']!)) {
    const [module, dataset] = mostOf(rows.map((row) => [[row['event.module'], row['event.dataset']] as const, row.times]));
    const fields = new Set<string>();
    const addresses: string[] = [];
    for await (const event of events.select({ where: { 'event.action': action }, newest: true, limit: SAMPLE }, during)) {
      for (const name of Object.keys(event)) fields.add(name);
      if (event['source.ip'] !== undefined) addresses.push(event['source.ip']);
    }
    const own = addresses.filter((address) => registry.vouched(address));
    actions.set(action, {
      ...(module === undefined ? {} : { module }), ...(dataset === undefined ? {} : { dataset }), days: daysOf.get(module ?? '')!, rate: rates.get(action) ?? Infinity, fields,
      ...(own[0] !== undefined && own.length >= NEARLY_ALL * addresses.length ? { exit: own[0] } : {}),
    });
  }
  const lines = await events.tally({ where: { 'farmwatch.net.line': { exists: true } }, by: ['farmwatch.net.line'], measure: { times: 'count' } }, during);
  const names = new Set([
    ...hires.flatMap((hire) => [hire.hire_id, hire.email, ...hire.user_names, ...hire.device_serials]), ...registry.laptops.keys(), ...lines.map((row) => row['farmwatch.net.line']!),
  ].map((name) => name.toLowerCase()));
  return {
    endsAt: asOf, days, domain: mostOf(hires.map(({ email }) => [email.slice(email.lastIndexOf('@') + 1), 1])), actions,
    starters: hires.filter(({ inScope }) => inScope), columns: new Set(hires.flatMap((hire) => Object.entries(hire).flatMap(([name, value]) => (value === undefined ? [] : [name])))),
    listsLaptops: history.devices.length > 0, taken: (name) => names.has(name.toLowerCase()),
  } satisfies Ground & { readonly starters: readonly PersonRow[] };
}

/** Rows of one person, or of one laptop, in an hour with rows. */
async function ratesOf(events: Pick<EventLog, 'tally'>, asOf: Instant): Promise<ReadonlyMap<string, number>> {
  const rows = await events.tally({
    where: {}, by: ['event.action', 'hour'],
    measure: { times: 'count', serials: { distinct: 'device.serial_number' }, hosts: { distinct: 'host.name' }, mails: { distinct: 'user.email' }, accounts: { distinct: 'user.name' } },
  }, { from: asOf - RATE_DAYS * DAY, to: asOf + 1, asOf });
  return new Map([...Map.groupBy(rows, (row) => row['event.action']!)].map(([action, hours]) => {
    const sum = (of: (row: (typeof rows)[number]) => number): number => hours.reduce((total, row) => total + of(row), 0);
    return [action, sum(({ times }) => times) / Math.max(1, sum(({ serials, hosts, mails, accounts }) => Math.max(serials, hosts, mails, accounts)))];
  }));
}

/** The value with most votes; the first of equals. */
function mostOf<T>(votes: readonly (readonly [T, number])[]): T {
  const counts = new Map<string, { readonly value: T; votes: number }>();
  for (const [value, count] of votes) {
    const key = JSON.stringify(value);
    const held = counts.get(key);
    if (held) held.votes += count;
    else counts.set(key, { value, votes: count });
  }
  return [...counts.values()].reduce((best, one) => (one.votes > best.votes ? one : best)).value;
}
