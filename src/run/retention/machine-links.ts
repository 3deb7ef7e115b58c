import { shortHash } from '../../core/canonical.ts';
import type { IdentityFields } from '../../core/identity.ts';
import type { Serial } from '../../core/person.ts';
import { hostKey, spelledSerial, toldSerial } from '../../core/spelling.ts';
import { DAY, type Instant } from '../../core/time.ts';
import type { Store } from '../../store/store.ts';

/** Which serial number a machine last carried. Kept where the rows that told it go, so that later rows still find their laptop. */
export interface MachineLink { readonly id: string; readonly serial: Serial; readonly last: Instant }

const HOSTS = ['host.id', 'host.name'] as const;
type Host = (typeof HOSTS)[number];
/** Detectors look for a machine's serial number this far back. */
const LINK_DAYS = 120;

/** What a row tells of machines: nothing without a serial number that means something. */
export function linksOf(row: IdentityFields, last: Instant): readonly MachineLink[] {
  const serial = toldSerial(row);
  if (serial === undefined) return [];
  return HOSTS.flatMap((kind) => (row[kind] === undefined ? [] : [{ id: idOf(kind, row[kind]), serial, last }]));
}

/** The newer of two links; of two at one instant the greater serial number, as detectors take it. */
function newerLink(a: MachineLink | undefined, b: MachineLink): MachineLink {
  if (!a) return b;
  return b.last > a.last || (b.last === a.last && b.serial > a.serial) ? b : a;
}

/** Serial numbers by machine, learned day by day in order. */
export interface Machines {
  /** Takes in what rows of the next day tell, and what was kept from before `to`. */
  learn(links: readonly MachineLink[], to: Instant): void;
  /** The laptop of a row: its serial number, else the one last seen with that machine, else the machine's name. */
  laptopOf(row: IdentityFields): Serial | undefined;
}

/** @param kept links of rows that went, in any order */
export function machinesFrom(kept: readonly MachineLink[]): Machines {
  const newest = new Map<string, MachineLink>();
  let waiting = [...kept];
  const take = (link: MachineLink): void => void newest.set(link.id, newerLink(newest.get(link.id), link));
  // Links that were kept before names had one spelling have ids of the names as they came.
  const linkTo = (kind: Host, name: string): MachineLink | undefined => {
    const [link, older] = [newest.get(idOf(kind, name)), newest.get(hashOf(kind, name))];
    return link && older ? newerLink(link, older) : link ?? older;
  };
  return {
    learn(links, to) {
      links.forEach(take);
      waiting.filter(({ last }) => last < to).forEach(take);
      waiting = waiting.filter(({ last }) => last >= to);
    },
    laptopOf(row) {
      const serial = toldSerial(row);
      if (serial !== undefined) return serial;
      for (const kind of HOSTS) {
        const found = row[kind] ? linkTo(kind, row[kind]) : undefined;
        if (found !== undefined) return spelledSerial(found.serial);
      }
      return row['host.name'] || undefined;
    },
  };
}

/** The shelf of links, without those that no detector would look for any more. */
export interface LinkShelf {
  all(): Promise<readonly MachineLink[]>;
  keep(links: readonly MachineLink[]): Promise<void>;
  /** @returns how many */
  removeOld(now: Instant): Promise<number>;
  /** Links to laptops whose last holder went. @returns how many */
  removeOf(serials: ReadonlySet<Serial>): Promise<number>;
}

export function linkShelf(store: Store): LinkShelf {
  const shelf = store.shelf<MachineLink>('machine-links');
  const all = async (): Promise<readonly MachineLink[]> => {
    const links: MachineLink[] = [];
    for await (const { value } of shelf.list()) links.push(value);
    return links;
  };
  const removed = async (goes: (link: MachineLink) => boolean): Promise<number> => {
    const going = (await all()).filter(goes);
    for (const { id } of going) await shelf.remove(id);
    return going.length;
  };
  return {
    all,
    async keep(links) {
      const before = new Map((await all()).map((link) => [link.id, link]));
      const after = new Map<string, MachineLink>();
      for (const link of links) after.set(link.id, newerLink(after.get(link.id) ?? before.get(link.id), link));
      await shelf.putAll([...after.values()].filter((link) => link !== before.get(link.id)));
    },
    removeOld: (now) => removed(({ last }) => last < now - LINK_DAYS * DAY),
    removeOf: async (serials) => (serials.size === 0 ? 0 : removed(({ serial }) => serials.has(spelledSerial(serial)))),
  };
}

/** Names of machines may be long and may name people; their hash does neither. */
function idOf(kind: Host, name: string): string {
  return hashOf(kind, hostKey(kind, name));
}

function hashOf(kind: Host, name: string): string {
  return shortHash(`${kind}\0${name}`);
}
