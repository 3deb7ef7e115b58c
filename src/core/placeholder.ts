/**
 * Serial numbers that name nothing: what firmware says when its maker filled nothing in, and what people write in
 * an inventory when they do not know. Two laptops with such a number are not one laptop.
 *
 * Written folded: lower case, letters and digits only.
 */
export const PLACEHOLDER_SERIALS: ReadonlySet<string> = new Set([
  // Firmware defaults (SMBIOS tables of board makers).
  'tobefilledbyoem', 'tobefilledbyoemtobefilledbyoem', 'defaultstring', 'systemserialnumber', 'baseboardserialnumber',
  'chassisserialnumber', 'serialnumber', 'systemproductname', 'oem', 'oemserial', 'notspecified', 'notapplicable',
  'notavailable', 'notpresent', 'notsettable', 'invalid', 'empty', 'filledbyoem', 'chassisserial', 'systemserial',
  'emptyserial', 'noserial', 'noserialnumber', 'xxxxxxxxxx', 'undefined', 'sernum', 'sernum0', 'mbserial', 'bsn12345678901234567',
  'bss0123456789', 'mainboardserialnumber',
  // What people write.
  'none', 'null', 'nil', 'na', 'nan', 'unknown', 'tbd', 'tba', 'test', 'missing', 'pending', 'unassigned', 'notassigned',
  'novalue', 'blank', 'stock', 'spare', 'nodata', 'redacted', 'hidden', 'withheld',
  // Numbers that count up or down.
  '123456789', '1234567890', '0123456789', '12345678', '1234567', '123456', '12345', '1234', '987654321', '0987654321', '9876543210',
]);

/**
 * True for a serial number that names no machine, whatever its case and punctuation.
 *
 * One character repeated (`0`, `00000000`, `FFFFFFFF`, `...`) is none either.
 *
 * @example isPlaceholderSerial('To Be Filled By O.E.M.') // => true
 */
export function isPlaceholderSerial(serial: string): boolean {
  const folded = foldedName(serial);
  return folded.length === 0 || oneCharacter(folded) || PLACEHOLDER_SERIALS.has(folded);
}

const PLACEHOLDER_WORDS: ReadonlySet<string> = new Set([
  'none', 'null', 'nil', 'na', 'nan', 'unknown', 'undefined', 'tbd', 'tba', 'notavailable', 'notapplicable', 'notprovided', 'notgiven',
  'missing', 'empty', 'blank', 'redacted', 'hidden', 'withheld', 'novalue', 'nodata', 'no', 'test', 'pending',
]);

/**
 * True for a token, phone or account number that stands for "we do not know".
 *
 * Equal tokens mean equal things, so a shared `n/a` would tie strangers together.
 *
 * @example isPlaceholderValue('N/A') // => true
 */
export function isPlaceholderValue(value: string): boolean {
  const folded = foldedName(value);
  return folded.length === 0 || oneCharacter(folded) || PLACEHOLDER_WORDS.has(folded) || folded === '1234567890' || folded === '0123456789';
}

function foldedName(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

function oneCharacter(text: string): boolean {
  return /^(.)\1*$/u.test(text);
}
