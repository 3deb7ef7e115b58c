import { afterEach, describe, expect, it } from 'vitest';
import { isoOf, MINUTE } from '../../core/time.ts';
import { pullSuite } from '../../../test/contract/pull.ts';
import { startStub, type Stub } from '../../../test/support/vendor-stub.ts';
import { vendorHttp } from '../pull/http.ts';
import { okta } from '../sources/okta/okta.ts';
import { throughChannel } from './channel.ts';
import { splunk } from './splunk.ts';

const SEARCH = /^search \(index="okta" OR index="idp_\*"\) \(sourcetype="OktaIM2:log"\) _index_earliest=(\d+) _index_latest=(\d+) \| fields _raw, _time, host, source, sourcetype(?: \| head 20000)?$/;

/** A line of an export in JSON. */
const line = (value: unknown): string => `${JSON.stringify(value)}\n`;

pullSuite('Okta through Splunk', {
  source: throughChannel(splunk, okta, { places: ['okta', 'idp_*'], kinds: ['OktaIM2:log'] }),
  access: (url) => ({ url, token: 'secret' }),
  isAllowed: ({ headers }) => headers['authorization'] === 'Bearer secret',
  row: (nth, at) => ({
    _raw: JSON.stringify({ uuid: `okta-${nth}`, eventType: 'user.session.start', published: isoOf(at), actor: { id: 'u-1', type: 'User', alternateId: 'kim@acme.example' }, client: { ipAddress: '198.51.100.7' }, outcome: { result: 'SUCCESS' } }),
    _time: isoOf(at), host: 'heavy-1', source: 'okta', sourcetype: 'OktaIM2:log',
  }),
  answer({ method, path, body }, rows) {
    if (method !== 'POST' || path !== '/services/search/v2/jobs/export') return undefined;
    const form = new URLSearchParams(body);
    const [, from, to] = SEARCH.exec(form.get('search') ?? '') ?? [];
    if (from === undefined || to === undefined || form.get('output_mode') !== 'json') return { status: 400 };
    const [earliest, latest] = [Number(form.get('earliest_time')), Number(form.get('latest_time'))];
    const found = rows.filter(({ at, seenFrom }) => seenFrom >= Number(from) * 1000 && seenFrom < Number(to) * 1000 && at >= earliest * 1000 && at < latest * 1000);
    // What was found last is repeated as long as a search runs, and the newest stands first.
    const lines = found.toReversed().map(({ raw }, offset) => line({ preview: false, offset, result: raw }));
    return { body: [...found.slice(0, 1).map(({ raw }) => line({ preview: true, offset: 0, result: raw })), ...lines, line({ preview: false, lastrow: true })].join('') };
  },
});

describe('a channel of Splunk', () => {
  const NOW = Date.UTC(2026, 10, 16, 12);
  const open: Stub[] = [];
  afterEach(async () => {
    for (const stub of open.splice(0)) await stub.close();
  });

  async function pagesOf(answer: (search: string) => string | Promise<string>, minutes = 1) {
    const stub = await startStub(async ({ body }) => ({ body: await answer(new URLSearchParams(body).get('search')!) }));
    open.push(stub);
    const http = vendorHttp({ source: 'siem/okta', now: () => NOW, random: () => 0, sleep: async () => {} });
    return Array.fromAsync(splunk.pages(undefined, { access: { url: stub.url, token: 'secret' }, options: {}, http, since: NOW - minutes * MINUTE, now: () => NOW }, { places: ['okta'], kinds: [] }));
  }

  it('asks for half as long a time where an answer is full', async () => {
    const full = line({ preview: false, result: { _raw: 'x' } }).repeat(20_000);
    const pages = await pagesOf((search) => {
      const [, from, to] = /_index_earliest=(\d+) _index_latest=(\d+)/.exec(search)!;
      return Number(to) - Number(from) > 15 ? full : line({ preview: false, result: { _raw: `${from}-${to}` } });
    });
    const at = NOW / 1000;

    expect(pages.flatMap(({ records }) => records)).toEqual([[60, 45], [45, 30], [30, 15], [15, 0]].map(([from, to]) => ({ _raw: `${at - from!}-${at - to!}` })));
  });
  it('asks for half as long a time where an answer does not fit into memory', async () => {
    const large = line({ preview: false, result: { _raw: 'x'.repeat(9_000) } }).repeat(15_000);
    const lengths: number[] = [];
    const pages = await pagesOf((search) => {
      const [, from, to] = /_index_earliest=(\d+) _index_latest=(\d+)/.exec(search)!;
      lengths.push(Number(to) - Number(from));
      return lengths.length === 1 ? large : line({ preview: false, result: { _raw: 'x' } });
    });

    expect(lengths).toEqual([60, 30, 30]);
    expect(pages.at(-1)!.cursor).toEqual({ until: isoOf(NOW) });
  });
  it.each([
    ['an error', { messages: [{ type: 'ERROR', text: 'Search auto-finalized' }] }],
    ['a failure', { preview: false, messages: [{ type: 'FATAL', text: 'Unknown search command' }] }],
    ['word that something is missing', { messages: [{ type: 'WARN', text: 'Search results might be incomplete: the search process on peer ended prematurely.' }] }],
  ])('takes nothing of an answer with %s in it', async (_, message) => {
    await expect(pagesOf(() => line({ preview: false, result: { _raw: 'x' } }) + line(message))).rejects.toMatchObject({ code: 'source.away', message: expect.stringContaining('search failed') });
  });
  it('passes over what a search only remarks', async () => {
    expect((await pagesOf(() => line({ messages: [{ type: 'INFO', text: 'Your timerange was substituted' }] }) + line({ preview: false, result: { _raw: 'x' } }))).flatMap(({ records }) => records)).toEqual([{ _raw: 'x' }]);
  });
  it('takes nothing of a line that is cut', async () => {
    await expect(pagesOf(() => '{"preview":false,"result":{"_ra')).rejects.toMatchObject({ code: 'source.odd' });
  });
});
