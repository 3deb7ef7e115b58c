import { canonicalAddress, lineOf } from '../core/address.ts';
import { ACTIONS, FIELD_NAMES, TEXT_LIMIT_BYTES, fieldSpec, type FieldName } from '../core/event.ts';
import { FIELD_INDEX, packingOf, type Packer } from '../core/packed-events.ts';
import { Row } from '../core/packed-row.ts';
import { SHORTEST_DURATION, wrongTimes, type ParseContext } from '../core/parse-event.ts';
import { SPELLED } from '../core/spelling.ts';
import type { Instant } from '../core/time.ts';
import { WORDED, wordOf } from '../core/words.ts';
import { FieldNames, NO_FIELD } from './field-names.ts';
import { CLOSING, CLOSING_LIST, COMMA, JsonTokens, NEWLINE, OPENING, OPENING_LIST, QUOTE } from './json-tokens.ts';
import { TokenCodes } from './token-codes.ts';

/** Packs plain lines from the bytes they stand in. */
export interface PlainLines {
  /** The lines that follow stand in these bytes. */
  open(bytes: Uint8Array): void;
  /**
   * Packs the document of the line that begins at `from`.
   *
   * @returns where the line ends; -1 where it is not plain, and nothing was packed
   */
  pack(from: number): number;
  /** To be called when the packer begins anew: codes hold for one batch. */
  forget(): void;
}

/** How the value of a field is read. */
type Reading = 'word' | 'settled' | 'action' | 'address' | 'text' | 'instant' | 'whole' | 'number' | 'flag' | 'words' | 'numbers' | 'none';

const READINGS: readonly Reading[] = FIELD_NAMES.map(readingOf);
const LOWEST = FIELD_NAMES.map((field) => fieldSpec(field).range?.[0] ?? -Number.MAX_VALUE);
const HIGHEST = FIELD_NAMES.map((field) => fieldSpec(field).range?.[1] ?? Number.MAX_VALUE);
const AT = FIELD_INDEX.get('@timestamp')!;
const ID = FIELD_INDEX.get('event.id')!;
const INGESTED = FIELD_INDEX.get('event.ingested')!;
const DURATION = FIELD_INDEX.get('event.duration')!;
const ADDRESS = FIELD_INDEX.get('source.ip')!;
const LINE = FIELD_INDEX.get('farmwatch.net.line')!;
const ASSUMED = FIELD_INDEX.get('farmwatch.ingested_assumed')!;

function readingOf(field: FieldName): Reading {
  const { type, derived } = fieldSpec(field);
  const packing = packingOf(field);
  if (derived) return 'none';
  if (field === 'event.action') return 'action';
  if (type === 'ip') return 'address';
  if (packing === 'word' && (Object.hasOwn(SPELLED, field) || WORDED.includes(field))) return 'settled';
  if (packing !== 'number') return packing;
  return type === 'time' ? 'instant' : type === 'long' ? 'whole' : type === 'boolean' ? 'flag' : 'number';
}

/**
 * Packs lines that say what {@link parseEvent} would understand without a doubt: one flat object of dotted names we know,
 * each once, values of the right kind, an id. Whatever is not plain is left to `parseEvent`, which also gives the reasons.
 */
