import type { JSX } from 'preact';
import type { Band as BandName } from '../../src/api/contract.ts';
import { Chance } from './chance.tsx';
import { Shape } from './symbols.tsx';
import { BAND_SAYS } from './words.ts';

/** Shape and word of a band, and its chance where the reader asked for it. */
export function Band({ band, chance }: { readonly band: BandName; readonly chance?: number }): JSX.Element {
  return (
    <span class={`band band-${band}`}>
      <Shape name={`band-${band}`} />{BAND_SAYS[band]}{chance !== undefined && <> <Chance of={chance} /></>}
    </span>
  );
}
