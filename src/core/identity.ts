import { shortHash } from './canonical.ts';
import type { AccountRow, DeviceRow, HireId, PersonRow, Serial } from './person.ts';
import type { Instant } from './time.ts';
import { isPlaceholderSerial } from './placeholder.ts';

/**
 * Who is behind an account name, and whose laptop a machine is. Resolved when read and never stored, so that a
 * corrected HR row corrects the past as well.
 */

/** The identity fields of one event. */
export interface IdentityFields {
  readonly 'user.email'?: string | undefined;
  readonly 'user.id'?: string | undefined;
  readonly 'user.name'?: string | undefined;
  readonly 'device.serial_number'?: string | undefined;
  readonly 'host.id'?: string | undefined;
  readonly 'host.name'?: string | undefined;
}

/** Two hires answer to one name: nobody is meant until that is mended. */
export const AMBIGUOUS = Symbol('ambiguous');
type Answer = HireId | typeof AMBIGUOUS;

export interface Directory {
  /** The hire of an account, AMBIGUOUS, or undefined for a stranger. */
  personOf(fields: IdentityFields): Answer | undefined;
  /** The hire to whom a laptop was issued at an instant; two such: nobody. */
  holderOf(serial: Serial, at: Instant): HireId | undefined;
  /** Equal keys, equal answers. */
  readonly key: string;
  /** Every issued serial number. */
  readonly serials: ReadonlySet<Serial>;
}

const fold = (text: string): string => text.trim().toLowerCase();

function note(index: Map<string, Answer>, key: string | undefined, hire: HireId): void {
  if (!key) return;
  const folded = fold(key);
  if (!folded) return;
  const known = index.get(folded);
  index.set(folded, known === undefined || known === hire ? hire : AMBIGUOUS);
}

/** The name without its domain: `CORP\jdoe` and `jdoe@corp.example` are both `jdoe`. */
export function bareName(name: string): string {
  const folded = fold(name);
  const afterDomain = folded.slice(folded.lastIndexOf('\\') + 1);
  const at = afterDomain.indexOf('@');
  return at > 0 ? afterDomain.slice(0, at) : afterDomain;
}

interface Assignment { readonly hire: HireId; readonly from: Instant; readonly to: Instant }

/**
 * Who held one laptop, and when.
 *
 * An assignment ends at its `assigned_to`; without one, when the laptop came back or its next assignment began. A row
 * without a holder ends the one before it: the laptop lies in a cupboard.
 */
function assignmentsOf(rows: readonly DeviceRow[]): Assignment[] {
  const starts = [...new Set(rows.map((row) => row.assigned_from ?? -Infinity))].sort((a, b) => a - b);
  return rows.flatMap((row) => {
    if (!row.hire_id) return [];
    const from = row.assigned_from ?? -Infinity;
    const next = starts.find((start) => start > from) ?? Infinity;
    return [{ hire: row.hire_id, from, to: row.assigned_to ?? Math.min(row.returned_at ?? Infinity, next) }];
  });
}

/**
 * Builds the look-up of people and laptops as known at one instant.
 *
 * A laptop in devices.csv wins over the serial numbers of people.csv.
 */
export function directoryOf(people: readonly PersonRow[], accounts: readonly AccountRow[], devices: readonly DeviceRow[]): Directory {
  const emails = new Map<string, Answer>();
  const names = new Map<string, Answer>();
  const bare = new Map<string, Answer>();
  const mailboxes = new Map<string, Answer>();

  for (const person of people) {
    note(emails, person.email, person.hire_id);
    note(mailboxes, bareName(person.email), person.hire_id);
    for (const name of [person.hire_id, ...person.user_names]) {
      note(names, name, person.hire_id);
      if (!/^s-1-/i.test(name)) note(bare, bareName(name), person.hire_id);
    }
  }
  for (const account of accounts) {
    const owner = emails.get(fold(account.email));
    if (typeof owner !== 'string') continue;
    for (const name of [account.user_name, account.sid, account.object_id]) note(names, name, owner);
    if (account.user_name) note(bare, bareName(account.user_name), owner);
  }

  const issues = new Map<Serial, Assignment[]>();
  for (const [serial, rows] of Map.groupBy(devices, (device) => device.serial)) issues.set(serial, assignmentsOf(rows));
  const own = new Set(issues.keys());
  const serials = new Set<Serial>(own);
  for (const person of people) {
    for (const serial of person.device_serials) {
      if (isPlaceholderSerial(serial) || own.has(serial)) continue;
      serials.add(serial);
      const held = { hire: person.hire_id, from: -Infinity, to: Infinity };
      const list = issues.get(serial);
      if (list) list.push(held);
      else issues.set(serial, [held]);
    }
  }

  const byName = (name: string): Answer | undefined => {
    const listed = names.get(fold(name)) ?? emails.get(fold(name));
    if (listed !== undefined) return listed;
    // A domain that is listed for somebody means that account; only an unlisted spelling falls back to the bare name.
    // The name before the @ of a listed address is the last resort, and never for another address.
    return bare.get(bareName(name)) ?? (name.includes('@') ? undefined : mailboxes.get(bareName(name)));
  };

  return {
    key: shortHash(JSON.stringify([people.map((person) => [person.hire_id, person.email, person.user_names, person.device_serials]), accounts, devices.map((device) => [device.serial, device.hire_id, device.assigned_from, device.assigned_to, device.returned_at])])),
    serials,
    personOf(fields) {
      const email = fields['user.email'];
      if (email) {
        const found = emails.get(fold(email)) ?? names.get(fold(email));
        if (found !== undefined) return found;
      }
      const id = fields['user.id'];
      if (id) {
        const found = names.get(fold(id));
        if (found !== undefined) return found;
      }
      const name = fields['user.name'];
      if (!name) return undefined;
      // A mail address nobody has means a stranger; a bare name that fits by chance must not turn him into a hire.
      return email ? names.get(fold(name)) : byName(name);
    },
    holderOf(serial, at) {
      let holder: HireId | undefined;
      for (const { hire, from, to } of issues.get(serial) ?? []) {
        if (at < from || at >= to) continue;
        if (holder !== undefined && holder !== hire) return undefined;
        holder = hire;
      }
      return holder;
    },
  };
}
