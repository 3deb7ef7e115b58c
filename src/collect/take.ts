import type { Catalogue } from '../catalogue/catalogue.ts';
import { TOO_DEEP, isTooDeep } from '../core/depth.ts';
import { isRejected } from '../core/parse-event.ts';
import type { Event } from '../core/event.ts';
import type { Instant } from '../core/time.ts';
import type { Store } from '../store/store.ts';
import { withoutReading } from './asked-names.ts';
import type { MapContext, ReadRecord, Source } from './collector.ts';
import type { Enricher } from './enrich.ts';
import { fitting } from './fitting.ts';
import type { Learning } from './learned.ts';
import { BATCH, CONFLICTING } from './part-writer.ts';
import type { Rejects } from './rejects.ts';
import type { Repeats } from './repeats.ts';
import { withScanPlaces } from './scan-places.ts';
import { addTimes, countReason, countUnused, type Counts } from './tally.ts';

/** How the reason for a record begins that we do not want. */
export const NOT_OURS = 'not our business';

export interface Collecting extends Learning {
  readonly store: Store | undefined;
  /** When a batch is written, which is when it counts as learned of: reading it may take minutes. */
  readonly now: () => Instant;
  readonly enricher: Enricher;
  /** Knows which programs look up what people read: see {@link withoutReading}. */
  readonly catalogue: Pick<Catalogue, 'asksForOthers'>;
  readonly rejects: Rejects | undefined;
  readonly context: MapContext;
  /** What leaves out repeats; without it all is kept. */
  readonly repeats?: Repeats;
}

/** Where records of one source go in, whichever way they came. */
export interface Taker {
  /** Takes a record: it becomes events, or is rejected with a reason. Written now and then. */
  take(record: ReadRecord): Promise<void>;
  /** Resolves when everything taken is durable. */
  flush(): Promise<void>;
}

/**
 * Turns records into stored events, in batches. What was counted before a failure stands in `counts`.
 *
 * @param written told after every batch
 */
export function takeInto(source: Source, { store, enricher, catalogue, rejects, stamp, now, after, context, repeats }: Collecting, counts: Counts, written: () => void = () => {}): Taker {
  let batch: Event[] = [];
  const origins = new Map<Event, { readonly file: string; readonly line: number }>();
  const reject = ({ file, line }: { readonly file: string; readonly line: number }, reason: string, record: unknown): void => {
    countReason(counts, reason);
    // What is none of our business is counted and not kept: it may hold anything.
    if (!reason.startsWith(NOT_OURS)) rejects?.note({ file, line, reason, record });
  };
  const kept = (raw: unknown): unknown => (source.kept ? source.kept(raw, context.options) : raw);
  const flush = async (): Promise<void> => {
    if (store && batch.length > 0) {
      const enriched = await withScanPlaces(batch);
      // A run that takes place meanwhile is as of an instant up to which all can be read: what it cannot read is learned of later.
      const learnedAt = Math.max(stamp, now());
      const placed = enriched.map((event) => (event['event.ingested'] === stamp ? { ...event, 'event.ingested': learnedAt } : event));
      placed.forEach((event, index) => origins.set(event, origins.get(batch[index]!)!));
      const result = await store.events.append(placed).catch((error: unknown) => {
        repeats?.lost();
        throw error;
      });
      counts.added += result.added;
      counts.known += result.known;
      for (const event of result.conflicting) reject(origins.get(event) ?? { file: source.id, line: 0 }, CONFLICTING, event);
    }
    repeats?.settled();
    batch = [];
    origins.clear();
    rejects?.flush();
    written();
  };
  return {
    flush,
    async take(record) {
      counts.read++;
      if ('rejected' in record) return reject(record, record.rejected, record.raw);
      if (isTooDeep(record.raw)) return reject(record, TOO_DEEP, undefined);
      const drafts = source.map(record.raw, context);
      if (isRejected(drafts)) return reject(record, drafts.rejected, kept(record.raw));
      // Without what the vendor wrote, which would be held until all is written.
      const origin = { file: record.file, line: record.line };
      const fitted = fitting(drafts, { stamp, after });
      if (isRejected(fitted)) return reject(record, fitted.rejected, kept(record.raw));
      const { fit, misfits, unused } = fitted;
      for (const { draft, reason } of misfits) rejects?.note({ ...origin, reason, record: draft });
      counts.made += fit.length;
      for (const said of unused) countUnused(counts.unusedValues, said);
      for (const { event: told, late } of fit) {
        const event = withoutReading(told, catalogue);
        if (late) counts.late = (counts.late ?? 0) + 1;
        if (repeats && !repeats.keeps(event)) {
          addTimes(counts.repeats, new Map([[event['event.action'], 1]]));
          continue;
        }
        const rich = enricher.enrich(event);
        batch.push(rich);
        origins.set(rich, origin);
      }
      if (batch.length >= BATCH) await flush();
    },
  };
}
