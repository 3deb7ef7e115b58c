import { lookup } from '../../core/lookup.ts';
import { canonicalLink } from '../../core/links.ts';
import { dayOf, parseInstant } from '../../core/time.ts';
import { FarmwatchError, messageOf } from '../../errors.ts';
import type { Sheet, SheetRow } from './text-table.ts';

/** The indicators of a bundle as a table, and what else it holds, by type with a count. */
export interface Bundle { readonly sheet: Sheet; readonly passedOver: ReadonlyMap<string, number> }

const HEADER = ['kind', 'value', 'source', 'received', 'confidence', 'until', 'marking', 'note'] as const;
export interface StixObject { readonly type?: unknown; readonly id?: unknown; readonly [property: string]: unknown }

/**
 * Reads a STIX 2.1 bundle: indicators whose pattern names values, one or several with OR between.
 *
 * What needs more than looking a value up (AND, sequences, ranges, wildcards), what is revoked, files and their hashes, and
 * every other kind of object (malware, reports, sightings) is passed over and counted. So is observed data: it tells what
 * was seen, and whoever sends it has chosen not to call it an indicator.
 *
 * @param file name for messages
 * @throws FarmwatchError `file.unreadable` for text that is no bundle, and for objects that contain each other in a circle
 * @see STIX Version 2.1, OASIS Standard (2021), 4.7 and 9
 */
export function readBundle(text: string, file: string): Bundle {
  return bundleOf(objectsOf(text, file), file);
}

