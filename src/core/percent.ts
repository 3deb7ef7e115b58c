/**
 * A share in per cent, with no zeros at its end.
 *
 * @param share    0 to 1
 * @param decimals how many it has at most
 * @example percent(0.125) // => '13 %'
 * @example percent(0.125, 1) // => '12.5 %'
 */
export function percent(share: number, decimals = 0): string {
  const scale = 10 ** decimals;
  return `${Math.round(share * 100 * scale) / scale} %`;
}
