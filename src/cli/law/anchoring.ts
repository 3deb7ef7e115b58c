import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { App } from '../../app.ts';
import { FarmwatchError, messageOf } from '../../errors.ts';
import { planAnchor } from '../../notify/outbox.ts';
import { askedFor } from '../../notify/receivers.ts';
import { anchorJournal, anchorLine, anchorOf, anchorsIn, type Anchored } from '../../run/audit/anchors.ts';
import { auditOf } from '../../run/audit/audit.ts';
import type { Told } from '../../run/audit/entry.ts';
import type { Anchor, Verdict } from '../../run/audit/verify.ts';

type Asked = Pick<App, 'store' | 'loaded' | 'now'>;

/** The file of anchors of the configuration, and those in it; nothing where there is none yet. */
export function anchorsKept({ loaded }: Pick<App, 'loaded'>): { readonly file: string | undefined; readonly anchors: readonly Anchor[] } {
  const named = loaded.config.audit.anchors;
  const file = named === undefined ? undefined : loaded.path(named);
  return { file, anchors: file === undefined || !existsSync(file) ? [] : readAnchors(file) };
}

/** @throws FarmwatchError `file.missing`, `file.unreadable` */
export function readAnchors(file: string): readonly Anchor[] {
  if (!existsSync(file)) throw new FarmwatchError('file.missing', { file });
  try {
    return anchorsIn(readFileSync(file, 'utf8'), file);
  } catch (cause) {
    if (cause instanceof FarmwatchError) throw cause;
    throw new FarmwatchError('file.unreadable', { file, why: messageOf(cause), cure: 'Name a readable file of anchors.' }, { cause });
  }
}

/** Checks the whole chain against the anchors of the configured file, or against those that are given. */
export async function checkAudit(app: Pick<App, 'store' | 'loaded' | 'now'>, anchors = anchorsKept(app).anchors, told?: (entry: Told) => void): Promise<Verdict> {
  return auditOf(app.store).verify(anchors, told, app.now());
}

/** The failure of a chain that does not fit. */
export function broken({ n, why }: NonNullable<Verdict['fault']>): FarmwatchError {
  return new FarmwatchError('audit.broken', { n, why });
}

/**
 * Writes the newest hash down outside the store: into the file of the configuration, and to whoever asked for anchors.
 *
 * @returns undefined where nobody has done anything yet
 * @throws FarmwatchError `audit.broken` where the chain does not fit: what is broken is not anchored. `file.unwritable`
 */
export async function anchorNow(app: Asked): Promise<Anchored | undefined> {
  const { file } = anchorsKept(app);
  const { newest, fault } = await checkAudit(app);
  if (fault) throw broken(fault);
  if (!newest) return undefined;
  const anchor = anchorOf(newest, app.now());
  const receivers = askedFor(app.loaded.config.notify.receivers, 'anchors');
  if (receivers.length > 0) await planAnchor(app.store, receivers, anchor, anchor.at);
  if (file !== undefined) appendLine(file, anchorLine(anchor));
  const anchored: Anchored = { ...anchor, to: [...(file === undefined ? [] : ['file']), ...receivers] };
  await anchorJournal(app.store).append(anchored);
  return anchored;
}

/** @throws FarmwatchError `file.unwritable` */
function appendLine(file: string, line: string): void {
  try {
    const open = openSync(file, 'a', 0o600);
    try {
      writeSync(open, line);
      fsyncSync(open);
    } finally {
      closeSync(open);
    }
  } catch (cause) {
    throw new FarmwatchError('file.unwritable', { file, why: messageOf(cause), cure: 'Name a writable place under audit.anchors.' }, { cause });
  }
}

/** What an anchor is, in a sentence. */
export function saidAnchor(anchored: Anchored | undefined): string {
  if (!anchored) return 'nobody has done anything yet; there is nothing to anchor';
  return anchored.to.length === 0
    ? `entry ${anchored.n} is known to this store alone: name a file under audit.anchors, or a receiver with "sends": ["anchors"]`
    : `entry ${anchored.n} went to ${anchored.to.join(', ')}`;
}
