import { closest, distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { IDENTITY } from '../../../core/identity.ts';
import { quote } from '../../../core/parse-event.ts';
import { columnsOf } from '../../../core/tables.ts';
import { isZone } from '../../../core/time.ts';
import { fieldSpec, type FieldName } from '../../../core/event.ts';
import { messageOf } from '../../../errors.ts';
import { TOKENS, UNIT_OF, unitsFor, wordsFor } from './fields.ts';
import { mappingSchema, mappingShape, type Condition, type Mapping, type Rule } from './mapping.ts';
import { TIME_WORDS, timeReader } from './time-value.ts';

/**
 * Reads a mapping file and says everything that is wrong with it at once.
 *
 * @param text what is in the file
 * @returns the mapping, or a sentence for each mistake: where, what was found, what would fit
 */
export function parseMapping(text: string): Mapping | { readonly problems: readonly string[] } {
  let raw: unknown;
  try {
    raw = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    return { problems: [`not JSON: ${messageOf(cause)}`] };
  }
  return checked(raw);
}

function checked(raw: unknown): Mapping | { readonly problems: readonly string[] } {
  const read = mappingShape.safeParse(raw, { reportInput: true });
  if (!read.success) return { problems: [...read.error.issues.flatMap((issue) => saidOf(issue, raw)), ...restProblems(raw, read.error.issues)] };
  const mapping = read.data as Mapping;
  const problems = [...shapeProblems(mapping), ...(mapping.leave_out ?? []).flatMap((one, at) => conditionProblems(one, `leave_out ${at + 1}`)), ...(mapping.to === 'events' ? [...eventProblems(mapping), ...nobodyProblems(mapping)] : tableProblems(mapping))];
  return problems.length > 0 ? { problems } : mapping;
}

/** What is wrong beside mistakes in the shape of a file, so that nobody mends one and meets the next. */
function restProblems(raw: unknown, issues: readonly z.core.$ZodIssue[]): readonly string[] {
  const { to, fields } = (typeof raw === 'object' && raw !== null ? raw : {}) as { readonly to?: unknown; readonly fields?: unknown };
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return [];
  const target = TARGETS.find((one) => one === to);
  if (target === undefined) {
    // Of a word that is mistyped the rest is looked at as what was meant.
    const meant = typeof to === 'string' ? nearest(to, TARGETS) : undefined;
    const read = meant === undefined ? [] : checked({ ...raw as object, to: meant });
    return 'problems' in read ? read.problems : [];
  }
  const wrong = new Set(issues.flatMap(({ path, ...issue }) => (path[0] !== 'fields' ? [] : path.length > 1 ? [path[1]] : issue.code === 'unrecognized_keys' ? issue.keys : [])));
  const mapping: Mapping = { to: target as Mapping['to'], fields: Object.fromEntries(Object.entries(fields).filter(([name]) => !wrong.has(name))) };
  return target === 'events' ? eventProblems(mapping) : tableProblems(mapping);
}

/** A rule written as the name of a column alone, in full. */
export function ruleOf(written: string | Rule): Rule {
  return typeof written === 'string' ? { column: written } : written;
}

/** A place in the file: `fields "user.email" time`. */
function placeOf(path: readonly PropertyKey[]): string {
  return path.map((part) => (typeof part === 'number' ? String(part + 1) : String(part).includes('.') ? JSON.stringify(part) : String(part))).join(' ') || 'the file';
}

function saidOf(issue: z.core.$ZodIssue, raw: unknown): readonly string[] {
  const place = placeOf(issue.path);
  if (issue.code === 'invalid_union' && issue.errors.length === 0) {
    const { to } = raw as { readonly to?: unknown };
    return [to === undefined ? `to: is missing${MISSING['to']!}` : `to: ${quote(to)} is nothing that rows can become${nearOf(String(to), TARGETS)}`];
  }
  if (issue.input === undefined) return [`${place}: is missing${MISSING[String(issue.path.at(-1))] ?? ''}`];
  // Of the two ways to write a rule the one that was begun is meant.
  if (issue.code === 'invalid_union') {
    const isObject = typeof issue.input === 'object' && issue.input !== null && !Array.isArray(issue.input);
    if (!isObject) return [`${place}: ${quote(issue.input)} is no column; write "Name of the column", or {"column": …}`];
    return issue.errors.at(-1)!.flatMap((inner) => saidOf({ ...inner, path: [...issue.path, ...inner.path] } as z.core.$ZodIssue, raw));
  }
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(issue.path, raw);
    const what = issue.path.length === 1 && issue.path[0] === 'fields' ? 'field' : 'entry';
    return issue.keys.map((key) => `${placeOf([...issue.path, key])}: there is no such ${what}${nearOf(key, known)}`);
  }
  if (issue.code === 'invalid_value') return [`${place}: ${quote(issue.input)} does not fit${nearOf(String(issue.input), issue.values.map(String))}`];
  return [`${place}: ${typeof issue.input === 'object' ? '' : `${quote(issue.input)}: `}${issue.message}`];
}

