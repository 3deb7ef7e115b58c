import type { JSX } from 'preact';
import { clock, moment, shortMoment } from './format.ts';

/** A moment on the wall of `zone`, with UTC beside it for whoever points at it or copies it. */
export function When({ at, zone, short = false }: { readonly at: number; readonly zone: string | undefined; readonly short?: boolean }): JSX.Element {
  const { hour, minute, day, month } = clock(at, 'UTC');
  return <time dateTime={new Date(at).toISOString()} title={`${day} ${month} ${hour}:${minute} UTC`}>{short ? shortMoment(at, zone) : moment(at, zone)}</time>;
}
