import { fieldSpec, type FieldName } from '../../../core/event.ts';
import { quote } from '../../../core/parse-event.ts';
import type { TableKind } from '../../../core/person.ts';
import { columnsOf } from '../../../core/tables.ts';
import { isoOf } from '../../../core/time.ts';
import type { TokenKind } from '../../../core/token.ts';
import { MAY_BE_PRIVATE } from '../../tables/rows.ts';
import { addressOf } from '../../client-address.ts';
import { NOT_OURS } from '../../take.ts';
import type { MapContext } from '../../collector.ts';
import { textsAt } from './cells.ts';
import { LISTS, TIMED, parseMapping, ruleOf } from './check-mapping.ts';
import { UNIT_OF, converted, spelled, wordsFor, type Unit } from './fields.ts';
import type { Condition, Mapping, Rule } from './mapping.ts';
import type { Shape } from './records.ts';
import { timeReader, type TimeReader, type TimeValue } from './time-value.ts';

/** A mapping made ready to be used on many rows. */
export interface Plan {
  readonly to: 'events' | TableKind;
  /** In which shape the file is. */
  readonly shape: Shape;
  readonly fields: readonly Filled[];
  readonly mapping: Mapping;
  /** Columns that are looked at; of private ones nothing may be shown. */
  readonly columns: readonly { readonly name: string; readonly isPrivate: boolean; readonly optional: boolean }[];
}

interface Filled {
  readonly field: string;
  readonly rule: Rule;
  /** Its text must not be shown. */
  readonly isPrivate: boolean;
  /** Texts of the cell → the value of the field. */
  readonly convert: (texts: readonly string[], context: Context) => Converted;
}
type Context = Pick<MapContext, 'token'>;
type Converted = { readonly value: unknown } | { readonly wrong: string } | { readonly leftOut: string };

/** Fields by name, or why there are none. */
export type Mapped = { readonly values: Readonly<Record<string, unknown>> } | { readonly rejected: string };

let newest: { readonly text: string; readonly plan: Plan } | undefined;

/**
 * The plan of a mapping file. The same text is asked for with every row, so one answer is kept.
 *
 * @throws RangeError for a text that is no mapping; whoever reads the file says what is wrong with it first
 */
export function planOf(text: string): Plan {
  if (newest?.text === text) return newest.plan;
  const mapping = parseMapping(text);
  if ('problems' in mapping) throw new RangeError(mapping.problems.join('; '));
  newest = { text, plan: ready(mapping) };
  return newest.plan;
}

function ready(mapping: Mapping): Plan {
  const fields = Object.entries(mapping.fields).map(([field, written]): Filled => {
    const rule = ruleOf(written);
    const isPrivate = rule.token !== undefined || (mapping.to !== 'events' && MAY_BE_PRIVATE.has(columnsOf(mapping.to)[field]!.type));
    return { field, rule, isPrivate, convert: converter(mapping.to, field, rule) };
  });
  const columns = new Map<string, { name: string; isPrivate: boolean; optional: boolean }>();
  const note = (name: string, isPrivate: boolean, optional: boolean): void => {
    const before = columns.get(name);
    columns.set(name, { name, isPrivate: isPrivate || before?.isPrivate === true, optional: optional && (before?.optional ?? true) });
  };
  for (const { rule, isPrivate } of fields) {
    for (const name of columnsIn(rule)) note(name, isPrivate, rule.optional === true || (Array.isArray(rule.column) && rule.column.length > 1));
  }
  for (const { column } of mapping.leave_out ?? []) note(column, false, false);
  return { to: mapping.to, shape: { records: mapping.records, lines: mapping.lines, element: mapping.element, header: mapping.header, columns: [...columns.values()].map(({ name }) => name) }, fields, mapping, columns: [...columns.values()] };
}

/** The columns that a rule looks at. */
export function columnsIn({ column, join }: Rule): readonly string[] {
  return join ?? (column === undefined ? [] : typeof column === 'string' ? [column] : column);
}

/**
 * The fields of one row, or the reason why it becomes nothing.
 *
 * @param raw a row by column, or a record of JSON
 */
