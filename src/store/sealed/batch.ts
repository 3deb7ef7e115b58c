import { packedTexts, textAt, type PackedColumn, type PackedEvents, type PackedGroup } from '../../core/packed-events.ts';
import type { FieldName } from '../../core/event.ts';
import { isSealed, type ValueSeal } from './values.ts';

/**
 * A batch with its sealed fields sealed: each distinct text once, not each row.
 *
 * A text that only sealed fields say gives way to its sealed one, so that it is handed to nobody; one that other fields
 * say as well stays for these, and the sealed one is added.
 */
export function sealedBatch(batch: PackedEvents, values: ValueSeal): PackedEvents {
  const words = [...batch.words];
  const taken = saidInPlain(batch);
  const codes = new Map<FieldName, Uint32Array>();
  const codeOf = (field: FieldName, code: number): number => {
    let known = codes.get(field);
    if (known === undefined) codes.set(field, (known = new Uint32Array(batch.words.length + 1)));
    if (known[code] !== 0) return known[code]!;
    const sealed = values.seal(field, batch.words[code - 1]!);
    if (taken[code] === 1) return (known[code] = words.push(sealed));
    taken[code] = 1;
    words[code - 1] = sealed;
    return (known[code] = code);
  };
  const columnOf = (field: FieldName, column: PackedColumn, rows: number): PackedColumn => {
    switch (column.kind) {
      case 'word': return { kind: 'word', codes: column.codes.map((code) => (code === 0 ? 0 : codeOf(field, code))) };
      case 'text': return packedTexts(Array.from({ length: rows }, (_, row) => values.seal(field, textAt(column, row) ?? '')));
      default: throw new TypeError('only single texts are sealed');
    }
  };
  const groups = batch.groups.map((group): PackedGroup => ({
    ...group, columns: new Map([...group.columns].map(([field, column]) => [field, isSealed(field) ? columnOf(field, column, group.count) : column])),
  }));
  return { count: batch.count, words, groups };
}

/** 1 for each word that a field says which is not sealed. */
function saidInPlain({ words, groups }: PackedEvents): Uint8Array {
  const said = new Uint8Array(words.length + 1);
  for (const { columns } of groups) {
    for (const [field, column] of columns) {
      if (isSealed(field)) continue;
      if (column.kind === 'word') for (const code of column.codes) said[code] = 1;
      if (column.kind === 'words') for (const code of column.items) said[code] = 1;
    }
  }
  return said;
}
