import { foldedMail } from '../../core/mail.ts';
import type { AccountRow, AllowedRow, ApplicationRow, DeviceRow, HireId, PersonRow, TableKind, TableRows, TravelRow, Versioned } from '../../core/person.ts';
import { spelledSerial } from '../../core/spelling.ts';

/** Why a row is not taken from whom it is about. */
export const ABOUT_YOURSELF = 'This is about yourself. A colleague brings it.';

/** By what the tables call somebody, in small letters. */
export interface Called { readonly hires: ReadonlySet<string>; readonly mails: ReadonlySet<string>; readonly names: ReadonlySet<string>; readonly serials: ReadonlySet<string> }
/** What of the tables says by what somebody is called. */
export interface CalledIn { readonly people: readonly Versioned<PersonRow>[]; readonly devices: readonly Versioned<DeviceRow>[] }

/** By what the tables call, or called, these people: their ids, mail addresses, account names and laptops. */
export function calledIn({ people, devices }: CalledIn, hires: ReadonlySet<HireId>): Called {
  const own = people.flatMap(({ versions }) => versions.map(({ row }) => row)).filter(({ hire_id: hire }) => hires.has(hire));
  const held = devices.flatMap(({ versions }) => versions.map(({ row }) => row)).filter(({ hire_id: hire }) => hire !== undefined && hires.has(hire));
  return {
    hires: new Set([...hires].map((hire) => hire.toLowerCase())), mails: new Set(own.map(({ email }) => mailKey(email))),
    names: new Set(own.flatMap(({ user_names: names }) => names.map((name) => name.toLowerCase()))),
    serials: new Set([...own.flatMap(({ device_serials: serials }) => serials), ...held.map(({ serial }) => serial)].map(spelledSerial)),
  };
}

/**
 * Whether a row tells something about somebody: names them, an address or account of theirs, or a laptop that they hold or
 * held. A permission for everybody, or for a team, is about nobody.
 */
export function isAbout<K extends TableKind>({ hires, mails, names, serials }: Called, kind: K, row: TableRows[K]): boolean {
  const isHire = (hire: string | undefined): boolean => hire !== undefined && hires.has(hire.toLowerCase());
  const isMail = (mail: string | undefined): boolean => mail !== undefined && mails.has(mailKey(mail));
  const isName = (name: string | undefined): boolean => name !== undefined && names.has(name.toLowerCase());
  const isSerial = (serial: string): boolean => serials.has(spelledSerial(serial));
  switch (kind as TableKind) {
    case 'people': {
      const { hire_id: hire, email, user_names: users, device_serials: laptops } = row as PersonRow;
      return isHire(hire) || isMail(email) || users.some(isName) || laptops.some(isSerial);
    }
    case 'devices': return isHire((row as DeviceRow).hire_id) || isSerial((row as DeviceRow).serial);
    case 'accounts': return isMail((row as AccountRow).email) || isName((row as AccountRow).user_name);
    case 'travel': return isHire((row as TravelRow).hire_id);
    case 'allowed': return isHire(/^hire:(.*)$/i.exec((row as AllowedRow).scope)?.[1]?.trim());
    case 'applications': return isHire((row as ApplicationRow).hire_id) || isMail((row as ApplicationRow).email);
    case 'places': case 'institutions': case 'indicators': return false;
  }
}

function mailKey(mail: string): string {
  const folded = mail.trim().toLowerCase();
  return foldedMail(folded) ?? folded;
}
