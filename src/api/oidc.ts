import { createHash } from 'node:crypto';
import * as oidc from 'openid-client';
import { MINUTE, SECOND, type Instant } from '../core/time.ts';
import { isName } from './accounts.ts';
import type { Role } from './roles.ts';
import type { Refusal } from './sign-ins.ts';

/** A provider of OpenID Connect, as the configuration names it. */
export interface OidcSettings {
  /** What the button says: "Sign in with …". */
  readonly label: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  /** Address of the pages as browsers know them. The way back is made of it, never of what a request says of itself. */
  readonly baseUrl: string;
  readonly scopes: readonly string[];
  readonly groupsClaim: string;
  readonly roles: Readonly<Record<string, Role>>;
  /** One of these has to be the `acr` of a sign-in; none for no matter how. */
  readonly acrValues?: readonly string[];
  /** Longest time since somebody signed in at the provider, milliseconds. */
  readonly maxAge?: number;
}

/** Somebody whom the provider let in, with a role. */
export interface Person { readonly name: string; readonly mail?: string; readonly role: Role; readonly provider: { readonly issuer: string; readonly subject: string } }
export type Came = { readonly person: Person; /** When they signed in at the provider, where it says that. */ readonly provedAt?: Instant; /** Where they wanted to go; a page of this server. */ readonly next?: string } | { readonly refused: Refusal; /** Who that is at the provider, where it is proved. */ readonly provider?: Person['provider']; readonly cause?: unknown };

export interface OidcDoor {
  readonly label: string;
  /** Whether browsers come over TLS. */
  readonly isSecure: boolean;
  /** @param isAnew whoever comes has to sign in there again @returns where to send the browser, and the ticket that it has to bring back */
  begin(now: Instant, next?: string, isAnew?: boolean): Promise<{ readonly url: string; readonly ticket: string } | { readonly refused: Refusal; readonly cause: unknown }>;
  /** @param query what came after the question mark @param ticket what the browser brought back */
  finish(query: string, ticket: string | undefined, now: Instant): Promise<Came>;
}

export const CALLBACK = '/api/login/oidc/callback';
/** Long enough for a second factor. */
export const OIDC_WITHIN = 10 * MINUTE;
/** Sign-ins under way at once; the oldest gives way. */
const MOST_UNDER_WAY = 1_000;
/** A provider that takes longer is away. */
const ANSWERS_WITHIN_S = 10;

interface UnderWay { readonly ticket: string; readonly verifier: string; readonly nonce: string; readonly at: Instant; readonly next: string | undefined; /** Seconds. */ readonly maxAge: number | undefined }

/**
 * Signs people in by code flow with PKCE, state and nonce. Every sign-in is used once, by the browser that began it, within
 * ten minutes; the signature of the token is checked, though it comes from the provider itself.
 *
 * @see OpenID Connect Core 1.0, RFC 7636, RFC 9207, RFC 9700
 */
export function oidcDoor(settings: OidcSettings): OidcDoor {
  const underWay = new Map<string, UnderWay>();
  const { acrValues = [] } = settings;
  const redirect = new URL(CALLBACK, settings.baseUrl);
  let found: Promise<oidc.Configuration> | undefined;
  const configuration = (): Promise<oidc.Configuration> => {
    const asked = found ??= discovered(settings);
    // What failed is asked anew.
    asked.catch(() => { found = undefined; });
    return asked;
  };
  return {
    label: settings.label, isSecure: redirect.protocol === 'https:',
    async begin(now, next, isAnew = false) {
      let config: oidc.Configuration;
      try {
        config = await configuration();
      } catch (cause) {
        return { refused: 'away', cause };
      }
      const [state, ticket, verifier, nonce] = [oidc.randomState(), oidc.randomState(), oidc.randomPKCECodeVerifier(), oidc.randomNonce()];
      // A sign-in that is over within ten minutes began no earlier.
      const greatest = Math.min(settings.maxAge ?? Infinity, isAnew ? OIDC_WITHIN : Infinity);
      const maxAge = Number.isFinite(greatest) ? greatest / SECOND : undefined;
      underWay.set(state, { ticket, verifier, nonce, at: now, next: isPage(next) ? next : undefined, maxAge });
      for (const oldest of underWay.keys()) {
        if (underWay.size <= MOST_UNDER_WAY) break;
        underWay.delete(oldest);
      }
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: redirect.href, scope: ['openid', ...settings.scopes].join(' '), response_type: 'code', state, nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
        ...(maxAge === undefined ? {} : { max_age: String(maxAge) }), ...(isAnew ? { prompt: 'login' } : {}), ...(acrValues.length === 0 ? {} : { acr_values: acrValues.join(' ') }),
      });
      return { url: url.href, ticket };
    },
    async finish(query, ticket, now) {
      const state = new URLSearchParams(query).get('state') ?? '';
      const begun = underWay.get(state);
      // Whatever comes of it, a second time it is nothing.
      underWay.delete(state);
      if (!begun || ticket !== begun.ticket || now - begun.at >= OIDC_WITHIN || now < begun.at - MINUTE) return { refused: 'stale' };
      try {
        const config = await configuration();
        const came = new URL(redirect);
        came.search = query;
        const tokens = await oidc.authorizationCodeGrant(config, came, { pkceCodeVerifier: begun.verifier, expectedState: state, expectedNonce: begun.nonce, idTokenExpected: true, ...(begun.maxAge === undefined ? {} : { maxAge: begun.maxAge }) });
        const claims = tokens.claims()!;
        if (acrValues.length > 0 && !acrValues.includes(String(claims['acr']))) return { refused: 'weak', provider: { issuer: claims.iss, subject: claims.sub } };
        const isTold = claims[settings.groupsClaim] !== undefined || config.serverMetadata().userinfo_endpoint === undefined;
        const told = isTold ? claims : { ...await oidc.fetchUserInfo(config, tokens.access_token, claims.sub), ...claims };
        return { ...personOf(told, { issuer: claims.iss, subject: claims.sub }, settings), ...(claims.auth_time === undefined ? {} : { provedAt: claims.auth_time * SECOND }), ...(begun.next === undefined ? {} : { next: begun.next }) };
      } catch (cause) {
        return { refused: refusalOf(cause), cause };
      }
    },
  };
}

