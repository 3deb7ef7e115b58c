import type { Case } from '../cases/case.ts';
import type { Family } from '../core/family.ts';
import { DAY, HOUR, MINUTE, type Instant } from '../core/time.ts';
import type { Band } from '../risk/risk.ts';

/** Why somebody is told of a case. */
export type AlertReason = 'opened' | 'open-again' | 'new-family' | 'unacknowledged';

/** A case needs someone: what stood about it, without anybody's name. */
export interface Alert {
  readonly kind: 'alert';
  readonly case: string;
  readonly reason: AlertReason;
  readonly band: Band;
  readonly chance: number;
  readonly people: number;
  readonly families: readonly Family[];
  /** Those that were not told of before. */
  readonly fresh: readonly Family[];
}
export interface Digest { readonly kind: 'digest'; readonly from: Instant; readonly to: Instant; readonly alerts: readonly Alert[] }
/** The report of one week, by its name: `2026-W46`. */
export interface WeekOut { readonly kind: 'report'; readonly week: string }
/** The newest hash of the audit, for whoever keeps it where nobody can change it. */
export interface AnchorOut { readonly kind: 'anchor'; readonly n: number; readonly hash: string; readonly day: string; readonly at: Instant }
export interface Trial { readonly kind: 'trial' }
/** Somebody asked who is behind a pseudonym, and nobody else may grant it: a reader outside is to hear of it. What was asked is read when it is sent; here stands its id alone. */
export interface RevealDue { readonly kind: 'reveal-due'; readonly reveal: string }
/** The same in facts, for its words. */
export interface RevealOut { readonly kind: 'reveal'; readonly by: string; readonly about: string; readonly people: readonly string[]; readonly purpose: string; readonly reason: string; /** At the earliest: an hour after it is told. */ readonly opensAt: Instant }
export type About = Alert | Digest | WeekOut | AnchorOut | Trial | RevealOut | RevealDue;

/** How one notice fares with one receiver. */
export interface Delivery {
  /** `unsure`: it may have arrived, and is not sent again where the receiver could not tell. */
  readonly state: 'waiting' | 'sending' | 'sent' | 'unsure' | 'given-up';
  readonly tries: number;
  /** Not tried before. */
  readonly nextAt: Instant;
  /** When it came to its end. */
  readonly doneAt?: Instant;
  readonly why?: string;
}

/** One thing that is told, and to whom. It holds facts, not texts: a message is worded when it is sent. */
export interface Notice {
  /** Case and number, `digest~` and an instant, `report~` and the week, `anchor~` and the number of the entry, or `reveal~` and its id: the same thing is never told under two ids. */
  readonly id: string;
  readonly at: Instant;
  readonly about: About;
  /** By name of the receiver. */
  readonly to: Readonly<Record<string, Delivery>>;
  /** Noted and told to nobody: it stood before anybody was named, or a replay made it. */
  readonly quiet?: true;
}

/** How a delivery begins. */
export function waiting(at: Instant): Delivery {
  return { state: 'waiting', tries: 0, nextAt: at };
}

/** A notice to these receivers. */
export function noticeTo(names: readonly string[], id: string, at: Instant, about: About): Notice {
  return { id, at, about, to: Object.fromEntries(names.map((name) => [name, waiting(at)])) };
}

export interface Planning {
  readonly now: Instant;
  /** As of which run cases were told last; undefined the first time, when everything is let pass in silence. */
  readonly since: Instant | undefined;
  readonly acknowledgeWithin: number;
  /** Who gets alerts one by one. */
  readonly receivers: readonly string[];
  /** False while nobody at all is named. */
  readonly isOn: boolean;
}

const LOUD_BANDS: readonly Band[] = ['review', 'act'];

/**
 * What has to be told of cases now.
 *
 * Once when a case opens, and once each time it stands open again after it was withdrawn; again when a family joins that
 * was not told of, and once more when nobody took it in time. Cases that opened at or before `since` without being told, as
 * a replay makes them, get a quiet notice.
 *
 * @param told every notice so far
 */
