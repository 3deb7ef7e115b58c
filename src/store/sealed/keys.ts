import { createHmac, hkdfSync } from 'node:crypto';
import { FarmwatchError } from '../../errors.ts';

/** What one version of the key of identity is used for; every use has a key of its own. */
export interface IdentityKey {
  /** 1 or more. */
  readonly version: number;
  /** 64 bytes for AES-256-SIV. */
  readonly values: Buffer;
  /** 32 bytes for AES-256-GCM. */
  readonly bodies: Buffer;
  /** 32 bytes for HMAC-SHA-256. */
  readonly tokens: Buffer;
  /** 32 bytes for tokens of phones, addresses and the like. */
  readonly company: Buffer;
}

/** The key of identity in all its versions: the newest seals, older ones still open. */
export interface IdentityKeys {
  readonly newest: IdentityKey;
  readonly oldest: IdentityKey;
  of(version: number): IdentityKey | undefined;
}

/**
 * Reads keys as they stand in a file or an environment variable: one a line, `1:` and 64 hex digits.
 *
 * @param from where the text stands, for the message
 * @throws FarmwatchError `file.unreadable`
 */
export function identityKeys(text: string, from: string): IdentityKeys {
  const refuse = (why: string): never => {
    throw new FarmwatchError('file.unreadable', { file: from, why, cure: 'Put the key of identity back from where it is kept: one a line, its version, a colon and 64 hex digits.' });
  };
  const keys = new Map<number, IdentityKey>();
  for (const line of text.split('\n').map((one) => one.trim()).filter((one) => one !== '')) {
    const [, version, secret] = /^([1-9]\d{0,5}):([0-9a-f]{64})$/i.exec(line) ?? [];
    if (version === undefined || secret === undefined) return refuse('a line is no key of identity');
    if (keys.has(Number(version))) return refuse(`version ${version} stands there twice`);
    keys.set(Number(version), derived(Number(version), Buffer.from(secret, 'hex')));
  }
  const [newest, oldest] = [keys.get(Math.max(...keys.keys())), keys.get(Math.min(...keys.keys()))];
  return newest === undefined || oldest === undefined ? refuse('it holds no key of identity') : { newest, oldest, of: (version) => keys.get(version) };
}

/** HKDF (RFC 5869): what one key gives away says nothing about the others. */
function derived(version: number, secret: Buffer): IdentityKey {
  const part = (use: string, bytes: number): Buffer => Buffer.from(hkdfSync('sha256', secret, '', `farmwatch identity ${use}`, bytes));
  return { version, values: part('values', 64), bodies: part('bodies', 32), tokens: part('tokens', 32), company: part('company tokens', 32) };
}

/** A stand-in for a text, the same for the same text under one key: 128 bits of HMAC-SHA-256. */
export function tokenUnder({ tokens }: IdentityKey, ...parts: readonly (string | number)[]): string {
  return createHmac('sha256', tokens).update(JSON.stringify(parts)).digest().subarray(0, 16).toString('base64url');
}
