import { afterEach, describe, expect, it } from 'vitest';
import { pageOf, pullSuite } from '../../../../test/contract/pull.ts';
import { pagesOf, type PulledPages } from '../../../../test/support/pulled-pages.ts';
import { DAY, HOUR, isoOf } from '../../../core/time.ts';
import { intune } from './intune.ts';

const access = (url: string) => ({ tenant: 'acme.example', client_id: 'app', client_secret: 'secret', graph: url, login: url });
const TOKEN = '/acme.example/oauth2/v2.0/token';
const LIST = '/v1.0/deviceManagement/managedDevices';
const aDevice = (id: string, at: number, operatingSystem = 'Windows') => ({
  id, deviceName: `LT-${id}`, enrolledDateTime: '2026-10-01T09:00:00Z', lastSyncDateTime: isoOf(at), operatingSystem, serialNumber: `SN-${id}`, userPrincipalName: 'kim@acme.example',
});

pullSuite('Microsoft Intune', {
  source: intune,
  access,
  tokenPath: TOKEN,
  row: (nth, at) => aDevice(`d-${nth}`, at),
  answer({ path, query }, rows, { url }) {
    if (path !== LIST) return undefined;
    const { page, next } = pageOf(rows, Number(query.get('$skiptoken') ?? 0));
    const again = new URLSearchParams(query);
    again.set('$skiptoken', String(next));
    return { body: { value: page.map(({ raw }) => raw), ...(next === undefined ? {} : { '@odata.nextLink': `${url}${path}?${again}` }) } };
  },
});

describe('a pull of applications', () => {
  const NOW = Date.UTC(2026, 10, 16, 12);
  const open: PulledPages[] = [];
  afterEach(async () => {
    for (const pages of open.splice(0)) await pages.close();
  });

  /** Pages of a company with a laptop and a phone. */
  async function aPull(more: Readonly<Record<string, string>> = { apps: 'daily' }) {
    const pages = await pagesOf(intune, {
      access: (url) => ({ ...access(url), ...more }), now: NOW,
      answer: ({ path, query }) => {
        if (path === TOKEN) return { body: { access_token: 'token' } };
        if (path === LIST) return { body: { value: [aDevice('d-1', NOW), aDevice('d-2', NOW, 'iOS')] } };
        return path === '/beta/deviceManagement/managedDevices/d-1' && query.get('$expand') === 'detectedApps' ? { body: { ...aDevice('d-1', NOW), detectedApps: [{ displayName: 'AnyDesk', version: '8' }] } } : { status: 404 };
      },
    });
    open.push(pages);
    return pages;
  }

  it('asks laptops, not phones, once a day', async () => {
    const { pull, asked, pass } = await aPull();

    const first = await pull();
    pass(HOUR);
    const second = await pull();
    pass(DAY);
    const third = await pull();

    expect([first, second, third].map((records) => records.length)).toEqual([3, 2, 3]);
    expect(first[2]).toMatchObject({ detectedApps: [{ displayName: 'AnyDesk' }] });
    expect(asked().filter((path) => path.startsWith('/beta/'))).toEqual(['/beta/deviceManagement/managedDevices/d-1', '/beta/deviceManagement/managedDevices/d-1']);
  });

  it('does not ask where nobody wished for it, and leaves hardware addresses and phone numbers there', async () => {
    const { pull, asked, requests } = await aPull({});

    await pull();

    expect(asked()).toEqual([TOKEN, LIST]);
    expect(requests()[1]!.query.get('$select')).not.toMatch(/mac|phone|imei/i);
  });
});
