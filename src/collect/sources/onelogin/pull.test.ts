import { describe, expect, it } from 'vitest';
import { vendorHttp } from '../../pull/http.ts';
import { isoOf } from '../../../core/time.ts';
import { pageOf, pullSuite } from '../../../../test/contract/pull.ts';
import { startStub } from '../../../../test/support/vendor-stub.ts';
import { onelogin } from './onelogin.ts';

const TOKEN = '/auth/oauth2/v2/token';

pullSuite('OneLogin', {
  source: onelogin,
  access: (url) => ({ url, client_id: 'client', client_secret: 'secret' }),
  tokenPath: TOKEN,
  row: (nth, at) => ({ id: nth, account_id: 7, created_at: isoOf(at), event_type_id: 5, user_id: 138, user_name: 'Kim Larsen', actor_user_id: null, assuming_acting_user_id: null, ipaddr: '198.51.100.7' }),
  answer({ path, query }, rows) {
    const [from, to] = ['since', 'until'].map((name) => Date.parse(query.get(name) ?? ''));
    if (path !== '/api/1/events') return undefined;
    if (Number.isNaN(from) || Number.isNaN(to) || Number(query.get('limit')) > 50) return { status: 400 };
    const { page, next } = pageOf(rows.filter(({ at }) => at >= from! && at < to!), Number(query.get('after_cursor') ?? 0));
    return { body: { status: { error: false, code: 200, type: 'success', message: 'Success' }, pagination: { before_cursor: null, after_cursor: next === undefined ? null : String(next), previous_link: null, next_link: null }, data: page.map(({ raw }) => raw) } };
  },
});

describe('a pull of OneLogin', () => {
  it('gets its token as the vendor wants to be asked', async () => {
    const stub = await startStub(({ path }) => ({ body: path === TOKEN ? { access_token: 'token-1', expires_in: 36_000 } : { data: [], pagination: {} } }));
    const http = vendorHttp({ source: 'onelogin', now: () => 0, random: () => 0, sleep: async () => {} });
    await Array.fromAsync(onelogin.pull!.pages(undefined, { access: { url: stub.url, client_id: 'client', client_secret: 'secret' }, options: {}, http, since: 0, now: () => 1_000 }));
    await stub.close();

    expect(stub.requests[0]).toMatchObject({ method: 'POST', path: TOKEN, body: '{"grant_type":"client_credentials"}' });
    expect(stub.requests[0]!.headers['authorization']).toBe('client_id:client, client_secret:secret');
    expect(stub.requests[1]!.headers['authorization']).toBe('Bearer token-1');
  });
});
