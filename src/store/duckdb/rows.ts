import type { DuckDBValue } from '@duckdb/node-api';
import { fieldSpec, type Event, type FieldName, type Value } from '../../core/event.ts';
import { packingOf } from '../../core/packed-events.ts';
import type { Row } from '../store.ts';
import type { Dictionary } from './dictionary.ts';
import type { Batch } from './engine.ts';

/** Columns of a result turned into objects; a missing value is a missing property. */
export function rowsOf(fields: readonly FieldName[], { columns, rows }: Batch, dictionary: Dictionary): readonly Row[] {
  const made: Record<string, Value>[] = Array.from({ length: rows }, () => ({}));
  for (let column = 0; column < fields.length; column++) {
    const field = fields[column]!;
    const values = columns[column]!;
    const read = readerOf(field, dictionary);
    for (let i = 0; i < rows; i++) {
      const value = values[i];
      if (value !== null && value !== undefined) made[i]![field] = read(value);
    }
  }
  return made as unknown as readonly Row[];
}

/** As {@link rowsOf} with every field: an event has its required ones because only events were appended. */
export function eventsOf(fields: readonly FieldName[], batch: Batch, dictionary: Dictionary): readonly Event[] {
  return rowsOf(fields, batch, dictionary) as unknown as readonly Event[];
}

/** What a value of a column says. */
export function readerOf(field: FieldName, dictionary: Dictionary): (value: DuckDBValue) => Value {
  switch (packingOf(field)) {
    case 'word': return (code) => dictionary.textOf(code as number);
    case 'words': return (list) => itemsOf(list).map((code) => dictionary.textOf(code as number));
    case 'numbers': return (list) => itemsOf(list) as readonly number[];
    case 'number': return fieldSpec(field).type === 'boolean' ? (value) => value as boolean : Number;
    case 'text': return (value) => value as string;
  }
}

function itemsOf(list: DuckDBValue): readonly DuckDBValue[] {
  return (list as { readonly items: readonly DuckDBValue[] }).items;
}
