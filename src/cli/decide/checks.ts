import type { Command } from 'commander';
import { allChecks, hasToWait, refusedCohort, refusedKind, seenChecks } from '../../api/checks.ts';
import { NOTHING } from '../../api/own-record.ts';
import type { App } from '../../app.ts';
import { CHECK_KINDS, CHECKS, OUTCOMES, type CheckKind, type Outcome } from '../../cases/check-kinds.ts';
import { isOnHold, refusedWish, type CheckEntry, type Origin, type Subject, type Task } from '../../cases/check-task.ts';
import { DAY, dayOf, isoOf, realDay, type Instant } from '../../core/time.ts';
import { readHistory, registryAt, type Registry } from '../../detect/people/registry.ts';
import { FarmwatchError } from '../../errors.ts';
import { begunEntries } from '../../run/checks/begin.ts';
import { checkBook } from '../../run/checks/check-book.ts';
import { cohortsOf } from '../../run/checks/cohorts.ts';
import { tellOutcomes } from '../../run/checks/outcome-event.ts';
import { BY_RULE } from '../../run/checks/stage-rule.ts';
import { checkRulesOf } from '../configured/check-rules.ts';
import { withApp, type CommandContext, type Shared } from '../context.ts';
import { printable, type CommandIo } from '../io.ts';
import { noteLook } from '../looked.ts';
import { deskTables } from '../serve/desk-tables.ts';
import { aligned } from '../text.ts';
import { whoIs } from '../who.ts';
import { sentenceOf } from '../words.ts';

interface StartWords extends Shared { readonly case?: string; readonly hire?: string; readonly cohort?: string; readonly application?: string; readonly due: string; readonly by?: string }

/** Checks of people by people. */
export function addChecks(program: Command, context: CommandContext): void {
  const { io } = context;
  const checks = program.command('checks').description('Checks of people by people: calls, meetings, photos, references. Their outcomes are evidence, confirmed as well as refuted.');
  checks.command('list')
    .description('Checks to be done, the soonest due first, and those done in the last 30 days.')
    .option('--by <name>', 'who looks, for the journal of views; default is the account of this machine')
    .action(async (_own, self: Command) => {
      const options = self.optsWithGlobals<Shared & { by?: string }>();
      await withApp(options, context, async (app) => {
        const now = io.now();
        const tasks = await known(app, now);
        // Who can read the store sees both sides: those of applicants, and those on hold.
        const shown = [...new Set([...seenChecks(tasks, 'hr', now), ...seenChecks(tasks, 'analyst', now)])].sort((a, b) => a.due - b.due);
        await noteLook(app, { at: now, by: whoIs(options.by), what: 'check', id: 'list' }, {
          hires: shown.flatMap(({ subject }) => ('hire' in subject ? [subject.hire] : [])), applications: shown.flatMap(({ subject }) => ('application' in subject ? [subject.application] : [])),
        });
        if (options.json) for (const task of shown) io.out(JSON.stringify(lineOf(task)));
        else if (shown.length > 0) for (const line of aligned(['id', 'due', 'state', 'check', 'about', 'from', 'owner'], shown.map(cellsOf))) io.out(printable(line));
        if (shown.length === 0) io.err('No check is due. One begins out of a case, for a cohort, or by checks.stages of the configuration.');
      });
    });
  checks.command('start <kind>')
    .description(`Begin the same check for one person, or for everybody of a cohort. Kinds: ${CHECK_KINDS.join(', ')}.`)
    .option('--hire <id>', 'whom it is about')
    .option('--case <id>', 'with --hire: the case it comes from; where somebody else owns it, the check waits for them')
    .option('--cohort <cohort>', 'team:NAME, agency:NAME or week:MONDAY: everybody of it, and nobody is told why')
    .option('--application <id>', 'an applicant, before the hire')
    .requiredOption('--due <day>', 'last day, such as 2026-12-31')
    .option('--by <name>', 'who begins it; default is the account of this machine')
    .action(async (kind: string, _own, self: Command) => {
      const words = self.optsWithGlobals<StartWords>();
      if (!isKind(kind)) throw new FarmwatchError('usage', { why: `There is no check ${JSON.stringify(kind)}; there are ${CHECK_KINDS.join(', ')}.` });
      await withApp(words, context, (app) => start(app, kind, words, io));
    });
  checks.command('done <id>')
    .description('Enter the outcome of a check. It becomes an event, which the next run weighs.')
    .requiredOption('--outcome <outcome>', OUTCOMES.join(', '))
    .requiredOption('--note <text>', 'what was seen, in a sentence; kept')
    .option('--by <name>', 'who checked; default is the account of this machine')
    .action(async (id: string, _own, self: Command) => {
      const words = self.optsWithGlobals<Shared & { outcome: string; note: string; by?: string }>();
      const outcome = OUTCOMES.find((one) => one === words.outcome);
      if (!outcome) throw new FarmwatchError('usage', { why: `--outcome takes one of ${OUTCOMES.join(', ')}.` });
      await withApp(words, context, (app) => finish(app, id, outcome, sentenceOf(words.note, '--note'), whoIs(words.by), io));
    });
}

