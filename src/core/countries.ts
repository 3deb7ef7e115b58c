/** Territories of the United States have country codes of their own, and are no other country; as regions of it they have the same codes. */
const US_TERRITORIES: ReadonlySet<string> = new Set(['PR', 'VI', 'GU', 'AS', 'MP', 'UM']);

/** The country that a code of two letters is of. */
function mainlandOf(code: string): string {
  return US_TERRITORIES.has(code) ? 'US' : code;
}

/** True where both are known and not one country. */
export function isAbroad(country: string | undefined, home: string | undefined): boolean {
  return country !== undefined && home !== undefined && mainlandOf(country) !== mainlandOf(home);
}

/** Country and region as a record tells them. */
export interface CountryAndRegion { readonly country?: string | undefined; readonly region?: string | undefined }

/**
 * One way to write a place in a territory: carriers write San Juan, PR, US, and the staff record says country PR.
 *
 * @example territoryApart({ country: 'US', region: 'US-PR' }) // => { country: 'PR', region: undefined }
 */
export function territoryApart({ country, region }: CountryAndRegion): CountryAndRegion {
  const code = /^(?:US-)?([A-Z]{2})$/i.exec(region ?? '')?.[1]?.toUpperCase();
  const here = country?.toUpperCase();
  return code !== undefined && US_TERRITORIES.has(code) && (here === 'US' || here === code) ? { country: code, region: undefined } : { country, region };
}

const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });

/** English name of a country, `China`; what is no code stays as it is. */
export function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? names.of(code)! : code;
}
