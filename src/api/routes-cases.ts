import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { CLOSE_REASONS, type Case, type CloseReason } from '../cases/case.ts';
import type { HumanAct } from '../cases/triage.ts';
import { canonicalText, shortHash } from '../core/canonical.ts';
import { dayOf } from '../core/time.ts';
import { FarmwatchError } from '../errors.ts';
import { allowanceBook, type AskedAllowance } from '../run/allowed/allowance.ts';
import { rowsBehind } from '../run/look.ts';
import { hiddenIn } from '../run/mutes.ts';
import { indexOf } from '../run/run-index.ts';
import { earlierTraits, similarTo, traitsOf, type Trait } from '../run/similar.ts';
import { viewJournal, type Viewed } from '../run/views.ts';
import { check } from './access.ts';
import type { Session } from './accounts.ts';
import { allowedOf } from './allowances.ts';
import type { CaseView, QueueView, RawRowsView, SimilarView } from './contract.ts';
import { inTurn } from './in-turn.ts';
import { namesLeftOut } from './own-record.ts';
import type { ApiParts } from './parts.ts';
import { redacted, rowSaid } from './redact.ts';
import { AllowanceAsked } from './routes-allowances.ts';
import { actorOf, sessionOf } from './routes-session.ts';
import { sceneOf } from './scene.ts';
import { sourceHealth } from './source-health.ts';
import { standIns, thingsInRows, thingsOf } from './things.ts';
import { timelineOf } from './timeline.ts';
import { bandEdges, caseView, offsetsOf, personView, priorText, queueRows, similarCase, type Scene } from './views.ts';

const ROWS_SHOWN = 200;
const SIMILAR_SHOWN = 12;
const Id = z.object({ id: z.string().min(1).max(200) });
const revision = z.string('goes with every act; read the case first').max(100);
const note = z.string('write a sentence').trim().min(1, 'write a sentence').max(4_000, '4,000 characters are the most');
const Act = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('take'), revision }),
  z.object({ kind: z.literal('release'), revision }),
  z.object({ kind: z.literal('note'), text: note, revision }),
  z.object({ kind: z.literal('close'), reason: z.enum(CLOSE_REASONS, `one of ${CLOSE_REASONS.join(', ')}`), note, revision, same: z.string().trim().max(200).optional(), allow: AllowanceAsked.optional() }),
  z.object({ kind: z.literal('reopen'), note, revision }),
], 'one of take, release, note, close, reopen');

