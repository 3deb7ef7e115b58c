import type { Case } from '../cases/case.ts';
import { DAY, dayOf, type Instant } from '../core/time.ts';
import { isToCome } from '../core/to-come.ts';
import { isStale, messageOf as said } from '../errors.ts';
import type { Kept, Revision, Shelf, Store } from '../store/store.ts';
import type { Whom } from './ecs.ts';
import { oneLine, type Message } from './message.ts';
import { afterAttempt, alertsDue, noticeTo, type Alert, type AnchorOut, type Delivery, type Notice, type Outcome, type Planning } from './notice.ts';
import type { Receiver, Receivers } from './receivers.ts';
import { senderFor } from './senders/index.ts';

/** As of which run cases were told last. */
interface Told { readonly id: 'cases'; readonly asOf: Instant }

/** Notices that belong to no case are kept for so long. */
const KEPT_FOR = 400 * DAY;

const noticesOf = (store: Pick<Store, 'shelf'>): Shelf<Notice> => store.shelf<Notice>('notices');

/** Every notice, in order of id. */
export async function readNotices(store: Pick<Store, 'shelf'>): Promise<readonly Kept<Notice>[]> {
  return Array.fromAsync(noticesOf(store).list());
}

/** True where it was not there yet: two processes that think of the same thing tell it once. */
async function added(shelf: Shelf<Notice>, notice: Notice): Promise<boolean> {
  return await ifFirst(shelf.put(notice, '')) !== undefined;
}

/** The new revision; undefined where somebody else wrote first. */
async function ifFirst(write: Promise<Revision>): Promise<Revision | undefined> {
  try {
    return await write;
  } catch (error) {
    if (isStale(error)) return undefined;
    throw error;
  }
}

/** Cases as they stand, and as of which run. */
export interface Stood { readonly asOf: Instant | undefined; readonly cases: readonly Case[] }

/** As of which run cases were told last. A note of a run to come, which an older version left, says nothing of what was told: better once too often than not until then. */
async function toldSince(store: Store, now: Instant): Promise<Instant | undefined> {
  const asOf = (await store.shelf<Told>('told').get('cases'))?.value.asOf;
  return asOf !== undefined && isToCome(asOf, now) ? -Infinity : asOf;
}

/** What would be told now; nothing is noted. */
export async function alertsToTell(store: Store, { cases }: Stood, planning: Omit<Planning, 'since'>): Promise<readonly Notice[]> {
  const since = await toldSince(store, planning.now);
  return alertsDue(cases, (await readNotices(store)).map(({ value }) => value), { ...planning, since });
}

/**
 * Notes what has to be told of cases. A notice that is there is on its way; a crash before it is there leaves nothing, and the next
 * planning comes to the same.
 *
 * @returns how many alerts joined
 */
export async function planAlerts(store: Store, stood: Stood, planning: Omit<Planning, 'since'>): Promise<number> {
  const shelf = noticesOf(store);
  const told = store.shelf<Told>('told');
  let many = 0;
  for (const notice of await alertsToTell(store, stood, planning)) if (await added(shelf, notice) && !notice.quiet) many++;
  const before = await toldSince(store, planning.now) ?? -Infinity;
  // Before the first run whatever a replay opens lies in the past.
  const asOf = Math.max(before, stood.asOf ?? (before === -Infinity ? planning.now : before));
  if (asOf !== before) await told.put({ id: 'cases', asOf });
  await forget(shelf, new Set(stood.cases.map(({ id }) => id)), planning.now);
  return many;
}

/** Notices of cases that are forgotten go too, but for what is still on its way. */
async function forget(shelf: Shelf<Notice>, cases: ReadonlySet<string>, now: Instant): Promise<void> {
  for await (const { value: { id, at, about, to } } of shelf.list()) {
    const isOver = about.kind === 'alert' ? !cases.has(about.case) : at < now - KEPT_FOR;
    if (isOver && Object.values(to).every(({ doneAt }) => doneAt !== undefined)) await shelf.remove(id);
  }
}

/** Such a message may go out on working days alone, or after a machine was down for some days; older alerts are no news. */
const LONGEST_DIGEST = 7 * DAY;

/**
 * Notes a message about the alerts since the last such message, of the first one those of a day; none where there were none,
 * or one went out this day.
 *
 * @returns how many alerts it tells of
 */
export async function planDigest(store: Store, receivers: readonly string[], now: Instant): Promise<number> {
  const notices = (await readNotices(store)).map(({ value }) => value);
  const before = Math.max(-Infinity, ...notices.flatMap(({ about }) => (about.kind === 'digest' ? [about.to] : [])));
  const from = before === -Infinity ? now - DAY : Math.max(before, now - LONGEST_DIGEST);
  const alerts = notices.flatMap(({ at, about, quiet }): Alert[] => (about.kind === 'alert' && !quiet && at > from && at <= now ? [about] : []));
  if (alerts.length === 0) return 0;
  return await added(noticesOf(store), noticeTo(receivers, `digest~${dayOf(now)}`, now, { kind: 'digest', from, to: now, alerts })) ? alerts.length : 0;
}

/** Notes the report of a week, once for ever. @returns false where it was noted before */
export async function planReport(store: Store, receivers: readonly string[], week: string, now: Instant): Promise<boolean> {
  return added(noticesOf(store), noticeTo(receivers, `report~${week}`, now, { kind: 'report', week }));
}

