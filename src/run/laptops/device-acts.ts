import { shortHash } from '../../core/canonical.ts';
import type { Point } from '../../core/geo.ts';
import type { HireId, Serial } from '../../core/person.ts';
import { spelledSerial } from '../../core/spelling.ts';
import type { Day, Instant } from '../../core/time.ts';
import type { Store } from '../../store/store.ts';
import { isWaiting, waitingBook, type Standing, type Word } from '../waiting-book.ts';

export const DEVICE_ACTS = ['ask-holder', 'ask-manager', 'serial-photo', 'returned', 'approved-move'] as const;
export type DeviceActKind = (typeof DEVICE_ACTS)[number];
/** Acts by which somebody at the holder's end learns that this laptop is asked about. */
const CONTACTS: ReadonlySet<DeviceActKind> = new Set(['ask-holder', 'ask-manager', 'serial-photo']);

export const isContact = (kind: DeviceActKind): boolean => CONTACTS.has(kind);

/** What somebody of IT did about one laptop, recorded and not sent. */
export interface DeviceAct {
  readonly id: string;
  readonly at: Instant;
  readonly by: string;
  readonly kind: DeviceActKind;
  readonly serial: Serial;
  /** Who held the laptop then. */
  readonly hire: HireId;
  /** The revision of the laptop that its author saw; two clicks on one page carry the same. */
  readonly over: string;
  /** A contact waits until whoever works on a case about the holder lets it go; a move until a second person confirms it. */
  readonly isWaiting: boolean;
  /** Of an approved move. */
  readonly move?: ApprovedMove;
}

export interface ApprovedMove {
  readonly from: Day;
  /** Last day. */
  readonly until: Day;
  readonly approvedBy: string;
  /** Where the laptop seemed to be when it was recorded: what is confirmed is what was recorded. Moves of old have none, and stand. */
  readonly place?: { readonly at: Point; readonly city?: string };
}

/** An act as it stands now. */
export type StandingAct = Standing<DeviceAct>;

/** The journal `device-acts`, folded as far as it was read. */
export interface DeviceActBook {
  /** Acts by laptop, oldest first. */
  read(): Promise<ReadonlyMap<Serial, readonly StandingAct[]>>;
  /** The act under an id, if it waits. */
  waiting(id: string): Promise<StandingAct | undefined>;
  append(act: Omit<DeviceAct, 'id'>): Promise<void>;
  /** Lets a waiting act go. */
  release(id: string, word: Word): Promise<void>;
  /** Leaves it waiting, and says why. */
  hold(id: string, word: Word): Promise<void>;
  /** Takes an act back. */
  takeBack(id: string, word: Word): Promise<void>;
}

export function deviceActBook(store: Pick<Store, 'journal'>): DeviceActBook {
  const book = waitingBook<DeviceAct>(store, 'device-acts');
  return {
    ...book,
    read: async () => Map.groupBy(await book.read(), ({ serial }) => spelledSerial(serial)),
    append: (act) => book.append({ id: shortHash(`${act.serial}\0${act.over}\0${act.kind}\0${act.by}`), ...act }),
  };
}

/** What of the acts on a laptop can be taken back now: the last one that stands, while it has changed nothing but this list. */
export function undoable(acts: readonly StandingAct[]): StandingAct | undefined {
  const last = acts.findLast(({ takenBack }) => takenBack === undefined);
  return last && (isContact(last.kind) || isWaiting(last)) ? last : undefined;
}

/** Changes with every act on a laptop, also one that is taken back, and with its holder: whoever acts has seen whom it concerns. */
export function deviceRevision(serial: Serial, holder: HireId | undefined, acts: readonly StandingAct[]): string {
  return shortHash(`${serial}\0${holder ?? ''}\0${acts.length}\0${acts.filter(({ takenBack }) => takenBack).length}`).slice(0, 12);
}
