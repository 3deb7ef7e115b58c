import type { HireId } from '../../core/person.ts';
import type { Day } from '../../core/time.ts';
import type { RowOf } from '../detector.ts';
import type { WHEREABOUTS } from './whereabouts.ts';

/** Where laptops were seen, in the hands of their holder on one UTC day; kinds of network that do not tell the country left out. */
export interface CountryDay { readonly holder: HireId; readonly day: Day; readonly timesByCountry: ReadonlyMap<string, number> }

/** Kinds of network that do not tell the country. */
const UNTOLD = new Set(['vpn', 'hosting', 'relay', 'satellite']);

/** The rows of a day as countries of laptops. */
export function countryDays(rows: readonly RowOf<typeof WHEREABOUTS>[], day: Day): readonly CountryDay[] {
  const byHolder = new Map<HireId, Map<string, number>>();
  for (const row of rows) {
    const { holder, laptop, times, 'source.geo.country_iso_code': country } = row;
    if (holder === undefined || laptop === undefined || country === undefined || UNTOLD.has(row['farmwatch.net.kind'] ?? '')) continue;
    let countries = byHolder.get(holder);
    if (!countries) byHolder.set(holder, (countries = new Map()));
    countries.set(country, (countries.get(country) ?? 0) + times);
  }
  return [...byHolder].map(([holder, timesByCountry]) => ({ holder, day, timesByCountry }));
}

/**
 * Tells in which country somebody's laptop lives: that of most of its days.
 *
 * @param minimumDays on fewer days it lives nowhere yet
 */
export function laptopCountries(days: readonly CountryDay[], minimumDays: number): (hire: HireId) => string | undefined {
  const byHolder = Map.groupBy(days, ({ holder }) => holder);
  return (hire) => {
    const own = byHolder.get(hire) ?? [];
    const most = own.flatMap(({ timesByCountry }) => [...timesByCountry].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0] ?? []);
    return [...new Set(most)].find((country) => {
      const there = most.filter((one) => one === country).length;
      return there >= minimumDays && there * 2 > most.length;
    });
  };
}
