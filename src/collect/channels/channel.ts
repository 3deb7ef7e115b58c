import type { Source } from '../collector.ts';
import { unwrap } from '../undo/unwrap.ts';
import { chosenIn } from '../pull/access.ts';
import type { AccessTable, Cursor, Page, PullIo } from '../pull/pull.ts';

/** Which part of a channel holds the records of one source. */
export interface Part {
  /** Indices or tables. */
  readonly places: readonly string[];
  /** What else tells these records from others there, such as a data set; all where it is empty. */
  readonly kinds: readonly string[];
}

/** Names that a channel has, as they may stand in a query. */
export interface NameSpec {
  /** Singular, for messages: `index`. */
  readonly is: string;
  readonly example: string;
  readonly fits: RegExp;
}

/**
 * A system that holds records of several vendors already, such as a search cluster that everything is shipped to.
 *
 * `pages` talks and remembers where it was. What it yields is opened as a saved file is, and goes through the vendor's `map`.
 */
export interface Channel<A extends AccessTable = AccessTable> {
  /** As `kind` of the configuration names it. */
  readonly kind: string;
  /** What it is, in a few words, for help texts. */
  readonly title: string;
  readonly access: A;
  /** What is missing of texts that fit one by one, where one of several may be given; secrets are references, or empty. */
  missing?(access: Readonly<Record<string, string>>): string | undefined;
  /** What the account must be allowed, in the vendor's words. */
  readonly needs: string;
  /** Sources with the part that usually holds their records, to fill in. */
  readonly example: Readonly<Record<string, string>>;
  readonly place: NameSpec;
  /** Undefined where the place says all. */
  readonly kindOfRecord?: NameSpec;
  /** What is wrong with a part whose names fit. */
  problem?(part: Part): string | undefined;
  /**
   * Everything that came in since `from`, page by page. Rows that came before may come again: what is known adds nothing.
   *
   * @throws FarmwatchError `source.away`, `source.refused`, `source.odd`; pages before it are kept
   */
  pages(from: Cursor | undefined, io: PullIo, part: Part): AsyncIterable<Page>;
  /** What understands records that the source does not know; it counts what is none of our business. */
  readonly otherwise?: Pick<Source, 'map'>;
}

/** Helps TypeScript to keep the names of what has to be given. */
export function defineChannel<const A extends AccessTable>(channel: Omit<Channel<A>, 'pages'> & {
  pages(from: Cursor | undefined, io: PullIo & { readonly access: { readonly [Name in keyof A]: string } }, part: Part): AsyncIterable<Page>;
}): Channel {
  return channel as unknown as Channel;
}

/** The same source, its records fetched from a channel instead of the vendor. */
export function throughChannel(channel: Channel, source: Source, part: Part): Source {
  const { access, needs, otherwise } = channel;
  return {
    ...source,
    pull: {
      access, needs,
      async* pages(from, io) {
        for await (const { records, cursor } of channel.pages(from, io, part)) yield { records: records.flatMap((record) => opened(record, source)), cursor };
      },
    },
    map: (raw, context) => (otherwise && !source.recognises(raw) ? otherwise.map(raw, { ...context, settings: {} }) : source.map(raw, context)),
  };
}

/** A list that nobody recognises stays with what is around it: whoever counts it as other records has to see that. */
function opened(record: unknown, { recognises }: Source): readonly unknown[] {
  const found = unwrap(record, recognises);
  return found.some(recognises) ? found : [record];
}

/**
 * A part as the configuration writes it: places, and kinds of record behind a number sign, with commas between.
 *
 * @returns the part, or what is wrong with it
 * @example partOf('filebeat-*#okta.system', elasticsearch) // => { places: ['filebeat-*'], kinds: ['okta.system'] }
 */
export function partOf(text: string, { place, kindOfRecord, problem }: Channel): Part | { readonly problem: string } {
  const [before = '', behind, ...more] = text.split('#');
  const places = chosenIn(before);
  const kinds = chosenIn(behind ?? '');
  const like = `write it like ${place.example}${kindOfRecord ? `, or ${place.example}#${kindOfRecord.example}` : ''}`;
  if (places.length === 0 || more.length > 0 || (behind !== undefined && kinds.length === 0)) return { problem: like };
  const odd = places.find((name) => !place.fits.test(name));
  if (odd !== undefined) return { problem: `${JSON.stringify(odd)} is no ${place.is}; ${like}` };
  if (kinds.length > 0 && !kindOfRecord) return { problem: `nothing stands behind a number sign here; ${like}` };
  const oddKind = kinds.find((name) => !kindOfRecord!.fits.test(name));
  if (oddKind !== undefined) return { problem: `${JSON.stringify(oddKind)} is no ${kindOfRecord!.is}; ${like}` };
  const part: Part = { places, kinds };
  const why = problem?.(part);
  return why === undefined ? part : { problem: why };
}
