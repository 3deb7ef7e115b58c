import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { HireId } from '../core/person.ts';
import { HOUR } from '../core/time.ts';
import { FarmwatchError } from '../errors.ts';
import { indexOf } from '../run/run-index.ts';
import { isUntold, openIn, PURPOSES, revealBook, revealJournal, stateOf, whyNotAnswer, whyNotLook, type AskedReveal, type Purpose, type RevealBook, type StandingReveal } from '../run/reveals.ts';
import { viewJournal } from '../run/views.ts';
import { check, may } from './access.ts';
import type { Session } from './session-book.ts';
import type { IdentityView, RevealsView, RevealView } from './contract.ts';
import { inTurn } from './in-turn.ts';
import type { ApiParts } from './parts.ts';
import { identitiesOf, revealView } from './reveals.ts';
import { sceneOf, type Scene } from './scene.ts';
import { mustBeSecond, whyNotSecond } from './second-person.ts';
import { actorOf, sessionOf } from './session.ts';

const Id = z.object({ id: z.string().min(1).max(100) });
const sentence = z.string('write a sentence').trim().min(10, 'write a sentence').max(2_000, '2,000 characters are the most');
const Ask = z.object({
  about: z.string('name a case, or a watched person').min(1).max(200),
  purpose: z.enum(Object.keys(PURPOSES) as [Purpose, ...Purpose[]], `one of ${Object.keys(PURPOSES).join(', ')}`), reason: sentence,
});
const Refuse = z.object({ note: sentence });
const DEFAULT_LASTS = 8 * HOUR;

