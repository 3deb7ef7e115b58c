import { spelledSerial } from '../core/spelling.ts';
import type { Laptop } from './detector.ts';

/** The number of a parcel as carriers mean it, however it is typed. @example parcelNumber('1z 999-aa1') // => '1Z999AA1' */
export function parcelNumber(text: string): string {
  return text.replace(/[\s-]/g, '').toUpperCase();
}

/** True where a scan is of the parcel in which a laptop went: it names the laptop, or names none and has the number on record. */
export function isScanOf({ serial, tracking }: Pick<Laptop, 'serial' | 'tracking'>, scanned: string | undefined, parcel: string | undefined): boolean {
  if (scanned !== undefined) return spelledSerial(scanned) === serial;
  return tracking !== undefined && parcel !== undefined && parcelNumber(parcel) === tracking;
}
