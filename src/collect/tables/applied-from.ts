import type { AppliedFrom } from '../../core/person.ts';
import type { AddressFacts } from '../enrich.ts';

/** What an applicant's address says, in the words of an application row. @returns undefined where nothing is known */
export function appliedFromOf(facts: AddressFacts): AppliedFrom | undefined {
  const country = facts['source.geo.country_iso_code'] as string | undefined;
  const [lat, lon] = [facts['source.geo.location.lat'], facts['source.geo.location.lon']] as (number | undefined)[];
  const radius = facts['farmwatch.net.radius_km'] as number | undefined;
  const network = facts['farmwatch.net.kind'] as string | undefined;
  if (country === undefined && lat === undefined) return undefined;
  return {
    ...(country === undefined ? {} : { country }),
    ...(lat === undefined || lon === undefined ? {} : { at: { lat, lon } }),
    ...(radius === undefined ? {} : { radius_km: radius }),
    ...(network === undefined ? {} : { network }),
  };
}