/** The same of objects that were read already. */
export function bundleOf(objects: readonly StixObject[], file: string): Bundle {
  const circle = circleIn(objects);
  if (circle !== undefined) throw new FarmwatchError('file.unreadable', { file, why: `objects of the bundle contain each other in a circle (object ${circle + 1} of ${objects.length} is one of them)`, cure: 'Ask its sender for one without; nothing of it was taken.' });
  const names = new Map(objects.flatMap((object): [string, string][] => {
    const said = nameOf(object);
    return typeof object.id === 'string' && said !== undefined ? [[object.id, said]] : [];
  }));
  const passedOver = new Map<string, number>();
  const passOver = (what: string): void => void passedOver.set(what, (passedOver.get(what) ?? 0) + 1);
  const rows: SheetRow[] = [];
  objects.forEach((object, at) => {
    if (object.type === 'identity' || object.type === 'marking-definition') return;
    if (object.type !== 'indicator') return passOver(typeof object.type === 'string' ? object.type : 'no type');
    if (object['revoked'] === true) return passOver('revoked indicator');
    const pattern = String(object['pattern'] ?? '');
    if (pattern.length > LONGEST_PATTERN) return passOver('indicator whose pattern is too long');
    if (/^\s*\[\s*file:/i.test(pattern)) return passOver('indicator of a file, which is looked for nowhere');
    const values = object['pattern_type'] === undefined || object['pattern_type'] === 'stix' ? valuesOf(pattern) : undefined;
    if (values === undefined) return passOver('indicator whose pattern is no plain value');
    for (const [kind, value] of values) rows.push({ line: at + 1, cells: [kind, value, ...restOf(object, names)] });
  });
  return { sheet: { header: HEADER, rows }, passedOver };
}

function objectsOf(text: string, file: string): readonly StixObject[] {
  let bundle: { readonly objects?: unknown };
  try {
    bundle = JSON.parse(text.replace(/^\ufeff/, '')) as typeof bundle;
  } catch (cause) {
    throw new FarmwatchError('file.unreadable', { file, why: `the bundle is torn or no JSON (${messageOf(cause)})`, cure: 'Write the file again and repeat the command; nothing of it was taken.' }, { cause });
  }
  return Array.isArray(bundle.objects) ? bundle.objects.filter((object): object is StixObject => typeof object === 'object' && object !== null) : [];
}

/**
 * Where objects contain each other in a circle: reports, groupings, notes and observed data name others in `object_refs`.
 *
 * @returns the place of one of them; undefined where every way ends
 */
function circleIn(objects: readonly StixObject[]): number | undefined {
  const places = new Map(objects.map(({ id }, at) => [id, at]));
  const inside = objects.map((object) => (Array.isArray(object['object_refs']) ? object['object_refs'].flatMap((id) => places.get(id) ?? []) : []));
  // Taken away from the outside in: what nothing contains, then what only that contained. What is left stands in circles or behind them.
  const containers = objects.map(() => 0);
  for (const place of inside.flat()) containers[place]! += 1;
  const free = containers.flatMap((count, place) => (count === 0 ? [place] : []));
  for (let at = 0; at < free.length; at++) for (const place of inside[free[at]!]!) if (--containers[place]! === 0) free.push(place);
  const left = containers.flatMap((count, place) => (count > 0 && inside[place]!.some((within) => containers[within]! > 0) ? [place] : []));
  return left[0];
}

/** What a sender or a marking is called. */
function nameOf({ type, name, definition }: StixObject): string | undefined {
  if (type !== 'identity' && type !== 'marking-definition') return undefined;
  if (typeof name === 'string') return name;
  const { tlp } = (definition ?? {}) as { readonly tlp?: unknown };
  return typeof tlp === 'string' ? `TLP:${tlp.toUpperCase()}` : undefined;
}

function restOf(object: StixObject, names: ReadonlyMap<string, string>): readonly string[] {
  const text = (property: string): string => (typeof object[property] === 'string' || typeof object[property] === 'number' ? String(object[property]) : '');
  const came = parseInstant(object['modified'] ?? object['created']);
  const end = parseInstant(object['valid_until']);
  const markings = Array.isArray(object['object_marking_refs']) ? object['object_marking_refs'].map((id) => names.get(String(id)) ?? TLP[String(id).slice(-36)] ?? '').filter((name) => name !== '') : [];
  // It is valid until that instant, not during it.
  return [names.get(text('created_by_ref')) ?? text('created_by_ref'), came === undefined ? '' : dayOf(came), text('confidence'), end === undefined ? '' : dayOf(end - 1), markings.join(', '), text('name')];
}

/** Markings that every sender knows and none sends along. */
const TLP: Readonly<Record<string, string>> = lookup({
  '613f2e26-407d-48c7-9eca-b8e91df99dc9': 'TLP:WHITE', '34098fce-860f-48ae-8e50-ebd3cc5e41da': 'TLP:GREEN',
  'f88d31f6-486f-44da-b317-01333bde0b82': 'TLP:AMBER', '5e57c739-391a-4eb3-b6be-7d15ca92d5ed': 'TLP:RED',
  // Those of TLP 2.0.
  '94868c89-83c2-464b-929b-a1a8aa3c8487': 'TLP:CLEAR', 'bab4a63c-aed9-4cf5-a766-dfca5abac2bb': 'TLP:GREEN', '55d920b0-5e8b-4f79-9ee9-91f868d9b421': 'TLP:AMBER',
  '939a9414-2ddd-4d32-a0cd-375ea402b003': 'TLP:AMBER+STRICT', 'e828b379-4e03-4974-9ac4-e53a884c97c1': 'TLP:RED',
});

/** A choice of a thousand values is shorter. */
const LONGEST_PATTERN = 64 * 1024;

const COMPARISON = /^([a-z0-9-]+):([a-z0-9_.'-]+)\s*=\s*'((?:[^'\\]|\\.)*)'$/i;

/**
 * The values that a pattern names.
 *
 * @returns undefined for a pattern that is more than a choice of values we hold
 * @example valuesOf("[email-addr:value = 'kim@post.example']") // => [['email', 'kim@post.example']]
 */
export function valuesOf(pattern: string): readonly (readonly [kind: string, value: string])[] | undefined {
  const parts = pattern.trim().replace(/^\[\s*|\s*\]$/g, '').split(/\s*\]\s+OR\s+\[\s*|\s+OR\s+/);
  const found = parts.map((part) => {
    const [, object, property, quoted] = COMPARISON.exec(part.trim()) ?? [];
    return object === undefined ? undefined : valueOf(object.toLowerCase(), property!.toLowerCase(), quoted!.replace(/\\(.)/g, '$1'));
  });
  return found.some((one) => one === undefined) ? undefined : found as (readonly [string, string])[];
}

function valueOf(object: string, property: string, value: string): readonly [string, string] | undefined {
  switch (`${object}:${property}`) {
    case 'email-addr:value': return ['email', value];
    case 'ipv4-addr:value': case 'ipv6-addr:value': return ['ip', value];
    case 'url:value': return canonicalLink(value) === undefined ? undefined : ['profile', value];
    case 'software:name': return ['tool', value];
    // STIX has no object for a phone; senders make one of their own, or a property of an account.
    default: return /^x-[a-z0-9-]*(phone|telephone)/.test(object) || /^x_[a-z0-9_]*(phone|telephone)/.test(property) ? ['phone', value] : undefined;
  }
}