export function mapRow(plan: Plan, raw: unknown, context: Context): Mapped {
  if (typeof raw !== 'object' || raw === null) return { rejected: 'not a row: neither of a table, nor a JSON object, nor a line with named values' };
  const unwanted = (plan.mapping.leave_out ?? []).find((condition) => meets(condition, textsAt(raw, condition.column) ?? []));
  if (unwanted) return { rejected: `${NOT_OURS}: left out by the mapping, ${saidOfCondition(unwanted)}` };
  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const { field, rule, isPrivate, convert } of plan.fields) {
    const texts = textsOf(rule, raw, field);
    if ('wrong' in texts) {
      problems.push(texts.wrong);
      continue;
    }
    if (texts.length === 0) continue;
    const found = convert(texts, context);
    if ('leftOut' in found) return { rejected: `${NOT_OURS}: left out by the mapping, ${found.leftOut}` };
    if ('wrong' in found) problems.push(`${field} ${isPrivate ? '' : `${quote(texts.join(';'))} `}${found.wrong}`);
    else if (found.value !== undefined) values[field] = found.value;
  }
  if (plan.to === 'events' && problems.length === 0 && values['@timestamp'] === undefined) problems.push(`no time: ${columnsIn(ruleOf(plan.mapping.fields['@timestamp']!)).join(', ')} is empty`);
  return problems.length > 0 ? { rejected: problems.join('; ') } : { values };
}

function textsOf(rule: Rule, raw: unknown, field: string): readonly string[] | { readonly wrong: string } {
  if (rule.is !== undefined) return [String(rule.is)];
  const cells = columnsIn(rule).map((name) => ({ name, texts: textsAt(raw, name) }));
  const odd = cells.find(({ texts }) => texts === undefined);
  if (odd) return { wrong: `${field} takes a value, and ${odd.name} holds an object; name a member, such as ${odd.name}.name` };
  if (rule.join === undefined) return cells.find(({ texts }) => texts!.length > 0)?.texts ?? [];
  const parts = cells.map(({ texts }) => texts!.join(';'));
  if (parts.every((part) => part === '')) return [];
  const keeps = rule.keep_empty === true || field === 'event.id';
  return [(keeps ? parts : parts.filter((part) => part !== '')).join(rule.with ?? ' ')];
}

function meets(condition: Condition, texts: readonly string[]): boolean {
  const cell = texts.join(';').toLowerCase();
  const same = (wanted: string): boolean => wanted.trim().toLowerCase() === cell;
  if (condition.is) return condition.is.some(same);
  if (condition.is_not) return !condition.is_not.some(same);
  if (condition.begins_with) return condition.begins_with.some((start) => cell.startsWith(start.toLowerCase()));
  return condition.empty === (cell === '');
}

function saidOfCondition({ column, is, is_not, begins_with, empty }: Condition): string {
  if (is) return `${column} is ${is.join(' or ')}`;
  if (is_not) return `${column} is not ${is_not.join(' or ')}`;
  return begins_with ? `${column} begins with ${begins_with.join(' or ')}` : `${column} is ${empty === true ? 'empty' : 'filled'}`;
}

function converter(to: Plan['to'], field: string, rule: Rule): Filled['convert'] {
  const words = new Map(Object.entries(rule.values ?? {}).map(([from, into]) => [from.trim().toLowerCase(), into]));
  const last = to === 'events' ? eventValue(field as FieldName, rule) : cellValue(to, field, rule);
  return (found, context) => {
    const bare = rule.inside === undefined ? found : found.map((text) => insideOf(text, rule.inside!));
    const texts = rule.split === undefined ? bare : bare.flatMap((text) => text.split(rule.split!)).map((text) => text.trim()).filter((text) => text !== '');
    const translated: string[] = [];
    for (const text of texts) {
      const into = words.get(text.toLowerCase());
      if (into !== undefined || words.size === 0) translated.push(into ?? text);
      else if (rule.otherwise === 'keep') translated.push(text);
      else if (rule.otherwise === 'leave-out') return { leftOut: `${columnsIn(rule).join(', ')} has a value that the mapping does not list` };
      else if (rule.otherwise !== 'empty') return { wrong: 'is not among the values that the mapping translates; add it there' };
    }
    const kept = translated.filter((text) => text !== '');
    return kept.length === 0 ? { value: undefined } : last(kept, context);
  };
}

/** What stands in the last brackets of a text; the text where there are none, or nothing in them. */
function insideOf(text: string, [open, close]: string): string {
  const end = text.lastIndexOf(close!);
  const start = end < 0 ? -1 : text.lastIndexOf(open!, end);
  return (start < 0 ? '' : text.slice(start + 1, end).trim()) || text;
}

