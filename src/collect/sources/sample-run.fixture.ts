import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { parseEvent, isRejected } from '../../core/parse-event.ts';
import type { Draft, MapContext, Source } from '../collector.ts';

/** Real telemetry lies beside the checkout, never in it: most of it may not be passed on. */
const SAMPLES = join(import.meta.dirname, '../../../../shared/samples');

/** True where the samples can be had. Elsewhere tests over them are skipped, except on the build server, which must have them. */
export const HAS_SAMPLES = existsSync(SAMPLES);
export const SKIP_SAMPLES = !HAS_SAMPLES && process.env['CI'] !== 'true';
export const NO_SAMPLES = `there is no folder ${relative(process.cwd(), SAMPLES)} with samples`;

/** Every file below a folder of the samples, in order of names. */
export function sampleFiles(folder: string): readonly string[] {
  return readdirSync(join(SAMPLES, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

export interface SampleRun {
  readonly read: number;
  readonly events: Readonly<Record<string, number>>;
  /** Rows of a table, of a source whose records become such. */
  readonly rows: readonly Readonly<Record<string, string>>[];
  readonly rejected: Readonly<Record<string, number>>;
  /** Drafts that were no events, with the file they came from. */
  readonly unfit: readonly string[];
}

/** Reads and maps files as a collection from saved files does, and counts what became of the records. */
export async function runOver(source: Source, files: readonly string[], options: Readonly<Record<string, string>> = {}): Promise<SampleRun> {
  let read = 0;
  const events: Record<string, number> = {};
  const rejected: Record<string, number> = {};
  const unfit: string[] = [];
  const rows: Readonly<Record<string, string>>[] = [];
  const context = { settings: {}, options };
  const isTable = source.tableOf?.(options) !== undefined;
  for (const file of files) {
    for await (const record of source.read(file)) {
      read++;
      const row = isTable && !('rejected' in record) ? source.rowOf!(record.raw, context) : undefined;
      if (row && !isRejected(row)) {
        rows.push(row);
        continue;
      }
      const mapped = 'rejected' in record ? record : row ?? source.map(record.raw, context);
      if (isRejected(mapped)) {
        rejected[mapped.rejected] = (rejected[mapped.rejected] ?? 0) + 1;
        continue;
      }
      for (const draft of mapped) {
        const event = parseEvent(draft);
        if (isRejected(event)) unfit.push(`${basename(file)}: ${event.rejected}`);
        else events[event['event.action']] = (events[event['event.action']] ?? 0) + 1;
      }
    }
  }
  return { read, events, rows, rejected, unfit };
}

/** What becomes of every record of a file, as text to keep beside it; throws for a draft that is no event. */
export async function goldenText(source: Source, file: string, context: MapContext): Promise<string> {
  const found: unknown[] = [];
  for await (const record of source.read(file, context.options)) {
    const row = source.tableOf?.(context.options) === undefined || 'rejected' in record ? undefined : source.rowOf!(record.raw, context);
    if (row) {
      found.push({ line: record.line, ...(isRejected(row) ? row : { row }) });
      continue;
    }
    const drafts = 'rejected' in record ? record : source.map(record.raw, context);
    found.push(isRejected(drafts) ? { line: record.line, rejected: drafts.rejected } : { line: record.line, drafts });
    const refused = isRejected(drafts) ? undefined : drafts.map((draft) => parseEvent(draft)).find(isRejected);
    if (refused) throw new Error(`${basename(file)}, record ${record.line}: ${refused.rejected}`);
  }
  return `${JSON.stringify(found, null, 2)}\n`;
}

/** The page of a source, beside its test. */
export function pageText(folder: string): string {
  return readFileSync(join(folder, 'README.md'), 'utf8');
}

/** The agreement as a table of a page: what both say, what agrees, what differs on purpose. */
export function agreementTable(table: Agreement): string {
  const row = ([field, { both, agree, excepted }]: readonly [string, Row]): string => `| ${field} | ${both} | ${agree} | ${excepted} |`;
  return ['| | both say | agree | differ on purpose |', '| --- | --- | --- | --- |', ...Object.entries(table).filter(([, { both }]) => both > 0).map(row)].join('\n');
}

/** A raw record with the document that another project makes of it. */
export interface Judged { readonly file: string; readonly raw: unknown; readonly theirs: Readonly<Record<string, unknown>> }

/** The records of files that hold a raw record beside the parsed document. */
export async function judgedRecords(source: Source, files: readonly string[]): Promise<readonly Judged[]> {
  const found: Judged[] = [];
  for (const file of files.filter((name) => name.endsWith('.json'))) {
    const whole = JSON.parse(readFileSync(file, 'utf8')) as { expected?: Readonly<Record<string, unknown>> };
    if (!whole.expected) continue;
    for await (const record of source.read(file)) {
      if (!('rejected' in record)) found.push({ file: basename(file), raw: record.raw, theirs: whole.expected });
    }
  }
  return found;
}

export const COMPARED = ['time', 'user', 'address', 'host', 'outcome'] as const;
export type Compared = (typeof COMPARED)[number];
export interface Row { both: number; agree: number; excepted: number; readonly differ: string[] }
export type Agreement = Readonly<Record<Compared, Row>>;

/**
 * Counts where two readings of the same records agree, over the fields that both have.
 *
 * @param ours     our reading; undefined where the record is not our business
 * @param excepted true for a difference that the page of the source documents
 */
export function agreement(
  judged: readonly Judged[], ours: (raw: unknown) => Draft | undefined,
  excepted: (field: Compared, record: Judged, mine: string, their: string) => boolean,
): Agreement {
  const table = Object.fromEntries(COMPARED.map((field) => [field, { both: 0, agree: 0, excepted: 0, differ: [] }])) as unknown as Agreement;
  for (const record of judged) {
    const draft = ours(record.raw);
    if (!draft) continue;
    for (const field of COMPARED) {
      const mine = ourValue(field, draft);
      const their = theirValue(field, record.theirs);
      if (mine === undefined || their === undefined) continue;
      const row = table[field];
      row.both++;
      if (mine === their) row.agree++;
      else if (excepted(field, record, mine, their)) row.excepted++;
      else row.differ.push(`${record.file}: ${mine} against ${their}`);
    }
  }
  return table;
}

function ourValue(field: Compared, draft: Draft): string | undefined {
  switch (field) {
    case 'time': return second(draft['@timestamp']);
    case 'user': return text(draft['user.email'] ?? draft['user.name'] ?? draft['user.id']);
    case 'address': return text(draft['source.ip']);
    case 'host': return text(draft['host.name']);
    case 'outcome': return text(draft['event.outcome']);
  }
}

function theirValue(field: Compared, document: Readonly<Record<string, unknown>>): string | undefined {
  switch (field) {
    case 'time': return second(document['@timestamp']);
    case 'user': {
      const domain = text(at(document, 'user', 'domain') ?? at(document, 'source', 'user', 'domain'));
      const name = text(at(document, 'user', 'name') ?? at(document, 'source', 'user', 'name'));
      const full = domain !== undefined && name !== undefined && !name.includes('@') ? `${domain}\\${name}` : name;
      return text(at(document, 'user', 'email')) ?? full ?? text(at(document, 'user', 'id'));
    }
    case 'address': return text(parsedAddress(at(document, 'source', 'ip')));
    case 'host': return text(at(document, 'host', 'name'));
    case 'outcome': return text(at(document, 'event', 'outcome') ?? at(document, 'action', 'outcome'));
  }
}

/** The address in the spelling of the core. */
function parsedAddress(value: unknown): unknown {
  const event = parseEvent({ '@timestamp': 1e12, 'event.action': 'sign-in', 'source.ip': value });
  return isRejected(event) ? value : event['source.ip'];
}

function at(document: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined | null)?.[name], document);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.toLowerCase() : undefined;
}

function second(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  return new Date(value).toISOString().slice(0, 19);
}

/** The share of compared values that agree, documented differences left out; 1 where nothing was compared. */
export function shareAgreed(table: Agreement): number {
  const rows = Object.values(table);
  const both = rows.reduce((sum, row) => sum + row.both - row.excepted, 0);
  return both === 0 ? 1 : rows.reduce((sum, row) => sum + row.agree, 0) / both;
}
