import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Instant } from '../../core/time.ts';
import { FarmwatchError } from '../../errors.ts';
import type { Store } from '../../store/store.ts';

/** A token of a sender. The token itself is kept nowhere. */
export interface TokenRow {
  /** SHA-256 of the token, in hex. A token has 256 random bits, so nothing slower is needed. */
  readonly id: string;
  /** The source that may be sent with it, by its configured name. */
  readonly source: string;
  readonly madeAt: Instant;
  readonly usedAt: Instant | null;
}

/** What one says to name a token: the first characters of its hash. */
const NAME_LENGTH = 8;

export interface TokenBook {
  /** Makes a token for a source. @returns the token, which is shown once, and what names it afterwards */
  make(source: string, now: Instant): Promise<{ readonly token: string; readonly name: string }>;
  list(): Promise<readonly TokenRow[]>;
  /** @param name as {@link tokenName} says @throws FarmwatchError `not.found` */
  revoke(name: string): Promise<void>;
  byId(id: string): Promise<TokenRow | undefined>;
  used(id: string, at: Instant): Promise<void>;
}

export function tokenName({ id }: TokenRow): string {
  return id.slice(0, NAME_LENGTH);
}

export function tokenBook(store: Pick<Store, 'shelf'>): TokenBook {
  const shelf = store.shelf<TokenRow>('intake-tokens');
  const list = async (): Promise<readonly TokenRow[]> => (await Array.fromAsync(shelf.list())).map(({ value }) => value);
  return {
    async make(source, now) {
      const token = randomBytes(32).toString('base64url');
      const row = { id: hashOf(token), source, madeAt: now, usedAt: null };
      await shelf.put(row, '');
      return { token, name: tokenName(row) };
    },
    list,
    async revoke(name) {
      const found = (await list()).filter((row) => tokenName(row) === name);
      if (found.length === 0) throw new FarmwatchError('not.found', { what: `token ${JSON.stringify(name)}`, cure: '"farmwatch intake tokens" lists them.' });
      for (const { id } of found) await shelf.remove(id);
    },
    byId: async (id) => (await shelf.get(id))?.value,
    async used(id, at) {
      const kept = await shelf.get(id);
      // One that was revoked meanwhile does not come back.
      if (kept) await shelf.put({ ...kept.value, usedAt: at }, kept.revision).catch(() => {});
    },
  };
}

/** Tells whose token is shown. Tokens it has seen are known while the store is away. */
export interface TokenDoor {
  /** The row of a token; undefined for one that was never made, or was revoked. */
  find(token: string): Promise<TokenRow | undefined>;
  /** The row behind a key that an agent was given for a token; undefined once the token is revoked. */
  findByNodeKey(nodeKey: string): Promise<TokenRow | undefined>;
  /** Learns which tokens there are: one that was revoked is let in until then. */
  refresh(): Promise<void>;
}

/** @param secret the company's key, under which keys of agents are signed */
export function tokenDoor(book: Pick<TokenBook, 'list' | 'byId'>, secret: () => Uint8Array): TokenDoor {
  let known: ReadonlyMap<string, TokenRow> = new Map();
  const byId = async (id: string): Promise<TokenRow | undefined> => known.get(id) ?? book.byId(id);
  return {
    // Found by its hash: how long that takes tells of the hash, from which nobody gets to the token.
    find: (token) => byId(hashOf(token)),
    async findByNodeKey(nodeKey) {
      const [id = '', nonce = '', signature = ''] = nodeKey.split('.');
      return isSame(signature, signed(secret(), `${id}.${nonce}`)) ? byId(id) : undefined;
    },
    async refresh() {
      known = new Map((await book.list()).map((row) => [row.id, row]));
    },
  };
}

/** A key of its own for an agent that enrolled with a token. It ends with the token, and nothing about it is kept. */
export function nodeKeyOf(secret: Uint8Array, { id }: TokenRow): string {
  const named = `${id}.${randomBytes(16).toString('base64url')}`;
  return `${named}.${signed(secret, named)}`;
}

function signed(secret: Uint8Array, text: string): string {
  return createHmac('sha256', secret).update(`intake-node-key:${text}`).digest('base64url');
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/**
 * The token in an `Authorization` header: `Bearer TOKEN`, `Basic` with the token for a password, or Elastic's `ApiKey` with
 * the token behind the colon.
 */
export function tokenIn(header: string | undefined): string | undefined {
  const [, scheme, value] = /^(Bearer|Basic|ApiKey) +([\w.~+/=-]{1,500})$/i.exec(header ?? '') ?? [];
  if (scheme === undefined || value === undefined) return undefined;
  if (scheme.toLowerCase() === 'bearer') return value;
  // The name before it may have colons of its own, a token has none.
  return Buffer.from(value, 'base64').toString().split(':').at(-1);
}
