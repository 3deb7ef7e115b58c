import { canonicalAddress, lineOf } from './address.ts';
import { canonicalText, compareBytes, shortHash } from './canonical.ts';
import { TOO_DEEP, isTooDeep } from './depth.ts';
import { ACTIONS, EARLIEST, FIELDS, FIELD_NAMES, TEXT_LIMIT_BYTES, fieldSpec, type Action, type Event, type FieldName, type FieldSpec } from './event.ts';
import { besides } from './set-aside.ts';
import { SPELLED } from './spelling.ts';
import { DAY, isoOf, parseInstant, type Instant } from './time.ts';
import { WORDED, isWordNeeded, wordOf, wordsOf } from './words.ts';

export interface Rejected { readonly rejected: string }

/** Tells a refusal from a value. */
export function isRejected(value: unknown): value is Rejected {
  return typeof value === 'object' && value !== null && 'rejected' in value;
}

export interface ParseContext {
  /** The stamp for rows that bring no `event.ingested`; without it the stamp is taken to be `@timestamp` and marked. */
  readonly stamp?: Instant;
  /** A row without a stamp may not be later than this: nothing comes from the far future, clocks go wrong. */
  readonly latest?: Instant;
  /** Told of every field name nobody knows. */
  readonly unknownField?: (name: string) => void;
  /** Told of every value that is of no use, in an event that is taken all the same: what stood where, and what would fit. */
  readonly unusedValue?: (said: string) => void;
}

/** A field as written, and how many objects it stood in: `a.b` in none, `b` of `a` in one. */
type Written = readonly [name: string, value: unknown, depth: number];
interface Branch { readonly children: Map<string, Branch>; field?: FieldName; spec?: FieldSpec }

const TREE: Branch = { children: new Map() };
for (const name of FIELD_NAMES) {
  let branch = TREE;
  for (const word of name.split('.')) {
    let next = branch.children.get(word);
    if (!next) branch.children.set(word, (next = { children: new Map() }));
    branch = next;
  }
  branch.field = name;
  branch.spec = fieldSpec(name);
}

/**
 * Reads one ECS document, nested or dotted (dotted wins), into an event.
 *
 * @returns the event, or the reason a person understands
 */
export function parseEvent(raw: unknown, context: ParseContext = {}): Event | Rejected {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return { rejected: 'not a JSON object' };
  if (isTooDeep(raw)) return { rejected: TOO_DEEP };
  const flat: Record<string, unknown> = {};
  const dotted: Written[] = [];
  const unknown: Written[] = [];
  collect(raw as Record<string, unknown>, TREE, '', 0, flat, dotted, unknown);
  // One name may be spelled with fewer or more dots; the most dots win, whatever order they stand in.
  if (dotted.some(([, , depth]) => depth > 0)) dotted.sort(weakestFirst);
  for (const written of dotted) {
    const [name, value] = written;
    if (Object.hasOwn(FIELDS, name)) flat[name] = value;
    else unknown.push(written);
  }
  if (context.unknownField) for (const [name] of unknown) context.unknownField(name);
  return finish(flat, unknown, context);
}

function weakestFirst([, a, x]: Written, [, b, y]: Written): number {
  return y - x || compareBytes(JSON.stringify(a), JSON.stringify(b));
}

function collect(
  node: Record<string, unknown>, branch: Branch, prefix: string, depth: number,
  flat: Record<string, unknown>, dotted: Written[], unknown: Written[],
): void {
  for (const key in node) {
    const value = node[key];
    if (isNothing(value)) continue;
    const child = branch.children.get(key);
    if (child === undefined) {
      const full = prefix + key;
      spread(full, value, depth, key.includes('.') ? dotted : unknown);
    } else if (typeof value === 'object' && !Array.isArray(value)) {
      collect(value as Record<string, unknown>, child, `${prefix}${key}.`, depth + 1, flat, dotted, unknown);
    } else if (child.field !== undefined) {
      flat[child.field] = value;
    } else {
      unknown.push([prefix + key, value, depth]);
    }
  }
}

