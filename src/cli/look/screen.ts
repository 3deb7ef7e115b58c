import type { Command } from 'commander';
import { application as detector, oncePerKind } from '../../../detectors/application/application.ts';
import type { Detail } from '../../../detectors/application/detail.ts';
import { detailsOf } from '../../../detectors/application/details.ts';
import { KINDS } from '../../../detectors/application/kinds.ts';
import type { SETTINGS } from '../../../detectors/application/settings.ts';
import { detailsWeight } from '../../../detectors/application/weigh.ts';
import type { App } from '../../app.ts';
import type { ApplicationRow } from '../../core/person.ts';
import type { Values } from '../../core/settings.ts';
import { isoOf } from '../../core/time.ts';
import { readHistory, registryAt } from '../../detect/people/registry.ts';
import { FarmwatchError } from '../../errors.ts';
import { pastInstantOf, withApp, type CommandContext, type Shared } from '../context.ts';
import { printable, type CommandIo } from '../io.ts';
import { noteLook } from '../looked.ts';
import { whoIs } from '../who.ts';

/** What would be looked at, by the column that says it. */
const LOOKED_AT = [
  ['email'], ['phone', 'phone_token'], ['resume_text', 'resume_token'], ['profile_url'], ['portfolio_url'], ['references'], ['school'], ['major'], ['degree_from'], ['degree_to'], ['employers'],
  ['applied_from_ip'], ['claimed_country'], ['applied_at'],
] as const;

const PLUS_ONE = '"+1" is the standard way to write a US phone number, and software fills it in. Alone this means nothing: how a number is written is not kept and adds 0.';
const NO_VERDICT = 'These are small things to ask about, each usual among honest people. They turn nobody down, put nobody in an order, and never open a case.';

export function addScreen(program: Command, context: CommandContext): void {
  program.command('screen <application>')
    .description('The small details of one application as a sum, line by line. A question to ask, never a verdict.')
    .option('--as-of <instant>', 'with what was known at this instant')
    .option('--by <name>', 'who looks, for the journal of views; default is the account of this machine')
    .action(async (id: string, _own, self: Command) => {
      const options = self.optsWithGlobals<Shared & { asOf?: string; by?: string }>();
      await withApp(options, context, async (app) => {
        const asOf = options.asOf === undefined ? await app.store.events.watermark() : await pastInstantOf(options.asOf, '--as-of', app);
        const registry = registryAt(await readHistory(app.store), asOf, app.pipeline.parts.scope);
        const row = registry.applications.find(({ application_id: one }) => one === id);
        if (!row) throw new FarmwatchError('not.found', { what: `application ${JSON.stringify(id)} as of ${isoOf(asOf)}`, cure: 'Import applications.csv, or look from another instant with --as-of.' });
        const settings = await applicationSettings(app, asOf);
        const details = oncePerKind(detailsOf(registry, [row], settings)(row));
        await noteLook(app, { at: context.io.now(), by: whoIs(options.by), what: 'screen' }, row.hire_id === undefined ? { hires: [], applications: [id] } : { hires: [row.hire_id], applications: [] });
        say(row, details, settings, asOf, options, context.io);
      });
    });
}

/** The settings of the detector `application` in force at an instant. */
export async function applicationSettings(app: Pick<App, 'pipeline'>, asOf: number): Promise<Values<typeof SETTINGS>> {
  return (await app.pipeline.inForce(asOf)).judges.detectors.find((armed) => armed.detector.id === detector.id)!.settings as Values<typeof SETTINGS>;
}

function say(row: ApplicationRow, details: readonly Detail[], settings: Values<typeof SETTINGS>, asOf: number, options: Shared, io: CommandIo): void {
  const sum = details.reduce((total, { adds }) => total + adds, 0);
  const held = detailsWeight(details.map(({ adds }) => adds), settings.most);
  const unknown = LOOKED_AT.filter((columns) => columns.every((column) => !isKnown(row, column))).map((columns) => columns.join(' or '));
  if (options.json) {
    io.out(JSON.stringify({
      application_id: row.application_id, ...(row.hire_id === undefined ? {} : { hire_id: row.hire_id }), as_of: isoOf(asOf),
      details: details.map(({ kind, adds, says, alongside }) => ({ kind, adds, says, usual: KINDS[kind].usual, rule_out: KINDS[kind].ruleOut, clear: KINDS[kind].clear, alongside })),
      limit: held - sum, sum: held, unknown, notes: [PLUS_ONE, NO_VERDICT],
    }));
    return;
  }
  const write = (line = ''): void => io.out(printable(line));
  write(`${row.application_id}${row.applied_at === undefined ? '' : `, sent ${isoOf(row.applied_at)}`}, as of ${isoOf(asOf)}: ${details.length === 0 ? 'no detail that does not add up' : `${details.length} small ${details.length === 1 ? 'detail' : 'details'}`}`);
  for (const { kind, adds, says } of details) {
    write(`${signed3(adds)}  ${KINDS[kind].label}: ${says}`);
    write(`        usual: ${KINDS[kind].usual}`);
    write(`        rule out: ${KINDS[kind].ruleOut}`);
    write(`        cleared when ${KINDS[kind].clear}`);
  }
  if (held < sum) write(`${signed3(held - sum)}  held at the most that an application may add`);
  write(`${signed3(held)}  sum; the most that an application may add is ${signed3(settings.most)}, and no case rests on it`);
  if (unknown.length > 0) write(`Not looked at, because the application does not say it: ${unknown.join(', ')}.`);
  write(PLUS_ONE);
  write(NO_VERDICT);
}

function isKnown(row: ApplicationRow, column: (typeof LOOKED_AT)[number][number]): boolean {
  const value = column === 'resume_text' ? row.resume_shingles : row[column];
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}

function signed3(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}
