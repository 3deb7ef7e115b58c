import type { JSX } from 'preact';
import type { HourShares, TimelineView } from '../../src/api/contract.ts';
import { capital, clock, counted, town } from '../kit/format.ts';
import { NOON, SLOTS, usualTimes } from './usual-times.ts';

const [LEFT, TOP, WIDTH, HEIGHT] = [46, 26, 490, 96];
const BOTTOM = TOP + HEIGHT;
const SLOT = WIDTH / SLOTS;
const NIGHT = { from: 22, hours: 8 };

/** On how many days a lane was seen at which time of the claimed day; what was dark is hatched from above, and is never zero. */
export function HoursPicture({ hours, view }: { readonly hours: HourShares; readonly view: TimelineView }): JSX.Element {
  const where = view.zone === 'UTC' ? 'UTC' : `${town(view.zone)} time`;
  const said = `${capital(hours.name)}: ${usualTimes(hours, where)}`;
  const fit = view.fit?.nights[0] && hourOf(view.fit.nights[0].from, view.zone);
  const nothing = hours.days + hours.darkDays === 0;
  return (
    <figure>
      <svg class="hours" viewBox={`0 0 ${LEFT + WIDTH + 24} ${BOTTOM + 36}`} role="img">
        <title>{`${said} ${daysSaid(hours)} Half hours from noon to noon, with the nights of the claim${view.fit ? ` and of ${view.fit.said}` : ''} shaded.`}</title>
        {stripes(NIGHT.from).map(({ x, width }) => <g key={x}><rect class="f-night-claim" x={x} width={width} y={TOP - 14} height={HEIGHT + 14} /><rect class="f-neutral" x={x} width={width} y={TOP - 14} height="3" /></g>)}
        {fit !== undefined && stripes(fit).map(({ x, width }) => <g key={x}><rect class="f-night-fit" x={x} width={width} y={TOP} height={HEIGHT} /><rect x={x} width={width} y={TOP - 8} height="8" fill="url(#night-fit)" /></g>)}
        {[0, 50, 100].map((per) => <g key={per}><line class="k-line" x1={LEFT} x2={LEFT + WIDTH} y1={y(per / 100)} y2={y(per / 100)} /><text class="end" x={LEFT - 5} y={y(per / 100) + 4}>{per} %</text></g>)}
        {Array.from({ length: SLOTS }, (_, place) => <Slot key={place} place={place} half={hours.halfHours[(place + NOON) % SLOTS]!} toward={hours.toward} />)}
        <line class="k-2" x1={LEFT} x2={LEFT + WIDTH} y1={BOTTOM} y2={BOTTOM} />
        {Array.from({ length: 9 }, (_, nth) => <text key={nth} class="mid" x={round(LEFT + (nth * WIDTH) / 8)} y={BOTTOM + 15}>{String((12 + 3 * nth) % 24).padStart(2, '0')}:00</text>)}
        {nothing && <text class="mid t-ink halo" x={LEFT + WIDTH / 2} y={TOP + HEIGHT / 2}>nothing seen</text>}
        <text class="mid" x={LEFT + WIDTH / 2} y={BOTTOM + 31}>{where}, noon to noon; share of the days that count</text>
      </svg>
      <figcaption><b>{hours.name}.</b> {capital(usualTimes(hours, where))} {daysSaid(hours)}</figcaption>
    </figure>
  );
}

function Slot({ place, half: { seen, dark, of }, toward }: { readonly place: number; readonly half: HourShares['halfHours'][number]; readonly toward: boolean }): JSX.Element | null {
  if (of === 0) return null;
  const x = round(LEFT + place * SLOT);
  return (
    <>
      {dark > 0 && <rect x={x} width={round(SLOT)} y={TOP} height={round((HEIGHT * dark) / of)} fill="url(#hatch)" />}
      {seen > 0 && <rect class={toward ? 'f-toward' : 'f-ink'} x={x + 1} width={round(SLOT - 2)} y={y(seen / of)} height={round((HEIGHT * seen) / of)} />}
    </>
  );
}

/** Which days count, in words. */
function daysSaid({ days, darkDays }: HourShares): string {
  if (days === 0 && darkDays === 0) return 'No day counts.';
  if (days === 0) return `All ${counted(darkDays, 'day')} are dark: nothing was looked at, which is not zero.`;
  return `Of ${counted(days, 'day')} with something${darkDays === 0 ? '' : `, and ${counted(darkDays, 'dark day')} (hatched)`}.`;
}

/** The hour that a clock shows, with its minutes as a fraction. */
function hourOf(at: number, zone: string): number {
  const { hour, minute } = clock(at, zone);
  return Number(hour) + Number(minute) / 60;
}

/** A night from an hour on, as one or two stripes of the day from noon to noon. */
function stripes(hour: number): readonly { readonly x: number; readonly width: number }[] {
  const begins = (hour - 12 + 24) % 24;
  const ends = begins + NIGHT.hours;
  const stripe = (from: number, to: number): { readonly x: number; readonly width: number } => ({ x: round(LEFT + (from * WIDTH) / 24), width: round(((to - from) * WIDTH) / 24) });
  return ends <= 24 ? [stripe(begins, ends)] : [stripe(0, ends - 24), stripe(begins, 24)];
}

const y = (share: number): number => round(BOTTOM - share * HEIGHT);
const round = (value: number): number => Math.round(value * 10) / 10;
