import { DAY, isoOf, type Instant } from '../core/time.ts';
import type { Delivery, Notice } from './notice.ts';
import type { Receivers } from './receivers.ts';

/** How one receiver fares. */
export interface Standing {
  readonly receiver: string;
  readonly kind: string;
  readonly sentAt: Instant | undefined;
  /** How many wait, and since when the oldest does, where it was tried already. */
  readonly waiting: number;
  readonly failing: { readonly since: Instant; readonly nextAt: Instant; readonly why: string } | undefined;
  /** Of the last week: nobody knows whether it arrived, or it was given up. */
  readonly lost: readonly { readonly id: string; readonly state: 'unsure' | 'given-up'; readonly at: Instant; readonly why: string }[];
}

/** What ended badly is told of for so long. */
const TOLD_FOR = 7 * DAY;

/** How every receiver fares, also one that is not configured any more and has something waiting. */
export function standings(receivers: Receivers, notices: readonly Notice[], now: Instant): readonly Standing[] {
  const names = [...new Set([...Object.keys(receivers), ...notices.flatMap(({ to }) => Object.entries(to).filter(([, { doneAt }]) => doneAt === undefined).map(([name]) => name))])].sort();
  return names.map((receiver) => {
    const own = notices.flatMap(({ id, at, to }) => (Object.hasOwn(to, receiver) ? [{ id, at, ...to[receiver]! }] : []));
    const open = own.filter(({ doneAt }) => doneAt === undefined).toSorted((a, b) => a.at - b.at);
    const tried = open.find(({ why }) => why !== undefined);
    const sent = own.filter(({ state }) => state === 'sent').map(({ doneAt }) => doneAt!);
    return {
      receiver, kind: Object.hasOwn(receivers, receiver) ? receivers[receiver]!.kind : 'not configured', sentAt: sent.length === 0 ? undefined : Math.max(...sent), waiting: open.length,
      failing: tried && { since: tried.at, nextAt: tried.nextAt, why: tried.why! },
      lost: own.flatMap(({ id, state, doneAt, why }) => ((state === 'unsure' || state === 'given-up') && doneAt! > now - TOLD_FOR ? [{ id, state, at: doneAt!, why: why ?? '' }] : [])),
    };
  });
}

/** "soc-mail (email): sent last at …; 2 wait, failing since …: mail.acme.example: …". */
export function saidStanding({ receiver, kind, sentAt, waiting, failing, lost }: Standing): string {
  return [
    `${receiver} (${kind}): ${sentAt === undefined ? 'nothing sent yet' : `sent last at ${isoOf(sentAt)}`}`,
    ...(waiting > 0 && !failing ? [`${waiting} on the way`] : []),
    ...(failing ? [`${waiting} wait, failing since ${isoOf(failing.since)}, next try at ${isoOf(failing.nextAt)}: ${failing.why}`] : []),
    ...lost.map(({ id, state, at, why }) => `${id} ${LOST[state]} at ${isoOf(at)} (${why})`),
  ].join('; ');
}

/** The same as one JSON object. */
export function standingRecord({ receiver, kind, sentAt, waiting, failing, lost }: Standing): object {
  return {
    receiver, kind, sent_at: sentAt === undefined ? null : isoOf(sentAt), waiting,
    failing: failing ? { since: isoOf(failing.since), next_try: isoOf(failing.nextAt), why: failing.why } : null,
    lost: lost.map(({ at, ...one }) => ({ ...one, at: isoOf(at) })),
  };
}

const LOST = { 'unsure': 'may or may not have arrived and is not sent again,', 'given-up': 'was given up' } as const;

/** A delivery in words, for lists. */
export function saidDelivery({ state, tries, why, doneAt, nextAt }: Delivery): string {
  const times = tries > 1 ? ` after ${tries} tries` : '';
  const because = why === undefined ? '' : `: ${why}`;
  switch (state) {
    case 'sent': return `sent ${isoOf(doneAt!)}${times}${because}`;
    case 'unsure': return `may have arrived ${isoOf(doneAt!)}${because}`;
    case 'given-up': return `given up ${isoOf(doneAt!)}${times}${because}`;
    case 'sending': return 'is being sent';
    case 'waiting': return tries === 0 ? 'waits' : `failed${times}, next try ${isoOf(nextAt)}${because}`;
  }
}
