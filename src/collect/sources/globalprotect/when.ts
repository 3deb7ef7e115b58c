import { parseInstant, type Instant } from '../../../core/time.ts';
import { MONTHS } from '../../calendar-time.ts';
import { fromLocal } from '../../device-clock.ts';

const NAIVE = /^(\d{4})[/-](\d\d)[/-](\d\d)[ T](\d\d:\d\d:\d\d)(\.\d{1,9})?$/;
const SPELLED = /^([A-Z][a-z]{2}) +(\d{1,2}) (\d{4}) (\d\d:\d\d:\d\d)(?: (GMT|UTC|Z))?$/;

/**
 * Reads a time as PAN-OS writes it in its several forms.
 *
 * @param zone IANA zone of the firewall's clock, for times that do not say theirs
 * @returns undefined for anything else, and for the start of 1970, by which a firewall says that it has no such time
 */
export function panTime(text: string | undefined, zone: string): Instant | undefined {
  if (text === undefined) return undefined;
  // The logging service counts microseconds since 1970 where it answers a query.
  const count = /^(\d{10})(?:\d{3}){0,2}$/.exec(text);
  if (count) return Math.floor(Number(text) / 10 ** (text.length - 13));
  const naive = NAIVE.exec(text);
  const spelled = SPELLED.exec(text);
  let at: Instant | undefined;
  if (naive) at = fromLocal(`${naive[1]}-${naive[2]}-${naive[3]}T${naive[4]}${naive[5] ?? ''}Z`, zone);
  else if (spelled) {
    const month = MONTHS.indexOf(spelled[1]!) + 1;
    const local = `${spelled[3]}-${String(month).padStart(2, '0')}-${spelled[2]!.padStart(2, '0')}T${spelled[4]}Z`;
    at = spelled[5] === undefined ? fromLocal(local, zone) : parseInstant(local);
  } else at = parseInstant(text);
  return at !== undefined && at > 0 ? at : undefined;
}
