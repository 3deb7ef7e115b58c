import { sign } from 'node:crypto';
import { MINUTE, SECOND, type Instant } from '../../core/time.ts';
import { FarmwatchError } from '../../errors.ts';
import type { Authorise, Http } from './http.ts';

/** The same header each time: an API token. @example fixedHeader('authorization', `SSWS ${token}`) */
export function fixedHeader(name: string, value: string): Authorise {
  return async () => ({ [name]: value });
}

/** @see RFC 7617 */
export function basic(user: string, password: string): Authorise {
  return fixedHeader('authorization', `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`);
}

export interface TokenRequest {
  readonly http: Http;
  readonly now: () => Instant;
  readonly url: string;
  readonly form: () => Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A token is renewed this long before it ends. */
const EARLY = MINUTE;

/**
 * Bearer tokens from a token endpoint, each used until shortly before it ends or until it is refused.
 *
 * @throws FarmwatchError where the endpoint answers without a token
 * @see RFC 6749, section 4.4 (client credentials), section 5.1 (answer)
 */
export function bearerFrom({ http, now, url, form, headers }: TokenRequest): Authorise {
  let held: { readonly token: string; readonly until: Instant } | undefined;
  let refused = false;
  return async (_request, renew) => {
    // One refusal, one renewal: the token after it is kept like any other.
    if (!held || held.until <= now() || (renew && !refused)) held = await fetched();
    refused = renew;
    return { authorization: `Bearer ${held.token}` };
  };

  async function fetched(): Promise<{ token: string; until: Instant }> {
    const answer = (await http.send({ url, form: form(), ...(headers ? { headers } : {}) })).json() as { access_token?: unknown; expires_in?: unknown } | null;
    const token = answer?.access_token;
    if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) throw new FarmwatchError('source.odd', { source: 'the token endpoint', why: 'it gives no token' });
    const seconds = Number(answer?.expires_in);
    return { token, until: now() + (Number.isFinite(seconds) && seconds > 0 ? Math.max(seconds * SECOND - EARLY, 0) : 5 * MINUTE) };
  }
}

/** Client credentials, with the secret in the form. */
export function clientCredentials(request: Omit<TokenRequest, 'form'> & { readonly clientId: string; readonly clientSecret: string; readonly scope?: string }): Authorise {
  const { clientId, clientSecret, scope, ...rest } = request;
  return bearerFrom({ ...rest, form: () => ({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, ...(scope === undefined ? {} : { scope }) }) });
}

/**
 * A JSON Web Token signed with RS256, as service accounts hand in for a bearer token.
 *
 * @throws FarmwatchError where the key is none
 * @see RFC 7515, RFC 7523
 */
export function signedAssertion(claims: Readonly<Record<string, string | number>>, { key, keyId, source }: { readonly key: string; readonly keyId?: string; readonly source: string }): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const unsigned = `${part({ alg: 'RS256', typ: 'JWT', ...(keyId === undefined ? {} : { kid: keyId }) })}.${part(claims)}`;
  try {
    return `${unsigned}.${sign('RSA-SHA256', Buffer.from(unsigned), key).toString('base64url')}`;
  } catch (cause) {
    throw new FarmwatchError('source.refused', { source, why: 'its private key cannot be read', cure: 'Put the key in PEM form where the configuration points.' }, { cause });
  }
}
