import type { Serial } from '../../core/person.ts';

/** One value for each laptop and entry of an address table: laptops report by the hundred from one line, which is one entry. */
export interface ByEntry<V> {
  get(laptop: Serial | undefined, lat: number, lon: number): V | undefined;
  set(laptop: Serial | undefined, lat: number, lon: number, value: V): void;
  values(): V[];
}

export function byEntry<V>(): ByEntry<V> {
  const laptops = new Map<Serial | undefined, { readonly lat: number; readonly lon: number; value: V }[]>();
  // A laptop has a handful, so that looking through them is quicker than spelling two coordinates for each row.
  const find = (laptop: Serial | undefined, lat: number, lon: number) => laptops.get(laptop)?.find((one) => one.lat === lat && one.lon === lon);
  return {
    get: (laptop, lat, lon) => find(laptop, lat, lon)?.value,
    set(laptop, lat, lon, value) {
      const known = find(laptop, lat, lon);
      if (known) known.value = value;
      else if (laptops.has(laptop)) laptops.get(laptop)!.push({ lat, lon, value });
      else laptops.set(laptop, [{ lat, lon, value }]);
    },
    values: () => [...laptops.values()].flat().map(({ value }) => value),
  };
}
