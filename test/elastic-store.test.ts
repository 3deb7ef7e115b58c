import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@elastic/elasticsearch';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Event } from '../src/core/event.ts';
import type { FarmwatchError } from '../src/errors.ts';
import { openElasticStore, type ElasticOptions } from '../src/store/elastic/elastic-store.ts';
import { eventsBlueprint, monthIndex } from '../src/store/elastic/mappings.ts';
import type { Period, Store } from '../src/store/store.ts';
import { describeStore } from './contract/store.ts';
import { MONDAY, anEvent } from './support/builders.ts';
import { cutOff } from './support/cut-off.ts';
import { forwardProxy } from './support/forward-proxy.ts';
import { dropIndexes, elasticOrSkipped, uniquePrefix, type ElasticAccess } from './support/elasticsearch.ts';

const { access, skipped } = await elasticOrSkipped();

const ALWAYS: Period = { from: 0, to: Date.UTC(2100, 0), asOf: Date.UTC(2100, 0) };
const NOVEMBER = Date.UTC(2026, 10, 30, 12);
const DECEMBER = Date.UTC(2026, 11, 1, 12);

const prefixes: string[] = [];
const stores: Store[] = [];

function newPrefix(): string {
  const prefix = uniquePrefix();
  prefixes.push(prefix);
  return prefix;
}

async function open(prefix: string, options: Partial<ElasticOptions> = {}): Promise<Store> {
  const store = await openElasticStore({ url: access.url, auth: access.auth, caFile: access.caFile, prefix, now: () => MONDAY, ...options });
  stores.push(store);
  return store;
}

async function rowsOf(store: Store): Promise<Event[]> {
  return Array.fromAsync(store.events.select({ where: {} }, ALWAYS));
}

/** The cluster without the adapter, with the product's own account unless told otherwise. */
function bareClient(auth: ElasticAccess['auth'] = access.auth): Client {
  return new Client({ node: access.url, auth: { ...auth }, ...(access.caFile ? { tls: { ca: readFileSync(access.caFile, 'utf8') } } : {}) });
}

afterAll(async () => {
  for (const prefix of prefixes) await dropIndexes(access, prefix);
});

describe.skipIf(skipped !== undefined)('the store on Elasticsearch', () => {
  describeStore('does what every store does', async ({ now }) => {
    const options: ElasticOptions = { url: access.url, auth: access.auth, caFile: access.caFile, prefix: newPrefix(), now };
    let store = await openElasticStore(options);
    return {
      store,
      reopen: async () => {
        await store.close();
        return (store = await openElasticStore(options));
      },
    };
  });
});

