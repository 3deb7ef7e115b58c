import { isDeepStrictEqual } from 'node:util';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { CLOSE_REASONS, type CloseReason } from '../cases/case.ts';
import type { HumanAct } from '../cases/triage.ts';
import { canonicalText, shortHash } from '../core/canonical.ts';
import { dayOf } from '../core/time.ts';
import { FarmwatchError } from '../errors.ts';
import { allowanceBook, type AskedAllowance } from '../run/allowed/allowance.ts';
import { check } from './access.ts';
import { allowedOf } from './allowances.ts';
import { caseReader } from './case-reader.ts';
import type { CaseView } from './contract.ts';
import { inTurn } from './in-turn.ts';
import type { ApiParts } from './parts.ts';
import { AllowanceAsked } from './routes-allowances.ts';
import { sceneOf, type Scene } from './scene.ts';
import { actorOf } from './session.ts';

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

/** What people do to a case. */
export function addCaseActRoutes(plain: FastifyInstance, parts: ApiParts): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const { store, pipeline } = parts;
  const { stateOf, viewOfCase, actsOn } = caseReader(parts);

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
