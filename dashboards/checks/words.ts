import type { CheckOutcome, CheckRow } from '../../src/api/contract.ts';
import { clock } from '../kit/format.ts';

export const OUTCOME_SAYS = { confirmed: 'Confirmed', refuted: 'Refuted', inconclusive: 'Could not be told' } as const satisfies Record<CheckOutcome, string>;
export const OUTCOMES = ['confirmed', 'refuted', 'inconclusive'] as const satisfies readonly CheckOutcome[];

const STATE_SAYS = { 'open': 'to be done', 'on-hold': 'on hold', 'dropped': 'dropped', 'done': 'done' } as const satisfies Record<CheckRow['state'], string>;

/** “Mon 16 Nov”: a due date is a day, and the same everywhere. */
export function daySays(at: number): string {
  const { weekday, day, month } = clock(at, 'UTC');
  return `${weekday} ${day} ${month}`;
}

export const isToDo = ({ state }: CheckRow): boolean => state === 'open' || state === 'on-hold';
export const isOverdue = (row: CheckRow, now: number): boolean => isToDo(row) && row.due < now;

/** “overdue”, “on hold”, “refuted”. */
export function stateSays(row: CheckRow, now: number): string {
  if (row.outcome !== undefined) return OUTCOME_SAYS[row.outcome].toLowerCase();
  return row.state === 'open' && isOverdue(row, now) ? 'overdue' : STATE_SAYS[row.state];
}

/** “2 of 4 steps”. */
export const stepsSay = ({ stepsDone, steps }: CheckRow): string => `${stepsDone} of ${steps} steps`;

/** The day in two weeks, as a date field has it. */
export function twoWeeksOn(now: number): string {
  return new Date(now + 14 * 86_400_000).toISOString().slice(0, 10);
}