const isKind = (text: string): text is CheckKind => (CHECK_KINDS as readonly string[]).includes(text);

async function registryNow(app: App, now: Instant): Promise<Registry> {
  return registryAt(await readHistory(app.store), now, app.pipeline.parts.scope);
}

async function known(app: App, now: Instant): Promise<readonly Task[]> {
  const { cases } = await app.pipeline.cases();
  return allChecks(await checkBook(app.store).read(), checkRulesOf(app.loaded), { registry: await registryNow(app, now), cases }, now, NOTHING);
}

async function start(app: App, kind: CheckKind, words: StartWords, io: CommandIo): Promise<void> {
  const [now, rules, by] = [io.now(), checkRulesOf(app.loaded), whoIs(words.by)];
  if (!realDay(words.due) || words.due < dayOf(now)) throw new FarmwatchError('usage', { why: `--due ${JSON.stringify(words.due)} is no day to come. Write it like 2026-12-31.` });
  const refused = refusedKind(kind, rules, words.application !== undefined);
  if (refused !== undefined) throw new FarmwatchError('usage', { why: refused });
  const registry = await registryNow(app, now);
  const { cases } = await app.pipeline.cases();
  const { origin, subjects } = aboutOf(words, registry, (cohort) => refusedCohort(cohort, rules));
  if ('case' in origin && !cases.some(({ id, hires }) => id === origin.case && hires.includes(words.hire!))) throw new FarmwatchError('not.found', { what: `${JSON.stringify(words.hire)} in a case ${JSON.stringify(words.case)}`, cure: 'See "farmwatch cases".' });
  const book = checkBook(app.store);
  const entries = begunEntries({ kind, due: Date.parse(words.due) + DAY - 1, origin, subjects }, await book.read(), { at: now, by }, (hire) => hasToWait(hire, by, cases));
  await book.append(...entries);
  const onHold = entries.filter(({ task }) => task.isWaiting).length;
  if (words.json) for (const { task } of entries) io.out(JSON.stringify({ id: task.id, kind, due: isoOf(task.due), state: task.isWaiting ? 'on-hold' : 'open' }));
  else for (const { task } of entries) io.out(printable(`${task.id}  ${CHECKS[kind].title}`));
  io.err(`${entries.length} begun${onHold > 0 ? `, ${onHold} of them on hold until the owner of the case lets them go` : ''}; ${subjects.length - entries.length} had it open already.`);
}

