import type { JSX } from 'preact';
import type { DeviceRow, Verdict as VerdictName } from '../../src/api/contract.ts';
import { counted } from '../kit/format.ts';
import { Verdict } from '../kit/verdict.tsx';
import { labelsApart } from './labels-apart.ts';
import { OUTLINE, STATE_LINES, VIEW_BOX, onMap, pixelsOf } from './us-outline.ts';
import { townOf } from './words.ts';

const LOOKS: Readonly<Partial<Record<VerdictName, string>>> = { 'shared-place': 'f-ask k-ask', 'elsewhere': 'f-toward k-toward', 'moved-approved': 'f-none k-2', 'cannot-tell': 'f-none k-edge' };
const DRAWN = ['shared-place', 'elsewhere', 'moved-approved', 'cannot-tell'] as const;
/** A disc smaller than this is hard to find; a thin ring leads to it. */
const RING = 9;

interface Spot { readonly key: string; readonly verdict: VerdictName; readonly x: number; readonly y: number; readonly km: number; readonly says: string; many: number }

/** Laptops that are not where they should be, as discs to scale. Never points: what is known is a region. */
export function LaptopMap({ rows }: { readonly rows: readonly DeviceRow[] }): JSX.Element {
  const placed = rows.filter(({ verdict, seemsAt }) => seemsAt && (DRAWN as readonly VerdictName[]).includes(verdict));
  const outside = placed.filter(({ seemsAt }) => onMap(seemsAt!) === undefined);
  const spots = spotsOf(placed);
  const labels = labelsApart(spots.map(({ x, y, km, says: town, many }) => ({ x: x + Math.min(pixelsOf(km), RING) + 6, y: y + 4, text: `${town}, ${many}` })));
  const left = rows.length - placed.length;
  const says = spots.length === 0 ? 'No laptop of the list has a disc to draw.' : `Laptops as discs: ${spots.map(({ says: town, many, km }) => `${town} ± ${km} km, ${many}`).join('; ')}.`;
  return (
    <section class="block" aria-labelledby="map-h">
      <header><h2 id="map-h" tabIndex={-1}>The same on a map</h2><div class="key">{DRAWN.map((verdict) => <span key={verdict}><Verdict verdict={verdict} /></span>)}</div></header>
      <svg class="map" viewBox={VIEW_BOX} role="img" aria-labelledby="map-t">
        <title id="map-t">{says}</title>
        <path class="f-sunken k-edge" d={OUTLINE} stroke-width="1" />
        <path class="f-none k-line" d={STATE_LINES} stroke-width="1" />
        {spots.map(({ key, verdict, x, y, km }) => {
          const radius = pixelsOf(km);
          return (
            <g key={key}>
              {radius < RING && <circle class="f-none k-edge" cx={x} cy={y} r={RING} stroke-width=".9" />}
              <circle class={radius < RING ? LOOKS[verdict] : LOOKS[verdict]!.replace(/f-\S+/, 'f-none')} cx={x} cy={y} r={radius} stroke-width="1.2" {...(verdict === 'cannot-tell' ? { 'stroke-dasharray': '4 3' } : {})} />
              {radius < RING && <use class={verdict === 'elsewhere' ? 'toward' : verdict === 'shared-place' ? 'ask' : ''} href={`#v-${verdict}`} x={x - 6} y={y - 23} width="12" height="12" />}
            </g>
          );
        })}
        {labels.map(({ x, y, text }, place) => <text key={spots[place]!.key} class="t-ink halo" x={x} y={y}>{text}</text>)}
        <path class="f-none k-2" d={`M24 512v6h${pixelsOf(500)}v-6`} /><text x={30 + pixelsOf(500)} y="519">500 km</text>
      </svg>
      <p class="small faint">
        Discs are drawn to scale; the thin ring only helps to find them. {left > 0 && `${counted(left, 'laptop')} of this list ${left === 1 ? 'has' : 'have'} no disc: where they should be, or not to be placed. `}
        {outside.length > 0 && <>Outside of this map: {outside.map((row) => `${row.serial} at ${townOf(row)} ± ${row.seemsAt!.radiusKm} km`).join('; ')}. </>}Outline and state lines are simplified.
      </p>
    </section>
  );
}

/** Laptops with one verdict at one disc are one spot with their number. */
function spotsOf(rows: readonly DeviceRow[]): readonly Spot[] {
  const spots = new Map<string, Spot>();
  for (const row of rows) {
    const at = onMap(row.seemsAt!);
    if (!at) continue;
    const { radiusKm: km } = row.seemsAt!;
    const key = `${row.verdict} ${Math.round(at.x)} ${Math.round(at.y)} ${km}`;
    const known = spots.get(key);
    if (known) known.many++;
    else spots.set(key, { key, verdict: row.verdict, ...at, km, says: row.seemsAt!.city ?? `± ${km} km`, many: 1 });
  }
  return [...spots.values()];
}
