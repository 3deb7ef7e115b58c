import { describe, expect, it } from 'vitest';
import { shareBounds } from '../evaluate/intervals.ts';
import type { PersonRow } from '../core/person.ts';
import { DAY, HOUR } from '../core/time.ts';
import { aCase, aRun, pipelineOf } from '../run/housekeeping.fixture.ts';
import { hiddenJournal, plantedJournal } from './kept.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { happenings, settleIn, SWIFT } from '../../test/support/small-company.ts';
import { companyIn, RUNS } from '../../test/support/told-lines.ts';
import { factsOf, type WeekFacts } from './facts.ts';
import { htmlOf } from './html.ts';
import { markdownOf } from './markdown.ts';
import { findBrowser, pdfOf } from './pdf.ts';
import { quarterHtmlOf } from './quarter-html.ts';
import { quarterNamed } from './quarter.ts';
import { quarterFactsOf } from './quarter-facts.ts';
import { quarterlyOf } from './quarterly.ts';
import { weekNamed } from './week.ts';
import { weeklyOf } from './weekly.ts';

const HOSTILE = '<img src=x onerror=alert(1)> [x](javascript:1) | =cmd() \u202egnp.exe';
const ABOUT = { company: 'Acme', zone: 'UTC', simulated: true };
const WEEK = weekNamed('2026-W46', 'UTC')!;

