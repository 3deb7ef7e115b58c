import type { Event } from '../../core/event.ts';
import { compareCopies, identityOf, type AppendResult } from '../store.ts';

/** Which of several copies of a fact stays. Pure: rows were fetched before, statements follow after. */

/** An event of the batch and the stored row it is a copy of. */
export interface Meeting {
  readonly position: number;
  readonly row: number;
  readonly storedIngested: number;
  readonly storedAt: number;
  /** The engine found every value equal that the source told. */
  readonly same: boolean;
}

/** An event of the batch by its position. */
type EventAt = (position: number) => Event;

export interface Verdict {
  /** Positions in the batch that are not inserted. */
  readonly drop: ReadonlySet<number>;
  /** Stored rows that make way. */
  readonly replace: readonly number[];
  readonly result: AppendResult;
}

/** Stored rows that must be read in full: their bytes decide, or they are to be handed back. */
export function worthReading(eventAt: EventAt, meetings: readonly Meeting[]): readonly number[] {
  const rows = meetings.filter(({ position, storedIngested, storedAt, same }) => {
    const event = eventAt(position);
    if (event['event.ingested'] === storedIngested) return !same;
    return event['event.ingested'] < storedIngested && event['@timestamp'] !== storedAt;
  });
  return [...new Set(rows.map(({ row }) => row))];
}

/**
 * Decides over the batch as a whole, so that its order does not matter.
 *
 * @param count     events in the batch
 * @param suspects  positions of events that have a copy in the batch or in the store
 * @param forgotten positions of events that must not come back
 * @param stored    rows that `worthReading` asked for
 */
export function decide(
  count: number, eventAt: EventAt, suspects: readonly number[], meetings: readonly Meeting[],
  forgotten: ReadonlySet<number>, stored: ReadonlyMap<number, Event>,
): Verdict {
  const met = new Map(meetings.map((meeting) => [meeting.position, meeting]));
  const drop = new Set(forgotten);
  const replace: number[] = [];
  const conflicting: Event[] = [];
  let added = count - forgotten.size;
  let known = forgotten.size;

  const events = new Map(suspects.filter((position) => !forgotten.has(position)).map((position) => [position, eventAt(position)]));
  for (const copies of Map.groupBy(events.keys(), (position) => identityOf(events.get(position)!)).values()) {
    const first = copies.reduce((best, position) => compareCopies(events.get(position)!, events.get(best)!) < 0 ? position : best);
    const meeting = met.get(first);
    const stays = meeting !== undefined && storedCounts(events.get(first)!, meeting, stored);
    const countsAt = stays ? meeting.storedAt : events.get(first)!['@timestamp'];

    added -= meeting ? copies.length : copies.length - 1;
    for (const position of copies) {
      if (position === first && !stays) continue;
      drop.add(position);
      if (events.get(position)!['@timestamp'] === countsAt) known++;
      else conflicting.push(events.get(position)!);
    }
    if (meeting && !stays) {
      replace.push(meeting.row);
      if (meeting.storedAt === countsAt) known++;
      else conflicting.push(stored.get(meeting.row)!);
    }
  }
  return { drop, replace, result: { added, known, conflicting } };
}

function storedCounts(event: Event, { row, storedIngested, same }: Meeting, stored: ReadonlyMap<number, Event>): boolean {
  if (event['event.ingested'] !== storedIngested) return storedIngested < event['event.ingested'];
  return same || compareCopies(stored.get(row)!, event) <= 0;
}
