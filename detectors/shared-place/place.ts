import { blocksOf } from '../../src/core/address.ts';
import type { Seen } from './evidence.ts';

/** A place by one of its marks: `line …`, `router …`, `radio …`. A place that ties nobody is `listed …`. */
export type PlaceKey = string;
export type Aspect = 'line' | 'router' | 'radio' | 'listed';

export function aspectOf(place: PlaceKey): Aspect {
  return place.slice(0, place.indexOf(' ')) as Aspect;
}
/** The line or token of a place. */
export function markOf(place: PlaceKey): string {
  return place.slice(place.indexOf(' ') + 1);
}

/** Kinds of network behind which strangers meet by the thousand, far from where they are. */
const NOWHERE = new Set(['mobile', 'hosting', 'vpn', 'relay', 'satellite']);
const PHYSICAL = new Set(['office', 'cowork', 'campus']);

/**
 * What a line says: `somewhere` a home or a small business may stand behind it; `listed` a place that the company
 * vouches for, or a campus; `nowhere` shared by strangers, or the company's own exit, so it does not tell a place.
 */
export type LineSays = 'somewhere' | 'listed' | 'nowhere';

export function lineReader(window: Seen): (line: string, kind: string | undefined) => LineSays {
  const physical = blocksOf(window.places.filter(({ kind }) => PHYSICAL.has(kind)).flatMap(({ cidr }) => cidr));
  return (line, kind = 'unknown') => {
    if (physical(line)) return 'listed';
    if (window.vouched(line) || NOWHERE.has(kind)) return 'nowhere';
    return kind === 'education' ? 'listed' : 'somewhere';
  };
}
