import type { HourShares } from '../../src/api/contract.ts';

/** Half hours of a day. */
export const SLOTS = 48;
/** The day is drawn and read from noon to noon, so that a night is in one piece. */
export const NOON = SLOTS / 2;

/** Times at which something is seen on half of the days with data or more. */
export function usualTimes({ days, halfHours }: Pick<HourShares, 'days' | 'halfHours'>, where: string): string {
  if (days === 0) return 'nothing was seen.';
  const often = (place: number): boolean => {
    const { seen, dark, of } = halfHours[(place + NOON) % SLOTS]!;
    return seen > 0 && 2 * seen >= of - dark;
  };
  const runs: { from: number; to: number }[] = [];
  for (let place = 0; place < SLOTS; place++) {
    if (!often(place)) continue;
    const last = runs.at(-1);
    if (last?.to === place) last.to = place + 1;
    else runs.push({ from: place, to: place + 1 });
  }
  if (runs.length === 0) return 'no half hour is busy on half of the days.';
  const [first, last] = [runs[0]!, runs.at(-1)!];
  // What goes on over noon is one stretch.
  const whole = runs.length > 1 && first.from === 0 && last.to === SLOTS ? [...runs.slice(1, -1), { from: last.from, to: SLOTS + first.to }] : runs;
  const longest = [...whole].sort((a, b) => b.to - b.from - (a.to - a.from)).slice(0, 3).sort((a, b) => (a.from + NOON) % SLOTS - (b.from + NOON) % SLOTS);
  const more = whole.length > longest.length ? ', and shorter' : '';
  return `on half of the days or more ${longest.map(({ from, to }) => `${timeAt(from)}–${timeAt(to)}`).join(', ')}${more}, ${where}.`;
}

function timeAt(place: number): string {
  const slot = (place + NOON) % SLOTS;
  return `${String(Math.floor(slot / 2)).padStart(2, '0')}:${slot % 2 === 0 ? '00' : '30'}`;
}
