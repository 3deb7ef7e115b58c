import { BIGINT, BOOLEAN, DOUBLE, LIST, UINTEGER, VARCHAR, type DuckDBType } from '@duckdb/node-api';
import { FIELD_NAMES, fieldSpec, type FieldName } from '../../core/event.ts';
import { packingOf, type Packing } from '../../core/packed-events.ts';

/** Events as a table: one column for each field, so a question reads only what it asks about. */

export interface Column {
  readonly field: FieldName;
  /** The name as SQL text. Only names of FIELDS get here, so nothing from outside does. */
  readonly name: string;
  readonly packing: Packing;
  /** What the table holds: texts that repeat as codes of the table `words`. */
  readonly sqlType: string;
  /** What a packed column is handed over as; the engine makes the one of the other. */
  readonly stagedType: DuckDBType;
}

const STAGED = {
  word: UINTEGER, text: VARCHAR, number: DOUBLE, words: LIST(UINTEGER), numbers: LIST(DOUBLE),
} as const satisfies Record<Packing, DuckDBType>;
const NUMBERS = { time: BIGINT, long: BIGINT, double: DOUBLE, boolean: BOOLEAN } as const;

export const COLUMNS = new Map<FieldName, Column>(FIELD_NAMES.map((field) => [field, describe(field)]));

function describe(field: FieldName): Column {
  const { type } = fieldSpec(field);
  const packing = packingOf(field);
  const number = type in NUMBERS ? NUMBERS[type as keyof typeof NUMBERS].toString() : '';
  const sqlType = packing === 'number' ? number : packing === 'numbers' ? `${number}[]` : STAGED[packing].toString();
  return { field, name: `"${field}"`, packing, sqlType, stagedType: STAGED[packing] };
}

/** The column of a field. @throws TypeError for a name that is no field: it must never become SQL text */
export function columnOf(field: FieldName): Column {
  const column = COLUMNS.get(field);
  if (!column) throw new TypeError(`no such field: ${field}`);
  return column;
}

/**
 * A column as JavaScript reads it: whole numbers come as doubles, which hold every whole number that a field may have,
 * and spare the way through BigInt.
 */
export function readable(field: FieldName): string {
  const { name, sqlType } = columnOf(field);
  return sqlType.startsWith('BIGINT') ? `${name}::${sqlType.replace('BIGINT', 'DOUBLE')}` : name;
}

/** The mark that a forgotten event leaves: 64 bits of MD5 over the texts of module, dataset and id. Nobody can make a copy that is taken for another's. */
export function forgottenMark(module: string, dataset: string, id: string): string {
  return `md5_number_lower(concat(${module}, chr(0), ${dataset}, chr(0), ${id}))`;
}

/** Fields of the identity; staging always has them, so that SQL can name them. */
export const IDENTITY: readonly FieldName[] = ['event.module', 'event.dataset', 'event.id'];
