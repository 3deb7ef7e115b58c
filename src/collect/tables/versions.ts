import { canonicalText } from '../../core/canonical.ts';
import { isoOf, type Instant } from '../../core/time.ts';
import type { Versioned } from '../../core/person.ts';

/** A row of a file on its way to the registry. */
export interface Incoming<T> {
  readonly line: number;
  readonly row: T;
  readonly knownFrom?: Instant;
}

export type Versions<T> = Versioned<T>['versions'];

export interface Merged<T> {
  /** The same list where nothing changed. */
  readonly versions: Versions<T>;
  readonly added: number;
  readonly known: number;
  readonly rejected: readonly { readonly line: number; readonly reason: string }[];
}

/**
 * Joins the rows of one file that share a key to what is held under that key.
 *
 * The first version holds from the beginning; a changed row holds from its `known_from`, else from the import. A row
 * that says what is held already changes nothing, so that the same file twice adds nothing; one without a date is held
 * against what rows without a date said last, so that the same two files twice add nothing either. Another row under a
 * `known_from` that is held already corrects it.
 *
 * @param held empty for a new key
 * @param at   instant of the import
 */
export function mergeVersions<T extends object>(held: Versions<T>, incoming: readonly Incoming<T>[], at: Instant): Merged<T> {
  const undated = incoming.filter((item) => item.knownFrom === undefined);
  const dated = incoming.filter((item) => item.knownFrom !== undefined).sort((a, b) => a.knownFrom! - b.knownFrom! || a.line - b.line);
  const rejected: { line: number; reason: string }[] = [];
  let versions = held;
  let added = 0;
  let known = 0;
  const take = (next: Versions<T>): void => {
    const isKnown = next === versions || (next.length === versions.length && next.every(({ from, row }, place) => from === versions[place]!.from && same(row, versions[place]!.row)));
    versions = next;
    if (isKnown) known++;
    else added++;
  };

  undated.forEach((item, place) => {
    const first = undated[0]!;
    if (place > 0) {
      if (same(item.row, first.row)) known++;
      else rejected.push({ line: item.line, reason: `line ${first.line} has the same key and says otherwise; keep one, or give the newer one a known_from` });
    } else if (dated.length > 0 && held.length > 0) {
      // Beside a dated row of the same key this one tells what was before, not what is new.
      if (held.some((version) => same(version.row, item.row))) known++;
      else rejected.push({ line: item.line, reason: 'differs from what is held, and a row with the same key has a known_from; give this one a known_from too' });
    } else {
      take(withUndated(versions, item.row, at));
    }
  });
  dated.forEach((item, place) => {
    const earlier = dated.slice(0, place).find((other) => other.knownFrom === item.knownFrom);
    if (earlier && same(earlier.row, item.row)) known++;
    else if (earlier) rejected.push({ line: item.line, reason: `line ${earlier.line} has the same key and known_from ${isoOf(item.knownFrom!)} and says otherwise; keep one` });
    else take(withDated(versions, item.row, item.knownFrom!));
  });
  return { versions, added, known, rejected };
}

/** The row that holds at an instant. */
export function rowAt<T>(versions: Versions<T>, at: Instant): T | undefined {
  return versions.findLast(isBy(at))?.row;
}

/** True for versions that began by an instant. */
function isBy(at: Instant): (version: { readonly from: Instant | null }) => boolean {
  return ({ from }) => from === null || from <= at;
}

function withUndated<T extends object>(versions: Versions<T>, row: T, at: Instant): Versions<T> {
  const last = versions.at(-1);
  if (!last) return [{ from: null, row }];
  const saying = same(last.row, row) ? last : versions.findLast(isBy(at));
  if (saying && same(saying.row, row)) return saying.dated ? versions.map((version) => (version === saying ? undated(version) : version)) : versions;
  const before = versions.findLast((version) => !version.dated && isBy(at)(version));
  return same(before?.row, row) ? versions : inserted(versions, { from: at, row });
}

/** From now on a file without dates says so too. */
function undated<T>({ from, row }: Versions<T>[number]): Versions<T>[number] {
  return { from, row };
}

/** A row with a date says what held from then on, also where something else was believed of that instant. */
function withDated<T extends object>(versions: Versions<T>, row: T, from: Instant): Versions<T> {
  if (versions.length === 0) return [{ from: null, row }];
  return same(rowAt(versions, from), row) ? versions : inserted(versions, { from, row, dated: true });
}

function inserted<T extends object>(versions: Versions<T>, one: Versions<T>[number]): Versions<T> {
  const all = [...versions.filter((version) => version.from !== one.from), one].sort((a, b) => (a.from ?? -Infinity) - (b.from ?? -Infinity));
  // A version that says what the one before says is none.
  return all.filter((version, at) => at === 0 || !same(all[at - 1]!.row, version.row));
}

function same(a: object | undefined, b: object): boolean {
  return a !== undefined && canonicalText(a as Record<string, unknown>) === canonicalText(b as Record<string, unknown>);
}
