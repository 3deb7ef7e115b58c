import type { Event, FieldName } from '../core/event.ts';
import { eventOf, packingOf, type PackedColumn, type PackedEvents, type PackedGroup } from '../core/packed-events.ts';
import { GIVEN, type Enricher } from './enrich.ts';

/** A fact about an address as it stands in a column: a code or a number. */
type PackedFact = readonly [field: FieldName, cell: number];

/**
 * As {@link Enricher.enrich} for a batch: every address is looked up once, and its facts are written beside it.
 *
 * @returns the batch with more words and columns; its arrays are shared with the one given
 */
export function enrichPacked(batch: PackedEvents, enricher: Enricher): PackedEvents {
  const words = [...batch.words];
  const wordCodes = new Map<string, number>();
  const word = (text: string): number => {
    let code = wordCodes.get(text);
    if (code === undefined) wordCodes.set(text, (code = words.push(text)));
    return code;
  };
  const packFacts = (facts: Readonly<Record<string, unknown>>): readonly PackedFact[] =>
    (Object.entries(facts) as [FieldName, string | number][]).map(([field, value]) => [field, typeof value === 'string' ? word(value) : value]);
  const known = new Map<number, readonly PackedFact[]>();
  const factsAt = (address: number): readonly PackedFact[] => {
    let facts = known.get(address);
    if (facts === undefined) known.set(address, (facts = packFacts(enricher.factsOf(words[address - 1]!))));
    return facts;
  };

  const groups = batch.groups.map((group): PackedGroup => {
    const addresses = group.columns.get('source.ip');
    if (addresses?.kind !== 'word') return group;
    const columns = new Map(group.columns);
    const put = ([field, cell]: PackedFact, row: number): void => {
      let column = columns.get(field);
      if (column === undefined) columns.set(field, (column = emptyColumn(field, group.count)));
      if (column.kind === 'word') column.codes[row] = cell;
      else if (column.kind === 'number') column.values[row] = cell;
    };
    // What a record brought is kept; only these rows are looked at one by one.
    const given = GIVEN.flatMap((field) => group.columns.get(field) ?? []);
    for (let row = 0; row < group.count; row++) {
      const address = addresses.codes[row]!;
      if (address === 0) continue;
      const facts = given.some((column) => isThere(column, row)) ? packFacts(additions(eventOf(words, group, row), enricher)) : factsAt(address);
      for (const fact of facts) put(fact, row);
    }
    return { ...group, columns };
  });
  return { count: batch.count, words, groups };
}

/** What enriching adds to an event or changes in it. */
function additions(event: Event, enricher: Enricher): Partial<Event> {
  return Object.fromEntries(Object.entries(enricher.enrich(event)).filter(([field, value]) => event[field as FieldName] !== value));
}

function isThere(column: PackedColumn, row: number): boolean {
  return column.kind === 'word' ? column.codes[row] !== 0 : column.kind === 'number' && !Number.isNaN(column.values[row]!);
}

function emptyColumn(field: FieldName, count: number): PackedColumn {
  return packingOf(field) === 'word' ? { kind: 'word', codes: new Uint32Array(count) } : { kind: 'number', values: new Float64Array(count).fill(NaN) };
}
