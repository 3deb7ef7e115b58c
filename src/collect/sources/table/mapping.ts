import { z } from 'zod';
import { FIELD_NAMES, fieldSpec, type FieldName } from '../../../core/event.ts';
import type { TableKind } from '../../../core/person.ts';
import { TABLES, TABLE_KINDS, columnsOf, requiredColumns } from '../../../core/tables.ts';
import { TOKEN_KINDS } from '../../../core/token.ts';
import { UNITS } from './fields.ts';
import { LINE_FORMS, type LineForm } from './line-rows.ts';

/** The shape of a mapping file; what fits together beyond it stands in `check-mapping.ts`. */

const name = z.string().min(1);

/** Brackets in which exports put an account or a mail address behind a name. */
const BRACKETS = ['()', '<>', '[]'] as const;

const rule = z.strictObject({
  column: z.union([name, z.array(name).min(1)]).optional().describe('Column of the file, or member of the JSON record (`a.b` for one inside another). Of several the first filled one counts.'),
  join: z.array(name).min(2).optional().describe('Columns put together, with `with` between.'),
  with: z.string().max(20).optional().describe('What stands between joined columns; a blank where nothing is said.'),
  keep_empty: z.boolean().optional().describe('An empty part of a joined text keeps its place. Always so in event.id.'),
  is: z.union([z.string(), z.number(), z.boolean()]).optional().describe('The same value for every row.'),
  inside: z.enum(BRACKETS).optional().describe('Only what stands in the last brackets of this kind, such as `()` of `Kim Lee (kim)`; the whole text where there are none.'),
  split: z.string().min(1).max(5).optional().describe('The cell holds several values with this between.'),
  values: z.record(z.string(), z.string()).optional().describe('Words of the file → words of Farmwatch. Case does not count.'),
  otherwise: z.enum(['reject', 'keep', 'empty', 'leave-out']).optional().describe('What becomes of a word that `values` lacks: reject the row (default), keep the word, leave the field empty, or leave the row out.'),
  time: name.optional().describe('How a time is written: iso, epoch-s, epoch-ms, epoch-us, or a pattern such as MM/dd/yyyy hh:mm a.'),
  zone: name.optional().describe('IANA zone of the clock, where the text does not say its own.'),
  unit: z.enum(UNITS as [string, ...string[]]).optional().describe('Unit of the file; it is converted into that of the field.'),
  decimal: z.enum(['.', ',']).optional().describe('What separates the fraction of a number.'),
  token: z.enum(TOKEN_KINDS as unknown as [string, ...string[]]).optional().describe('The value is private: it becomes a token of this kind and is not kept.'),
  optional: z.boolean().optional().describe('The file may lack the column.'),
}).meta({ id: 'rule', description: 'How a field is filled.' });
/** How a field is filled. */
export type Rule = z.infer<typeof rule>;

const written = z.union([name.describe('A column.'), rule]);

const condition = z.strictObject({
  column: name,
  is: z.array(z.string()).min(1).optional().describe('The cell is one of these. Case does not count.'),
  is_not: z.array(z.string()).min(1).optional().describe('The cell is none of these; an empty one is none.'),
  begins_with: z.array(name).min(1).optional().describe('The cell begins with one of these.'),
  empty: z.boolean().optional().describe('true: the cell is empty; false: it is filled.'),
}).meta({ id: 'condition', description: 'Which rows are left out.' });
/** Which rows are left out. */
export type Condition = z.infer<typeof condition>;

/** Fields of an event that a mapping may fill: Farmwatch derives the others. */
const MAPPED_FIELDS: readonly FieldName[] = FIELD_NAMES.filter((field) => !fieldSpec(field).derived);

/** What the field means in a file, where that is not what it means in the store. */
const IN_A_FILE: Readonly<Partial<Record<FieldName, string>>> = { 'event.ingested': 'When a system of the company took it in; of saved records that is when it became known.' };

/** Without these a row is no event; the module says which source saw it. */
const REQUIRED_FIELDS = ['@timestamp', 'event.action', 'event.module'] as const satisfies readonly FieldName[];

const shared = {
  $schema: z.string().optional(),
  title: z.string().max(200).optional().describe('What the file is, for people.'),
  records: name.optional().describe('JSON: the member that holds the list of records, such as `data.rows`.'),
  lines: z.enum(LINE_FORMS).optional().describe('Lines of text with named values: `pairs` (a="1" b=2) or `commas` (a=1, b=2, with blanks in names and values), or `semicolons` (a=1;b=2, the same). What stands before them is the column head.text, the time in it head.time.'),
  element: z.string().regex(/^[A-Za-z_]\w{0,60}$/, 'takes the name of an element, without brackets or prefix').optional().describe('XML: the name of the element that is a row, such as `session`. What stands inside is a member by its name, an attribute by its name with `@` before it; the text of an element with attributes is its member `#text`.'),
  header: z.array(name).min(1).optional().describe('Of a table without a header: what its columns are, from the first on. Cells behind the last name are passed over.'),
  leave_out: z.array(condition).optional().describe('Rows that are not wanted: those that meet one of these.'),
};

function fieldsOf(names: readonly string[], required: readonly string[], doc: (name: string) => string): z.ZodObject {
  return z.strictObject(Object.fromEntries(names.map((one) => [one, (required.includes(one) ? written : written.optional()).describe(doc(one))])));
}

const events = z.strictObject({
  ...shared, to: z.literal('events'),
  fields: fieldsOf(MAPPED_FIELDS, REQUIRED_FIELDS, (field) => IN_A_FILE[field as FieldName] ?? fieldSpec(field as FieldName).doc),
}).describe('Every row becomes an event.');

const tables = TABLE_KINDS.map((kind) => z.strictObject({
  ...shared, to: z.literal(kind),
  fields: fieldsOf(Object.keys(columnsOf(kind)), requiredColumns(kind), (column) => columnsOf(kind)[column]!.doc),
}).describe(TABLES[kind].doc));

export const mappingShape = z.discriminatedUnion('to', [events, ...tables]);

/** A mapping file as read. */
export interface Mapping {
  readonly to: 'events' | TableKind;
  readonly title?: string | undefined;
  readonly records?: string | undefined;
  readonly lines?: LineForm | undefined;
  readonly element?: string | undefined;
  readonly header?: readonly string[] | undefined;
  readonly leave_out?: readonly Condition[] | undefined;
  readonly fields: Readonly<Record<string, string | Rule>>;
}

/** The published JSON Schema of a mapping file. */
export function mappingSchema(): unknown {
  return z.toJSONSchema(mappingShape, { io: 'input' });
}
