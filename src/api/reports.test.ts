import { beforeAll, describe, expect, it } from 'vitest';
import { memoryStore } from '../../test/support/memory-store.ts';
import { happenings, SWIFT } from '../../test/support/small-company.ts';
import { companyIn, RUNS } from '../../test/support/told-lines.ts';
import { HOUR } from '../core/time.ts';
import type { Role } from './roles.ts';
import type { WeekView } from './contract.ts';
import { deskOver, type Desk } from './desk.fixture.ts';

let desk: Desk;
beforeAll(async () => {
  const line = await companyIn(async () => memoryStore({ now: () => RUNS.at(-1)! }), [happenings(SWIFT)]);
  await line.replay(RUNS, () => {});
  desk = await deskOver(line.parts.store, line);
  desk.now = RUNS.at(-1)! + HOUR;
});

describe('the reports of the server', () => {
  it.each<[Role, number]>([['lead', 200], ['admin', 200], ['analyst', 403], ['it', 403]])('answer %s with %i', async (role, status) => {
    const hands = await desk.as(role);

    expect([(await hands.get('/api/reports/weekly')).status, (await hands.get('/api/reports/weekly/2026-W46/json')).status]).toEqual([status, status]);
  });
  it('are refused to whoever is not signed in', async () => expect((await desk.get('/api/reports/weekly')).status).toBe(401));
  it('are of the last whole week, or of this one where that is asked for', async () => {
    const lead = await desk.as('lead');
    const [whole, now] = [(await lead.get('/api/reports/weekly')).json<WeekView>(), (await lead.get('/api/reports/weekly?week=now')).json<WeekView>()];

    expect([whole.report.week, whole.over, whole.previous, whole.next]).toEqual(['2026-W46', true, '2026-W45', '2026-W47']);
    expect([now.report.week, now.over, now.next]).toEqual(['2026-W47', false, undefined]);
    expect(whole.weeks.map(({ name }) => name).slice(0, 2)).toEqual(['2026-W47', '2026-W46']);
  });
  it('are of this week where nothing was judged before it, as after a first start', async () => {
    const line = await companyIn(async () => memoryStore({ now: () => RUNS.at(-1)! }), [happenings(SWIFT)]);
    await line.replay(RUNS.slice(-1), () => {});
    const young = await deskOver(line.parts.store, line);
    young.now = RUNS.at(-1)! + HOUR;

    const { report, over } = (await (await young.as('lead')).get('/api/reports/weekly')).json<WeekView>();
    expect([report.week, over]).toEqual(['2026-W47', false]);
  });
  it.each([['next', 400, 'is no week. Write it like 2026-W47.'], ['2026-W54', 400, 'is no week'], ['2027-W10', 404, 'has not begun']])('say of the week %s with %i that it %s', async (week, status, said) => {
    const answer = await (await desk.as('lead')).get(`/api/reports/weekly?week=${week}`);

    expect(answer.status).toBe(status);
    expect(answer.json<{ message: string }>().message).toContain(said);
  });
  it('name no hire, whatever the form', async () => {
    const lead = await desk.as('lead');
    const bodies = await Promise.all(['/api/reports/weekly', '/api/reports/weekly/2026-W46/md', '/api/reports/weekly/2026-W46/json'].map(async (path) => (await lead.get(path)).body));

    expect(bodies.join('\n')).not.toMatch(/\bh-\d\d\b|SN-|CORP/);
  });
  it('are files with a name of their own, and say how to do without a PDF where there is none', async () => {
    const lead = await desk.as('lead');
    const [md, pdf] = [await lead.get('/api/reports/weekly/2026-W46/md'), await lead.get('/api/reports/weekly/2026-W46/pdf')];

    expect(md.headers).toMatchObject({ 'content-disposition': 'attachment; filename="farmwatch-2026-W46.md"', 'content-type': 'text/markdown; charset=utf-8', 'cache-control': 'no-store' });
    expect([pdf.status, pdf.json<{ message: string }>().message]).toEqual([400, expect.stringContaining('Take Markdown or JSON, or print the page.')]);
  });
});
