import { distinctRows } from '../core/distinct-rows.ts';
import { FIELDS, fieldSpec, type FieldName, type Value } from '../core/event.ts';
import { packedTexts, packingOf, textAt, type PackedColumn, type Packing } from '../core/packed-events.ts';
import { compareValues, type Tally, type TallyColumns, type TallyRow } from './store.ts';

/** From the rows of a tally to its columns and back: part of the port, for every adapter. */

/** A cell of a column, as an event would have it; undefined where it is missing. */
export function cellAt(column: PackedColumn, row: number, textOf: (code: number) => string): string | number | undefined {
  switch (column.kind) {
    case 'word': return column.codes[row] === 0 ? undefined : textOf(column.codes[row]!);
    case 'number': return Number.isNaN(column.values[row]) ? undefined : column.values[row];
    case 'text': return textAt(column, row);
    default: throw new TypeError('lists are never grouped');
  }
}

/** The rows of a tally in their order. */
export function rowsInOrder<const Q extends Tally>(query: Q, { count, columns, textOf }: TallyColumns): readonly TallyRow<Q>[] {
  const names = [...query.by, ...Object.keys(query.measure)];
  const values = names.map((name) => {
    const column = columns[name]!;
    const boolean = Object.hasOwn(FIELDS, name) && fieldSpec(name as FieldName).type === 'boolean';
    return (row: number): Value | undefined => {
      const value = cellAt(column, row, textOf);
      return boolean && value !== undefined ? value === 1 : value;
    };
  });
  const ranks = query.by.map((name) => ranksOf(columns[name]!, count, textOf));
  const order = Uint32Array.from({ length: count }, (_, row) => row).sort((a, b) => {
    for (const rank of ranks) {
      if (rank[a]! < rank[b]!) return -1;
      if (rank[a]! > rank[b]!) return 1;
    }
    return 0;
  });
  return Array.from(order, (row) => Object.fromEntries(names.map((name, index) => [name, values[index]!(row)])) as TallyRow<Q>);
}

/** Numbers that order the cells of a column as {@link compareValues} orders their values. */
export function ranksOf(column: PackedColumn, count: number, textOf: (code: number) => string): ArrayLike<number> {
  if (column.kind === 'number') return Float64Array.from(column.values, (value) => (Number.isNaN(value) ? -Infinity : value));
  if (column.kind === 'word') return ranksOfWords(column.codes, count, textOf);
  const texts = Array.from({ length: count }, (_, row) => (cellAt(column, row, textOf) ?? '') as string);
  const ranks = new Map([...new Set(texts)].sort(compareValues).map((text, rank) => [text, rank]));
  return Float64Array.from(texts, (text) => ranks.get(text)!);
}

/** Of many rows with few words, the words are put in order, not the rows. No text is empty, so a missing one comes first. */
function ranksOfWords(codes: Uint32Array, count: number, textOf: (code: number) => string): ArrayLike<number> {
  const { kinds, first } = distinctRows([codes], count);
  const inOrder = first.map((row, kind) => ({ kind, text: codes[row] === 0 ? '' : textOf(codes[row]!) })).sort((a, b) => compareValues(a.text, b.text));
  const ranks = new Uint32Array(first.length);
  inOrder.forEach(({ kind }, rank) => { ranks[kind] = rank; });
  return kinds.map((kind) => ranks[kind]!);
}

/** Rows of a tally as columns, for a store that has rows. */
export function columnsOfRows(query: Tally, rows: readonly Readonly<Record<string, unknown>>[]): TallyColumns {
  const texts: string[] = [];
  const codes = new Map<string, number>();
  const codeOf = (text: unknown): number => {
    if (text === undefined) return 0;
    let code = codes.get(text as string);
    if (code === undefined) codes.set(text as string, (code = texts.push(text as string)));
    return code;
  };
  const columnOf = (name: string): PackedColumn => {
    switch (packingOfColumn(name, query)) {
      case 'word': return { kind: 'word', codes: Uint32Array.from(rows, (row) => codeOf(row[name])) };
      case 'text': return packedTexts(rows.map((row) => (row[name] ?? '') as string));
      default: return { kind: 'number', values: Float64Array.from(rows, (row) => (row[name] === undefined ? NaN : Number(row[name]))) };
    }
  };
  return {
    count: rows.length,
    textOf: (code) => texts[code - 1]!,
    columns: Object.fromEntries([...query.by, ...Object.keys(query.measure)].map((name) => [name, columnOf(name)])),
  };
}

/** A measure may bear the name of a field and is a number all the same. */
function packingOfColumn(name: string, { measure }: Tally): Packing {
  return Object.hasOwn(FIELDS, name) && !Object.hasOwn(measure, name) ? packingOf(name as FieldName) : 'number';
}
