import { describe, expect, it } from 'vitest';
import type { Event } from '../core/event.ts';
import { DAY, HOUR, type Instant } from '../core/time.ts';
import { anEvent, MONDAY } from '../../test/support/builders.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import type { Identified, Store } from '../store/store.ts';
import { aPerson } from '../../test/support/window.ts';
import { darkAt, longSilent, sourcesSeen, type SourceSeen } from './sources-seen.ts';

/** Noon of a Monday. */
const NOW = MONDAY + 3 * HOUR;

async function stateOf(days: readonly number[], action: Event['event.action'] = 'sign-in'): Promise<string> {
  const store = memoryStore({ now: () => NOW });
  await store.events.append(days.map((ago) => anEvent({ '@timestamp': NOW - ago * DAY, 'event.ingested': NOW - ago * DAY, 'event.action': action, 'event.module': 'it' })));
  const [seen] = await sourcesSeen(store, NOW);
  return seen?.state ?? 'unseen';
}
const everyDay = (from: number, to: number): readonly number[] => Array.from({ length: to - from }, (_, index) => from + index);

describe('sources', () => {
  it.each([
    ['speaks every day, and did today', everyDay(0, 30), 'fresh'],
    ['speaks every day, and is silent since Saturday', everyDay(2, 30), 'late'],
    ['speaks every day, and is silent for four days', everyDay(4, 30), 'dark'],
    ['rests at weekends, as it does now', everyDay(3, 40).filter((ago) => ago % 7 !== 1 && ago % 7 !== 2), 'fresh'],
    ['speaks once a week, and is silent for ten days', [10, 17, 24, 31, 38], 'fresh'],
    ['speaks once a week, and is silent for eleven days', [11, 18, 25, 32, 39], 'late'],
    ['speaks once a week, and is silent for fifteen days', [15, 22, 29, 36], 'dark'],
    ['was out once for ten days, and is out again for four', [...everyDay(4, 15), ...everyDay(25, 50)], 'dark'],
    ['spoke once, five days ago', [5], 'dark'],
    ['has not spoken for more than 60 days', [70], 'unseen'],
  ])('one that %s', async (_, days, state) => {
    expect(await stateOf(days)).toBe(state);
  });

  it('that told of one thing is said to have told of one', async () => {
    const store = memoryStore({ now: () => NOW });
    await store.events.append([anEvent({ '@timestamp': NOW - HOUR, 'event.ingested': NOW - HOUR, 'event.module': 'it' })]);

    expect((await sourcesSeen(store, NOW))[0]!.said).toMatch(/^1 event in 60 days, last /);
  });

  it('all of whose events are old are told as such, not as one of which nothing came', async () => {
    const store = memoryStore({ now: () => NOW });
    const event = (ago: number, module: string): Event => anEvent({ '@timestamp': NOW - ago * DAY, 'event.ingested': NOW - DAY, 'event.action': 'sign-in', 'event.module': module });
    await store.events.append([event(200, 'old'), event(90, 'old'), event(90, 'it'), event(1, 'it')]);

    expect(await longSilent(store, NOW, await sourcesSeen(store, NOW))).toMatchObject([{ name: 'old', times: 2, lastEventAt: NOW - 90 * DAY, said: expect.stringMatching(/^nothing in 60 days; 2 older events, the last of /) as string }]);
  });

  it('of what happens now and then are late after a week, and never dark', async () => {
    expect(await stateOf([6, 7, 8], 'shipment-updated')).toBe('fresh');
    expect(await stateOf([9, 10, 11], 'shipment-updated')).toBe('late');
    expect(await stateOf([50, 51, 52], 'shipment-updated')).toBe('late');
  });

  it('say since when they are silent and how to mend it', async () => {
    const store = memoryStore({ now: () => NOW });
    const last: Instant = Date.UTC(2026, 9, 20, 8);
    await store.events.append([anEvent({ '@timestamp': last, 'event.ingested': last, 'event.module': 'fleet' })]);

    const [fleet] = await sourcesSeen(store, NOW);

    expect(fleet).toEqual({
      name: 'fleet', state: 'dark', lastEventAt: last, times: 1,
      said: 'nothing since 2026-10-20T08:00:00Z: what it would show cannot be seen, and counts for nobody. Check that it still exports, and collect again.',
    });
  });

  describe('one that stopped ten days ago', () => {
    const PEOPLE = ['ann', 'ben', 'cleo', 'dan'];
    /** A row a day of each, as one product writes them. */
    const daily = (module: string, action: Event['event.action'], from: number, to: number, people = PEOPLE): Event[] => everyDay(from, to).flatMap((ago) => people.map((name, nth) => anEvent({
      '@timestamp': NOW - ago * DAY + nth, 'event.ingested': NOW - ago * DAY + nth, 'event.action': action, 'event.module': module, ...(module === 'old' ? { 'user.name': name } : { 'user.email': `${name}@acme.example` }),
    })));
    const OLD = daily('old', 'vpn-connected', 10, 40);
    async function beside(others: readonly Event[]): Promise<Store> {
      const store = memoryStore({ now: () => NOW });
      await store.shelf<Identified>('registry').putAll(PEOPLE.map((name) => ({ id: `people/${name}`, kind: 'people', versions: [{ from: null, row: aPerson({ hire_id: name, email: `${name}@acme.example`, user_names: [name] }) }] }) as Identified));
      await store.events.append([...OLD, ...others]);
      return store;
    }

    const old = async (others: readonly Event[]): Promise<SourceSeen | undefined> => (await sourcesSeen(await beside(others), NOW)).find(({ name }) => name === 'old');

    it('is replaced where another brings its kind of rows for the same people since then, however it names them', async () => {
      expect(await old(daily('new', 'vpn-connected', 0, 10))).toMatchObject({
        state: 'replaced', successors: [{ name: 'new', kinds: ['vpn-connected'], since: NOW - 9 * DAY }],
        said: 'nothing since 2026-10-23T12:00:00.003Z; new brings vpn-connected since 2026-10-24T12:00:00Z: if it was replaced, take it out of the settings; if it was not, check that it still exports.',
      });
    });

    it('is replaced where people were moved during two weeks, and some left meanwhile', async () => {
      expect((await old([...daily('new', 'vpn-connected', 0, 20, ['ann', 'ben']), ...daily('new', 'vpn-connected', 0, 9, ['cleo'])]))?.state).toBe('replaced');
    });

    it('counts as dark no more, and its successor does once that stops', async () => {
      const darkBeside = async (others: readonly Event[]): Promise<readonly string[]> => (await darkAt(await beside(others), NOW)).map(({ name }) => name);

      expect(await darkBeside(daily('new', 'vpn-connected', 0, 10))).toEqual([]);
      expect(await darkBeside(daily('new', 'vpn-connected', 5, 10))).toEqual(['new']);
    });

    it.each<readonly [string, readonly Event[]]>([
      ['nobody brings its kind of rows', daily('new', 'sign-in', 0, 10)],
      ['one of its kinds is brought by nobody any more', [...daily('old', 'dns-query', 10, 40), ...daily('new', 'vpn-connected', 0, 10)]],
      ['another brings them for half of the people', daily('new', 'vpn-connected', 0, 10, ['ann', 'ben'])],
      ['another brings them for other people', daily('new', 'vpn-connected', 0, 10, ['eve', 'fay', 'gus', 'hal'])],
      ['another had brought them beside it all the time', daily('new', 'vpn-connected', 0, 40)],
    ])('is dark where %s', async (_, others) => {
      expect((await old(others))?.state).toBe('dark');
    });
  });
});