function spread(name: string, value: unknown, depth: number, into: Written[]): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const [key, inner] of Object.entries(value)) spread(`${name}.${key}`, inner, depth + 1, into);
  } else if (!isNothing(value)) {
    into.push([name, value, depth]);
  }
}

/** What stands for unknown, whatever the field. */
function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === '';
}

function finish(flat: Record<string, unknown>, unknown: readonly Written[], context: ParseContext): Event | Rejected {
  const event: Record<string, unknown> = {};
  /** Texts that were cut, whole. */
  let cut: Record<string, unknown> | undefined;
  /** Values that were left out, as they came. */
  let aside: Record<string, unknown> | undefined;
  for (const name in flat) {
    const spec = fieldSpec(name as FieldName);
    if (spec.derived) continue;
    const found = flat[name];
    const value = coerce(name, spec, found);
    if (value === undefined) continue;
    if (isRejected(value)) {
      if (Array.isArray(found) || besides(name) === undefined) return value;
      (aside ??= {})[name] = found;
      context.unusedValue?.(`${value.rejected}; it is left out`);
      continue;
    }
    event[name] = Array.isArray(value) ? value.map(cutText) : cutText(value);
    if (Array.isArray(value) ? value.some((item, index) => item !== (event[name] as unknown[])[index]) : value !== event[name]) (cut ??= {})[name] = value;
  }
  if (cut) event['farmwatch.cut'] = Object.keys(cut).sort();

  const at = event['@timestamp'] as Instant | undefined;
  if (at === undefined) return { rejected: 'no @timestamp' };
  const action = event['event.action'];
  if (action === undefined) return { rejected: 'no event.action' };
  if (!Object.hasOwn(ACTIONS, action as string)) return { rejected: `unknown event.action ${quote(action)}; known are ${Object.keys(ACTIONS).join(', ')}` };
  const duration = event['event.duration'];
  if (duration !== undefined && (duration as number) < 0) return { rejected: `event.duration is negative (${String(duration)})` };

  const ingested = event['event.ingested'] as Instant | undefined;
  const wrong = wrongTimes(at, ingested, context);
  if (wrong !== undefined) return { rejected: wrong };
  if (ingested === undefined) {
    if (context.stamp === undefined) event['farmwatch.ingested_assumed'] = true;
    event['event.ingested'] = context.stamp ?? at;
  }

  // What was left out and cut is part of what the record says, and so of its id.
  if (event['event.id'] === undefined) event['event.id'] = idOf({ ...event, ...cut, ...aside }, unknown);
  for (const name in aside) for (const beside of besides(name)!) delete event[beside];
  spell(event);
  const wordless = settleWords(event, action as Action, context);
  if (wordless !== undefined) return { rejected: wordless };
  settleDuration(event, action as Action, context);
  const address = event['source.ip'];
  if (address !== undefined) event['farmwatch.net.line'] = lineOf(address as string);
  return event as unknown as Event;
}

/** Gives one spelling to what has one. The id was made of what the record says before, so that it stays the id of that record. */
function spell(event: Record<string, unknown>): void {
  for (const [field, spelled] of Object.entries(SPELLED)) {
    const value = event[field];
    if (value === undefined) continue;
    const text = cutText(spelled(value as string));
    if (text === '') delete event[field];
    else event[field] = text;
  }
}

/** Gives every field that takes one of a few words the one that is meant; says why the event cannot be used where it hangs on one that nobody knows. */
function settleWords(event: Record<string, unknown>, action: Action, { unusedValue }: ParseContext): string | undefined {
  for (const field of WORDED) {
    const found = event[field];
    if (found === undefined) continue;
    const settled = (Array.isArray(found) ? found : [found]).map((text: string) => {
      const word = wordOf(field, text);
      return word === undefined ? { text, odd: `${field} ${quote(text)} is not known; known are ${wordsOf(field)!.join(', ')}` } : { text: word };
    });
    const odd = settled.flatMap((one) => one.odd ?? []);
    if (odd.length > 0 && isWordNeeded(field, action)) return odd[0];
    for (const said of odd) unusedValue?.(said);
    event[field] = Array.isArray(found) ? settled.map(({ text }) => text) : settled[0]!.text;
  }
  return undefined;
}

