import { describe, expect, it } from 'vitest';
import { pullSuite } from '../../../../test/contract/pull.ts';
import { startStub } from '../../../../test/support/vendor-stub.ts';
import { HOUR, MINUTE, isoOf } from '../../../core/time.ts';
import { settleAccess } from '../../pull/access.ts';
import { vendorHttp } from '../../pull/http.ts';
import type { TimeWindow } from '../../pull/windows.ts';
import { defender } from './defender.ts';
import { inHalves, MOST_ROWS } from './pull.ts';

pullSuite('Microsoft Defender XDR', {
  source: defender,
  access: (url) => ({ tenant: 'acme.example', client_id: 'app', client_secret: 'secret', graph: url, login: url }),
  tokenPath: '/acme.example/oauth2/v2.0/token',
  row: (nth, at) => ({ Type: 'DeviceInfo', Timestamp: isoOf(at), DeviceId: 'd1', DeviceName: 'lt-7.acme.example', ReportId: nth, PublicIP: '198.51.100.40', AadDeviceId: 'aad-1', OSPlatform: 'Windows11', OSVersion: '10.0' }),
  answer({ path, method, body }, rows) {
    if (path !== '/v1.0/security/runHuntingQuery' || method !== 'POST') return undefined;
    const { Query: query } = JSON.parse(body) as { Query: string };
    const [, table, from, to] = /^(Device\w+)\n\| where ingestion_time\(\) >= datetime\((\S+)\) and ingestion_time\(\) < datetime\((\S+)\)\n/.exec(query) ?? [];
    if (from === undefined || to === undefined || !query.includes(`\n| take ${MOST_ROWS}\n| project Type = "${table}", Timestamp, DeviceId,`)) return { status: 400 };
    const found = table === 'DeviceInfo' ? rows.filter(({ seenFrom }) => seenFrom >= Date.parse(from) && seenFrom < Date.parse(to)) : [];
    return { body: { schema: [], results: found.map(({ raw }) => raw) } };
  },
});

describe('rows of a window', () => {
  /** A table whose rows came in at these instants, and that answers with four at most. */
  function aTable(cameIn: readonly number[]) {
    const asked: TimeWindow[] = [];
    const ask = async (window: TimeWindow): Promise<readonly number[]> => {
      asked.push(window);
      return cameIn.filter((at) => at >= window.from && at < window.to).slice(0, 4);
    };
    return { ask, asked };
  }

  it('are asked for in halves until none is full, in order', async () => {
    const { ask, asked } = aTable([1, 2, 3, 50, 60, 99]);

    const found = await Array.fromAsync(inHalves(ask, { from: 0, to: 100 }, 4));

    expect(found).toEqual([{ rows: [1, 2, 3], until: 50 }, { rows: [50, 60, 99], until: 100 }]);
    expect(asked).toHaveLength(3);
  });
  it('that all came in at once are too many', async () => {
    const { ask } = aTable([7, 7, 7, 7]);

    await expect(Array.fromAsync(inHalves(ask, { from: 0, to: 100 }, 4))).rejects.toMatchObject({ code: 'source.odd', message: expect.stringContaining('streaming export') });
  });
});

describe('the place of a table', () => {
  it('never moves back over what was had, where the first half of a window lies before it', async () => {
    const now = Date.UTC(2026, 10, 16, 12);
    const had = { DeviceInfo: isoOf(now - HOUR) };
    const stub = await startStub(({ path, body }) => {
      if (path.endsWith('/token')) return { body: { access_token: 'token', token_type: 'Bearer', expires_in: 3600 } };
      const [from, to] = [...body.matchAll(/datetime\((\S+)\)/g)].map(([, at]) => Date.parse(at!)) as [number, number];
      return { body: { results: to - from > 10 * MINUTE ? Array.from({ length: MOST_ROWS }, () => ({})) : [] } };
    });
    const access = { tenant: 't', client_id: 'c', client_secret: 's', graph: stub.url, login: stub.url, tables: 'DeviceInfo' };
    const http = vendorHttp({ source: 'defender', now: () => now, random: () => 0.5, sleep: async () => {} });

    const pages = await Array.fromAsync(defender.pull!.pages(had, { access, options: {}, http, since: 0, now: () => now }));
    await stub.close();

    expect(pages[0]!.cursor).toEqual(had);
    expect(pages.at(-1)!.cursor).toEqual({ DeviceInfo: isoOf(now) });
  });
});

describe('the tables to ask', () => {
  it('are named, and a wrong name is told', () => {
    expect(settleAccess(defender.pull!.access, { tenant: 't', client_id: 'c', client_secret: 'env:X', tables: 'DeviceInfo, DeviceLogons' }).problems).toEqual([
      'pull.tables: there is no table "DeviceLogons"; there are DeviceInfo, DeviceLogonEvents, DeviceEvents, DeviceProcessEvents, DeviceNetworkEvents',
    ]);
  });
});
