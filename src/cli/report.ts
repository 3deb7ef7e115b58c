import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { ENVIRONMENT } from '../config.ts';
import { FarmwatchError } from '../errors.ts';
import { shareBounds } from '../evaluate/intervals.ts';
import { factsOf } from '../report/facts.ts';
import { htmlOf } from '../report/html.ts';
import { markdownOf } from '../report/markdown.ts';
import { findBrowser, pdfOf } from '../report/pdf.ts';
import { weekAt, weekBefore, weekNamed, type Week } from '../report/week.ts';
import { weeklyOf, type WeeklyReport } from '../report/weekly.ts';
import type { CompanyNote } from '../api/scene.ts';
import { fileOf, withApp, type CommandContext, type Shared } from './context.ts';
import { printable } from './io.ts';

const FORMATS = ['md', 'html', 'pdf', 'json'] as const;
type Format = (typeof FORMATS)[number];
interface Words extends Shared { readonly week?: string; readonly format?: string; readonly out?: string }

export function addReport(program: Command, context: CommandContext): void {
  const { io } = context;
  program.command('report').description('The report for security leads.').command('weekly')
    .description('Two pages about one week: scope, cases, decisions, what was not watched, what is allowed, privacy. The same week gives the same bytes again.')
    .option('--week <name>', 'such as 2026-W46; the last whole week where none is named')
    .option('--format <format>', `${FORMATS.join(', ')}; by the ending of --out where it is not said, else md`)
    .option('--out <file>', 'where it goes; else it is printed')
    .action(async (_own, self: Command) => {
      const words = self.optsWithGlobals<Words>();
      const format = formatOf(words);
      if (format === 'pdf' && words.out === undefined) throw new FarmwatchError('usage', { why: 'A PDF is no text to print: name a file with --out report.pdf.' });
      await withApp(words, context, async (app) => {
        const { company } = app.loaded.config;
        const week = weekOf(words.week, company.time_zone, io.now());
        if (week.to > io.now()) io.err(`${week.name} is not over yet; the report says what is known up to now.`);
        const simulated = (await app.store.shelf<CompanyNote>('company').get('company'))?.value.simulated ?? false;
        io.progress(`reading ${week.name}`);
        const facts = await factsOf(app.pipeline, week, { company: company.name, zone: company.time_zone, simulated });
        const report = weeklyOf(facts, shareBounds);
        const made = await contentOf(report, format);
        if (words.out === undefined) for (const line of String(made).trimEnd().split('\n')) io.out(printable(line));
        else {
          const file = fileOf(words.out, io);
          try {
            await writeFile(file, made, { mode: 0o600 });
          } catch (cause) {
            throw new FarmwatchError('file.unwritable', { file, why: (cause as Error).message, cure: 'Name another file with --out.' }, { cause });
          }
          io.err(printable(`Written: ${words.out}`));
        }
      });
    });
}

function formatOf({ format, out, json }: Words): Format {
  const asked = format ?? (json ? 'json' : out === undefined ? 'md' : /\.(\w+)$/.exec(out)?.[1] ?? 'md');
  const known = FORMATS.find((one) => one === asked);
  if (known === undefined) throw new FarmwatchError('usage', { why: `There is no format ${JSON.stringify(asked)}; there are ${FORMATS.join(', ')}. Name one with --format.` });
  return known;
}

function weekOf(name: string | undefined, zone: string, now: number): Week {
  if (name === undefined) return weekBefore(weekAt(now, zone), zone);
  const week = weekNamed(name, zone);
  if (!week) throw new FarmwatchError('usage', { why: `--week ${JSON.stringify(name)} is no week. Write it like ${weekAt(now, zone).name}.` });
  return week;
}

async function contentOf(report: WeeklyReport, format: Format): Promise<string | Buffer> {
  switch (format) {
    case 'json': return `${JSON.stringify(report)}\n`;
    case 'md': return markdownOf(report);
    case 'html': return htmlOf(report);
    case 'pdf': return pdfOf(htmlOf(report), findBrowser(ENVIRONMENT.browser));
  }
}