/** What lasts: nobody counts a shorter one, and as seconds or milliseconds every real one has a smaller number. */
const LASTING: ReadonlySet<string> = new Set<Action>(['activity', 'session-disconnected', 'vpn-disconnected']);
/** A tenth of a second in nanoseconds; as milliseconds more than a day. */
export const SHORTEST_DURATION = 100_000_000;

/** Leaves out a duration in another unit: a session of two microseconds is none, and the rest of the event is as good as ever. */
function settleDuration(event: Record<string, unknown>, action: Action, { unusedValue }: ParseContext): void {
  const duration = event['event.duration'] as number | undefined;
  if (duration === undefined || duration === 0 || duration >= SHORTEST_DURATION || !LASTING.has(action)) return;
  delete event['event.duration'];
  unusedValue?.(`event.duration of ${action} under a tenth of a second is left out; write nanoseconds, these are likely seconds or milliseconds`);
}

/** True for an instant at which records of today may have been made. */
function isPlausible(at: number): boolean {
  return at >= EARLIEST && at < LATEST;
}
export const LATEST: Instant = Date.UTC(2100, 0, 1);
/** A digit more or less is another unit. */
const UNITS = ['seconds', 'milliseconds', 'microseconds', 'nanoseconds'] as const;

/** What digits alone are, where they stand for an instant: a number in some unit since 1970. */
function countSaid(found: unknown): string {
  const digits = String(found);
  if (!/^\d{9,19}(?:\.\d+)?$/.test(digits)) return '';
  const unit = UNITS.find((_, thousands) => isPlausible(Number(digits) * 1_000 ** (1 - thousands)));
  if (unit === undefined) return '';
  return typeof found === 'string' ? `: it is likely a text of ${unit} since 1970; write milliseconds as a number without quotes, or ISO 8601 with a zone` : `: it is likely a number of ${unit} since 1970; write milliseconds`;
}

/** An address of version 4 with a port is that address; of version 6 the brackets tell them apart. */
const PORT = /^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/;

/** A time of day without its zone could be any of two dozen instants. */
function zoneSaid(found: unknown): string {
  const isLocal = typeof found === 'string' && /\d:\d/.test(found) && parseInstant(`${found.trim().replace(' ', 'T')}Z`) !== undefined;
  return isLocal ? ': it says no zone; write Z behind it for UTC, or an offset such as -05:00, or read the file with farmwatch collect table, whose mapping names the zone' : '';
}

/** Why an event cannot have happened then; `ingested` is undefined where the record does not bring it. */
export function wrongTimes(at: Instant, ingested: Instant | undefined, { stamp, latest }: ParseContext): string | undefined {
  if (at >= LATEST && isPlausible(at / 1_000)) return `@timestamp ${isoOf(at)} is thousands of years ahead: it is likely that microseconds since 1970 were taken for milliseconds; write milliseconds`;
  if (ingested === undefined && stamp === undefined && latest !== undefined && at > latest) return `@timestamp ${isoOf(at)} lies in the future; check the clock of the source`;
  if (at < EARLIEST) return `@timestamp ${isoOf(at)} is before 2000${isPlausible(at * 1_000) ? ': it is likely that seconds since 1970 were taken for milliseconds; write milliseconds' : ''}`;
  const learned = ingested ?? stamp ?? at;
  return at > learned + DAY ? `@timestamp ${isoOf(at)} is more than a day after event.ingested ${isoOf(learned)}` : undefined;
}

/** The id of a record that brings none: a hash of what it says, without what we add. */
function idOf(event: Record<string, unknown>, unknown: readonly Written[]): string {
  const inOrder = unknown.length > 1 ? unknown.toSorted(weakestFirst) : unknown;
  const said: Record<string, unknown> = Object.fromEntries(inOrder.map(([name, value]) => [name, value]));
  for (const name in event) {
    if (name !== 'event.ingested' && !fieldSpec(name as FieldName).derived) said[name] = event[name];
  }
  return shortHash(canonicalText(said));
}

