import { gzipSync } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryStore } from '../../../test/support/memory-store.ts';
import { addIntakeRoutes } from './http.ts';
import { tokenBook, tokenDoor } from './tokens.ts';

const MB = 1024 * 1024;
let server: FastifyInstance;
/** A token of each source. */
let tokens: Readonly<Record<string, string>>;
/** Lines of the spool. */
let lines: string[];
let counted: { requests: number; kept: number };
beforeEach(async () => {
  const book = tokenBook(memoryStore({ now: () => 0 }));
  tokens = { cisco: (await book.make('cisco', 0)).token, osquery: (await book.make('osquery', 0)).token };
  lines = [];
  counted = { requests: 0, kept: 0 };
  const secret = (): Uint8Array => Buffer.alloc(32);
  server = Fastify();
  await addIntakeRoutes(server, {
    tokens: tokenDoor(book, secret), now: () => 0, longestBytes: 16 * MB, secret, osqueryConfig: () => ({}), refused: () => {}, failed: () => {},
    came: () => void counted.requests++,
    kept: (many) => void (counted.kept += many),
    spool: { append: async (_source, some) => (lines.push(...some), 'kept') },
  });
});
afterEach(() => server.close());

const send = (payload: string): Promise<unknown> => server.inject({ method: 'POST', url: '/intake/cisco', headers: { authorization: `Bearer ${tokens['cisco']}` }, payload });
const ask = async (path: string, body: object): Promise<Readonly<Record<string, unknown>>> => (await server.inject({ method: 'POST', url: `/intake/osquery/${path}`, payload: JSON.stringify(body) })).json();

describe('what is counted', () => {
  it('is every request once, however much it brought', async () => {
    await send('');
    await send('one\ntwo\n');

    expect(counted).toEqual({ requests: 2, kept: 2 });
  });
  it('are requests of agents too, which have a key in place of a token', async () => {
    const { node_key: key } = await ask('enroll', { enroll_secret: tokens['osquery'] });
    await ask('config', { node_key: key });
    await ask('log', { node_key: key, data: [{ name: 'a' }, { name: 'b' }] });
    await ask('log', { node_key: 'guess', data: [{ name: 'c' }] });

    expect(counted).toEqual({ requests: 3, kept: 2 });
  });
});

describe('paths of senders', () => {
  const bulk = '{"create":{"_index":"logs"}}\n{"message":"one"}\n';
  const answerTo = async (method: 'GET' | 'HEAD' | 'POST' | 'PUT', url: string, payload?: string) => server.inject({ method, url, headers: { authorization: `Bearer ${tokens['cisco']}` }, ...(payload === undefined ? {} : { payload }) });

  it.each([
    ['POST', '/intake/cisco/_bulk?pretty=false&refresh=false'], ['PUT', '/intake/cisco/_bulk'], ['PUT', '/intake/cisco/_bulk/'], ['POST', '/intake/cisco/_bulk/?filter_path=errors'],
  ] as const)('take %s %s for a bulk', async (method, url) => {
    const answer = await answerTo(method, url, bulk);

    expect([answer.statusCode, answer.json<{ errors: boolean }>().errors, lines.length, answer.headers['x-elastic-product']]).toEqual([200, false, 1, 'Elasticsearch']);
  });
  it('end in a slash or not', async () => {
    expect((await answerTo('POST', '/intake/cisco/', '{"a":1}\n')).json()).toEqual({ kept: 1 });
    expect((await answerTo('GET', '/intake/cisco/')).json()).toMatchObject({ version: { number: expect.stringMatching(/^\d+\./) } });
    expect((await answerTo('HEAD', '/intake/cisco/')).statusCode).toBe(200);
    expect((await answerTo('GET', '/intake/cisco/_license/')).json()).toMatchObject({ license: { status: 'active' } });
  });
  it('ask for the token whichever way they are written', async () => {
    const asked = await Promise.all((['PUT', 'POST'] as const).flatMap((method) => ['/intake/cisco/_bulk', '/intake/cisco/_bulk/'].map((url) => server.inject({ method, url, payload: bulk }))));

    expect([...asked.map(({ statusCode }) => statusCode), lines.length]).toEqual([401, 401, 401, 401, 0]);
  });
});

describe('what an agent of osquery sends', () => {
  it('is all kept, also what is no record', async () => {
    const { node_key: key } = await ask('enroll', { enroll_secret: tokens['osquery'] });

    expect(await ask('log', { node_key: key, data: [{ name: 'a' }, 'hello', 7, null, [1]] })).toEqual({ node_invalid: false });
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([{ name: 'a' }, ...['hello', '7', 'null', '[1]'].map((message) => ({ '@timestamp': '1970-01-01T00:00:00Z', message }))]);
  });
  it('is not more records at once than the server holds', async () => {
    const { node_key: key } = await ask('enroll', { enroll_secret: tokens['osquery'] });
    const payload = gzipSync(`{"node_key":"${String(key)}","data":[${'0,'.repeat(500_000)}0]}`);

    const answer = await server.inject({ method: 'POST', url: '/intake/osquery/log', payload, headers: { 'content-encoding': 'gzip' } });

    expect([answer.statusCode, answer.json<{ message: string }>().message, lines.length]).toEqual([413, 'Those are too many records at once; 500,000 is the most. Send them in several requests.', 0]);
  });
  it('may be as much as any sender brings, packed or not, once its key is known', async () => {
    const { node_key: key } = await ask('enroll', { enroll_secret: tokens['osquery'] });
    const bodyWith = (nodeKey: unknown): string => JSON.stringify({ node_key: nodeKey, log_type: 'result', data: Array.from({ length: 9 }, () => ({ name: 'x'.repeat(MB) })) });
    const log = async (payload: string | Buffer, headers = {}): Promise<readonly unknown[]> => {
      const answer = await server.inject({ method: 'POST', url: '/intake/osquery/log', payload, headers });
      return [answer.statusCode, answer.json<{ message?: string }>().message];
    };
    const packed = { 'content-encoding': 'gzip' };
    const large = [413, 'That is too much at once; 8 MB, unpacked, is the most.'];

    expect([await log(bodyWith(key)), await log(gzipSync(bodyWith(key)), packed), lines.length]).toEqual([[200, undefined], [200, undefined], 18]);
    expect([await log(bodyWith('guess')), await log(gzipSync(bodyWith('guess')), packed), lines.length]).toEqual([large, large, 18]);
    expect(await log('x'.repeat(17 * MB))).toEqual([413, 'That is too much at once; 16 MB, unpacked, is the most.']);
  });
});
