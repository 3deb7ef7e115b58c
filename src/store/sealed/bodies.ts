import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { FarmwatchError } from '../../errors.ts';
import type { IdentityKeys } from './keys.ts';

/** Seals whole documents and entries of journals, each at its place: moved elsewhere they do not open. */
export interface BodySeal {
  seal(place: string, body: unknown): string;
  /** @throws FarmwatchError `store.damaged` for what was not sealed for this place under a key at hand */
  open<T>(place: string, sealed: unknown): T;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM with a random nonce; the place is associated data.
 *
 * @see NIST SP 800-38D: 2^32 random nonces a key are the most, a hundred writes a second for a year and more
 */
export function bodySeal(keys: IdentityKeys, store: string): BodySeal {
  return {
    seal(place, body) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', keys.newest.bodies, nonce);
      cipher.setAAD(Buffer.from(place));
      const bytes = Buffer.concat([cipher.update(JSON.stringify(body), 'utf8'), cipher.final()]);
      return `b${keys.newest.version}:${Buffer.concat([nonce, cipher.getAuthTag(), bytes]).toString('base64')}`;
    },
    open<T>(place: string, sealed: unknown): T {
      const [, version, text] = (typeof sealed === 'string' && /^b(\d+):(.*)$/.exec(sealed)) || [];
      const key = keys.of(Number(version));
      const where = place.split('\0')[0]!;
      if (text === undefined) throw new FarmwatchError('store.damaged', { store, why: `something in ${where} is not sealed, so it was not written by Farmwatch` });
      if (key === undefined) throw new FarmwatchError('store.sealed', { store, why: `something in ${where} is sealed under key ${version} of identity, which is not at hand`, cure: 'Put that key back beside the others.' });
      const bytes = Buffer.from(text, 'base64');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key.bodies, bytes.subarray(0, NONCE_BYTES));
        decipher.setAAD(Buffer.from(place));
        decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
        return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')) as T;
      } catch (cause) {
        throw new FarmwatchError('store.damaged', { store, why: `something in ${where} was changed, moved, or sealed under another key` }, { cause });
      }
    },
  };
}
