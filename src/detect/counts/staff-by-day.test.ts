import { describe, expect, it } from 'vitest';
import type { Hire } from '../detector.ts';
import { staffByDay } from './staff-by-day.ts';

const person = (id: string, inScope: boolean): [string, Hire] => [id, { hire_id: id, inScope } as Hire];
const HIRES = new Map([person('starter', true), person('ann', false), person('ben', false), person('cem', false)]);
const WINDOW = { hires: HIRES, from: Date.UTC(2026, 10, 2), to: Date.UTC(2026, 10, 4), crowd: () => 0 };
const row = (day: string, holder?: string, who?: string) => ({ day, holder, person: who });

describe('people outside scope, by day', () => {
  it('are as many as had a mark on the day with most of them, each once', () => {
    const staff = staffByDay(WINDOW);

    for (const one of [row('2026-11-02', 'ann'), row('2026-11-02', 'ann'), row('2026-11-03', 'ben'), row('2026-11-03', undefined, 'cem')]) staff.note('tool', one);

    expect(staff.most('tool')).toBe(2);
    expect(staff.most('another')).toBe(0);
  });

  it('are neither starters nor strangers; the holder goes before the person', () => {
    const staff = staffByDay(WINDOW);

    for (const one of [row('2026-11-02', 'starter', 'ann'), row('2026-11-02', undefined, 'nobody known'), row('2026-11-02')]) staff.note('tool', one);

    expect(staff.most('tool')).toBe(0);
  });

  it('are the same whether their rows are there or only a number of them', () => {
    const before = staffByDay(WINDOW);
    for (const one of [row('2026-11-02', 'ann'), row('2026-11-02', 'ben'), row('2026-11-03', 'cem')]) before.note('tool', one);
    const after = staffByDay({ ...WINDOW, crowd: (mark, day) => (mark === 'tool' && day === '2026-11-02' ? 2 : 0) });
    after.note('tool', row('2026-11-03', 'cem'));

    expect(after.most('tool')).toBe(before.most('tool'));
  });
});
