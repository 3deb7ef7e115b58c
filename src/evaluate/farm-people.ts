import type { HireId } from '../core/person.ts';
import type { Instant } from '../core/time.ts';
import type { Company } from '../simulate/company.ts';
import type { FarmStyle } from '../simulate/farm.ts';

/** Somebody whose laptop stands in a farm. */
export interface FarmPerson {
  readonly hire: HireId;
  readonly style: FarmStyle;
  /** Which farm of the company, counted from 0: careful ones have several places. */
  readonly nth: number;
  /** How many laptops of the farm stand where theirs does: careful farms keep some in flats of their own. */
  readonly together: number;
  /** When the third laptop, or the second of two, first stood there; of a single one, when it did. */
  readonly since: Instant;
}

/** Everybody in the farms of a simulated company. Who has no laptop yet at the end of the simulated time is left out. */
export function farmPeopleOf({ tables, truth }: Pick<Company, 'tables' | 'truth'>): readonly FarmPerson[] {
  const serials = new Map(tables.devices.map(({ hire_id: hire, serial }) => [hire, serial]));
  const stood = truth.laptops;
  return truth.farms.flatMap(({ style, hires, arrivals }, nth) => {
    const standing = hires.flatMap((hire) => {
      const spot = stood[serials.get(hire) ?? '']?.[0];
      return spot && arrivals[hire] !== undefined ? [{ hire, spot: `${spot.lat},${spot.lon}`, at: arrivals[hire] }] : [];
    });
    return [...Map.groupBy(standing, ({ spot }) => spot).values()].flatMap((ofOne) => {
      const order = ofOne.map(({ at }) => at).sort((a, b) => a - b);
      return ofOne.map(({ hire }): FarmPerson => ({ hire, style, nth, together: order.length, since: order[Math.min(2, order.length - 1)]! }));
    });
  });
}
