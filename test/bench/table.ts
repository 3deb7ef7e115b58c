export interface Row { readonly what: string; readonly value: string; readonly goal?: string }

/** Median with least and greatest. */
export function spread(values: readonly number[], digits = 0): string {
  const sorted = [...values].sort((a, b) => a - b);
  const text = (value: number): string => value.toFixed(digits);
  return `${text(sorted[Math.floor(sorted.length / 2)]!)} (${text(sorted[0]!)} to ${text(sorted.at(-1)!)})`;
}

/** A Markdown table, ready for the README. */
export function table(rows: readonly Row[]): string {
  return ['| what | median (least to greatest) | to reach |', '| --- | --- | --- |', ...rows.map(({ what, value, goal }) => `| ${what} | ${value} | ${goal ?? ''} |`)].join('\n');
}
