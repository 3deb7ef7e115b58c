import type { Case } from '../cases/case.ts';
import { compareBytes } from '../core/canonical.ts';
import { fieldSpec, type FieldName } from '../core/event.ts';
import type { HireId } from '../core/person.ts';
import type { Finding } from '../detect/detector.ts';
import { indexOf } from './run-index.ts';
import type { RunBook } from './run-book.ts';

/** Something that cases may have in common, from what says most to what says least. */
const TRAITS = ['person', 'laptop', 'line', 'router', 'radio', 'token', 'tool'] as const;
export interface Trait { readonly kind: (typeof TRAITS)[number]; readonly id: string }
const keyOf = ({ kind, id }: Trait): string => `${kind} ${id}`;

/** Fields by which findings name a place; every other private field of a look is a token of a device or an account. */
const PLACES: Readonly<Record<string, Trait['kind']>> = { 'farmwatch.net.line': 'line', 'farmwatch.net.gateway_mac_token': 'router', 'farmwatch.net.bssid_token': 'radio', 'device.serial_number': 'laptop' };

/** The people of a case, and what its findings that speak for a farm are about. */
export function traitsOf(hires: readonly HireId[], findings: readonly Finding[]): readonly Trait[] {
  const found = new Map<string, Trait>();
  const add = (trait: Trait): void => { found.set(keyOf(trait), trait); };
  for (const id of hires) add({ kind: 'person', id });
  for (const { llr, headline, facts, look } of findings) {
    if (llr <= 0) continue;
    for (const piece of [headline, ...facts.map(({ value }) => value)].flat()) {
      if (typeof piece !== 'string' && (piece.ref === 'tool' || piece.ref === 'laptop')) add({ kind: piece.ref, id: piece.id });
    }
    for (const [field, wanted] of Object.entries(look.where)) {
      if (fieldSpec(field as FieldName).class === undefined || typeof wanted === 'boolean' || (typeof wanted === 'object' && !Array.isArray(wanted))) continue;
      for (const id of [wanted].flat()) add({ kind: PLACES[field] ?? 'token', id: String(id) });
    }
  }
  return [...found.values()];
}

export interface Similar { readonly state: Case; /** What says most comes first. */ readonly shared: readonly Trait[] }

/** Other cases that have something in common with one; most in common first, then the newest. */
export function similarTo(id: string, own: readonly Trait[], others: readonly { readonly state: Case; readonly traits: readonly Trait[] }[]): readonly Similar[] {
  const mine = new Set(own.map(keyOf));
  const rank = ({ kind }: Trait): number => TRAITS.indexOf(kind);
  return others.filter(({ state }) => state.id !== id && state.mergedInto !== id && state.status !== 'merged')
    .map(({ state, traits }) => ({ state, shared: traits.filter((trait) => mine.has(keyOf(trait))).sort((a, b) => rank(a) - rank(b) || compareBytes(a.id, b.id)) }))
    .filter(({ shared }) => shared.length > 0)
    .sort((a, b) => rank(a.shared[0]!) - rank(b.shared[0]!) || b.shared.length - a.shared.length || b.state.openedAt - a.state.openedAt || compareBytes(a.state.id, b.state.id));
}

/** Runs of earlier cases that are unpacked for this; older ones are compared by their people alone. */
export const LOOKED_INTO = 60;

/** What earlier cases were about when they ended, read once. */
export interface EarlierTraits {
  /** With `isWhole` false where only the people of a case are known. */
  of(cases: readonly Case[]): Promise<readonly { readonly state: Case; readonly traits: readonly Trait[]; readonly isWhole: boolean }[]>;
}

export function earlierTraits(runs: Pick<RunBook, 'newest'>): EarlierTraits {
  const known = new Map<string, readonly Trait[]>();
  const when = (state: Case): number => state.closed?.at ?? state.updatedAt;
  const keep = (state: Case): string => `${state.id}@${when(state)}`;
  return {
    async of(cases) {
      const inOrder = cases.toSorted((a, b) => when(b) - when(a));
      // By time, since the run that was read last is held.
      for (const state of inOrder.slice(0, LOOKED_INTO)) {
        if (known.has(keep(state))) continue;
        const run = await runs.newest(when(state));
        if (run) known.set(keep(state), traitsOf(state.hires, state.hires.flatMap((hire) => indexOf(run).findingsAbout(hire))));
      }
      return inOrder.map((state) => ({ state, traits: known.get(keep(state)) ?? traitsOf(state.hires, []), isWhole: known.has(keep(state)) }));
    },
  };
}
