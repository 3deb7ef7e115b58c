import type { HireId } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import { DAY, startOfDay } from '../../src/core/time.ts';
import { cohortReader, nearReader } from '../../src/detect/cohort.ts';
import { defineDetector, type Reading } from '../../src/detect/detector.ts';
import { clockOf, type Clock } from './clock.ts';
import { EVIDENCE, type Seen } from './evidence.ts';
import { explain } from './explain.ts';
import { SETTINGS } from './settings.ts';
import { clockRateOf, clockWeight } from './weigh.ts';

type Settings = Values<typeof SETTINGS>;

export const steadyInput = defineDetector({
  id: 'steady-input',
  version: 3,
  family: 'machine',
  days: 21,
  question: 'Does input come from a clock?',
  needs: ['activity'],
  settings: SETTINGS,
  evidence: EVIDENCE,
  detect(window, settings) {
    const clocks = clocksOf(window, settings);
    const cohortOf = cohortReader(window.hires, countedHires(window), nearReader(window, window.rows.lines));
    return [...clocks].flatMap(([subject, clock]): readonly Reading[] => {
      const { others, of } = cohortOf(subject);
      const device = clock.devices.length > 0;
      const having = others.filter((other) => clocks.has(other) && (clocks.get(other)!.devices.length > 0) === device).length;
      const rate = clockRateOf(device, having, others.length, settings);
      const llr = clockWeight({ ...clock, device, rate }, settings);
      if (llr === 0) return [];
      return [{
        subject, llr, key: 'beat', newest: Math.min(window.asOf, startOfDay(clock.days.at(-1)!) + DAY - 1),
        ...explain(clock, { of, others: others.length, having, rate }, settings),
      }];
    });
  },
});

/** Starters on whose laptop enough intervals, on enough days, have one beat. */
function clocksOf(window: Seen, settings: Settings): ReadonlyMap<HireId, Clock> {
  const beats = Map.groupBy(
    window.rows.beats.flatMap(({ holder, day, summary }) => (holder !== undefined && window.hires.get(holder)?.inScope ? summary.map((beat) => ({ holder, day, beat })) : [])),
    ({ holder }) => holder,
  );
  return new Map([...beats].flatMap(([holder, ofHolder]): readonly [HireId, Clock][] => {
    const clock = clockOf(ofHolder, settings, window.catalogue.jigglePeriods);
    return clock && clock.steady >= settings.minimumIntervals && clock.days.length >= settings.minimumDays ? [[holder, clock]] : [];
  }));
}

/** Starters whose input is counted at all. */
function countedHires(window: Seen): ReadonlySet<HireId> {
  return new Set(window.rows.counted.flatMap(({ holder }) => (holder !== undefined && window.hires.get(holder)?.inScope ? [holder] : [])));
}
