import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../core/time.ts';
import { memoryStore } from '../../../test/support/memory-store.ts';
import { NOW, PEOPLE, aCase, aRun, pipelineOf, register } from '../housekeeping.fixture.ts';
import { underWay } from '../retention/under-way.ts';
import type { Store } from '../../store/store.ts';
import { CONFIRM_WITHIN, heldAt, stateOf } from './hold.ts';
import { askHold, askRelease, confirmHold, heldNow, holdJournal, holdingNobody, readHolds, sayDuring, type HoldWish } from './hold-book.ts';

const WISH: HoldWish = { hires: ['kim'], cases: [], matter: 'Acme v. Doe', reason: 'Counsel asked for it', review: '2027-05-31' };

async function company(): Promise<Store> {
  const store = memoryStore({ now: () => NOW });
  await register(store, 'people', PEOPLE);
  await pipelineOf(store).runs.put(aRun(NOW - HOUR, { cases: [aCase({ id: 'c-1', hires: ['left', 'old'] })] }));
  return store;
}
const asked = (store: Store, wish: Partial<HoldWish> = {}, now = NOW) => askHold(store, pipelineOf(store), { ...WISH, ...wish }, 'hana', now);

describe('a legal hold', () => {
  it('keeps from the moment it is asked for, and lapses where nobody confirms it', async () => {
    const store = await company();
    const hold = await asked(store);

    expect([...(await heldNow(store, pipelineOf(store), NOW)).hires]).toEqual(['kim']);
    expect(stateOf(hold, NOW + CONFIRM_WITHIN + 1)).toBe('lapsed');
    expect((await heldNow(store, pipelineOf(store), NOW + CONFIRM_WITHIN + 1)).hires.size).toBe(0);
    await expect(confirmHold(store, pipelineOf(store), hold.id, 'pia', NOW + 15 * DAY)).rejects.toThrow(/lapsed/);
  });

  it.each(['hana', 'Hana ', 'HANA'])('is not confirmed by %j, who asked for it', async (by) => {
    const store = await company();
    const { id } = await asked(store);

    await expect(confirmHold(store, pipelineOf(store), id, by, NOW)).rejects.toThrow('hana asked for this, so somebody else confirms it.');
    expect(await Array.fromAsync(holdJournal(store).read())).toHaveLength(1);
  });

  it('takes two people to begin and two to end, and every step stays in the journal', async () => {
    const store = await company();
    const { id } = await asked(store);

    await confirmHold(store, pipelineOf(store), id, 'pia', NOW + 1);
    await expect(confirmHold(store, pipelineOf(store), id, 'pia', NOW + 2)).rejects.toThrow(/in force; nothing about it waits/);
    await askRelease(store, id, 'The matter is settled', 'pia', NOW + 3);
    await expect(confirmHold(store, pipelineOf(store), id, 'pia', NOW + 4)).rejects.toThrow(/pia asked for this/);
    expect((await heldNow(store, pipelineOf(store), NOW + 5)).hires.size).toBe(1);
    const over = await confirmHold(store, pipelineOf(store), id, 'hana', NOW + 6);

    expect(stateOf(over, NOW + 7)).toBe('released');
    expect((await heldNow(store, pipelineOf(store), NOW + 7)).hires.size).toBe(0);
    expect((await Array.fromAsync(holdJournal(store).read())).map(({ entry }) => entry.did)).toEqual(['asked', 'confirmed', 'release-asked', 'released']);
    await expect(askRelease(store, id, 'again', 'hana', NOW + 8)).rejects.toThrow(/keeps nothing any more/);
  });

  it('of a case holds its people, and nobody else', async () => {
    const store = await company();
    await asked(store, { hires: [], cases: ['c-1'] });

    const held = await heldNow(store, pipelineOf(store), NOW);
    expect([[...held.hires].sort(), [...held.cases]]).toEqual([['left', 'old'], ['c-1']]);
  });

  it('of a case holds whoever was in it when it was asked for or confirmed, whatever becomes of the case', async () => {
    const store = await company();
    const { id } = await asked(store, { hires: [], cases: ['c-1'] });
    await pipelineOf(store).runs.put(aRun(NOW - HOUR, { cases: [aCase({ id: 'c-1', hires: ['kim', 'left', 'old'] })] }));
    await confirmHold(store, pipelineOf(store), id, 'pia', NOW + 1);
    await pipelineOf(store).runs.put(aRun(NOW - HOUR));

    expect([...(await heldNow(store, pipelineOf(store), NOW + 2)).hires].sort()).toEqual(['kim', 'left', 'old']);
  });

  it('of an older version, whose case is gone, is named as one that holds nobody', async () => {
    const store = await company();
    for (const [id, of] of [['hold-old', 'c-gone'], ['hold-there', 'c-1']] as const) await holdJournal(store).append({ did: 'asked', at: NOW, by: 'hana', id, hires: [], cases: [of], matter: 'm', reason: 'r', review: '2027-05-31' });

    expect(await holdingNobody(store, pipelineOf(store), NOW)).toEqual([{ id: 'hold-old', cases: ['c-gone'] }]);
    await expect(confirmHold(store, pipelineOf(store), 'hold-old', 'pia', NOW)).rejects.toThrow(/no record of "c-gone"/);
  });

  it('of a case that is not there any more is not confirmed, and says whose records to name instead', async () => {
    const store = await company();
    const { id } = await asked(store, { hires: [], cases: ['c-1'] });
    await pipelineOf(store).runs.put(aRun(NOW - HOUR));

    await expect(confirmHold(store, pipelineOf(store), id, 'pia', NOW + 1)).rejects.toThrow(/no record of "c-1".*Nothing was confirmed; ask for a hold of its people: left, old\./);
    expect(await Array.fromAsync(holdJournal(store).read())).toHaveLength(1);
  });

  it.each<[string, Partial<HoldWish>, RegExp]>([
    ['nobody', { hires: [] }, /name hires or cases\. There is none of everybody/], ['very many', { hires: Array.from({ length: 201 }, (_, n) => `h-${n}`) }, /200 ids at most/], ['everybody', { hires: ['all'] }, /no record of "all"/], ['somebody gone', { hires: ['kim', 'gone'] }, /housekeeping came first.*Nothing was put on hold/],
    ['no matter', { matter: ' ' }, /matter is empty/], ['no reason', { reason: '' }, /reason is empty/], ['a review that is over', { review: '2026-11-19' }, /from today on/], ['a review far away', { review: '2029-01-01' }, /within two years/], ['a review that is no day', { review: 'soon' }, /is a day such as/],
  ])('of or with %s is refused, and nothing is written', async (_what, wish, why) => {
    const store = await company();

    await expect(asked(store, wish)).rejects.toThrow(why);
    expect(await readHolds(store)).toEqual([]);
  });

  it('that comes while housekeeping is at work says which came first', async () => {
    const store = await company();

    const during = await underWay(store, NOW - HOUR, () => asked(store));
    const after = await asked(store, { matter: 'Another' });

    expect(sayDuring(during)).toContain('has been under way since 2026-11-20T02:00:00Z. What it let go before now came first');
    expect(sayDuring(after)).toBe('It keeps from now on: nothing of what is held goes.');
  });

  it('that nobody asked for holds nothing', () => {
    expect(heldAt([], [{ id: 'c-1', hires: ['kim'] }], NOW)).toEqual({ hires: new Set(), cases: new Set() });
  });
});