export function addCaseRoutes(plain: FastifyInstance, parts: ApiParts): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const { store, pipeline } = parts;

  const actsOn = async (id: string): Promise<readonly HumanAct['event'][]> => {
    const acts: HumanAct['event'][] = [];
    for await (const { entry } of pipeline.acts.read()) if (entry.case === id) acts.push(entry.event);
    return acts;
  };
  const revisionOf = async (id: string): Promise<string> => String((await actsOn(id)).length);
  /** Every look at a person is kept with the name of whoever looked. */
  const views = viewJournal(store);
  const seen = async (session: Session, what: Viewed['what'], id: string, people: readonly string[]): Promise<void> => {
    await views.append({ at: parts.now(), by: session.user, role: session.role, what, id, people, ...(what === 'case' ? { case: id } : {}) });
  };
  const healthAt = sourceHealth(parts);

  const stateOf = (id: string, scene: Scene): Case => {
    const state = scene.cases.find((one) => one.id === id);
    if (!state) throw new FarmwatchError('not.found', { what: 'case under this address' });
    return state;
  };
  const viewOfCase = async (id: string): Promise<CaseView> => {
    const scene = await sceneOf(parts.scenes);
    const state = stateOf(id, scene);
    return caseView(state, await revisionOf(id), scene, parts.now());
  };

  server.get('/api/queue', { schema: { summary: 'Open cases and watched people', tags: ['cases'] } }, async (request): Promise<QueueView> => {
    check((await sessionOf(request, parts)).role, 'read-cases');
    const scene = await parts.scenes.now();
    const rows = scene ? queueRows(scene, parts.now()) : [];
    const jobs = await parts.jobs();
    return {
      asOf: scene?.run.asOf, nextRunAt: parts.nextRunAt(), inScope: scene?.run.risks.length ?? 0,
      peopleInCases: new Set(rows.filter(({ kind, status }) => kind === 'case' && status === 'open').flatMap(({ people }) => people.map(({ id }) => id))).size,
      rows,
      sources: await healthAt(scene?.run.asOf ?? parts.now()),
      jobs: jobs.filter(({ outcome }) => outcome !== 'never').map(({ id, outcome, finishedAt, startedAt, said }) => ({
        job: id, state: outcome === 'never' ? 'late' as const : outcome, at: finishedAt ?? startedAt ?? undefined, said,
      })),
      prior: scene ? priorText(scene.fusion.values.oneIn) : '', simulated: scene?.simulated ?? false, ...(scene ? { bandEdges: bandEdges(scene) } : {}), ...(scene?.run.mutes ? { muted: hiddenIn(scene.run) } : {}),
    };
  });

  server.get('/api/cases/:id', { schema: { summary: 'One case with the sums of its people', tags: ['cases'], params: Id } }, async (request): Promise<CaseView> => {
    const session = await sessionOf(request, parts);
    check(session.role, 'read-cases');
    const view = await viewOfCase(request.params.id);
    await seen(session, 'case', view.id, view.people.map(({ id }) => id));
    return view;
  });

  const earlier = earlierTraits(pipeline.runs);
  server.get('/api/cases/:id/similar', { schema: { summary: 'Other and earlier cases that have something in common with one', tags: ['cases'], params: Id } }, async (request): Promise<SimilarView> => {
    check((await sessionOf(request, parts)).role, 'read-cases');
    const scene = await sceneOf(parts.scenes);
    const state = stateOf(request.params.id, scene);
    const traits = (of: Case): readonly Trait[] => traitsOf(of.hires, of.hires.flatMap((hire) => indexOf(scene.run).findingsAbout(hire)));
    const others = scene.cases.filter(({ id, status }) => id !== state.id && status !== 'merged');
    const open = others.filter(({ status }) => status === 'open').map((other) => ({ state: other, traits: traits(other) }));
    const past = await earlier.of(others.filter(({ status }) => status !== 'open'));
    const found = similarTo(state.id, traits(state), [...open, ...past]);
    return { cases: found.slice(0, SIMILAR_SHOWN).map((one) => similarCase(one, scene)), lookedAt: others.length, byPeopleAlone: past.filter(({ isWhole }) => !isWhole).length, more: Math.max(0, found.length - SIMILAR_SHOWN) };
  });

  server.get('/api/people/:id', { schema: { summary: 'A watched person, as a case of one', tags: ['cases'], params: Id } }, async (request): Promise<CaseView> => {
    const session = await sessionOf(request, parts);
    check(session.role, 'read-cases');
    const scene = await sceneOf(parts.scenes);
    const hire = scene.names.hireOf(request.params.id);
    const risk = hire === undefined ? undefined : indexOf(scene.run).risk(hire);
    if (!risk || risk.band === 'quiet') throw new FarmwatchError('not.found', { what: 'watched person under this address', cure: 'Whoever is quiet has no page.' });
    await seen(session, 'person', request.params.id, [request.params.id]);
    return personView(risk, scene);
  });

  for (const path of ['/api/cases/:id/timeline', '/api/people/:id/timeline']) {
    server.get(path, { schema: { summary: 'What was seen of one person, half hour by half hour', tags: ['cases'], params: Id, querystring: z.object({ hire: z.string('name a person').max(200) }) } }, async (request) => {
      const session = await sessionOf(request, parts);
      check(session.role, 'read-cases');
      const scene = await sceneOf(parts.scenes);
      const { hire: name } = request.query as { hire: string };
      const { id } = request.params as { id: string };
      const hire = scene.names.hireOf(name);
      const watched = id === name && hire !== undefined && (indexOf(scene.run).risk(hire)?.band ?? 'quiet') !== 'quiet';
      const member = hire !== undefined && scene.cases.some((state) => state.id === id && state.hires.includes(hire));
      if (hire === undefined || (!watched && !member)) throw new FarmwatchError('not.found', { what: 'such person in this case' });
      await seen(session, 'timeline', id, [name]);
      return timelineOf(store, scene.registry, hire, name, offsetsOf(hire, scene));
    });
  }

  server.get('/api/findings/:id/rows', { schema: { summary: 'The raw rows behind a finding', tags: ['cases'], params: Id } }, async (request): Promise<RawRowsView> => {
    const session = await sessionOf(request, parts);
    const { role } = session;
    check(role, 'read-cases');
    const scene = await sceneOf(parts.scenes);
    const finding = indexOf(scene.run).finding(request.params.id);
    if (!finding || namesLeftOut(finding, scene)) throw new FarmwatchError('not.found', { what: 'finding under this address', cure: 'The newest run may have dropped it.' });
    await seen(session, 'rows', finding.id, [finding.hire_id, ...finding.alongside].map((hire) => scene.names.of(hire)));
    const { total, rows } = await rowsBehind(store, pipeline.parts.scope, finding, scene.run.asOf, ROWS_SHOWN);
    const things = await thingsOf(store, thingsInRows(rows), randomUUID());
    return {
      total, shown: rows.length,
      rows: rows.map((row) => ({
        at: row['@timestamp'], source: row['event.module'] ?? 'unnamed', action: row['event.action'], said: rowSaid(row), id: row['event.id'].slice(0, 12), document: { ...redacted(row, role), ...standIns(row, things) },
      })),
    };
  });

  // Of two people who act at once the one who read an older page is told.
  const turn = inTurn();
  const allowances = allowanceBook(store);
  server.post('/api/cases/:id/acts', { schema: { summary: 'Take, give back, note, close, reopen', tags: ['cases'], params: Id, body: Act } }, async (request): Promise<CaseView> => {
    const session = await actorOf(request, parts);
    check(session.role, 'work-cases');
    const { id } = request.params;
    const act = request.body;
    await turn(async () => {
      const before = await viewOfCase(id);
      const event = eventOf(act, session.user, parts.now());
      if (await isSaidAlready(id, event, act.revision)) return;
      if (before.revision !== act.revision) throw new FarmwatchError('record.stale', { id });
      if (before.status === 'merged' || (event.kind === 'reopened' ? before.status === 'open' : before.status === 'closed' && event.kind !== 'noted')) {
        throw new FarmwatchError('request.invalid', { why: `The case is ${before.status}${before.mergedInto ? ` into ${before.mergedInto}` : ''}; that cannot be done to it.` });
      }
      if (act.kind === 'close') mustNameAnother(act, id, await sceneOf(parts.scenes));
      const asked = act.kind === 'close' && act.allow ? allowanceOf(act.allow, id, event, await sceneOf(parts.scenes)) : undefined;
      await pipeline.acts.append({ case: id, event });
      if (asked) await allowances.append(asked);
      parts.scenes.acted();
      parts.news.publish({ event: 'case', id });
      if (asked) parts.news.publish({ event: 'waiting' });
    });
    return viewOfCase(id);
  });

  /** The same act of the same person over the same revision was heard before: an answer got lost, or somebody pressed twice. */
  const isSaidAlready = async (id: string, event: HumanAct['event'], revision: string): Promise<boolean> => {
    const acts = await actsOn(id);
    const same = acts[Number(revision)];
    return same !== undefined && acts.length === Number(revision) + 1 && isDeepStrictEqual({ ...same, at: 0 }, { ...event, at: 0 });
  };
  const allowanceOf = (asked: z.infer<typeof AllowanceAsked>, id: string, { at, by }: HumanAct['event'], scene: Scene): AskedAllowance => {
    if (asked.until < dayOf(at)) throw new FarmwatchError('request.invalid', { why: `${asked.until} is over. Name a last day to come.` });
    const allowance = { ...asked, what: allowedOf(asked.what, stateOf(id, scene), scene) };
    return { id: shortHash(`${id}\0${at}\0${by}\0${canonicalText(allowance as unknown as Record<string, unknown>)}`).slice(0, 16), at, by, isWaiting: true, case: id, allowance };
  };
}

