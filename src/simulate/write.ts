import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { isoOf, type Instant } from '../core/time.ts';
import type { Company, EcsDocument, Tables } from './company.ts';

/** Takes one file: its name, and its text in pieces. */
export type Sink = (name: string, pieces: Iterable<string>) => Promise<void>;

const INSTANTS = new Set(['shipped_at', 'delivered_at', 'assigned_from', 'assigned_to', 'ordered_at', 'returned_at', 'known_from', 'applied_at']);
/** Points of a row, and the pair of columns they become. */
const POINTS: Readonly<Record<string, readonly [string, string]>> = { home: ['home_lat', 'home_lon'], ship: ['ship_lat', 'ship_lon'], at: ['lat', 'lon'] };

const COLUMNS = {
  people: ['hire_id', 'email', 'user_names', 'display_name', 'start_date', 'end_date', 'employment', 'agency', 'role', 'team', 'manager_email', 'referred_by', 'work_mode', 'device_kind', 'home_city', 'home_region', 'home_country', 'home_lat', 'home_lon', 'time_zone', 'work_hours', 'household', 'device_serials', 'ship_city', 'ship_region', 'ship_country', 'ship_lat', 'ship_lon', 'ship_address_token', 'shipped_at', 'delivered_at', 'phone_token', 'bank_token', 'known_from'],
  devices: ['serial', 'asset_tag', 'hire_id', 'assigned_from', 'assigned_to', 'ordered_at', 'ship_city', 'ship_region', 'ship_country', 'ship_lat', 'ship_lon', 'ship_address_token', 'shipped_at', 'delivered_at', 'returned_at'],
  places: ['place_id', 'name', 'kind', 'cidr', 'lat', 'lon', 'time_zone'],
  travel: ['hire_id', 'from', 'to', 'city', 'region', 'country', 'lat', 'lon', 'approved_by'],
  allowed: ['tool', 'scope', 'until', 'owner', 'reason'],
  applications: ['application_id', 'hire_id', 'applied_at', 'email', 'phone_token', 'resume_text', 'profile_url', 'profile_created', 'profile_last_changed', 'portfolio_url', 'claimed_city', 'claimed_region', 'claimed_country', 'applied_from_ip', 'school', 'degree', 'major', 'degree_from', 'degree_to', 'employers', 'references', 'role_applied', 'source'],
} as const satisfies Readonly<Record<keyof Tables, readonly string[]>>;

/** Writes a company as the files a company hands over, with what is true beside them. */
export async function writeCompany(company: Company, sink: Sink): Promise<void> {
  for (const table of Object.keys(COLUMNS) as (keyof Tables)[]) await sink(`${table}.csv`, [csvOf(company.tables, table)]);
  await sink('truth.json', [`${JSON.stringify(company.truth, undefined, 2)}\n`]);
  await sink('events.ndjson.gz', linesOf(company.events()));
}

/** One table as CSV with a header. */
export function csvOf(tables: Tables, table: keyof Tables): string {
  const columns: readonly string[] = COLUMNS[table];
  const lines = tables[table].map((row) => {
    const cells = cellsOf(row as unknown as Record<string, unknown>);
    return columns.map((column) => quoted(cells[column] ?? '')).join(',');
  });
  return `${[columns.join(','), ...lines].join('\n')}\n`;
}

/** Events as NDJSON, in pieces of some hundred lines; times in ISO 8601. */
export function* linesOf(events: Iterable<EcsDocument>): Generator<string> {
  let piece = '';
  for (const event of events) {
    piece += `${lineOf(event)}\n`;
    if (piece.length > 262_144) {
      yield piece;
      piece = '';
    }
  }
  if (piece) yield piece;
}

/** One event as a line. */
export function lineOf(event: EcsDocument): string {
  return JSON.stringify({ ...event, '@timestamp': isoOf(event['@timestamp'] as Instant), 'event.ingested': isoOf(event['event.ingested'] as Instant) });
}

/** A sink into a folder, which is made; names that end in `.gz` are compressed. */
export function folderSink(folder: string): Sink {
  return async (name, pieces) => {
    await mkdir(folder, { recursive: true });
    const file = join(folder, name);
    if (name.endsWith('.gz')) await pipeline(Readable.from(pieces), createGzip({ level: 5 }), createWriteStream(file));
    else await pipeline(Readable.from(pieces), createWriteStream(file));
  };
}

function cellsOf(row: Record<string, unknown>): Record<string, string> {
  const cells: Record<string, string> = {};
  for (const [name, value] of Object.entries(row)) {
    const point = POINTS[name];
    if (value === undefined) continue;
    if (point && typeof value === 'object') {
      const { lat, lon } = value as { lat: number; lon: number };
      cells[point[0]] = String(Math.round(lat * 1e4) / 1e4);
      cells[point[1]] = String(Math.round(lon * 1e4) / 1e4);
    } else if (INSTANTS.has(name)) cells[name] = isoOf(Math.round((value as number) / 1_000) * 1_000);
    else cells[name] = Array.isArray(value) ? value.join(';') : String(value);
  }
  return cells;
}

function quoted(cell: string): string {
  return /[",\n;]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
