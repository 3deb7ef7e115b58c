import type { Event, FieldName } from '../../core/event.ts';
import type { Row } from '../store.ts';
import type { Batch } from './engine.ts';
import { valueOf } from './translate.ts';

/** Columns of a result turned into objects; a missing value is a missing property. */
export function rowsOf(fields: readonly FieldName[], { columns, rows }: Batch): readonly Row[] {
  const made: Record<string, unknown>[] = [];
  for (let i = 0; i < rows; i++) made.push({});
  for (let column = 0; column < fields.length; column++) {
    const field = fields[column]!;
    const values = columns[column]!;
    for (let i = 0; i < rows; i++) {
      const value = valueOf(values[i]);
      if (value !== undefined) made[i]![field] = value;
    }
  }
  return made as unknown as readonly Row[];
}

/** As {@link rowsOf} with every field: an event has its required ones because only events were appended. */
export function eventsOf(fields: readonly FieldName[], batch: Batch): readonly Event[] {
  return rowsOf(fields, batch) as unknown as readonly Event[];
}
