import type { JSX } from 'preact';
import type { StopView } from '../../src/api/contract.ts';
import { waySays } from './words.ts';

const [FIRST, STEP] = [8, 22];
const TRACK = { planned: 7, elsewhere: 19 } as const;
const isHere = (state: StopView['state']): state is keyof typeof TRACK => state in TRACK;

/** The way of one laptop: the upper track where it was sent, the lower one another place; the text says the same. */
export function CustodyLine({ stops, isApproved }: { readonly stops: readonly StopView[]; readonly isApproved: boolean }): JSX.Element {
  const looks = (state: StopView['state']): string => (state === 'elsewhere' && !isApproved ? 'toward' : '2');
  /** The track it was on last: what is not known goes on there. */
  const heights = stops.map((_, at) => TRACK[stops.slice(0, at + 1).map(({ state }) => state).filter(isHere).at(-1) ?? 'planned']);
  return (
    <>
      <svg width="126" height="26" aria-hidden="true">
        {stops.map(({ stop, state }, at) => {
          const [from, to, x] = [heights[at - 1] ?? heights[at]!, heights[at]!, FIRST + STEP * at];
          const before = at === 0 ? x - 6 : x - STEP;
          if (state === 'no-data') return <rect key={stop} x={before} y={to - 3.5} width={x - before + (at === 0 ? 4 : 0)} height="7" fill="url(#hatch)" />;
          if (at === 0) return null;
          if (state === 'not-yet') return <path key={stop} class="k-edge f-none" stroke-width="1.4" stroke-dasharray="1.5 3" d={`M${before} ${to}H${x}`} />;
          return <path key={stop} class={`k-${looks(state)} f-none`} stroke-width="1.6" d={from === to ? `M${before} ${to}H${x}` : `M${before} ${from}C${before + 11} ${from} ${before + 11} ${to} ${x} ${to}`} />;
        })}
        {stops.map(({ stop, state }, at) => isHere(state) && (
          <circle key={stop} class={at === stops.length - 1 ? `f-canvas k-${looks(state)}` : `f-${looks(state)}`} cx={FIRST + STEP * at} cy={heights[at]} r={at === stops.length - 1 ? 4.6 : 3} {...(at === stops.length - 1 ? { 'stroke-width': '1.8' } : {})} />
        ))}
      </svg>
      <span class="unseen">{waySays(stops)}</span>
    </>
  );
}

/** How to read it. */
export function CustodyLegend(): JSX.Element {
  return (
    <>
      <span><svg class="wide" width="34" height="12" aria-hidden="true"><path class="k-2 f-none" stroke-width="1.6" d="M2 6H32" /><circle class="f-2" cx="17" cy="6" r="3" /></svg>at the place it was sent to</span>
      <span><svg class="wide" width="34" height="12" aria-hidden="true"><path class="k-toward f-none" stroke-width="1.6" d="M2 2C12 2 12 9 20 9H32" /><circle class="f-toward" cx="26" cy="9" r="3" /></svg>at another place (lower track)</span>
      <span><svg class="wide" width="34" height="12" aria-hidden="true"><path class="k-edge f-none" stroke-width="1.4" stroke-dasharray="1.5 3" d="M2 6H32" /></svg>not yet</span>
      <span><svg class="wide" width="34" height="12" aria-hidden="true"><rect x="2" y="2.5" width="30" height="7" fill="url(#hatch)" /></svg>no data</span>
    </>
  );
}
