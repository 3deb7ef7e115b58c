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
  'novalue', 'blank', 'stock', 'spare', 'nodata', 'redacted', 'hidden', 'withheld', 'tbc', 'tobeconfirmed', 'byod', 'personal', 'personaldevice', 'ownlaptop', 'ownpc',
  'ordered', 'onorder', 'intransit', 'shipped', 'pendingshipment', 'seenotes', 'sn', 'laptop', 'notebook', 'ref', 'virtual', 'vm', 'vdi', 'vmware', 'vmwareinc', 'parallels', 'qemu', 'virtualbox', 'virtualbox0', 'apple',
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
  'tbc', 'tobeconfirmed', 'tobeprovided', 'tobedetermined', 'tobeprovidedlater', 'notyetprovided', 'onfile', 'notonfile', 'unavailable', 'noneprovided',
  // How somebody is paid, or where to look, in place of an account.
  'check', 'cheque', 'papercheck', 'papercheque', 'paycheck', 'cash', 'payroll', 'payrollcard', 'paycard', 'agency', 'viaagency', 'employer', 'vendor', 'thirdparty', 'manual', 'other', 'default', 'seenotes', 'seefile',
  // What spreadsheets leave behind.
  'ref', 'value', 'name', 'div0', 'num', 'error', 'true', 'false', 'yes',
  // A heading, or the answer to a question.
  'phone', 'bank', 'account', 'token', 'phonetoken', 'banktoken', 'declined', 'refused', 'didnotprovide', 'newhire', 'same', 'asabove', 'sameasabove',
  'availableonrequest', 'availableuponrequest', 'uponrequest', 'onrequest', 'reference', 'references',
]);

/** Digits that were pressed until the form was content: a number that counts up, or ends in one digit seven times. */
const FILLED_IN = /^\d*(?:1234567890|0123456789)$|^\d*(\d)\1{6}$/;

/** The last digits of a number whose others are hidden: strangers share them by chance. */
const MASKED = /^[*x\u2022#.\-\s]*[*x\u2022#]{2}[*x\u2022#.\-\s]*\d{0,5}$/i;

/**
 * True for a token, phone or account number that stands for "we do not know".
 *
 * Equal tokens mean equal things, so a shared `n/a` would tie strangers together.
 *
 * @example isPlaceholderValue('N/A') // => true
 * @example isPlaceholderValue('****1234') // => true
 */
export function isPlaceholderValue(value: string): boolean {
  const folded = foldedName(value);
  return folded.length === 0 || oneCharacter(folded) || PLACEHOLDER_WORDS.has(folded) || FILLED_IN.test(folded) || MASKED.test(value.trim());
}

function foldedName(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

function oneCharacter(text: string): boolean {
  return /^(.)\1*$/u.test(text);
}
