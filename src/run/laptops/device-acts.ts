import { shortHash } from '../../core/canonical.ts';
import type { HireId, Serial } from '../../core/person.ts';
import type { Day, Instant } from '../../core/time.ts';
import type { Store } from '../../store/store.ts';

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
  /** Waits until whoever works on a case about the holder lets it go. */
  readonly isWaiting: boolean;
  /** Of an approved move: first and last day, and who approved it. */
  readonly move?: { readonly from: Day; readonly until: Day; readonly approvedBy: string };
}

type Entry = { readonly did: 'act'; readonly act: DeviceAct } | { readonly did: 'released'; readonly id: string; readonly at: Instant; readonly by: string };

/** An act as it stands now. */
export interface StandingAct extends DeviceAct { readonly released?: { readonly at: Instant; readonly by: string } }

/** The journal `device-acts`, folded as far as it was read. */
export interface DeviceActBook {
  /** Acts by laptop, oldest first. */
  read(): Promise<ReadonlyMap<Serial, readonly StandingAct[]>>;
  append(act: Omit<DeviceAct, 'id'>): Promise<void>;
  /** Lets a waiting act go. @returns false where there is no such act, or it does not wait */
  release(id: string, by: string, at: Instant): Promise<boolean>;
}

export function deviceActBook(store: Pick<Store, 'journal'>): DeviceActBook {
  const journal = store.journal<Entry>('device-acts');
  const acts = new Map<string, StandingAct>();
  let after = 0;
  const refresh = async (): Promise<void> => {
    for await (const { seq, entry } of journal.read(after)) {
      if (seq <= after) continue;
      after = seq;
      if (entry.did === 'act') acts.set(entry.act.id, entry.act);
      else {
        const known = acts.get(entry.id);
        if (known) acts.set(entry.id, { ...known, released: { at: entry.at, by: entry.by } });
      }
    }
  };
  return {
    async read() {
      await refresh();
      return Map.groupBy(acts.values(), ({ serial }) => serial);
    },
    async append(act) {
      await journal.append({ did: 'act', act: { id: shortHash(`${act.serial}\0${act.over}\0${act.kind}\0${act.by}`), ...act } });
    },
    async release(id, by, at) {
      await refresh();
      const known = acts.get(id);
      if (!known?.isWaiting || known.released) return false;
      await journal.append({ did: 'released', id, at, by });
      return true;
    },
  };
}

/** Changes with every act on a laptop, and with its holder: whoever acts has seen whom it concerns. */
export function deviceRevision(serial: Serial, holder: HireId | undefined, acts: readonly StandingAct[]): string {
  return shortHash(`${serial}\0${holder ?? ''}\0${acts.length}`).slice(0, 12);
}