/** A duplicate is one of another case that whoever closes may read. @throws FarmwatchError `request.invalid` */
function mustNameAnother({ reason, same = '' }: { readonly reason: CloseReason; readonly same?: string | undefined }, id: string, { cases }: Scene): void {
  if (reason !== 'duplicate') return;
  const refuse = (why: string): never => { throw new FarmwatchError('request.invalid', { why }); };
  if (same === '') refuse('Say which case it is the same as.');
  if (same === id) refuse('A case is not the same as itself; name the other one.');
  const other = cases.find((one) => one.id === same);
  if (!other) refuse(`There is no case ${same}. Name one by the id that its page shows.`);
  if (other?.closed?.same === id) refuse(`${same} was closed as the same as this one; one of the two has to tell what it was.`);
}

function eventOf(act: z.infer<typeof Act>, by: string, at: number): HumanAct['event'] {
  switch (act.kind) {
    case 'take': return { kind: 'assigned', at, by, to: by };
    case 'release': return { kind: 'assigned', at, by, to: null };
    case 'note': return { kind: 'noted', at, by, text: act.text };
    case 'close': return { kind: 'closed', at, by, reason: act.reason, note: act.note, ...(act.reason === 'duplicate' && act.same !== undefined ? { same: act.same } : {}) };
    case 'reopen': return { kind: 'reopened', at, by, note: act.note };
  }
}
