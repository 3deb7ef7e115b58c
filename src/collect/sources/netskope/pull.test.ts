import { describe, expect, it } from 'vitest';
import { vendorHttp } from '../../pull/http.ts';
import { pullSuite, type StubRow } from '../../../../test/contract/pull.ts';
import { startStub, type StubAnswer, type StubRequest } from '../../../../test/support/vendor-stub.ts';
import { netskope } from './netskope.ts';

/** What Netskope remembers of one reader. */
interface Place { from: number; next: number; page: readonly StubRow[] }
const places = new Map<string, Place>();

/** Events in the order in which they came in, from where the reader was. */
function pageFor({ query }: StubRequest, rows: readonly StubRow[], url: string): StubAnswer {
  const operation = query.get('operation')!;
  const place = places.get(url) ?? { from: 0, next: 0, page: [] };
  places.set(url, place);
  if (/^\d+$/.test(operation)) Object.assign(place, { from: Number(operation) * 1_000, next: 0 });
  if (operation !== 'resend') {
    const held = rows.filter(({ at }) => at >= place.from).toSorted((a, b) => a.seenFrom - b.seenFrom);
    place.page = held.slice(place.next, place.next + 2);
    place.next += place.page.length;
  }
  return { body: { ok: 1, result: place.page.map(({ raw }) => raw), wait_time: 0, timestamp_hwm: place.next } };
}

pullSuite('Netskope', {
  source: netskope,
  access: (url) => ({ url, token: 'secret' }),
  isAllowed: ({ headers }) => headers['netskope-api-token'] === 'secret',
  row: (nth, at) => ({
    _id: `event-${nth}`, type: 'page', access_method: 'Client', timestamp: Math.floor(at / 1_000), user: 'kim@acme.example', ur_normalized: 'kim@acme.example', srcip: '198.51.100.7', userip: '10.0.0.7', hostname: 'LT-7',
  }),
  answer: (request, rows, { url }) => (request.path === '/api/v2/events/dataexport/events/page' && request.query.get('index') === 'farmwatch' ? pageFor(request, rows, url) : undefined),
});

describe('a pull of Netskope', () => {
  const pulled = async (answer: (request: StubRequest, nth: number) => StubAnswer, from?: { begun: boolean }): Promise<{ operations: readonly (string | null)[]; records: readonly unknown[]; waits: readonly number[] }> => {
    let nth = 0;
    const waits: number[] = [];
    const stub = await startStub((request) => answer(request, ++nth));
    const http = vendorHttp({ source: 'netskope', now: () => 0, random: () => 0.5, sleep: async (ms) => { waits.push(ms); } });
    const io = { access: { url: stub.url, token: 'secret', kind: 'page', index: 'farmwatch' }, options: {}, http, since: 7_000, now: () => 1e12 };
    const pages = await Array.fromAsync(netskope.pull!.pages(from, io));
    await stub.close();
    return { operations: stub.requests.map(({ query }) => query.get('operation')), records: pages.flatMap(({ records }) => records), waits };
  };
  const page = (result: readonly unknown[], hwm: number, wait = 0): StubAnswer => ({ body: { ok: 1, result, wait_time: wait, timestamp_hwm: hwm } });

  it('asks again for the page that was lost on its way, not for the one behind it', async () => {
    const { operations, records } = await pulled((_, nth) => (nth === 2 ? { status: 500 } : page(nth < 4 ? [nth] : [], Math.min(nth, 4))));

    expect(operations).toEqual(['7', 'next', 'resend', 'next', 'next']);
    expect(records).toEqual([1, 3]);
  });
  it('begins the next time with the page that was given last', async () => {
    expect((await pulled((_, nth) => page(nth === 1 ? ['again'] : [], 9), { begun: true })).operations).toEqual(['resend', 'next']);
  });
  it('goes on behind an hour in which nothing happened, and waits as it is asked to', async () => {
    const { records, waits } = await pulled((_, nth) => (nth === 3 ? page(['late'], 3, 5) : page([], Math.min(nth, 3), nth === 1 ? 600 : 0)));

    expect(records).toEqual(['late']);
    expect(waits).toEqual([60_000, 5_000]);
  });
  it('ends where it began, however many events come in meanwhile', async () => {
    expect((await pulled((_, nth) => page([nth], nth < 3 ? nth : 1e9))).records).toEqual([1, 2, 3]);
  });
});