export function alertsDue(cases: readonly Case[], told: readonly Notice[], { now, since, acknowledgeWithin, receivers, isOn }: Planning): readonly Notice[] {
  const byCase = Map.groupBy(told.flatMap((notice) => (notice.about.kind === 'alert' ? [{ ...notice, about: notice.about }] : [])), ({ about }) => about.case);
  return cases.filter(({ status, band }) => status === 'open' && LOUD_BANDS.includes(band)).flatMap((state) => {
    const before = byCase.get(state.id) ?? [];
    const known = new Set(before.flatMap(({ about }) => about.families));
    const fresh = state.families.filter((family) => !known.has(family));
    const last = before.findLast(({ quiet }) => !quiet);
    const isLate = last !== undefined && now - last.at >= acknowledgeWithin && !isAcknowledged(state) && !before.some(({ about }) => about.reason === 'unacknowledged');
    const back = backSince(state);
    const isBack = back !== undefined && before.every(({ at }) => at < back);
    const reason: AlertReason | undefined = before.length === 0 ? 'opened' : isBack ? 'open-again' : fresh.length > 0 ? 'new-family' : isLate ? 'unacknowledged' : undefined;
    if (reason === undefined) return [];
    const isQuiet = !isOn || since === undefined || (reason === 'opened' && state.openedAt <= since) || (reason === 'open-again' && back! <= since);
    const about: Alert = { kind: 'alert', case: state.id, reason, band: state.band, chance: state.chance, people: state.hires.length, families: state.families, fresh: reason === 'opened' ? [] : fresh };
    const id = `${state.id}~${String(before.length + 1).padStart(4, '0')}`;
    return [isQuiet ? { ...noticeTo([], id, now, about), quiet: true as const } : noticeTo(receivers, id, now, about)];
  });
}

/** When a case that was withdrawn stood open again last; undefined where it never was. */
function backSince({ history }: Case): Instant | undefined {
  const gone = history.findLastIndex(({ kind }) => kind === 'retracted');
  return gone < 0 ? undefined : history.slice(gone).find(({ kind }) => kind === 'risk-moved')?.at;
}

/** True once a person has done anything with the case. */
function isAcknowledged({ owner, history }: Case): boolean {
  return owner !== null || history.some(({ kind }) => kind === 'assigned' || kind === 'noted' || kind === 'closed' || kind === 'reopened');
}

/** Waits before the second try and those after it; the last one holds for all others. */
const WAITS = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR] as const;
/** So long a message is tried. Older news helps nobody, and the case stands on the pages. */
const TRIED_FOR = 3 * DAY;

/** What became of one attempt. */
export type Outcome =
  | { readonly sent: true; /** What did not go as it should. */ readonly note?: string }
  | { readonly sent: false; /** False where it may have arrived all the same. */ readonly sure: boolean; readonly why: string };

/**
 * A delivery after an attempt.
 *
 * @param told true where the receiver tells a repeat from a new message, so that it may be sent again when nobody knows
 */
export function afterAttempt({ tries }: Delivery, outcome: Outcome, { now, madeAt, told }: { readonly now: Instant; readonly madeAt: Instant; readonly told: boolean }): Delivery {
  if (outcome.sent) return { state: 'sent', tries, nextAt: now, doneAt: now, ...(outcome.note === undefined ? {} : { why: outcome.note }) };
  if (!outcome.sure && !told) return { state: 'unsure', tries, nextAt: now, doneAt: now, why: outcome.why };
  if (now - madeAt >= TRIED_FOR) return { state: 'given-up', tries, nextAt: now, doneAt: now, why: outcome.why };
  return { state: 'waiting', tries, nextAt: now + WAITS[Math.min(Math.max(tries, 1), WAITS.length) - 1]!, why: outcome.why };
}
