import { canonicalAddress, lineOf } from '../core/address.ts';
import { ACTIONS, EARLIEST, FIELD_NAMES, TEXT_LIMIT_BYTES, fieldSpec, type FieldSpec } from '../core/event.ts';
import { FIELD_INDEX, packer, packingOf, type Cell, type PackedEvents, type Packing } from '../core/packed-events.ts';
import { isRejected, parseEvent, type ParseContext, type Rejected } from '../core/parse-event.ts';
import { DAY, parseInstant, type Instant } from '../core/time.ts';

/** Takes documents and packs the events in them. */
export interface DocumentPacker {
  /** Events packed so far. */
  readonly count: number;
  /** Packs one document, or says why it is none. */
  pack(raw: unknown): Rejected | undefined;
  take(): PackedEvents;
}

const SPECS: readonly FieldSpec[] = FIELD_NAMES.map(fieldSpec);
const PACKINGS: readonly Packing[] = FIELD_NAMES.map(packingOf);
const AT = FIELD_INDEX.get('@timestamp')!;
const ID = FIELD_INDEX.get('event.id')!;
const INGESTED = FIELD_INDEX.get('event.ingested')!;
const ACTION = FIELD_INDEX.get('event.action')!;
const DURATION = FIELD_INDEX.get('event.duration')!;
const ADDRESS = FIELD_INDEX.get('source.ip')!;
const LINE = FIELD_INDEX.get('farmwatch.net.line')!;
const ASSUMED = FIELD_INDEX.get('farmwatch.ingested_assumed')!;

/**
 * Documents to packed events, as {@link parseEvent} understands them.
 *
 * Nearly all documents of a large file are plain: dotted names we know, values of the right kind, an id. Those are packed
 * as they stand, and what one row's text was found to be holds for every row that says the same. Whatever is not plain
 * goes through `parseEvent`, which also gives the reasons.
 */
export function documentPacker(context: ParseContext = {}): DocumentPacker {
  const into = packer();
  const fields: number[] = [];
  const cells: Cell[] = [];
  /** Canonical addresses of this batch with the codes of themselves and of their lines. */
  let addresses = new Map<string, readonly [address: number, line: number]>();
  let actions = new Set<number>();

  /** The code of a text that needs no mending; 0 for others. */
  const plainWord = (value: unknown): number => {
    if (typeof value !== 'string' || value === '') return 0;
    return into.known(value) ?? (isPlain(value) ? into.word(value) : 0);
  };
  const plainAddress = (value: unknown): readonly [address: number, line: number] | undefined => {
    if (typeof value !== 'string') return undefined;
    let found = addresses.get(value);
    if (found === undefined && canonicalAddress(value) === value) addresses.set(value, (found = [into.word(value), into.word(lineOf(value))]));
    return found;
  };
  const plainList = (packing: Packing, value: unknown): readonly number[] | undefined => {
    if (!Array.isArray(value)) return undefined;
    if (packing === 'numbers') return value.every((item) => typeof item === 'number' && Number.isFinite(item)) ? value.map((item: number) => item + 0) : undefined;
    const codes = value.map(plainWord);
    return codes.includes(0) ? undefined : codes;
  };

  /** Packs a plain document; false where it is not one, and nothing was packed. */
  function packPlain(raw: Readonly<Record<string, unknown>>): boolean {
    let length = 0;
    let at: Instant | undefined;
    let ingested: Instant | undefined;
    let action = 0;
    let named = false;
    const put = (field: number, cell: Cell): void => {
      fields[length] = field;
      cells[length++] = cell;
    };
    for (const name in raw) {
      const value = raw[name];
      if (value === null || value === undefined || value === '') continue;
      const field = FIELD_INDEX.get(name);
      if (field === undefined) return false;
      const spec = SPECS[field]!;
      if (spec.derived) continue;
      if (spec.list) {
        const list = plainList(PACKINGS[field]!, value);
        if (!list) return false;
        put(field, list);
        continue;
      }
      switch (spec.type) {
        case 'keyword': case 'text': {
          if (PACKINGS[field] === 'text') {
            if (typeof value !== 'string' || !isPlain(value)) return false;
            put(field, value);
            named ||= field === ID;
            break;
          }
          const code = plainWord(value);
          if (code === 0) return false;
          put(field, code);
          if (field === ACTION) action = code;
          break;
        }
        case 'ip': {
          const codes = plainAddress(value);
          if (!codes) return false;
          put(field, codes[0]);
          if (field === ADDRESS) put(LINE, codes[1]);
          break;
        }
        case 'time': {
          const instant = parseInstant(value);
          if (instant === undefined || Math.abs(instant) >= 8.64e15) return false;
          put(field, instant);
          if (field === AT) at = instant;
          else if (field === INGESTED) ingested = instant;
          break;
        }
        case 'long':
          if (!Number.isSafeInteger(value) || (field === DURATION && (value as number) < 0)) return false;
          put(field, (value as number) + 0);
          break;
        case 'double':
          if (typeof value !== 'number' || !Number.isFinite(value)) return false;
          if (spec.range && (value < spec.range[0] || value > spec.range[1])) return false;
          put(field, value + 0);
          break;
        case 'boolean':
          if (typeof value !== 'boolean') return false;
          put(field, value ? 1 : 0);
          break;
      }
    }
    if (!named || at === undefined || !isAction(action, raw)) return false;
    if (ingested === undefined) {
      ingested = context.stamp ?? at;
      put(INGESTED, ingested);
      if (context.stamp === undefined) {
        if (context.latest !== undefined && at > context.latest) return false;
        put(ASSUMED, 1);
      }
    }
    if (at < EARLIEST || at > ingested + DAY) return false;
    into.row(action, fields, cells, length);
    return true;
  }

  function isAction(code: number, raw: Readonly<Record<string, unknown>>): boolean {
    if (code === 0) return false;
    if (actions.has(code)) return true;
    if (!Object.hasOwn(ACTIONS, raw['event.action'] as string)) return false;
    actions.add(code);
    return true;
  }

  return {
    get count() { return into.count; },
    pack(raw) {
      if (typeof raw === 'object' && raw !== null && !Array.isArray(raw) && packPlain(raw as Record<string, unknown>)) return undefined;
      const event = parseEvent(raw, context);
      if (isRejected(event)) return event;
      into.add(event);
      return undefined;
    },
    take() {
      addresses = new Map();
      actions = new Set();
      return into.take();
    },
  };
}

/** True for text that is stored as it is. */
function isPlain(text: string): boolean {
  return text.length * 3 <= TEXT_LIMIT_BYTES && !text.includes('\0') && text.isWellFormed();
}
