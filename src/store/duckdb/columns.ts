import { BIGINT, BOOLEAN, DOUBLE, LIST, VARCHAR, type DuckDBType } from '@duckdb/node-api';
import { FIELD_NAMES, fieldSpec, type FieldName, type FieldType } from '../../core/event.ts';

/** Events as a table: one column for each field, so a question reads only what it asks about. */

export interface Column {
  readonly field: FieldName;
  /** The name as SQL text. Only names of FIELDS get here, so nothing from outside does. */
  readonly name: string;
  readonly sqlType: string;
  readonly type: DuckDBType;
}

const TYPES = {
  time: ['BIGINT', BIGINT],
  long: ['BIGINT', BIGINT],
  double: ['DOUBLE', DOUBLE],
  boolean: ['BOOLEAN', BOOLEAN],
  keyword: ['VARCHAR', VARCHAR],
  text: ['VARCHAR', VARCHAR],
  ip: ['VARCHAR', VARCHAR],
} as const satisfies Record<FieldType, readonly [string, DuckDBType]>;

export const COLUMNS = new Map<FieldName, Column>(FIELD_NAMES.map((field) => [field, describe(field)]));

function describe(field: FieldName): Column {
  const { type, list } = fieldSpec(field);
  const [sqlType, engineType] = TYPES[type];
  return {
    field,
    name: `"${field}"`,
    sqlType: list ? `${sqlType}[]` : sqlType,
    type: list ? LIST(engineType) : engineType,
  };
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

/** What makes events copies of one fact, as a number that fits a column: 64 bits of MD5 over module, dataset and id. */
export const KEY_SQL = `md5_number_lower(concat("event.module", chr(0), "event.dataset", chr(0), "event.id"))`;

/** Fields of the identity; staging always has them, so that SQL can name them. */
export const IDENTITY: readonly FieldName[] = ['event.module', 'event.dataset', 'event.id'];

/** Time order, ties by id, module and dataset; a missing one comes first. */
export function timeOrder(newest = false): string {
  const direction = newest ? 'DESC NULLS LAST' : 'ASC NULLS FIRST';
  return ['@timestamp', 'event.id', 'event.module', 'event.dataset'].map((field) => `"${field}" ${direction}`).join(', ');
}
