import { MINUTE, SECOND, type Instant } from '../core/time.ts';
import { FarmwatchError } from '../errors.ts';

/** A count that rested for so long begins anew. */
const RESTS = 15 * MINUTE;
/** Names and addresses remembered; whoever tries more of them is slowed by the limit of all requests. */
const MOST = 10_000;

/** Makes whoever guesses wait, longer with every wrong try. */
export interface Patience {
  /** Milliseconds to wait; 0 for none. */
  waitFor(key: string, now: Instant): number;
  failed(key: string, now: Instant): void;
  /** The last try was not looked at. */
  untried(key: string): void;
  /** Somebody knew the password. */
  forget(key: string): void;
}

/**
 * @param free    so many wrong tries are typing errors
 * @param longest the longest wait, milliseconds
 */
export function patience({ free, longest }: { readonly free: number; readonly longest: number }): Patience {
  const tries = new Map<string, { readonly many: number; readonly at: Instant }>();
  const waitOf = (many: number): number => (many <= free ? 0 : Math.min(longest, 2 ** (many - free) * SECOND));
  return {
    waitFor(key, now) {
      const known = tries.get(key);
      // Where the clock was set back, nobody waits longer than by their tries.
      return known ? Math.min(waitOf(known.many), Math.max(0, known.at + waitOf(known.many) - now)) : 0;
    },
    failed(key, now) {
      const known = tries.get(key);
      const many = known && now - known.at < RESTS + waitOf(known.many) ? known.many + 1 : 1;
      tries.delete(key);
      tries.set(key, { many, at: now });
      for (const oldest of tries.keys()) {
        if (tries.size <= MOST) break;
        tries.delete(oldest);
      }
    },
    untried(key) {
      const known = tries.get(key);
      if (known && known.many > 1) tries.set(key, { ...known, many: known.many - 1 });
      else tries.delete(key);
    },
    forget(key) {
      tries.delete(key);
    },
  };
}

/** So many tries of one key within a minute, and no more until the first of them is a minute old. */
export interface MinuteOfTries {
  /** Milliseconds to wait; 0 where this try is one of the many, which counts it. */
  take(key: string, now: Instant): number;
  /** The last try was a right one, or was not looked at: it does not count. */
  giveBack(key: string): void;
}

export function minuteOfTries(most: number): MinuteOfTries {
  const tries = new Map<string, readonly Instant[]>();
  return {
    take(key, now) {
      // Where the clock was set back, what lies in the future is no try of this minute.
      const recent = (tries.get(key) ?? []).filter((at) => at <= now && now - at < MINUTE);
      if (recent.length >= most) return recent[0]! + MINUTE - now;
      tries.delete(key);
      tries.set(key, [...recent, now]);
      for (const oldest of tries.keys()) {
        if (tries.size <= MOST) break;
        tries.delete(oldest);
      }
      return 0;
    },
    giveBack(key) {
      const rest = (tries.get(key) ?? []).slice(0, -1);
      if (rest.length > 0) tries.set(key, rest);
      else tries.delete(key);
    },
  };
}

/** @throws FarmwatchError `sign-in.slow` */
export function mustNotWait(wait: number): void {
  if (wait > 0) throw new FarmwatchError('sign-in.slow', { seconds: Math.ceil(wait / SECOND) });
}
