import { greatestOf } from '../core/extremes.ts';
import { chanceText } from '../risk/chance.ts';

type Line = Readonly<Record<string, unknown>>;

/** Lines for people: a few columns, aligned, the most pressing first where there is an order. */
export function tableOf(kind: 'findings' | 'risk' | 'cases' | 'devices', lines: readonly object[]): readonly string[] {
  const rows = lines as readonly Line[];
  switch (kind) {
    case 'findings': return aligned(['hire', 'detector', 'weight', 'finding'], rows.map((row) => [row['hire_id'], row['detector'], signed(row['llr']), `${row['muted'] ? '(muted, adds 0) ' : ''}${String(row['headline'])}`]));
    case 'risk': return aligned(['hire', 'band', 'chance', 'log-odds', 'day', 'families', 'nothing to look at'], [...rows].sort((a, b) => (b['log_odds'] as number) - (a['log_odds'] as number))
      .map((row) => [row['hire_id'], row['unknown'] === true ? 'unknown' : row['band'], chanceText(row['chance'] as number), signed(row['log_odds']), row['day'], familiesOf(row), (row['blind'] as string[]).join(' ')]));
    case 'cases': return aligned(['case', 'status', 'band', 'chance', 'people', 'why'], rows.map((row) => [row['id'], row['status'], row['band'], chanceText(row['chance'] as number), (row['hires'] as string[]).join(' '), `${String(row['headline'])}${hiddenBeside(row['muted'])}`]));
    case 'devices': return aligned(['serial', 'holder', 'verdict', 'because'], rows.map((row) => [row['serial'], row['hire_id'] ?? 'spare', row['verdict'], row['because']]));
  }
}

function familiesOf(row: Line): string {
  const parts = row['parts'] as readonly Line[];
  const families = [...new Set(parts.filter((part) => part['kind'] === 'finding' && (part['adds'] as number) > 0).map((part) => part['family']))];
  const muted = parts.filter((part) => part['muted'] !== undefined).length;
  return [...families, ...(muted === 0 ? [] : [`(${muted} muted)`])].join(' ');
}

function hiddenBeside(muted: unknown): string {
  return (muted as readonly Line[] | undefined)?.map((one) => ` (muted: ${String(one['findings'])} of ${String(one['detector'])})`).join('') ?? '';
}

/** Two decimals with a sign, as on the pages. */
export function signed(value: unknown): string {
  const number = value as number;
  return `${number < 0 ? '−' : '+'}${Math.abs(number).toFixed(2)}`;
}

/** A share, whole above 1 %, one decimal below; for chances see `chanceText`. */
export function percent(value: unknown): string {
  const share = (value as number) * 100;
  return `${share >= 1 ? share.toFixed(0) : share.toFixed(1)} %`;
}

/** Cells in columns, the head first. */
export function aligned(head: readonly string[], rows: readonly (readonly unknown[])[]): readonly string[] {
  const all = [head, ...rows.map((row) => row.map((cell) => String(cell)))];
  const widths = head.map((_, index) => greatestOf(all.map((row) => row[index]!.length)));
  return all.map((row) => row.map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index]!))).join('  '));
}
