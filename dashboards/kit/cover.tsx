import type { JSX } from 'preact';
import { share } from './format.ts';

/** Share of expected days with data as a bar; what did not come is hatched, and stands for nothing. */
export function Cover({ of, width = 56 }: { readonly of: number | undefined; readonly width?: number }): JSX.Element {
  const there = Math.min(1, Math.max(0, of ?? 0)) * width;
  return (
    <>
      <svg class="cover" width={width} height="10" aria-hidden="true">
        <rect y="1" width={width} height="8" fill="url(#hatch)" />
        <rect class="f-neutral" y="1" width={Math.round(there * 10) / 10} height="8" />
      </svg>
      {' '}<span class="num">{of === undefined ? 'no source' : of === 0 ? 'dark' : share(of)}</span>
    </>
  );
}
