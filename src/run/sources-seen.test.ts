import { describe, expect, it } from 'vitest';
import type { Event } from '../core/event.ts';
import { DAY, HOUR, type Instant } from '../core/time.ts';
import { anEvent, MONDAY } from '../../test/support/builders.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { longSilent, sourcesSeen } from './sources-seen.ts';

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
    ['speaks once a week, and is silent for eight days', [8, 15, 22, 29, 36], 'late'],
    ['speaks once a week, and is silent for fifteen days', [15, 22, 29, 36], 'dark'],
    ['was out once for ten days, and is out again for four', [...everyDay(4, 15), ...everyDay(25, 50)], 'dark'],
    ['spoke once, five days ago', [5], 'dark'],
    ['has not spoken for more than 60 days', [70], 'unseen'],
  ])('one that %s', async (_, days, state) => {
    expect(await stateOf(days)).toBe(state);
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
});
