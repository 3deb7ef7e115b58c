import type { Action, FieldName } from '../core/event.ts';
import type { Rejected } from '../core/parse-event.ts';
import type { SettingsTable, Values } from '../core/settings.ts';
import type { TableKind } from '../core/person.ts';
import type { Token, TokenKind } from '../core/token.ts';
import type { Pull } from './pull/pull.ts';

/** What a source says of one fact: dotted ECS names, checked and normalised afterwards like any imported event. */
export type Draft = { readonly [F in FieldName]?: unknown };

/** One record as the vendor wrote it, and where it stood. */
export interface RawRecord {
  readonly file: string;
  /** Line, or number of the record where the file has no lines; from 1. */
  readonly line: number;
  readonly raw: unknown;
}

/** The records of a file, or the reason why one of them cannot be read. */
export type ReadRecord = RawRecord | { readonly file: string; readonly line: number; readonly rejected: string; readonly raw?: unknown };

/**
 * A system that people already run.
 *
 * `map` understands one record and is pure; `read` turns a saved file into records. One odd record never stops a run.
 */
export interface Source<S extends SettingsTable = SettingsTable> {
  readonly id: string;
  /** What it is, in a few words, for help texts. */
  readonly title: string;
  /** Numbers one may argue about. */
  readonly settings: S;
  /** Texts one has to give, such as a firewall's time zone; name → what it means and the default. */
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** True for a record of this vendor, wanted or not; whatever was put around one is opened until it is met. */
  recognises(raw: unknown): boolean;
  /** Reads a saved file in every shape the vendor has. */
  read(file: string, options?: Readonly<Record<string, string>>): AsyncIterable<ReadRecord>;
  /** Several events, none of our business (`rejected: 'not our business: …'`), or a reason. */
  map(raw: unknown, context: MapContext<S>): readonly Draft[] | Rejected;
  /** Kinds of events of which nearly all are alike: repeats are left out where they come in, see {@link repeatsOf}. */
  readonly repeats?: readonly Action[];
  /** A record that was refused, as it may be kept; whole where a source does not say. */
  kept?(raw: unknown, options: Readonly<Record<string, string>>): unknown;
  /** The table that records become rows of, where they are no events. */
  tableOf?(options: Readonly<Record<string, string>>): TableKind | undefined;
  /** One record as a row of that table, under our column names. */
  rowOf?(raw: unknown, context: MapContext<S>): Readonly<Record<string, string>> | Rejected;
  /** How records are fetched from the running system; without it they come as files, or are sent. */
  readonly pull?: Pull;
  /** What a dry run shows beside the counts. */
  preview?(file: string, context: MapContext<S>): Promise<Preview>;
}

/** How a file is understood. */
export interface Preview {
  /** Field → what fills it, in words. */
  readonly fields: readonly { readonly field: string; readonly from: string }[];
  /** Columns that nothing uses. */
  readonly unused: readonly string[];
  /** The first rows as drafts of events; none where rows become those of a table. */
  readonly sample: readonly Draft[];
  /** Actions of the events that may come of it. */
  readonly actions: readonly string[];
}

export interface OptionSpec {
  /** The default. */
  readonly is: string;
  readonly doc: string;
  /** The text names a file: `map` and `read` get what is in it, and there is no default. */
  readonly isFile?: true;
  /** Such a file may be missing, and is then an empty text. */
  readonly optional?: true;
  /** What is wrong with a text, or with what is in the file, said once before anything is read. */
  readonly problem?: (text: string) => string | undefined;
}

export interface MapContext<S extends SettingsTable = SettingsTable> {
  readonly settings: Values<S>;
  readonly options: Readonly<Record<string, string>>;
  /**
   * The token of a private value under the company's key; undefined for text that is no such value. Where there is no
   * key, private values are left out.
   */
  readonly token?: (kind: TokenKind, value: string) => Token | undefined;
}

/** Helps TypeScript to keep a source's settings table. */
export function defineSource<const S extends SettingsTable>(source: Source<S>): Source<S> {
  return source;
}
