import { FIELD_NAMES, fieldSpec } from '../../core/event.ts';
import { textAt, type PackedColumn, type PackedEvents, type PackedGroup } from '../../core/packed-events.ts';
import { Bytes } from './bytes.ts';

/** Documents straight from columns: no event has to be made of a row only to be written as text. Pure. */

/** Writes one row. */
export type Spell = (row: number, into: Bytes) => void;

const [COMMA, QUOTE, BACKSLASH, SPACE, TILDE] = [0x2c, 0x22, 0x5c, 0x20, 0x7e] as const;
const [BRACE, END_OF_BRACE, BRACKET, END_OF_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d] as const;

/**
 * Spells rows of a batch as JSON: byte for byte as `JSON.stringify` would their events.
 *
 * @returns for a group what spells its rows
 */
export function speller({ words }: Pick<PackedEvents, 'words'>): (group: PackedGroup) => Spell {
  const word = quotedWords(words);
  return (group) => {
    const fields = FIELD_NAMES.flatMap((field) => {
      const column = group.columns.get(field);
      return column ? [{ name: Buffer.from(`${JSON.stringify(field)}:`), isThere: presence(column), value: valueOf(column, word, fieldSpec(field).type === 'boolean') }] : [];
    });
    return (row, into) => {
      const start = into.length;
      for (const { name, isThere, value } of fields) {
        if (!isThere(row)) continue;
        into.byte(into.length === start ? BRACE : COMMA);
        into.copy(name, 0, name.length);
        value(row, into);
      }
      into.byte(END_OF_BRACE);
    };
  };
}

function presence(column: PackedColumn): (row: number) => boolean {
  switch (column.kind) {
    case 'word': return (row) => column.codes[row] !== 0;
    case 'number': return (row) => !Number.isNaN(column.values[row]!);
    case 'text': case 'words': case 'numbers': return (row) => column.ends[row] !== (row === 0 ? 0 : column.ends[row - 1]!);
  }
}

function valueOf(column: PackedColumn, word: Spell, boolean: boolean): Spell {
  switch (column.kind) {
    case 'word': {
      const { codes } = column;
      return (row, into) => word(codes[row]!, into);
    }
    case 'number': {
      const { values } = column;
      return boolean ? (row, into) => into.text(values[row] === 1 ? 'true' : 'false') : (row, into) => into.text(JSON.stringify(values[row]!));
    }
    case 'text': return textOf(column);
    case 'words': case 'numbers': {
      const { ends, items } = column;
      const item: Spell = column.kind === 'words' ? word : (value, into) => into.text(JSON.stringify(value));
      return (row, into) => {
        const start = row === 0 ? 0 : ends[row - 1]!;
        for (let i = start; i < ends[row]!; i++) {
          into.byte(i === start ? BRACKET : COMMA);
          item(items[i]!, into);
        }
        into.byte(END_OF_BRACKET);
      };
    }
  }
}

/** Texts in plain ASCII are copied as they are; the rest is written as JSON wants it. */
function textOf(column: PackedColumn & { readonly kind: 'text' }): Spell {
  const { ends, bytes } = column;
  return (row, into) => {
    const start = row === 0 ? 0 : ends[row - 1]!;
    const end = ends[row]!;
    let at = start;
    while (at < end && isPlain(bytes[at]!)) at++;
    if (at < end) return into.text(JSON.stringify(textAt(column, row)));
    into.byte(QUOTE);
    into.copy(bytes, start, end);
    into.byte(QUOTE);
  };
}

function isPlain(byte: number): boolean {
  return byte >= SPACE && byte <= TILDE && byte !== QUOTE && byte !== BACKSLASH;
}

/** Telemetry says few words again and again, so each is quoted once. */
function quotedWords(words: readonly string[]): Spell {
  const quoted = new Bytes(words.length * 16);
  const starts = new Uint32Array(words.length + 1);
  const ends = new Uint32Array(words.length + 1);
  return (code, into) => {
    if (ends[code] === 0) {
      starts[code] = quoted.length;
      quoted.text(JSON.stringify(words[code - 1]!));
      ends[code] = quoted.length;
    }
    into.copyOf(quoted, starts[code]!, ends[code]!);
  };
}
