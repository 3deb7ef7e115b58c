import type { Whom } from '../../src/detect/detector.ts';
import type { Instant } from '../../src/core/time.ts';
import type { Seen } from './evidence.ts';
import { marksOf } from './recognise.ts';

/** True for a row of a laptop that has not reached its holder, or lies between two of them. */
export function isStaged({ laptop, holder }: Pick<Whom, 'laptop' | 'holder'>): boolean {
  return laptop !== undefined && holder === undefined;
}

/**
 * When a tool was first seen on a laptop before that reached its holder: whoever prepared it brought the tool.
 *
 * What was seen of it then says nothing else of the holder.
 */
export function stagedOf(window: Seen): (laptop: string | undefined, tool: string) => Instant | undefined {
  const firsts = new Map<string, Instant>();
  const issuedTo = (row: Whom) => (isStaged(row) ? window.laptops.get(row.laptop!)?.holder : undefined);
  for (const { laptop, tool, row } of marksOf(window, issuedTo)) {
    const key = `${laptop}\0${tool.id}`;
    firsts.set(key, Math.min(firsts.get(key) ?? Infinity, row.first));
  }
  return (laptop, tool) => firsts.get(`${laptop}\0${tool}`);
}
