import type { Command } from 'commander';
import type { App } from '../../app.ts';
import type { HireId } from '../../core/person.ts';
import { isoOf, type Instant } from '../../core/time.ts';
import { readHistory } from '../../detect/people/registry.ts';
import { FarmwatchError } from '../../errors.ts';
import { counted } from '../../report/words.ts';
import { linesOf } from '../../run/lines.ts';
import { hiddenIn } from '../../run/mutes.ts';
import { darkAt } from '../../run/sources-seen.ts';
import { instantOf, withApp, type CommandContext, type Shared } from '../context.ts';
import { printable } from '../io.ts';
import { noteLook } from '../looked.ts';
import { tableOf } from '../text.ts';
import { whoIs } from '../who.ts';
import { explain } from './explain.ts';

const KINDS = { findings: 'what detectors made of the evidence', risk: 'every starter with the sum of all findings', cases: 'people and findings that somebody works on', devices: 'where each issued laptop is' } as const;
/** One of them, and several. */
const NOUNS: Readonly<Record<keyof typeof KINDS, readonly [one: string, more: string]>> = { findings: ['finding', 'findings'], risk: ['person', 'people'], cases: ['case', 'cases'], devices: ['device', 'devices'] };

export function addShow(program: Command, context: CommandContext): void {
  for (const [kind, what] of Object.entries(KINDS) as [keyof typeof KINDS, string][]) {
    program.command(kind)
      .description(`What stands: ${what}, from the newest stored run.`)
      .option('--as-of <instant>', 'from the newest run at or before this instant')
      .action(async (_own, self: Command) => {
        const options = self.optsWithGlobals<Shared & { asOf?: string }>();
        await withApp(options, context, async (app) => {
          const at = options.asOf === undefined ? undefined : instantOf(options.asOf, '--as-of');
          const { run, cases } = await app.pipeline.cases(at);
          if (!run) throw await noRun(app, at);
          const dark = kind === 'findings' ? [] : await darkAt(app.store, run.asOf);
          const lines = linesOf(kind, run, cases, dark.map(({ name }) => name));
          if (options.json) for (const line of lines) context.io.out(JSON.stringify(line));
          else for (const line of tableOf(kind, kind === 'devices' ? await withStrangers(app, lines) : lines)) context.io.out(printable(line));
          for (const hidden of hiddenIn(run)) if (!options.json && kind !== 'devices') context.io.err(printable(`Muted: ${hidden}.`));
          for (const { name, said } of dark) if (!options.json) context.io.err(printable(`Dark: ${name}, ${said}`));
          if (!options.json) context.io.err(`${counted(lines.length, ...NOUNS[kind])}, as of ${isoOf(run.asOf)}.`);
          const before = lines.length > 0 || at !== undefined || options.json ? undefined : (await app.pipeline.runs.instants(undefined, run.asOf)).at(-1);
          // A run of today over records of last spring finds nobody in their first months.
          if (before !== undefined) context.io.err(`That is the newest run. What stood at the one before: farmwatch ${kind} --as-of ${isoOf(before)}`);
        });
      });
  }
  program.command('explain <hire>')
    .description('Why: the sum line by line, with facts, innocent reasons and what each line’s absence would change.')
    .option('--as-of <instant>', 'from the newest run at or before this instant')
    .option('--rows', 'show the raw events behind each line')
    .option('--by <name>', 'who looks, for the audit; default is the account of this machine')
    .action(async (hire: string, _own, self: Command) => {
      const options = self.optsWithGlobals<Shared & { asOf?: string; rows?: boolean; by?: string }>();
      await withApp(options, context, async (app) => {
        const at = options.asOf === undefined ? undefined : instantOf(options.asOf, '--as-of');
        const run = await app.pipeline.runs.newest(at);
        if (!run) throw await noRun(app, at);
        if (run.risks.some(({ hire_id: id }) => id === hire)) await noteLook(app, { at: context.io.now(), by: whoIs(options.by), what: options.rows ? 'rows' : 'person' }, { hires: [hire], applications: [] });
        await explain(hire, run, app, options, context.io);
      });
    });
}

/** Lines of laptops for people: a holder whom no people file has is not shown as if somebody knew them. */
async function withStrangers({ store }: App, lines: readonly object[]): Promise<readonly object[]> {
  const known = new Set((await readHistory(store)).people.flatMap(({ versions }) => versions.map(({ row }) => row.hire_id)));
  return (lines as readonly { readonly hire_id: HireId | null }[]).map((line) => (line.hire_id === null || known.has(line.hire_id) ? line : { ...line, hire_id: `${line.hire_id} (in no people file)` }));
}

async function noRun({ store, pipeline }: App, at: Instant | undefined): Promise<FarmwatchError> {
  const [first] = await pipeline.runs.instants();
  if (at !== undefined && first !== undefined) {
    return new FarmwatchError('not.found', { what: `stored run at or before ${isoOf(at)}`, cure: `The first is as of ${isoOf(first)}. Name that instant or a later one, or judge earlier days with "farmwatch replay".` });
  }
  return new FarmwatchError('not.found', { what: `stored run in ${store.name}`, cure: 'Run "farmwatch import" if nothing was imported yet, then "farmwatch detect" or "farmwatch replay".' });
}
