import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, isoOf } from '../../../core/time.ts';
import { pageOf, pullSuite } from '../../../../test/contract/pull.ts';
import { duo } from './duo.ts';
import { duoSignature } from './signature.ts';

pullSuite('Cisco Duo', {
  source: duo,
  access: (url) => ({ url, integration_key: 'DIKEY', secret_key: 'secret' }),
  isAllowed({ method, path, query, headers }) {
    const canonical = [headers['date'], method, '127.0.0.1', path, [...query].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).sort().join('&')].join('\n');
    return headers['authorization'] === `Basic ${Buffer.from(`DIKEY:${createHmac('sha512', 'secret').update(canonical).digest('hex')}`).toString('base64')}`;
  },
  settle: 2 * MINUTE,
  late: HOUR,
  row: (nth, at) => ({
    txid: `t-${nth}`, isotimestamp: isoOf(at), timestamp: Math.floor(at / 1_000), event_type: 'authentication', factor: 'duo_push', result: 'success', reason: 'user_approved', email: 'kim@acme.example',
    user: { name: 'kim', key: 'DUKIM' }, access_device: { ip: '198.51.100.7' }, auth_device: { key: 'DPPHONE' },
  }),
  answer({ path, query }, rows) {
    const [from, to] = ['mintime', 'maxtime'].map((name) => Number(query.get(name)));
    if (path !== '/admin/v2/logs/authentication' || from! < 1e12) return undefined;
    if (!(from! < to!) || Number(query.get('limit')) > 1_000) return { status: 400 };
    const held = rows.filter(({ at }) => at >= from! && at <= to!);
    const [, txid] = query.get('next_offset')?.split(',') ?? [];
    const { page, next } = pageOf(held, held.findIndex(({ raw }) => (raw as { txid: string }).txid === txid) + 1);
    const last = page.at(-1);
    return { body: { stat: 'OK', response: { authlogs: page.map(({ raw }) => raw), metadata: { next_offset: next === undefined || !last ? null : [String(last.at), (last.raw as { txid: string }).txid], total_objects: held.length } } } };
  },
});

describe('a signature for Duo', () => {
  it('is that of the date, method, host, path and sorted parameters', async () => {
    const sign = duoSignature('DIKEY', 'secret', () => Date.UTC(2012, 7, 21, 17, 29, 18));
    const url = new URL('https://API-xxxxxxxx.duosecurity.com/accounts/v1/account/list?username=root&realname=First%20Last*');

    const { date, authorization } = await sign({ method: 'GET', url, headers: {}, body: undefined }, false);

    const canonical = 'Tue, 21 Aug 2012 17:29:18 GMT\nGET\napi-xxxxxxxx.duosecurity.com\n/accounts/v1/account/list\nrealname=First%20Last%2A&username=root';
    expect(date).toBe('Tue, 21 Aug 2012 17:29:18 GMT');
    expect(Buffer.from(authorization!.slice(6), 'base64').toString()).toBe(`DIKEY:${createHmac('sha512', 'secret').update(canonical).digest('hex')}`);
  });
});
