import { isRejected, parseEvent } from '../../core/parse-event.ts';
import { settle } from '../../core/settings.ts';
import type { Instant } from '../../core/time.ts';
import type { MapContext, Source } from '../collector.ts';
import { settleOptions } from '../options.ts';
import { readRecords } from '../records.ts';
import { NOT_OURS } from '../take.ts';

/** So many records of a file are looked at. */
const LOOKED_AT = 40;

/** A source that understands records of a file, and which share of those that were looked at. */
export interface Likely { readonly id: string; readonly share: number }

/** Sources that need nothing but a file: no option names a second one. */
export function needsOnlyAFile({ options }: Source): boolean {
  return Object.values(options).every(({ isFile, optional }) => !isFile || optional === true);
}

/**
 * Whose records a file holds, the likeliest first. A record counts where a source recognises it and can say what it is,
 * wanted or not.
 *
 * @returns only sources that understand something
 */
export async function likelySources(file: string, sources: readonly Source[]): Promise<readonly Likely[]> {
  const found: Likely[] = [];
  for (const source of sources.filter(needsOnlyAFile)) {
    const { texts: options } = settleOptions(source);
    const context: MapContext = { settings: settle(source.settings, undefined).values, options };
    const share = await shareOf(source.read(file, options), (raw) => source.recognises(raw) && isUnderstood(source, raw, context));
    if (share > 0) found.push({ id: source.id, share });
  }
  return found.sort((a, b) => b.share - a.share);
}

/** The share of the first lines that are events of our own format. */
export async function shareOfEvents(file: string, stamp: Instant): Promise<number> {
  return shareOf(readRecords(file, { recognises: () => true }), (raw) => !isRejected(parseEvent(raw, { stamp })));
}

function isUnderstood(source: Source, raw: unknown, context: MapContext): boolean {
  const made = source.tableOf?.(context.options) === undefined ? source.map(raw, context) : source.rowOf!(raw, context);
  return !isRejected(made) || made.rejected.startsWith(NOT_OURS);
}

async function shareOf(records: AsyncIterable<{ readonly raw?: unknown } | { readonly rejected: string }>, isOne: (raw: unknown) => boolean): Promise<number> {
  let [read, ones] = [0, 0];
  try {
    for await (const record of records) {
      if (!('rejected' in record) && isOne(record.raw)) ones++;
      if (++read >= LOOKED_AT) break;
    }
  } catch {
    // A reader that cannot open a file does not understand it.
  }
  return read === 0 ? 0 : ones / read;
}
