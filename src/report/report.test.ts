import { describe, expect, it } from 'vitest';
import { shareBounds } from '../evaluate/intervals.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { happenings, SWIFT } from '../../test/support/small-company.ts';
import { companyIn, RUNS } from '../../test/support/told-lines.ts';
import { factsOf, type WeekFacts } from './facts.ts';
import { htmlOf } from './html.ts';
import { markdownOf } from './markdown.ts';
import { findBrowser, pdfOf } from './pdf.ts';
import { weekNamed } from './week.ts';
import { weeklyOf } from './weekly.ts';

const HOSTILE = '<img src=x onerror=alert(1)> [x](javascript:1) | =cmd() \u202egnp.exe';
const ABOUT = { company: 'Acme', zone: 'UTC', simulated: true };
const WEEK = weekNamed('2026-W46', 'UTC')!;

async function aLine() {
  const line = await companyIn(async () => memoryStore({ now: () => RUNS.at(-1)! }), [happenings(SWIFT)]);
  await line.replay(RUNS, () => {});
  return line;
}
const made = await aLine();
const facts = await factsOf(made, WEEK, ABOUT);

describe('the facts of a week', () => {
  it('are those of its last run, with the farm as the one case', () => {
    expect(facts.run!.asOf).toBeLessThan(WEEK.to);
    expect(facts.open.map(({ hires }) => hires)).toEqual([['h-03', 'h-07', 'h-11']]);
    expect(facts.movement.act.now.openAfter + facts.movement.review.now.openAfter).toBe(1);
  });
  it('count days since the start on which nothing came in', () => {
    // Twelve people, five working days; one is silent from the second week on.
    expect(facts.hireDays).toMatchObject({ expected: 60, seen: 55 });
    expect(facts.hireDays.lostBy['check-in']).toBeGreaterThanOrEqual(5);
  });
  it('are the same when asked again, and after what was done later', async () => {
    const before = JSON.stringify(weeklyOf(facts, shareBounds));
    await made.acts.append({ case: facts.open[0]!.id, event: { kind: 'closed', at: WEEK.to + 1, by: 'sam', reason: 'true', note: 'taken back' } });

    expect(JSON.stringify(weeklyOf(await factsOf(made, WEEK, ABOUT), shareBounds))).toBe(before);
  });
  it('of a week without a run say that nothing was judged', async () => {
    const empty = weeklyOf(await factsOf(made, weekNamed('2026-W30', 'UTC')!, ABOUT), shareBounds);

    expect(empty.sentences).toEqual(['Nothing was judged in this week: no run took place. That says nothing about anybody.']);
    expect(htmlOf(empty)).toContain('nothing was judged');
  });
});

