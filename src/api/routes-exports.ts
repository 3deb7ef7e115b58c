import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { withoutMarks } from '../core/marks.ts';
import { FarmwatchError } from '../errors.ts';
import { materialOf, type CaseMaterial } from '../report/exports/case-material.ts';
import { approved, bundleText, LEAVING_SAYS, sameMaterial, sumOf } from '../report/exports/leaving.ts';
import { HASHES, packOf } from '../report/exports/pack.ts';
import { zipOf } from '../report/exports/pack-file.ts';
import { sheetOf } from '../report/exports/sheet.ts';
import { askedId, exportBook, LEAVING, type AskedExport, type StandingExport } from '../run/export-book.ts';
import { isWaiting } from '../run/waiting-book.ts';
import { viewJournal } from '../run/views.ts';
import { check } from './access.ts';
import type { Session } from './session-book.ts';
import type { ApprovalView, ApprovalsView, ExportRequestView, ExportsView, SentView } from './contract.ts';
import { inTurn } from './in-turn.ts';
import { leftOutOf } from './own-record.ts';
import type { ApiParts } from './parts.ts';
import { Hold } from './routes-waiting.ts';
import { mustBeSecond } from './second-person.ts';
import { actorOf, sessionOf } from './session.ts';

const Id = z.object({ id: z.string().min(1).max(200) });
const sentence = (what: string, most: number) => z.string(what).trim().min(1, what).max(most, `${most} characters are the most`);
const Asked = z.object({ what: z.enum(LEAVING, `one of ${LEAVING.join(', ')}`), to: sentence('say whom it is for', 200), why: sentence('say why it should leave', 1_000) });
const Approve = z.object({ sum: z.string('goes with every approval; read it first').max(100), note: z.string().trim().max(4_000).optional() });

