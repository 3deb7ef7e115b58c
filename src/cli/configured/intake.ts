import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from '../../app.ts';
import { TOOLS } from '../../catalogue/tool-rows.ts';
import { drainer } from '../../collect/intake/drain.ts';
import { openIntake, type Intake } from '../../collect/intake/intake.ts';
import { openSpool } from '../../collect/intake/spool.ts';
import { osqueryPack } from '../../collect/sources/table/osquery-pack.ts';
import { addCounts, type Counts } from '../../collect/tally.ts';
import { FarmwatchError, messageOf } from '../../errors.ts';
import { printable, type CommandIo } from '../io.ts';
import { readThrough, settleSource } from './source.ts';

const MB = 1024 * 1024;

/** In the data folder. */
export const SPOOL_FOLDER = 'spool';

/** Opens all ways by which records are sent to a server or appended to files. */
export async function intakeOf(app: App, io: CommandIo): Promise<Intake> {
  const { config, path } = app.loaded;
  const fileAt = (name: string | undefined): string | undefined => (name === undefined ? undefined : path(name));
  let said = '';
  return openIntake({
    store: app.store, folder: spoolFolder(app), now: app.now, secret: () => app.tokenKey.secret, 
    storeSegment: async (source, segment) => void await storeSegment(app, source, segment),
    spoolBytes: config.intake.spool_mb * MB, longestMessageBytes: config.intake.message_kb * 1024, longestRequestBytes: config.intake.request_mb * MB,
    ports: config.intake.syslog.map((port) => ({ ...port, cert_file: fileAt(port.cert_file), key_file: fileAt(port.key_file), client_ca_file: fileAt(port.client_ca_file) })),
    followed: Object.entries(config.sources).filter(([, { follow }]) => follow.length > 0).map(([source, { follow }]) => ({ source, paths: follow.map(path) })),
    osqueryConfig,
    failed(error) {
      // A full disk fails with every message; once is enough.
      if (said !== (said = messageOf(error))) io.err(printable(`Intake: ${said}`));
    },
  });
}

/** What waits for the store, beside what else is no part of it. */
export function spoolFolder(app: App): string {
  return join(app.folder, SPOOL_FOLDER);
}

/** What agents of osquery are told: the recommended queries, and to say with every line which laptop it is of. */
function osqueryConfig(): object {
  return {
    schedule: osqueryPack(TOOLS).queries,
    decorators: { load: ['SELECT uuid AS host_uuid, hostname, hardware_serial FROM system_info;'] },
  };
}

/**
 * Stores a segment of the spool as a saved file is: events that are known add nothing, what cannot be used goes to the rejects.
 *
 * @throws FarmwatchError of the store; `file.unreadable` where the disk does not give all of it, and then it waits: senders were told that it is kept
 */
async function storeSegment(app: App, name: string, segment: string): Promise<Counts> {
  const { counts, torn: [unreadable] } = await readThrough(app, settleSource(app, name), [segment], { stamp: app.now() });
  if (unreadable) throw new FarmwatchError('file.unreadable', { ...unreadable.details, cure: 'What was sent waits in it: mend the disk, or take the file away to go without it.' }, { cause: unreadable });
  return counts;
}

/**
 * Stores what a server left in the spool when it stopped. One that runs does so by itself.
 *
 * @returns the sources of which something waited
 * @throws FarmwatchError of the store
 */
export async function storeLeft(app: App, total: Counts): Promise<readonly string[]> {
  if (!existsSync(spoolFolder(app))) return [];
  const spool = await openSpool({ folder: spoolFolder(app), boundBytes: app.loaded.config.intake.spool_mb * MB, now: app.now }).catch((error: unknown) => {
    if (error instanceof FarmwatchError && error.code === 'spool.held') return undefined;
    throw error;
  });
  if (!spool) return [];
  try {
    const sources = spool.sources();
    await drainer({ spool, now: app.now, store: async (source, segment) => addCounts(total, await storeSegment(app, source, segment)) }).drain();
    return sources;
  } finally {
    await spool.close();
  }
}