describe.skipIf(skipped !== undefined)('Elasticsearch in particular', () => {
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
  });

  describe('copies in two months', () => {
    it('keeps the earliest learned, moves it to its month and hands back the other', async () => {
      const store = await open(newPrefix());
      const later = anEvent({ 'event.id': 'a', '@timestamp': NOVEMBER, 'event.ingested': DECEMBER + 2 });
      const earlier = { ...later, '@timestamp': DECEMBER, 'event.ingested': DECEMBER + 1 };

      expect(await store.events.append([later])).toEqual({ added: 1, known: 0, conflicting: [] });
      expect(await store.events.append([earlier])).toEqual({ added: 0, known: 0, conflicting: [later] });
      expect(await store.events.append([later, earlier])).toEqual({ added: 0, known: 1, conflicting: [later] });

      expect(await rowsOf(store)).toEqual([earlier]);
    });

    it('heals a move that was interrupted', async () => {
      const prefix = newPrefix();
      const store = await open(prefix);
      const worse = anEvent({ 'event.id': 'a', '@timestamp': NOVEMBER, 'event.ingested': DECEMBER + 2 });
      const better = { ...worse, '@timestamp': DECEMBER, 'event.ingested': DECEMBER + 1 };
      await store.events.append([worse, anEvent({ 'event.id': 'b', '@timestamp': DECEMBER })]);
      const client = bareClient();
      const { hits } = await client.search<Event>({ index: `${prefix}-events-2026.11` });
      await client.create({ index: `${prefix}-events-2026.12`, id: hits.hits[0]!._id!, document: better, refresh: true });
      await client.close();

      await store.events.append([worse]);

      expect((await rowsOf(store)).map((row) => [row['event.id'], row['@timestamp']])).toEqual([['a', DECEMBER], ['b', DECEMBER]]);
    });

    it('are found among new and known records of one batch, whether most before were new or known', async () => {
      const store = await open(newPrefix());
      const batch = (first: number): Event[] => Array.from({ length: 40 }, (_, i) => anEvent({ 'event.id': `e${first + i}`, '@timestamp': NOVEMBER, 'event.ingested': DECEMBER + 2 }));
      const moved = (id: number): Event => anEvent({ 'event.id': `e${id}`, '@timestamp': DECEMBER, 'event.ingested': DECEMBER + 1 });

      expect(await store.events.append(batch(0))).toMatchObject({ added: 40, known: 0 });
      // After new ones: ten new, thirty known, one of them known from another month as well.
      expect(await store.events.append([...batch(10), moved(5)])).toMatchObject({ added: 10, known: 30, conflicting: [{ 'event.id': 'e5', '@timestamp': NOVEMBER }] });
      // After known ones: the same with others.
      expect(await store.events.append([...batch(20), moved(6)])).toMatchObject({ added: 10, known: 30, conflicting: [{ 'event.id': 'e6', '@timestamp': NOVEMBER }] });

      const rows = await rowsOf(store);
      expect(rows).toHaveLength(60);
      expect(rows.filter((row) => row['@timestamp'] === DECEMBER).map((row) => row['event.id']).sort()).toEqual(['e5', 'e6']);
    });

    it('adds a record once when two stores bring it at the same time', async () => {
      const prefix = newPrefix();
      const [one, other] = [await open(prefix), await open(prefix)];
      const events = Array.from({ length: 300 }, (_, i) => anEvent({ 'event.id': `e${i}` }));

      const results = await Promise.all([one.events.append(events), other.events.append(events)]);

      expect(results.map(({ added, known }) => added + known)).toEqual([300, 300]);
      expect(results[0].added + results[1].added).toBe(300);
      expect(await rowsOf(one)).toHaveLength(300);
    });
  });

  describe('what happened long ago', () => {
    const indexesUnder = async (prefix: string): Promise<readonly string[]> => {
      const client = bareClient();
      const found = Object.keys(await client.indices.get({ index: `${prefix}-events-*` })).sort();
      await client.close();
      return found;
    };

    it('lies in one index, whatever days records tell, is read in order, and goes', async () => {
      const prefix = newPrefix();
      const store = await open(prefix);
      const told = Array.from({ length: 320 }, (_, month) => anEvent({ 'event.id': `e${month}`, '@timestamp': Date.UTC(2000, month, 1), 'event.ingested': MONDAY }));

      expect(await store.events.append(told)).toMatchObject({ added: 320, known: 0 });
      expect(await store.events.append(told)).toMatchObject({ added: 0, known: 320 });

      const found = await indexesUnder(prefix);
      expect([found.length, found.at(-1)]).toEqual([23, `${prefix}-events-other`]);
      expect((await rowsOf(store)).map((row) => row['event.id'])).toEqual(told.map((event) => event['event.id']));
      expect(await store.events.forget({ before: Date.UTC(2020, 0) }, 'old')).toEqual({ forgotten: 240 });
      expect(await store.events.append(told)).toMatchObject({ added: 0, known: 320 });
      expect(await rowsOf(store)).toHaveLength(80);
    });

    it('stays in the index of its month, where it had one, and comes once from then on', async () => {
      const prefix = newPrefix();
      const then = await open(prefix, { now: () => Date.UTC(2023, 5, 1) });
      const [early, other] = ['a', 'b'].map((id) => anEvent({ 'event.id': id, '@timestamp': Date.UTC(2023, 4, 9), 'event.ingested': Date.UTC(2023, 5, 1) }));
      await then.events.append([early!]);
      const store = await open(prefix);

      expect(await store.events.append([early!, other!])).toMatchObject({ added: 1, known: 1 });
      expect(await store.events.append([{ ...early!, 'event.ingested': Date.UTC(2023, 4, 20) }])).toMatchObject({ added: 0 });

      expect(await indexesUnder(prefix)).toEqual([`${prefix}-events-2023.05`, `${prefix}-events-other`]);
      expect((await rowsOf(store)).map((row) => [row['event.id'], row['event.ingested']])).toEqual([['a', Date.UTC(2023, 4, 20)], ['b', Date.UTC(2023, 5, 1)]]);
      expect(await store.events.forget({ before: MONDAY }, 'asked')).toMatchObject({ forgotten: 2 });
      expect(await rowsOf(store)).toEqual([]);
    });
  });

  it('waits, reading and writing, for a month that another process is just making', async () => {
    const prefix = newPrefix();
    const month = monthIndex(`${prefix}-events`, MONDAY);
    const client = bareClient();
    const { settings, ...blueprint } = eventsBlueprint(`${prefix}-events`);
    const store = await open(prefix);
    // A shard that may lie on no node is in the state of one that is being made, for as long as the test wants.
    await client.indices.create({ index: month, ...blueprint, settings: { ...settings, 'index.routing.allocation.require._name': 'nobody' }, wait_for_active_shards: 0 });

    const reading = Array.fromAsync(store.events.select({ where: {} }, { ...ALWAYS, to: MONDAY }));
    const writing = store.events.append([anEvent()]);
    await expect(Promise.race([reading, writing, sleep(1_000, 'still waiting')])).resolves.toBe('still waiting');
    await client.indices.putSettings({ index: month, settings: { 'index.routing.allocation.require._name': null } });

    expect(await reading).toEqual([]);
    expect(await writing).toMatchObject({ added: 1 });
    expect(await rowsOf(store)).toHaveLength(1);
    await client.close();
  });

  it('keeps the watermark behind a write margin, and just before an append under way', async () => {
    const store = await open(newPrefix(), { writeMarginMs: 5_000 });
    expect(await store.events.watermark()).toBe(MONDAY - 5_000);

    const appending = store.events.append([anEvent({ 'event.ingested': MONDAY })]);
    const during = await store.events.watermark();
    await appending;

    expect(during).toBe(MONDAY - 5_001);
    expect(await store.events.watermark()).toBe(MONDAY - 5_000);
  });

  it('leaves no gap and no double number in a journal that several write', async () => {
    const prefix = newPrefix();
    const journals = [(await open(prefix)).journal<number>('acts'), (await open(prefix)).journal<number>('acts')];

    const taken = await Promise.all(Array.from({ length: 30 }, (_, i) => journals[i % 2]!.append(i)));

    const read = await Array.fromAsync(journals[0]!.read());
    expect(read.map(({ seq }) => seq)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
    expect(read.map(({ seq, entry }) => [seq, entry]).sort()).toEqual(taken.map((seq, entry) => [seq, entry]).sort());
  });

  it('reads on over the end of a page where only missing values break the tie', async () => {
    const store = await open(newPrefix());
    const { 'event.module': _, ...bare } = anEvent({ 'event.id': 'a' });
    const { 'event.dataset': _dataset, ...barest } = bare;
    const events: readonly Event[] = [barest, ...Array.from({ length: 4_200 }, (_, i) => ({ ...bare, 'event.dataset': `d${String(i).padStart(4, '0')}` }))];
    await store.events.append(events.toReversed());

    expect(await rowsOf(store)).toEqual(events);
    expect(await Array.fromAsync(store.events.select({ where: {}, newest: true }, ALWAYS))).toEqual(events.toReversed());
  });

  it('reads every page of a tally with more groups than one page holds', async () => {
    const store = await open(newPrefix());
    await store.events.append(Array.from({ length: 10_500 }, (_, i) => anEvent({ 'event.id': `e${i}`, 'user.id': `u${i}` })));

    const rows = await store.events.tally({ where: {}, by: ['user.id'], measure: { times: 'count' } }, ALWAYS);
    const [all] = await store.events.tally({ where: {}, by: [], measure: { users: { distinct: 'user.id' } } }, ALWAYS);

    expect(rows).toHaveLength(10_500);
    expect(all).toEqual({ users: 10_500 });
  });

  describe('the schema number', () => {
    it.each([['store.newer', 2], ['store.older', 0]] as const)('refuses with %s what another version wrote', async (code, schema) => {
      const prefix = newPrefix();
      await open(prefix);
      const client = bareClient();
      await client.index({ index: `${prefix}-meta`, id: 'schema', document: { schema }, refresh: true });
      await client.close();

      await expect(open(prefix)).rejects.toMatchObject({ code });
    });
  });

  describe('access', () => {
    it('is refused outside the own prefix', async () => {
      if (!access.superuser) return;
      const elsewhere = uniquePrefix().replace('farmwatch', 'payroll');
      const superuser = bareClient(access.superuser);
      await superuser.index({ index: `${elsewhere}-meta`, id: 'schema', document: { schema: 1 } });

      await expect(open(elsewhere)).rejects.toMatchObject({ code: 'store.refused', message: expect.stringContaining('unauthorized') });

      const own = bareClient();
      await expect(own.search({ index: `${elsewhere}-meta` })).rejects.toMatchObject({ statusCode: 403 });
      await expect(own.indices.delete({ index: `${elsewhere}-meta` })).rejects.toMatchObject({ statusCode: 403 });
      await expect(own.cluster.putSettings({ persistent: { 'action.auto_create_index': 'false' } })).rejects.toMatchObject({ statusCode: 403 });
      await superuser.indices.delete({ index: `${elsewhere}-meta` });
      await own.close();
      await superuser.close();
    });

    it('is refused with a wrong password', async () => {
      await expect(open(uniquePrefix(), { auth: { username: access.auth.username, password: 'wrong' } }))
        .rejects.toMatchObject({ code: 'store.refused', message: expect.stringMatching(/does not accept the account .+ FARMWATCH_STORE_PASSWORD/) });
    });

    it('names the setting when the authority of the certificate is unknown', async () => {
      if (!access.caFile) return;

      await expect(open(uniquePrefix(), { caFile: undefined })).rejects.toMatchObject({ code: 'store.refused', message: expect.stringContaining('FARMWATCH_STORE_CA') });
    });

    it('is away when nothing listens', async () => {
      await expect(open(uniquePrefix(), { url: 'https://127.0.0.1:9' })).rejects.toMatchObject({ code: 'store.away' });
    });

    it('never shows credentials in its name', async () => {
      const { protocol, host } = new URL(access.url);

      expect((await open(newPrefix())).name).toBe(`${protocol}//${host}`);
    });
  });

  it.each(['sending', 'answering'] as const)('says it is away when the wire is cut while %s a bulk, and ends with exactly the set when repeated', async (when) => {
    const { hostname, port } = new URL(access.url);
    const wire = await cutOff(hostname, Number(port));
    const url = `https://127.0.0.1:${wire.port}`;
    const prefix = newPrefix();
    const store = await open(prefix, { url });
    const events = Array.from({ length: 5_000 }, (_, i) => anEvent({ 'event.id': `e${String(i).padStart(4, '0')}`, '@timestamp': NOVEMBER + i * 20_000, 'event.ingested': DECEMBER * 2, 'process.command_line': 'x'.repeat(400) }));
    await store.events.append(events.slice(0, 100));

    wire.cutAfter(1_800_000, when);
    const failure = await store.events.append(events).catch((error: unknown) => error as FarmwatchError);
    const whileCut = await store.events.append(events).catch((error: unknown) => error as FarmwatchError);

    expect(wire.cut).toBe(true);
    expect(failure).toMatchObject({ code: 'store.away', cause: expect.any(Error) });
    expect(whileCut).toMatchObject({ code: 'store.away' });

    const direct = await open(prefix);
    const survived = (await rowsOf(direct)).length;
    expect(survived).toBeGreaterThanOrEqual(100);
    expect(survived).toBeLessThan(5_000);
    wire.mend();
    const again = await store.events.append(events);
    expect(again.added + again.known).toBe(5_000);
    expect(await rowsOf(store)).toEqual(events);
    await store.close();
    await wire.close();
  });
});

