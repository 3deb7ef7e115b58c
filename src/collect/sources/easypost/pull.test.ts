import { describe, expect, it } from 'vitest';
import { DAY, isoOf } from '../../../core/time.ts';
import { vendorHttp } from '../../pull/http.ts';
import { cursorAt } from '../../pull/windows.ts';
import { pageOf, pullSuite } from '../../../../test/contract/pull.ts';
import { startStub, type StubAnswer, type StubRequest } from '../../../../test/support/vendor-stub.ts';
import { easypost } from './easypost.ts';

/** A parcel that was delivered as soon as it was announced. */
function aTracker(nth: number, at: number): Readonly<Record<string, unknown>> {
  return {
    id: `trk_${nth}`, object: 'Tracker', mode: 'production', tracking_code: `1Z99${nth}`, carrier: 'UPS', created_at: isoOf(at),
    tracking_details: [{ object: 'TrackingDetail', status: 'delivered', status_detail: 'arrived_at_destination', datetime: isoOf(at), tracking_location: { city: 'AUSTIN', state: 'TX', country: 'US', zip: '78701' } }],
  };
}

/** The newest first, behind the one that a request names. */
function page({ path, query }: StubRequest, oldestFirst: readonly unknown[]): StubAnswer | undefined {
  if (path !== '/v2/trackers') return undefined;
  if (Number(query.get('page_size')) > 100) return { status: 422 };
  const newest = oldestFirst.toReversed();
  const { page: trackers, next } = pageOf(newest, newest.findIndex((raw) => (raw as { id: string }).id === query.get('before_id')) + 1);
  return { body: { trackers, has_more: next !== undefined } };
}

pullSuite('EasyPost', {
  source: easypost,
  access: (url) => ({ url, key: 'secret' }),
  isAllowed: ({ headers }) => headers['authorization'] === `Basic ${Buffer.from('secret:').toString('base64')}`,
  row: aTracker,
  answer: (request, rows) => page(request, rows.map(({ raw }) => raw)),
});

describe('a pull of EasyPost', () => {
  const NOW = Date.UTC(2026, 10, 16);
  const DAYS_AGO = [100, 90, 80, 44, 30, 1];

  it.each([[undefined, ['trk_1', 'trk_30']], [cursorAt(NOW), ['trk_1', 'trk_30', 'trk_44']]])('goes back to where parcels have arrived, and no farther, after %j', async (from, ids) => {
    const stub = await startStub((request) => page(request, DAYS_AGO.map((days) => aTracker(days, NOW - days * DAY)))!);
    const http = vendorHttp({ source: 'easypost', now: () => NOW, random: () => 0, sleep: async () => {} });
    const io = { access: { url: stub.url, key: 'secret' }, options: {}, http, since: NOW - 31 * DAY, now: () => NOW };
    const pages = await Array.fromAsync(easypost.pull!.pages(from, io));
    await stub.close();

    expect(pages.flatMap(({ records }) => records.map((record) => (record as { id: string }).id))).toEqual(ids);
    // The third page is never asked for.
    expect(stub.requests).toHaveLength(2);
  });
});