async function aLine(change?: (person: PersonRow) => PersonRow) {
  const line = await companyIn(async () => memoryStore({ now: () => RUNS.at(-1)! }), [happenings(SWIFT)]);
  if (change) await settleIn(line.parts.store, change);
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
  it('of a week that still runs are told as so far, and cases are no older than they are', async () => {
    const now = facts.run!.asOf + HOUR;
    const running = weeklyOf(await factsOf(made, WEEK, { ...ABOUT, now }), shareBounds);
    const over = weeklyOf(await factsOf(made, WEEK, { ...ABOUT, now: WEEK.to }), shareBounds);

    expect(running.so_far).toBe(true);
    expect(running.sentences[0]).toBe('The week is not over: all of this is what is known so far.');
    expect(running.open[0]!.days).toBeCloseTo((now - facts.open[0]!.openedAt) / DAY, 1);
    for (const text of [htmlOf(running), markdownOf(running)]) {
      expect(text).toMatch(/open so far/i);
      expect(text).not.toContain('on Sunday');
    }
    expect('so_far' in over).toBe(false);
    expect(markdownOf(over)).toContain('## Open on Sunday');
  });
  it('are the same after later events, rows, looks, plantings and runs have come in', async () => {
    const line = await companyIn(async () => memoryStore({ now: () => WEEK.to + 9 * DAY }), [happenings(SWIFT)]);
    await line.replay(RUNS.filter((asOf) => asOf < WEEK.to), () => {});
    const before = JSON.stringify(weeklyOf(await factsOf(line, WEEK, ABOUT), shareBounds));
    const { store } = line.parts;

    // Learned of after the week, though they happened in it.
    await store.events.append(happenings(() => 0).map((event) => ({ ...event, 'event.id': `late-${event['event.id']}`, 'event.ingested': WEEK.to + DAY })));
    await plantedJournal(store).append({ at: WEEK.to + DAY, asOf: WEEK.to - DAY, seed: '1', plantings: [] });
    await hiddenJournal(store).append({ at: WEEK.to, asOf: WEEK.to - DAY, rows: [] });
    await store.journal<object>('views').append({ at: WEEK.to + 1, by: 'sam', what: 'case', id: 'c-1', people: ['Heron-417'] });
    await line.run(WEEK.to + DAY);
    await line.run(WEEK.to + 2 * DAY);

    expect(JSON.stringify(weeklyOf(await factsOf(line, WEEK, ABOUT), shareBounds))).toBe(before);
  });
  it('of a week over a change of clocks reach to its last hour where the company is', async () => {
    const line = await companyIn(async () => memoryStore({ now: () => RUNS.at(-1)! }), [happenings(SWIFT)]);
    const week = weekNamed('2026-W44', 'America/Chicago')!;
    // Sunday 23:30 in Chicago, an hour that a week of 168 hours would not have.
    const asOf = Date.parse('2026-11-02T05:30:00Z');
    await line.replay([asOf], () => {});

    const { run, weeks } = await factsOf(line, week, { ...ABOUT, zone: 'America/Chicago' });

    expect((week.to - week.from) / HOUR).toBe(169);
    expect(run?.asOf).toBe(asOf);
    expect(weeks.map(({ name }) => name).at(-1)).toBe('2026-W44');
  });
  it('tell open cases of each week as the report of that week did', async () => {
    const { weeks, movement } = facts;

    expect(weeks.at(-1)!.open).toBe(movement.act.now.openAfter + movement.review.now.openAfter);
    expect(weeks.at(-2)!.open).toBe(movement.act.now.openBefore + movement.review.now.openBefore);
  });
  it('count nobody past their first months among the hires, also where a case holds them', async () => {
    // Of twelve people, one of them with two laptops, two came in February; the laptop of one of these stands with the farm.
    const line = await aLine((person) => (['h-03', 'h-05'].includes(person.hire_id) ? { ...person, start_date: '2026-02-02' } : person));
    const [own, later] = await Promise.all(['2026-W46', '2026-W47'].map((name) => factsOf(line, weekNamed(name, 'UTC')!, ABOUT)));
    const told = weeklyOf(own!, shareBounds);

    expect(own!.open[0]!.hires).toContain('h-03');
    expect(own!.hires.map(({ hire }) => hire)).not.toContain('h-03');
    expect([told.scope.hires.value, told.weeks.at(-1)!.hires, later!.weeks.at(-2)!.hires]).toEqual([10, 10, 10]);
    expect(told.laptops_said).toBe('All 13 laptops on record: 11 of people in their first months, 2 of others.');
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
  it('asks for a decision by the Monday after a case was opened, in this week and in later ones', () => {
    const state = { ...facts.open[0]!, band: 'act' as const, openedAt: WEEK.from + DAY, history: [] };
    const later = weekNamed('2026-W48', 'UTC')!;
    const reportOf = (week: typeof WEEK) => weeklyOf({ ...facts, week, until: week.to, open: [state] }, shareBounds);
    const byOf = (week: typeof WEEK) => reportOf(week).decisions.find(({ decide }) => decide.includes(state.id));

    expect([byOf(WEEK), byOf(later)]).toMatchObject([{ by: '2026-11-16', overdue: false }, { by: '2026-11-16', overdue: true }]);
    // A day before the week that the report is about looks like a slip unless it says what it is.
    for (const said of [markdownOf(reportOf(later)), htmlOf(reportOf(later))]) expect(said).toContain('2026-11-16, overdue');
    expect(htmlOf(reportOf(WEEK))).not.toContain('overdue');
  });
  it('counts the laptops of those it watches, and of nobody else', () => {
    const [one] = facts.run!.custody;
    const withStaff = weeklyOf({ ...facts, run: { ...facts.run!, custody: [...facts.run!.custody, { ...one!, serial: 'SN-STAFF', hire_id: 'staff-1' }, { ...one!, serial: 'SN-SPARE', hire_id: null }] } }, shareBounds);

    expect(withStaff.scope.laptops.value).toBe(report.scope.laptops.value);
    expect(report.scope.laptops.value).toBeGreaterThan(0);
    const theirs = report.scope.laptops.value;
    const others = withStaff.laptops.reduce((sum, { many }) => sum + many.value, 0) - theirs;
    expect(withStaff.laptops_said).toBe(`All ${theirs + others} laptops on record: ${theirs} of people in their first months, ${others} of others.`);
    for (const text of [markdownOf(withStaff), htmlOf(withStaff)]) expect(text).toContain(withStaff.laptops_said);
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
    expect(targets.filter((id) => !html.includes(`<span id="${id}">`))).toEqual([]);
  });
  it('says first that a company is made up', () => {
    expect(htmlOf(report)).toContain('of a <b>simulated company</b>');
    expect(markdownOf(report)).toContain('**Simulated company.**');
  });
  it('puts small groups of people together, and a small rest with the smallest large group', () => {
    const hires = (zone: string, many: number): WeekFacts['hires'] => Array.from({ length: many }, (_, nth) => ({ hire: `${zone}-${nth}`, zone, region: undefined, startDate: '2026-01-05' }));
    const of = (...groups: WeekFacts['hires'][]) => weeklyOf({ ...facts, hires: groups.flat() }, shareBounds).zones.map(({ zone, share }) => `${zone} ${share.of}`);

    expect(of(hires('A', 30), hires('B', 12), hires('C', 4), hires('D', 8))).toEqual(['A 30', 'B 12', 'other zones 12', 'all 54']);
    expect(of(hires('A', 30), hires('B', 12), hires('C', 4))).toEqual(['A 30', 'other zones 16', 'all 46']);
    expect(of(hires('A', 4), hires('B', 3))).toEqual(['all zones 7']);
  });
  it('says of a company of ten people that there are too few to compare', () => {
    const ten = weeklyOf({ ...facts, hires: facts.hires.slice(0, 10).map((hire, nth) => ({ ...hire, zone: nth < 5 ? 'America/Chicago' : 'America/Denver' })) }, shareBounds);

    expect(ten.zones.map(({ zone, share }) => [zone, share.of])).toEqual([['all zones', 10]]);
    expect(ten.zones_said).toBe('Too few people to compare zones.');
    expect(ten.regions_said).toBe('Too few people to compare regions.');
  });
  it('tells what a permission hid where that was counted, and how to count it where it was not', () => {
    const row = { kind: 'permission' as const, id: 'p-1', row: { tool: 'anydesk', scope: 'hire:h-03', owner: 'kim', reason: 'loan' } };
    const counted = weeklyOf({ ...facts, allowed: [row], hidden: { at: WEEK.from, asOf: WEEK.from, rows: [{ kind: 'permission', id: 'p-1', findings: 4, people: 2, cases: 1 }] } }, shareBounds);
    const not = weeklyOf({ ...facts, allowed: [row], hidden: undefined }, shareBounds);

    expect(counted.allowed).toEqual([{ allowed: 'anydesk', scope: 'one hire', owner: 'kim', until: 'none', note: 'no end date', hid: { value: 4, people: 2, cases: 1, query: 'farmwatch report kept hidden --week 2026-W46 --json' } }]);
    expect(counted.allowed_said).toContain('4 findings stayed away; 1 case would stand open without.');
    expect(not.allowed[0]).not.toHaveProperty('hid');
    expect(not.allowed_said).toContain('was not counted in this week: "farmwatch allowed list" counts it');
  });
  it('names muted detectors and people of whom nothing came among what was not watched', () => {
    const mute = { id: 'm-1', detector: 'never-sleeps', team: 'QA', until: '2026-12-01', owner: 'kim', reason: 'build machines' };
    const muted = weeklyOf({ ...facts, run: { ...facts.run!, mutes: [mute] }, hireDays: { ...facts.hireDays, silent: 3 } }, shareBounds);

    expect(muted.not_watched.filter(({ kind }) => kind === 'muted' || kind === 'people').map(({ what, since, means }) => `${what}, ${since}: ${means}`)).toEqual([
      'people of whom nothing came, 3 of 12 hires who had started: nothing at all was seen of them in this week',
      'never-sleeps, team QA, muted until 2026-12-01: 0 findings count for nobody',
    ]);
    expect(muted.sentences).toContain('Of 3 of 12 hires who had started nothing came in.');
  });
  it('counts looks by what they were for', async () => {
    const line = await aLine();
    for (const what of ['case', 'case', 'rows', 'something new']) await line.parts.store.journal<object>('views').append({ at: WEEK.from, by: 'sam', what, id: 'c-1', people: ['Heron-417'] });
    const { privacy } = weeklyOf(await factsOf(line, WEEK, ABOUT), shareBounds);

    expect(Object.fromEntries(privacy.map(({ what, many }) => [what, many.value]))).toMatchObject({ 'looks at a case': 2, 'raw rows opened': 1, 'other looks': 1, 'people looked at, by pseudonym': 1, 'people who looked': 1, 'names revealed': 0, 'events deleted by housekeeping': 0 });
  });
  it('sorts open cases by how long they have been open', () => {
    const one = facts.open[0]!;
    const opened = [0.5, 2, 2.5, 20].map((days, nth) => ({ ...one, id: `c-${nth}`, band: nth === 3 ? 'act' as const : 'review' as const, openedAt: WEEK.to - days * DAY }));

    expect(weeklyOf({ ...facts, open: opened }, shareBounds).ageing.map(({ days, act, review }) => [days, act, review])).toEqual([['up to 1', 0, 1], ['1 to 3', 0, 2], ['3 to 7', 0, 0], ['7 to 14', 0, 0], ['over 14', 1, 0]]);
  });
  it('counts days of a case that was opened again from then on', () => {
    const line = (at: number, kind: 'closed' | 'reopened') => ({ at, by: 'sam', kind });
    const history = [line(WEEK.to - 39 * DAY, 'closed'), line(WEEK.to - 2 * DAY, 'reopened')];
    const again = { ...facts.open[0]!, openedAt: WEEK.to - 40 * DAY, band: 'review' as const, owner: null, history };
    const decided = { ...again, status: 'closed' as const, closed: { reason: 'true' as const, note: '', by: 'sam', at: WEEK.to - DAY }, history: [...history, line(WEEK.to - DAY, 'closed')] };
    const { open, ageing, closed } = weeklyOf({ ...facts, open: [again], closed: [decided] }, shareBounds);
    const fresh = weeklyOf({ ...facts, open: [{ ...again, history: [history[0]!, line(WEEK.to - HOUR, 'reopened')] }] }, shareBounds);

    expect([open[0]!.days, closed[0]!.days, ageing.filter(({ review }) => review > 0).map(({ days }) => days)]).toEqual([2, 1, ['1 to 3']]);
    // Nobody has had a day to take it yet.
    expect(fresh.decisions.filter(({ decide }) => decide.startsWith('Who takes'))).toEqual([]);
  });
  it('counts days to a verdict from the last time that a case was opened', async () => {
    const line = pipelineOf(memoryStore({ now: () => WEEK.to }));
    const opened = WEEK.to - 40 * DAY;
    const acts = [{ kind: 'closed', at: opened + DAY, reason: 'benign-true', note: '' }, { kind: 'reopened', at: WEEK.to - 2 * DAY, note: '' }, { kind: 'closed', at: WEEK.to - DAY, reason: 'true', note: '' }] as const;
    await line.runs.put(aRun(opened, { cases: [aCase({ id: 'c-1', openedAt: opened, history: [{ at: opened, by: 'farmwatch', kind: 'opened' }] })] }));
    for (const event of acts) await line.acts.append({ case: 'c-1', event: { ...event, by: 'sam' } });
    await line.run(WEEK.to - HOUR);

    expect((await factsOf(line, WEEK, ABOUT)).proof.verdictDays).toEqual([1]);
  });
  it('shows text from outside as text', () => {
    const closed = { ...facts.open[0]!, status: 'closed' as const, closed: { reason: 'false' as const, note: HOSTILE, by: 'sam', at: WEEK.to - 1 } };
    const hostile = weeklyOf({ ...facts, company: HOSTILE, closed: [closed] }, shareBounds);

    expect(htmlOf(hostile)).not.toMatch(/<img|\u202e/);
    expect(markdownOf(hostile)).toContain('\\<img src=x onerror=alert\\(1\\)\\> \\[x\\]\\(javascript:1\\) \\| =cmd\\(\\)  gnp.exe');
  });
});

describe('sources of a week', () => {
  it('that were replaced are nothing to mend, and count through those that took their place', () => {
    const source = (name: string, state: 'fresh' | 'dark' | 'replaced') => ({ name, state, lastEventAt: WEEK.from, times: 1, said: '' });
    const { scope, not_watched: lost, decisions } = weeklyOf({ ...facts, sources: [source('cisco', 'replaced'), source('zscaler', 'fresh'), source('jamf', 'dark')] }, shareBounds);

    expect(scope.sources).toMatchObject({ value: 2, fresh: 1 });
    expect(lost.filter(({ kind }) => kind === 'source').map(({ what }) => what)).toEqual(['jamf']);
    expect(decisions.map(({ decide }) => decide).filter((decide) => decide.startsWith('Who mends'))).toEqual(['Who mends jamf? Until then what it would show is not watched.']);
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
      hires: Array.from({ length: 400 }, (_, nth) => ({ hire: `h-${nth}`, zone: `America/A_rather_long_name_of_a_zone_${nth % 20}`, region: `A rather long name of a region ${nth % 20}, Country`, startDate: '2026-01-05' })),
      hidden: { at: WEEK.from, asOf: WEEK.from, rows: [] },
      proof: { ...facts.proof, planted: { now: [], weeks: [2, 3].map((laptops) => ({ at: 0, asOf: 0, seed: String(laptops), plantings: [{ nth: 1, style: 'kvm', laptops, since: 0, found: true, asOf: DAY }] })) } },
      sources: Array.from({ length: 20 }, (_, nth) => ({ name: `source-${nth}`, state: 'dark' as const, lastEventAt: 0, times: 1, said: '' })),
    }, shareBounds);

    // Every kind of day that can be lacking, nothing planted, and all the permissions of a large company: much to say on the second page.
    const lacking = weeklyOf({
      ...facts, hireDays: { ...facts.hireDays, lostBy: { 'vpn-connected': 200, 'activity': 49, 'process-started': 48, 'check-in': 46, 'sign-in': 31 } },
      run: { ...facts.run!, custody: [...facts.run!.custody, { ...facts.run!.custody[0]!, serial: 'SN-STAFF', hire_id: 'staff-1' }], versions: Object.fromEntries(Array.from({ length: 20 }, (_, nth) => [`detector-${nth}`, 1])) },
      allowed: Array.from({ length: 13 }, (_, nth) => ({ kind: 'permission' as const, id: String(nth), row: { tool: 'tailscale', scope: 'team:Infrastructure', owner: 'platform@acme.example', reason: 'z' } })),
      hires: Array.from({ length: 124 }, (_, nth) => ({ hire: `h-${nth}`, zone: `America/Los_Angeles_${nth % 6}`, region: `US-${nth % 6}, US`, startDate: '2026-01-05' })),
    }, shareBounds);

    for (const report of [weeklyOf(facts, shareBounds), long, lacking]) expect(pagesOf(await pdfOf(htmlOf(report), browser))).toBe(2);
  }, 60_000);
  it.skipIf(browser === undefined)('has a third page in the first week of a quarter, and one page for a quarter alone', async () => {
    const quarter = await quarterFactsOf(made, quarterNamed('2026-Q4', 'UTC')!, ABOUT);

    expect(pagesOf(await pdfOf(htmlOf(weeklyOf({ ...facts, quarter }, shareBounds)), browser))).toBe(3);
    expect(pagesOf(await pdfOf(quarterHtmlOf(quarterlyOf(quarter, shareBounds)), browser))).toBe(1);
    expect(quarterHtmlOf(quarterlyOf(quarter, shareBounds))).toContain('of a <b>simulated company</b>');
  }, 60_000);
  it('says how to get a PDF where there is no Chromium', async () => {
    await expect(pdfOf('', undefined)).rejects.toThrow('none was found. Install it (Debian: apt-get install chromium)');
  });
});

function pagesOf(pdf: Buffer): number {
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}
