import { describe, expect, it } from 'vitest';
import { settle } from '../../src/core/settings.ts';
import { DAY, HOUR, MINUTE, type Instant } from '../../src/core/time.ts';
import { at } from '../../test/support/window.ts';
import type { Contact } from './contact.ts';
import { nightsOf } from './nights.ts';
import { SETTINGS } from './settings.ts';

const { values } = settle(SETTINGS);
const FROM = at('2026-11-03', 0);
/** Half hours between two hours of a day, counted from its start in UTC. */
const between = (day: string, from: number, to: number): readonly Instant[] => Array.from({ length: (to - from) * 2 }, (_, nth) => at(day, from) + nth * 30 * MINUTE);
const contact = (heard: readonly Instant[], { agent = heard, starts = [] }: { readonly agent?: readonly Instant[]; readonly starts?: Contact['starts'] } = {}): Contact => ({ laptop: 'SN-KIM', heard, agent: new Set(agent), starts });
const states = (one: Contact, zone = 'America/Chicago', nights = 1): readonly string[] => nightsOf(one, zone, FROM, FROM + (nights + 1) * DAY, values).map(({ was }) => was);

describe('a night', () => {
  it('is awake where the laptop is never silent for more than three hours', () => {
    expect(states(contact(between('2026-11-03', 12, 48)))).toEqual(['awake']);
    expect(states(contact(between('2026-11-03', 12, 48).filter((_, nth) => nth % 6 === 0)))).toEqual(['awake']);
  });

  it('is asleep where an agent that reports by day is silent for long', () => {
    expect(states(contact([...between('2026-11-03', 18, 24), ...between('2026-11-04', 14, 18)]))).toEqual(['asleep']);
    // Silent for sixteen hours.
    expect(states(contact([...between('2026-11-03', 18, 24), ...between('2026-11-04', 16, 18)]))).toEqual(['asleep']);
  });

  it('is asleep for somebody who works at night and sleeps by day', () => {
    expect(states(contact(['2026-11-03', '2026-11-04', '2026-11-05'].flatMap((day) => between(day, 2, 11))))).toEqual(['asleep']);
  });

  it('is unknown where the agent is dark, or reports now and then only', () => {
    expect(states(contact([]))).toEqual(['unknown']);
    expect(states(contact(between('2026-11-03', 12, 26)))).toEqual(['unknown']);
    expect(states(contact([at('2026-11-03', 20), at('2026-11-04', 15)]))).toEqual(['unknown']);
    expect(states(contact(between('2026-11-03', 20, 28), { agent: [] }))).toEqual(['unknown']);
  });

  it('is unknown where the agent takes as long between two reports by day', () => {
    const every = (hours: readonly number[]): Contact => contact(hours.map((hour) => at('2026-11-03', hour)));

    expect(states(every([15, 19, 23, 27, 31, 35, 39, 43]))).toEqual(['unknown']);
    expect(states(every([14, 19, 26, 30, 37, 41, 45]))).toEqual(['unknown']);
    // Every two hours by day, then silent for twelve.
    expect(states(every([18, 20, 22, 24, 26, 38, 40, 42]))).toEqual(['asleep']);
  });

  it('is asleep where nothing came in and the machine has started since, and stays unknown where it has not', () => {
    const started = (hour: number): Contact => contact([at('2026-11-02', 20), at('2026-11-04', 20)], { starts: [{ day: '2026-11-04', notBefore: at('2026-11-04', hour) }] });

    expect(states(started(17))).toEqual(['asleep']);
    expect(states(started(-72))).toEqual(['unknown']);
  });

  it('goes from noon to noon where the holder lives', () => {
    // 18:00 UTC is noon in Chicago; in Berlin noon was at 11:00.
    const [night] = nightsOf(contact([]), 'America/Chicago', FROM, FROM + 2 * DAY, values);

    expect(night!.to).toBe(at('2026-11-04', 18));
    expect(nightsOf(contact([]), 'Europe/Berlin', FROM, FROM + 2 * DAY, values)[0]!.to).toBe(at('2026-11-04', 11));
    expect(nightsOf(contact([]), undefined, FROM, FROM + 2 * DAY, values)[0]!.to).toBe(at('2026-11-04', 12));
  });

  it('counts once it is over', () => {
    expect(nightsOf(contact([]), 'America/Chicago', FROM, at('2026-11-04', 17), values)).toEqual([]);
    expect(nightsOf(contact([]), 'America/Chicago', FROM, FROM + 18 * HOUR + DAY, values)).toHaveLength(1);
  });
});
