import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, isoOf } from '../../../core/time.ts';
import { pageOf, pullSuite } from '../../../../test/contract/pull.ts';
import { duo } from './duo.ts';
import { duoSignature } from './signature.ts';

/** The hash of nothing, as RFC 6234 has it. */
const NOTHING = 'cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e';
const signed = (canonical: string): string => createHmac('sha512', 'secret').update(canonical).digest('hex');

pullSuite('Cisco Duo', {
  source: duo,
  access: (url) => ({ url, integration_key: 'DIKEY', secret_key: 'secret' }),
  isAllowed({ method, path, query, headers }) {
    const canonical = [headers['date'], method, headers['host'], path, [...query].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).sort().join('&'), NOTHING, NOTHING].join('\n');
    return headers['authorization'] === `Basic ${Buffer.from(`DIKEY:${signed(canonical)}`).toString('base64')}`;
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
  it('is that of the date, method, host, path, sorted parameters, body and headers of its own', async () => {
    const sign = duoSignature('DIKEY', 'secret', () => Date.UTC(2012, 7, 21, 17, 29, 18));
    const url = new URL('https://API-xxxxxxxx.duosecurity.com/admin/v2/logs/authentication?mintime=1&limit=2&next_offset=1532951895000,af0b/a*b');

    const { date, authorization } = await sign({ method: 'GET', url, headers: {}, body: undefined }, false);

    expect(date).toBe('Tue, 21 Aug 2012 17:29:18 -0000');
    expect(Buffer.from(authorization!.slice(6), 'base64').toString()).toBe(`DIKEY:${signed([
      'Tue, 21 Aug 2012 17:29:18 -0000', 'GET', 'api-xxxxxxxx.duosecurity.com', '/admin/v2/logs/authentication', 'limit=2&mintime=1&next_offset=1532951895000%2Caf0b%2Fa%2Ab', NOTHING, NOTHING,
    ].join('\n'))}`);
  });
});
