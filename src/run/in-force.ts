import type { Instant } from '../core/time.ts';
import type { Store } from '../store/store.ts';
import type { Judges } from './judged.ts';
import { mutesAt, readMutes, type Mute, type MuteEntry } from './mutes.ts';
import { readSettings, settledAt, type SettingsEntry } from './settings-book.ts';
import type { Run } from './stored-run.ts';

/** What judges at one instant. */
export interface InForce {
  readonly judges: Judges;
  readonly mutes: readonly Mute[];
  /** Accepted values that do not fit this release, and are not in force. */
  readonly unfit: readonly string[];
  readonly versions: Run['versions'];
}

/** What people decided of settings and mutes, read once for many runs. */
export interface Decisions { readonly settings: readonly SettingsEntry[]; readonly mutes: readonly MuteEntry[] }

export async function readDecisions(store: Store): Promise<Decisions> {
  return { settings: await readSettings(store), mutes: await readMutes(store) };
}

/** What judges at an instant, by configuration and by what people decided up to then. */
export function inForceAt({ judges: configured, versions }: Pick<InForce, 'judges' | 'versions'>, asOf: Instant, { settings, mutes }: Decisions): InForce {
  const { judges, unfit, id } = settledAt(configured, settings, asOf);
  return { judges, unfit, mutes: mutesAt(mutes, asOf), versions: id === undefined ? versions : { ...versions, settings: id } };
}
