import { realDay } from '../core/time.ts';

/** Versions of sets are days, with a number for further ones of the same day: `2026-12-01`, `2026-12-01.2`. */
export function isSetVersion(text: string): boolean {
  const [, day] = SHAPE.exec(text) ?? [];
  return day !== undefined && realDay(day);
}
const SHAPE = /^(\d{4}-\d{2}-\d{2})(?:\.([1-9]\d{0,3}))?$/;

/** True where the first of two versions is the later one. */
export function isNewer(version: string, than: string): boolean {
  const [a, b] = [partsOf(version), partsOf(than)];
  return a.day > b.day || (a.day === b.day && a.count > b.count);
}

function partsOf(version: string): { readonly day: string; readonly count: number } {
  const [, day, count] = SHAPE.exec(version) ?? [];
  return { day: day ?? '', count: Number(count ?? 0) };
}
