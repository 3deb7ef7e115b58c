import type { FieldName } from './event.ts';
import type { DeviceRow, PersonRow, Serial, TableKind, TableRows, Versioned } from './person.ts';
import { isPlaceholderSerial } from './placeholder.ts';

/**
 * The one spelling of what names a machine, or a piece of hardware. An agent, an inventory and a carrier write one serial number in three ways,
 * and a machine that is written in two is not two machines.
 */

/** A serial number: without blanks around it, in upper case. @example spelledSerial(' 5cg1234abd ') // => '5CG1234ABD' */
export function spelledSerial(serial: string): Serial {
  return serial.trim().toUpperCase();
}

/** The number of a parcel as carriers mean it, however it is typed. @example parcelNumber('1z 999-aa1') // => '1Z999AA1' */
export function parcelNumber(text: string): string {
  return text.replace(/[\s-]/g, '').toUpperCase();
}

/** An agent's id of a machine: without blanks around it, in lower case. */
export function spelledHostId(id: string): string {
  return id.trim().toLowerCase();
}

/** A name in a domain; an address is none, and neither is what people write with blanks and signs. */
const IN_DOMAIN = /^([\p{L}\p{N}_-]+)(?:\.[\p{L}\p{N}_-]+)+\.?$/u;
const ADDRESS = /^\d+(?:\.\d+){3}$/;

/**
 * By what names of machines are compared: the first label, in lower case. They are stored as they came.
 *
 * @example machineKey('LT-AAA.corp.acme.example') // => 'lt-aaa'
 */
export function machineKey(name: string): string {
  const folded = name.trim().toLowerCase();
  return ADDRESS.test(folded) ? folded : IN_DOMAIN.exec(folded)?.[1] ?? folded;
}

/** By what an id or a name of a machine is compared. */
export function hostKey(kind: 'host.id' | 'host.name', name: string): string {
  return kind === 'host.id' ? spelledHostId(name) : machineKey(name);
}

/** The number of a vendor or product, up to four digits of hex, also behind `0x`, as four; undefined for what is none. @example hexId('0x46D') // => '046d' */
export function hexId(text: string | undefined): string | undefined {
  const digits = text?.trim().replace(/^0x/i, '');
  return digits !== undefined && /^[0-9a-f]{1,4}$/i.test(digits) ? digits.toLowerCase().padStart(4, '0') : undefined;
}

/** A number in hex; what is none stays as it came. */
const spelledHex = (text: string): string => hexId(text) ?? text;

/** Values of an event that have one spelling. */
export const SPELLED = {
  'device.serial_number': spelledSerial, 'host.id': spelledHostId,
  'farmwatch.usb.vendor_id': spelledHex, 'farmwatch.usb.product_id': spelledHex, 'farmwatch.display.product_code': spelledHex,
} as const satisfies { readonly [F in FieldName]?: (text: string) => string };

/** Spellings under which older rows of the store may hold a serial number. */
export function serialSpellings(serial: Serial): readonly string[] {
  return [...new Set([serial, serial.toLowerCase()])];
}

/** A row of the registry with its serial numbers in one spelling; the same object where they are so already. */
function spelledRow<K extends TableKind>(kind: K, row: TableRows[K]): TableRows[K] {
  if (kind === 'devices') {
    const device = row as DeviceRow;
    const serial = spelledSerial(device.serial);
    return serial === device.serial ? row : { ...device, serial } as TableRows[K];
  }
  if (kind !== 'people') return row;
  const person = row as PersonRow;
  const serials = spelledSerials(person.device_serials);
  return serials === person.device_serials ? row : { ...person, device_serials: serials } as TableRows[K];
}

function spelledSerials(serials: readonly Serial[]): readonly Serial[] {
  if (serials.every((serial) => serial === spelledSerial(serial))) return serials;
  return [...new Set(serials.map(spelledSerial))];
}

/** The same of a row with its history: one that was stored before there was one spelling is read in it. */
export function spelledVersions<K extends TableKind>(held: Versioned<TableRows[K]>): Versioned<TableRows[K]> {
  if (held.kind !== 'devices' && held.kind !== 'people') return held;
  const versions = held.versions.map((version) => {
    const row = spelledRow(held.kind as K, version.row);
    return row === version.row ? version : { ...version, row };
  });
  return versions.every((version, index) => version === held.versions[index]) ? held : { ...held, versions };
}

/** What rows of events tell of a machine. */
export interface MachineFields { readonly 'device.serial_number'?: string | undefined; readonly 'host.id'?: string | undefined; readonly 'host.name'?: string | undefined }

/** The serial number that a row tells, where it means something. */
export function toldSerial({ 'device.serial_number': serial }: MachineFields): Serial | undefined {
  return serial !== undefined && !isPlaceholderSerial(serial) ? spelledSerial(serial) : undefined;
}

/**
 * Answers which serial number a row means: the one that it tells, else the one that came beside the id or name of its
 * machine in these rows. Of several the last one counts.
 */
export function serialFinder(rows: Iterable<MachineFields>): (row: MachineFields) => Serial | undefined {
  const found = new Map<string, Serial>();
  const keysOf = (row: MachineFields): string[] => (['host.id', 'host.name'] as const).flatMap((kind) => (row[kind] ? [`${kind}\0${hostKey(kind, row[kind])}`] : []));
  for (const row of rows) {
    const serial = toldSerial(row);
    if (serial !== undefined) for (const key of keysOf(row)) found.set(key, serial);
  }
  return (row) => toldSerial(row) ?? keysOf(row).map((key) => found.get(key)).find((serial) => serial !== undefined);
}
