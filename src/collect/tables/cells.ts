import { closest, distance } from 'fastest-levenshtein';
import { canonicalAddress, isBlock } from '../../core/address.ts';
import { TEXT_LIMIT_BYTES } from '../../core/event.ts';
import { canonicalPhone } from '../../core/phone.ts';
import { isPlaceholderSerial } from '../../core/placeholder.ts';
import type { SheetKind } from '../../core/person.ts';
import { spelledSerial } from '../../core/spelling.ts';
import { shinglesOf } from '../../core/shingles.ts';
import type { ColumnSpec } from '../../core/tables.ts';
import { isZone, parseInstant, realDay } from '../../core/time.ts';
import { broughtToken, spellingOf, tokenOf, type TokenKey, type TokenKind } from '../../core/token.ts';
import { workHoursOf, workHoursText } from '../../core/work-hours.ts';
import { MONTHS } from '../calendar-time.ts';
import { countryCode } from './countries.ts';
import { monthAsNumber } from './month-words.ts';
import { isTooWide } from './too-wide.ts';

/** What a cell says, or why it says nothing that fits. */
export interface Cell {
  readonly value?: string | number | readonly string[] | readonly number[];
  /** Completes "start_date "0000-00-00" …". */
  readonly wrong?: string;
  /** The value is taken, and this should be known about it. */
  readonly note?: string;
  /** The text is private and must not be shown. */
  readonly hidden?: boolean;
}

export interface CellContext {
  readonly kind: SheetKind;
  readonly key: TokenKey;
  /** Digits of the country meant by phone numbers without one. */
  readonly callingCode?: string;
}

/**
 * Reads one cell as its column says.
 *
 * @param text not empty, without white space around it
 */
export function readCell(spec: ColumnSpec, text: string, context: CellContext): Cell {
  if (ONE_TEXT.has(spec.type) && isTooLong(text)) return { wrong: TOO_LONG };
  switch (spec.type) {
    case 'text': return { value: text };
    case 'tool': return { value: text.toLowerCase() };
    case 'list': return readList(text);
    case 'email': return MAIL.test(text) ? { value: text } : { wrong: 'is no mail address; write name@company.example' };
    case 'choice': return readChoice(spec, text);
    case 'day': return readDay(text);
    case 'month': return MONTH.test(text) ? { value: text } : { wrong: 'is no month; write 2016-09' };
    case 'instant': return readInstant(text);
    case 'latitude': return readDegrees(text, 90, 'latitude');
    case 'longitude': return readDegrees(text, 180, 'longitude');
    case 'country': return readCountry(text);
    case 'region': return { value: /^[a-z]{2}-[a-z0-9]{1,3}$/i.test(text) ? text.toUpperCase() : text };
    case 'zone': return readZone(text);
    case 'hours': return readHours(text);
    case 'months': return readMonths(text);
    case 'blocks': return readBlocks(text);
    case 'ip': return readAddress(text);
    case 'serial': return isPlaceholderSerial(text) ? { wrong: 'is a placeholder and names no laptop; write the serial number the firmware tells, or leave the row out' } : { value: spelledSerial(text) };
    case 'serials': return readSerials(text);
    case 'scope': return readScope(text);
    case 'token': return readToken(spec, text, context);
    case 'tokens': return readTokens(spec, text, context);
    case 'private': return readPrivate(spec, text, context);
    case 'shingles': return readShingles(text, context);
  }
}

/** Types of columns that hold one text as it is written. */
const ONE_TEXT: ReadonlySet<ColumnSpec['type']> = new Set(['text', 'tool', 'email', 'region', 'serial', 'scope', 'token']);
/** Records keep no longer texts, so that such a name would meet nothing; and whoever it calls could hardly be looked for. */
const TOO_LONG = `is longer than ${TEXT_LIMIT_BYTES.toLocaleString('en-US')} bytes, likely several cells in one; look for a quotation mark that is not closed`;

function isTooLong(text: string): boolean {
  return text.length > TEXT_LIMIT_BYTES / 3 && Buffer.byteLength(text) > TEXT_LIMIT_BYTES;
}

function readList(text: string): Cell {
  const items = listOf(text);
  const short = items.filter((item) => !isTooLong(item));
  return { value: short, ...(short.length < items.length ? { note: `has a part that ${TOO_LONG}; it is left out` } : {}) };
}

const MAIL = /^[^\s@<>,;]+@[^\s@<>,;]+$/;
const MONTH = /^(?:19|20)\d{2}(?:-(?:0[1-9]|1[0-2])(?:-\d{2})?)?$/;

/** The values of a cell with `;` between, each once. */
function listOf(text: string, between: RegExp = /[;\n]/): string[] {
  return [...new Set(text.split(between).map((item) => item.trim()).filter((item) => item !== ''))];
}

