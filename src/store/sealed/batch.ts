import { mark, packedTexts, textAt, type PackedColumn, type PackedEvents, type PackedGroup } from '../../core/packed-events.ts';
import type { FieldName } from '../../core/event.ts';
import { isSealed, type ValueSeal } from './values.ts';

/**
 * A batch with its sealed fields sealed: each distinct text once, not each row.
 *
 * A text that only sealed fields say gives way to its sealed one, so that it is handed to nobody; one that other fields
 * say as well stays for these, and the sealed one is added.
 */
export function sealedBatch(batch: PackedEvents, values: ValueSeal): PackedEvents {
  const words = batch.words.slice();
  const taken = saidInPlain(batch);
  const codes = new Map<FieldName, Uint32Array>();
  const knownOf = (field: FieldName): Uint32Array => {
    let known = codes.get(field);
    if (known === undefined) codes.set(field, (known = new Uint32Array(batch.words.length + 1)));
    return known;
  };
  const seal = (field: FieldName, code: number): number => {
    const sealed = values.seal(field, batch.words[code - 1]!);
    if (taken[code] === 1) return words.push(sealed);
    taken[code] = 1;
    words[code - 1] = sealed;
    return code;
  };
  const columnOf = (field: FieldName, column: PackedColumn, rows: number): PackedColumn => {
    switch (column.kind) {
      case 'word': return { kind: 'word', codes: changed(column.codes, knownOf(field), (code) => seal(field, code)) };
      case 'text': return packedTexts(Array.from({ length: rows }, (_, row) => values.seal(field, textAt(column, row) ?? '')));
      default: throw new TypeError('only single texts are sealed');
    }
  };
  const groups = batch.groups.map((group): PackedGroup => ({
    ...group, columns: new Map([...group.columns].map(([field, column]) => [field, isSealed(field) ? columnOf(field, column, group.count) : column])),
  }));
  return { count: batch.count, words, groups };
}

/** Other codes for those of a column, each worked out where it is met first. */
function changed(codes: Uint32Array, known: Uint32Array, learn: (code: number) => number): Uint32Array {
  const others = new Uint32Array(codes.length);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    if (code !== 0) others[row] = known[code] === 0 ? (known[code] = learn(code)) : known[code]!;
  }
  return others;
}

/** 1 for each word that a field says which is not sealed. */
function saidInPlain({ words, groups }: PackedEvents): Uint8Array {
  const said = new Uint8Array(words.length + 1);
  for (const { columns } of groups) {
    for (const [field, column] of columns) {
      if (isSealed(field)) continue;
      if (column.kind === 'word') mark(said, column.codes);
      if (column.kind === 'words') mark(said, column.items);
    }
  }
  return said;
}
