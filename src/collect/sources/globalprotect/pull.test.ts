import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, isoOf, offsetMinutes } from '../../../core/time.ts';
import { vendorHttp } from '../../pull/http.ts';
import { onClock } from '../../local-time.ts';
import { pageOf, pullSuite, type StubRow } from '../../../../test/contract/pull.ts';
import { startStub, type StubAnswer, type StubRequest } from '../../../../test/support/vendor-stub.ts';
import { globalprotect } from './globalprotect.ts';

const ZONE = 'America/Denver';
/** As a firewall in Denver writes times. */
const written = (at: number): string => isoOf(at + offsetMinutes(ZONE, at) * MINUTE).slice(0, 19).replace('T', ' ').replaceAll('-', '/');
const instant = (text: string): number => onClock(text.replaceAll('/', '-'), ZONE)!;
const xml = (inside: string): StubAnswer => ({ body: `<?xml version="1.0"?><response status="success"><result>${inside}</result></response>`, headers: { 'content-type': 'application/xml' } });
const fields = (entry: object): string => Object.entries(entry).map(([name, text]) => `<${name}>${String(text)}</${name}>`).join('');

/** Searches that were begun, by the address of the stub; a job is its place in the list. */
const searches = new Map<string, URLSearchParams[]>();

function firewall({ query }: StubRequest, rows: readonly StubRow[], url: string): StubAnswer | undefined {
  if (query.get('type') !== 'log') return undefined;
  const jobs = searches.get(url) ?? [];
  searches.set(url, jobs);
  if (query.get('action') !== 'get') {
    if (query.get('log-type') !== 'globalprotect' || Number(query.get('nlogs')) > 5_000) return { status: 400 };
    return xml(`<msg><line>query job enqueued with jobid ${jobs.push(query)}</line></msg><job>${jobs.length}</job>`);
  }
  const asked = jobs[Number(query.get('job-id')) - 1]!;
  const [, from, to] = /^\(receive_time geq '([^']+)'\) and \(receive_time leq '([^']+)'\) and/.exec(asked.get('query')!) ?? [];
  const held = rows.filter(({ at }) => at >= instant(from!) && at < instant(to!));
  const { page } = pageOf(held, Number(asked.get('skip')));
  const entries = page.map(({ raw }, nth) => `<entry logid="${nth}">${fields(raw as object)}</entry>`).join('');
  return xml(`<job><tenq>08:00:00</tenq><id>${query.get('job-id')}</id><status>FIN</status></job><log><logs count="${page.length}" progress="100">${entries}</logs></log>`);
}

pullSuite('GlobalProtect', {
  source: globalprotect,
  options: { zone: ZONE },
  access: (url) => ({ url, key: 'secret' }),
  isAllowed: ({ headers }) => headers['x-pan-key'] === 'secret',
  late: 2 * HOUR,
  row: (nth, at) => ({
    receive_time: written(at), serial: '0042', seqno: `900719925474099${nth}`, type: 'GLOBALPROTECT', config_ver: '2817', time_generated: written(at), eventid: 'gateway-connected', srcuser: 'acme\\kim',
    machinename: 'Kim&apos;s LT', public_ip: '198.51.100.7', private_ip: '10.8.0.7', status: 'success',
  }),
  answer: (request, rows, { url }) => (request.path === '/api/' ? firewall(request, rows, url) : undefined),
});

describe('a pull of GlobalProtect', () => {
  const NOW = Date.UTC(2026, 10, 1, 12);
  const pulled = async (answer: (request: StubRequest, nth: number) => StubAnswer, since = NOW - HOUR): Promise<{ requests: readonly StubRequest[]; records: readonly unknown[]; waits: readonly number[] }> => {
    let nth = 0;
    const waits: number[] = [];
    const stub = await startStub((request) => answer(request, ++nth));
    const http = vendorHttp({ source: 'globalprotect', now: () => NOW, random: () => 0.5, sleep: async (ms) => { waits.push(ms); } });
    try {
      const pages = await Array.fromAsync(globalprotect.pull!.pages(undefined, { access: { url: stub.url, key: 'secret' }, options: { zone: ZONE }, http, since, now: () => NOW }));
      return { requests: stub.requests, records: pages.flatMap(({ records }) => records), waits };
    } finally {
      await stub.close();
    }
  };
  const done = (entries = ''): StubAnswer => xml(`<job><status>FIN</status></job><log><logs>${entries}</logs></log>`);

  it('looks after a search until it is done', async () => {
    const { waits, records } = await pulled((_, nth) => (nth === 1 || nth === 5 ? xml('<job>7</job>') : nth < 4 ? xml('<job><status>ACT</status></job>') : done(nth === 4 ? '<entry><seqno>1</seqno></entry>' : '')));

    expect(waits).toEqual([2_000, 2_000]);
    expect(records).toEqual([{ seqno: '1' }]);
  });
  it('asks by the clock of the firewall, for tunnels and round trips alone', async () => {
    const { requests } = await pulled((_, nth) => (nth % 2 === 1 ? xml('<job>7</job>') : done()), NOW - DAY);
    const query = requests[0]!.query.get('query');

    // From summer time to winter time.
    expect(query).toContain("receive_time geq '2026/10/31 06:00:00'");
    expect(query).toContain("receive_time leq '2026/11/01 05:00:00'");
    expect(query).toContain("eventid eq 'gateway-tunnel-latency'");
  });
  it.each([
    ['an answer that is no success', { body: '<response status="error"><msg><line>busy</line></msg></response>' }], ['an answer that is no XML', { body: '{"ok":1' }],
    ['a document type', { body: '<!DOCTYPE a [<!ENTITY b "c">]><response status="success"><result><job>1</job></result></response>' }], ['no search', xml('')], ['a job that is no number', xml('<job>7&amp;x</job>')],
  ] as const)('ends with %s', async (_, answer) => {
    await expect(pulled(() => answer)).rejects.toMatchObject({ code: 'source.odd' });
  });
  it('gives up on a search without end', async () => {
    await expect(pulled((_, nth) => (nth === 1 ? xml('<job>7</job>') : xml('<job><status>ACT</status></job>')))).rejects.toMatchObject({ code: 'source.away' });
  });
});
