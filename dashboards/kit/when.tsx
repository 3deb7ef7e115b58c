import type { JSX } from 'preact';
import { clock, moment, shortMoment, zoneName } from './format.ts';

/**
 * A moment, with UTC beside it for whoever points at it or copies it.
 *
 * @param zone whose wall: that of the evidence, as what stands around it says; undefined for what people
 *             did and have to do, which is told on the reader's own wall, with its name
 * @param bare without the name, where it stands beside
 */
export function When({ at, zone, short = false, bare = false }: { readonly at: number; readonly zone: string | undefined; readonly short?: boolean; readonly bare?: boolean }): JSX.Element {
  const { hour, minute, day, month } = clock(at, 'UTC');
  const name = bare || (zone !== undefined && zone !== 'UTC') ? '' : ` ${zone ?? zoneName(at)}`;
  return <time dateTime={new Date(at).toISOString()} title={`${day} ${month} ${hour}:${minute} UTC`}>{short ? shortMoment(at, zone) : moment(at, zone)}{name}</time>;
}