/** Whom the words name. @throws FarmwatchError `usage`, `not.found` */
function aboutOf({ hire, case: caseId, cohort: wanted, application }: StartWords, registry: Registry, refused: (cohort: ReturnType<typeof cohortsOf>[number]) => string | undefined): { readonly origin: Origin; readonly subjects: readonly Subject[] } {
  if ([hire, wanted, application].filter((one) => one !== undefined).length !== 1) throw new FarmwatchError('usage', { why: 'Name one of --hire, --cohort and --application.' });
  if (caseId !== undefined && hire === undefined) throw new FarmwatchError('usage', { why: '--case goes with --hire. A cohort names no case.' });
  if (wanted !== undefined) {
    const cohort = cohortsOf(registry).find(({ id }) => id === wanted);
    if (!cohort) throw new FarmwatchError('not.found', { what: `cohort ${JSON.stringify(wanted)} with anybody in scope`, cure: 'Cohorts are team:NAME, agency:NAME and week:MONDAY.' });
    const why = refused(cohort);
    if (why !== undefined) throw new FarmwatchError('usage', { why });
    return { origin: { cohort: cohort.id }, subjects: cohort.hires.map((one) => ({ hire: one })) };
  }
  if (application !== undefined) {
    if (!registry.applications.some(({ application_id: id }) => id === application)) throw new FarmwatchError('not.found', { what: `application ${JSON.stringify(application)}` });
    return { origin: { asked: true }, subjects: [{ application }] };
  }
  if (!registry.hires.has(hire!)) throw new FarmwatchError('not.found', { what: `hire ${JSON.stringify(hire)}` });
  if (caseId === undefined) throw new FarmwatchError('usage', { why: 'One person alone is checked out of a case: name it with --case, or check a whole --cohort.' });
  return { origin: { case: caseId }, subjects: [{ hire: hire! }] };
}

async function finish(app: App, id: string, outcome: Outcome, note: string, by: string, io: CommandIo): Promise<void> {
  const at = io.now();
  const task = (await known(app, at)).find((one) => one.id === id);
  if (!task) throw new FarmwatchError('not.found', { what: `check ${JSON.stringify(id)}`, cure: 'See "farmwatch checks list".' });
  const why = refusedWish(task, { kind: 'done', outcome, note }, at);
  if (why !== undefined) throw new FarmwatchError('usage', { why });
  const { kind, subject, origin, due, isWaiting } = task;
  const first: readonly CheckEntry[] = task.revision > 0 ? [] : [{ did: 'begun', at, by: BY_RULE, task: { id, kind, subject, origin, due, isWaiting } }];
  await checkBook(app.store).append(...first, { did: 'done', id, at, by, outcome, note });
  const told = await tellOutcomesOf(app);
  io.out(printable(`${id}  ${outcome}`));
  io.err(told > 0 ? 'The next run weighs it.' : 'It is kept, and weighed once the applicant is hired.');
}

/** Tells the detectors of outcomes that they do not know yet. */
export async function tellOutcomesOf(app: App): Promise<number> {
  const now = app.now();
  return tellOutcomes(checkBook(app.store), await registryNow(app, now), (documents) => deskTables(app).bring(documents), now);
}

const aboutSays = (subject: Subject): string => ('hire' in subject ? subject.hire : `application ${subject.application}`);
const fromSays = (origin: Origin): string => ('case' in origin ? `case ${origin.case}` : 'stage' in origin ? origin.stage : 'cohort' in origin ? origin.cohort : 'asked for');
const stateOf = (task: Task): string => task.done?.outcome ?? (task.dropped ? 'dropped' : isOnHold(task) ? 'on hold' : 'open');

function cellsOf(task: Task): readonly unknown[] {
  return [task.id, dayOf(task.due), stateOf(task), task.kind, aboutSays(task.subject), fromSays(task.origin), task.owner ?? ''];
}

function lineOf(task: Task): object {
  const { id, kind, subject, origin, due, owner, done } = task;
  return {
    id, kind, ...('hire' in subject ? { hire_id: subject.hire } : { application_id: subject.application }), from: origin, due: isoOf(due), state: stateOf(task), owner,
    ...(done ? { outcome: done.outcome, done_at: isoOf(done.at), done_by: done.by } : {}),
  };
}
