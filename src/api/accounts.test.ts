import { scryptSync } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { MONDAY } from '../../test/support/builders.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import type { Store } from '../store/store.ts';
import { accountBook, type AccountBook } from './accounts.ts';
import { IDLE_LENGTH, SESSION_LENGTH } from './session-book.ts';
import { namesOf } from './names.ts';
import { MINUTE } from '../core/time.ts';

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

  it('keep with a hash how it was made, and make an older one anew when its password is typed', async () => {
    const accounts = store.shelf<{ id: string; hash: string; salt: string; cost?: object }>('accounts');
    const kept = async (): Promise<{ id: string; hash: string; salt: string; cost?: object }> => (await accounts.get('sam'))!.value;
    await book.add('sam', 'lead', 'correct horse battery', MONDAY);
    const ofToday = await kept();
    expect(ofToday.cost).toEqual({ N: 2 ** 17, r: 8, p: 1 });
    const fewer = { N: 2 ** 14, r: 8, p: 1 };
    await accounts.putAll([{ ...ofToday, cost: fewer, hash: scryptSync('correct horse battery', Buffer.from(ofToday.salt, 'hex'), 32, fewer).toString('hex') }]);

    expect(await book.check('sam', 'correct horse batterY')).toBeUndefined();
    expect((await kept()).cost).toEqual(fewer);
    expect(await book.check('sam', 'correct horse battery')).toBe('lead');
    expect((await kept()).cost).toEqual(ofToday.cost);
    expect(await book.check('sam', 'correct horse battery')).toBe('lead');
    // Those of before rounds were kept say none.
    const { cost: _cost, ...silent } = ofToday;
    await accounts.putAll([silent]);
    expect(await book.check('sam', 'correct horse battery')).toBe('lead');
  });

  it('get a password made up where none is given, each another', async () => {
    const [one, other] = [await book.add('a', 'analyst', undefined, MONDAY), await book.add('b', 'analyst', undefined, MONDAY)];

    expect(one).toMatch(/^[\w-]{20}$/);
    expect(one).not.toBe(other);
    expect(await book.check('a', one)).toBe('analyst');
  });

  it('have names that differ in more than the size of their letters, and are found whatever that is', async () => {
    await book.add('bob', 'admin', 'correct horse battery', MONDAY);

    await expect(book.add('Bob', 'analyst', 'correct horse battery', MONDAY)).rejects.toThrow('There is an account bob already, and no other has its name in other letters.');
    expect(await book.nameOf('BOB')).toBe('bob');
    expect(await book.nameOf('rob')).toBeUndefined();
    expect(await book.add('bob', 'analyst', 'correct horse stapler', MONDAY)).toBe('correct horse stapler');
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

describe('the account for emergencies', () => {
  it('is one, and an administrator beside it is none', async () => {
    await book.add('glass', 'admin', undefined, MONDAY, { isBreakGlass: true });

    await expect(book.add('other', 'admin', undefined, MONDAY, { isBreakGlass: true })).rejects.toThrow('There is one account for emergencies at most, and it is glass.');
    await book.add('other', 'admin', undefined, MONDAY);
    await book.add('glass', 'admin', undefined, MONDAY, { isBreakGlass: true });

    expect((await book.list()).map(({ id, isBreakGlass }) => [id, isBreakGlass])).toEqual([['glass', true], ['other', undefined]]);
  });
});

describe('a person of the provider', () => {
  const provider = { issuer: 'https://login.acme.example', subject: '1' };

  it('has one account, whatever its name becomes, and never that of somebody else', async () => {
    await book.add('sam', 'lead', undefined, MONDAY);
    await book.meet({ name: 'kim@acme.example', role: 'it', provider }, MONDAY);
    await book.meet({ name: 'kim.may@acme.example', role: 'it', mail: 'kim.may@acme.example', provider }, MONDAY);

    expect(await book.met(provider)).toMatchObject({ id: 'kim@acme.example', mail: 'kim.may@acme.example' });
    for (const name of ['sam', 'kim@acme.example']) await expect(book.meet({ name, role: 'admin', provider: { ...provider, subject: '2' } }, MONDAY)).rejects.toMatchObject({ code: 'request.invalid' });
    expect(await book.check('kim@acme.example', '')).toBeUndefined();
  });

  it('loses sessions and the word of the second person with another role', async () => {
    await book.meet({ name: 'kim', role: 'it', provider }, MONDAY);
    await book.change('kim', { confirmed: { at: MONDAY, by: 'sam', role: 'it' } });
    const { secret } = await book.open('kim', 'it', MONDAY);
    expect(await book.meet({ name: 'kim', role: 'it', provider }, MONDAY)).toHaveProperty('confirmed');
    expect(await book.find(secret, MONDAY)).toBeDefined();

    expect(await book.meet({ name: 'kim', role: 'admin', provider }, MONDAY)).not.toHaveProperty('confirmed');
    expect(await book.find(secret, MONDAY)).toBeUndefined();
  });
});

describe('sessions', () => {
  it('last twelve hours, or until they are ended', async () => {
    const one = await book.open('sam', 'lead', MONDAY);
    const other = await book.open('sam', 'lead', MONDAY);
    await book.end(other.secret);

    for (let at = MONDAY; at < MONDAY + SESSION_LENGTH; at += IDLE_LENGTH - 1) expect(await book.find(one.secret, at)).toEqual({ user: 'sam', role: 'lead', csrf: one.session.csrf, way: 'local', provedAt: MONDAY });
    expect(await book.find(one.secret, MONDAY + SESSION_LENGTH)).toBeUndefined();
    expect(await book.find(other.secret, MONDAY)).toBeUndefined();
    expect(await book.find('guessed', MONDAY)).toBeUndefined();
  });

  it('are over when nobody uses them for half an hour, or as the configuration says; a peep is no use', async () => {
    const patient = accountBook(store, { idle: 4 * IDLE_LENGTH });
    const { secret } = await book.open('sam', 'lead', MONDAY);
    const { secret: other } = await patient.open('sam', 'lead', MONDAY);

    expect(await book.find(secret, MONDAY + IDLE_LENGTH - 1, 'peep')).toBeDefined();
    expect(await book.find(secret, MONDAY + IDLE_LENGTH)).toBeUndefined();
    expect(await patient.find(other, MONDAY + IDLE_LENGTH)).toBeDefined();
  });

  it('are listed for their holder without what opens them, and ended one by one, or all others', async () => {
    const one = await book.open('sam', 'lead', MONDAY);
    const two = await book.open('sam', 'lead', MONDAY + 1, { way: 'oidc' });
    const three = await book.open('sam', 'lead', MONDAY + 2);
    const kim = await book.open('kim', 'lead', MONDAY);

    const listed = await book.sessions('sam', MONDAY + 3);
    expect(listed.map(({ id, way }) => [id, way])).toEqual([[book.markOf(three.secret), 'local'], [book.markOf(two.secret), 'oidc'], [book.markOf(one.secret), 'local']]);
    for (const { secret } of [one, two, three]) expect(JSON.stringify(listed)).not.toContain(secret);

    expect(await book.endOf('sam', { only: book.markOf(two.secret) })).toBe(1);
    expect(await book.endOf('sam', { only: book.markOf(kim.secret) })).toBe(0);
    expect(await book.endOf('sam', { but: book.markOf(three.secret) })).toBe(1);
    expect(await Promise.all([one, two, three, kim].map(({ secret }) => book.find(secret, MONDAY + 4).then((found) => found !== undefined)))).toEqual([false, false, true, true]);
  });

  it('never come back when they end while they are used', async () => {
    const { secret } = await book.open('sam', 'lead', MONDAY);

    await Promise.all([book.find(secret, MONDAY + 2 * MINUTE), book.end(secret), book.find(secret, MONDAY + 2 * MINUTE)]);

    expect(await book.find(secret, MONDAY + 3 * MINUTE)).toBeUndefined();
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
