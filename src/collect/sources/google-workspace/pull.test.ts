import { generateKeyPairSync, verify } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { pageOf, pullSuite } from '../../../../test/contract/pull.ts';
import { pagesOf, type PulledPages } from '../../../../test/support/pulled-pages.ts';
import type { StubRequest } from '../../../../test/support/vendor-stub.ts';
import { HOUR, isoOf } from '../../../core/time.ts';
import { googleWorkspace } from './google-workspace.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const KEY_FILE = JSON.stringify({ type: 'service_account', client_email: 'farmwatch@acme.iam.example', private_key_id: 'k-1', private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }) });
const access = (url: string) => ({ key_file: KEY_FILE, admin: 'admin@acme.example', reports: url, login: url });
const LOGIN = '/admin/reports/v1/activity/users/all/applications/login';

pullSuite('Google Workspace', {
  source: googleWorkspace,
  access,
  tokenPath: '/token',
  late: 5 * HOUR,
  row: (nth, at) => ({
    id: { time: isoOf(at), uniqueQualifier: String(nth), applicationName: 'login' }, actor: { callerType: 'USER', email: 'kim@acme.example', profileId: '100' },
    ipAddress: '198.51.100.23', events: [{ name: 'login_success', parameters: [{ name: 'login_type', value: 'google_password' }] }],
  }),
  answer({ path, query }, rows) {
    const application = /^\/admin\/reports\/v1\/activity\/users\/all\/applications\/(login|saml|user_accounts|chrome|meet)$/.exec(path)?.[1];
    if (application === undefined) return undefined;
    const [from, to] = [Date.parse(query.get('startTime') ?? ''), Date.parse(query.get('endTime') ?? '')];
    // The newest come first.
    const found = application === 'login' ? rows.filter(({ at }) => at >= from && at < to).toReversed() : [];
    const { page, next } = pageOf(found, Number(query.get('pageToken') ?? 0));
    return { body: { kind: 'admin#reports#activities', ...(page.length === 0 ? {} : { items: page.map(({ raw }) => raw) }), ...(next === undefined ? {} : { nextPageToken: String(next) }) } };
  },
});

describe('a pull of activity reports', () => {
  const NOW = Date.UTC(2026, 10, 16, 12);
  const open: PulledPages[] = [];
  afterEach(async () => {
    for (const pages of open.splice(0)) await pages.close();
  });

  async function aPull(more: Readonly<Record<string, string>> = {}, answer: unknown = { kind: 'admin#reports#activities' }) {
    const pages = await pagesOf(googleWorkspace, {
      access: (url) => ({ ...access(url), ...more }), now: NOW,
      answer: ({ path }) => ({ body: path === '/token' ? { access_token: 'token', expires_in: 3600 } : answer }),
    });
    open.push(pages);
    return pages;
  }
  const assertionOf = ({ body }: StubRequest) => new URLSearchParams(body).get('assertion')!.split('.') as [string, string, string];
  const opened = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());

  it('hands in an assertion that the account has signed, for the administrator', async () => {
    const { pull, requests } = await aPull();

    await pull();

    const [header, claims, signature] = assertionOf(requests()[0]!);
    expect(opened(header)).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'k-1' });
    expect(opened(claims)).toEqual({
      iss: 'farmwatch@acme.iam.example', sub: 'admin@acme.example', scope: 'https://www.googleapis.com/auth/admin.reports.audit.readonly',
      aud: 'https://oauth2.googleapis.com/token', iat: NOW / 1000, exp: NOW / 1000 + 1800,
    });
    expect(verify('RSA-SHA256', Buffer.from(`${header}.${claims}`), publicKey, Buffer.from(signature, 'base64url'))).toBe(true);
  });

  it('asks the noisy logs for the events that are read alone, and for no place', async () => {
    const { pull, requests } = await aPull();

    await pull();

    const asked = requests().slice(1).map(({ path, query }) => `${path.split('/').at(-1)} ${query.get('eventName')}`);
    expect(asked).toEqual([
      'login null', 'saml null', 'user_accounts null', 'chrome CHROME_OS_CRD_CLIENT_CONNECTED', 'chrome CHROME_OS_CRD_CLIENT_DISCONNECTED',
      'chrome CHROMEOS_PERIPHERAL_ADDED', 'chrome CHROMEOS_PERIPHERAL_STATUS_UPDATED', 'meet call_ended',
    ]);
    expect(requests()[1]!.query.get('fields')).not.toMatch(/region|subdivision/i);
  });

  it('leaves out a log that was not chosen', async () => {
    const { pull, asked } = await aPull({ logs: 'saml, meet' });

    await pull();

    expect(asked().slice(1).map((path) => path.split('/').at(-1))).toEqual(['saml', 'meet']);
  });

  it.each([['no key file', 'secret'], ['another file', '{"installed":{}}'], ['a broken key', JSON.stringify({ client_email: 'a@b.example', private_key: 'secret' })]])('says that %s cannot be used, and nothing of what is in it', async (_, key_file) => {
    const { pull } = await aPull({ key_file });

    const failure = await pull().catch((error: unknown) => error);

    expect(failure).toMatchObject({ code: 'source.refused', message: expect.stringMatching(/JSON file|PEM form/) });
    expect((failure as Error).message).not.toContain('secret');
  });

  it.each([[{ kind: 'admin#reports#activities', items: { oops: true } }], [{ oops: true }], [[]]])('takes %j for no empty page', async (answer) => {
    const { pull, asked } = await aPull({}, answer);

    await expect(pull()).rejects.toMatchObject({ code: 'source.odd' });
    expect(asked()).toEqual(['/token', LOGIN]);
  });
});
