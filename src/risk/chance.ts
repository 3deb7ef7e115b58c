/**
 * A chance in words: whole above 1 %, one decimal below.
 *
 * Never "0 %" and never "100 %": no sum proves either.
 *
 * @param chance 0 to 1
 * @example chanceText(0.9999) // => 'over 99 %'
 */
export function chanceText(chance: number): string {
  const per = 100 * chance;
  if (per < 0.1) return 'under 0.1 %';
  if (per < 1) return `${Math.min(per, 0.9).toFixed(1)} %`;
  return per >= 99.5 ? 'over 99 %' : `${per.toFixed(0)} %`;
}
