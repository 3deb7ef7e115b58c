import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TokenKey } from '../../core/token.ts';
import { FarmwatchError } from '../../errors.ts';
import { makeFolder } from '../../make-folder.ts';
import type { KeySource } from './key-file.ts';

/**
 * The company's key for tokens.
 *
 * It comes of the first key of identity: whoever has the store alone cannot try all phone numbers, and every server of one
 * store makes the same tokens. A folder in which a key of its own lies, or a store that is not sealed, keeps to that one.
 *
 * @throws FarmwatchError `file.unreadable`
 */
export function tokenKeyIn(folder: string, keys: KeySource): TokenKey {
  const file = join(folder, 'token.key');
  const identity = existsSync(file) ? undefined : keys.read();
  if (identity) return { version: identity.oldest.version, secret: identity.oldest.company };
  if (!existsSync(file)) {
    makeFolder(folder);
    writeFileSync(file, `1:${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  }
  const [version, secret] = readFileSync(file, 'utf8').trim().split(':');
  if (!version || !secret || !/^[0-9a-f]{64}$/.test(secret)) throw new FarmwatchError('file.unreadable', { file, why: 'not a token key', cure: 'Put the key back from a backup: with another key, old and new tokens do not meet.' });
  return { version: Number(version), secret: Buffer.from(secret, 'hex') };
}
