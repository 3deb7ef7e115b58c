import type { JSX } from 'preact';
import type { Share, WeeklyReport } from '../../src/api/contract.ts';
import { count } from '../kit/format.ts';

/** Drawn to be shown as large as it is, four beside each other, so that the axis stays readable. */
const [LEFT, TOP, BOTTOM, WIDTH] = [38, 12, 96, 216];
const RIGHT = LEFT + WIDTH - 2;

/** Twelve weeks of one count as bars from zero, the week shown darkest. */
export function Multiple({ id, title, says, weeks, valueOf }: { readonly id: string; readonly title: string; readonly says: string; readonly weeks: WeeklyReport['weeks']; readonly valueOf: (week: WeeklyReport['weeks'][number]) => number }): JSX.Element {
  const values = weeks.map(valueOf);
  const most = scaleEnd(Math.max(...values));
  const step = WIDTH / weeks.length;
  const height = (value: number): number => Math.round(((BOTTOM - TOP) * value * 10) / most) / 10;
  const nameOf = (at: number): string => weeks[at]!.week.slice(6);
  return (
    <figure class="mult">
      <figcaption><b>{title}</b> <span>{count(values.at(-1) ?? 0)}</span><small class="faint">{says}</small></figcaption>
      <svg viewBox="0 0 256 118" role="img" aria-labelledby={id}>
        <title id={id}>{`${title}, weeks ${weeks[0]?.week} to ${weeks.at(-1)?.week}: ${values.map((value) => count(value)).join(', ')}`}</title>
        {[0, most / 2, most].map((at) => <g key={at}><path class="k-line" d={`M${LEFT} ${BOTTOM - height(at)}H${RIGHT}`} /><text class="end" x="32" y={BOTTOM - height(at) + 4}>{count(at)}</text></g>)}
        {values.map((value, at) => <rect key={at} class={at === values.length - 1 ? 'f-ink' : 'f-neutral'} x={Math.round(LEFT + at * step + 2)} y={BOTTOM - height(value)} width={Math.round(step - 5)} height={height(value)} />)}
        <path class="k-2" d={`M${LEFT} ${BOTTOM}H${RIGHT}`} />
        {[0, Math.floor(weeks.length / 2), weeks.length - 1].map((at) => <text key={at} class="mid" x={Math.round(LEFT + at * step + step / 2 - 1)} y="111">{at === 0 ? `week ${nameOf(at)}` : nameOf(at)}</text>)}
      </svg>
    </figure>
  );
}

/** An even number that ends a scale well. */
function scaleEnd(most: number): number {
  if (most <= 2) return 2;
  const size = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 4, 6, 10].map((times) => times * size).find((end) => end >= most && end % 2 === 0) ?? 10 * size;
}

/** A share as a dot in its interval, on a scale from 0 to `most`; a dashed line is the share to reach. */
export function Dot({ of: { hits, of, atLeast, atMost }, most = 1, goal }: { readonly of: Share; readonly most?: number; readonly goal?: number }): JSX.Element | null {
  if (of === 0) return null;
  const x = (share: number): number => Math.round((6 + 138 * Math.min(1, share / most)) * 10) / 10;
  return (
    <svg width="150" height="14" aria-hidden="true">
      <path class="k-line" d="M6 13.5H144" />
      {goal !== undefined && <path class="k-2" d={`M${x(goal)} 1v12`} stroke-dasharray="2 1.5" />}
      <path class="k-ink" d={`M${x(atLeast)} 7H${x(atMost)}`} stroke-width="1.6" />
      <circle class="f-ink" cx={x(hits / of)} cy="7" r="3.2" />
    </svg>
  );
}

/** A length from zero; hatched where it stands for what did not come. */
export function Length({ of, most, hatched = false }: { readonly of: number; readonly most: number; readonly hatched?: boolean }): JSX.Element {
  const width = most === 0 ? 0 : Math.round((118 * of * 10) / most) / 10;
  return (
    <svg width="120" height="14" aria-hidden="true">
      {hatched ? <rect y="2" width={width} height="10" fill="url(#hatch)" /> : <rect class="f-neutral" y="2" width={width} height="10" />}
      <path class="k-ink" d="M.5 0v14" />
    </svg>
  );
}
