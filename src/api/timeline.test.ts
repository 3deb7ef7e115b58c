import { describe, expect, it } from 'vitest';
import type { Event } from '../core/event.ts';
import { DAY, HOUR, MINUTE, offsetText, type Instant } from '../core/time.ts';
import type { OffsetChances } from '../detect/detector.ts';
import { historyOf } from '../detect/people/history.ts';
import { registryAt } from '../detect/people/registry.ts';
import { anEvent } from '../../test/support/builders.ts';
import { aPerson, storeOf } from '../../test/support/window.ts';
import type { Lane, TimelineView } from './contract.ts';
import { timelineOf } from './timeline.ts';

/** A Tuesday noon in UTC; the week before it begins on Tuesday 10 November. */
const NOW: Instant = Date.UTC(2026, 10, 17, 12);
const day = (date: number, hour = 15): Instant => Date.UTC(2026, 10, date, hour);

const PEOPLE = [aPerson({ hire_id: 'kim' }), aPerson({ hire_id: 'lea' })];

function seen(hire: string, action: Event['event.action'], at: Instant, fields: Partial<Event> = {}): Event {
  return anEvent({ '@timestamp': at, 'event.ingested': at, 'event.action': action, 'event.module': 'agent', 'user.email': `${hire}@company.example`, ...fields });
}

async function laneOf(name: string, events: readonly Event[], zone = 'America/Chicago'): Promise<Lane> {
  return (await timeline(events, zone)).lanes.find((lane) => lane.name === name)!;
}

async function timeline(events: readonly Event[], zone = 'America/Chicago', fit?: OffsetChances): Promise<TimelineView> {
  const people = PEOPLE.map((person) => ({ ...person, time_zone: zone }));
  const company = { asOf: NOW, people, events };
  const registry = registryAt(historyOf(company), NOW, { daysBefore: 14, daysAfter: 90, companyZone: 'UTC' });
  return timelineOf(await storeOf(company), registry, 'kim', 'Wren-100', fit);
}
const dates = (spans: Lane['dark']): readonly string[] => spans.map(({ from, to }) => `${new Date(from).toISOString().slice(0, 13)} ${(to - from) / HOUR} h`);

describe('lanes', () => {
  it('show the person and their laptop, and nobody else', async () => {
    const events = [
      seen('kim', 'sign-in', day(16, 14)), seen('lea', 'sign-in', day(16, 16)),
      anEvent({ '@timestamp': day(16, 18), 'event.ingested': day(16, 18), 'event.action': 'check-in', 'device.serial_number': 'SN-KIM', 'host.name': 'PC-1' }),
      anEvent({ '@timestamp': day(16, 19), 'event.ingested': day(16, 19), 'event.action': 'activity', 'host.name': 'PC-1' }),
    ];

    expect((await laneOf('Sign-ins', events)).marks).toEqual([{ from: day(16, 14), to: day(16, 14) + 30 * MINUTE, said: '1 event' }]);
    expect((await laneOf('Check-ins', events)).marks.map(({ from }) => from)).toEqual([day(16, 18)]);
    expect((await laneOf('Keyboard and pointer', events)).marks.map(({ from }) => from)).toEqual([day(16, 19)]);
  });

  it('join half hours that follow one another', async () => {
    const events = [0, 10, 40, 95].map((minutes) => seen('kim', 'check-in', day(16) + minutes * MINUTE));

    expect((await laneOf('Check-ins', events)).marks).toEqual([
      { from: day(16), to: day(16) + HOUR, said: '3 events' }, { from: day(16) + 90 * MINUTE, to: day(16) + 2 * HOUR, said: '1 event' },
    ]);
  });

  it('name their sources, or that there is none', async () => {
    const events = [seen('kim', 'check-in', day(16), { 'event.module': 'fleet' }), seen('lea', 'sign-in', day(16))];

    expect((await laneOf('Check-ins', events)).source).toBe('fleet');
    expect((await laneOf('Sign-ins', events)).source).toBe('nothing came');
    expect((await laneOf('Software', events)).source).toBe('no source');
  });
});

describe('dark', () => {
  it('is a laptop that does not report on a working day, whoever else does', async () => {
    // Silent on Thursday and Friday; the weekend is nobody's working day.
    const events = [10, 11, 16].map((date) => seen('kim', 'check-in', day(date))).concat([12, 13].map((date) => seen('lea', 'check-in', day(date))));

    expect(dates((await laneOf('Check-ins', events)).dark)).toEqual(['2026-11-12T06 48 h']);
  });

  it('is not a person who does not sign in, as long as others are seen to', async () => {
    const events = [10, 11, 16].map((date) => seen('kim', 'sign-in', day(date))).concat([12, 13].map((date) => seen('lea', 'sign-in', day(date))));

    expect((await laneOf('Sign-ins', events)).dark).toEqual([]);
  });

  it('is a source that is silent about everybody', async () => {
    const events = [10, 11, 13, 16].flatMap((date) => [seen('kim', 'sign-in', day(date)), seen('lea', 'sign-in', day(date))]);

    expect(dates((await laneOf('Sign-ins', events)).dark)).toEqual(['2026-11-12T06 24 h']);
  });

  it('is the whole lane where there is no source', async () => {
    const { lanes, from, to } = await timeline([seen('kim', 'sign-in', day(16))]);

    expect(lanes.find(({ name }) => name === 'Software')!.dark).toEqual([{ from, to }]);
  });

  it('is told by days of the claimed zone', async () => {
    // Monday 8 in the morning in Auckland is still Sunday in UTC.
    const events = [9, 10, 11, 12, 15, 16].map((date) => seen('kim', 'check-in', day(date, 20)));

    expect(dates((await laneOf('Check-ins', events, 'Pacific/Auckland')).dark)).toEqual([]);
  });
});

