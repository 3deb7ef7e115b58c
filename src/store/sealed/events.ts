import type { FieldName } from '../../core/event.ts';
import { isPacked, packedTexts, textAt, type PackedColumn } from '../../core/packed-events.ts';
import { compareValues, type Condition, type EventLog, type Fold, type Folded, type Period, type Tally, type TallyColumns, type Where } from '../store.ts';
import { rowsInOrder } from '../tally-columns.ts';
import { sealedBatch } from './batch.ts';
import { isSealed, openedRow, sealedRow, SEALED_FIELDS, type ValueSeal } from './values.ts';

/** Codes of a store stay below: a dictionary of so many words fits no memory. What lies above tells the field of a sealed word. */
const WORDS_OF_A_FIELD = 2 ** 28;

/** An event log whose texts that tell who somebody is lie sealed in the one below; whoever asks it sees them as they came, in the order of the port. */
export function sealedEvents(log: EventLog, values: ValueSeal): EventLog {
  const tallyColumns = async (query: Tally, during: Period): Promise<TallyColumns> => {
    const found = await log.tallyColumns({ ...query, where: sealedWhere(query.where, values) }, during);
    return query.by.some(isSealed) ? openedColumns(query, found, values) : found;
  };
  return {
    async append(events) {
      const result = await log.append(isPacked(events) ? sealedBatch(events, values) : events.map((event) => sealedRow(event, values)));
      return { ...result, conflicting: result.conflicting.map((event) => openedRow(event, values)) };
    },
    watermark: () => log.watermark(),
    async *select(query, during) {
      for await (const event of log.select({ ...query, where: sealedWhere(query.where, values) }, during)) yield openedRow(event, values);
    },
    async tally<const Q extends Tally>(query: Q, during: Period) {
      // Sealed texts are in another order than what they say.
      return query.by.some(isSealed) ? rowsInOrder(query, await tallyColumns(query, during)) : log.tally({ ...query, where: sealedWhere(query.where, values) }, during);
    },
    tallyColumns,
    async fold<S>(query: Fold<S>, during: Period): Promise<readonly Folded<S>[]> {
      const where = sealedWhere(query.where, values);
      const folded = await log.fold({ ...query, where, ...(query.fields.some(isSealed) ? { step: (state: S, row) => query.step(state, openedRow(row, values)) } : {}) }, during);
      return query.key.some(isSealed) ? inOrder(query.key, folded.map((one) => ({ ...one, key: openedRow(one.key, values) }))) : folded;
    },
    days: (during) => log.days(during),
    forget: (what, reason) => log.forget({
      ...what, ...(what.where === undefined ? {} : { where: sealedWhere(what.where, values) }), ...(what.keep === undefined ? {} : { keep: what.keep.map((where) => sealedWhere(where, values)) }),
    }, reason),
    census: () => log.census(),
  };
}

function sealedWhere(where: Where, values: ValueSeal): Where {
  return Object.fromEntries(Object.entries(where).map(([field, condition]) => [field, isSealed(field) ? sealedCondition(field, condition, values) : condition])) as Where;
}

/** A value that is no text equals nothing, sealed or not. */
function sealedCondition(field: FieldName, condition: Condition, values: ValueSeal): Condition {
  const sealed = <V>(value: V): V | string => (typeof value === 'string' ? values.seal(field, value) : value);
  return isList(condition) ? condition.map(sealed) : sealed(condition);
}

function isList(condition: Condition): condition is readonly (string | number)[] {
  return Array.isArray(condition);
}

function openedColumns({ by, measure }: Tally, { count, columns, textOf }: TallyColumns, values: ValueSeal): TallyColumns {
  const opened = by.filter((name) => isSealed(name) && !Object.hasOwn(measure, name)).map((name) => [name, openedColumn(name as FieldName, columns[name]!, count, values)]);
  return {
    count, columns: { ...columns, ...Object.fromEntries(opened) as Record<string, PackedColumn> },
    textOf(code) {
      const field = Math.floor(code / WORDS_OF_A_FIELD);
      return field === 0 ? textOf(code) : values.open(SEALED_FIELDS[field - 1]!, textOf(code % WORDS_OF_A_FIELD));
    },
  };
}

function openedColumn(field: FieldName, column: PackedColumn, count: number, values: ValueSeal): PackedColumn {
  switch (column.kind) {
    case 'word': {
      const above = (SEALED_FIELDS.indexOf(field) + 1) * WORDS_OF_A_FIELD;
      return { kind: 'word', codes: column.codes.map((code) => (code === 0 ? 0 : code + above)) };
    }
    case 'text': return packedTexts(Array.from({ length: count }, (_, row) => values.open(field, textAt(column, row) ?? '')));
    default: throw new TypeError('only single texts are sealed');
  }
}

function inOrder<S>(key: readonly FieldName[], folded: readonly Folded<S>[]): readonly Folded<S>[] {
  return folded.toSorted((a, b) => {
    if (a.day !== b.day) return a.day < b.day ? -1 : 1;
    for (const field of key) {
      const order = compareValues(a.key[field], b.key[field]);
      if (order !== 0) return order;
    }
    return 0;
  });
}
