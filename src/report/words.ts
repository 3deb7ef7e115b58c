import { wordFor } from '../core/counted.ts';
import type { Share } from './figures.ts';

/** As `core/counted.ts`, for reading: `1,200 cases`. */
export function counted(many: number, one: string, more = `${one}s`): string {
  return `${many.toLocaleString('en-US')} ${wordFor(many, one, more)}`;
}

/** @example signed(-2) // => '−2' */
export function signed(value: number): string {
  return value > 0 ? `+${value}` : value < 0 ? `−${-value}` : '0';
}

/** A share in per cent: whole above 1, one decimal below. Of nothing there is none. */
export function percent(hits: number, of: number): string {
  if (of === 0) return 'none to count';
  const value = (100 * hits) / of;
  return `${value === 0 || value >= 1 ? Math.round(value) : value.toFixed(1)} %`;
}

/** @example spread({ hits: 6, of: 498, … }) // => '1.2 % (0.4–2.6)' */
export function spread({ hits, of, atLeast, atMost }: Share): string {
  if (of === 0) return 'none to count';
  const [is, from, to] = [hits / of, atLeast, atMost].map((share) => (100 * share).toFixed(1));
  return `${is} % (${from}–${to})`;
}

/** When the cases stood open that a report counts at its end. @example endOf({}) // => 'on Sunday' */
export function endOf({ so_far: isRunning }: { readonly so_far?: true }): 'on Sunday' | 'so far' {
  return isRunning ? 'so far' : 'on Sunday';
}
