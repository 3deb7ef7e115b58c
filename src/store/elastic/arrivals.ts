import type { Event, FieldName } from '../../core/event.ts';
import { eventOf, textAt, type PackedColumn, type PackedEvents, type PackedGroup } from '../../core/packed-events.ts';
import type { Instant } from '../../core/time.ts';
import type { Bytes } from './bytes.ts';
import { keyOf } from './copies.ts';
import { speller, type Spell } from './spell.ts';

/** The rows of a batch in its order, by number from 0. Most are only ever spelled; events are made of those that have to be weighed. Pure. */
export interface Arrivals {
  readonly count: number;
  /** The document id of the record that a row tells of. */
  key(row: number): string;
  at(row: number): Instant;
  /** Writes the document, as JSON. */
  spell(row: number, into: Bytes): void;
  event(row: number): Event;
}

export function arrivalsOf(batch: PackedEvents): Arrivals {
  const { count, words } = batch;
  const spell = speller(batch);
  const groups = batch.groups.map((group) => groupOf(words, group, spell(group)));
  const [groupAt, rowAt] = inOrder(batch);
  const group = (row: number): Group => groups[groupAt[row]!]!;
  return {
    count,
    key: (row) => group(row).key(rowAt[row]!),
    at: (row) => group(row).at(rowAt[row]!),
    spell: (row, into) => group(row).spell(rowAt[row]!, into),
    event: (row) => group(row).event(rowAt[row]!),
  };
}

type Group = Omit<Arrivals, 'count'>;

function groupOf(words: readonly string[], group: PackedGroup, spell: Spell): Group {
  const texts = (field: FieldName) => textsOf(words, group.columns.get(field));
  const [module, dataset, id] = [texts('event.module'), texts('event.dataset'), texts('event.id')];
  const times = group.columns.get('@timestamp');
  return {
    key: (row) => keyOf({ 'event.module': module(row), 'event.dataset': dataset(row), 'event.id': id(row)! }),
    at: (row) => (times as PackedColumn & { readonly kind: 'number' }).values[row]!,
    spell,
    event: (row) => eventOf(words, group, row),
  };
}

function textsOf(words: readonly string[], column: PackedColumn | undefined): (row: number) => string | undefined {
  switch (column?.kind) {
    case 'word': return (row) => words[column.codes[row]! - 1];
    case 'text': return (row) => textAt(column, row);
    default: return () => undefined;
  }
}

/** Group, and row in it, of each row of a batch. */
function inOrder({ count, groups }: PackedEvents): readonly [groupAt: Uint32Array, rowAt: Uint32Array] {
  const end = groups.reduce((most, { positions, count: rows }) => Math.max(most, rows === 0 ? 0 : positions[rows - 1]! + 1), 0);
  // A batch of which rows were left out has places without one.
  const at = new Int32Array(end).fill(-1);
  const groupAt = new Uint32Array(count);
  const rowAt = new Uint32Array(count);
  const first: number[] = [];
  let all = 0;
  for (const { count: rows, positions } of groups) {
    first.push(all);
    for (let row = 0; row < rows; row++) at[positions[row]!] = all++;
  }
  const groupOfRow = new Uint32Array(all);
  groups.forEach(({ count: rows }, number) => groupOfRow.fill(number, first[number]!, first[number]! + rows));
  let next = 0;
  for (const row of at) {
    if (row < 0) continue;
    const number = groupOfRow[row]!;
    groupAt[next] = number;
    rowAt[next++] = row - first[number]!;
  }
  return [groupAt, rowAt];
}
