import { FIELD_NAMES, type FieldName } from '../core/event.ts';
import { isRejected, type Rejected } from '../core/parse-event.ts';
import { parseInstant } from '../core/time.ts';
import { isObject } from './loose.ts';

/** One field of ours, or one column, and what of the record fills it. */
export interface Side {
  readonly field: string;
  readonly value: unknown;
  /** Paths in the record; none where Farmwatch says it by itself. */
  readonly from: readonly string[];
}

/** An event beside the record that it was made of. */
export interface Beside {
  readonly sides: readonly Side[];
  /** Without one of these there would be no such event. */
  readonly needed: readonly string[];
  readonly unused: readonly string[];
}

/** An event, or a row of a table. */
export type Made = Readonly<Record<string, unknown>>;
/** What a source makes of a record; it must be pure. */
export type Make = (raw: unknown) => readonly Made[] | Rejected;

/** Stamped when it comes in, whatever the record says. */
const NOT_SHOWN: ReadonlySet<string> = new Set<FieldName>(['event.ingested']);
/** More paths than these are as good as all: a hash is made of everything. */
const MOST_PATHS = 3;
export const WHOLE_RECORD = 'the whole record';
/** Larger records are compared in their first leaves. */
const MOST_LEAVES = 400;

/**
 * Which part of a record fills which field of one of its events.
 *
 * Each leaf is left out once and the record is understood anew: what changes, came from there. A leaf without which there is no
 * event fills the fields that tell the same value. Of a plain line it says where the value stands.
 *
 * @param nth number of the event among those of the record, from 0
 */
export function besideOf(raw: unknown, nth: number, make: Make): Beside {
  const made = make(raw);
  const event = isRejected(made) ? undefined : made[nth];
  if (!event) return { sides: [], needed: [], unused: [] };
  const fields = inOrder(Object.keys(event).filter((field) => event[field] !== undefined && !NOT_SHOWN.has(field)));
  if (!isObject(raw)) return { sides: fields.map((field) => ({ field, value: event[field], from: placeIn(String(raw), event[field]) })), needed: [], unused: [] };
  const fills = new Map<string, string[]>(fields.map((field) => [field, []]));
  const [needed, unused]: [string[], string[]] = [[], []];
  for (const { path, value } of leavesOf(raw)) {
    const without = make(leftOut(raw, path));
    const other = isRejected(without) ? undefined : without[nth];
    const changed = fields.filter((field) => (other ? !same(other[field], event[field]) : tellsSame(value, event[field])));
    for (const field of changed) fills.get(field)!.push(said(path));
    if (!other) needed.push(said(path));
    else if (changed.length === 0) unused.push(said(path));
  }
  return { sides: fields.map((field) => ({ field, value: event[field], from: few(fills.get(field)!) })), needed, unused };
}

const PLACE_OF: ReadonlyMap<string, number> = new Map(FIELD_NAMES.map((name, place) => [name, place]));
/** Fields of an event in the order of FIELDS; columns as they stand. */
function inOrder(fields: readonly string[]): readonly string[] {
  return fields.toSorted((a, b) => (PLACE_OF.get(a) ?? 0) - (PLACE_OF.get(b) ?? 0));
}

function few(paths: readonly string[]): readonly string[] {
  return paths.length > MOST_PATHS ? [WHOLE_RECORD] : paths;
}

type Path = readonly (string | number)[];
interface Leaf { readonly path: Path; readonly value: unknown }

function leavesOf(raw: unknown): readonly Leaf[] {
  const leaves: Leaf[] = [];
  const walk = (value: unknown, path: Path): void => {
    if (leaves.length >= MOST_LEAVES || value === null || value === undefined) return;
    if (Array.isArray(value)) value.forEach((inner, index) => walk(inner, [...path, index]));
    else if (isObject(value)) for (const [name, inner] of Object.entries(value)) walk(inner, [...path, name]);
    else leaves.push({ path, value });
  };
  walk(raw, []);
  return leaves;
}

/** A copy without one leaf; sources remember objects that they have seen. */
function leftOut(raw: unknown, path: Path): unknown {
  const copy = structuredClone(raw);
  let inner = copy as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) inner = inner[step] as Record<string | number, unknown>;
  if (Array.isArray(inner)) inner[path.at(-1) as number] = null;
  else delete inner[path.at(-1)!];
  return copy;
}

function said(path: Path): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** True where a text of the record tells the value of a field, as a time or in other capitals too. */
function tellsSame(leaf: unknown, value: unknown): boolean {
  const text = String(leaf).toLowerCase();
  if (typeof value === 'number') return Number(leaf) === value || parseInstant(leaf) === value || Number(leaf) * 1000 === value;
  return typeof value === 'string' && value !== '' && text.includes(value.toLowerCase());
}

const LONGEST_NAME = 100;

/** Where a line tells a value: the name before it, else the character at which it stands; the line where the value is written in another way. */
function placeIn(line: string, value: unknown): readonly string[] {
  const text = String(value);
  const at = text === '' ? -1 : line.toLowerCase().indexOf(text.toLowerCase());
  if (at < 0) return ['the line'];
  // Of what stands before it a little is enough: tried from every character of a long line, it takes seconds.
  const name = /([\w.-]+)\s*=\s*["'<]?$/.exec(line.slice(Math.max(0, at - LONGEST_NAME), at))?.[1];
  return [name ?? `character ${at + 1}`];
}
