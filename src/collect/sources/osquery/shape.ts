import type { Instant } from '../../../core/time.ts';
import { calendarTime } from '../../calendar-time.ts';
import { isObject, listOf, objectOf, textAt, textOf } from '../../loose.ts';
import { utcTime } from '../../utc-time.ts';

/** Columns of one row; every value is text. */
export type Row = Readonly<Record<string, unknown>>;

/** A line of osquery's log. */
export interface OsqueryRecord {
  /** Name of the query, fit to be counted and printed; undefined for a line of the status log. */
  readonly query: string | undefined;
  /** Rows that came up, or that stand in a snapshot. */
  readonly rows: readonly Row[];
  /** True where the rows are all that there are, and not what changed. */
  readonly isSnapshot?: boolean;
  readonly at: Instant | undefined;
  /** What the agent calls the machine: its name, or a UUID, as it was told to. */
  readonly host: string | undefined;
  /** What the company has added to every line. */
  readonly decorations: Row;
}

/** Reads the outside of a line; undefined for what is none of osquery's. */
export function osqueryRecord(raw: unknown): OsqueryRecord | undefined {
  if (!isObject(raw)) return undefined;
  const managed = ofManager(raw);
  if (managed) return managed;
  const outside = { at: timeOf(raw), host: textAt(raw, 'hostidentifier') ?? textOf(raw['hostname']), decorations: objectOf(raw['decorations']) ?? {} };
  const isStatus = ['severity', 'filename', 'line', 'message'].every((name) => raw[name] !== undefined);
  if (isStatus) return { query: undefined, rows: [], ...outside };
  const reported = ofReport(raw);
  if (reported) return reported;
  const name = raw['name'];
  const rows = rowsOf(raw);
  return typeof name !== 'string' || !rows ? undefined : { query: queryNamed(name), rows, isSnapshot: raw['snapshot'] !== undefined, ...outside };
}

function queryNamed(name: string): string {
  return /^[\w ./:-]{1,100}$/.test(name) ? name : 'unnamed';
}

/** A row of a pack or a live query that Elastic's Osquery Manager ran: its columns below `osquery`, the laptop as in any document of Elastic Agent. */
function ofManager(raw: Row): OsqueryRecord | undefined {
  const [name, row] = [raw['action_id'], raw['osquery']];
  if (typeof name !== 'string' || !isObject(row)) return undefined;
  const decorations = { host_uuid: textAt(raw, 'host', 'id'), hostname: textAt(raw, 'host', 'name') ?? textAt(raw, 'host', 'hostname') };
  return { query: queryNamed(name), rows: textAt(raw, 'osquerymeta', 'action') === 'removed' ? [] : [row], at: utcTime(textAt(raw, 'timestamp')), host: undefined, decorations };
}

/** A row of a report of Fleet: the result of a query that a host gave last. */
function ofReport(raw: Row): OsqueryRecord | undefined {
  const row = objectOf(raw['columns']);
  const fetched = textAt(raw, 'lastfetched');
  return row === undefined || fetched === undefined ? undefined : { query: 'report', rows: [row], at: utcTime(fetched), host: textAt(raw, 'hostname'), decorations: {} };
}

/** A change a line, all changes of a run in one, or a snapshot. */
function rowsOf(raw: Row): readonly Row[] | undefined {
  // Tables keep objects and lists as JSON in a text.
  const columns = objectOf(raw['columns']);
  if (columns) return raw['action'] === 'removed' ? [] : [columns];
  if (raw['snapshot'] !== undefined && listOf(raw['snapshot']).every(isObject)) return listOf(raw['snapshot']).filter(isObject);
  const changes = objectOf(raw['diffResults']);
  return changes && listOf(changes['added']).filter(isObject);
}

function timeOf(raw: Row): Instant | undefined {
  const written = textAt(raw, 'calendartime');
  return utcTime(textAt(raw, 'unixtime')) ?? utcTime(calendarTime(written) ?? written);
}
