import { isAbroad } from '../../src/core/countries.ts';
import { distanceRangeKm, type Spot } from '../../src/core/geo.ts';
import type { Serial } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import { DAY, startOfDay, type Day } from '../../src/core/time.ts';
import type { Hire } from '../../src/detect/detector.ts';
import { homeOn } from '../../src/detect/people/homes.ts';
import { isReported } from '../../src/detect/places/standing.ts';
import type { Weighed } from '../../src/detect/places/place-verdict.ts';
import type { Sight } from '../../src/detect/places/sights.ts';
import type { WhereaboutsRow } from '../../src/detect/places/whereabouts.ts';
import type { SETTINGS } from './settings.ts';

/** A laptop that stands in another country than its holder's home. */
export interface Abroad {
  /** From the first to the last day there since it was last seen at home. */
  readonly days: number;
  readonly isLong: boolean;
}

/**
 * Whether the place where a laptop lives is in another country.
 *
 * Of a home line the table says so. A mobile card roams and leaves by the exit of its carrier, and what a list does not know
 * may be a gateway: such a line counts where the laptop's own location or its clock says that it is there.
 *
 * @param rows   of the whole window, without trips and listed places
 * @param sights of the same rows
 */
export function abroadOf({ standing: { at, days }, clock }: Weighed, rows: readonly WhereaboutsRow[], sights: readonly Sight[], hire: Hire, home: Spot, settings: Pick<Values<typeof SETTINGS>, 'nearKm' | 'abroadDays'>): Abroad | undefined {
  const isBorneOut = isReported(at) || clock === 'agrees';
  const telling = rows.filter((row) => isAbroad(row['source.geo.country_iso_code'], hire.home_country) && (row['farmwatch.net.kind'] === 'home' || (isBorneOut && !HIDING.has(row['farmwatch.net.kind'] ?? ''))));
  const lately = telling.filter(({ day }) => days.has(day));
  if (new Set(lately.map(({ day }) => day)).size * 2 <= days.size) return undefined;
  const atHome = sights.filter((sight) => distanceRangeKm(sight, home)[0] <= settings.nearKm).map(({ day }) => day).sort().at(-1) ?? '';
  const there = [...new Set(telling.map(({ day }) => day))].filter((day) => day > atHome).sort();
  // Whoever is back stands at home.
  if (there.length < 2) return undefined;
  const span = daysBetween(there[0]!, there.at(-1)!) + 1;
  return { days: span, isLong: span >= settings.abroadDays };
}

/** Lines that do not tell where somebody is. */
const HIDING: ReadonlySet<string> = new Set(['vpn', 'hosting', 'relay', 'satellite']);

function daysBetween(from: Day, to: Day): number {
  return Math.round((startOfDay(to) - startOfDay(from)) / DAY);
}

/**
 * Days on which a person's account was used from a home line of another country, by another machine, while the laptop was
 * seen at home: that it stands there is then what a farm would show, too.
 *
 * @param homeDays days on which the laptop was at home
 */
export function apartDaysOf(signIns: readonly WhereaboutsRow[], serial: Serial, homeDays: ReadonlySet<Day>, hire: Hire): number {
  const away = signIns.filter((row) => row.laptop !== serial && row['farmwatch.net.kind'] === 'home' && isAbroad(row['source.geo.country_iso_code'], homeOn(hire, row.day).country));
  return new Set(away.map(({ day }) => day).filter((day) => homeDays.has(day))).size;
}
