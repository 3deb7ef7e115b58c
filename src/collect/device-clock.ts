import { DAY, MINUTE, isZone, offsetMinutes, parseInstant, type Instant } from '../core/time.ts';

/**
 * The instant at which the clocks of a zone show a time; of the two in the hour that autumn repeats, the later one. In the
 * hour that spring leaves out, the instant at which a clock that nobody put forward shows it.
 *
 * @param asIfUtc what the clock shows, written as if it were UTC: `2026-11-02T08:00:00Z`
 * @returns undefined for text that is no time
 */
export function fromLocal(asIfUtc: string, zone: string): Instant | undefined {
  const local = parseInstant(asIfUtc);
  if (local === undefined) return undefined;
  // A change of the clocks lies between the day before and the day after, if anywhere near.
  const readings = [local - DAY, local + DAY].map((near) => local - offsetMinutes(zone, near) * MINUTE);
  const real = readings.filter((at) => at + offsetMinutes(zone, at) * MINUTE === local);
  // The hour that spring leaves out was never shown; the clock had not been put forward yet.
  return real.length > 0 ? Math.max(...real) : readings[0];
}

/**
 * The zone of one device's clock.
 *
 * @param option a zone for all, and `NAME=ZONE` for those that differ, with commas between; the name is what records call
 *               the device, such as its serial number
 * @returns the zone, or what is wrong with the option
 * @example zoneOf('UTC,0131=America/Chicago', '0131') // => 'America/Chicago'
 */
export function zoneOf(option: string | undefined, device: string | undefined): string | { readonly rejected: string } {
  const entries = zonesIn(option ?? '');
  const zone = (device === undefined ? undefined : entries.get(device)) ?? entries.get('') ?? 'UTC';
  return isZone(zone) ? zone : { rejected: `the option zone names ${JSON.stringify(zone.slice(0, 40))}, which is no IANA time zone` };
}

/** What is wrong with the option for all devices; undefined where every zone exists. */
export function zoneProblem(option: string): string | undefined {
  const strange = [...zonesIn(option).values()].find((zone) => !isZone(zone));
  return strange === undefined ? undefined : `${JSON.stringify(strange.slice(0, 40))} is no IANA time zone; write one such as America/Chicago`;
}

let last: { readonly option: string; readonly zones: ReadonlyMap<string, string> } | undefined;

/** Zones by device, the one for all under ''. The option is the same for a whole run, so one answer is kept. */
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
