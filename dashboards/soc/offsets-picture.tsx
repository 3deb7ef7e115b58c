import type { JSX } from 'preact';
import type { ClockFit } from '../../src/api/contract.ts';
import { percent, town } from '../kit/format.ts';

const [LEFT, TOP, WIDTH, HEIGHT] = [46, 40, 490, 82];
const BOTTOM = TOP + HEIGHT;
/** Clocks stand from 12 hours behind UTC to 14 hours before it. */
const [FIRST, LAST] = [-12 * 60, 14 * 60];
const BAR = 7;

/** Which clocks the hours of somebody fit, how well, and where the claim stands among them. */
export function OffsetsPicture({ fit, zone }: { readonly fit: ClockFit; readonly zone: string }): JSX.Element {
  const likely = fit.likely.map(({ said }) => said).join(', ');
  const ofClaim = chanceOf(fit.claimed.at, fit);
  // Whole tenths above the tallest.
  const top = Math.max(0.1, Math.ceil(Math.max(...fit.offsets.map(({ chance }) => chance)) * 10) / 10);
  const y = (chance: number): number => round(BOTTOM - (HEIGHT * chance) / top);
  const isLikely = (at: number): boolean => fit.likely.some(({ from, to }) => at >= from && at <= to);
  return (
    <figure>
      <svg class="hours offsets" viewBox={`0 0 ${LEFT + WIDTH + 24} ${BOTTOM + 36}`} role="img">
        <title>{`Which clock fits the hours of work: most likely ${fit.said}, 95 % together ${likely}. The claim, ${fit.claimed.said}, has ${ofClaim}.`}</title>
        {[0, top / 2, top].map((chance) => <g key={chance}><line class="k-line" x1={LEFT} x2={LEFT + WIDTH} y1={y(chance)} y2={y(chance)} /><text class="end" x={LEFT - 5} y={y(chance) + 4}>{Math.round(chance * 100)} %</text></g>)}
        {fit.offsets.map(({ at, chance }) => <rect key={at} class={isLikely(at) ? 'f-ink' : 'f-edge'} x={round(x(at) - BAR / 2)} width={BAR} y={y(chance)} height={round(BOTTOM - y(chance))} />)}
        <line class="k-2" x1={LEFT} x2={LEFT + WIDTH} y1={BOTTOM} y2={BOTTOM} />
        {fit.likely.map(({ from, to }) => <path key={from} class="f-none k-fit" d={`M${round(x(from) - BAR)} ${TOP - 4}v-6H${round(x(to) + BAR)}v6`} stroke-width="1.6" />)}
        <path class="k-toward" d={`M${x(fit.claimed.at)} ${TOP - 18}V${BOTTOM}`} stroke-width="1.6" stroke-dasharray="4 3" />
        <text class="mid t-toward halo" x={Math.min(Math.max(x(fit.claimed.at), LEFT + 70), LEFT + WIDTH - 70)} y={TOP - 24}>the claim, {fit.claimed.said}: {ofClaim}</text>
        {[-12, -8, -4, 0, 4, 8, 12].map((hours) => <text key={hours} class="mid" x={x(hours * 60)} y={BOTTOM + 15}>{hours < 0 ? `−${-hours}` : hours > 0 ? `+${hours}` : '0'}</text>)}
        <text class="mid" x={LEFT + WIDTH / 2} y={BOTTOM + 31}>hours from UTC; the chances of all add to 100 %</text>
      </svg>
      <figcaption><b>Which clock fits the hours.</b> Most likely {fit.said}; 95 % together {likely}. Somebody {zone === 'UTC' ? 'there' : `in ${town(zone)}`} who works nights by choice gives nearly the same hours: hours alone settle nothing.</figcaption>
    </figure>
  );
}

/** The chance of an offset in words; what is not listed is under one in a thousand. */
function chanceOf(at: number, { offsets }: ClockFit): string {
  const chance = offsets.find((one) => one.at === at)?.chance;
  return chance === undefined ? 'under 0.1 %' : percent(chance);
}

const x = (minutes: number): number => round(LEFT + (WIDTH * (minutes - FIRST)) / (LAST - FIRST));
const round = (value: number): number => Math.round(value * 10) / 10;
