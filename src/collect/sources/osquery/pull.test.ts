import { afterEach, describe, expect, it } from 'vitest';
import { pageOf, pullSuite } from '../../../../test/contract/pull.ts';
import { pagesOf, type PulledPages } from '../../../../test/support/pulled-pages.ts';
import { isoOf } from '../../../core/time.ts';
import { osquery } from './osquery.ts';

const aHost = (id: number, at: number) => ({
  id, detail_updated_at: isoOf(at), seen_time: isoOf(at), hostname: `lt-${id}`, computer_name: `LT-${id}`, uuid: `392547dc-0000-4000-8000-00000000000${id}`, platform: 'windows',
  os_version: 'Windows 11', uptime: 8_305_000_000_000, hardware_serial: `SN-${id}`, public_ip: '198.51.100.23', primary_ip: '192.168.1.20', primary_mac: '00:00:5e:00:53:01',
});

pullSuite('Fleet', {
  source: osquery,
  access: (url) => ({ url, token: 'secret' }),
  isAllowed: ({ headers }) => headers['authorization'] === 'Bearer secret',
  row: aHost,
  answer({ path, query }, rows) {
    if (path !== '/api/v1/fleet/hosts' || query.get('order_key') !== 'id' || query.get('order_direction') !== 'asc') return undefined;
    const idOf = ({ raw }: (typeof rows)[number]): number => (raw as { id: number }).id;
    const { page } = pageOf(rows.filter((row) => idOf(row) > Number(query.get('after') ?? 0)).toSorted((a, b) => idOf(a) - idOf(b)), 0);
    return { body: { hosts: page.map(({ raw }) => raw) } };
  },
});

describe('a pull of Fleet', () => {
  const open: PulledPages[] = [];
  afterEach(async () => {
    for (const pages of open.splice(0)) await pages.close();
  });

  it.each([['the same page again', [aHost(1, 0)]], ['hosts without an id', [{}]]])('does not go on for ever where the server gives %s', async (_, hosts) => {
    const pages = await pagesOf(osquery, { access: (url) => ({ url, token: 'secret' }), now: 0, answer: () => ({ body: { hosts } }) });
    open.push(pages);

    await expect(pages.pull()).rejects.toMatchObject({ code: 'source.odd' });
    expect(pages.asked().length).toBeLessThan(3);
  });
});
