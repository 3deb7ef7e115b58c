import { afterEach, describe, expect, it } from 'vitest';
import { pagesOf, type PulledPages } from '../../../test/support/pulled-pages.ts';
import type { StubAnswer } from '../../../test/support/vendor-stub.ts';
import type { Source } from '../collector.ts';
import { cloudflare } from '../sources/cloudflare/cloudflare.ts';
import { globalprotect } from '../sources/globalprotect/globalprotect.ts';
import { intune } from '../sources/intune/intune.ts';
import { jamf } from '../sources/jamf/jamf.ts';
import { netskope } from '../sources/netskope/netskope.ts';
import { okta } from '../sources/okta/okta.ts';
import { osquery } from '../sources/osquery/osquery.ts';
import { sentinelone } from '../sources/sentinelone/sentinelone.ts';
import { servicenow } from '../sources/servicenow/servicenow.ts';

const NOW = Date.UTC(2026, 10, 16, 12);
const MOST_REQUESTS = 20;

let vendor: PulledPages | undefined;
afterEach(async () => {
  await vendor?.close();
  vendor = undefined;
});

const ACCOUNT = 'a'.repeat(32);
const FOUND = '<response status="success"><result><job><status>FIN</status></job><log><logs><entry logid="1"/></logs></log></result></response>';
/** What the vendor answers to every request for a page: it leads to itself, or it does not look at what it is asked for. */
const CASES: readonly (readonly [string, Source, (url: string) => Readonly<Record<string, string>>, (url: string) => StubAnswer])[] = [
  ['okta', okta, (url) => ({ url, token: 'x' }), (url) => ({ body: [{ uuid: 'a' }], headers: { link: `<${url}/api/v1/logs?after=1>; rel="next"` } })],
  ['Microsoft Graph', intune, (url) => ({ tenant: 'acme.example', client_id: 'app', client_secret: 'x', graph: url, login: url }), (url) => ({ body: { 'value': [{ id: 'a' }], '@odata.nextLink': `${url}/v1.0/deviceManagement/managedDevices?$skiptoken=1` } })],
  ['sentinelone', sentinelone, (url) => ({ url, token: 'x' }), () => ({ body: { data: [], pagination: { nextCursor: 'again' } } })],
  ['jamf', jamf, (url) => ({ url, client_id: 'app', client_secret: 'x' }), () => ({ body: { totalCount: 900, results: [{ id: '1' }] } })],
  ['netskope', netskope, (url) => ({ url, token: 'x' }), () => ({ body: { result: [{ _id: 'a' }], timestamp_hwm: 1, wait_time: 0 } })],
];

describe('a vendor whose next page is the one before', () => {
  it.each(CASES)('is not asked for ever: %s', async (_, source, access, answer) => {
    let asked = 0;
    vendor = await pagesOf(source, {
      access, now: NOW,
      answer({ path }, { url }) {
        if (path.endsWith('/token')) return { body: { access_token: 'token', expires_in: 3600 } };
        // What asks on and on meets an end that it cannot take for its own.
        return ++asked > MOST_REQUESTS ? { status: 403 } : answer(url);
      },
    });

    await expect(vendor.pull()).rejects.toMatchObject({ code: 'source.odd', message: expect.stringContaining('the one before') });
    expect(asked).toBeLessThanOrEqual(3);
  });

  it('is not asked for ever where a search is begun for each page: globalprotect', async () => {
    let asked = 0;
    vendor = await pagesOf(globalprotect, {
      access: (url) => ({ url, key: 'x' }), now: NOW,
      answer: ({ query }) => (query.get('action') === 'get' ? { body: FOUND } : ++asked > MOST_REQUESTS ? { status: 403 } : { body: '<response status="success"><result><job>7</job></result></response>' }),
    });

    await expect(vendor.pull()).rejects.toMatchObject({ code: 'source.odd', message: expect.stringContaining('the one before') });
    expect(asked).toBe(2);
  });

  it('is not asked for ever where it leaves out the id from which to go on: servicenow', async () => {
    let asked = 0;
    vendor = await pagesOf(servicenow, {
      access: (url) => ({ url, user: 'farmwatch', password: 'x' }), now: NOW,
      answer: (_, { url }) => (++asked > MOST_REQUESTS ? { status: 403 } : { body: { result: [{ sys_id: 'a' }] }, headers: { link: `<${url}/api/now/table/alm_hardware?sysparm_offset=${asked}>;rel="next"` } }),
    });

    await expect(vendor.pull()).rejects.toMatchObject({ code: 'source.odd', message: expect.stringContaining('not come in the order of their ids') });
    expect(asked).toBe(2);
  });

  it('is not asked for ever where nothing on a page may be read, and it leads to itself: servicenow', async () => {
    let asked = 0;
    vendor = await pagesOf(servicenow, {
      access: (url) => ({ url, user: 'farmwatch', password: 'x' }), now: NOW,
      answer: (_, { url }) => (++asked > MOST_REQUESTS ? { status: 403 } : { body: { result: [] }, headers: { link: `<${url}/api/now/table/alm_hardware?sysparm_offset=1>;rel="next"` } }),
    });

    await expect(vendor.pull()).rejects.toMatchObject({ code: 'source.odd', message: expect.stringContaining('the one before') });
    expect(asked).toBe(2);
  });

  it('is not asked for ever where it does not look at the host from which to go on: Fleet', async () => {
    let asked = 0;
    vendor = await pagesOf(osquery, { access: (url) => ({ url, token: 'x' }), now: NOW, answer: () => (++asked > MOST_REQUESTS ? { status: 403 } : { body: { hosts: [{ id: 7 }] } }) });

    await expect(vendor.pull()).rejects.toMatchObject({ code: 'source.odd', message: expect.stringContaining('not in the order of their ids') });
    expect(asked).toBe(2);
  });

  it.each([
    ['the instant', (nth: number) => [{ ray_id: `new-${nth}`, created_at: '2026-11-16T00:00:00Z' }]],
    ['the order', (nth: number) => [{ ray_id: `new-${nth}`, created_at: `2026-11-16T01:00:${10 + nth}Z` }, { ray_id: 'old', created_at: `2026-11-16T00:00:${10 + nth}Z` }]],
  ])('is not asked for ever where it does not look at %s, and has something new each time: cloudflare', async (_, recordsAt) => {
    let asked = 0;
    vendor = await pagesOf(cloudflare, { access: (url) => ({ url, account: ACCOUNT, token: 'x' }), now: NOW, answer: () => (++asked > MOST_REQUESTS ? { status: 403 } : { body: { result: recordsAt(asked) } }) });

    await expect(vendor.pull()).rejects.toMatchObject({ code: 'source.odd', message: expect.stringContaining('the oldest first') });
    expect(asked).toBeLessThanOrEqual(3);
  });
});