/** Who is behind a pseudonym: asked for with a purpose, granted by a second person, looked at for a while. */
export function addRevealRoutes(plain: FastifyInstance, parts: ApiParts): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const journal = revealJournal(parts.store);
  const read = revealBook(parts.store);
  const views = viewJournal(parts.store);
  const turn = inTurn();

  const refuse = (why: string): FarmwatchError => new FarmwatchError('request.invalid', { why });
  const found = (book: RevealBook, id: string): StandingReveal => {
    const reveal = book.all.find((one) => one.id === id);
    if (!reveal) throw new FarmwatchError('not.found', { what: 'reveal under this id' });
    return reveal;
  };
  const viewFor = async (reveal: StandingReveal, session: Session, latest: number, { names }: Scene): Promise<RevealView> => {
    const { user, role } = session;
    const view = revealView(reveal, user, may(role, 'grant-reveal'), parts.now(), latest, names, isUntold(reveal) ? await parts.reveal?.outside?.why(reveal.id) : undefined);
    // Said before anybody clicks, and looked at again when they do.
    const whyNotGrant = view.state === 'waiting' && view.whyNotGrant === undefined ? await whyNotSecond(reveal, user, parts) : undefined;
    return whyNotGrant === undefined ? view : { ...view, whyNotGrant };
  };
  const told = (): void => parts.news.publish({ event: 'waiting' });

  server.get('/api/reveals', { schema: { summary: 'Reveals that wait for somebody, and those of whoever asks', tags: ['reveals'] } }, async (request): Promise<RevealsView> => {
    const session = await sessionOf(request, parts);
    const [asks, grants] = [may(session.role, 'ask-reveal'), may(session.role, 'grant-reveal')];
    if (!asks && !grants) return { reveals: [], purposes: [], mayAsk: false, mayGrant: false };
    const scene = await parts.scenes.now();
    const { all, latest } = await read();
    const shown = scene === undefined ? [] : all.filter((reveal) => isWhole(reveal, scene) && (grants || reveal.by === session.user));
    return { reveals: (await Promise.all(shown.map((reveal) => viewFor(reveal, session, latest, scene!)))).reverse(), purposes: Object.entries(PURPOSES).map(([id, says]) => ({ id, says })), mayAsk: asks, mayGrant: grants };
  });

  server.post('/api/reveals', { schema: { summary: 'Asks who is behind the pseudonyms of a case, or of a watched person', tags: ['reveals'], body: Ask } }, async (request): Promise<RevealView> => {
    const session = await actorOf(request, parts);
    check(session.role, 'ask-reveal');
    const { about, purpose, reason } = request.body;
    return turn(async () => {
      const [scene, book, at] = [await sceneOf(parts.scenes), await read(), parts.now()];
      if (at < book.latest) throw refuse('The clock of this machine stands before the last entry about reveals, so it was set back. Set it right first.');
      const hires = peopleOf(about, scene);
      const running = book.all.find((one) => one.by === session.user && one.about === about && ['waiting', 'open'].includes(stateOf(one, at)));
      if (running) throw refuse(stateOf(running, at) === 'open' ? 'You may look at this already: see Reveals.' : 'You have asked for this already, and it waits: see Reveals.');
      const asked: AskedReveal = { id: randomBytes(9).toString('base64url'), at, by: session.user, about, hires, purpose, reason, lasts: parts.reveal?.lasts ?? DEFAULT_LASTS };
      const alone = await isAlone(session) ? { reader: readerOutside() } : undefined;
      await journal.append({ did: 'asked', reveal: { ...asked, ...(alone ? { alone } : {}) } });
      // Kept first: whatever happens to the message, somebody is told of it, and nothing opens before.
      if (alone) await parts.reveal?.outside?.tell();
      told();
      const after = await read();
      return viewFor(found(after, asked.id), session, after.latest, scene);
    });
  });

  server.post('/api/reveals/:id/grant', { schema: { summary: 'Grants a reveal, as a second person', tags: ['reveals'], params: Id } }, async (request): Promise<RevealView> => answer(request.params.id, await actorOf(request, parts), undefined));
  server.post('/api/reveals/:id/refuse', { schema: { summary: 'Refuses a reveal, or ends one that was granted, and says why', tags: ['reveals'], params: Id, body: Refuse } }, async (request): Promise<RevealView> => answer(request.params.id, await actorOf(request, parts), request.body.note));

  const answer = (id: string, session: Session, note: string | undefined): Promise<RevealView> => turn(async () => {
    check(session.role, 'grant-reveal');
    const [scene, book, at] = [await sceneOf(parts.scenes), await read(), parts.now()];
    const reveal = found(book, id);
    if (!isWhole(reveal, scene)) throw new FarmwatchError('not.found', { what: 'reveal under this id' });
    const why = whyNotAnswer(reveal, session.user, at, note === undefined ? 'grant' : 'refuse', book.latest);
    if (why !== undefined) throw refuse(why);
    if (note === undefined) await mustBeSecond(reveal, session, parts);
    await journal.append(note === undefined ? { did: 'granted', id, at, by: session.user } : { did: 'refused', id, at, by: session.user, note });
    told();
    const after = await read();
    return viewFor(found(after, id), session, after.latest, scene);
  });

  server.post('/api/reveals/:id/look', { schema: { summary: 'Who it is, to whoever asked, while it is granted; every look is kept', tags: ['reveals'], params: Id } }, async (request): Promise<IdentityView> => {
    const session = await actorOf(request, parts);
    check(session.role, 'ask-reveal');
    return turn(async () => {
      const [scene, book, at] = [await sceneOf(parts.scenes), await read(), parts.now()];
      const reveal = found(book, request.params.id);
      const why = whyNotLook(reveal, session.user, at, book.latest) ?? (isWhole(reveal, scene) ? undefined : 'One of these people is you, or is no longer known.');
      if (why !== undefined) throw refuse(why);
      // The look is kept before anything is shown.
      await journal.append({ did: 'looked', id: reveal.id, at, by: session.user });
      await views.append({ at, by: session.user, what: 'reveal', id: reveal.about, people: reveal.hires.map((hire) => scene.names.of(hire)) });
      return { about: reveal.about, until: openIn(reveal)!.to, people: await identitiesOf(parts.store, reveal.hires, scene, at) };
    });
  });

  /** Of whoever asks somebody themselves is cut out of the scene, so they neither ask about nor see a reveal of themselves. */
  const isWhole = ({ hires }: AskedReveal, { names }: Scene): boolean => hires.every((hire) => names.of(hire) !== 'somebody');

  /** Whether whoever asks is the only one who could grant it. @throws where nobody could */
  const isAlone = async ({ user, role }: Session): Promise<boolean> => {
    const others = (await parts.accounts.list()).filter((account) => account.id !== user && account.off === undefined && may(account.role, 'grant-reveal'));
    if (others.length > 0) return false;
    if (!may(role, 'grant-reveal')) throw refuse('Nobody here may grant a reveal. An administrator has to give somebody the role of HR and legal, or of privacy officer.');
    return true;
  };
  const readerOutside = (): string => {
    if (parts.reveal?.outside === undefined) throw refuse('Nobody else here may grant a reveal, and no reader outside is named who would hear of it. Give a second person the role, or name a mail receiver as reveal.outside_reader in farmwatch.json.');
    return parts.reveal.outside.reader;
  };
}

/** The people of a case, or the one who is watched under a pseudonym. @throws FarmwatchError `not.found` */
function peopleOf(about: string, scene: Scene): readonly HireId[] {
  const state = scene.cases.find(({ id }) => id === about);
  if (state && state.status !== 'merged') return state.hires;
  const hire = scene.names.hireOf(about);
  if (hire !== undefined && (indexOf(scene.run).risk(hire)?.band ?? 'quiet') !== 'quiet') return [hire];
  throw new FarmwatchError('not.found', { what: 'case or watched person under this name' });
}
