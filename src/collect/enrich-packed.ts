import { FIELD_NAMES, type Event, type FieldName } from '../core/event.ts';
import { eventOf, packingOf, type PackedColumn, type PackedEvents, type PackedGroup } from '../core/packed-events.ts';
import { GIVEN, type Enricher } from './enrich.ts';

/** What addresses say of one field, by their codes: a code or a number; what stands for a missing value where they say nothing. */
type Facts = Uint32Array | Float64Array;

/**
 * As {@link Enricher.enrich} for a batch: every address is looked up once, and its facts are written beside it.
 *
 * @returns the batch with more words and columns; its arrays are shared with the one given
 */
export function enrichPacked(batch: PackedEvents, enricher: Enricher): PackedEvents {
  const words = batch.words.slice();
  const wordCodes = new Map<string, number>();
  const word = (text: string): number => {
    let code = wordCodes.get(text);
    if (code === undefined) wordCodes.set(text, (code = words.push(text)));
    return code;
  };
  const factsOf = new Map<FieldName, Facts>();
  const learn = (address: number): void => {
    for (const [name, value] of Object.entries(enricher.factsOf(batch.words[address - 1]!))) {
      const field = name as FieldName;
      let facts = factsOf.get(field);
      if (facts === undefined) factsOf.set(field, (facts = cellsFor(field, batch.words.length + 1)));
      facts[address] = typeof value === 'string' ? word(value) : value!;
    }
  };
  const met = new Uint8Array(batch.words.length + 1);

  const groups = batch.groups.map((group): PackedGroup => {
    const addresses = group.columns.get('source.ip');
    if (addresses?.kind !== 'word') return group;
    // What a record brought is kept; only these rows are looked at one by one.
    const rows = rowsWithAny(GIVEN.flatMap((field) => group.columns.get(field) ?? []), addresses.codes);
    const bare = rows.length === 0 ? addresses.codes : without(addresses.codes, rows);
    for (let row = 0; row < bare.length; row++) {
      const address = bare[row]!;
      if (met[address] === 1 || address === 0) continue;
      met[address] = 1;
      learn(address);
    }
    const columns = new Map(group.columns);
    const cellsOf = (field: FieldName): Facts => {
      let column = columns.get(field);
      if (column === undefined) columns.set(field, (column = columnOf(cellsFor(field, group.count))));
      if (column.kind === 'word') return column.codes;
      if (column.kind === 'number') return column.values;
      throw new TypeError('facts about an address are single words and numbers');
    };
    for (const [field, facts] of factsOf) if (saysAny(facts, bare)) put(cellsOf(field), facts, bare);
    for (const row of rows) {
      for (const [field, value] of Object.entries(additions(eventOf(words, group, row), enricher))) {
        cellsOf(field as FieldName)[row] = typeof value === 'string' ? word(value) : value as number;
      }
    }
    return { ...group, columns: inOrder(columns) };
  });
  return { count: batch.count, words, groups };
}

/** Writes what addresses say into a column. */
function put(column: Facts, facts: Facts, addresses: Uint32Array): void {
  for (let row = 0; row < addresses.length; row++) {
    const fact = facts[addresses[row]!]!;
    if (!isMissing(fact, facts)) column[row] = fact;
  }
}

function saysAny(facts: Facts, addresses: Uint32Array): boolean {
  return addresses.some((address) => !isMissing(facts[address]!, facts));
}

function isMissing(fact: number, { BYTES_PER_ELEMENT: bytes }: Facts): boolean {
  return bytes === 4 ? fact === 0 : Number.isNaN(fact);
}

/** What enriching adds to an event or changes in it. */
function additions(event: Event, enricher: Enricher): Partial<Event> {
  return Object.fromEntries(Object.entries(enricher.enrich(event)).filter(([field, value]) => event[field as FieldName] !== value));
}

/** Rows with an address that have a value in any of some columns. */
function rowsWithAny(columns: readonly PackedColumn[], addresses: Uint32Array): readonly number[] {
  const rows: number[] = [];
  if (columns.length === 0) return rows;
  for (let row = 0; row < addresses.length; row++) if (addresses[row] !== 0 && columns.some((column) => isThere(column, row))) rows.push(row);
  return rows;
}

function isThere(column: PackedColumn, row: number): boolean {
  return column.kind === 'word' ? column.codes[row] !== 0 : column.kind === 'number' && !Number.isNaN(column.values[row]!);
}

function without(addresses: Uint32Array, rows: readonly number[]): Uint32Array {
  const others = addresses.slice();
  for (const row of rows) others[row] = 0;
  return others;
}

function cellsFor(field: FieldName, count: number): Facts {
  return packingOf(field) === 'word' ? new Uint32Array(count) : new Float64Array(count).fill(NaN);
}

function columnOf(cells: Facts): PackedColumn {
  return cells instanceof Uint32Array ? { kind: 'word', codes: cells } : { kind: 'number', values: cells };
}

function inOrder(columns: ReadonlyMap<FieldName, PackedColumn>): ReadonlyMap<FieldName, PackedColumn> {
  return new Map(FIELD_NAMES.flatMap((field) => (columns.has(field) ? [[field, columns.get(field)!] as const] : [])));
}