/** A page of this server: an address of another one would begin with two slashes, or with a scheme. */
function isPage(path: string | undefined): boolean {
  return path !== undefined && /^\/(?![/\\])[\w/.~%?=&-]*$/.test(path) && !/^\/(login|api)\b/.test(path);
}

async function discovered({ issuer, clientId, clientSecret }: OidcSettings): Promise<oidc.Configuration> {
  const url = new URL(issuer);
  const config = await oidc.discovery(url, clientId, undefined, clientSecret === undefined ? oidc.None() : oidc.ClientSecretBasic(clientSecret), {
    timeout: ANSWERS_WITHIN_S, execute: [oidc.enableNonRepudiationChecks, ...(url.protocol === 'http:' ? [oidc.allowInsecureRequests] : [])],
  });
  config.timeout = ANSWERS_WITHIN_S;
  return config;
}

/**
 * Who that is here. A person has the role of their groups; none, or more than one, is refused.
 *
 * @param claims of the token, or of the provider's answer about the person
 */
export function personOf(claims: Readonly<Record<string, unknown>>, provider: Person['provider'], { groupsClaim, roles }: Pick<OidcSettings, 'groupsClaim' | 'roles'>): Came {
  const groups = [claims[groupsClaim]].flat().filter((group) => typeof group === 'string');
  const given = new Set(groups.flatMap((group) => (Object.hasOwn(roles, group) ? roles[group]! : [])));
  const [role] = given;
  if (role === undefined) return { refused: 'group', provider };
  if (given.size > 1) return { refused: 'groups', provider };
  const mail = typeof claims['email'] === 'string' && claims['email'].includes('@') ? claims['email'] : undefined;
  // An address that nobody has verified names nobody; it only keeps its holder from the records that it leads to.
  const names = [isDenied(claims['email_verified']) ? undefined : mail, claims['preferred_username']];
  const name = names.find((one) => typeof one === 'string' && isName(one)) as string | undefined;
  return { person: { name: name ?? `oidc-${createHash('sha256').update(`${provider.issuer}\0${provider.subject}`).digest('hex').slice(0, 16)}`, role, provider, ...(mail === undefined ? {} : { mail }) } };
}

/** Some providers write the word where OpenID Connect has a truth value. */
function isDenied(verified: unknown): boolean {
  return verified === false || (typeof verified === 'string' && verified.trim().toLowerCase() === 'false');
}

/** What went wrong, as far as whoever tried may know. */
function refusalOf(cause: unknown): Refusal {
  if (cause instanceof oidc.AuthorizationResponseError) return 'refused';
  if (cause instanceof oidc.ResponseBodyError) return cause.error === 'invalid_grant' ? 'stale' : 'refused';
  const { code, cause: behind } = cause as { readonly code?: string; readonly cause?: unknown };
  // The library wraps what it found twice.
  if (behind instanceof Error && (behind.cause as { readonly claim?: unknown } | undefined)?.claim === 'auth_time') return 'weak';
  return cause instanceof TypeError || behind instanceof TypeError || code === 'OAUTH_TIMEOUT' || code === 'OAUTH_RESPONSE_IS_NOT_CONFORM' ? 'away' : 'token';
}
