import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { SHIPPED, type Catalogue } from '../catalogue/catalogue.ts';
import { addressClass } from '../catalogue/networks.ts';
import type { Event, FieldName } from '../core/event.ts';
import { FarmwatchError, messageOf } from '../errors.ts';
import { loadOperators } from './asn.ts';

/** What the address of an event says: where, whose network, what kind. */
export type AddressFacts = { readonly [F in FieldName]?: string | number };

export interface Enricher {
  /** Versions of the data sets in use, kept with every event they touched. */
  readonly versions: string;
  /** What an address says, with the versions that say so, for an event that brought nothing of it. */
  factsOf(address: string): AddressFacts;
  /** The event with place, operator and kind of network filled in; what the record brought is kept and marked. */
  enrich(event: Event): Event;
}

/** Addresses whose answer is held; a working day of a large company sees fewer. */
const HELD = 200_000;
/** Fields whose presence shows that a record brought place or operator itself. */
export const GIVEN = ['source.geo.country_iso_code', 'source.geo.location.lat', 'source.as.number'] as const;

/** Fills events in from a look-up of addresses. The same address always gives the same answer. */
export function enricherOver(versions: string, lookUp: (address: string) => AddressFacts, { kindOfNetwork }: Pick<Catalogue, 'kindOfNetwork'> = SHIPPED): Enricher {
  const held = new Map<string, AddressFacts>();
  const factsOf = (address: string): AddressFacts => {
    let facts = held.get(address);
    if (facts === undefined) {
      if (held.size >= HELD) held.clear();
      held.set(address, (facts = { ...lookUp(address), 'farmwatch.net.data': versions }));
    }
    return facts;
  };
  return {
    versions,
    factsOf,
    enrich(event) {
      const address = event['source.ip'];
      if (address === undefined) return event;
      const facts = factsOf(address);
      const given = GIVEN.some((name) => event[name] !== undefined);
      if (!given) return { ...event, ...facts } as Event;
      const { 'farmwatch.net.radius_km': radius, ...rest } = facts;
      const place = event['source.geo.location.lat'] === undefined && radius !== undefined ? { 'farmwatch.net.radius_km': radius } : {};
      const kind = event['source.as.number'] === undefined ? undefined
        : kindOfNetwork({ asn: event['source.as.number'], organisation: event['source.as.organization.name'], ip: address }).kind;
      return { ...rest, ...place, ...(kind ? { 'farmwatch.net.kind': kind } : {}), ...event, 'farmwatch.net.data': `given, ${versions}` } as Event;
    },
  };
}

/** geoip-lite's answer as far as we use it. */
interface CityAnswer { readonly country: string; readonly region: string; readonly city: string; readonly ll: readonly [number, number]; readonly area: number }

/** The look-up over the data sets that ship with the product. */
export async function openEnricher(): Promise<Enricher> {
  return (await openAddresses())(SHIPPED);
}

/**
 * The same for any catalogue, whose networks may change while the large tables stay: a kind is stamped on an event when
 * it comes in, by what is known then.
 *
 * @param mmdb path of an operator's own city database in MaxMind's format; its places win over those that ship
 */
export async function openAddresses(mmdb?: string): Promise<(catalogue: Catalogue) => Enricher> {
  const operators = loadOperators();
  const { default: geoip } = await import('geoip-lite');
  const version = (createRequire(import.meta.url)('geoip-lite/package.json') as { version: string }).version;
  const own = mmdb === undefined ? undefined : await openMmdb(mmdb);
  return (catalogue) => enricherOver(`geoip-lite ${version}, asn ${operators.version}, networks ${catalogue.version}${own ? `, ${own.version}` : ''}`, (address) => {
    if (addressClass(address) !== 'public') return { 'farmwatch.net.kind': 'unknown' };
    const operator = operators.operatorOf(address);
    const kind = catalogue.kindOfNetwork({ asn: operator?.asn, organisation: operator?.organisation, ip: address }).kind;
    return {
      ...(own?.placeOf(address) ?? placeOf(geoip.lookup(address) as CityAnswer | null)),
      ...(operator ? { 'source.as.number': operator.asn, 'source.as.organization.name': operator.organisation } : {}),
      'farmwatch.net.kind': kind,
    };
  }, catalogue);
}

/** A blank city means that only the country is known: its point and zone are made up and are left out. */
function placeOf(answer: CityAnswer | null): AddressFacts {
  if (!answer) return {};
  const country = { 'source.geo.country_iso_code': answer.country };
  if (!answer.city) return country;
  return {
    ...country,
    ...(answer.region && answer.region !== '00' ? { 'source.geo.region_iso_code': `${answer.country}-${answer.region}` } : {}),
    'source.geo.city_name': answer.city,
    'source.geo.location.lat': answer.ll[0], 'source.geo.location.lon': answer.ll[1],
    'farmwatch.net.radius_km': answer.area,
  };
}

interface CityRecord {
  readonly country?: { readonly iso_code?: string };
  readonly subdivisions?: readonly { readonly iso_code?: string }[];
  readonly city?: { readonly names?: { readonly en?: string } };
  readonly location?: { readonly latitude?: number; readonly longitude?: number; readonly accuracy_radius?: number };
}

async function openMmdb(file: string): Promise<{ readonly version: string; placeOf(address: string): AddressFacts }> {
  if (!existsSync(file)) throw new FarmwatchError('file.missing', { file });
  const { open } = await import('maxmind');
  try {
    const reader = await open<never>(file);
    const built = reader.metadata.buildEpoch;
    return {
      version: `${reader.metadata.databaseType} ${built instanceof Date ? built.toISOString().slice(0, 10) : String(built)}`,
      placeOf(address) {
        const record = reader.get(address) as CityRecord | null;
        const country = record?.country?.iso_code;
        if (!record || !country) return {};
        const { location, city } = record;
        const region = record.subdivisions?.[0]?.iso_code;
        const known: Record<string, string | number> = { 'source.geo.country_iso_code': country };
        if (!city?.names?.en || location?.latitude === undefined || location.longitude === undefined) return known;
        if (region) known['source.geo.region_iso_code'] = `${country}-${region}`;
        return {
          ...known, 'source.geo.city_name': city.names.en, 'source.geo.location.lat': location.latitude,
          'source.geo.location.lon': location.longitude, 'farmwatch.net.radius_km': location.accuracy_radius ?? 50,
        };
      },
    };
  } catch (cause) {
    throw new FarmwatchError('file.unreadable', { file, why: `not a MaxMind database (${messageOf(cause)})`, cure: 'Name a .mmdb file with cities.' }, { cause });
  }
}
