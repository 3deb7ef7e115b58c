import type { Command } from 'commander';
import type { App } from '../../app.ts';
import { holdsSince, isWaiting, type PlanVersion } from '../../cases/plan-versions.ts';
import { PLAN_OWNERS, type PlanStep } from '../../cases/response-plan.ts';
import { isoOf } from '../../core/time.ts';
import { FarmwatchError } from '../../errors.ts';
import { responsePlans, type ResponsePlans } from '../../run/responses/plan-book.ts';
import { planIn, responsePlanOf } from '../configured/check-rules.ts';
import { fileOf, withApp, type CommandContext, type Shared } from '../context.ts';
import { printable } from '../io.ts';
import { aligned } from '../text.ts';
import { whoIs } from '../who.ts';
import { sentenceOf } from '../words.ts';
import { mustBeSecondOf } from './second-person.ts';

type Writing = Shared & { readonly why: string; readonly by?: string };
type Answering = Shared & { readonly note?: string; readonly by?: string };

/** The company's plan of a response, by the configuration of an app. */
export function plansOf({ store, loaded }: Pick<App, 'store' | 'loaded'>): ResponsePlans {
  return responsePlans(store, responsePlanOf(loaded));
}

/** The plan that responses begin with: read, tried, written, put back. */
export function addResponsePlan(response: Command, context: CommandContext): void {
  const { io } = context;
  const plan = response.command('plan').description('The plan that responses begin with. What has begun keeps the plan of its beginning.');
  plan.command('show').description('The steps, in their order.').action(async (_own, self: Command) => {
    const options = self.optsWithGlobals<Shared>();
    await withApp(options, context, async (app) => {
      const steps = (await plansOf(app).planOf())(io.now());
      if (options.json) io.out(JSON.stringify({ steps: steps.map(recordOf) }));
      else for (const line of aligned(['step', 'for', 'due', 'title'], steps.map(cellsOf))) io.out(printable(line));
    });
  });
  plan.command('history').description('Who wrote which version when, why, and what it changed.').action(async (_own, self: Command) => {
    const options = self.optsWithGlobals<Shared>();
    await withApp(options, context, async (app) => {
      const { versions } = await plansOf(app).read();
      for (const version of versions) io.out(options.json ? JSON.stringify(versionOf(version)) : printable(saidVersion(version)));
      if (versions.length === 0) io.err('Nobody has written a plan; the one that ships holds, or a file of the configuration.');
    });
  });
  plan.command('try <file>').description('What a plan of a file would change; nothing is written.').action(async (file: string, _own, self: Command) => {
    const options = self.optsWithGlobals<Shared>();
    await withApp(options, context, async (app) => {
      const { problems, changes, weakens } = await plansOf(app).tried(planIn(fileOf(file, io)), io.now());
      if (options.json) io.out(JSON.stringify({ problems, changes, weakens }));
      else for (const line of [...changes, ...weakens.map((one) => `A second person has to confirm: ${one}`)]) io.out(printable(line));
      if (problems.length > 0) throw new FarmwatchError('usage', { why: `This plan cannot be: ${problems.join('; ')}.` });
    });
  });
  const write = async (words: Writing, stepsIn: () => readonly PlanStep[] | null): Promise<void> => {
    const [why, by] = [sentenceOf(words.why, '--why'), whoIs(words.by)];
    await withApp(words, context, async (app) => {
      const plans = plansOf(app);
      const version = await plans.write({ steps: stepsIn(), why, revision: (await plans.read()).revision }, by, io.now());
      io.out(words.json ? JSON.stringify(versionOf(version)) : printable(isWaiting(version) ? `${version.id} waits for a second person: farmwatch response plan confirm ${version.id} --by NAME` : `${version.id} holds for responses that begin from now on.`));
      for (const line of version.weakens) io.err(printable(line));
    });
  };
  plan.command('write <file>')
    .description('Let the plan of a file hold: {"steps": [{"id", "title", "says", "contact", "owner", "due_hours"}]}. What takes from people’s protection waits for a second person.')
    .requiredOption('--why <text>', 'why, in a sentence; kept')
    .option('--by <name>', 'who writes it; default is the account of this machine')
    .action(async (file: string, _own, self: Command) => write(self.optsWithGlobals<Writing>(), () => planIn(fileOf(file, io))));
  plan.command('reset')
    .description('Let the plan that ships hold again.')
    .requiredOption('--why <text>', 'why, in a sentence; kept')
    .option('--by <name>', 'who does it; default is the account of this machine')
    .action(async (_own, self: Command) => write(self.optsWithGlobals<Writing>(), () => null));
  plan.command('confirm <id>')
    .description('Let a plan hold that waits, as a second person.')
    .option('--by <name>', 'who confirms; not who wrote it')
    .action(async (id: string, _own, self: Command) => {
      const words = self.optsWithGlobals<Answering>();
      const by = whoIs(words.by);
      await withApp(words, context, async (app) => {
        const plans = plansOf(app);
        await mustBeSecondOf(app, await plans.waiting(id), by);
        await plans.confirm(id, by, io.now());
        io.out(words.json ? JSON.stringify({ id, confirmed: by }) : printable(`${id} holds for responses that begin from now on.`));
      });
    });
  plan.command('refuse <id>')
    .description('Turn down a plan that waits, or take your own back.')
    .requiredOption('--note <text>', 'why, in a sentence; kept')
    .option('--by <name>', 'who does it; default is the account of this machine')
    .action(async (id: string, _own, self: Command) => {
      const words = self.optsWithGlobals<Answering & { note: string }>();
      const [note, by] = [sentenceOf(words.note, '--note'), whoIs(words.by)];
      await withApp(words, context, async (app) => {
        await plansOf(app).turnDown(id, note, by, io.now());
        io.out(words.json ? JSON.stringify({ id, turned_down: by }) : printable(`${id} is turned down.`));
      });
    });
}

function cellsOf({ id, owner, dueHours, title, isContact }: PlanStep): readonly string[] {
  return [id, owner === undefined ? '' : PLAN_OWNERS[owner], dueHours === undefined ? '' : `${dueHours} h`, `${title}${isContact ? ' (the person would notice it)' : ''}`];
}

/** A step as a file of a plan holds it. */
function recordOf({ id, title, says, isContact = false, owner, dueHours }: PlanStep): object {
  return { id, title, says, contact: isContact, ...(owner === undefined ? {} : { owner }), ...(dueHours === undefined ? {} : { due_hours: dueHours }) };
}

function versionOf(version: PlanVersion): object {
  const { id, at, by, why, changes, weakens, steps, confirmed, turnedDown } = version;
  const since = holdsSince(version);
  return {
    id, at: isoOf(at), by, why, reset: steps === null, holds_since: since === undefined ? null : isoOf(since), changes, weakens,
    ...(confirmed ? { confirmed_by: confirmed.by } : {}), ...(turnedDown ? { turned_down_by: turnedDown.by, note: turnedDown.note } : {}),
  };
}

function saidVersion(version: PlanVersion): string {
  const { id, at, by, why, changes, confirmed, turnedDown } = version;
  const state = turnedDown ? `turned down by ${turnedDown.by}: ${turnedDown.note}` : isWaiting(version) ? 'waits for a second person' : confirmed ? `confirmed by ${confirmed.by}` : 'held from then on';
  return `${id}  ${isoOf(at)}  ${by}: ${why}  (${state})  ${changes.join(' ')}`;
}
