import type { Random } from '../core/random.ts';
import type { Driver, Rhythm } from './life.ts';
import { weekdayOf, type Calendar } from './clock.ts';

/** Minutes of a local day; the end may lie after midnight. */
export interface Interval { readonly from: number; readonly to: number }

/** An ordinary rhythm: people start between 7:30 and 10, work about eight hours, eat around noon. */
export function ordinaryRhythm(weekendWork: number, draw: Random): Rhythm {
  const startMinute = Math.round(Math.min(660, Math.max(390, draw.normal(530, 45))));
  const lunchMinute = Math.round(draw.normal(740, 25));
  return {
    startMinute, startSpread: draw.between(8, 30), workMinutes: Math.round(draw.normal(510, 35)),
    lunchMinute: Math.max(startMinute + 120, lunchMinute), lunchMinutes: Math.round(draw.between(25, 65)),
    weekdayShare: Math.min(0.98, draw.normal(0.94, 0.02)),
    weekendShare: Math.min(0.6, draw.exponential(weekendWork)),
    eveningShare: Math.min(0.7, draw.exponential(0.14)),
    intensity: Math.max(0.4, draw.normal(1, 0.25)),
  };
}

/**
 * When the driver is at it on a local day, in order and without overlap.
 *
 * Those who drive several personas in turns are busy with one at a time: the others' turns are cut out.
 */
export function busyOn(calendar: Calendar, driver: Driver, day: number, draw: Random, shared: (name: string) => Random): readonly Interval[] {
  const turns = driver.turns;
  if (!turns || turns.of < 2) return workday(calendar, driver.rhythm, day, draw);
  const common = shared(`${turns.operator}/${day}`);
  return turnOf(workday(calendar, driver.rhythm, day, common), turns.place, turns.of, common);
}

function workday(calendar: Calendar, rhythm: Rhythm, day: number, draw: Random): readonly Interval[] {
  const weekday = weekdayOf(calendar, day);
  const weekend = weekday === 0 || weekday === 6;
  const works = draw.chance(weekend ? rhythm.weekendShare : rhythm.weekdayShare);
  const start = Math.round(draw.normal(rhythm.startMinute, rhythm.startSpread));
  const length = Math.round(weekend ? draw.between(40, 220) : Math.max(120, draw.normal(rhythm.workMinutes, 40)));
  const evening = draw.chance(rhythm.eveningShare);
  const eveningMinutes = Math.round(draw.between(20, 90));
  if (!works) return [];
  const breaks: Interval[] = [];
  let end = start + length;
  if (!weekend) {
    const lunch = Math.round(draw.normal(rhythm.lunchMinute, 15));
    breaks.push({ from: lunch, to: lunch + rhythm.lunchMinutes });
    if (rhythm.gap) {
      const from = Math.round(draw.normal(rhythm.gap.from, 15));
      breaks.push({ from, to: from + rhythm.gap.minutes });
      end += rhythm.gap.minutes;
    }
    const pauses = draw.poisson(2.2);
    for (let i = 0; i < pauses; i++) {
      const from = Math.round(draw.between(start + 30, end));
      breaks.push({ from, to: from + Math.round(5 + draw.exponential(14)) });
    }
  }
  const busy = without({ from: start, to: end }, breaks);
  if (evening && !weekend) {
    const from = end + Math.round(draw.between(60, 150));
    busy.push({ from, to: from + eveningMinutes });
  }
  return busy;
}

/** One persona's turns: the day is cut into pieces of 20 to 80 minutes that go to one of them each. */
function turnOf(busy: readonly Interval[], place: number, of: number, draw: Random): readonly Interval[] {
  const mine: Interval[] = [];
  for (const { from, to } of busy) {
    for (let at = from; at < to; ) {
      const next = Math.min(to, at + Math.round(draw.between(20, 80)));
      if (draw.int(of) === place && next - at >= 4) mine.push({ from: at + 1, to: next });
      at = next;
    }
  }
  return mine;
}

function without(whole: Interval, breaks: readonly Interval[]): Interval[] {
  const parts: Interval[] = [];
  let from = whole.from;
  for (const pause of [...breaks].sort((a, b) => a.from - b.from)) {
    if (pause.to <= from) continue;
    if (pause.from >= whole.to) break;
    if (pause.from > from) parts.push({ from, to: pause.from });
    from = pause.to;
  }
  if (from < whole.to) parts.push({ from, to: whole.to });
  return parts;
}

/** Minutes of an interval that are busy. */
export function busyMinutes(busy: readonly Interval[], from: number, to: number): number {
  let sum = 0;
  for (const part of busy) sum += Math.max(0, Math.min(part.to, to) - Math.max(part.from, from));
  return sum;
}