type Last = Filled['convert'];

/** Values of fields of events; whether they fit their type is seen to where every event is. */
function eventValue(field: FieldName, rule: Rule): Last {
  if (fieldSpec(field).type === 'time') return timed(rule, ({ at }) => (at === undefined ? { wrong: noZone(rule) } : { value: at }));
  const number = numeric(field, rule);
  const isAddress = fieldSpec(field).type === 'ip';
  const words = wordsFor(field);
  const one = (text: string, { token }: Context): Converted => {
    if (rule.token !== undefined) return { value: token?.(rule.token as TokenKind, text) };
    // Many logs write the port behind an address.
    const plain = isAddress ? addressOf(text) ?? text : spelled(field, text);
    if (words?.includes(plain) === false) return { wrong: `is none of ${words.join(', ')}; translate it in the mapping` };
    return number ? number(plain) : { value: plain };
  };
  const isList = fieldSpec(field).list === true;
  return (texts, context) => {
    if (!isList && texts.length > 1) return { wrong: SEVERAL };
    const found = texts.map((text) => one(text, context));
    const wrong = found.find((item) => 'wrong' in item);
    if (wrong) return wrong;
    const values = found.map((item) => (item as { value: unknown }).value);
    return { value: isList ? values : values[0] };
  };
}

/** A guess would shift somebody's hours; what the column is called is a hint, and no more. */
function noZone(rule: Rule): string {
  const utc = columnsIn(rule).find((name) => /\b(?:UTC|GMT)\b/i.test(name));
  return `says no time zone, and none is guessed: state the one of that clock in the mapping, beside the column, as zone: ${utc === undefined ? 'America/Chicago' : `UTC (${utc} sounds like it)`}`;
}

/** Numbers written with a comma, or in another unit; undefined where the text is taken as it stands. */
function numeric(field: FieldName, { unit, decimal }: Rule): ((text: string) => Converted) | undefined {
  if (unit === undefined && decimal === undefined) return undefined;
  return (written) => {
    const text = decimal === ',' ? withPoint(written) : written;
    if (text === undefined) return { wrong: NO_COMMA };
    if (unit === undefined) return { value: text };
    const value = converted(text, unit as Unit, UNIT_OF[field]!);
    return value === undefined ? { wrong: `is no number${unit === 'hh:mm:ss' ? ' written as 1:02:03' : ' with a point before its fraction'}` } : { value };
  };
}

const SEVERAL = 'holds several values, and one fits; name it by its number, such as emails.0';
const NO_COMMA = 'is no number with a comma before its fraction';

/** `1.234,5` as `1234.5`; undefined where the points do not stand between thousands. */
function withPoint(text: string): string | undefined {
  return /^[+-]?(?:\d{1,15}|[1-9]\d{0,2}(?:\.\d{3}){1,4})(?:,\d{1,15})?$/.test(text) ? text.replaceAll('.', '').replace(',', '.') : undefined;
}

/** Values of columns of a table, as the text that a cell of such a file would hold. */
function cellValue(to: TableKind, column: string, rule: Rule): Last {
  const { type } = columnsOf(to)[column]!;
  if (TIMED.has(type) && (rule.time !== undefined || rule.zone !== undefined)) {
    return timed(rule, ({ at, day }) => {
      if (type !== 'instant') return { value: type === 'day' ? day : day.slice(0, 7) };
      return at === undefined ? { wrong: noZone(rule) } : { value: isoOf(at) };
    }, type === 'month' ? 'month' : 'day');
  }
  const takesMany = type === 'text' || LISTS.has(type);
  return (texts) => {
    if (texts.length > 1 && !takesMany) return { wrong: SEVERAL };
    const plain = texts.map((text) => (rule.decimal === ',' ? withPoint(text) : text));
    return plain.includes(undefined) ? { wrong: NO_COMMA } : { value: plain.join(';') };
  };
}

function timed(rule: Rule, use: (value: TimeValue) => Converted, least: 'day' | 'month' = 'day'): Last {
  const reader = timeReader({ time: rule.time ?? 'iso', zone: rule.zone }, least) as TimeReader;
  return ([text, ...more]) => {
    if (more.length > 0) return { wrong: SEVERAL };
    const found = reader(text!);
    return 'wrong' in found ? found : use(found);
  };
}
