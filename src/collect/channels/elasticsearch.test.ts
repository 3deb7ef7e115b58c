import { afterEach, describe, expect, it } from 'vitest';
import { isoOf } from '../../core/time.ts';
import { pageOf, pullSuite, type StubRow } from '../../../test/contract/pull.ts';
import { startStub, type Stub, type StubAnswer, type StubRequest } from '../../../test/support/vendor-stub.ts';
import { settleAccess } from '../pull/access.ts';
import { vendorHttp } from '../pull/http.ts';
import { okta } from '../sources/okta/okta.ts';
import { throughChannel } from './channel.ts';
import { elasticsearch, opensearch } from './elasticsearch.ts';

/** A document as Elastic Agent ships an event of Okta. */
function anOktaDocument(nth: number, at: number): unknown {
  const original = {
    uuid: `okta-${nth}`, eventType: 'user.session.start', published: isoOf(at), actor: { id: 'u-1', type: 'User', alternateId: 'kim@acme.example' },
    client: { ipAddress: '198.51.100.7' }, outcome: { result: 'SUCCESS' },
  };
  return { '@timestamp': isoOf(at), event: { dataset: 'okta.system', kind: 'event', original: JSON.stringify(original) }, data_stream: { dataset: 'okta.system' }, ecs: { version: '8.11.0' } };
}

interface Asked {
  readonly query: { readonly bool: { readonly filter: readonly [unknown, { readonly terms: unknown }, { readonly bool: { readonly should: readonly [{ readonly range: { readonly 'event.ingested': { readonly gte: string; readonly lt: string } } }] } }] } };
  readonly search_after?: readonly [number, number];
  readonly pit: { readonly id: string };
  readonly sort: readonly unknown[];
}

/** A cluster that answers as its reference says, with two documents a page. */
function cluster({ open, close, sort }: { readonly open: string; readonly close: string; readonly sort: readonly unknown[] }) {
  return ({ method, path, query, body }: StubRequest, rows: readonly StubRow[]): StubAnswer | undefined => {
    if (method === 'POST' && path === open && query.get('keep_alive') === '5m') return { body: { id: 'view', pit_id: 'view' } };
    if (method === 'DELETE' && path === close) return { body: {} };
    if (method !== 'POST' || path !== '/_search' || query.get('allow_partial_search_results') !== 'false') return undefined;
    const asked = JSON.parse(body) as Asked;
    if (asked.pit.id !== 'view' || JSON.stringify(asked.sort.slice(1)) !== JSON.stringify(sort)) return { status: 400 };
    expect(asked.query.bool.filter[1]).toEqual({ terms: { 'event.dataset': ['okta.system'] } });
    const { gte, lt } = asked.query.bool.filter[2].bool.should[0].range['event.ingested'];
    const found = rows.filter(({ seenFrom }) => seenFrom >= Date.parse(gte) && seenFrom < Date.parse(lt));
    const begin = asked.search_after ? asked.search_after[1] + 1 : 0;
    const { page } = pageOf(found.map((row, nth) => ({ _source: row.raw, sort: [row.at, nth] })), begin);
    return { body: { pit_id: 'view', timed_out: false, hits: { hits: page } } };
  };
}

const part = { places: ['logs-okta.system-*', 'filebeat-*'], kinds: ['okta.system'] };

pullSuite('Okta through Elasticsearch', {
  source: throughChannel(elasticsearch, okta, part),
  access: (url) => ({ url, api_key: 'a2V5' }),
  isAllowed: ({ headers }) => headers['authorization'] === 'ApiKey a2V5',
  row: anOktaDocument,
  // The view is closed.
  tidying: 1,
  answer: cluster({ open: '/logs-okta.system-*,filebeat-*/_pit', close: '/_pit', sort: [] }),
});

pullSuite('Okta through OpenSearch', {
  source: throughChannel(opensearch, okta, part),
  access: (url) => ({ url, username: 'reader', password: 'secret' }),
  isAllowed: ({ headers }) => headers['authorization'] === `Basic ${Buffer.from('reader:secret').toString('base64')}`,
  row: anOktaDocument,
  // The view is closed.
  tidying: 1,
  answer: cluster({ open: '/logs-okta.system-*,filebeat-*/_search/point_in_time', close: '/_search/point_in_time', sort: [{ _id: 'asc' }] }),
});

describe('a channel of Elasticsearch', () => {
  const NOW = Date.UTC(2026, 10, 16, 12);
  const open: Stub[] = [];
  afterEach(async () => {
    for (const stub of open.splice(0)) await stub.close();
  });

  async function pulled(answer: (request: StubRequest) => StubAnswer) {
    const stub = await startStub(answer);
    open.push(stub);
    const http = vendorHttp({ source: 'elk/okta', now: () => NOW, random: () => 0, sleep: async () => {} });
    const access = { ...settleAccess(elasticsearch.access, {}).texts, url: stub.url, api_key: 'a2V5' };
    return { stub, all: () => Array.fromAsync(elasticsearch.pages(undefined, { access, options: {}, http, since: NOW - 3_600_000, now: () => NOW }, { places: ['logs-*'], kinds: [] })) };
  }

  it('closes its view also where a search fails', async () => {
    const { stub, all } = await pulled(({ path }) => (path === '/_search' ? { status: 403 } : { body: { id: 'view' } }));

    await expect(all()).rejects.toMatchObject({ code: 'source.refused' });
    expect(stub.requests.at(-1)).toMatchObject({ method: 'DELETE', path: '/_pit', body: '{"id":"view"}' });
  });
  it('asks on with the newest name of its view', async () => {
    const { stub, all } = await pulled(({ path }) => ({ body: path === '/_search' ? { pit_id: 'newer', hits: { hits: [] } } : { id: 'view' } }));
    await all();

    expect(stub.requests.at(-1)!.body).toBe('{"id":"newer"}');
  });
  it('takes nothing of a search that ran out of time', async () => {
    const { all } = await pulled(({ path }) => ({ body: path === '/_search' ? { timed_out: true, hits: { hits: [{ _source: {}, sort: [1, 1] }] } } : { id: 'view' } }));

    await expect(all()).rejects.toMatchObject({ code: 'source.away' });
  });
  it('ends where a cluster does not look at the document from which to go on', async () => {
    const { all } = await pulled(({ path }) => ({ body: path === '/_search' ? { hits: { hits: [{ _source: {}, sort: [1, 1] }] } } : { id: 'view' } }));

    await expect(all()).rejects.toMatchObject({ code: 'source.odd', message: expect.stringContaining('the one before') });
  });
  it('says which kind to name where the cluster is of the other one', async () => {
    const { all } = await pulled(() => ({ body: { pit_id: 'view' } }));

    await expect(all()).rejects.toMatchObject({ code: 'source.odd', message: expect.stringContaining('opensearch') });
  });
  it.each([
    [elasticsearch, {}, 'give api_key, or username and password'],
    [elasticsearch, { username: 'reader' }, 'give api_key, or username and password'],
    [elasticsearch, { api_key: 'env:KEY' }, undefined],
    [elasticsearch, { api_key: 'env:KEY', username: 'reader', password: 'env:PASSWORD' }, 'give api_key, or username and password, and not both'],
    [elasticsearch, { username: 'reader', password: 'env:PASSWORD' }, undefined],
    [opensearch, {}, 'give username and password'],
  ] as const)('is not asked without an account: %#', (channel, access, why) => {
    expect(channel.missing!(settleAccess(channel.access, { url: 'https://logs.acme.example', ...access }).texts)).toBe(why);
  });
});
