import { describe, expect, it } from 'vitest';
import { DAY, isoOf, type Instant } from '../../../core/time.ts';
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

/** The newest first, behind the one that a request names; of a stretch of time, whose ends are a month apart where one is not said. */
function page({ path, query }: StubRequest, oldestFirst: readonly unknown[], now: Instant): StubAnswer | undefined {
  if (path !== '/v2/trackers') return undefined;
  if (Number(query.get('page_size')) > 100) return { status: 422 };
  const [start, end] = ['start_datetime', 'end_datetime'].map((name) => Date.parse(query.get(name) ?? ''));
  const to = Number.isNaN(end) ? Number.isNaN(start) ? now : start! + MONTH : end!;
  const from = Number.isNaN(start) ? to - MONTH : start!;
  const newest = oldestFirst.filter((raw) => madeAt(raw) >= from && madeAt(raw) < to).toReversed();
  const { page: trackers, next } = pageOf(newest, newest.findIndex((raw) => (raw as { id: string }).id === query.get('before_id')) + 1);
  return { body: { trackers, has_more: next !== undefined } };
}

const MONTH = 30 * DAY;
const madeAt = (raw: unknown): Instant => Date.parse((raw as { created_at: string }).created_at);

pullSuite('EasyPost', {
  source: easypost,
  access: (url) => ({ url, key: 'secret' }),
  isAllowed: ({ headers }) => headers['authorization'] === `Basic ${Buffer.from('secret:').toString('base64')}`,
  row: aTracker,
  answer: (request, rows, { now }) => page(request, rows.map(({ raw }) => raw), now),
});

describe('a pull of EasyPost', () => {
  const NOW = Date.UTC(2026, 10, 16);
  const DAYS_AGO = [100, 90, 80, 44, 40, 33, 20, 5];

  it.each([
    ['a first one to its beginning', undefined, ['trk_44', 'trk_80', 'trk_5', 'trk_20', 'trk_33', 'trk_40']],
    ['a later one to where parcels have arrived', cursorAt(NOW), ['trk_20', 'trk_33', 'trk_40', 'trk_44', 'trk_5']],
  ])('goes back farther than the month that EasyPost gives unasked: %s', async (_, from, ids) => {
    const stub = await startStub((request) => page(request, DAYS_AGO.map((days) => aTracker(days, NOW - days * DAY)), NOW)!);
    const http = vendorHttp({ source: 'easypost', now: () => NOW, random: () => 0, sleep: async () => {} });
    const io = { access: { url: stub.url, key: 'secret' }, options: {}, http, since: NOW - 85 * DAY, now: () => NOW };
    const pages = await Array.fromAsync(easypost.pull!.pages(from, io));
    await stub.close();

    expect(pages.flatMap(({ records }) => records.map((record) => (record as { id: string }).id)).toSorted()).toEqual(ids.toSorted());
  });
});
