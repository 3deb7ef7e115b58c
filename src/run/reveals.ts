import type { HireId } from '../core/person.ts';
import { DAY, HOUR, type Instant } from '../core/time.ts';
import type { Journal, Store } from '../store/store.ts';
import { foldOf } from './fold-of.ts';

/** Why somebody may ask who is behind a pseudonym. */
export const PURPOSES = {
  'check': 'to check with this person whether there is an innocent reason',
  'respond': 'to respond to a confirmed case',
  'protect': 'to protect somebody whose identity may be used',
  'law': 'to answer a court, an authority or counsel',
  'rights': 'to answer the person about their own records',
} as const;
export type Purpose = keyof typeof PURPOSES;

/** What was asked: who these people of a case are, for one account, for one purpose. */
export interface AskedReveal {
  readonly id: string;
  readonly at: Instant;
  readonly by: string;
  /** A case, or the pseudonym of a watched person. */
  readonly about: string;
  readonly hires: readonly HireId[];
  readonly purpose: Purpose;
  readonly reason: string;
  /** So long it may be looked at once it is granted, milliseconds. */
  readonly lasts: number;
  /** Where nobody else may grant it: who outside hears of it, and, once they were told, when it opens by itself. */
  readonly alone?: { readonly reader: string; readonly opensAt?: Instant };
}

export type RevealEntry =
  | { readonly did: 'asked'; readonly reveal: AskedReveal }
  | { readonly did: 'told'; readonly id: string; readonly at: Instant; /** The receiver, by its name in the configuration. */ readonly by: string }
  | { readonly did: 'granted'; readonly id: string; readonly at: Instant; readonly by: string }
  | { readonly did: 'refused'; readonly id: string; readonly at: Instant; readonly by: string; readonly note: string }
  | { readonly did: 'looked'; readonly id: string; readonly at: Instant; readonly by: string };

/** A reveal with what became of it. */
export interface StandingReveal extends AskedReveal {
  readonly granted?: { readonly at: Instant; readonly by: string };
  readonly refused?: { readonly at: Instant; readonly by: string; readonly note: string };
  readonly looks: readonly Instant[];
}

export interface RevealBook {
  readonly all: readonly StandingReveal[];
  /** The latest instant that any entry tells: a clock that stands before it was set back. */
  readonly latest: Instant;
}

export type RevealState = 'waiting' | 'open' | 'refused' | 'over';

/** What nobody has answered by then is over. */
export const WAITS_AT_MOST = 3 * DAY;
/** Where nobody else may grant it: so long after a reader outside was told. */
export const ALONE_WAITS = HOUR;

export const NO_REVEALS: RevealBook = { all: [], latest: -Infinity };

/** Takes in one entry. What makes no sense, such as a second answer or one to oneself, changes nothing. */
export function withEntry(book: RevealBook, entry: RevealEntry): RevealBook {
  if (entry.did === 'asked') {
    const isKnown = book.all.some(({ id }) => id === entry.reveal.id);
    return isKnown ? book : { all: [...book.all, { ...entry.reveal, looks: [] }], latest: Math.max(book.latest, entry.reveal.at) };
  }
  const { id, at, by } = entry;
  const all = book.all.map((one): StandingReveal => {
    if (one.id !== id) return one;
    switch (entry.did) {
      case 'told': return one.alone && one.alone.opensAt === undefined && stateOf(one, at) === 'waiting' ? { ...one, alone: { ...one.alone, opensAt: at + ALONE_WAITS } } : one;
      case 'granted': return stateOf(one, at) === 'waiting' && by !== one.by ? { ...one, granted: { at, by } } : one;
      case 'refused': return stateOf(one, at) === 'refused' || stateOf(one, at) === 'over' ? one : { ...one, refused: { at, by, note: entry.note } };
      case 'looked': return { ...one, looks: [...one.looks, at] };
    }
  });
  return { all, latest: Math.max(book.latest, at) };
}

/** When it may be looked at, from and until; undefined while nobody has let it. */
export function openIn({ granted, alone, lasts }: StandingReveal): { readonly from: Instant; readonly to: Instant } | undefined {
  const from = granted?.at ?? alone?.opensAt;
  return from === undefined ? undefined : { from, to: from + lasts };
}

/** True while the reader outside has not been told of it. */
export function isUntold({ alone }: Pick<AskedReveal, 'alone'>): boolean {
  return alone !== undefined && alone.opensAt === undefined;
}

/** Where a reveal stands: waiting until it is granted and has begun, open for its time, then over. One that nobody answers in time is over as well. */
export function stateOf(reveal: StandingReveal, now: Instant): RevealState {
  if (reveal.refused) return 'refused';
  const open = openIn(reveal);
  if (open === undefined) return now < reveal.at + WAITS_AT_MOST ? 'waiting' : 'over';
  if (now < open.from) return 'waiting';
  return now < open.to ? 'open' : 'over';
}

/** Why somebody cannot answer a reveal now; undefined where they can. */
export function whyNotAnswer(reveal: StandingReveal, by: string, now: Instant, what: 'grant' | 'refuse', latest: Instant): string | undefined {
  if (now < latest) return CLOCK;
  if (what === 'grant' && reveal.by === by) return 'You asked for it yourself. Somebody else has to grant it.';
  switch (stateOf(reveal, now)) {
    case 'refused': return `It was refused by ${reveal.refused!.by}. Who needs it has to ask again.`;
    case 'over': return 'Its time is over. Who needs it has to ask again.';
    case 'open': return what === 'grant' ? 'It is granted already.' : undefined;
    case 'waiting': return undefined;
  }
}

/** Why somebody cannot look at who it is; undefined where they can. */
export function whyNotLook(reveal: StandingReveal, by: string, now: Instant, latest: Instant): string | undefined {
  if (reveal.by !== by) return 'Somebody else asked for this. Ask for yourself.';
  if (now < latest) return CLOCK;
  switch (stateOf(reveal, now)) {
    case 'refused': return `It was refused by ${reveal.refused!.by}: ${reveal.refused!.note}`;
    case 'over': return 'Its time is over. Ask again, if you still need it.';
    case 'waiting':
      if (!reveal.alone) return 'It waits for a second person.';
      return isUntold(reveal) ? `It waits until ${reveal.alone.reader}, the reader outside, is told, and then an hour. The message is tried again by itself.` : 'It waits an hour, because nobody else here may grant it.';
    case 'open': return undefined;
  }
}

const CLOCK = 'The clock of this machine stands before the last entry about reveals, so it was set back. Set it right first; nothing is shown until then.';

export function revealJournal(store: Pick<Store, 'journal'>): Journal<RevealEntry> {
  return store.journal<RevealEntry>('reveals');
}

/** The journal as folded so far; read on at every question. */
export function revealBook(store: Pick<Store, 'journal'>): () => Promise<RevealBook> {
  return foldOf(store, 'reveals', { start: () => NO_REVEALS, step: withEntry });
}
