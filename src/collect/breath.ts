import { setImmediate } from 'node:timers/promises';

const ROWS = 2_000;

/** Every few thousand rows of a long table others have their turn: pages, probes, and what is sent to a port. @param nth of a row, from 0 */
export async function breathe(nth: number): Promise<void> {
  if (nth % ROWS === ROWS - 1) await setImmediate();
}