describe('a report', () => {
  const report = weeklyOf(facts, shareBounds);

  it('begins with sentences and ends with what to check', () => {
    expect(report.sentences[0]).toMatch(/^\d cases? w(as|ere) opened and 0 closed\.$/);
    expect(report.closed_said).toBe('0 cases decided in 12 weeks: too few to judge how often a case is right.');
    expect(report.decisions.map(({ who }) => who)).toContain('the lead, for it has no owner');
  });
  it('counts the laptops of those it watches, and of nobody else', () => {
    const [one] = facts.run!.custody;
    const withStaff = weeklyOf({ ...facts, run: { ...facts.run!, custody: [...facts.run!.custody, { ...one!, serial: 'SN-STAFF', hire_id: 'staff-1' }, { ...one!, serial: 'SN-SPARE', hire_id: null }] } }, shareBounds);

    expect(withStaff.scope.laptops.value).toBe(report.scope.laptops.value);
    expect(report.scope.laptops.value).toBeGreaterThan(0);
  });
  it('calls no chance certain', () => {
    const sure = weeklyOf({ ...facts, open: [{ ...facts.open[0]!, chance: 1 }] }, shareBounds);

    expect(markdownOf(sure)).toContain('over 99 %');
    expect(htmlOf(sure)).toContain('over 99 %');
  });
  it('names no hire', () => {
    const text = JSON.stringify(report) + markdownOf(report) + htmlOf(report);

    expect([...facts.hires].filter(({ hire }) => new RegExp(`\\b${hire}\\b`).test(text))).toEqual([]);
  });
  it('gives every number its query', () => {
    const html = htmlOf(report);
    const targets = [...html.matchAll(/href="#(q\d+)"/g)].map(([, id]) => id!);

    expect(targets.length).toBeGreaterThan(20);
    expect(targets.filter((id) => !html.includes(`<li id="${id}">`))).toEqual([]);
  });
  it('says first that a company is made up', () => {
    expect(htmlOf(report)).toContain('of a <b>simulated company</b>');
    expect(markdownOf(report)).toContain('**Simulated company.**');
  });
  it('puts small groups of people together, and a small rest with the smallest large group', () => {
    const hires = (zone: string, many: number): WeekFacts['hires'] => Array.from({ length: many }, (_, nth) => ({ hire: `${zone}-${nth}`, zone, startsAt: 0 }));
    const of = (...groups: WeekFacts['hires'][]) => weeklyOf({ ...facts, hires: groups.flat() }, shareBounds).zones.map(({ zone, share }) => `${zone} ${share.of}`);

    expect(of(hires('A', 30), hires('B', 12), hires('C', 4), hires('D', 8))).toEqual(['A 30', 'B 12', 'other zones 12', 'all 54']);
    expect(of(hires('A', 30), hires('B', 12), hires('C', 4))).toEqual(['A 30', 'other zones 16', 'all 46']);
    expect(of(hires('A', 4), hires('B', 3))).toEqual(['all zones 7']);
  });
  it('shows text from outside as text', () => {
    const closed = { ...facts.open[0]!, status: 'closed' as const, closed: { reason: 'false' as const, note: HOSTILE, by: 'sam', at: WEEK.to - 1 } };
    const hostile = weeklyOf({ ...facts, company: HOSTILE, closed: [closed] }, shareBounds);

    expect(htmlOf(hostile)).not.toMatch(/<img|\u202e/);
    expect(markdownOf(hostile)).toContain('\\<img src=x onerror=alert\\(1\\)\\> \\[x\\]\\(javascript:1\\) \\| =cmd\\(\\)  gnp.exe');
  });
});

describe('the report on paper', () => {
  const browser = findBrowser({ named: process.env['CHROMIUM_PATH'], path: process.env['PATH'] ?? '' });
  if (browser === undefined && process.env['CI'] === 'true') throw new Error('No Chromium found: apt-get install chromium');

  it.skipIf(browser === undefined)('has two pages, however long its lists are', async () => {
    const many = Array.from({ length: 40 }, (_, nth) => ({ ...facts.open[0]!, id: `c-${nth}`, headline: 'x'.repeat(300) }));
    const long = weeklyOf({
      ...facts, open: many, closed: many.map((state) => ({ ...state, status: 'closed' as const, closed: { reason: 'not-evaluable' as const, note: 'y'.repeat(3_000), by: 'sam', at: WEEK.to - 1 } })),
      allowed: Array.from({ length: 40 }, (_, nth) => ({ kind: 'permission' as const, id: String(nth), row: { tool: 'anydesk', scope: 'team:a team with a rather long name', owner: 'somebody.with.a.long.name@acme.example', reason: 'z', until: '2026-11-20' } })),
      sources: Array.from({ length: 20 }, (_, nth) => ({ name: `source-${nth}`, state: 'dark' as const, lastEventAt: 0, times: 1, said: '' })),
    }, shareBounds);

    for (const report of [weeklyOf(facts, shareBounds), long]) expect(pagesOf(await pdfOf(htmlOf(report), browser))).toBe(2);
  }, 60_000);
  it('says how to get a PDF where there is no Chromium', async () => {
    await expect(pdfOf('', undefined)).rejects.toThrow('none was found. Install it (Debian: apt-get install chromium)');
  });
});

function pagesOf(pdf: Buffer): number {
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}
