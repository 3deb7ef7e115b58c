import { FIELD_NAMES, type Event, type FieldName } from '../core/event.ts';
import { FIELD_INDEX, eventOf, packingOf, type PackedColumn, type PackedEvents, type PackedGroup } from '../core/packed-events.ts';
import { GIVEN, type Enricher } from './enrich.ts';

/** A fact about an address as it stands in a column: the number of its field, and a code or a number. */
type PackedFact = readonly [field: number, cell: number];

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
    (Object.entries(facts) as [FieldName, string | number][]).map(([field, value]) => [FIELD_INDEX.get(field)!, typeof value === 'string' ? word(value) : value]);
  const known: (readonly PackedFact[])[] = [];
  const factsAt = (address: number): readonly PackedFact[] => known[address] ??= packFacts(enricher.factsOf(words[address - 1]!));

  const groups = batch.groups.map((group): PackedGroup => {
    const addresses = group.columns.get('source.ip');
    if (addresses?.kind !== 'word') return group;
    const columns: (PackedColumn | undefined)[] = FIELD_NAMES.map((field) => group.columns.get(field));
    const put = ([field, cell]: PackedFact, row: number): void => {
      const column = columns[field] ??= emptyColumn(FIELD_NAMES[field]!, group.count);
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
    return { ...group, columns: new Map(columns.flatMap((column, field) => (column ? [[FIELD_NAMES[field]!, column] as const] : []))) };
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
