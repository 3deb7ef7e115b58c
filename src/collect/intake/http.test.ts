import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryStore } from '../../../test/support/memory-store.ts';
import { addIntakeRoutes } from './http.ts';
import { tokenBook, tokenDoor } from './tokens.ts';

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
    tokens: tokenDoor(book, secret), now: () => 0, longestBytes: 1_000, secret, osqueryConfig: () => ({}), refused: () => {}, failed: () => {},
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

describe('what an agent of osquery sends', () => {
  it('is all kept, also what is no record', async () => {
    const { node_key: key } = await ask('enroll', { enroll_secret: tokens['osquery'] });

    expect(await ask('log', { node_key: key, data: [{ name: 'a' }, 'hello', 7, null, [1]] })).toEqual({ node_invalid: false });
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([{ name: 'a' }, ...['hello', '7', 'null', '[1]'].map((message) => ({ '@timestamp': '1970-01-01T00:00:00Z', message }))]);
  });
});
