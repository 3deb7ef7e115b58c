import { beforeEach, describe, expect, it } from 'vitest';
import { MONDAY } from '../../test/support/builders.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import type { Store } from '../store/store.ts';
import { SESSION_LENGTH, accountBook, type AccountBook } from './accounts.ts';
import { namesOf } from './names.ts';

let store: Store;
let book: AccountBook;
beforeEach(() => {
  store = memoryStore({ now: () => MONDAY });
  book = accountBook(store);
});

describe('accounts', () => {
  it('let in who knows the password, and nobody else', async () => {
    await book.add('sam', 'lead', 'correct horse battery', MONDAY);

    expect(await book.check('sam', 'correct horse battery')).toBe('lead');
    expect(await book.check('sam', 'correct horse batterY')).toBeUndefined();
    expect(await book.check('nobody', 'correct horse battery')).toBeUndefined();
  });

  it('know a password however its accents are typed', async () => {
    await book.add('zoe', 'it', 'caf\u00e9 caf\u00e9 caf\u00e9', MONDAY);

    expect(await book.check('zoe', 'cafe\u0301 cafe\u0301 cafe\u0301')).toBe('it');
  });

  it('get a password made up where none is given, each another', async () => {
    const [one, other] = [await book.add('a', 'analyst', undefined, MONDAY), await book.add('b', 'analyst', undefined, MONDAY)];

    expect(one).toMatch(/^[\w-]{20}$/);
    expect(one).not.toBe(other);
    expect(await book.check('a', one)).toBe('analyst');
  });

  it('keep no password', async () => {
    await book.add('sam', 'lead', 'correct horse battery', MONDAY);

    const kept: unknown[] = [];
    for await (const { value } of store.shelf('accounts').list()) kept.push(value);

    expect(JSON.stringify(kept)).not.toContain('horse');
  });

  it.each([['sam', 'short'], ['two words', 'correct horse battery'], ['', 'correct horse battery'], ['x'.repeat(65), 'correct horse battery']])('are refused: %j with %j', async (name, password) => {
    await expect(book.add(name, 'analyst', password, MONDAY)).rejects.toMatchObject({ code: 'usage' });
    expect(await book.list()).toEqual([]);
  });

  it('are gone when removed, with their sessions', async () => {
    await book.add('sam', 'lead', 'correct horse battery', MONDAY);
    const { secret } = await book.open('sam', 'lead', MONDAY);

    await book.remove('sam');

    expect(await book.find(secret, MONDAY)).toBeUndefined();
    expect(await book.check('sam', 'correct horse battery')).toBeUndefined();
    await expect(book.remove('sam')).rejects.toMatchObject({ code: 'not.found' });
  });

  it('lose their sessions with a new password or role', async () => {
    await book.add('sam', 'admin', 'correct horse battery', MONDAY);
    const { secret } = await book.open('sam', 'admin', MONDAY);

    await book.add('sam', 'analyst', 'another horse battery', MONDAY);

    expect(await book.find(secret, MONDAY)).toBeUndefined();
  });
});

describe('sessions', () => {
  it('last twelve hours, or until they are ended', async () => {
    const one = await book.open('sam', 'lead', MONDAY);
    const other = await book.open('sam', 'lead', MONDAY);
    await book.end(other.secret);

    expect(await book.find(one.secret, MONDAY + SESSION_LENGTH - 1)).toEqual({ user: 'sam', role: 'lead', csrf: one.session.csrf });
    expect(await book.find(one.secret, MONDAY + SESSION_LENGTH)).toBeUndefined();
    expect(await book.find(other.secret, MONDAY)).toBeUndefined();
    expect(await book.find('guessed', MONDAY)).toBeUndefined();
  });

  it('are kept by the hash of their secret only', async () => {
    const { secret } = await book.open('sam', 'lead', MONDAY);

    expect(await store.shelf('sessions').get(secret)).toBeUndefined();
  });
});

describe('pseudonyms', () => {
  it('are given once, to each another, and stay', async () => {
    const first = await namesOf(store, ['h-1', 'h-2'], 'monday');
    const later = await namesOf(store, ['h-3', 'h-2', 'h-1'], 'tuesday');

    expect(first.of('h-1')).toMatch(/^[A-Z][a-z]+-\d{3}$/);
    expect([later.of('h-1'), later.of('h-2')]).toEqual([first.of('h-1'), first.of('h-2')]);
    expect(new Set(['h-1', 'h-2', 'h-3'].map(later.of)).size).toBe(3);
    expect(later.of('h-9')).toBe('somebody');
  });

  it('are never given twice, however many people there are', async () => {
    const hires = Array.from({ length: 2_000 }, (_, index) => `h-${index}`);

    const names = await namesOf(store, hires, 'many');

    expect(new Set(hires.map(names.of)).size).toBe(2_000);
  });

  it('cannot be worked out from the id of a hire', async () => {
    const other = await namesOf(memoryStore({ now: () => MONDAY }), ['h-1', 'h-2', 'h-3'], 'another');
    const names = await namesOf(store, ['h-1', 'h-2', 'h-3'], 'one');

    expect(['h-1', 'h-2', 'h-3'].map(names.of)).not.toEqual(['h-1', 'h-2', 'h-3'].map(other.of));
  });
});
