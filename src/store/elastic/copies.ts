import { hash } from 'node:crypto';
import type { Event } from '../../core/event.ts';
import { compareCopies, identityOf, type Identity } from '../store.ts';

/** Which of several copies of one record counts. Pure. */

/** The document id of a record: equal for all its copies, and short whatever the source calls it. */
export function keyOf(event: Identity): string {
  return hash('sha256', identityOf(event), 'base64url');
}

export interface Verdict {
  readonly winner: Event;
  /** The copy that is kept so far has to go. */
  readonly replaces: boolean;
  readonly known: number;
  readonly conflicting: readonly Event[];
}

/**
 * Weighs arrivals against each other and against the copy kept so far.
 *
 * @param arrivals copies of one record, at least one
 * @param held     the copy in the store, if any
 * @returns what counts; of all others, those with another `@timestamp` are conflicting, the rest known.
 *          The winner itself is known where a copy was held before, else it is the added row.
 */
export function judge(arrivals: readonly Event[], held: Event | undefined): Verdict {
  let winner = held ?? arrivals[0]!;
  // Nearly all come once, and to compare takes longer than to write.
  for (const arrival of arrivals) if (arrival !== winner && compareCopies(arrival, winner) < 0) winner = arrival;
  const replaces = held !== undefined && winner !== held;
  const conflicting = arrivals.filter((arrival) => arrival['@timestamp'] !== winner['@timestamp']);
  const replacedTellsOtherwise = replaces && held['@timestamp'] !== winner['@timestamp'];
  return {
    winner,
    replaces,
    known: arrivals.length - conflicting.length - (held === undefined || replacedTellsOtherwise ? 1 : 0),
    conflicting: replacedTellsOtherwise ? [...conflicting, held] : conflicting,
  };
}
