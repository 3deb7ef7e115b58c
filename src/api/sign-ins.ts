import type { Instant } from '../core/time.ts';
import type { Journal, Store } from '../store/store.ts';
import type { AccountView } from './account.ts';
import type { Way } from './session-book.ts';
import { fewAMinute } from './few-a-minute.ts';
import type { Own } from './staff.ts';

/** Why nobody came in, in the words of the door. They tell no more than whoever tried knows already. */
export const REFUSALS = {
  'wrong': 'The name or the password is not right.',
  'off': 'This account is switched off. Ask an administrator.',
  'local': 'Local accounts are switched off here. Sign in through your company.',
  'code': 'That code is not right, or was used already. A new one comes every half minute.',
  'first-ended': 'This first password was not replaced within a week and opens nothing any more. Ask an administrator for a new one.',
  'reason': 'This account is for emergencies. Say why it is needed; administrators will read it.',
  'holder': 'That is no account of a person here. Name your own account, or leave it empty: then nobody confirms what you ask for.',
  'waits': 'Somebody in their first months gets a role by a second person: an administrator has to confirm this account first.',
  'left': 'This account belongs to somebody who has left.',
  'slow': 'Too many tries.',
  'group': 'Your company let you in, and none of your groups has a role here. Ask whoever gives out groups.',
  'groups': 'Your groups give you more than one role here. Ask for one of them.',
  'taken': 'Somebody else has an account of your name here. Ask an administrator.',
  'changed': 'Your account was changed while you signed in. Sign in once more.',
  'stale': 'This sign-in took too long, was begun in another browser, or was used already. Begin again.',
  'refused': 'Your company did not let you in.',
  'weak': 'Your company let you in by a weaker or older sign-in than this server wants. Sign in there anew, with your second factor.',
  'token': 'What came back is not from your company, not for this server, or not of this sign-in. Nobody was let in.',
  'away': 'The sign-in of your company does not answer. Try again soon.',
} as const satisfies Readonly<Record<string, string>>;
export type Refusal = keyof typeof REFUSALS;

/** What happened at the door. */
export interface DoorEntry {
  readonly at: Instant;
  readonly did: 'came' | 'refused' | 'ended' | 'account';
  readonly way: Way | 'command' | 'page';
  /** An account there is; what else was typed as a name is never kept, for it may be a password. */
  readonly user?: string;
  readonly why?: Refusal;
  /** What somebody wrote who used the account for emergencies; or what was done to an account. */
  readonly said?: string;
  /** Who did something to an account. */
  readonly by?: string;
  readonly isBreakGlass?: true;
  /** The own account of whoever used the account for emergencies, as they said. */
  readonly holder?: string;
  /** So many refusals before this one were not written down, because there were too many. */
  readonly unwritten?: number;
}

/** Refusals written down in a minute; more of them say nothing new. */
const REFUSALS_A_MINUTE = 60;

export interface Doorbook {
  note(entry: DoorEntry): Promise<void>;
  /** The newest first. */
  newest(most: number): Promise<readonly DoorEntry[]>;
}

export function doorJournal(store: Pick<Store, 'journal'>): Journal<DoorEntry> {
  return store.journal<DoorEntry>('sign-ins');
}

/** What happened at the door, kept. */
export function doorbook(store: Pick<Store, 'journal'>): Doorbook {
  const journal = doorJournal(store);
  const refusals = fewAMinute(REFUSALS_A_MINUTE);
  return {
    async note(entry) {
      if (entry.did === 'refused' && !refusals.lets(entry.at)) return;
      await journal.append(refusals.held === 0 ? entry : { ...entry, unwritten: refusals.held });
      refusals.told();
    },
    async newest(most) {
      const entries: DoorEntry[] = [];
      for await (const { entry } of journal.read()) entries.push(entry);
      return entries.slice(-most).reverse();
    },
  };
}

/**
 * Why an account is not let in though whoever asks has proved to be its holder.
 *
 * @param own records of hires that the account names
 */
export function refusedBecause({ off, role, confirmed, isBreakGlass, provider, firstUntil }: AccountView, own: Own, door: { readonly local: boolean; readonly now: Instant; readonly reason?: string | undefined }): Refusal | undefined {
  if (off) return 'off';
  if (firstUntil !== undefined && firstUntil <= door.now) return 'first-ended';
  if (!door.local && !provider && !isBreakGlass) return 'local';
  if (own.hasLeft) return 'left';
  if (own.isInScope && confirmed?.role !== role) return 'waits';
  return isBreakGlass && (door.reason ?? '').trim().length < SHORTEST_REASON ? 'reason' : undefined;
}

/** A word is no reason. */
const SHORTEST_REASON = 10;
