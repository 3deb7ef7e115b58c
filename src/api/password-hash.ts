import { randomBytes, scrypt as scryptCallback, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { fewAtOnce } from './few-at-once.ts';

/** Rounds, size of a block and lanes of scrypt. */
export interface Cost { readonly N: number; readonly r: number; readonly p: number }
/** What is kept of a password: its hash, and how it was made, so that other rounds can come later. */
export interface Proof { readonly salt: string; readonly hash: string; /** Absent on those made before it was kept: those of {@link FIRST_COST}. */ readonly cost?: Cost }

const scrypt = promisify(scryptCallback) as (password: string, salt: Buffer, length: number, options: Cost & { maxmem: number }) => Promise<Buffer>;

/** OWASP's figures for scrypt: 2^17 rounds, block 8, one lane; about 130 MB for a moment. */
export const COST: Cost = { N: 2 ** 17, r: 8, p: 1 };
/** That of hashes that do not say theirs. */
const FIRST_COST: Cost = { N: 2 ** 17, r: 8, p: 1 };
/** More than the figures above need. */
const MOST_MEMORY = 256 * 1024 * 1024;

/** Each takes memory and one of the four threads that files and names need as well. */
const gate = fewAtOnce({ atOnce: 2, waiting: 20, seconds: 10 });

const hashOf = (password: string, salt: Buffer, { N, r, p }: Cost): Promise<Buffer> => scrypt(password.normalize('NFKC'), salt, 32, { N, r, p, maxmem: MOST_MEMORY });

/** Of whoever is in already, and so before anybody who knocks. */
export async function proofOf(password: string, cost: Cost): Promise<Proof> {
  const salt = randomBytes(16);
  return { salt: salt.toString('hex'), hash: (await gate(() => hashOf(password, salt, cost), true)).toString('hex'), cost };
}

/**
 * Whether a proof is that of a password. Takes as long where there is none.
 *
 * @param cost that of passwords of today: what looking at none costs
 * @param goesFirst somebody who is known, and does not wait behind strangers
 * @throws FarmwatchError `sign-in.slow` where too many wait already
 */
export async function isProved(password: string, proof: Proof | undefined, cost: Cost, goesFirst = false): Promise<boolean> {
  const salt = proof ? Buffer.from(proof.salt, 'hex') : randomBytes(16);
  const hash = await gate(() => hashOf(password, salt, proof ? proof.cost ?? FIRST_COST : cost), goesFirst);
  return proof !== undefined && timingSafeEqual(hash, Buffer.from(proof.hash, 'hex'));
}

/** Whether a proof was made with the rounds of today; others are made anew when their password is at hand. */
export function isOfToday({ cost = FIRST_COST }: Proof, today: Cost): boolean {
  return cost.N === today.N && cost.r === today.r && cost.p === today.p;
}
