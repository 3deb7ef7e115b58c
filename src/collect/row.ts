/**
 * The cells of a row of a table; what is not known is an empty text, so that the row has its column all the same.
 *
 * @example cellsFrom({ serial: 'C02', asset_tag: undefined }) // => { serial: 'C02', asset_tag: '' }
 */
export function cellsFrom(values: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([column, value]) => [column, value ?? '']));
}

/**
 * The last day of this employment: systems of HR keep one record a person, and of somebody who came back the last day of the
 * first time stays in it. Taken for this one it would say that they never started.
 */
export function lastDayOf(end: string | undefined, start: string | undefined): string | undefined {
  return end !== undefined && start !== undefined && end < start ? undefined : end;
}
