import { describe, expect, it } from 'vitest';
import { vendorHttp } from '../../pull/http.ts';
import { isoOf } from '../../../core/time.ts';
import { pageOf, pullSuite } from '../../../../test/contract/pull.ts';
import { startStub } from '../../../../test/support/vendor-stub.ts';
import { cloudflare } from './cloudflare.ts';

const ACCOUNT = '0123456789abcdef0123456789abcdef';

/** A sign-in at Access. */
function aSignIn(nth: number, at: number): Readonly<Record<string, unknown>> {
  return { action: 'login', allowed: true, app_domain: 'wiki.acme.example', app_uid: 'app-1', connection: 'onetimepin', created_at: isoOf(at), ip_address: '198.51.100.7', ray_id: `ray-${nth}`, user_email: 'kim@acme.example' };
}

pullSuite('Cloudflare', {
  source: cloudflare,
  access: (url) => ({ url, account: ACCOUNT, token: 'secret' }),
  isAllowed: ({ headers }) => headers['authorization'] === 'Bearer secret',
  row: aSignIn,
  answer({ path, query }, rows) {
    const [from, to] = ['since', 'until'].map((name) => Date.parse(query.get(name) ?? ''));
    if (path !== `/client/v4/accounts/${ACCOUNT}/access/logs/access_requests`) return undefined;
    if (Number.isNaN(from) || Number.isNaN(to) || query.get('direction') !== 'asc' || Number(query.get('limit')) > 1_000) return { status: 400 };
    return { body: { success: true, errors: [], messages: [], result: pageOf(rows.filter(({ at }) => at >= from! && at < to!).map(({ raw }) => raw), 0).page } };
  },
});

describe('a pull of Cloudflare', () => {
  it('ends where more happened at one instant than a page holds', async () => {
    const stub = await startStub(() => ({ body: { result: Array.from({ length: 1_000 }, (_, nth) => aSignIn(nth, 500)) } }));
    const http = vendorHttp({ source: 'cloudflare', now: () => 1_000, random: () => 0, sleep: async () => {} });

    await expect(Array.fromAsync(cloudflare.pull!.pages(undefined, { access: { url: stub.url, account: ACCOUNT, token: 'secret' }, options: {}, http, since: 0, now: () => 1_000 }))).rejects.toMatchObject({ code: 'source.odd' });
    await stub.close();
  });
  it('wants the account as Cloudflare writes it', () => {
    expect(cloudflare.pull!.access['account']!.problem!('../zones')).toBeDefined();
  });
});