export function plainLines(into: Packer, context: ParseContext): PlainLines {
  const tokens = new JsonTokens();
  const names = new FieldNames();
  const row = new Row();
  const words = new TokenCodes((text) => (isPlain(text) ? into.word(text) : 0));
  /** Texts of fields that have one spelling, or take one of a few words: what means none of them is not plain. */
  const settled = new Map<number, TokenCodes>([
    ...Object.entries(SPELLED).map(([field, spell]) => settling(field as FieldName, spell)),
    ...WORDED.map((field) => settling(field, (text) => wordOf(field, text) ?? '')),
  ]);
  function settling(field: FieldName, settle: (text: string) => string): readonly [number, TokenCodes] {
    return [FIELD_INDEX.get(field)!, new TokenCodes((text) => {
      const one = settle(text);
      return isPlain(text) && isPlain(one) ? into.word(one) : 0;
    })];
  }
  const actions = new TokenCodes((text) => (Object.hasOwn(ACTIONS, text) ? into.word(text) : 0));
  /** The code of the line behind an address, by the code of the address. */
  const lines: number[] = [];
  const addresses = new TokenCodes((text) => {
    const address = canonicalAddress(text);
    if (address === undefined) return 0;
    const code = into.word(address);
    lines[code] = into.word(lineOf(address));
    return code;
  });
  /** The line in which a field was met last. */
  const met = new Uint32Array(FIELD_NAMES.length);
  let line = 0;
  let at: Instant | undefined;
  let ingested: Instant | undefined;
  let action = 0;
  let named = false;

  /** Reads all members; false where one is not plain. */
  function object(): boolean {
    if (!tokens.take(OPENING)) return false;
    let field = NO_FIELD;
    do {
      field = names.read(tokens, field, action);
      if (field < 0 || met[field] === line || !value(field)) return false;
      met[field] = line;
    } while (tokens.take(COMMA));
    return tokens.take(CLOSING);
  }

  function value(field: number): boolean {
    if (tokens.takeNothing()) return true;
    switch (READINGS[field]!) {
      case 'word': return tokens.string() && put(field, words.of(tokens));
      case 'settled': return tokens.string() && put(field, settled.get(field)!.of(tokens));
      case 'action': return tokens.string() && put(field, (action = actions.of(tokens)));
      case 'address': {
        if (!tokens.string()) return false;
        const code = addresses.of(tokens);
        return put(field, code) && (field !== ADDRESS || put(LINE, lines[code]!));
      }
      case 'text': return text(field);
      case 'instant': {
        if (!tokens.readInstant() || Math.abs(tokens.number) >= 8.64e15) return false;
        row.put(field, tokens.number);
        if (field === AT) at = tokens.number;
        else if (field === INGESTED) ingested = tokens.number;
        return true;
      }
      case 'whole': return tokens.readNumber() && Number.isSafeInteger(tokens.number) && tokens.number >= LOWEST[field]! && tokens.number <= HIGHEST[field]! && (field !== DURATION || tokens.number === 0 || tokens.number >= SHORTEST_DURATION) && putNumber(field);
      case 'number': return tokens.readNumber() && tokens.number >= LOWEST[field]! && tokens.number <= HIGHEST[field]! && putNumber(field);
      case 'flag': {
        const flag = tokens.takeWord('true');
        if (!flag && !tokens.takeWord('false')) return false;
        row.put(field, Number(flag));
        return true;
      }
      case 'words': case 'numbers': return list(field);
      case 'none': return false;
    }
  }

  function put(field: number, code: number): boolean {
    row.put(field, code);
    return code !== 0;
  }

  function putNumber(field: number): boolean {
    // -0 and 0 are one number.
    row.put(field, tokens.number + 0);
    return true;
  }

  function text(field: number): boolean {
    if (tokens.peek() !== QUOTE) return false;
    row.reserve(TEXT_LIMIT_BYTES);
    const end = tokens.copyPlain(row.bytes, row.bytesEnd, TEXT_LIMIT_BYTES);
    if (end >= 0) {
      row.endText(field, end);
    } else {
      const found = tokens.string() ? tokens.text() : undefined;
      if (found === undefined || !isPlain(found)) return false;
      row.text(field, found);
    }
    named ||= field === ID;
    return true;
  }

  function list(field: number): boolean {
    const numbers = READINGS[field] === 'numbers';
    const codes = settled.get(field) ?? words;
    if (!tokens.take(OPENING_LIST)) return false;
    if (tokens.take(CLOSING_LIST)) return true;
    let end = row.itemsEnd;
    do {
      let item = 0;
      if (numbers) {
        tokens.peek();
        if (!tokens.readNumber() || !Number.isFinite(tokens.number)) return false;
        item = tokens.number + 0;
      } else {
        if (!tokens.string()) return false;
        item = codes.of(tokens);
        if (item === 0) return false;
      }
      row.item(end++, item);
    } while (tokens.take(COMMA));
    row.endList(field, end);
    return tokens.take(CLOSING_LIST);
  }

  /** Adds what the record leaves to us; false where it makes no event. */
  function close(): boolean {
    if (!named || action === 0 || at === undefined || wrongTimes(at, ingested, context) !== undefined) return false;
    if (ingested === undefined) {
      row.put(INGESTED, context.stamp ?? at);
      if (context.stamp === undefined) row.put(ASSUMED, 1);
    }
    return true;
  }

  return {
    open(bytes) { tokens.open(bytes); },
    pack(from) {
      tokens.at = from;
      row.clear();
      line++;
      at = ingested = undefined;
      action = 0;
      named = false;
      if (!object()) return -1;
      const next = tokens.peek();
      if ((next !== NEWLINE && next !== -1) || !close()) return -1;
      into.row(action, row);
      return tokens.at;
    },
    forget() {
      words.clear();
      for (const codes of settled.values()) codes.clear();
      actions.clear();
      addresses.clear();
      lines.length = 0;
    },
  };
}

/** True for text that is stored as it is. */
function isPlain(text: string): boolean {
  return text !== '' && text.length * 3 <= TEXT_LIMIT_BYTES && !text.includes('\0') && text.isWellFormed();
}
