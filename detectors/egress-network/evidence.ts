import { daily, type Evidence, type RowOf, type Window } from '../../src/detect/detector.ts';
import { countryDays } from '../../src/detect/places/laptop-countries.ts';
import { PLACE_ROWS } from '../../src/detect/places/place-rows.ts';
import { WHEREABOUTS } from '../../src/detect/places/whereabouts.ts';

export const SEEN_BY = ['sign-in', 'vpn-connected'] as const;

const SIGN_INS = {
  where: { 'event.action': SEEN_BY, 'farmwatch.net.line': { exists: true } },
  by: ['event.action', 'event.outcome', 'farmwatch.net.line', 'farmwatch.net.kind', 'source.geo.country_iso_code', 'source.as.organization.name', 'device.id', 'event.module'],
  measure: { times: 'count', last: { max: '@timestamp' } },
} as const satisfies Evidence;

export const EVIDENCE = { signIns: SIGN_INS, lines: PLACE_ROWS.lines, countries: daily(WHEREABOUTS, countryDays) };
export type Seen = Window<typeof EVIDENCE>;
export type Row = RowOf<typeof SIGN_INS>;

/** Networks that hide where somebody is. */
const ANONYMOUS = new Set(['vpn', 'hosting']);
/** Networks that hide it without anybody's doing: a privacy relay is in every new phone, a satellite lands anywhere. */
const UNTOLD = new Set(['relay', 'satellite']);

/** True for a row from a network whose users hide by choice where they are. */
export function isAnonymous(row: Row): boolean {
  return ANONYMOUS.has(row['farmwatch.net.kind'] ?? '');
}
/** True for a row from a network that tells no place, without anybody's doing. */
export function isUntold(row: Row): boolean {
  return UNTOLD.has(row['farmwatch.net.kind'] ?? '');
}