/** What of a case leaves the company: asked for by whoever works on it, approved by HR and legal. */
export function addExportRoutes(plain: FastifyInstance, parts: ApiParts): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const book = exportBook(parts.store);
  const turn = inTurn();
  const views = viewJournal(parts.store);
  const { leaving } = parts;

  const from = async () => ({ pipeline: parts.pipeline, sender: await leaving!.sender(), product: leaving!.product });
  const isOwnCase = async (id: string): Promise<boolean> => {
    const scene = await parts.scenes.now();
    return scene !== undefined && leftOutOf(scene).cases.has(id);
  };
  /** All but those of cases that name whoever asks. */
  const readable = async (): Promise<readonly StandingExport[]> => {
    const scene = await parts.scenes.now();
    return (await book.read()).filter((one) => scene === undefined || !leftOutOf(scene).cases.has(one.case));
  };
  const requestOf = async (id: string): Promise<StandingExport> => {
    const found = (await readable()).find((one) => one.id === id);
    if (!found) throw new FarmwatchError('not.found', { what: 'request under this address' });
    return found;
  };
  const namesIn = async (hires: readonly string[]): Promise<readonly string[]> => {
    const scene = await parts.scenes.now();
    return scene ? hires.map((hire) => scene.names.of(hire)) : [];
  };
  /** Written down before anything is shown or leaves. */
  const noted = async (session: Session, what: 'approval' | 'export', { case: id, what: kind, why }: AskedExport, { state }: CaseMaterial): Promise<void> => {
    await views.append({ at: parts.now(), by: session.user, role: session.role, what, id: `${id} ${kind}`, case: id, purpose: why, people: await namesIn(state.hires) });
  };

  /** For the page of the case, and for those who approve. */
  const told = (id: string): void => {
    parts.news.publish({ event: 'case', id });
    parts.news.publish({ event: 'exports' });
  };

  if (!leaving) return;

  server.get('/api/cases/:id/exports', { schema: { summary: 'What was asked to leave the company of one case', tags: ['exports'], params: Id } }, async (request): Promise<ExportsView> => {
    const session = await sessionOf(request, parts);
    check(session.role, 'read-cases');
    const all = (await readable()).filter((one) => one.case === request.params.id).toReversed();
    return { collections: [...leaving.collections], requests: all.map((one) => requestView(one, session)) };
  });

  server.post('/api/cases/:id/exports', { schema: { summary: 'Asks that something of a case may leave', tags: ['exports'], params: Id, body: Asked } }, async (request): Promise<ExportRequestView> => {
    const session = await actorOf(request, parts);
    check(session.role, 'work-cases');
    if (await isOwnCase(request.params.id)) throw new FarmwatchError('not.found', { what: 'case under this address' });
    const { what, to, why } = request.body;
    if (what === 'share' && !leaving.collections.includes(to)) throw new FarmwatchError('request.invalid', { why: leaving.collections.length === 0 ? 'No collection is named under sharing.taxii of the configuration.' : `There is no such collection; there are ${leaving.collections.join(', ')}.` });
    const at = parts.now();
    const { pipeline, sender, product } = await from();
    const material = await materialOf(pipeline, request.params.id, sender, at);
    const asked: AskedExport = { id: askedId([request.params.id, what, to, session.user, at]), at, by: session.user, isWaiting: true, case: request.params.id, what, to, why, asOf: at, sum: sumOf(what, material, product) };
    await book.append(asked);
    told(asked.case);
    return requestView(asked, session);
  });

  server.get('/api/approvals', { schema: { summary: 'What waits to leave the company, and what was approved', tags: ['exports'] } }, async (request): Promise<ApprovalsView> => {
    const session = await sessionOf(request, parts);
    check(session.role, 'approve-exports');
    return { requests: (await readable()).toReversed().map((one) => requestView(one, session)) };
  });

  server.get('/api/approvals/:id', { schema: { summary: 'What would leave, to be read before it is approved', tags: ['exports'], params: Id } }, async (request): Promise<ApprovalView> => {
    const session = await sessionOf(request, parts);
    check(session.role, 'approve-exports');
    const asked = await requestOf(request.params.id);
    const { product, ...rest } = await from();
    const material = await sameMaterial(asked, { ...rest, product });
    await noted(session, 'approval', asked, material);
    return { ...requestView(asked, session), sum: asked.sum, text: plainLines(draftOf(asked, material, product)) };
  });

  server.post('/api/approvals/:id/approve', { schema: { summary: 'Lets it leave, as a second person', tags: ['exports'], params: Id, body: Approve } }, async (request): Promise<ExportRequestView> => {
    const session = await actorOf(request, parts);
    check(session.role, 'approve-exports');
    const { sum, note } = request.body;
    return turn(async () => {
      const asked = await waitingOne(request.params.id);
      if (asked.by === session.user) throw new FarmwatchError('request.invalid', { why: 'You asked for this yourself. Another account of HR and legal approves it.' });
      await mustBeSecond(asked, session, parts);
      if (asked.sum !== sum) throw new FarmwatchError('export.changed', { id: asked.case });
      await sameMaterial(asked, await from());
      await book.release(asked.id, { at: parts.now(), by: session.user, ...(note ? { note } : {}) });
      told(asked.case);
      return requestView(await requestOf(asked.id), session);
    });
  });

  server.post('/api/approvals/:id/hold', { schema: { summary: 'Leaves it waiting, with a note', tags: ['exports'], params: Id, body: Hold } }, async (request): Promise<ExportRequestView> => {
    const session = await actorOf(request, parts);
    check(session.role, 'approve-exports');
    return turn(async () => {
      const { id, case: about } = await waitingOne(request.params.id);
      await book.hold(id, { at: parts.now(), by: session.user, note: request.body.note });
      told(about);
      return requestView(await requestOf(id), session);
    });
  });

  server.get('/api/exports/:id/file', { schema: { summary: 'What was approved, as a file', tags: ['exports'], params: Id } }, async (request, reply) => {
    const session = await sessionOf(request, parts);
    check(session.role, 'take-exports');
    const asked = await requestOf(request.params.id);
    const made = await approved(asked, await from());
    await noted(session, 'export', asked, made.material);
    return sent(reply, asked, made);
  });

  server.post('/api/exports/:id/send', { schema: { summary: 'Sends an approved bundle to its collection', tags: ['exports'], params: Id } }, async (request): Promise<SentView> => {
    const session = await actorOf(request, parts);
    check(session.role, 'work-cases');
    const asked = await requestOf(request.params.id);
    if (asked.what !== 'share') throw new FarmwatchError('request.invalid', { why: 'This was not asked for to be sent to a collection.' });
    const made = await approved(asked, await from());
    await noted(session, 'export', asked, made.material);
    const { taken, known, refused } = await leaving.share(asked.to, 'bundle' in made ? made.bundle : '');
    return { taken, known, refused: refused.length };
  });

  const waitingOne = async (id: string): Promise<StandingExport> => {
    const asked = await requestOf(id);
    if (!isWaiting(asked)) throw new FarmwatchError('request.invalid', { why: `It was approved by ${asked.released!.by} already.` });
    return asked;
  };
}

function requestView(asked: StandingExport, { user }: Pick<Session, 'user'>): ExportRequestView {
  const { id, case: caseId, what, to, why, by, at, released, held } = asked;
  return {
    id, caseId, what, says: LEAVING_SAYS[what], to: withoutMarks(to), why: withoutMarks(why), by, at, mine: by === user,
    approved: released && { by: released.by, at: released.at, note: released.note === undefined ? undefined : withoutMarks(released.note) },
    held: (held ?? []).map((word) => ({ by: word.by, at: word.at, note: withoutMarks(word.note ?? '') })),
  };
}

/** What would leave, as text; of a pack what is in it. */
function draftOf({ what }: AskedExport, material: CaseMaterial, product: string): string {
  if (what === 'sheet') return sheetOf(material);
  if (what !== 'pack') return bundleText(material);
  const pack = packOf(material, product);
  return `${pack.get('README.txt')!}\n${pack.get(HASHES)!}\n${sheetOf(material)}`;
}

/** The same lines, none of which turns or hides another. */
function plainLines(text: string): string {
  return text.split('\n').map(withoutMarks).join('\n');
}

function sent(reply: FastifyReply, { case: id, what }: AskedExport, made: Awaited<ReturnType<typeof approved>>): FastifyReply {
  const as = (type: string, ending: string): FastifyReply => reply.header('content-type', type).header('content-disposition', `attachment; filename="${id.replace(/[^\w-]/g, '_')}-${what}.${ending}"`);
  if ('sheet' in made) return as('text/markdown; charset=utf-8', 'md').send(made.sheet);
  if ('pack' in made) return as('application/zip', 'zip').send(Buffer.from(zipOf(made.pack)));
  return as('application/stix+json;version=2.1', 'json').send(made.bundle);
}
