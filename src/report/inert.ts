import { withoutMarks } from '../core/marks.ts';

/** The same of every text inside: of names and notes of people anything may come. */
export function inert<T>(value: T): T {
  if (typeof value === 'string') return withoutMarks(value) as T;
  if (Array.isArray(value)) return value.map(inert) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, inert(inner)])) as T;
}
