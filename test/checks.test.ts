import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { DAY } from '../src/core/time.ts';
import { deskIn, type Desk, type Said } from './support/command-line.ts';

const NOW = Date.UTC(2026, 10, 16, 12);
const root = mkdtempSync(join(tmpdir(), 'farmwatch-checks-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const PEOPLE = `hire_id,email,start_date,team
h-1,kim@acme.example,2026-11-02,QA
h-2,lee@acme.example,2026-11-02,QA
h-3,max@acme.example,2026-11-09,QA
h-4,ola@acme.example,2026-11-16,Payments
`;
const APPLICATIONS = 'application_id,applied_at,email\nA-1,2026-11-14T00:00:00Z,a1@mail.example\n';

let desk: Desk;
let nth = 0;
beforeEach(async () => {
  desk = deskIn(join(root, String(nth++)), NOW);
  desk.file('people.csv', PEOPLE);
  desk.file('applications.csv', APPLICATIONS);
  expect((await desk.type('import', 'people.csv', 'applications.csv')).exit).toBe(0);
});
const rows = (said: Said): readonly Record<string, unknown>[] => said.out.map((line) => JSON.parse(line) as Record<string, unknown>);
const list = async (...more: readonly string[]): Promise<readonly Record<string, unknown>[]> => rows(await desk.type('checks', 'list', '--json', ...more));

describe('checks on the command line', () => {
  it('are begun for a whole cohort, listed, done, and weighed by the next run', async () => {
    const begun = await desk.type('checks', 'start', 'in-person', '--cohort', 'team:QA', '--due', '2026-12-01', '--by', 'kim');
    expect([begun.exit, begun.out.length, begun.err.at(-1)]).toEqual([0, 3, '3 begun; 0 had it open already.']);
    const first = (await list()).find(({ hire_id: hire }) => hire === 'h-1');
    expect(first).toMatchObject({ kind: 'in-person', hire_id: 'h-1', from: { cohort: 'team:QA' }, due: '2026-12-01T23:59:59.999Z', state: 'open', owner: null });

    const done = await desk.type('checks', 'done', String(first!['id']), '--outcome', 'confirmed', '--note', 'Met at the office.', '--by', 'lee');

    expect([done.exit, done.out, done.err.at(-1)]).toEqual([0, [`${String(first!['id'])}  confirmed`], 'The next run weighs it.']);
    expect(await list()).toContainEqual(expect.objectContaining({ id: first!['id'], state: 'confirmed', outcome: 'confirmed', done_by: 'lee' }));
    expect((await desk.type('checks', 'done', String(first!['id']), '--outcome', 'refuted', '--note', 'No.')).err.at(-1)).toContain('This check is over');
    await desk.type('detect', '--as-of', '2026-11-16T12:00:00Z');
    expect(rows(await desk.type('findings', '--json')).filter(({ detector }) => detector === 'in-person')).toMatchObject([{ hire_id: 'h-1', llr: expect.closeTo(-3.5, 1) }]);
  });

  it('follow the rule of the configuration, and are told of applicants apart', async () => {
    desk.file('farmwatch.json', JSON.stringify({ checks: { stages: { 'application': ['reference'], 'day-1': ['hr-call'] } } }));

    const found = await list('--config', 'farmwatch.json');

    expect(new Set(found.map(({ hire_id: hire, application_id: application, from }) => `${String(hire ?? application)} ${JSON.stringify(from)}`))).toEqual(new Set([
      ...['h-1', 'h-2', 'h-3', 'h-4'].map((hire) => `${hire} {"stage":"day-1"}`), 'A-1 {"stage":"application"}',
    ]));
    expect(found.map(({ due }) => due)).toEqual(found.map(({ due }) => due).toSorted());
    const applicant = found.find(({ application_id: id }) => id === 'A-1')!;
    const done = await desk.type('checks', 'done', String(applicant['id']), '--outcome', 'confirmed', '--note', 'Knows the work.', '--config', 'farmwatch.json');
    expect(done.err.at(-1)).toBe('It is kept, and weighed once the applicant is hired.');
  });

  it.each([
    ['one person without a case', ['hr-call', '--hire', 'h-1'], 'One person alone is checked out of a case'],
    ['too small a cohort', ['hr-call', '--cohort', 'team:Payments'], 'it would single somebody out; 3 are the fewest'],
    ['a cohort with a case', ['hr-call', '--cohort', 'team:QA', '--case', 'c-1'], 'A cohort names no case'],
    ['nobody', ['hr-call'], 'Name one of --hire, --cohort and --application'],
    ['a document that nobody named', ['video-document', '--cohort', 'team:QA'], 'checks.documents of the configuration names none'],
    ['a check that does not exist', ['lie-detector', '--cohort', 'team:QA'], 'There is no check "lie-detector"'],
    ['a case that does not exist', ['hr-call', '--hire', 'h-1', '--case', 'c-1'], 'See "farmwatch cases"'],
  ])('refuse %s', async (_, words, why) => {
    const said = await desk.type('checks', 'start', ...words, '--due', '2026-12-01');

    expect([said.exit > 0, said.err.at(-1)]).toEqual([true, expect.stringContaining(why)]);
    expect(await list()).toEqual([]);
  });

  it('refuse a day that is over', async () => {
    expect((await desk.type('checks', 'start', 'hr-call', '--cohort', 'team:QA', '--due', new Date(NOW - DAY).toISOString().slice(0, 10))).err.at(-1)).toContain('is no day to come');
  });
});

describe('the configuration', () => {
  const check = async (config: object, plan?: unknown): Promise<Said> => {
    desk.file('farmwatch.json', JSON.stringify(config));
    if (plan !== undefined) desk.file('response.json', JSON.stringify(plan));
    return desk.type('config', 'check', '--config', 'farmwatch.json');
  };
  const step = (id: string): object => ({ id, title: id });

  it('asks for no document that it does not name', async () => {
    expect((await check({ checks: { stages: { offer: ['video-document'] } } })).err.at(-1)).toContain('checks.stages.offer: video-document asks for a document, and checks.documents names none');
    expect((await check({ checks: { stages: { offer: ['video-document'] }, documents: ['a photo ID of their choice'] } })).exit).toBe(0);
  });

  it('takes a plan of the company that confirms and preserves, and no other', async () => {
    const config = { response: { plan: 'response.json' } };

    expect((await check(config)).err.at(-1)).toContain('response.json');
    expect((await check(config, { steps: [step('confirm')] })).err.at(-1)).toContain('the step preserve is missing');
    expect((await check(config, { steps: [step('confirm'), { ...step('call'), contact: true }, step('preserve')] })).err.at(-1)).toContain('call contacts somebody before anything is preserved');
    expect((await check(config, { steps: [step('confirm'), step('preserve'), { ...step('call'), contact: true }] })).exit).toBe(0);
  });
});

describe('a response on the command line', () => {
  it('to a case that does not exist is none', async () => {
    expect((await desk.type('response', 'show', 'c-1')).err.at(-1)).toContain('One begins when a case is closed as true');
    expect((await desk.type('response', 'done', 'c-1', 'confirm', '--evidence', 'x')).exit).toBe(1);
  });
});