function readDay(told: string): Cell {
  const text = monthAsNumber(told);
  if (NO_DATE.test(text)) return { wrong: 'is no day; leave the cell empty where the day is not known' };
  const day = text.slice(0, 10).replaceAll('/', '-');
  // Exports write midnight behind their days; the day is what they mean.
  const rest = text.slice(10);
  return realDay(day) && /^(?:[T ]\d{2}:\d{2}.*|Z)?$/.test(rest) ? { value: day } : { wrong: `is no day${otherSaid(text) ?? ''}; write year, month and day as 2026-11-16` };
}

function readInstant(told: string): Cell {
  const text = monthAsNumber(told);
  if (NO_DATE.test(text)) return { wrong: 'is no instant; leave the cell empty where it is not known' };
  if (/^\d{12,13}$/.test(text)) return { value: Number(text) };
  const written = text.replace(/^(\S{10}) (?=\d)/, '$1T').replace(/ (?=Z|UTC|[+-]\d)/, '').replace(/UTC$/, 'Z');
  const at = parseInstant(written);
  if (at !== undefined) return { value: at };
  const inUtc = parseInstant(`${written}Z`);
  if (inUtc !== undefined && written.includes('T')) return { value: inUtc, note: 'gives no zone and is taken for UTC' };
  return { wrong: `is no instant${otherSaid(text) ?? ''}; write it in UTC as 2026-11-16T09:30:00Z` };
}

/** What a date in another form lacks: none is guessed at, because a wrong month looks like a right one. */
function otherSaid(text: string): string | undefined {
  if (/^\d{1,2}([/.-])\d{1,2}\1(?:\d{2}|\d{4})\b/.test(text)) return ', because in such dates either the day or the month stands first';
  if (/^\d{10}(?:\.\d+)?$/.test(text)) return ', but a number of seconds since 1970';
  // The numbers of 2000 to 2099.
  if (/^\d{5}(?:\.\d+)?$/.test(text) && Number(text) >= 36_526 && Number(text) < 73_051) return ', but the number by which a spreadsheet keeps one: give the column the format yyyy-mm-dd and save the file again';
  if (/\d/.test(text) && MONTH_WORD.test(text)) return ', because the month is written as a word';
  return undefined;
}

/** What databases write for "no date". */
const NO_DATE = /^0+[-/.]0+[-/.]0+/;

function readDegrees(text: string, most: number, name: string): Cell {
  // German and French spreadsheets write a comma in numbers.
  const written = /^[+-]?\d{1,3},\d+$/.test(text) ? text.replace(',', '.') : text.replace(/°$/, '');
  const degrees = /^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(written) ? Number(written) + 0 : Number.NaN;
  if (Number.isNaN(degrees)) return { wrong: `is no ${name}; write degrees as a number, north and east positive` };
  return Math.abs(degrees) <= most ? { value: degrees } : { wrong: `is no ${name}; degrees lie between -${most} and ${most}` };
}

function readCountry(text: string): Cell {
  const code = countryCode(text);
  return code === undefined ? { wrong: 'is no country; write its ISO 3166 code, such as US' } : { value: code };
}

/** What systems of the United States call their zones; letters alone, as CST, are zones of other countries too. */
const SPOKEN_ZONES: Readonly<Record<string, string>> = {
  eastern: 'America/New_York', central: 'America/Chicago', mountain: 'America/Denver', pacific: 'America/Los_Angeles', alaska: 'America/Anchorage', alaskan: 'America/Anchorage', hawaii: 'Pacific/Honolulu', hawaiian: 'Pacific/Honolulu',
};

function readZone(text: string): Cell {
  if (isZone(text)) return { value: text };
  const spoken = SPOKEN_ZONES[/^(?:us )?([a-z]+)(?: (?:standard |daylight )?time)?(?: \(us.*\))?$/.exec(text.toLowerCase())?.[1] ?? ''];
  if (spoken !== undefined) return { value: spoken, note: `is taken for ${spoken}` };
  const wanted = text.replaceAll(' ', '_');
  const near = closest(wanted, Intl.supportedValuesOf('timeZone'));
  return { wrong: `is no IANA time zone; ${distance(near, wanted) <= 3 ? `did you mean ${near}?` : 'write one such as America/Chicago'}` };
}

function readHours(text: string): Cell {
  const hours = workHoursOf(text);
  return 'wrong' in hours ? hours : { value: workHoursText(hours) };
}

const MONTH_NAMES = MONTHS.map((name) => name.toLowerCase());
const MONTH_WORD = new RegExp(`\\b(?:${MONTH_NAMES.join('|')})[a-z]{0,6}\\b`, 'i');

function readMonths(text: string): Cell {
  const months = listOf(text, /[;,\n]/).map((item) => (/^\d{1,2}$/.test(item) ? Number(item) : MONTH_NAMES.indexOf(item.slice(0, 3).toLowerCase()) + 1));
  return months.every((month) => month >= 1 && month <= 12) ? { value: [...new Set(months)] } : { wrong: 'are no months; write numbers from 1 to 12 with ; between' };
}

