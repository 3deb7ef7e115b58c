import type { Instant } from '../../../core/time.ts';
import { calendarTime } from '../../calendar-time.ts';
import { isObject, textOf } from '../../loose.ts';
import { utcTime } from '../../utc-time.ts';

/** Columns of one row; every value is text. */
export type Row = Readonly<Record<string, unknown>>;

/** A line of osquery's log. */
export interface OsqueryRecord {
  /** Name of the query, fit to be counted and printed; undefined for a line of the status log. */
  readonly query: string | undefined;
  /** Rows that came up, or that stand in a snapshot. */
  readonly rows: readonly Row[];
  readonly at: Instant | undefined;
  /** What the agent calls the machine: its name, or a UUID, as it was told to. */
  readonly host: string | undefined;
  /** What the company has added to every line. */
  readonly decorations: Row;
}

/** Reads the outside of a line; undefined for what is none of osquery's. */
export function osqueryRecord(raw: unknown): OsqueryRecord | undefined {
  if (!isObject(raw)) return undefined;
  const outside = { at: timeOf(raw), host: textOf(raw['hostIdentifier']) ?? textOf(raw['hostname']), decorations: isObject(raw['decorations']) ? raw['decorations'] : {} };
  const isStatus = ['severity', 'filename', 'line', 'message'].every((name) => raw[name] !== undefined);
  if (isStatus) return { query: undefined, rows: [], ...outside };
  const name = raw['name'];
  const rows = rowsOf(raw);
  return typeof name !== 'string' || !rows ? undefined : { query: /^[\w ./:-]{1,100}$/.test(name) ? name : 'unnamed', rows, ...outside };
}

/** A change a line, all changes of a run in one, or a snapshot. */
function rowsOf(raw: Row): readonly Row[] | undefined {
  const { columns, snapshot, diffResults } = raw;
  if (isObject(columns)) return raw['action'] === 'removed' ? [] : [columns];
  if (Array.isArray(snapshot)) return snapshot.filter(isObject);
  if (isObject(diffResults)) return Array.isArray(diffResults['added']) ? diffResults['added'].filter(isObject) : [];
  return undefined;
}

function timeOf(raw: Row): Instant | undefined {
  const written = textOf(raw['calendarTime']);
  return utcTime(textOf(raw['unixTime'])) ?? utcTime(calendarTime(written) ?? written);
}
