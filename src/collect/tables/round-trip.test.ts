import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRejected } from '../../core/parse-event.ts';
import { isPlaceholderValue } from '../../core/placeholder.ts';
import { TABLES, columnsOf, TABLE_KINDS, type ColumnSpec } from '../../core/tables.ts';
import { dayOf, isoOf } from '../../core/time.ts';
import { mapColumns } from './columns.ts';
import { parseCsv } from './csv.ts';
import { readRow, type Cells } from './rows.ts';

const CONTEXT = { key: { version: 1, secret: Buffer.from('a company key of some length') } };

/** Text as people write it: quotes, separators, line breaks, formulas, letters of all kinds; no white space at the ends. */
const text = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }),
  fc.array(fc.constantFrom('"', ',', ';', '\t', '\n', '\r\n', "'", '=', '+', '-', '@', 'a', 'é', '木', '💻'), { minLength: 1, maxLength: 12 }).map((letters) => letters.join('')),
).map((found) => found.replaceAll('\0', '').trim()).filter((found) => found !== '');
const item = text.map((found) => found.replaceAll(/[;\r\n]/g, '').trim()).filter((found) => found !== '');
const token = fc.stringMatching(/^t[a-z0-9]{8,24}$/).filter((found) => !isPlaceholderValue(found));
const day = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2040, 0, 1) }).map(dayOf);
const instant = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2040, 0, 1) });

/** A value of a column, with the cell that says it. */
interface Said { readonly value: unknown; readonly cell: string }
const list = (items: readonly (string | number)[]): Said => ({ value: items, cell: items.join(';') });

function valueOf(column: string, spec: ColumnSpec, kind: string): fc.Arbitrary<Said> | undefined {
  switch (spec.type) {
    case 'text': return (kind === 'indicators' && column === 'value' ? token : text).map((value) => ({ value, cell: value }));
    case 'tool': return fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/).map((value) => ({ value, cell: value }));
    case 'email': return fc.stringMatching(/^[a-z0-9.+'-]{1,12}@[a-z]{1,8}\.example$/).map((value) => ({ value, cell: value }));
    // Indicators of other kinds are put into another spelling on purpose.
    case 'choice': return fc.constantFrom(...Object.keys(spec.values!).filter((value) => kind !== 'indicators' || ['profile', 'portfolio', 'resume', 'tool'].includes(value))).map((value) => ({ value, cell: value }));
    case 'day': return day.map((value) => ({ value, cell: value }));
    case 'month': return day.map((found) => ({ value: found.slice(0, 7), cell: found.slice(0, 7) }));
    case 'instant': return instant.map((value) => ({ value, cell: isoOf(value) }));
    case 'country': return fc.constantFrom('US', 'PH', 'DE').map((value) => ({ value, cell: value }));
    case 'region': return fc.constantFrom('US-TX', 'DE-BW').map((value) => ({ value, cell: value }));
    case 'zone': return fc.constantFrom('America/Chicago', 'Asia/Manila', 'UTC').map((value) => ({ value, cell: value }));
    case 'hours': return fc.constantFrom('09:00-17:00', '22:30-06:30').map((value) => ({ value, cell: value }));
    case 'ip': return fc.ipV4().map((value) => ({ value, cell: value }));
    case 'scope': return item.map((name) => ({ value: `team:${name}`, cell: `team:${name}` }));
    case 'serial': return fc.stringMatching(/^[A-Z]{2}[A-Z0-9]{6}[QX]$/).map((value) => ({ value, cell: value }));
    case 'serials': return fc.uniqueArray(fc.stringMatching(/^[A-Z]{2}[A-Z0-9]{6}[QX]$/), { maxLength: 3 }).map(list);
    case 'list': return fc.uniqueArray(item, { maxLength: 3 }).map(list);
    case 'months': return fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 3 }).map(list);
    case 'blocks': return fc.uniqueArray(fc.ipV4().map((address) => `${address}/24`), { maxLength: 3 }).map(list);
    case 'token': return token.map((found) => ({ value: `${kind}:${spec.token}:${found}`, cell: found }));
    case 'tokens': return fc.uniqueArray(token, { maxLength: 3 }).map((found) => ({ value: found.map((one) => `${kind}:${spec.token}:${one}`), cell: found.join(';') }));
    // Points are put together from two columns; private values come back as tokens.
    case 'latitude': case 'longitude': case 'private': case 'shingles': return undefined;
  }
}

function rowsOf(kind: (typeof TABLE_KINDS)[number]): fc.Arbitrary<{ readonly cells: Cells; readonly row: Readonly<Record<string, unknown>> }> {
  const said = Object.entries(TABLES[kind].columns as Readonly<Record<string, ColumnSpec>>).flatMap(([column, spec]): [string, fc.Arbitrary<Said | undefined>][] => {
    const value = valueOf(column, spec, kind);
    const always = spec.required || TABLES[kind].key.some((key) => key === column);
    return value === undefined ? [] : [[column, always ? value : fc.option(value, { nil: undefined })]];
  });
  return fc.record(Object.fromEntries(said)).map((values) => {
    const given = Object.entries(values).filter((entry): entry is [string, Said] => entry[1] !== undefined);
    const empty = Object.entries(columnsOf(kind)).filter(([, spec]) => ['list', 'serials', 'blocks', 'months', 'tokens'].includes(spec.type)).map(([column]) => [column, []]);
    return {
      cells: Object.fromEntries(given.map(([column, { cell }]) => [column, cell])),
      row: { ...Object.fromEntries(empty) as Record<string, unknown>, ...Object.fromEntries(given.map(([column, { value }]) => [column, value])) },
    };
  }).filter(({ row }) => inOrder(row, 'from', 'to') && inOrder(row, 'assigned_from', 'assigned_to') && inOrder(row, 'start_date', 'end_date'));
}

function inOrder(row: Readonly<Record<string, unknown>>, first: string, last: string): boolean {
  const [a, b] = [row[first], row[last]] as [number | string | undefined, number | string | undefined];
  return a === undefined || b === undefined || a <= b;
}

function csvOf(header: readonly string[], rows: readonly Cells[], delimiter: string): string {
  const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
  return [header, ...rows.map((cells) => header.map((column) => cells[column] ?? ''))].map((cells) => cells.map(quoted).join(delimiter)).join('\r\n');
}

describe('a row written as CSV', () => {
  it.each(TABLE_KINDS)('is the same when read back as %s', (kind) => {
    const header = Object.keys(TABLES[kind].columns);

    fc.assert(fc.property(fc.array(rowsOf(kind), { minLength: 1, maxLength: 3 }), fc.constantFrom(',', ';', '\t'), (rows, delimiter) => {
      const sheet = parseCsv(csvOf(header, rows.map(({ cells }) => cells), delimiter), 'file.csv');
      const { columns } = mapColumns('file.csv', kind, sheet.header);

      const read = sheet.rows.map(({ cells }) => readRow(kind, Object.fromEntries(columns.map(({ column, index }) => [column, cells[index]!.trim()])), CONTEXT));

      expect(read.map((typed) => (isRejected(typed) ? typed : typed.row))).toEqual(rows.map(({ row }) => (kind === 'places' ? { name: (row as { place_id?: string }).place_id, ...row } : row)));
    }), { numRuns: 100, seed: 7 });
  });
});