const TARGETS = ['events', ...mappingShape.options.slice(1).map((option) => String([...option.shape.to.values][0]))];

const MISSING: Readonly<Record<string, string>> = {
  '@timestamp': '; write the column of the time, such as {"column": "Time", "time": "iso", "zone": "America/Chicago"}',
  'event.action': '; write what every row tells, such as {"is": "sign-in"}, or a column with "values"',
  'event.module': '; write which system this is, such as {"is": "acme-sso"}',
  to: `; write what rows become: ${TARGETS.join(', ')}`,
  fields: '; write which column fills which field',
};

/** `; did you mean x?` where one is near, else what there is. */
function nearOf(text: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const near = nearest(text, known);
  return near !== undefined ? `; did you mean ${near}?` : `; there are ${known.slice(0, 20).join(', ')}${known.length > 20 ? ', …' : ''}`;
}

function nearest(text: string, known: readonly string[]): string | undefined {
  const near = closest(text.toLowerCase(), known);
  return distance(text.toLowerCase(), near) <= Math.max(2, text.length / 2) ? near : undefined;
}

interface Part {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Part>>;
  readonly items?: Part;
  readonly anyOf?: readonly Part[];
  readonly oneOf?: readonly Part[];
  readonly const?: unknown;
  readonly $defs?: Readonly<Record<string, Part>>;
}

/** The names that may stand in a part of the file, as the published schema has them. */
function knownKeys(path: readonly PropertyKey[], raw: unknown): readonly string[] {
  const schema = mappingSchema() as Part;
  const open = (part: Part | undefined): readonly Part[] => {
    if (part === undefined) return [];
    if (part.$ref !== undefined) return open(schema.$defs?.[part.$ref.split('/').at(-1)!]);
    return part.anyOf ? part.anyOf.flatMap(open) : [part];
  };
  const to = (raw as { readonly to?: unknown }).to;
  let parts = open(schema.oneOf?.find((option) => option.properties?.['to']?.const === to));
  for (const step of path) parts = parts.flatMap((part) => open(typeof step === 'number' ? part.items : part.properties?.[String(step)]));
  return parts.flatMap((part) => Object.keys(part.properties ?? {}));
}

/** A file is of one shape: JSON with a list inside, lines of named values, XML, or a table without a header. */
function shapeProblems({ records, lines, element, header }: Mapping): readonly string[] {
  const said = Object.entries({ records, lines, element, header }).filter(([, value]) => value !== undefined).map(([name]) => name);
  const twice = header?.find((name, at) => header.indexOf(name) !== at);
  return [...(said.length > 1 ? [`${said[0]!}: does not go with ${said.slice(1).join(' and ')}; a file is of one shape`] : []), ...(twice === undefined ? [] : [`header: names ${quote(twice)} twice; give each column a name of its own`])];
}

function conditionProblems(condition: Condition, place: string): readonly string[] {
  const tests = ['is', 'is_not', 'begins_with', 'empty'].filter((name) => condition[name as keyof Condition] !== undefined);
  return tests.length === 1 ? [] : [`${place}: ${tests.length === 0 ? 'says nothing about' : `says ${tests.join(' and ')} of`} ${quote(condition.column)}; write one of is, is_not, begins_with, empty`];
}

function eventProblems({ fields }: Mapping): readonly string[] {
  return Object.entries(fields).flatMap(([field, written]) => {
    const rule = ruleOf(written);
    const place = placeOf(['fields', field]);
    return [...ruleProblems(rule, place), ...measureProblems(rule, field as FieldName, place), ...wordProblems(rule, wordsFor(field as FieldName), place), ...privateProblems(rule, field as FieldName, place),
      ...(isTimed(rule) && fieldSpec(field as FieldName).type !== 'time' ? [`${place}: takes no time, only @timestamp and event.ingested do`] : []),
      ...(rule.split !== undefined && !fieldSpec(field as FieldName).list ? [`${place}: takes one value, so "split" does not fit`] : [])];
  });
}

function nobodyProblems({ fields }: Mapping): readonly string[] {
  // Without one of these nobody can tell whose event it is.
  return IDENTITY.some((field) => field in fields) ? [] : [`fields: nobody could tell whose events these are; fill one of ${IDENTITY.join(', ')}`];
}

