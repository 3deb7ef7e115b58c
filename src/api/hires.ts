import { compareBytes } from '../core/canonical.ts';
import { indexOf } from '../run/run-index.ts';
import type { HireRow } from './contract.ts';
import { dataThere, familyCells } from './family-cells.ts';
import type { Scene } from './scene.ts';
import { verdictOf } from './verdicts.ts';

/** Everybody who is looked at, with the laptop and what is known: the first table there is, before anything speaks about anybody. */
export function hireRows(scene: Scene): readonly HireRow[] {
  const index = indexOf(scene.run);
  return scene.run.risks.map((risk): HireRow => ({
    name: scene.names.of(risk.hire_id), day: risk.day,
    laptops: index.custodyOf(risk.hire_id).length,
    verdict: verdictOf([risk.hire_id], scene), dataThere: dataThere(risk),
    dark: familyCells(risk, scene).filter(({ state }) => state === 'dark').length,
  })).sort((a, b) => a.day - b.day || compareBytes(a.name, b.name));
}
