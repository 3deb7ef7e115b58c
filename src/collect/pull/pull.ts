import type { Instant } from '../../core/time.ts';
import type { Http } from './http.ts';

/** Where a pull goes on, as the source wrote it; kept once everything before it is durable. */
export type Cursor = Readonly<Record<string, string | number | boolean>>;

/** Some records, and where to go on after them. */
export interface Page {
  /** As the vendor wrote them. None where nothing was new. */
  readonly records: readonly unknown[];
  readonly cursor: Cursor;
}

/** One thing that a pull has to know: an address, an account, a secret. */
export interface AccessSpec {
  readonly doc: string;
  /** The default; without it the text has to be given. */
  readonly is?: string;
  /** Written in the configuration as a reference such as `env:NAME`, never as text. */
  readonly secret?: true;
  /** May be missing, and is then an empty text. */
  readonly optional?: true;
  /** What is wrong with a text; a secret must not stand in it. */
  readonly problem?: (text: string) => string | undefined;
}

export type AccessTable = Readonly<Record<string, AccessSpec>>;

/** How records are fetched from a running system. `pages` talks and remembers where it was; the source's `map` understands. */
export interface Pull<A extends AccessTable = AccessTable> {
  readonly access: A;
  /** What is missing of texts that fit one by one, where one of several may be given; secrets are references, or empty. */
  missing?(access: Readonly<Record<string, string>>): string | undefined;
  /** What the account must be allowed, in the vendor's words. */
  readonly needs: string;
  /**
   * Everything that is new since `from`, page by page. Rows that came before may come again: what is known adds nothing.
   *
   * The next page is asked for once this one is durable and the place has moved, so what stands behind a `yield` may
   * tell the vendor that it was taken. A dry run asks for no second page.
   *
   * @throws FarmwatchError `source.away`, `source.refused`, `source.odd`; pages before it are kept
   */
  pages(from: Cursor | undefined, io: PullIo): AsyncIterable<Page>;
}

/** What a pull may use; the clock is the only one it has. */
export interface PullIo {
  readonly access: Readonly<Record<string, string>>;
  /** Options of the source, as `map` gets them. */
  readonly options: Readonly<Record<string, string>>;
  readonly http: Http;
  /** Where a first pull begins. */
  readonly since: Instant;
  readonly now: () => Instant;
}

/** Helps TypeScript to keep the names of what has to be given. */
export function definePull<const A extends AccessTable>(pull: {
  readonly access: A;
  missing?(access: { readonly [Name in keyof A]: string }): string | undefined;
  readonly needs: string;
  pages(from: Cursor | undefined, io: PullIo & { readonly access: { readonly [Name in keyof A]: string } }): AsyncIterable<Page>;
}): Pull {
  return pull as unknown as Pull;
}