/** Notes an anchor of the audit, once for each entry and day. */
export async function planAnchor(store: Store, receivers: readonly string[], { n, hash, day, at }: Omit<AnchorOut, 'kind'>, now: Instant): Promise<boolean> {
  return added(noticesOf(store), noticeTo(receivers, `anchor~${day}~${n}`, now, { kind: 'anchor', n, hash, day, at }));
}

/** Notes that a reader outside is to hear of a reveal, once for each. */
export async function planReveal(store: Store, reader: string, reveal: string, now: Instant): Promise<boolean> {
  return added(noticesOf(store), noticeTo([reader], revealNotice(reveal), now, { kind: 'reveal-due', reveal }));
}

/** How telling the reader outside of a reveal fares; undefined where nobody was to tell. */
export async function revealTelling(store: Pick<Store, 'shelf'>, reveal: string): Promise<Delivery | undefined> {
  return Object.values((await noticesOf(store).get(revealNotice(reveal)))?.value.to ?? {})[0];
}
const revealNotice = (reveal: string): string => `reveal~${reveal}`;

export interface DeliverParts {
  readonly receivers: Receivers;
  readonly now: () => Instant;
  readonly signal: AbortSignal;
  secret(reference: string): string;
  /** The notice in words. */
  word(notice: Notice): Promise<Message>;
  /** Whom a case is about, asked for receivers of accounts alone. */
  whom(alert: Alert): Promise<Whom>;
}
export interface Delivered { readonly sent: number; readonly failed: readonly { readonly receiver: string; readonly why: string }[] }

/**
 * Sends what is due, one after the other. Only the holder of the lease of its job may call it.
 *
 * Every attempt is noted before it is made. One that is found noted and has no end was cut off: it is made again where the
 * receiver tells a repeat, and left as `unsure` where it does not.
 */
export async function deliver(store: Store, parts: DeliverParts): Promise<Delivered> {
  const shelf = noticesOf(store);
  const failed = new Map<string, string>();
  let sent = 0;
  for (const { value } of await readNotices(store)) {
    for (const [name, delivery] of Object.entries(value.to)) {
      // Whoever failed a moment ago is left alone until the next time.
      if (parts.signal.aborted || failed.has(name) || !isDue(delivery, parts.now())) continue;
      const after = await deliverOne(shelf, value.id, name, parts);
      if (after?.state === 'sent') sent++;
      else if (after !== undefined) failed.set(name, after.why ?? after.state);
    }
  }
  return { sent, failed: [...failed].map(([receiver, why]) => ({ receiver, why })) };
}

/** Whether anything about people waits to be sent now. */
export async function isAboutPeopleDue(store: Pick<Store, 'shelf'>, now: Instant): Promise<boolean> {
  return (await readNotices(store)).some(({ value }) => value.about.kind !== 'anchor' && Object.values(value.to).some((delivery) => isDue(delivery, now)));
}

function isDue({ doneAt, nextAt }: Delivery, now: Instant): boolean {
  return doneAt === undefined && nextAt <= now;
}

/** @returns how the delivery stands now; undefined where nothing was due */
async function deliverOne(shelf: Shelf<Notice>, id: string, name: string, parts: DeliverParts): Promise<Delivery | undefined> {
  const kept = await shelf.get(id);
  const before = kept?.value.to[name];
  if (!kept || !before || !isDue(before, parts.now())) return undefined;
  const receiver = Object.hasOwn(parts.receivers, name) ? parts.receivers[name] : undefined;
  const told = receiver !== undefined && senderFor(receiver).told;
  const noted = (delivery: Delivery): Notice => ({ ...kept.value, to: { ...kept.value.to, [name]: delivery } });
  const settled = (delivery: Delivery, outcome: Outcome): Delivery => afterAttempt(delivery, outcome, { now: parts.now(), madeAt: kept.value.at, told });
  if (before.state === 'sending' && !told) {
    const cut = settled(before, { sent: false, sure: false, why: 'Farmwatch ended while it was being sent' });
    return await ifFirst(shelf.put(noted(cut), kept.revision)) === undefined ? undefined : cut;
  }
  const claim: Delivery = { state: 'sending', tries: before.tries + 1, nextAt: before.nextAt };
  const claimed = await ifFirst(shelf.put(noted(claim), kept.revision));
  if (claimed === undefined) return undefined;
  const after = settled(claim, await attempt(kept.value, receiver, parts));
  // Whoever took the lease meanwhile has noted what it made of this.
  return await ifFirst(shelf.put(noted(after), claimed)) === undefined ? undefined : after;
}

async function attempt(notice: Notice, receiver: Receiver | undefined, parts: DeliverParts): Promise<Outcome> {
  if (receiver === undefined) return { sent: false, sure: true, why: 'there is no such receiver under notify.receivers any more' };
  try {
    const message = await parts.word(notice);
    const whom = takesAccounts(receiver) && notice.about.kind === 'alert' ? await parts.whom(notice.about) : undefined;
    return await senderFor(receiver).send(message, receiver as never, { secret: parts.secret, now: parts.now() }, whom);
  } catch (error) {
    // A secret that is not there, a report that cannot be made: nothing went out.
    return { sent: false, sure: true, why: oneLine(said(error)) };
  }
}

/** True for a receiver that asks for accounts and machines. */
export function takesAccounts(receiver: Receiver): boolean {
  return 'form' in receiver && receiver.form === 'accounts';
}
