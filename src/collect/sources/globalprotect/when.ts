import { MINUTE, isZone, offsetMinutes, parseInstant, type Instant } from '../../../core/time.ts';

const NAIVE = /^(\d{4})[/-](\d\d)[/-](\d\d)[ T](\d\d:\d\d:\d\d)(\.\d{1,9})?$/;
const SPELLED = /^([A-Z][a-z]{2}) +(\d{1,2}) (\d{4}) (\d\d:\d\d:\d\d)(?: (GMT|UTC|Z))?$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * Reads a time as PAN-OS writes it in its several forms.
 *
 * @param zone IANA zone of the firewall's clock, for times that do not say theirs
 * @returns undefined for anything else, and for the start of 1970, by which a firewall says that it has no such time
 */
export function panTime(text: string | undefined, zone: string): Instant | undefined {
  if (text === undefined) return undefined;
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

/** The instant at which the clocks of a zone show a time; of the two in the hour that autumn repeats, the later one. */
function fromLocal(asIfUtc: string, zone: string): Instant | undefined {
  const local = parseInstant(asIfUtc);
  if (local === undefined) return undefined;
  const guess = local - offsetMinutes(zone, local) * MINUTE;
  return local - offsetMinutes(zone, guess) * MINUTE;
}

/**
 * The zone of one firewall's clock.
 *
 * @param option a zone for all, and `SERIAL=ZONE` for those that differ, with commas between
 * @returns the zone, or what is wrong with the option
 * @example zoneOf('UTC,0131=America/Chicago', '0131') // => 'America/Chicago'
 */
export function zoneOf(option: string | undefined, serial: string | undefined): string | { readonly rejected: string } {
  const entries = zonesIn(option ?? '');
  const zone = (serial === undefined ? undefined : entries.get(serial)) ?? entries.get('') ?? 'UTC';
  return isZone(zone) ? zone : { rejected: `the option zone names ${JSON.stringify(zone.slice(0, 40))}, which is no IANA time zone` };
}

/** What is wrong with the option for all firewalls; undefined where every zone exists. */
export function zoneProblem(option: string): string | undefined {
  const strange = [...zonesIn(option).values()].find((zone) => !isZone(zone));
  return strange === undefined ? undefined : `${JSON.stringify(strange.slice(0, 40))} is no IANA time zone; write one such as America/Chicago`;
}

let last: { readonly option: string; readonly zones: ReadonlyMap<string, string> } | undefined;

/** Zones by serial, the one for all under ''. The option is the same for a whole run, so one answer is kept. */
function zonesIn(option: string): ReadonlyMap<string, string> {
  if (last?.option !== option) {
    const zones = new Map<string, string>();
    for (const entry of option.split(',').map((part) => part.trim()).filter(Boolean)) {
      const at = entry.indexOf('=');
      zones.set(at < 0 ? '' : entry.slice(0, at).trim(), entry.slice(at + 1).trim());
    }
    last = { option, zones };
  }
  return last.zones;
}
