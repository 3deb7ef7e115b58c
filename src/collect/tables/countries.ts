import { lookup } from '../../core/lookup.ts';

/** English names as the runtime knows them, and what people write besides. */
const OTHER_NAMES: Readonly<Record<string, string>> = lookup({
  usa: 'US', unitedstatesofamerica: 'US', america: 'US', uk: 'GB', gbr: 'GB', greatbritain: 'GB', england: 'GB', scotland: 'GB', wales: 'GB',
  can: 'CA', mex: 'MX', bra: 'BR', ind: 'IN', deu: 'DE', fra: 'FR', esp: 'ES', prt: 'PT', ita: 'IT', nld: 'NL', holland: 'NL', pol: 'PL', irl: 'IE',
  aus: 'AU', nzl: 'NZ', jpn: 'JP', kor: 'KR', southkorea: 'KR', koreasouth: 'KR', republicofkorea: 'KR', prk: 'KP', northkorea: 'KP', chn: 'CN', prc: 'CN', peoplesrepublicofchina: 'CN',
  rus: 'RU', russianfederation: 'RU', phl: 'PH', vnm: 'VN', vietnam: 'VN', pak: 'PK', ukr: 'UA', nga: 'NG', zaf: 'ZA', isr: 'IL', sgp: 'SG', mys: 'MY', are: 'AE', uae: 'AE',
  czechrepublic: 'CZ', turkey: 'TR', turkiye: 'TR', macedonia: 'MK', burma: 'MM', myanmar: 'MM', ivorycoast: 'CI', swaziland: 'SZ', hongkong: 'HK', macau: 'MO', taiwan: 'TW',
});

/** Codes that the runtime names but no country has. */
const NO_COUNTRIES: ReadonlySet<string> = new Set(['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ']);

const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
const codes = new Map<string, string>();

function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase().replace(/[^a-z]+/g, '');
}

function known(): ReadonlyMap<string, string> {
  if (codes.size > 0) return codes;
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  for (const code of letters.flatMap((first) => letters.map((second) => first + second))) {
    const name = names.of(code);
    if (name === undefined || NO_COUNTRIES.has(code)) continue;
    // The runtime turns a withdrawn code (DD) into the one in force (DE).
    const inForce = new Intl.Locale(`und-${code}`).region ?? code;
    codes.set(folded(code), inForce).set(folded(name), inForce);
  }
  for (const [name, code] of Object.entries(OTHER_NAMES)) codes.set(name, code);
  return codes;
}

/**
 * The ISO 3166-1 code of a country, from its code in any case or its English name.
 *
 * @example countryCode('United States') // => 'US'
 */
export function countryCode(text: string): string | undefined {
  return known().get(folded(text));
}
