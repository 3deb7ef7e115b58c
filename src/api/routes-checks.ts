import { randomInt } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { CHECK_KINDS, CHECKS, OUTCOMES, STAGE_SAYS, STAGES } from '../cases/check-kinds.ts';
import { isAbout, isOnHold, refusedWish, type CheckEntry, type CheckWish, type Origin, type Subject, type Task } from '../cases/check-task.ts';
import { DAY, dayOf, realDay } from '../core/time.ts';
import { FarmwatchError } from '../errors.ts';
import { applicantMark } from '../run/applicant-mark.ts';
import { begunEntries } from '../run/checks/begin.ts';
import { checkBook } from '../run/checks/check-book.ts';
import { NO_RULES } from '../run/checks/check-rules.ts';
import { cohortsOf } from '../run/checks/cohorts.ts';
import { tellOutcomes } from '../run/checks/outcome-event.ts';
import { codeHash, profileCode } from '../run/checks/profile-code.ts';
import { BY_RULE } from '../run/checks/stage-rule.ts';
import { viewJournal } from '../run/views.ts';
import { check } from './access.ts';
import type { Session } from './session-book.ts';
import { allChecks, checkRow, checkView, cohortView, documentsSay, hasToWait, isSeen, kindViews, personOf, refusedCohort, refusedKind, refusedRelease, seenChecks } from './checks.ts';
import type { CheckActAnswer, ChecksBegun, ChecksView, CheckView } from './contract.ts';
import { inTurn } from './in-turn.ts';
import { leftOutOf } from './own-record.ts';
import type { ApiParts } from './parts.ts';
import { Hold, Release } from './routes-waiting.ts';
import { sceneOf, type Scene } from './scene.ts';
import { actorOf, sessionOf } from './session.ts';

/** A check that is due in more than a year is a wish. */
const LATEST_DUE = 366 * DAY;
const Id = z.object({ id: z.string().min(1).max(100) });
const name = z.string().min(1).max(200);
const note = z.string('write a sentence').trim().min(1, 'write a sentence').max(4_000, '4,000 characters are the most');
const revision = z.number('goes with every act; read the check first').int().min(0);
const About = z.union([z.strictObject({ case: name, people: z.array(name).min(1, 'name somebody').max(100) }), z.strictObject({ cohort: name }), z.strictObject({ applicant: name })], 'name people of a case, a cohort or an applicant');
const Start = z.object({ kind: z.enum(CHECK_KINDS, `one of ${CHECK_KINDS.join(', ')}`), due: z.string().refine(realDay, 'write the day as 2026-11-16'), about: About });
const Act = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['take', 'give-back', 'make-code']), revision }),
  z.object({ kind: z.literal('step'), step: z.number().int().min(0).max(50), isDone: z.boolean(), revision }),
  z.object({ kind: z.literal('try-code'), code: z.string().min(1, 'enter the code').max(200), revision }),
  z.object({ kind: z.literal('done'), outcome: z.enum(OUTCOMES, `one of ${OUTCOMES.join(', ')}`), note, revision }),
  z.object({ kind: z.literal('drop'), note, revision }),
], 'one of take, give-back, step, make-code, try-code, done, drop');

