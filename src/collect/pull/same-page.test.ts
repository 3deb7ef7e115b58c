import { afterEach, describe, expect, it } from 'vitest';
import { pagesOf, type PulledPages } from '../../../test/support/pulled-pages.ts';
import type { StubAnswer } from '../../../test/support/vendor-stub.ts';
import type { Source } from '../collector.ts';
import { intune } from '../sources/intune/intune.ts';
import { okta } from '../sources/okta/okta.ts';
import { sentinelone } from '../sources/sentinelone/sentinelone.ts';

const NOW = Date.UTC(2026, 10, 16, 12);
const MOST_REQUESTS = 20;

let vendor: PulledPages | undefined;
afterEach(async () => {
  await vendor?.close();
  vendor = undefined;
});

/** What the vendor answers to every request for a page: it leads to itself. */
const CASES: readonly (readonly [string, Source, (url: string) => Readonly<Record<string, string>>, (url: string) => StubAnswer])[] = [
  ['okta', okta, (url) => ({ url, token: 'x' }), (url) => ({ body: [{ uuid: 'a' }], headers: { link: `<${url}/api/v1/logs?after=1>; rel="next"` } })],
  ['Microsoft Graph', intune, (url) => ({ tenant: 'acme.example', client_id: 'app', client_secret: 'x', graph: url, login: url }), (url) => ({ body: { 'value': [{ id: 'a' }], '@odata.nextLink': `${url}/v1.0/deviceManagement/managedDevices?$skiptoken=1` } })],
  ['sentinelone', sentinelone, (url) => ({ url, token: 'x' }), () => ({ body: { data: [], pagination: { nextCursor: 'again' } } })],
];

describe('a vendor whose next page is the one before', () => {
  it.each(CASES)('is not asked for ever: %s', async (_, source, access, answer) => {
    let asked = 0;
    vendor = await pagesOf(source, {
      access, now: NOW,
      answer({ path }, { url }) {
        if (path.endsWith('/oauth2/v2.0/token')) return { body: { access_token: 'token', expires_in: 3600 } };
        // What asks on and on meets an end that it cannot take for its own.
        return ++asked > MOST_REQUESTS ? { status: 403 } : answer(url);
      },
    });

    await expect(vendor.pull()).rejects.toMatchObject({ code: 'source.odd', message: expect.stringContaining('the one before') });
    expect(asked).toBeLessThanOrEqual(3);
  });
});
