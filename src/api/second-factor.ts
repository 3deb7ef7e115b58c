import { createHash, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { encode } from 'uqr';
import type { Instant } from '../core/time.ts';
import type { QrPicture } from './contract.ts';

/** A second factor as it is kept, sealed with its account. */
export interface Factor {
  /** Base32, as authenticators take it. */
  readonly secret: string;
  readonly since: Instant;
  /** The step of the last code that was used; that one and older ones open nothing. */
  readonly step: number;
  /** Hashes of the recovery codes that are left. */
  readonly recovery: readonly string[];
}

/** Seconds that a code holds, and steps by which the clock of a phone may be off. The usual figures of authenticators; other ones many do not know. */
const STEP_S = 30;
const CLOCK_OFF = 1;
const SECRET_BYTES = 20;
const RECOVERY_CODES = 8;
/** Bytes of a recovery code: 120 bits, so that a plain hash of it is enough. */
const RECOVERY_BYTES = 15;

export function newSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** Four letters at a time, as people read them off a page. @example inGroups('ABCDEFGH') // => 'ABCD EFGH' */
export function inGroups(text: string): string {
  return text.match(/.{1,4}/g)!.join(' ');
}

/** The address by which an authenticator takes a secret. */
export function keyAddress(secret: string, user: string): string {
  return totpOf(secret, user).toString();
}

/** An address as a QR code: modules that are dark, as the path of an SVG. */
export function qrOf(text: string): QrPicture {
  const { size, data } = encode(text, { ecc: 'M', border: 4 });
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return { size, path };
}

/**
 * The step whose code somebody typed.
 *
 * @param after codes of this step and of older ones count no more
 * @see RFC 6238, section 5.2: a code is accepted once
 */
export function stepOf(secret: string, typed: string, now: Instant, after: number): number | undefined {
  const token = typed.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const delta = totpOf(secret).validate({ token, timestamp: now, window: CLOCK_OFF });
  const step = delta === null ? undefined : Math.floor(now / 1_000 / STEP_S) + delta;
  return step !== undefined && step > after ? step : undefined;
}

/** A factor after a code of the authenticator, or a recovery code, was used; undefined for one that opens nothing. */
export function afterUse(factor: Factor, typed: string, now: Instant): { readonly factor: Factor; readonly by: 'code' | 'recovery' } | undefined {
  const step = stepOf(factor.secret, typed, now, factor.step);
  if (step !== undefined) return { factor: { ...factor, step }, by: 'code' };
  const hash = recoveryHash(typed);
  return factor.recovery.includes(hash) ? { factor: { ...factor, recovery: factor.recovery.filter((one) => one !== hash) }, by: 'recovery' } : undefined;
}

/** Codes for whoever has lost the authenticator, and what is kept of them. */
export function recoveryCodes(): { readonly codes: readonly string[]; readonly hashes: readonly string[] } {
  const codes = Array.from({ length: RECOVERY_CODES }, () => inGroups(new Secret({ buffer: new Uint8Array(randomBytes(RECOVERY_BYTES)).buffer }).base32));
  return { codes, hashes: codes.map(recoveryHash) };
}

/** Case, blanks and hyphens do not matter: people type it off paper. */
function recoveryHash(typed: string): string {
  return createHash('sha256').update(typed.toUpperCase().replace(/[^A-Z2-7]/g, '')).digest('hex');
}

function totpOf(secret: string, label = ''): TOTP {
  return new TOTP({ issuer: 'Farmwatch', label, algorithm: 'SHA1', digits: 6, period: STEP_S, secret: Secret.fromBase32(secret) });
}
