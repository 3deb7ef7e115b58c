import { createSign, generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { startStub, type Stub } from './vendor-stub.ts';

/** Somebody whom the provider knows. */
export interface Known { readonly email?: string; readonly email_verified?: boolean; readonly preferred_username?: string; readonly groups?: readonly string[] | string }

/** A real provider of OpenID Connect on this machine. Whoever comes is let in as the one that the test names. */
export interface OpenIdProvider {
  readonly issuer: string;
  readonly people: Map<string, Known>;
  /** Who sits at the keyboard; nobody is refused. */
  who: string | undefined;
  /** How strongly they sign in, and how many seconds ago they did. */
  acr: string | undefined;
  secondsAgo: number;
  /** Goes where a sign-in sends a browser. @returns the address that it comes back to */
  visit(url: string): Promise<string>;
  close(): Promise<void>;
}

/** @param inToken whether claims stand in the token; otherwise they have to be asked for */
export async function startProvider(redirect: string, { inToken = true }: { readonly inToken?: boolean } = {}): Promise<OpenIdProvider> {
  const server: Server = createServer();
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done); });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const people = new Map<string, Known>();
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'farmwatch', client_secret: 'a secret of some length', redirect_uris: [redirect], response_types: ['code'], grant_types: ['authorization_code'] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['preferred_username', 'groups'] }, conformIdTokenClaims: !inToken,
    acrValues: ['urn:acme:one', 'urn:acme:two'], pkce: { required: () => true }, features: { devInteractions: { enabled: false } }, cookies: { keys: ['keys of a test'] }, ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 }, jwks: { keys: [generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })] },
    interactions: { url: (_: unknown, { uid }: { readonly uid: string }) => `/interaction/${uid}` },
    findAccount: (_: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id, ...people.get(id) }) }),
  });
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void answer(request, response);
    void (async () => {
      const { prompt, params, session } = await provider.interactionDetails(request, response);
      if (self.who === undefined) return provider.interactionFinished(request, response, { error: 'access_denied', error_description: 'nobody is let in' });
      if (prompt.name === 'login') return provider.interactionFinished(request, response, { login: { accountId: self.who, ts: Math.floor(Date.now() / 1_000) - self.secondsAgo, ...(self.acr === undefined ? {} : { acr: self.acr }) } });
      const grant = new provider.Grant({ accountId: session!.accountId, clientId: params.client_id });
      grant.addOIDCScope(params.scope);
      return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
    })().catch((error: unknown) => { response.writeHead(599).end(String(error)); });
  });
  const self: OpenIdProvider = {
    issuer, people, who: undefined, acr: undefined, secondsAgo: 0,
    async visit(url) {
      const jar = new Map<string, string>();
      for (let next = url; ;) {
        const reply = await fetch(next, { redirect: 'manual', headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') } });
        for (const cookie of reply.headers.getSetCookie()) {
          const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
          if (value === '') jar.delete(name!);
          else jar.set(name!, value!);
        }
        const to = reply.headers.get('location');
        if (to === null) throw new Error(`the provider answers ${reply.status}: ${await reply.text()}`);
        next = new URL(to, next).href;
        if (next.startsWith(redirect)) return next;
      }
    },
    close: () => new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    }),
  };
  return self;
}

/** What a token says, and by whose key. */
export interface Forgery { readonly claims?: Readonly<Record<string, unknown>>; /** Signed by a key that the provider does not publish. */ readonly isForged?: boolean; /** No signature at all. */ readonly isUnsigned?: boolean }

/** A provider that answers every code with a token that the test writes: what a hostile one, or one of another company, might say. */
export async function startForger(): Promise<{ readonly issuer: string; forge: Forgery; nonce: string; close(): Promise<void> }> {
  const [own, foreign] = [generateKeyPairSync('rsa', { modulusLength: 2048 }), generateKeyPairSync('rsa', { modulusLength: 2048 })];
  const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const tokenOf = ({ claims, isForged = false, isUnsigned = false }: Forgery): string => {
    const seconds = Math.floor(Date.now() / 1_000);
    const signed = `${encoded({ alg: isUnsigned ? 'none' : 'RS256', kid: 'k-1' })}.${encoded({ iss: self.issuer, aud: 'farmwatch', sub: '7', nonce: self.nonce, iat: seconds, exp: seconds + 300, email: 'kim@acme.example', groups: ['fw-it'], ...claims })}`;
    return `${signed}.${isUnsigned ? '' : createSign('RSA-SHA256').update(signed).sign((isForged ? foreign : own).privateKey).toString('base64url')}`;
  };
  const stub: Stub = await startStub(({ path }) => {
    const issuer = self.issuer;
    switch (path) {
      case '/.well-known/openid-configuration': return { body: { issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/keys`, response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'] } };
      case '/keys': return { body: { keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: 'k-1', alg: 'RS256', use: 'sig' }] } };
      case '/token': return { body: { access_token: 'a', token_type: 'Bearer', id_token: tokenOf(self.forge) } };
      default: return { status: 404 };
    }
  });
  const self = { issuer: stub.url, forge: {} as Forgery, nonce: '', close: () => stub.close() };
  return self;
}
