import { addressClass } from '../../core/address-class.ts';
import { blocksOf } from '../../core/address.ts';
import type { PlaceRow } from '../../core/person.ts';
import { rememberLast } from '../../core/remember-last.ts';
import type { Registry } from '../people/registry.ts';

/** A place by one of its marks: `line …`, `router …`, `radio …`. A place that ties nobody is `listed …`: one of the list, or a VPN service where nothing else is told. */
export type PlaceKey = string;
export type Aspect = 'line' | 'router' | 'radio' | 'listed';

export function aspectOf(place: PlaceKey): Aspect {
  return place.slice(0, place.indexOf(' ')) as Aspect;
}
/** Spells places by their marks. Rows name the same few again and again, so each is spelled once. */
export function placeSpeller(): (aspect: Aspect, mark: string) => PlaceKey {
  const spelled: Readonly<Record<Aspect, Map<string, PlaceKey>>> = { line: new Map(), router: new Map(), radio: new Map(), listed: new Map() };
  return (aspect, mark) => {
    let place = spelled[aspect].get(mark);
    if (place === undefined) spelled[aspect].set(mark, (place = `${aspect} ${mark}`));
    return place;
  };
}

/** The line or token of a place. */
export function markOf(place: PlaceKey): string {
  return place.slice(place.indexOf(' ') + 1);
}

/** Kinds of network behind which strangers meet by the thousand, far from where they are. */
const NOWHERE = new Set(['mobile', 'hosting', 'vpn', 'relay', 'satellite']);
/** True for kinds of network whose lines tie nobody to a place. */
export function isShared(kind: string | undefined): boolean {
  return kind !== undefined && NOWHERE.has(kind);
}
const HIDING = new Set(['hosting', 'vpn', 'relay']);
/** True for kinds of network that people go through to be seen elsewhere. */
export function isHiding(kind: string | undefined): boolean {
  return kind !== undefined && HIDING.has(kind);
}
const PHYSICAL = new Set(['office', 'cowork', 'campus']);

/** True for a place of the list where people sit; an exit, a cloud desktop and a carrier's address are lists of addresses only. */
export function isPhysical(place: PlaceRow): boolean {
  return PHYSICAL.has(place.kind);
}

/**
 * What a line says: `somewhere` a home or a small business may stand behind it; `listed` a place that the company
 * vouches for, or a campus; `nowhere` shared by strangers, or the company's own exit, so it does not tell a place.
 */
export type LineSays = 'somewhere' | 'listed' | 'nowhere';

export type LineReader = (line: string, kind: string | undefined) => LineSays;

/** Reads lines with their kind of network; a kind that is not known may be a home's. */
export function lineReader({ places, vouched }: Pick<Registry, 'places' | 'vouched'>): LineReader {
  return readerOfLines(places, vouched);
}

/** The same of a row, which may tell no line but its kind. */
export function rowReader(registry: Pick<Registry, 'places' | 'vouched'>): (row: { readonly 'farmwatch.net.line'?: string | undefined; readonly 'farmwatch.net.kind'?: string | undefined }) => LineSays {
  const reads = lineReader(registry);
  return ({ 'farmwatch.net.line': line, 'farmwatch.net.kind': kind }) => (line === undefined ? (isShared(kind) ? 'nowhere' : 'somewhere') : reads(line, kind));
}

/** Every detector of a run asks about the same lines. */
const readerOfLines = rememberLast((places: readonly PlaceRow[], vouched: Registry['vouched']): LineReader => {
  const placeOf = placeReader(places);
  const said = new Map<string, 'listed' | 'nowhere' | 'as its kind'>();
  const sayOf = (line: string): 'listed' | 'nowhere' | 'as its kind' => {
    let answer = said.get(line);
    if (answer === undefined) said.set(line, (answer = placeOf(line) ? 'listed' : vouched(line) || isInner(line) ? 'nowhere' : 'as its kind'));
    return answer;
  };
  return (line, kind = 'unknown') => {
    const say = sayOf(line);
    return say !== 'as its kind' ? say : NOWHERE.has(kind) ? 'nowhere' : kind === 'education' ? 'listed' : 'somewhere';
  };
});

/**
 * Reads the lines behind which a router or radio was seen. Desktops in a cloud or a rack stand behind a router of their
 * house: it is listed with their lines, though these tell nothing of a laptop that only goes out by them.
 */
export function tokenLineReader({ places }: Pick<Registry, 'places'>, says: LineReader): LineReader {
  const isCloud = cloudLines(places);
  return (line, kind) => (isCloud(line) ? 'listed' : says(line, kind));
}

const cloudLines = rememberLast((places: readonly PlaceRow[]) => blocksOf(places.filter(({ kind }) => kind === 'cloud-desktop').flatMap(({ cidr }) => cidr)));

/** True for lines of inner networks, which thousands of homes have alike: 192.168.1.10, 100.64.0.1, fd00::/64. */
function isInner(line: string): boolean {
  const found = addressClass(line.replace(/\/\d+$/, ''));
  return found !== 'public' && found !== 'documentation';
}

/** The place of the list at which people sit behind a line; undefined for every other line. */
export const placeReader = rememberLast((places: readonly PlaceRow[]): (line: string) => PlaceRow | undefined => {
  const physical = places.filter(isPhysical).map((place) => ({ place, holds: blocksOf(place.cidr) }));
  // Nearly every line is somebody's at home: one question tells that, in place of one for each place.
  const isAtAny = blocksOf(physical.flatMap(({ place }) => place.cidr));
  return (line) => (isAtAny(line) ? physical.find(({ holds }) => holds(line))!.place : undefined);
});
