import type { Case } from '../../cases/case.ts';
import type { HireId, PersonRow } from '../../core/person.ts';
import { DAY, dayOf, isZone, startOfLocalDay, type Instant } from '../../core/time.ts';
import type { Held } from '../holds/hold.ts';
import type { HousekeepingCounts } from '../retention/counts.ts';
import { isFarm } from '../retention/deletions.ts';
import type { OpenCases } from '../retention/open-cases.ts';
import { RIGHTS, type RightsAsk } from '../rights-asks.ts';

/** On which ground somebody is let go before their time: those of Art. 17(1) GDPR that employment knows. */
export const GROUNDS = { 'no-longer-needed': 'what is held is needed no more', objection: 'they object, and nothing overriding stands against it', unlawful: 'it should not have been kept', 'legal-duty': 'a law asks for it' } as const;
export type Ground = keyof typeof GROUNDS;

/** A decision to let go although something speaks against it. */
export interface Decision { readonly by: string; readonly why: string }

/** What was done about an ask for deletion. It outlives the person, so nothing in it names them. */
export type ErasureEntry = { readonly at: Instant; readonly ask: string } & (
  | { readonly did: 'begun'; readonly by: string; readonly ground: Ground; readonly reason: string; readonly decision?: Decision }
  | { readonly did: 'done'; readonly counts: HousekeepingCounts }
);

export interface Erasure {
  readonly ask: string;
  readonly at: Instant;
  readonly by: string;
  readonly ground: Ground;
  readonly reason: string;
  readonly decision?: Decision;
  readonly done?: { readonly at: Instant; readonly counts: HousekeepingCounts };
}

/** The erasure after one more entry; what was done stays as it was done. @throws Error when the first entry is not `begun` */
export function evolveErasure(erasure: Erasure | undefined, entry: ErasureEntry): Erasure {
  if (entry.did === 'begun') {
    const { ask, at, by, ground, reason, decision } = entry;
    return erasure?.done ? erasure : { ask, at, by, ground, reason, ...(decision ? { decision } : {}) };
  }
  if (!erasure) throw new Error(`an erasure cannot begin with ${entry.did}`);
  return erasure.done ? erasure : { ...erasure, done: { at: entry.at, counts: entry.counts } };
}

/** What is known of whoever asks to be let go. */
export interface Standing {
  readonly ask: Pick<RightsAsk, 'id' | 'right' | 'answered'>;
  readonly person: PersonRow;
  readonly now: Instant;
  readonly companyZone: string;
  readonly held: Held;
  readonly open: Pick<OpenCases, 'hires' | 'people'>;
  /** Cases that are told of and name them, or were merged with one that does. */
  readonly cases: readonly Case[];
  readonly inScope: boolean;
  /** What else they asked for and was not answered. */
  readonly unanswered: readonly Pick<RightsAsk, 'id' | 'right'>[];
}

/** Why nobody may let them go now, whatever was decided; undefined where nothing forbids it. Of a hold or a case nothing more is told. */
export function forbidden({ ask, person: { hire_id: hire }, held, open, cases }: Standing): string | undefined {
  if (ask.answered) return `${ask.id} was answered already. Note a new ask where they ask again.`;
  if (ask.right !== 'erasure' && ask.right !== 'objection') return `${ask.id} asks for ${RIGHTS[ask.right]}. Note an ask for deletion first: farmwatch rights add HIRE --right erasure --by NAME`;
  if (held.hires.has(hire) || cases.some(({ id }) => held.cases.has(id))) return 'Their records are on hold for the law, so nothing of them goes before two people release it (Art. 17(3)(e) GDPR). Answer the person, and ask again when it is released.';
  if (open.hires.has(hire) || cases.some(({ status }) => status === 'open')) return 'A case that names them is open, so nothing of them goes before it is closed (Art. 17(3)(e) GDPR).';
  if (open.people.has(hire)) return 'An open case rests on what is held of them, so nothing of them goes before it is closed (Art. 17(3)(e) GDPR).';
  return undefined;
}

/** What speaks against letting them go, each in a sentence; a decision may go over it. */
export function objections({ person, now, companyZone, cases, inScope, unanswered, ask }: Standing): readonly string[] {
  const { end_date: end, time_zone: zone } = person;
  const isHere = end === undefined || startOfLocalDay(end, zone && isZone(zone) ? zone : companyZone) + DAY > now;
  const closed = cases.filter(({ status }) => status === 'closed');
  return [
    ...(isHere ? [`By the company's own list they still work here${inScope ? ' and are in scope' : ''}: what is held is still needed for what it was collected for, and afterwards they are watched no more, because no file brings them back before a row with a later first day.`] : []),
    ...closed.filter(isFarm).map(({ id }) => `${id} was confirmed: its records may be needed for legal claims (Art. 17(3)(e) GDPR), and it goes whole.`),
    ...closed.filter((state) => !isFarm(state) && state.hires.length > 1).map(({ id }) => `${id} names other people too, and goes whole.`),
    ...unanswered.filter(({ id }) => id !== ask.id).map(({ id, right }) => `${id} is not answered: they asked for ${RIGHTS[right]} as well, of which nothing is left afterwards.`),
  ];
}

/** Names of somebody that a text which outlives them must not hold. */
export function namedIn(text: string, names: readonly string[]): boolean {
  return names.filter((name) => name.length >= 3).some((name) => new RegExp(`(?<![\\p{L}\\p{N}])${RegExp.escape(name)}(?![\\p{L}\\p{N}])`, 'iu').test(text));
}

/** Everything by which a person may be called in a text. */
export function callings(people: readonly PersonRow[], hire: HireId): readonly string[] {
  return [hire, ...people.flatMap(({ email, user_names: users, display_name: name, device_serials: serials }) => [email, email.split('@')[0]!, ...users, ...serials, ...(name ?? '').split(/[\s,]+/)])].filter((one) => one !== '');
}

/** An erasure as a list has it: what was decided and why, which outlives the person and names nobody. */
export function saidOfList({ ask, at, by, ground, reason, decision, done }: Erasure): string {
  const decided = decision ? ` Decided by ${decision.by} although something spoke against it: ${decision.why}` : '';
  return `${ask}  ${done ? `deleted ${dayOf(done.at)}` : `begun ${dayOf(at)}, not ended`} by ${by}, because ${GROUNDS[ground]}. Why: ${reason}${decided}`;
}

/** “Asked on 2026-11-29 by pia; …” */
export function saidErasure({ ask, by, ground, done }: Erasure): string {
  return done ? `${ask}: they were let go on ${dayOf(done.at)} by ${by}, because ${GROUNDS[ground]}. Nothing is there any more.` : `${ask}: ${by} began to let them go, and was cut off; the next night of housekeeping ends it.`;
}
