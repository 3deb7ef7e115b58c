import { FAMILIES } from '../detect/detector.ts';
import { blindFamilies } from '../risk/blind.ts';
import type { Risk } from '../risk/risk.ts';
import type { FamilyCell } from './contract.ts';
import type { Scene } from './scene.ts';

/** What a line of a sum adds at least, to say anything: less is shown as 0.00. */
export const SAYS = 0.005;

/** How each family stands for one person. Dark is never silent: without data nothing was looked at. */
export function familyCells(risk: Risk, scene: Scene): readonly FamilyCell[] {
  const blind = risk.blind ?? blindFamilies(risk.coverage, () => false, scene.detectors);
  return FAMILIES.map((family) => {
    const adds = risk.families[family];
    if (adds !== undefined && Math.abs(adds) >= SAYS) return { family, state: adds > 0 ? 'for' as const : 'against' as const, adds };
    const detectors = scene.detectors.filter((detector) => detector.family === family);
    if (detectors.length === 0) return { family, state: 'thin' as const, adds: 0 };
    if (adds !== undefined) return { family, state: 'silent' as const, adds: 0 };
    if (blind.includes(family)) return { family, state: 'dark' as const, adds: 0 };
    const needs = detectors.flatMap((detector) => detector.needs);
    const shares = needs.map((need) => risk.coverage[need]);
    return { family, state: shares.some((share) => (share ?? 0) > 0.3) || needs.length === 0 ? 'silent' as const : 'thin' as const, adds: 0 };
  });
}

/** Families of several people together: the heaviest word of any of them. */
export function cellsTogether(people: readonly (readonly FamilyCell[])[]): readonly FamilyCell[] {
  const order = ['for', 'against', 'dark', 'thin', 'silent'] as const;
  return FAMILIES.map((family, index) => {
    const cells = people.map((cellsOfOne) => cellsOfOne[index]!);
    return [...cells].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || Math.abs(b.adds) - Math.abs(a.adds))[0] ?? { family, state: 'thin', adds: 0 };
  });
}

/** Mean share of expected days with data, over the kinds of record that the company has. */
export function dataThere(risk: Risk): number {
  const shares = Object.values(risk.coverage);
  return shares.length === 0 ? 0 : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
