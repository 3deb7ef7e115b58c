/** Territories of the United States have country codes of their own, and are no other country. */
const US_TERRITORIES: ReadonlySet<string> = new Set(['PR', 'VI', 'GU', 'AS', 'MP', 'UM']);

/** The country that a code of two letters is of. */
export function mainlandOf(code: string): string {
  return US_TERRITORIES.has(code) ? 'US' : code;
}

/** True where both are known and not one country. */
export function isAbroad(country: string | undefined, home: string | undefined): boolean {
  return country !== undefined && home !== undefined && mainlandOf(country) !== mainlandOf(home);
}

const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });

/** English name of a country, `China`; what is no code stays as it is. */
export function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? names.of(code)! : code;
}
