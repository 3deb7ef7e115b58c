import type { App } from '../app.ts';
import type { Instant } from '../core/time.ts';
import { FarmwatchError } from '../errors.ts';
import { auditOf } from '../run/audit/audit.ts';
import type { Did } from '../run/audit/entry.ts';
import type { Job } from '../schedule/scheduler.ts';
import { whoIs } from './who.ts';

/** A command that is being carried out, and for whom. */
export interface Running { command: string; by: unknown; dryRun: boolean; /** It shows a file of the command line. */ readsFile: boolean }

/** Commands that show many people at once. Those that show one write the look down themselves. */
const LISTED = ['findings', 'risk', 'cases', 'devices', 'allowed list', 'allowed try', 'closings', 'check-shipments', 'response show', 'hold list', 'rights list', 'correction list'] as const;
/** Commands that show nobody and change nothing, or keep what they do otherwise. */
const SILENT = [
  'explain', 'screen', 'search', 'checks list', 'response plan show', 'response plan history', 'response plan try', 'retention', 'rights erase', 'notice', 'assess', 'duties show', 'user log', 'export case', 'export verify', 'export asked', 'share case', 'audit verify', 'user list', 'data list', 'data changes', 'doctor', 'sources', 'intake tokens', 'mute list', 'notify preview', 'notify list', 'notify template',
  'releases list', 'report weekly', 'report quarterly', 'report kept', 'settings list', 'token', 'evaluate cases', 'evaluate places', 'evaluate weights', 'evaluate zones',
] as const;
/** Commands that write nothing with `--dry-run` and show rows of people all the same. */
export const TRIED: readonly string[] = ['import', 'collect'];
/** What a command does, by its name. One that is not named here is taken to change something. */
export const DOES: ReadonlyMap<string, Did | undefined> = new Map<string, Did | undefined>([...LISTED.map((name) => [name, 'listed'] as const), ...SILENT.map((name) => [name, undefined] as const), ['audit list', 'looked']]);

/** Writes a command down before it does anything: its name and for whom, never the words it was given. */
export async function noteCommand({ store }: Pick<App, 'store'>, { command, by, dryRun }: Running, at: Instant): Promise<void> {
  const does = DOES.has(command) ? DOES.get(command) : 'change';
  const did = !dryRun ? does : TRIED.includes(command) ? 'listed' : undefined;
  if (did === undefined) return;
  await writtenFirst(() => auditOf(store).append({ at, by: whoIs(typeof by === 'string' ? by : undefined), from: 'command', did, what: dryRun ? `${command} --dry-run` : command, id: '', people: [] }));
}

/** Writes to the audit. Of a full disk it says why a command that only shows has to write at all. */
export async function writtenFirst<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof FarmwatchError && error.code === 'store.full') throw new FarmwatchError('audit.full', error.details, { cause: error });
    throw error;
  }
}

/** Work of a job that reads about people or changes what is kept of them, written down before it begins: what nobody could be shown to have done is not done. */
export function noted(app: Pick<App, 'store' | 'now'>, id: string, did: Did, work: Job['work']): Job['work'] {
  return async (signal) => {
    await noteJob(app, id, did);
    return work(signal);
  };
}

/** Writes down that a job does something. */
export async function noteJob({ store, now }: Pick<App, 'store' | 'now'>, id: string, did: Did): Promise<void> {
  await auditOf(store).append({ at: now(), by: 'farmwatch', from: 'job', did, what: id, id: '', people: [] });
}