function tableProblems({ to, fields }: Mapping): readonly string[] {
  return Object.entries(fields).flatMap(([column, written]) => {
    const rule = ruleOf(written);
    const place = placeOf(['fields', column]);
    const spec = columnsOf(to as Exclude<typeof to, 'events'>)[column]!;
    const problems = [...ruleProblems(rule, place, spec.type === 'month' ? 'month' : 'day')];
    if (isTimed(rule) && !TIMED.has(spec.type)) problems.push(`${place}: takes no time`);
    if (rule.unit !== undefined) problems.push(`${place}: has no unit; "unit" is for fields of events`);
    if (rule.token !== undefined) problems.push(`${place}: "token" is not needed; ${spec.token === undefined ? 'this column holds nothing private' : 'what is private here becomes a token by itself'}`);
    if (rule.split !== undefined && !LISTS.has(spec.type)) problems.push(`${place}: takes one value, so "split" does not fit`);
    if (spec.values) problems.push(...wordProblems(rule, Object.entries(spec.values).flatMap(([name, others]) => [name, ...others]), place));
    return problems;
  });
}

/** Columns that take a time. */
export const TIMED: ReadonlySet<string> = new Set(['instant', 'day', 'month']);
/** Columns that hold several values. */
export const LISTS: ReadonlySet<string> = new Set(['list', 'serials', 'blocks', 'months', 'tokens']);

function isTimed(rule: Rule): boolean {
  return rule.time !== undefined || rule.zone !== undefined;
}

function ruleProblems(rule: Rule, place: string, least: 'day' | 'month' = 'day'): readonly string[] {
  const problems: string[] = [];
  const from = (['column', 'join', 'is'] as const).filter((name) => rule[name] !== undefined);
  if (from.length !== 1) problems.push(`${place}: ${from.length === 0 ? 'does not say where the value comes from' : `says both ${from.join(' and ')}`}; write one of column, join, is`);
  if (rule.join === undefined && (rule.with !== undefined || rule.keep_empty !== undefined)) problems.push(`${place}: "${rule.with === undefined ? 'keep_empty' : 'with'}" is for "join"`);
  if (rule.values === undefined && rule.otherwise !== undefined) problems.push(`${place}: "otherwise" is for "values"`);
  if (rule.is !== undefined && (rule.values ?? rule.inside ?? rule.split ?? rule.token ?? rule.unit ?? rule.time ?? rule.zone) !== undefined) problems.push(`${place}: "is" stands alone; write the value as it should be`);
  if (rule.zone !== undefined && !isZone(rule.zone)) problems.push(`${place} zone: ${quote(rule.zone)} is no IANA time zone${nearZone(rule.zone)}`);
  const times = rule.time === undefined ? {} : timeReader({ time: rule.time }, least);
  if ('problem' in times) problems.push(`${place} time: ${quote(rule.time)} ${times.problem}${TIME_WORDS.includes(rule.time!.toLowerCase()) ? `; did you mean ${rule.time!.toLowerCase()}?` : ''}`);
  const twice = Object.groupBy(Object.keys(rule.values ?? {}), (word) => word.trim().toLowerCase());
  for (const words of Object.values(twice)) if (words!.length > 1) problems.push(`${place} values: ${words!.map(quote).join(' and ')} are one word, since case does not count; keep one`);
  return problems;
}

function nearZone(zone: string): string {
  const wanted = zone.trim().replaceAll(' ', '_');
  const near = closest(wanted, Intl.supportedValuesOf('timeZone'));
  return distance(near, wanted) <= 4 ? `; did you mean ${near}?` : '; write one such as America/Chicago';
}

function measureProblems({ unit }: Rule, field: FieldName, place: string): readonly string[] {
  const own = UNIT_OF[field];
  if (unit === undefined) return [];
  if (own === undefined) return [`${place}: has no unit; fields with one are ${Object.keys(UNIT_OF).join(', ')}`];
  return unitsFor(own).includes(unit) ? [] : [`${place} unit: ${quote(unit)} cannot become ${own}; write one of ${unitsFor(own).join(', ')}`];
}

/** What the mapping itself writes into a field that takes certain words. */
function wordProblems(rule: Rule, words: readonly string[] | undefined, place: string): readonly string[] {
  if (words === undefined) return [];
  const said = [...(rule.is === undefined ? [] : [['is', String(rule.is)]]), ...Object.entries(rule.values ?? {}).map(([from, to]) => [`values ${quote(from)}`, to])];
  return said.filter(([, to]) => to !== '' && !words.includes(to!.toLowerCase())).map(([where, to]) => `${place} ${where!}: ${quote(to)} is no word for this${nearOf(to!, words)}`);
}

function privateProblems({ token }: Rule, field: FieldName, place: string): readonly string[] {
  const kinds = TOKENS[field];
  if (kinds === undefined) return token === undefined ? [] : [`${place}: holds no token; those that do are ${Object.keys(TOKENS).join(', ')}`];
  if (token === undefined) return [`${place}: what stands here is private; add "token": ${kinds.map(quote).join(' or ')}, and only its token is kept`];
  return (kinds as readonly string[]).includes(token) ? [] : [`${place} token: ${quote(token)} does not fit; write ${kinds.map(quote).join(' or ')}`];
}