describe('hours', () => {
  it('are told of work and of remote control, on the clock of the claimed home', async () => {
    const { hours = [] } = await timeline([seen('kim', 'activity', day(16, 15)), seen('kim', 'activity', day(16, 16)), seen('lea', 'activity', day(12))]);

    expect(hours.map(({ name, source, days, toward }) => [name, source, days, toward])).toEqual([['Keyboard and pointer', 'agent', 1, false], ['Remote control', 'no source', 0, true]]);
    // 15:00 UTC is 9 in the morning in Chicago; working days on which kim's laptop says nothing are dark.
    expect([17, 18, 19, 20].map((slot) => hours[0]!.halfHours[slot]!.seen)).toEqual([0, 1, 0, 1]);
    expect(hours[0]!.darkDays).toBe(4);
    expect(hours[1]!.halfHours.every(({ dark, of }) => dark === of && of > 0)).toBe(true);
  });
});

describe('nights', () => {
  it.each([['America/Chicago', 6], ['Asia/Tokyo', 15], ['Pacific/Auckland', 11], ['Pacific/Kiritimati', 10]])('of %s are those of its midnights', async (zone, utc) => {
    const { midnights, nights, from } = await timeline([seen('kim', 'sign-in', day(16))], zone);

    expect(midnights[0]).toBe(from);
    expect(midnights.every((midnight, index) => new Date(midnight).getUTCHours() === utc && (index === 0 || midnight - midnights[index - 1]! === DAY))).toBe(true);
    expect(nights[1]).toEqual({ from: midnights[1]! - 2 * HOUR, to: midnights[1]! + 6 * HOUR });
  });

  it.each([[480, 'UTC+8', 16, 0], [-210, 'UTC−3:30', 3, 30], [0, 'UTC+0', 0, 0]])('that fit best stand beside them: %i minutes', async (minutes, said, hour, minute) => {
    const { fit, from, to } = await timeline([seen('kim', 'sign-in', day(16))], 'America/Chicago', { candidates: [[minutes - 60, 0.04], [minutes, 0.9], [minutes + 60, 0.06]], best: minutes, likely: [[minutes, minutes], [minutes + 60, minutes + 120]], claimed: -360 });

    expect(fit!.said).toBe(said);
    expect(fit!.offsets).toEqual([{ at: minutes - 60, chance: 0.04 }, { at: minutes, chance: 0.9 }, { at: minutes + 60, chance: 0.06 }]);
    expect(fit!.likely.map((range) => range.said)).toEqual([said, `${offsetText(minutes + 60)} to ${offsetText(minutes + 120)}`]);
    expect(fit!.claimed).toEqual({ at: -360, said: 'UTC−6' });
    for (const night of fit!.nights) {
      const midnight = new Date(night.from + 2 * HOUR);
      expect([midnight.getUTCHours(), midnight.getUTCMinutes(), night.to - night.from]).toEqual([hour, minute, 8 * HOUR]);
      expect(night.to > from && night.from < to).toBe(true);
    }
    expect(fit!.nights.length).toBeGreaterThanOrEqual(7);
  });

  it('that fit best are left out where the hours tell nothing', async () => {
    expect('fit' in await timeline([seen('kim', 'sign-in', day(16))])).toBe(false);
  });
});

describe('what a run fixed', () => {
  const company = { asOf: NOW, people: PEOPLE, events: [seen('kim', 'sign-in', day(16))] };
  const registry = () => registryAt(historyOf(company), NOW, { daysBefore: 14, daysAfter: 90, companyZone: 'UTC' });
  /** A store that says how often it was asked to count, and fails when told to. */
  const counting = async () => {
    const store = await storeOf(company);
    const asked = { times: 0, fails: false };
    const tally: typeof store.events.tally = (...given) => {
      asked.times += 1;
      return asked.fails ? Promise.reject(new Error('the store is away')) : store.events.tally(...given);
    };
    return { asked, store: { ...store, events: { ...store.events, tally } } };
  };

  it('is counted once for all who look, and anew after the next run', async () => {
    const { asked, store } = await counting();
    const run = registry();

    const first = await timelineOf(store, run, 'kim', 'Wren-100', undefined);
    const { times } = asked;
    const again = await timelineOf(store, run, 'kim', 'Wren-100', undefined);
    await timelineOf(store, registry(), 'kim', 'Wren-100', undefined);

    expect(again).toBe(first);
    expect(asked.times).toBe(2 * times);
  });

  it('is asked for again where it failed', async () => {
    const { asked, store } = await counting();
    const run = registry();

    asked.fails = true;
    await expect(timelineOf(store, run, 'kim', 'Wren-100', undefined)).rejects.toThrow('away');
    asked.fails = false;

    expect((await timelineOf(store, run, 'kim', 'Wren-100', undefined)).hire).toBe('Wren-100');
  });
});
