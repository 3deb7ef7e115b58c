import type { JSX } from 'preact';
import type { FamilyCell } from '../../src/api/contract.ts';
import { cellSays } from './words.ts';

/** Half the side of the mark in px, by weight: four steps at 0.5, 1 and 2. */
function half(adds: number): number {
  const size = Math.abs(adds);
  if (size < 0.5) return 2.5;
  if (size < 1) return 3.75;
  if (size < 2) return 5.25;
  return 7;
}

/** One cell of the family matrix: square for, ring with a minus against, dot silent, dashes too little, hatch dark. */
export function FamilyMark({ cell }: { readonly cell: FamilyCell }): JSX.Element {
  return <><svg width="18" height="18" aria-hidden="true"><Mark cell={cell} /></svg><span class="unseen">{cellSays(cell)}</span></>;
}

function Mark({ cell }: { readonly cell: FamilyCell }): JSX.Element {
  switch (cell.state) {
    case 'for': {
      const r = half(cell.adds);
      return <rect class="f-toward" x={9 - r} y={9 - r} width={2 * r} height={2 * r} />;
    }
    case 'against': return <g class="f-none k-away" stroke-width="1.5"><circle cx="9" cy="9" r={Math.max(4.4, half(cell.adds) + 0.6)} /><path d="M6.6 9h4.8" /></g>;
    case 'silent': return <circle class="f-edge" cx="9" cy="9" r="1.3" />;
    case 'thin': return <path class="k-edge" d="M6 9h6" stroke-width="1.4" stroke-dasharray="2 2" />;
    case 'dark': return <rect x="3" y="3" width="12" height="12" fill="url(#hatch)" />;
  }
}

const LEGEND: readonly { readonly cell: FamilyCell; readonly says: string }[] = [
  { cell: { family: 'company', state: 'for', adds: 1.5 }, says: 'speaks for a farm, larger is heavier' },
  { cell: { family: 'company', state: 'against', adds: -0.3 }, says: 'speaks against' },
  { cell: { family: 'company', state: 'silent', adds: 0 }, says: 'looked, found nothing' },
  { cell: { family: 'company', state: 'thin', adds: 0 }, says: 'too little data' },
  { cell: { family: 'company', state: 'dark', adds: 0 }, says: 'source dark' },
];

/** The words of the marks, in the same order everywhere. */
export function FamilyLegend(): JSX.Element {
  return <>{LEGEND.map(({ cell, says }) => <span key={says}><svg class="sq" viewBox="0 0 18 18" aria-hidden="true"><Mark cell={cell} /></svg>{says}</span>)}</>;
}
