import type { Command } from 'commander';
import type { App } from '../../app.ts';
import { ENVIRONMENT } from '../../config.ts';
import { isoOf } from '../../core/time.ts';
import { FarmwatchError } from '../../errors.ts';
import { shareBounds } from '../../evaluate/intervals.ts';
import { factsOf } from '../../report/facts.ts';
import { htmlOf } from '../../report/html.ts';
import { entriesIn, hiddenJournal, plantedJournal } from '../../report/kept.ts';
import { markdownOf, quarterMarkdownOf } from '../../report/markdown.ts';
import { findBrowser, pdfOf } from '../../report/pdf.ts';
import { quarterFactsOf } from '../../report/quarter-facts.ts';
import { quarterHtmlOf } from '../../report/quarter-html.ts';
import { quarterAt, quarterBefore, quarterNamed, type Quarter } from '../../report/quarter.ts';
import { quarterlyOf } from '../../report/quarterly.ts';
import { weekAt, weekBefore, weekNamed, type Week } from '../../report/week.ts';
import { weeklyOf } from '../../report/weekly.ts';
import { isSimulated } from '../../run/company-note.ts';
import { deletionJournal } from '../../run/retention/deletions.ts';
import { viewJournal } from '../../run/views.ts';
import { fileOf, withApp, type CommandContext, type Shared } from '../context.ts';
import { printable } from '../io.ts';
import { writeOut } from './out-file.ts';

const FORMATS = ['md', 'html', 'pdf', 'json'] as const;
type Format = (typeof FORMATS)[number];
interface Words extends Shared { readonly week?: string; readonly quarter?: string; readonly format?: string; readonly out?: string }

/** A report in the ways it can be written. */
interface Written { readonly value: object; md(): string; html(): string }

export function addReport(program: Command, context: CommandContext): void {
  const { io } = context;
  const report = program.command('report').description('The reports for security leads.');
  written(report.command('weekly')
    .description('Two pages about one week: scope, cases, decisions, what was not watched, what is allowed, privacy; in the first week of a quarter a third page about the quarter before. The same week gives the same bytes again.')
    .option('--week <name>', 'such as 2026-W46; the last whole week where none is named'))
    .action(async (_own, self: Command) => write(self.optsWithGlobals<Words>(), context, async (app, { week: name }) => {
      const week = weekOf(name, app.loaded.config.company.time_zone, io.now());
      if (week.to > io.now()) io.err(`${week.name} is not over yet; the report says what is known up to now.`);
      io.progress(`reading ${week.name}`);
      const value = weeklyOf(await factsOf(app.pipeline, week, { ...await aboutCompany(app), now: io.now() }), shareBounds);
      return { value, md: () => markdownOf(value), html: () => htmlOf(value) };
    }));
  written(report.command('quarterly')
    .description('One page about a quarter beside the four before it: applications, hires, cases and what was confirmed, with exact intervals.')
    .option('--quarter <name>', 'such as 2026-Q3; the last whole quarter where none is named'))
    .action(async (_own, self: Command) => write(self.optsWithGlobals<Words>(), context, async (app, { quarter: name }) => {
      const quarter = quarterFrom(name, app.loaded.config.company.time_zone, io.now());
      if (quarter.to > io.now()) io.err(`${quarter.name} is not over yet; the report says what is known up to now.`);
      io.progress(`reading ${quarter.name}`);
      const value = quarterlyOf(await quarterFactsOf(app.pipeline, quarter, await aboutCompany(app)), shareBounds);
      return { value, md: () => quarterMarkdownOf(value), html: () => quarterHtmlOf(value) };
    }));
  report.command('kept <what>')
    .description(`What a week kept for its report, one JSON object a line: ${Object.keys(KEPT).join(', ')}.`)
    .option('--week <name>', 'such as 2026-W46; all weeks where none is named')
    .action(async (what: string, _own, self: Command) => {
      const words = self.optsWithGlobals<Words>();
      if (!isKept(what)) throw new FarmwatchError('usage', { why: `There is nothing kept under ${JSON.stringify(what)}; there are ${Object.keys(KEPT).join(', ')}.` });
      await withApp(words, context, async (app) => {
        const during = words.week === undefined ? { from: -Infinity, to: Infinity } : weekOf(words.week, app.loaded.config.company.time_zone, io.now());
        const entries = await KEPT[what](app, during);
        for (const entry of entries) io.out(printable(JSON.stringify(entry, instantsShown)));
        if (entries.length === 0) io.err(`Nothing is kept of ${what}${words.week === undefined ? '' : ` in ${words.week}`}.`);
      });
    });
}