function readBlocks(text: string): Cell {
  const blocks = listOf(text, /[;,\s]/).map((block) => block.toLowerCase());
  const odd = blocks.find((block) => !isBlock(block));
  if (odd !== undefined) return { wrong: 'has a part that is no address block; write 192.0.2.0/24, several with ; between' };
  const wide = blocks.find(isTooWide);
  return wide === undefined ? { value: blocks } : { wrong: `vouches for too much of the internet with ${wide}; name the blocks the place really has` };
}

function readAddress(text: string): Cell {
  const address = canonicalAddress(text);
  return address === undefined ? { wrong: 'is no IP address' } : { value: address };
}

function readSerials(text: string): Cell {
  const serials = listOf(text, /[;,\n]/);
  if (serials.some(isTooLong)) return { wrong: `has a part that ${TOO_LONG}` };
  const real = serials.filter((serial) => !isPlaceholderSerial(serial));
  return { value: [...new Set(real.map(spelledSerial))], ...(real.length < serials.length ? { note: 'has placeholders that name no laptop; they are left out' } : {}) };
}

function readScope(text: string): Cell {
  if (/^all$/i.test(text)) return { value: 'all' };
  if (/^(?:everyone|everybody)$/i.test(text)) return { value: 'all', note: 'is no word of the format; it is taken for all' };
  const found = /^(team|hire)\s*:\s*(\S.*)$/i.exec(text);
  return found ? { value: `${found[1]!.toLowerCase()}:${found[2]!}` } : { wrong: 'is no scope; write all, team:NAME or hire:ID' };
}

function readChoice(spec: ColumnSpec, text: string): Cell {
  // `Remote (US)` is remote, wherever that is.
  const wanted = foldedChoice(text.replace(/\s*\([^()]*\)$/, '') || text);
  const choices = Object.entries(spec.values ?? {});
  const exact = choices.find(([name]) => foldedChoice(name) === wanted);
  const found = exact ?? choices.find(([, spellings]) => spellings.some((spelling) => foldedChoice(spelling) === wanted));
  // Another word in a column that decides over the row is taken, and told.
  if (found) return { value: found[0], ...(exact || spec.lenient || foldedChoice(text) === foldedChoice(found[0]) ? {} : { note: `is taken for ${found[0]}` }) };
  const [, decides] = Object.entries(spec.unclear ?? {}).find(([word]) => foldedChoice(word) === wanted) ?? [];
  return { wrong: `is none of ${choices.map(([name]) => name).join(', ')}${decides === undefined ? '' : `; ${decides}`}` };
}

function foldedChoice(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, '');
}

function readToken(spec: ColumnSpec, text: string, context: CellContext): Cell {
  const plain = isPlain(spec.token!, text);
  const token = plain ? tokenOf(context.key, spec.token!, text, context) : broughtToken(context.kind, spec.token!, text);
  if (plain) return { ...(token === undefined ? {} : { value: token }), note: `holds plain text instead of a token; ${token === undefined ? 'it is left out' : 'it became our token and is not kept'}${countrySaid(spec, text, context)}`, hidden: true };
  return token === undefined ? { note: 'is a placeholder and stands for nothing; it is left out' } : { value: token };
}

function readTokens(spec: ColumnSpec, text: string, context: CellContext): Cell {
  const read = listOf(text).map((item) => readToken(spec, item, context));
  const plain = read.find((cell) => cell.hidden);
  return { value: read.flatMap((cell) => (typeof cell.value === 'string' ? [cell.value] : [])), ...(plain?.note === undefined ? {} : { note: plain.note, hidden: true }) };
}

/** True for text that is the private thing itself: a token has no white space, and no phone or account number stands in for one. */
function isPlain(kind: TokenKind, text: string): boolean {
  if (/[\s@]/.test(text)) return true;
  if (kind === 'phone') return canonicalPhone(text) !== undefined;
  return kind === 'bank' && /^(?:[A-Z]{2}\d{2}[A-Z0-9]{11,30}|\d{6,})$/.test(text);
}

function readShingles(text: string, { key }: CellContext): Cell {
  const shingles = shinglesOf(key, text);
  return { hidden: true, ...(shingles.length === 0 ? { note: 'holds too few words to be compared; it is left out' } : { value: shingles }) };
}

function readPrivate(spec: ColumnSpec, text: string, context: CellContext): Cell {
  // The parts of an address make a token together; rows.ts puts them in one.
  if (spec.part !== undefined) return { value: text };
  const token = tokenOf(context.key, spec.token!, text, context);
  return token === undefined ? { note: `holds no ${spec.token} number that could be compared; it is left out` } : { value: token, ...(countrySaid(spec, text, context) === '' ? {} : { note: NO_CALLING_CODE }) };
}

const NO_CALLING_CODE = 'names no country, nor does its row; it is compared as it is written, and meets no number with a country code: write +, the country code and the number, or set company.calling_code';

function countrySaid(spec: ColumnSpec, text: string, context: CellContext): string {
  const spelling = spec.token === 'phone' ? spellingOf('phone', text, context) : undefined;
  return spelling === undefined || spelling.startsWith('+') ? '' : `; it ${NO_CALLING_CODE}`;
}