/** Checks of people by people: begun, done step by step, and told to the detectors as an event. */
export function addCheckRoutes(plain: FastifyInstance, parts: ApiParts): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const { store } = parts;
  const rules = parts.checkRules ?? NO_RULES;
  const book = checkBook(store);
  const views = viewJournal(store);
  // Of two people who act at once the one who read an older page is told.
  const turn = inTurn();

  const all = async (scene: Scene): Promise<readonly Task[]> => allChecks(await book.read(), rules, scene, parts.now(), leftOutOf(scene));
  const taskOf = async (id: string, scene: Scene, session: Session): Promise<Task> => {
    const task = (await all(scene)).find((one) => one.id === id);
    if (!task || !isSeen(task, session.role)) throw new FarmwatchError('not.found', { what: 'check under this address', cure: 'A check of the rule goes when it is 30 days over.' });
    return task;
  };
  /** What a rule asks for is written down when somebody first does something with it. */
  const writtenFirst = (task: Task): readonly CheckEntry[] => {
    const { id, kind, subject, origin, due, isWaiting } = task;
    return task.revision > 0 ? [] : [{ did: 'begun', at: parts.now(), by: BY_RULE, task: { id, kind, subject, origin, due, isWaiting } }];
  };
  const told = (): void => {
    parts.news.publish({ event: 'checks' });
    parts.news.publish({ event: 'waiting' });
  };

  server.get('/api/checks', { schema: { summary: 'Checks of people: due, done, and which can be begun', tags: ['checks'], querystring: z.object({ case: name.optional() }) } }, async (request): Promise<ChecksView> => {
    const { role } = await sessionOf(request, parts);
    check(role, 'work-checks');
    if (request.query.case !== undefined) check(role, 'read-cases');
    const [scene, now] = [await parts.scenes.now(), parts.now()];
    const shown = { at: now, kinds: kindViews(rules), documents: documentsSay(rules), stages: STAGES.filter((stage) => rules.stages[stage] !== undefined).map((stage) => STAGE_SAYS[stage]) };
    if (!scene) return { ...shown, rows: [], cohorts: [], simulated: false };
    const hires = request.query.case === undefined ? undefined : scene.cases.find(({ id }) => id === request.query.case)?.hires ?? [];
    const seen = seenChecks(await all(scene), role, now).filter((task) => hires === undefined || hires.some((hire) => isAbout(task.subject, hire)));
    return { ...shown, rows: seen.map((task) => checkRow(task, scene, role)), cohorts: cohortsOf(scene.registry).map((cohort) => cohortView(cohort, rules)), simulated: scene.simulated };
  });

  server.get('/api/checks/:id', { schema: { summary: 'One check with its steps', tags: ['checks'], params: Id } }, async (request): Promise<CheckView> => {
    const session = await sessionOf(request, parts);
    check(session.role, 'work-checks');
    const scene = await sceneOf(parts.scenes);
    const task = await taskOf(request.params.id, scene, session);
    await views.append({ at: parts.now(), by: session.user, what: 'check', id: task.id, people: ['hire' in task.subject ? scene.names.of(task.subject.hire) : applicantMark(task.subject.application)] });
    return checkView(task, scene, rules, session.role, parts.now());
  });

  /** Whom a request is about, and what it came from. */
  const subjectsOf = (about: z.infer<typeof About>, scene: Scene, session: Session): { readonly origin: Origin; readonly subjects: readonly Subject[] } => {
    if ('cohort' in about) {
      const cohort = cohortsOf(scene.registry).find(({ id }) => id === about.cohort);
      if (!cohort) throw new FarmwatchError('not.found', { what: 'such cohort', cure: 'Read the list again.' });
      const refused = refusedCohort(cohort, rules);
      if (refused !== undefined) throw new FarmwatchError('request.invalid', { why: refused });
      return { origin: { cohort: cohort.id }, subjects: cohort.hires.map((hire) => ({ hire })) };
    }
    if ('applicant' in about) {
      check(session.role, 'read-applications');
      const found = scene.registry.applications.find(({ application_id: id }) => applicantMark(id) === about.applicant);
      if (!found) throw new FarmwatchError('not.found', { what: 'application under this mark' });
      return { origin: { asked: true }, subjects: [{ application: found.application_id }] };
    }
    check(session.role, 'work-cases');
    const state = scene.cases.find(({ id }) => id === about.case);
    if (!state) throw new FarmwatchError('not.found', { what: 'case under this address' });
    return {
      origin: { case: state.id },
      subjects: about.people.map((person) => {
        const hire = scene.names.hireOf(person);
        if (hire === undefined || !state.hires.includes(hire)) throw new FarmwatchError('not.found', { what: 'such person in this case' });
        return { hire };
      }),
    };
  };

  server.post('/api/checks', { schema: { summary: 'Begins the same check for people of a case, for everybody of a cohort, or for an applicant', tags: ['checks'], body: Start } }, async (request): Promise<ChecksBegun> => {
    const session = await actorOf(request, parts);
    check(session.role, 'work-checks');
    const { kind, due, about } = request.body;
    const answer = await turn(async (): Promise<ChecksBegun> => {
      const [scene, at] = [await sceneOf(parts.scenes), parts.now()];
      if (due < dayOf(at)) throw new FarmwatchError('request.invalid', { why: `${due} is over. Name a day to come.` });
      const dueAt = Date.parse(due) + DAY - 1;
      if (dueAt - at > LATEST_DUE) throw new FarmwatchError('request.invalid', { why: `${due} is more than a year away.` });
      const refused = refusedKind(kind, rules, 'applicant' in about);
      if (refused !== undefined) throw new FarmwatchError('request.invalid', { why: refused });
      const { origin, subjects } = subjectsOf(about, scene, session);
      const entries = begunEntries({ kind, due: dueAt, origin, subjects }, await book.read(), { at, by: session.user }, (hire) => hasToWait(hire, session.user, scene.cases));
      await book.append(...entries);
      return { begun: entries.length, onHold: entries.filter(({ task }) => task.isWaiting).length, known: subjects.length - entries.length };
    });
    told();
    return answer;
  });

  server.post('/api/checks/:id/acts', { schema: { summary: 'Take, tick a step, make or try a code, enter the outcome, drop', tags: ['checks'], params: Id, body: Act } }, async (request): Promise<CheckActAnswer> => {
    const session = await actorOf(request, parts);
    check(session.role, 'work-checks');
    const act = request.body;
    const answer = await turn(async () => {
      const [scene, at] = [await sceneOf(parts.scenes), parts.now()];
      const task = await taskOf(request.params.id, scene, session);
      if (act.revision !== task.revision) throw new FarmwatchError('record.stale', { id: `“${CHECKS[task.kind].title}” of ${personOf(task.subject, scene, session.role)}` });
      const why = refusedWish(task, act, at);
      if (why !== undefined) throw new FarmwatchError('request.invalid', { why });
      const code = act.kind === 'make-code' ? profileCode((count) => randomInt(count)) : undefined;
      const isRight = act.kind === 'try-code' ? codeHash(act.code) === task.code?.hash : undefined;
      await book.append(...writtenFirst(task), entryOf(task, act, { at, by: session.user }, code === undefined ? '' : codeHash(code), isRight ?? false, at + rules.codeDays * DAY));
      if (act.kind === 'done') await tellOutcomes(book, scene.registry, (documents) => parts.tables.bring(documents), parts.now());
      return { check: checkView((await book.read()).get(task.id)!, scene, rules, session.role, parts.now()), code, isRight };
    });
    told();
    return answer;
  });

  for (const [verb, did, summary, body] of [['release', 'released', 'Lets a check of somebody in a case go', Release.nullish()], ['hold', 'held', 'Leaves it on hold, with a note', Hold]] as const) {
    server.post(`/api/checks/:id/${verb}`, { schema: { summary, tags: ['cases'], params: Id, body } }, async (request): Promise<object> => {
      const session = await actorOf(request, parts);
      check(session.role, 'work-cases');
      const { id } = request.params as { id: string };
      const text = (request.body as { note?: string } | null | undefined)?.note;
      await turn(async () => {
        const scene = await sceneOf(parts.scenes);
        const task = (await all(scene)).find((one) => one.id === id && isOnHold(one));
        if (!task || !('hire' in task.subject)) throw new FarmwatchError('not.found', { what: 'check that waits under this id', cure: 'Somebody may have let it go already.' });
        const why = did === 'released' ? refusedRelease(task.subject.hire, session.user, scene.cases) : undefined;
        if (why !== undefined) throw new FarmwatchError('request.invalid', { why });
        await book.append(...writtenFirst(task), { did, id, at: parts.now(), by: session.user, ...(text ? { note: text } : {}) });
      });
      told();
      return {};
    });
  }
}

function entryOf({ id }: Task, act: CheckWish, whose: { readonly at: number; readonly by: string }, hash: string, isRight: boolean, until: number): CheckEntry {
  switch (act.kind) {
    case 'take': return { ...whose, did: 'assigned', id, to: whose.by };
    case 'give-back': return { ...whose, did: 'assigned', id, to: null };
    case 'step': return { ...whose, did: 'step', id, step: act.step, isDone: act.isDone };
    case 'make-code': return { ...whose, did: 'code-made', id, hash, until };
    case 'try-code': return { ...whose, did: 'code-tried', id, isRight };
    case 'done': return { ...whose, did: 'done', id, outcome: act.outcome, note: act.note };
    case 'drop': return { ...whose, did: 'dropped', id, note: act.note };
  }
}
