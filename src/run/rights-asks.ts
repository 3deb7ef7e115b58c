import { shortHash } from '../core/canonical.ts';
import type { HireId } from '../core/person.ts';
import { DAY, type Instant } from '../core/time.ts';
import { readHistory, versionAt } from '../detect/people/registry.ts';
import { FarmwatchError } from '../errors.ts';
import type { Journal, Store } from '../store/store.ts';

export const RIGHTS = { access: 'a copy of what is held', correction: 'a correction', erasure: 'deletion', restriction: 'a restriction of use', objection: 'an objection', review: 'a human look at a decision' } as const;
export type Right = keyof typeof RIGHTS;

/** Days within which a person is answered: a month, by the shortest one that the law may mean. */
export const ANSWER_DAYS = 30;

/** What happens to something that a person asked for; an ask is the fold of it. */
export type RightsEntry = { readonly at: Instant; readonly by: string; readonly id: string; readonly hire: HireId } & (
  | { readonly did: 'asked'; readonly right: Right; readonly note: string; readonly receivedAt: Instant }
  /** Looked over. Records of an open case or a hold may stay out of the copy, where the company chose so and the law allows it. */
  | { readonly did: 'prepared'; readonly withhold?: string }
  | { readonly did: 'answered'; readonly note: string }
);

export interface RightsAsk {
  readonly id: string;
  readonly hire: HireId;
  readonly right: Right;
  readonly note: string;
  readonly receivedAt: Instant;
  readonly by: string;
  /** An answer is due by then. */
  readonly dueAt: Instant;
  readonly prepared?: { readonly at: Instant; readonly by: string; readonly withhold?: string };
  readonly answered?: { readonly at: Instant; readonly by: string; readonly note: string };
}

export function rightsJournal(store: Pick<Store, 'journal'>): Journal<RightsEntry> {
  return store.journal<RightsEntry>('rights');
}

/** The ask after one more entry. @throws Error when the first entry is not `asked` */
function evolveAsk(ask: RightsAsk | undefined, entry: RightsEntry): RightsAsk {
  if (entry.did === 'asked') {
    return ask ?? { id: entry.id, hire: entry.hire, right: entry.right, note: entry.note, receivedAt: entry.receivedAt, by: entry.by, dueAt: entry.receivedAt + ANSWER_DAYS * DAY };
  }
  if (!ask) throw new Error(`an ask cannot begin with ${entry.did}`);
  // What was answered stays as it was answered.
  if (ask.answered) return ask;
  if (entry.did === 'prepared') return { ...ask, prepared: { at: entry.at, by: entry.by, ...(entry.withhold === undefined ? {} : { withhold: entry.withhold }) } };
  return { ...ask, answered: { at: entry.at, by: entry.by, note: entry.note } };
}

/** Everything that was asked for, what is due first on top. */
export async function readAsks(store: Pick<Store, 'journal'>): Promise<readonly RightsAsk[]> {
  const asks = new Map<string, RightsAsk>();
  for await (const { entry } of rightsJournal(store).read()) asks.set(entry.id, evolveAsk(asks.get(entry.id), entry));
  return [...asks.values()].sort((a, b) => Number(a.answered !== undefined) - Number(b.answered !== undefined) || a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1));
}

/** Notes that somebody asked. @throws FarmwatchError `not.found`, `request.invalid` */
export async function noteAsk(store: Store, wish: { readonly hire: HireId; readonly right: Right; readonly note: string; readonly receivedAt: Instant }, by: string, at: Instant): Promise<RightsAsk> {
  const { people } = await readHistory(store);
  if (!people.some((row) => versionAt(row, at).hire_id === wish.hire)) throw new FarmwatchError('not.found', { what: `hire ${JSON.stringify(wish.hire)}`, cure: 'Nothing is held under this id: that is the answer, unless it is mistyped.' });
  if (wish.receivedAt > at) throw new FarmwatchError('request.invalid', { why: 'It cannot have been received after now.' });
  const entry: RightsEntry = { did: 'asked', at, by, id: `ask-${shortHash(JSON.stringify([at, by, wish])).slice(0, 8)}`, ...wish, note: wish.note.trim() };
  await rightsJournal(store).append(entry);
  return evolveAsk(undefined, entry);
}

/**
 * Says that a copy was looked over, and what is withheld from it, if anything.
 *
 * @param mayWithhold whether the company chose that records of open cases and holds may be withheld
 * @throws FarmwatchError `not.found`, `request.invalid`
 */
export async function prepareAsk(store: Store, id: string, withhold: string | undefined, mayWithhold: boolean, by: string, at: Instant): Promise<RightsAsk> {
  const ask = await openAsk(store, id);
  const reason = withhold?.trim();
  if (reason !== undefined && !mayWithhold) throw new FarmwatchError('request.invalid', { why: 'This company withholds nothing: "rights.may_withhold" in farmwatch.json is false.' });
  if (reason === '') throw new FarmwatchError('request.invalid', { why: 'Withholding needs a reason: it is kept, and the copy says that something is withheld.' });
  const entry: RightsEntry = { did: 'prepared', at, by, id, hire: ask.hire, ...(reason === undefined ? {} : { withhold: reason }) };
  await rightsJournal(store).append(entry);
  return evolveAsk(ask, entry);
}

/** Says that the person was answered, and how. @throws FarmwatchError `not.found`, `request.invalid` */
export async function answerAsk(store: Store, id: string, note: string, by: string, at: Instant): Promise<RightsAsk> {
  const ask = await openAsk(store, id);
  if (note.trim() === '') throw new FarmwatchError('request.invalid', { why: 'Write how the person was answered: it is kept.' });
  if (ask.right === 'access' && !ask.prepared) throw new FarmwatchError('request.invalid', { why: 'A copy is prepared before it is given: look it over first.' });
  const entry: RightsEntry = { did: 'answered', at, by, id, hire: ask.hire, note: note.trim() };
  await rightsJournal(store).append(entry);
  return evolveAsk(ask, entry);
}

async function openAsk(store: Pick<Store, 'journal'>, id: string): Promise<RightsAsk> {
  const ask = (await readAsks(store)).find((one) => one.id === id);
  if (!ask) throw new FarmwatchError('not.found', { what: `ask ${JSON.stringify(id)}`, cure: 'See "farmwatch rights list".' });
  if (ask.answered) throw new FarmwatchError('request.invalid', { why: `${id} was answered already.` });
  return ask;
}
