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

  /** Pages of a company with so many laptops, of which some are not there any more, and which answers as many questions as there is `patience`. */
  async function aFleet(laptops: number, gone: (nth: number) => boolean) {
    const company = { patience: Infinity };
    const pages = await pagesOf(intune, {
      access: (url) => ({ ...access(url), apps: 'daily' }), now: NOW,
      answer: ({ path }) => {
        if (path === TOKEN) return { body: { access_token: 'token' } };
        // The list has no order that one could rely on.
        if (path === LIST) return { body: { value: Array.from({ length: laptops }, (_, nth) => aDevice(`d-${laptops - nth}`, NOW)) } };
        const nth = Number(/\/d-(\d+)$/.exec(path)![1]);
        if (company.patience-- <= 0) return { status: 503 };
        return gone(nth) ? { status: 404, body: { error: { code: 'ResourceNotFound', message: 'gone' } } } : { body: { ...aDevice(`d-${nth}`, NOW), detectedApps: [] } };
      },
    });
    open.push(pages);
    const askedFor = (): readonly string[] => pages.asked().filter((path) => path.startsWith('/beta/'));
    return { ...pages, askedFor, company };
  }

  it('leaves out a laptop that was retired meanwhile', async () => {
    const { pull, askedFor, cursor } = await aFleet(120, (nth) => nth === 70);

    expect(await pull()).toHaveLength(120 + 119);
    expect(askedFor()).toHaveLength(120);
    expect(cursor()).toEqual({ apps: isoOf(NOW) });
  });

  it('goes on after the last laptop that was stored, where a round broke off', async () => {
    const { pull, askedFor, company } = await aFleet(120, () => false);
    company.patience = 110;
    await expect(pull()).rejects.toMatchObject({ code: 'source.away' });
    company.patience = Infinity;
    const before = askedFor().length;

    await pull();

    expect(askedFor().slice(before)).toHaveLength(20);
    expect(new Set(askedFor()).size).toBe(120);
  });

  it('tells where no laptop is found at all', async () => {
    const { pull } = await aFleet(3, () => true);

    await expect(pull()).rejects.toMatchObject({ code: 'source.refused', message: expect.stringContaining('404') });
  });
});
