/** Territories of the United States, by the code that they have both as a country and as a region of the United States. */
const TERRITORIES: ReadonlySet<string> = new Set(['PR', 'GU', 'VI', 'AS', 'MP', 'UM']);

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
  return code !== undefined && TERRITORIES.has(code) && (here === 'US' || here === code) ? { country: code, region: undefined } : { country, region };
}
