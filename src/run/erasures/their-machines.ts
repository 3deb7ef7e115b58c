import type { HireId } from '../../core/person.ts';
import { hostKey, spelledSerial, toldSerial } from '../../core/spelling.ts';
import type { Instant } from '../../core/time.ts';
import type { History } from '../../detect/people/registry.ts';
import type { Store } from '../../store/store.ts';
import { namesOf } from '../retention/old-people.ts';

const HOSTS = ['host.id', 'host.name'] as const;

/**
 * Ids and names that only the laptops of one person bore, as the events that are held tell: many records name a machine and
 * nobody. A name that another laptop bore as well tells nothing.
 */
export async function theirMachines({ events }: Pick<Store, 'events'>, history: History, hire: HireId, now: Instant): Promise<readonly string[]> {
  const serials = new Set(namesOf(history, [hire], now).serials.map(spelledSerial));
  if (serials.size === 0) return [];
  const rows = await events.tally({ where: { 'device.serial_number': { exists: true } }, by: ['device.serial_number', ...HOSTS], measure: { times: 'count' } }, { from: 0, to: now + 1, asOf: now });
  const theirs: { readonly name: string; readonly key: string }[] = [];
  const others = new Set<string>();
  for (const row of rows) {
    const serial = toldSerial(row);
    for (const kind of HOSTS) {
      const name = row[kind];
      if (serial === undefined || name === undefined) continue;
      const key = `${kind} ${hostKey(kind, name)}`;
      if (serials.has(serial)) theirs.push({ name, key });
      else others.add(key);
    }
  }
  return [...new Set(theirs.filter(({ key }) => !others.has(key)).map(({ name }) => name))];
}
