import { describe, expect, it } from 'vitest';
import { MONDAY, anEvent } from '../../test/support/builders.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { giveNames } from './given-names.ts';
import { namesOf } from './names.ts';
import { standIns, thingsInRows, thingsOf } from './things.ts';

const aStore = () => memoryStore({ now: () => MONDAY });

describe('pseudonyms of things', () => {
  it('are the same for a thing every time, differ for two, and name none', async () => {
    const store = aStore();

    const first = await thingsOf(store, [{ kind: 'laptop', id: 'SN-1' }, { kind: 'laptop', id: 'SN-2' }, { kind: 'host', id: 'SN-1' }], 'one');
    const later = await thingsOf(store, [{ kind: 'laptop', id: 'SN-1' }], 'two');

    expect(first.of('laptop', 'SN-1')).toMatch(/^laptop [A-Z][a-z]+-\d{3}$/);
    expect(first.of('host', 'SN-1')).toMatch(/^host [A-Z][a-z]+-\d{3}$/);
    expect(new Set([first.of('laptop', 'SN-1'), first.of('laptop', 'SN-2'), first.of('host', 'SN-1').replace('host', 'laptop')]).size).toBe(3);
    expect(later.of('laptop', 'SN-2')).toBe(first.of('laptop', 'SN-2'));
    expect(later.of('laptop', 'SN-3')).toBe('another laptop');
  });

  it('do not follow from what they stand for: another company names the same laptop otherwise', async () => {
    const serials = Array.from({ length: 8 }, (_, i) => ({ kind: 'laptop' as const, id: `SN-${i}` }));

    const [one, other] = [await thingsOf(aStore(), serials, 'one'), await thingsOf(aStore(), serials, 'other')];

    expect(serials.map(({ kind, id }) => one.of(kind, id))).not.toEqual(serials.map(({ kind, id }) => other.of(kind, id)));
  });

  it('stand in raw rows where a machine or an address may not be shown', async () => {
    const row = anEvent({ 'device.serial_number': 'SN-1', 'host.name': 'KIM-PC', 'source.ip': '198.51.100.7', 'source.as.number': 64_500, 'user.name': 'kim' });

    const shown = standIns(row, await thingsOf(aStore(), thingsInRows([row]), 'one'));

    expect(Object.keys(shown).sort()).toEqual(['device.serial_number', 'host.name', 'source.ip']);
    expect(Object.values(shown).join(' ')).toMatch(/^laptop \S+ host \S+ address \S+$/);
  });
});

describe('a name', () => {
  it('never comes back after whoever bore it is forgotten', async () => {
    const store = aStore();
    const book = { shelf: 'few', words: ['Wren'] };
    const ids = Array.from({ length: 300 }, (_, i) => `h-${i}`);
    const before = await giveNames(store, book, ids, 'one');
    for (const id of ids) await store.shelf('few').remove(id);

    const after = await giveNames(store, book, Array.from({ length: 300 }, (_, i) => `n-${i}`), 'two');

    expect(after.size).toBe(300);
    expect([...after.values()].filter((name) => [...before.values()].includes(name))).toEqual([]);
  });

  it('stays forgotten, also as the last that was given', async () => {
    const store = aStore();
    const before = (await namesOf(store, ['kim'], 'one')).of('kim');
    await store.shelf('pseudonyms').remove('kim');

    const after = await namesOf(store, ['ann'], 'two');

    expect(after.hireOf(before)).toBeUndefined();
    expect(after.of('kim')).toBe('somebody');
  });

  it('is found however many are given', async () => {
    const given = await giveNames(aStore(), { shelf: 'few', words: ['Wren'] }, Array.from({ length: 2_000 }, (_, i) => `h-${i}`), 'one');

    expect(new Set(given.values()).size).toBe(2_000);
  });
});