describe('speaking to a cluster', () => {
  interface Asked { readonly method: string; readonly path: string; readonly authorization: string | undefined; readonly body: string }

  /** A stand-in that says what it is told to say. */
  async function standIn(answer: (asked: Asked) => { readonly status?: number; readonly body: unknown }): Promise<{ url: string; asked: Asked[]; close(): Promise<void> }> {
    const asked: Asked[] = [];
    const server = createServer(async (request: IncomingMessage, reply: ServerResponse) => {
      let body = '';
      for await (const part of request) body += String(part);
      const one = { method: request.method!, path: request.url!.split('?')[0]!, authorization: request.headers.authorization, body };
      asked.push(one);
      const { status = 200, body: said } = answer(one);
      reply.writeHead(status, { 'x-elastic-product': 'Elasticsearch', 'content-type': 'application/vnd.elasticsearch+json;compatible-with=9' }).end(JSON.stringify(said));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, close: () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }) };
  }

  const SCHEMA_NOTE = { _index: 'farmwatch-meta', _id: 'schema', found: true, _source: { schema: 1 } };

  it('sends an API key with every request', async () => {
    const cluster = await standIn(() => ({ body: SCHEMA_NOTE }));

    const store = await openElasticStore({ url: cluster.url, prefix: 'farmwatch', auth: { apiKey: 'aWQ6c2VjcmV0' }, now: () => MONDAY });
    await store.health();

    expect(cluster.asked.length).toBeGreaterThan(1);
    expect(new Set(cluster.asked.map(({ authorization }) => authorization))).toEqual(new Set(['ApiKey aWQ6c2VjcmV0']));
    await store.close();
    await cluster.close();
  });

  it.runIf(skipped === undefined && access.url.startsWith('https:'))('goes through a proxy where one is named', async () => {
    const { hostname, port } = new URL(access.url);
    const proxy = await forwardProxy({ host: hostname, port: Number(port) });
    const prefix = newPrefix();

    const store = await open(prefix, { proxies: { HTTPS_PROXY: proxy.url } });
    const { added } = await store.events.append([anEvent(), anEvent()]);
    await store.close();
    const straight = await open(prefix, { proxies: { HTTPS_PROXY: 'http://127.0.0.1:9', NO_PROXY: hostname } });

    expect(added).toBe(2);
    expect(await rowsOf(straight)).toHaveLength(2);
    expect(new Set(proxy.asked)).toEqual(new Set([`${hostname}:${port}`]));
    await proxy.close();
  });

  it('repeats only the rows that a busy cluster put off', async () => {
    let bulks = 0;
    const cluster = await standIn(({ path, body }) => {
      if (path === '/_bulk') {
        const lines = body.trimEnd().split('\n').length / 2;
        const statuses = Array.from({ length: lines }, (_, i) => bulks === 0 && i > 0 ? 429 : 201);
        bulks++;
        return { body: { errors: statuses.includes(429), items: statuses.map((status) => ({ create: { status, ...(status === 429 ? { error: { type: 'es_rejected_execution_exception', reason: 'queue is full' } } : {}) } })) } };
      }
      if (path.endsWith('/_mget')) return { body: { docs: [] } };
      if (path.endsWith('/_search')) return { body: { hits: { hits: [] } } };
      return { body: SCHEMA_NOTE };
    });
    const store = await openElasticStore({ url: cluster.url, prefix: 'farmwatch', now: () => MONDAY });

    const result = await store.events.append([anEvent(), anEvent(), anEvent()]);

    expect(result).toEqual({ added: 3, known: 0, conflicting: [] });
    expect(cluster.asked.filter(({ path }) => path === '/_bulk').map(({ body }) => body.trimEnd().split('\n').length / 2)).toEqual([3, 2]);
    await store.close();
    await cluster.close();
  });

  it('names the first of the rows that cannot be written', async () => {
    const cluster = await standIn(({ path }) => {
      if (path === '/_bulk') return { body: { errors: true, items: [{ create: { status: 201 } }, { create: { status: 400, error: { type: 'document_parsing_exception', reason: 'no such month' } } }] } };
      if (path.endsWith('/_mget')) return { body: { docs: [] } };
      if (path.endsWith('/_search')) return { body: { hits: { hits: [] } } };
      return { body: SCHEMA_NOTE };
    });
    const store = await openElasticStore({ url: cluster.url, prefix: 'farmwatch', now: () => MONDAY });

    await expect(store.events.append([anEvent(), anEvent()]))
      .rejects.toMatchObject({ code: 'store.refused', message: expect.stringMatching(/1 of 2 documents; the first is .+: no such month/) });
    await store.close();
    await cluster.close();
  });

  it('calls full disks by their name', async () => {
    const cluster = await standIn(({ method }) => method === 'GET'
      ? { status: 404, body: { found: false } }
      : { status: 429, body: { error: { type: 'cluster_block_exception', reason: 'index [x] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block];' } } });

    await expect(openElasticStore({ url: cluster.url, prefix: 'farmwatch', now: () => MONDAY })).rejects.toMatchObject({ code: 'store.full' });
    await cluster.close();
  });

  it('refuses a prefix that cannot begin the name of an index', async () => {
    await expect(openElasticStore({ url: 'http://127.0.0.1:9', prefix: 'Farm*', now: () => MONDAY })).rejects.toMatchObject({ code: 'usage' });
  });
});
