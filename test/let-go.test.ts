import { describe, expect, it } from 'vitest';
import { DAY } from '../src/core/time.ts';
import { checkBook } from '../src/run/checks/check-book.ts';
import { exportBook } from '../src/run/export-book.ts';
import { aCase, aRun, keepHouse, NOW, pipelineOf } from '../src/run/housekeeping.fixture.ts';
import { askHold, confirmHold } from '../src/run/holds/hold-book.ts';
import { saidIn, spokenOf } from '../src/run/retention/entries.fixture.ts';
import { responseBook } from '../src/run/responses/response-book.ts';
import { revealBook } from '../src/run/reveals.ts';
import { everyStore } from './support/every-store.ts';
import { memoryStore } from './support/memory-store.ts';

const now = (): number => NOW;
const STORES = await everyStore(now);

describe.each(Object.entries(STORES))('journals of a store %s', (_name, open) => {
  it('speak of nobody who was let go, and of no case, and go on speaking of everybody else', async () => {
    const store = await spokenOf(await open());
    const before = await saidIn(store);

    const first = await keepHouse(store);
    const without = await saidIn(store);
    const later = await keepHouse(store, NOW + 91 * DAY);
    const last = await saidIn(store);
    await store.close();

    expect([...new Set(before)]).toEqual(['about-a-new', 'about-a-old', 'about-first', 'about-household', 'about-kim', 'about-open', 'about-over', 'about-second', 'about-second-first']);
    expect([first.people, first.applications, first.cases, first.entries]).toEqual([1, 1, 1, 2 + 2 + 2 + 2 + 1 + 1 + 1 + 2]);
    expect([...new Set(without)]).toEqual(['about-a-new', 'about-household', 'about-kim', 'about-open', 'about-second']);
    // The household went with the second of the two.
    expect([later.people, later.entries]).toEqual([1, 2 + 1]);
    expect([...new Set(last)]).toEqual(['about-a-new', 'about-kim', 'about-open']);
  }, 60_000);

  it('are forgotten by whoever had read them before', async () => {
    const store = await spokenOf(await open());
    const books = { checks: checkBook(store), responses: responseBook(store), exports: exportBook(store), reveals: revealBook(store) };
    const all = async (): Promise<readonly string[]> => [
      ...(await books.checks.read()).keys(), ...(await books.responses.read()).keys(), ...(await books.exports.read()).map(({ id }) => id), ...(await books.reveals()).all.map(({ id }) => id),
    ];
    const before = await all();

    await keepHouse(store);
    const after = await Promise.all([all(), all()]);
    await store.close();

    expect(before).toHaveLength(5 + 2 + 2 + 3);
    expect(after[0]).toEqual(['k-second', 'k-kim', 'k-a-new', 'c-open', 'x-c-open', 'kim']);
    expect(after[1]).toEqual(after[0]);
  }, 60_000);
});

describe('entries of journals', () => {
  it('stay while whoever they are about is held, and go once the hold has lapsed', async () => {
    const store = await spokenOf(memoryStore({ now }));
    await askHold(store, pipelineOf(store), { hires: ['first'], cases: ['c-over'], matter: 'Acme v. Doe', reason: 'about-hold', review: '2027-05-31' }, 'hana', NOW);
    const before = await saidIn(store);

    const held = await keepHouse(store);
    const during = await saidIn(store);
    await keepHouse(store, NOW + 15 * DAY);
    const after = await saidIn(store);

    expect(held).toMatchObject({ people: 0, cases: 0 });
    // The applicant is not held.
    expect(during).toEqual(before.filter((word) => word !== 'about-a-old'));
    // A hold that nobody confirmed keeps nothing, and says of nobody that they were held.
    expect([...new Set(after)]).toEqual(['about-a-new', 'about-household', 'about-kim', 'about-open', 'about-second']);
  });

  it('about several people stay while one of them is held', async () => {
    const store = await spokenOf(memoryStore({ now }));
    const { id } = await askHold(store, pipelineOf(store), { hires: ['second'], cases: [], matter: 'Acme v. Doe', reason: 'about-hold', review: '2027-05-31' }, 'hana', NOW);
    await confirmHold(store, pipelineOf(store), id, 'pia', NOW);
    await keepHouse(store);

    expect([...new Set(await saidIn(store))]).toContain('about-second-first');
  });

  it('about a case that opened later under the name of a forgotten one stay', async () => {
    const store = await spokenOf(memoryStore({ now }));
    await keepHouse(store);
    await pipelineOf(store).runs.put(aRun(NOW, { cases: [aCase({ id: 'c-over', openedAt: NOW - DAY })] }));
    await responseBook(store).append({ at: NOW, by: 'ann', case: 'c-over', did: 'started', plan: [], note: 'about-anew' });
    await keepHouse(store, NOW + DAY);

    expect(await saidIn(store)).toContain('about-anew');
  });
});
