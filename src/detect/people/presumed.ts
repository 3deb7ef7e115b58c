import { shortHash } from '../../core/canonical.ts';
import { AMBIGUOUS, type Directory, type IdentityFields } from '../../core/identity.ts';
import type { HireId, Serial } from '../../core/person.ts';
import { machineKey } from '../../core/spelling.ts';
import type { Day, Instant } from '../../core/time.ts';
import type { Evidence } from '../detector.ts';
import type { MachineDay } from './machines.ts';

/** Which accounts were seen on which machine, where its serial number was not told. */
export const USES = {
  where: { 'host.name': { exists: true } },
  by: ['device.serial_number', 'host.name'],
  measure: { last: { max: '@timestamp' } },
} as const satisfies Evidence;

/** An account on a machine that is known by its name alone. Without one: a machine that tells a placeholder for its serial number, which no laptop on record has. */
export interface Use { readonly host: string; readonly account?: IdentityFields }
export type UseDay = readonly Use[];

/** Whose machine a name is taken for, and which laptop: by serial number, or by that name where none is on record. */
export interface Presumption { readonly holder: HireId; readonly laptop: Serial }
export interface Presumed {
  of(host: string): Presumption | undefined;
  /** Equal keys, equal answers. */
  readonly key: string;
}

export const NOTHING_PRESUMED: Presumed = { of: () => undefined, key: '' };

/** Where more of the laptops on record than this are heard of by serial number, a name without one is a device of somebody's own. */
const HEARD_SHARE = 0.1;
/** Fewer days with the account may be a visit of whoever helps with computers. */
const LEAST_DAYS = 3;

/**
 * True where serial numbers are hardly ever told, as in a company whose only logs are those of a VPN: most laptops on
 * record are never heard of, and machines have names that belong to nobody.
 */
export function isHardlyHeard({ serials }: Directory, days: ReadonlyMap<Day, MachineDay>): boolean {
  const heard = new Set<Serial>();
  for (const serial of told(days)) {
    if (serials.size > 0 && !serials.has(serial)) continue;
    heard.add(serial);
    // In most companies the first days tell enough.
    if (heard.size > serials.size * HEARD_SHARE) return false;
  }
  return true;
}

/**
 * Takes a machine that is known by its name alone for the laptop of the one hire who uses it.
 *
 * It must be used by no other hire, and be the only such machine of theirs. Their laptop on record is meant where they
 * hold just one and nobody ever heard of it by its serial number.
 *
 * @param uses what was seen on each day
 * @param machines what is known of serial numbers on these days
 */
export function presumedOf(uses: ReadonlyMap<Day, UseDay>, machines: ReadonlyMap<Day, MachineDay>, directory: Directory, asOf: Instant): Presumed {
  const heard = new Set(told(machines));
  const others = new Set([...[...machines.values()].flatMap((day) => [...day['host.name'].keys()]), ...[...uses.values()].flat().filter(({ account }) => !account).map(({ host }) => machineKey(host))]);
  /** Of the spellings of a machine's name the first in order, for where no serial number is on record. */
  const spellings = new Map<string, string>();
  const daysByUse = new Map<string, Map<HireId, Set<Day>>>();
  for (const [day, seen] of uses) {
    for (const { host: told, account } of seen) {
      const host = machineKey(told);
      const hire = account && directory.personOf(account, day);
      if (hire === undefined || hire === AMBIGUOUS || others.has(host)) continue;
      if (told < (spellings.get(host) ?? '\uffff')) spellings.set(host, told);
      daysByUse.getOrInsertComputed(host, () => new Map<HireId, Set<Day>>()).getOrInsertComputed(hire, () => new Set<Day>()).add(day);
    }
  }
  const users = [...daysByUse].flatMap(([host, hires]) => {
    const [[hire, days]] = [...hires] as [[HireId, Set<Day>]];
    return hires.size === 1 && days.size >= LEAST_DAYS ? [{ host, hire }] : [];
  });
  const laptops = Map.groupBy(directory.serials, (serial) => directory.holderOf(serial, asOf));
  const found = new Map([...Map.groupBy(users, ({ hire }) => hire)].flatMap(([hire, hosts]) => {
    if (hosts.length > 1) return [];
    const [serial, second] = laptops.get(hire) ?? [];
    const isMeant = serial !== undefined && second === undefined && !heard.has(serial);
    return [[hosts[0]!.host, { holder: hire, laptop: isMeant ? serial : spellings.get(hosts[0]!.host)! }] as const];
  }));
  return { of: (host) => found.get(machineKey(host)), key: shortHash(JSON.stringify([...found].sort(([a], [b]) => (a < b ? -1 : 1)))) };
}

/** Serial numbers that were told, each as often as it was. */
function* told(days: ReadonlyMap<Day, MachineDay>): Generator<Serial> {
  for (const day of days.values()) {
    yield* day['host.id'].values();
    yield* day['host.name'].values();
    yield* day.alone;
  }
}
