/**
 * The cells of a row of a table; what is not known is an empty text, so that the row has its column all the same.
 *
 * @example cellsFrom({ serial: 'C02', asset_tag: undefined }) // => { serial: 'C02', asset_tag: '' }
 */
export function cellsFrom(values: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([column, value]) => [column, value ?? '']));
}
