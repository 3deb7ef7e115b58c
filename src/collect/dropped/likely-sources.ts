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
 * wanted or not; of sources that understand as much, the one that makes more of it comes first: a document of a cluster is
 * one to whoever reads documents, and a sign-in to the source of its vendor.
 *
 * @returns only sources that understand something
 */
export async function likelySources(file: string, sources: readonly Source[]): Promise<readonly Likely[]> {
  const found: (Likely & { readonly made: number })[] = [];
  for (const source of sources.filter(needsOnlyAFile)) {
    const { texts: options } = settleOptions(source);
    const context: MapContext = { settings: settle(source.settings, undefined).values, options };
    let made = 0;
    const share = await shareOf(source.read(file, options), (raw) => {
      const reason = source.recognises(raw) ? reasonOf(source, raw, context) : 'unknown';
      if (reason === undefined) made++;
      return reason === undefined || reason.startsWith(NOT_OURS);
    });
    if (share > 0) found.push({ id: source.id, share, made });
  }
  return found.sort((a, b) => b.share - a.share || b.made - a.made).map(({ id, share }) => ({ id, share }));
}

/** The share of the first lines that are events of our own format. */
export async function shareOfEvents(file: string, stamp: Instant): Promise<number> {
  return shareOf(readRecords(file, { recognises: () => true }), (raw) => !isRejected(parseEvent(raw, { stamp })));
}

/** Why nothing comes of a record; undefined where something does. */
function reasonOf(source: Source, raw: unknown, context: MapContext): string | undefined {
  const made = source.tableOf?.(context.options) === undefined ? source.map(raw, context) : source.rowOf!(raw, context);
  return isRejected(made) ? made.rejected : undefined;
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
