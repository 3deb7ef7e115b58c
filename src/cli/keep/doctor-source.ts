import { basename } from 'node:path';
import type { App } from '../../app.ts';
import type { MapContext, ReadRecord, Source } from '../../collect/collector.ts';
import { filesIn } from '../../collect/files-in.ts';
import { fitting } from '../../collect/fitting.ts';
import { besideOf, type Beside, type Made, type Make } from '../../collect/side-by-side.ts';
import { NOT_OURS } from '../../collect/take.ts';
import { countReason, countUnused, noCounts } from '../../collect/tally.ts';
import { counted } from '../../core/counted.ts';
import { isRejected } from '../../core/parse-event.ts';
import { isoOf, type Instant } from '../../core/time.ts';
import { spellingOf } from '../../core/token.ts';
import { FarmwatchError } from '../../errors.ts';
import { setBy } from '../bring/collect.ts';
import { reasonLines, unusedLines } from '../bring/counts.ts';
import { missingFields } from '../bring/missing-fields.ts';
import { settleSource } from '../configured/source.ts';
import { fileOf, type Shared } from '../context.ts';
import { printable, type CommandIo } from '../io.ts';
import { aligned } from '../text.ts';

export type MappingOptions = Shared & { readonly fromFile?: string; readonly set?: readonly string[]; readonly mapping?: string };

/** So many events and refused records are shown; reading ends after the next number. */
const SHOWN = 3;
const MOST_RECORDS = 5_000;
const LONGEST_VALUE = 120;

/** One record that is shown, of a folder with its file: beside its events, or with the reason why it is refused. */
type Shown = { readonly file?: string; readonly record: number } & ({ readonly action: string; readonly beside: Beside } | { readonly rejected: string });

/** Shows how the first records of a file, or of the files of a folder, are understood: path by path beside our fields, what is refused and why, and what is never filled. */
export async function showMapping(app: App, id: string, name: string, options: MappingOptions, io: CommandIo): Promise<void> {
  const given = fileOf(name, io);
  const files = await filesIn([given]);
  if (files.length === 0) throw new FarmwatchError('not.found', { what: `file in ${given}`, cure: 'Name a file, or a folder that holds some.' });
  const { source, context, kind } = settleSource(app, id, { set: setBy(options), path: (one) => fileOf(one, io), dryRun: true });
  const make = makerOf(source, context, io.now(), kind !== undefined);
  const counts = noCounts();
  const shown: Shown[] = [];
  const filled = new Set<string>();
  const actions = new Set<string>();
  const seen = { events: 0, rejects: 0 };
  for await (const { file, record } of recordsOf(source, files, context)) {
    const where = { ...(files.length > 1 ? { file: basename(file) } : {}), record: record.line };
    counts.read++;
    const made = 'rejected' in record ? { rejected: record.rejected } : make(record.raw, (said) => countUnused(counts.unusedValues, said));
    if (isRejected(made)) {
      countReason(counts, made.rejected);
      // What is none of our business is counted below.
      if (!made.rejected.startsWith(NOT_OURS) && ++seen.rejects <= SHOWN) shown.push({ ...where, rejected: made.rejected });
    } else {
      counts.made += made.length;
      made.forEach((one, nth) => {
        const action = kind === undefined ? String(one['event.action']) : `a row of ${kind}`;
        actions.add(action);
        for (const [field, value] of Object.entries(one)) if (value !== undefined) filled.add(field);
        if ('raw' in record && ++seen.events <= SHOWN) shown.push({ ...where, action, beside: besideOf(record.raw, nth, make) });
      });
    }
    if (counts.read >= MOST_RECORDS) break;
  }
  const missing = kind === undefined ? missingFields([...actions], [...filled]) : [];
  if (options.json) {
    io.out(JSON.stringify({ file: basename(given), read: counts.read, made: counts.made, rejected: counts.rejected, reasons: Object.fromEntries(counts.reasons), records: shown, missing }));
    return;
  }
  for (const one of shown) for (const line of 'rejected' in one ? [`${nameOf(one)}: rejected, ${one.rejected}`] : linesOf(nameOf(one), one.action, one.beside)) io.out(printable(line));
  io.out(printable(`${basename(given)}: read ${counts.read}${counts.read >= MOST_RECORDS ? ' (no more were looked at)' : ''}, ${counted(counts.made, kind === undefined ? 'event' : 'row')} of them, rejected ${counts.rejected}`));
  for (const line of [...reasonLines(counts, 40), ...unusedLines(counts)]) io.out(printable(line));
  for (const { said } of missing) io.out(printable(`  ${said}`));
}

async function* recordsOf(source: Source, files: readonly string[], { options }: MapContext): AsyncGenerator<{ readonly file: string; readonly record: ReadRecord }> {
  for (const file of files) for await (const record of source.read(file, options)) yield { file, record };
}

/** What the source makes of a record, checked as it would be on its way into the store; of private values their kind stands for the token. */
function makerOf(source: Source, context: MapContext, stamp: Instant, isTable: boolean): (raw: unknown, unused?: (said: string) => void) => ReturnType<Make> {
  const mapping: MapContext = { ...context, token: (kind, value) => (spellingOf(kind, value) === undefined ? undefined : `(a token, ${kind})`) };
  return (raw, unused) => {
    if (isTable) {
      const row = source.rowOf!(raw, mapping);
      return isRejected(row) ? row : [row];
    }
    const drafts = source.map(raw, mapping);
    if (isRejected(drafts)) return drafts;
    const fitted = fitting(drafts, { stamp, after: undefined });
    if (isRejected(fitted)) return fitted;
    for (const said of fitted.unused) unused?.(said);
    return fitted.fit.map(({ event }) => event as unknown as Made);
  };
}

function nameOf({ file, record }: Shown): string {
  return `record ${record}${file === undefined ? '' : ` of ${file}`}`;
}

function linesOf(record: string, action: string, { sides, needed, unused }: Beside): readonly string[] {
  const rows = sides.map(({ field, value, from }) => [from.join(', ') || '(by itself)', '→', field, readable(field, value)]);
  return [
    `${record} → ${action}`, ...aligned(['in the record', '', 'our field', 'value'], rows).map((line) => `  ${line}`),
    ...(needed.length > 0 ? [`  needed: ${needed.join(', ')}`] : []), ...(unused.length > 0 ? [`  not used: ${unused.join(', ')}`] : []),
  ];
}

function readable(field: string, value: unknown): string {
  const text = field === '@timestamp' ? isoOf(value as Instant) : JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
