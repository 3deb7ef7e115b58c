/**
 * Which offset from UTC a zone's clocks show at an instant, fast enough to ask for every event.
 *
 * The rules come from the runtime's time zone database; transitions of a zone are worked out once
 * and kept, which changes no answer, only its price.
 */

/** Instants at which a zone's offset changes, with the offset that holds from each on. */
type ZoneTable = { readonly fromSec: readonly number[]; readonly offsetMin: readonly number[] };

/** Transitions are tabled up to here; later instants use the last offset of the table. */
const UNTIL_SEC = Date.UTC(2060, 0, 1) / 1000;
const SINCE_SEC = Date.UTC(1990, 0, 1) / 1000;

const tables = new Map<string, ZoneTable>();

function tableOf(zone: string): ZoneTable {
  const known = tables.get(zone);
  if (known !== undefined) return known;
  let at = Temporal.Instant.fromEpochMilliseconds(SINCE_SEC * 1000).toZonedDateTimeISO(zone);
  const fromSec = [Number.NEGATIVE_INFINITY];
  const offsetMin = [at.offsetNanoseconds / 60e9];
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds >= UNTIL_SEC * 1000) break;
    fromSec.push(next.epochMilliseconds / 1000);
    offsetMin.push(next.offsetNanoseconds / 60e9);
    at = next;
  }
  const table = { fromSec, offsetMin };
  tables.set(zone, table);
  return table;
}

/**
 * Minutes east of UTC that clocks in a zone show at an instant, daylight saving included.
 *
 * @param zone  IANA zone name; an unknown one throws RangeError
 * @param atSec instant, unix seconds; before 1990 the rule of 1990 holds, after 2059 that of 2059
 * @returns minutes, negative west of Greenwich
 * @example zoneOffsetMin('America/New_York', Date.UTC(2026, 6, 1) / 1000) // => -240
 */
export function zoneOffsetMin(zone: string, atSec: number): number {
  const { fromSec, offsetMin } = tableOf(zone);
  let low = 0;
  let high = fromSec.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((fromSec[middle] ?? Number.POSITIVE_INFINITY) <= atSec) low = middle;
    else high = middle - 1;
  }
  return offsetMin[low] ?? 0;
}
