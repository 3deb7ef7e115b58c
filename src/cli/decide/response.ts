import type { Command } from 'commander';
import type { App } from '../../app.ts';
import { entryOfWish, isDone, lockedBy, refusedStep, type Response, type ResponseStep } from '../../cases/response.ts';
import { isoOf } from '../../core/time.ts';
import { FarmwatchError } from '../../errors.ts';
import { responseBook, responsesOf } from '../../run/responses/response-book.ts';
import { withApp, type CommandContext, type Shared } from '../context.ts';
import { printable } from '../io.ts';
import { whoIs } from '../who.ts';
import { sentenceOf } from '../words.ts';
import { addResponsePlan, plansOf } from './response-plan.ts';
import { mustBeSecondOf } from './second-person.ts';

/** What people do about a confirmed case, written down, and the plan that they follow; Farmwatch performs none of it. */
export function addResponse(program: Command, context: CommandContext): void {
  const { io } = context;
  const response = program.command('response').description('The response to a confirmed case, step by step. Farmwatch writes down what people did and performs none of it.');
  response.command('show <case>')
    .description('The steps with who did them and what shows it.')
    .action(async (id: string, _own, self: Command) => {
      const options = self.optsWithGlobals<Shared>();
      await withApp(options, context, async (app) => {
        const found = await responseTo(app, id);
        if (options.json) for (const step of found.steps) io.out(JSON.stringify(lineOf(step, found)));
        else for (const line of found.steps.flatMap((step) => textOf(step, found))) io.out(printable(line));
        io.err(printable(`Since ${isoOf(found.startedAt)}, by ${found.startedBy}.${found.ended ? ` Ended ${isoOf(found.ended.at)} by ${found.ended.by}: ${found.ended.text}` : ''} Farmwatch performs none of these steps.`));
      });
    });
  response.command('done <case> <step>')
    .description('Write down that a step is done. Two different people confirm; contacts come after what exists is preserved.')
    .requiredOption('--evidence <text>', 'what shows it: a reference, the id of an export, a ticket; kept')
    .option('--by <name>', 'who did it; default is the account of this machine')
    .action(async (id: string, step: string, _own, self: Command) => {
      const words = self.optsWithGlobals<Shared & { evidence: string; by?: string }>();
      const [evidence, by] = [sentenceOf(words.evidence, '--evidence'), whoIs(words.by)];
      await withApp(words, context, async (app) => {
        const found = await responseTo(app, id);
        const why = refusedStep(found, { kind: 'done', step, evidence }, by);
        if (why !== undefined) throw new FarmwatchError('usage', { why: `${why} See "farmwatch response show ${id}".` });
        if (step === 'confirm') for (const first of found.steps.find((one) => one.id === step)?.done ?? []) await mustBeSecondOf(app, first, by);
        const book = responseBook(app.store);
        if (found.revision === 0) await book.append({ did: 'started', at: found.startedAt, by: found.startedBy, case: id, plan: (await plansOf(app).planOf())(found.startedAt) });
        await book.append(entryOfWish(found, { kind: 'done', step, evidence }, io.now(), by));
        const now = (await responseTo(app, id)).steps.find((one) => one.id === step)!;
        io.out(printable(`${step}  ${isDone(now) ? 'done' : 'one more person has to confirm it'}`));
      });
    });
  addResponsePlan(response, context);
}

async function responseTo(app: App, id: string): Promise<Response> {
  const { cases } = await app.pipeline.cases();
  const found = responsesOf(await responseBook(app.store).read(), cases, await plansOf(app).planOf()).find((one) => one.case === id);
  if (!found) throw new FarmwatchError('not.found', { what: `response to a case ${JSON.stringify(id)}`, cure: 'One begins when a case is closed as true, or by hand on the page of the case.' });
  return found;
}

function stateOf(step: ResponseStep, response: Response): string {
  return isDone(step) ? 'done' : step.skipped ? 'skipped' : lockedBy(step, response).length > 0 ? 'locked' : 'open';
}

function textOf(step: ResponseStep, response: Response): readonly string[] {
  return [
    `${step.id.padEnd(12)} ${stateOf(step, response).padEnd(8)} ${step.title}${step.owner === null ? '' : `  (${step.owner})`}`,
    ...[...step.done, ...step.skipped ? [step.skipped] : []].map(({ at, by, text }) => `             ${isoOf(at)} ${by}: ${text}`),
  ];
}

function lineOf(step: ResponseStep, response: Response): object {
  const word = ({ at, by, text }: { readonly at: number; readonly by: string; readonly text: string }): object => ({ at: isoOf(at), by, text });
  return { case: response.case, step: step.id, title: step.title, contact: step.isContact ?? false, state: stateOf(step, response), owner: step.owner, done: step.done.map(word), ...(step.skipped ? { skipped: word(step.skipped) } : {}) };
}
