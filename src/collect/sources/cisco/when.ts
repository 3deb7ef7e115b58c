import { DAY, parseInstant, type Instant } from '../../../core/time.ts';
import type { Rejected } from '../../../core/parse-event.ts';
import { MONTHS } from '../../calendar-time.ts';
import { fromLocal, zoneOf } from '../../device-clock.ts';
import { utcTime } from '../../utc-time.ts';

/** What stands before a message: times, and what calls itself the sender. */
export interface Header {
  readonly times: readonly HeaderTime[];
  readonly sender: string | undefined;
}

/** A time as written, its parts in the order of ISO 8601; some have no year, most no zone. */
export interface HeaderTime { readonly year: string | undefined; readonly rest: string; readonly zone: string | undefined }

const TIME = new RegExp([
  String.raw`(?<year>\d{4})-(?<md>\d\d-\d\d)[T ](?<hms>\d\d:\d\d:\d\d(?:\.\d{1,9})?)(?<offset>Z|[+-]\d\d:?\d\d)?`,
  String.raw`(?:(?<year1>20\d\d) )?(?<month>${MONTHS.join('|')}) {1,2}(?<day>\d{1,2}) (?:(?<year2>\d{4}) )?(?<hms2>\d\d:\d\d:\d\d(?:\.\d{1,9})?)(?: (?<word>UTC|GMT|[A-Z]{3,5})(?=[ :]|$))?`,
].join('|'), 'g');
/** A header is short; text that claims to be one is not searched to its end. */
const LONGEST_HEADER = 400;

/** Reads what stands before `%ASA`. */
export function headerOf(text: string): Header {
  const header = text.slice(-LONGEST_HEADER);
  const times = [...header.matchAll(TIME)].map(({ groups = {} }): HeaderTime => {
    if (groups['md'] !== undefined) return { year: groups['year'], rest: `${groups['md']}T${groups['hms']!}`, zone: groups['offset'] };
    const month = String(MONTHS.indexOf(groups['month']!) + 1).padStart(2, '0');
    // Only UTC means the same everywhere: other abbreviations are what somebody called the clock.
    const zone = /^(UTC|GMT)$/.test(groups['word'] ?? '') ? 'Z' : undefined;
    return { year: groups['year2'] ?? groups['year1'], rest: `${month}-${groups['day']!.padStart(2, '0')}T${groups['hms2']!}`, zone };
  });
  const words = header.replace(/^<\d{1,3}>\d?/, '').replace(TIME, ' ').split(/[\s:]+/).filter((word) => /^[\w.-]{1,255}$/.test(word) && word !== '-');
  return { times, sender: words.at(-1) };
}

export interface Clock {
  /** A zone for all firewalls, and `NAME=ZONE` for those that differ. */
  readonly zone: string | undefined;
  /** The year of times that have none. */
  readonly year: string | undefined;
  /** When a collector took the line, where it says so. */
  readonly received: string | undefined;
}

/**
 * When the message was written.
 *
 * Of several times one that says its zone is preferred, then one with a year, then the one nearest to the message, which
 * is the firewall's own. A line without any happened when the collector took it.
 */
export function ciscoTime({ times, sender }: Header, clock: Clock): Instant | Rejected {
  const zone = zoneOf(clock.zone, sender);
  if (typeof zone !== 'string') return zone;
  const received = utcTime(clock.received);
  const written = times.findLast(({ year, zone: own }) => year !== undefined && own !== undefined) ?? times.findLast(({ year }) => year !== undefined) ?? times.at(-1);
  if (!written) return received ?? { rejected: NO_TIME };
  const inYear = (year: string): Instant | undefined => (
    written.zone === undefined ? fromLocal(`${year}-${written.rest}Z`, zone) : parseInstant(`${year}-${written.rest}${written.zone}`)
  );
  const years = written.year !== undefined ? [written.year] : received === undefined ? [clock.year ?? ''] : yearsBefore(received);
  if (years[0] === '') return { rejected: 'the time has no year; set the option year, or have the firewall write it with "logging timestamp"' };
  const at = years.map(inYear).find((found) => found !== undefined && (received === undefined || found <= received + DAY));
  return at ?? { rejected: 'no time that can be read' };
}

/** A file does not say when its lines came in; what is sent over syslog is dated by whoever takes it. */
const NO_TIME = 'no time in the line or beside it; switch on "logging timestamp" at the firewall, or send it by syslog, which dates what comes in';

/** The years a line without one may be from, newest first: it was written before it came in. */
function yearsBefore(received: Instant): readonly string[] {
  const year = new Date(received + DAY).getUTCFullYear();
  return [String(year), String(year - 1)];
}
