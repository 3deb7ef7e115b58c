import type { Case } from '../cases/case.ts';
import { shortHash } from '../core/canonical.ts';
import { fieldSpec, type Event, type FieldName } from '../core/event.ts';
import type { Said } from '../core/said.ts';
import type { Registry } from '../detect/people/registry.ts';
import { indexOf } from '../run/run-index.ts';
import { traitsOf } from '../run/similar.ts';
import type { Run } from '../run/stored-run.ts';
import type { Store } from '../store/store.ts';
import { giveNames } from './given-names.ts';

/** Things that lead to somebody as surely as a name does. */
export type ThingKind = 'laptop' | 'host' | 'address' | 'place' | 'token';
export interface Thing { readonly kind: ThingKind; readonly id: string }

/** Pseudonyms of things, “laptop Fir-203”: assigned once, never reused. */
export interface Things {
  /** One that has no name yet is “another laptop”, and so on. */
  of(kind: ThingKind, id: string): string;
}

/** Trees and shrubs, so that nobody takes a laptop for a person. */
const TREES = [
  'Acacia', 'Alder', 'Almond', 'Apple', 'Apricot', 'Ash', 'Aspen', 'Bay', 'Beech', 'Birch', 'Box', 'Bramble', 'Broom', 'Buckthorn', 'Cedar', 'Cherry',
  'Chestnut', 'Cypress', 'Dogwood', 'Elder', 'Elm', 'Fig', 'Fir', 'Gorse', 'Hawthorn', 'Hazel', 'Heather', 'Hemlock', 'Hickory', 'Holly', 'Hornbeam',
  'Ivy', 'Juniper', 'Larch', 'Laurel', 'Lemon', 'Lilac', 'Lime', 'Linden', 'Locust', 'Magnolia', 'Maple', 'Medlar', 'Mulberry', 'Myrtle', 'Oak',
  'Olive', 'Osier', 'Peach', 'Pear', 'Pine', 'Plane', 'Plum', 'Poplar', 'Privet', 'Quince', 'Redwood', 'Rowan', 'Sallow', 'Sequoia', 'Service',
  'Sloe', 'Spindle', 'Spruce', 'Sumac', 'Sycamore', 'Tamarisk', 'Teak', 'Viburnum', 'Walnut', 'Willow', 'Yew',
] as const;

const keyOf = ({ kind, id }: Thing): string => `${kind}/${shortHash(id)}`;

/** The pseudonyms of things; those that have none yet get one. */
export async function thingsOf(store: Pick<Store, 'shelf'>, things: readonly Thing[], fresh: string): Promise<Things> {
  const known = await giveNames(store, { shelf: 'thing-names', words: TREES }, things.map(keyOf), fresh);
  return {
    of(kind, id) {
      const name = known.get(keyOf({ kind, id }));
      return name === undefined ? `another ${kind}` : `${kind} ${name}`;
    },
  };
}

/** What pages may have to name: every laptop, and what the evidence about people who are looked at rests on. */
export function thingsIn({ run, cases, registry }: { readonly run: Run; readonly cases: readonly Case[]; readonly registry: Pick<Registry, 'laptops'> }): readonly Thing[] {
  const index = indexOf(run);
  const hires = new Set([...cases.flatMap((state) => state.hires), ...run.risks.filter(({ band }) => band !== 'quiet').map(({ hire_id: id }) => id)]);
  const findings = [...hires].flatMap((hire) => index.findingsAbout(hire));
  const said = findings.flatMap(({ headline, facts, innocent, clear }) => [headline, clear, ...facts.map(({ value }) => value), ...innocent].flatMap(thingsSaid));
  return [...[...registry.laptops.keys()].map((id): Thing => ({ kind: 'laptop', id })), ...said, ...traitsOf([], findings).flatMap((trait) => thingOf(trait.kind, trait.id) ?? [])];
}

function thingsSaid(said: Said): readonly Thing[] {
  return said.flatMap((piece): readonly Thing[] => (typeof piece !== 'string' && (piece.ref === 'laptop' || piece.ref === 'place' || piece.ref === 'address') ? [{ kind: piece.ref, id: piece.id }] : []));
}

/** Something that cases have in common, as a thing: a line, a router and a radio are places. */
export function thingOf(kind: string, id: string): Thing | undefined {
  switch (kind) {
    case 'laptop': case 'token': return { kind, id };
    case 'line': case 'router': case 'radio': return { kind: 'place', id: `${kind} ${id}` };
    default: return undefined;
  }
}

/** By which fields a raw row names a thing. */
const FIELDS_OF: readonly (readonly [FieldName, ThingKind])[] = [
  ['device.serial_number', 'laptop'], ['host.name', 'host'], ['host.id', 'host'], ['source.domain', 'host'], ['source.ip', 'address'], ['source.nat.ip', 'address'],
];

/** The things that raw rows name. */
export function thingsInRows(rows: readonly Event[]): readonly Thing[] {
  return rows.flatMap((row) => FIELDS_OF.flatMap(([field, kind]): readonly Thing[] => (row[field] === undefined ? [] : [{ kind, id: String(row[field]) }])));
}

/** Pseudonyms for what a raw row may not show, so that equal things look equal in it too. */
export function standIns(row: Event, things: Things): Readonly<Record<string, string>> {
  return Object.fromEntries(FIELDS_OF.flatMap(([field, kind]) => (row[field] === undefined || fieldSpec(field).class === undefined ? [] : [[field, things.of(kind, String(row[field]))]])));
}
