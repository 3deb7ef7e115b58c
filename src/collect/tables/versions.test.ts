import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeVersions, rowAt, type Incoming, type Versions } from './versions.ts';

interface Row { readonly team: string }
const IMPORT = 1_000;
const row = (team: string, line = 2, knownFrom?: number): Incoming<Row> => ({ line, row: { team }, ...(knownFrom === undefined ? {} : { knownFrom }) });
/** Versions without the mark of who said so. */
const plain = (versions: Versions<Row>): Versions<Row> => versions.map((version) => ({ from: version.from, row: version.row }));
const from = (...versions: readonly (readonly [number | null, string])[]): Versions<Row> => versions.map(([at, team]) => ({ from: at, row: { team } }));

describe('mergeVersions', () => {
  it('lets the first version hold from the beginning, whatever its known_from', () => {
    expect(mergeVersions([], [row('a')], IMPORT)).toEqual({ versions: from([null, 'a']), added: 1, known: 0, rejected: [] });
    expect(plain(mergeVersions([], [row('a', 2, 500)], IMPORT).versions)).toEqual(from([null, 'a']));
  });

  it('adds nothing for a row that is held', () => {
    expect(mergeVersions(from([null, 'a']), [row('a')], IMPORT)).toMatchObject({ added: 0, known: 1 });
  });

  it('lets a changed row hold from its import, or from its known_from', () => {
    expect(plain(mergeVersions(from([null, 'a']), [row('b')], IMPORT).versions)).toEqual(from([null, 'a'], [IMPORT, 'b']));
    expect(plain(mergeVersions(from([null, 'a']), [row('b', 2, 500)], IMPORT).versions)).toEqual(from([null, 'a'], [500, 'b']));
  });

  it('reads a history of one key in one file, in any order', () => {
    expect(plain(mergeVersions([], [row('c', 2, 700), row('a', 3), row('b', 4, 500)], IMPORT).versions)).toEqual(from([null, 'a'], [500, 'b'], [700, 'c']));
  });

  it('puts a version learned of late where it belongs', () => {
    expect(plain(mergeVersions(from([null, 'a'], [700, 'c']), [row('b', 2, 500)], IMPORT).versions)).toEqual(from([null, 'a'], [500, 'b'], [700, 'c']));
    expect(plain(mergeVersions(from([null, 'a'], [700, 'c']), [row('c', 2, 500)], IMPORT).versions)).toEqual(from([null, 'a'], [500, 'c']));
  });

  it('takes a way back for a change', () => {
    expect(plain(mergeVersions(from([null, 'a'], [500, 'b']), [row('a')], IMPORT).versions)).toEqual(from([null, 'a'], [500, 'b'], [IMPORT, 'a']));
  });

  it('corrects what was said under the same known_from', () => {
    expect(plain(mergeVersions(from([null, 'a'], [500, 'b']), [row('c', 2, 500)], IMPORT).versions)).toEqual(from([null, 'a'], [500, 'c']));
    expect(plain(mergeVersions(from([null, 'a'], [500, 'b'], [700, 'a']), [row('a', 2, 500)], IMPORT).versions)).toEqual(from([null, 'a']));
  });

  it('rejects the second of two different rows with one key and no known_from', () => {
    const merged = mergeVersions([], [row('a', 2), row('b', 3), row('a', 4)], IMPORT);

    expect(merged).toMatchObject({ versions: from([null, 'a']), added: 1, known: 1 });
    expect(merged.rejected).toEqual([{ line: 3, reason: 'line 2 has the same key and says otherwise; keep one, or give the newer one a known_from' }]);
  });

  it('rejects the second of two different rows with one key and one known_from', () => {
    expect(mergeVersions([], [row('a', 2), row('b', 3, 500), row('c', 4, 500)], IMPORT).rejected).toMatchObject([{ line: 4 }]);
  });

  it('adds nothing the second time, whatever the rows and whatever is held', () => {
    const rows = fc.array(fc.record({ team: fc.constantFrom('a', 'b', 'c'), knownFrom: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }) }), { minLength: 1, maxLength: 6 })
      .map((all) => all.map(({ team, knownFrom }, at) => row(team, at + 2, knownFrom === undefined ? undefined : knownFrom * 150)));

    fc.assert(fc.property(rows, rows, fc.integer({ min: 1, max: 3_000 }), (before, file, later) => {
      const held = mergeVersions<Row>([], before, 0).versions;
      const first = mergeVersions(held, file, IMPORT);
      const second = mergeVersions(first.versions, file, IMPORT + later);

      expect(first.added + first.known + first.rejected.length).toBe(file.length);
      expect(second.versions).toEqual(first.versions);
      expect(second.added).toBe(0);
      expect(first.versions.map((version) => version.from ?? -Infinity)).toEqual(first.versions.map((version) => version.from ?? -Infinity).sort((a, b) => a - b));
    }), { numRuns: 2_000, seed: 7 });
  });
});

describe('rowAt', () => {
  it('gives the version that holds at an instant', () => {
    const versions = from([null, 'a'], [500, 'b']);

    expect([0, 499, 500, 501].map((at) => rowAt(versions, at)!.team)).toEqual(['a', 'a', 'b', 'b']);
  });

  it('adds nothing where two files come in turn, one of them without dates', () => {
    const dated = fc.array(fc.record({ team: fc.constantFrom('a', 'b', 'c'), knownFrom: fc.integer({ min: 0, max: 5 }) }), { minLength: 1, maxLength: 4 }).map((all) => all.map(({ team, knownFrom }, at) => row(team, at + 2, knownFrom * 150)));

    fc.assert(fc.property(fc.constantFrom('a', 'b', 'c'), dated, (team, moves) => {
      const first = mergeVersions(mergeVersions<Row>([], [row(team)], IMPORT).versions, moves, IMPORT);
      const people = mergeVersions(first.versions, [row(team)], 2 * IMPORT);
      const again = mergeVersions(people.versions, moves, 2 * IMPORT);

      expect([people.added, again.added]).toEqual([0, 0]);
      expect(plain(again.versions)).toEqual(plain(first.versions));
    }), { numRuns: 2_000, seed: 7 });
  });
});