function coerce(name: string, spec: FieldSpec, found: unknown): unknown {
  if (spec.list) {
    const items = (Array.isArray(found) ? found : [found]).filter((item) => item !== null && item !== '');
    if (items.length === 0) return undefined;
    const read: unknown[] = [];
    for (const item of items) {
      const value = coerceOne(name, spec, item);
      if (isRejected(value)) return value;
      if (value !== undefined) read.push(value);
    }
    return read;
  }
  return coerceOne(name, spec, found);
}

function coerceOne(name: string, spec: FieldSpec, found: unknown): string | number | boolean | undefined | Rejected {
  if (Array.isArray(found)) return { rejected: `${name} takes one value, found a list` };
  if (found === '') return undefined;
  switch (spec.type) {
    case 'keyword':
    case 'text':
      if (typeof found === 'string') return wellFormed(found.includes('\0') ? found.replaceAll('\0', '') : found) || undefined;
      return typeof found === 'number' || typeof found === 'boolean' ? String(found) : { rejected: `${name} takes text, found ${quote(found)}` };
    case 'ip': {
      const address = typeof found === 'string' ? canonicalAddress(found) ?? canonicalAddress(found.replace(PORT, '$1')) : undefined;
      return address ?? { rejected: `${name} ${quote(found)} is no address` };
    }
    case 'time': {
      const at = parseInstant(found);
      return at !== undefined && Math.abs(at) < 8.64e15 ? at : { rejected: `${name} ${quote(found)} is no instant${countSaid(found)}${zoneSaid(found)}` };
    }
    case 'long': {
      const number = name === OFFSET ? minutesOf(found) : numberOf(found);
      if (number === undefined) return { rejected: `${name} takes a whole number, found ${quote(found)}` };
      const odd = outOf(spec, name, number, found);
      if (odd) return odd;
      return Number.isSafeInteger(Math.round(number)) ? Math.round(number) : { rejected: `${name} ${quote(found)} is out of range` };
    }
    case 'double': {
      const number = numberOf(found);
      if (number === undefined) return { rejected: `${name} takes a number, found ${quote(found)}` };
      return outOf(spec, name, number, found) ?? number;
    }
    case 'boolean':
      if (typeof found === 'boolean') return found;
      return found === 'true' ? true : found === 'false' ? false : { rejected: `${name} takes true or false, found ${quote(found)}` };
  }
}

function outOf({ range }: FieldSpec, name: string, number: number, found: unknown): Rejected | undefined {
  return range && (number < range[0] || number > range[1]) ? { rejected: `${name} takes ${range[0]} to ${range[1]}, found ${quote(found)}` } : undefined;
}

const OFFSET: FieldName = 'farmwatch.remote.client_utc_offset_min';

/** Minutes of an offset; as ISO 8601 writes it, four digits with a sign are hours and minutes. */
function minutesOf(found: unknown): number | undefined {
  const [, sign, hours, minutes] = (typeof found === 'string' && /^([+-])(\d\d):?([0-5]\d)$/.exec(found.trim())) || [];
  return hours === undefined ? numberOf(found) : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

function numberOf(found: unknown): number | undefined {
  // -0 and 0 are one number and must give one id.
  if (typeof found === 'number') return Number.isFinite(found) ? found + 0 : undefined;
  if (typeof found !== 'string' || !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(found.trim())) return undefined;
  return Number(found) + 0;
}

/** Lone surrogates cannot be written as UTF-8; both stores must keep the same text. */
function wellFormed(text: string): string {
  return text.isWellFormed() ? text : text.toWellFormed();
}

/** Cuts text to the limit on a character border; what is no text passes. */
function cutText(text: unknown): unknown {
  if (typeof text !== 'string' || text.length * 3 <= TEXT_LIMIT_BYTES) return text;
  const bytes = Buffer.from(text);
  if (bytes.length <= TEXT_LIMIT_BYTES) return text;
  let end = TEXT_LIMIT_BYTES;
  while (end > 0 && (bytes[end]! & 0xc0) === 0x80) end--;
  return bytes.toString('utf8', 0, end);
}

/** A value as it may stand in a message: short, on one line, nothing that a terminal obeys. */
export function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
