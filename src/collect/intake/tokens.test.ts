import { beforeEach, describe, expect, it } from 'vitest';
import { memoryStore } from '../../../test/support/memory-store.ts';
import { nodeKeyOf, tokenBook, tokenDoor, tokenIn, type TokenBook, type TokenDoor } from './tokens.ts';

const SECRET = Buffer.alloc(32, 7);
let book: TokenBook;
let door: TokenDoor;
beforeEach(() => {
  book = tokenBook(memoryStore({ now: () => 0 }));
  door = tokenDoor(book, () => SECRET);
});

describe('tokens', () => {
  it('are found again, and kept as a hash only', async () => {
    const { token } = await book.make('osquery', 5);

    expect(await door.find(token)).toEqual({ id: expect.stringMatching(/^[0-9a-f]{64}$/), source: 'osquery', madeAt: 5, usedAt: null });
    expect(JSON.stringify(await book.list())).not.toContain(token);
    expect(await door.find(`${token}x`)).toBeUndefined();
  });
  it('end when they are revoked, and are not brought back by a use that is written late', async () => {
    const { token, name } = await book.make('osquery', 5);
    const { id } = (await door.find(token))!;
    await book.used(id, 9);
    expect(await book.list()).toEqual([expect.objectContaining({ usedAt: 9 })]);

    await book.revoke(name);
    await book.used(id, 10);
    expect(await book.list()).toEqual([]);
    expect(await door.find(token)).toBeUndefined();
    await expect(book.revoke(name)).rejects.toMatchObject({ code: 'not.found' });
  });
});

describe('the door', () => {
  it('knows the tokens it has seen while the store is away', async () => {
    const { token, name } = await book.make('osquery', 5);
    const away = tokenDoor({ list: book.list, byId: async () => { throw new Error('the store is away'); } }, () => SECRET);
    await away.refresh();

    expect(await away.find(token)).toMatchObject({ source: 'osquery' });
    await expect(away.find('another')).rejects.toThrow('the store is away');
    await book.revoke(name);
    await away.refresh();
    await expect(away.find(token)).rejects.toThrow('the store is away');
  });
});

describe('keys of agents', () => {
  it('lead to the token they were given for, until it is revoked', async () => {
    const { token, name } = await book.make('osquery', 5);
    const row = (await door.find(token))!;
    const key = nodeKeyOf(SECRET, row);

    expect(key).not.toBe(nodeKeyOf(SECRET, row));
    expect(await door.findByNodeKey(key)).toEqual(row);
    await book.revoke(name);
    expect(await door.findByNodeKey(key)).toBeUndefined();
  });
  it('cannot be made without the secret', async () => {
    const row = (await door.find((await book.make('osquery', 5)).token))!;

    for (const key of [nodeKeyOf(Buffer.alloc(32, 8), row), row.id, `${row.id}..`, `${row.id}.a.b`, '', 'a.b.c.d']) expect(await door.findByNodeKey(key)).toBeUndefined();
  });
});

describe('the token in a header', () => {
  const basic = (text: string): string => Buffer.from(text).toString('base64');

  it.each([
    ['Bearer abc_-1', 'abc_-1'], ['bearer abc', 'abc'], [`Basic ${basic('okta:emea:abc')}`, 'abc'], [`ApiKey ${basic('cisco:abc')}`, 'abc'],
    ['Bearer', undefined], ['Digest abc', undefined], ['', undefined], [undefined, undefined], [`Bearer ${'x'.repeat(501)}`, undefined],
  ])('%j is %j', (header, token) => expect(tokenIn(header)).toBe(token));
});
