import { SPEAKS, type Family } from '../core/family.ts';
import type { Finding } from '../detect/detector.ts';

/** A finding with its weight after ageing. */
export interface Weighed { readonly finding: Finding; readonly weight: number; /** Share of its weight that age has left. */ readonly left: number }

/** A finding beside the others of one person. */
export interface Counted extends Weighed {
  /** Its weight without what a finding of another family adds by the same facts. */
  readonly counts: number;
  /** Which detector adds that; undefined where none does. */
  readonly owner?: string;
  /** Its weight for the question whether its family is an independent word: nothing of a fact by which another family speaks. */
  readonly apart: number;
}

/**
 * Counts a fact once that findings of two families rest on, by the greater of what both make of it.
 *
 * A finding says which facts are `shared` and how much of its weight rests on them; another one `owns` them and counts whole.
 * Of the first the shared part counts as far as it exceeds what the owner adds to its family, so that no finding lowers a sum
 * by speaking for a farm. Where several families rest on facts of one owner they bear that together, by how much of each
 * rests on them: borne by each it would lower the sum by more than the owner adds.
 *
 * @param addsOf what a family adds with these weights
 */
export function countedOnce(weighed: readonly Weighed[], addsOf: (family: Family, weights: readonly number[]) => number): readonly Counted[] {
  const ownerOf = new Map(weighed.map((one) => [one, ownerAmong(weighed, one)]));
  return weighed.map((one): Counted => {
    const { finding: { family }, weight } = one;
    const owner = ownerOf.get(one);
    if (owner === undefined) return { ...one, counts: weight, apart: weight };
    const ofFamily = (isMember: (other: Weighed) => boolean): number => addsOf(owner.finding.family, weighed.filter((other) => other.finding.family === owner.finding.family && isMember(other)).map((other) => other.weight));
    const [withOwner, without] = [ofFamily(() => true), ofFamily((other) => other !== owner)];
    // Within a family weights are averaged: there the most that one of them shares stands for all.
    const byFamily = [...Map.groupBy(weighed.filter((other) => ownerOf.get(other) === owner), (other) => other.finding.family)].map(([of, those]) => ({ of, most: Math.max(...those.map(sharedWeight)) }));
    const all = byFamily.reduce((sum, { most }) => sum + Math.max(0, most), 0);
    const ours = byFamily.find(({ of }) => of === family)!.most;
    const bears = all > 0 ? (Math.max(0, withOwner - without) * Math.max(0, ours)) / all : 0;
    const both = sharedWeight(one);
    const counts = weight - Math.min(both, bears);
    return { ...one, counts, owner: owner.finding.detector, apart: withOwner >= SPEAKS && without < SPEAKS ? Math.min(counts, weight - both) : counts };
  });
}

/** The heaviest finding of another family that owns a fact which this one shares. */
function ownerAmong(weighed: readonly Weighed[], { finding: { family, shared } }: Weighed): Weighed | undefined {
  return shared && weighed
    .filter((other) => other.weight > 0 && other.finding.family !== family && other.finding.owns?.some((fact) => shared.facts.includes(fact)))
    .reduce<Weighed | undefined>((best, other) => (best === undefined || other.weight > best.weight ? other : best), undefined);
}

function sharedWeight({ finding: { shared }, left }: Weighed): number {
  return (shared?.llr ?? 0) * left;
}