/** Journals that reports count. */
const KEPT = {
  planted: ({ store }, during) => entriesIn(plantedJournal(store), during),
  hidden: ({ store }, during) => entriesIn(hiddenJournal(store), during),
  deletions: ({ store }, during) => entriesIn(deletionJournal(store), during),
  views: ({ store }, during) => entriesIn(viewJournal(store), during),
} as const satisfies Record<string, (app: App, during: { readonly from: number; readonly to: number }) => Promise<readonly object[]>>;

/** Instants of a journal as every other line has them. */
function instantsShown(name: string, value: unknown): unknown {
  return typeof value === 'number' && ['at', 'asOf', 'since'].includes(name) ? isoOf(value) : value;
}

function isKept(what: string): what is keyof typeof KEPT {
  return Object.hasOwn(KEPT, what);
}

function written(command: Command): Command {
  return command
    .option('--format <format>', `${FORMATS.join(', ')}; by the ending of --out where it is not said, else md`)
    .option('--out <file>', 'where it goes; else it is printed');
}

async function aboutCompany(app: App): Promise<{ readonly company: string; readonly zone: string; readonly simulated: boolean }> {
  const { company } = app.loaded.config;
  return { company: company.name, zone: company.time_zone, simulated: await isSimulated(app.store) };
}

async function write(words: Words, context: CommandContext, make: (app: App, words: Words) => Promise<Written>): Promise<void> {
  const { io } = context;
  const format = formatOf(words);
  if (format === 'pdf' && words.out === undefined) throw new FarmwatchError('usage', { why: 'A PDF is no text to print: name a file with --out report.pdf.' });
  await withApp(words, context, async (app) => {
    const made = await contentOf(await make(app, words), format);
    if (words.out === undefined) {
      for (const line of String(made).trimEnd().split('\n')) io.out(printable(line));
      return;
    }
    writeOut(fileOf(words.out, io), made);
    io.err(printable(`Written: ${words.out}`));
  });
}

function formatOf({ format, out, json }: Words): Format {
  const asked = format ?? (json ? 'json' : out === undefined ? 'md' : /\.(\w+)$/.exec(out)?.[1] ?? 'md');
  const known = FORMATS.find((one) => one === asked);
  if (known === undefined) throw new FarmwatchError('usage', { why: `There is no format ${JSON.stringify(asked)}; there are ${FORMATS.join(', ')}. Name one with --format.` });
  return known;
}

function weekOf(name: string | undefined, zone: string, now: number): Week {
  const today = weekAt(now, zone);
  if (name === undefined) return weekBefore(today, zone);
  const week = weekNamed(name, zone);
  if (!week) throw new FarmwatchError('usage', { why: `--week ${JSON.stringify(name)} is no week. Write it like ${today.name}.` });
  if (week.from > now) throw new FarmwatchError('usage', { why: `${week.name} has not begun: there is nothing to tell of it. This week is ${today.name}.` });
  return week;
}

function quarterFrom(name: string | undefined, zone: string, now: number): Quarter {
  const today = quarterAt(now, zone);
  if (name === undefined) return quarterBefore(today, zone);
  const quarter = quarterNamed(name, zone);
  if (!quarter) throw new FarmwatchError('usage', { why: `--quarter ${JSON.stringify(name)} is no quarter. Write it like ${today.name}.` });
  if (quarter.from > now) throw new FarmwatchError('usage', { why: `${quarter.name} has not begun: there is nothing to tell of it. This quarter is ${today.name}.` });
  return quarter;
}

async function contentOf({ value, md, html }: Written, format: Format): Promise<string | Buffer> {
  switch (format) {
    case 'json': return `${JSON.stringify(value)}\n`;
    case 'md': return md();
    case 'html': return html();
    case 'pdf': return pdfOf(html(), findBrowser(ENVIRONMENT.browser));
  }
}
