import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { deskIn, type Desk } from './support/command-line.ts';
import { all, anEventLine } from './support/kim.ts';

/** A file that should not have been imported. */

const NOW = Date.parse('2026-11-22T12:00:00Z');
const root = mkdtempSync(join(tmpdir(), 'farmwatch-take-back-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const HEADER = 'hire_id,email,start_date,user_names,team\n';
const RIGHT = `${HEADER}h-1,kim@company.example,2026-11-02,kim,QA\nh-2,lee@company.example,2026-11-02,lee,QA\n`;
/** Ids of another system, and one row of our own that says otherwise. */
const WRONG = `${HEADER}9001,kim@company.example,2026-11-02,kim,QA\n9002,lee@company.example,2026-11-02,lee,QA\nh-2,lee@company.example,2026-11-02,lee,Sales\n`;

let desks = 0;
async function aDesk(): Promise<Desk> {
  const desk = deskIn(join(root, String(++desks)), NOW);
  desk.file('right.csv', RIGHT);
  desk.file('wrong.csv', WRONG);
  desk.file('events.ndjson', `${anEventLine('1')}\n`);
  await desk.type('import', 'right.csv', 'events.ndjson');
  return desk;
}

describe('take-back', () => {
  it('leaves everything as it was before a file was imported', async () => {
    const desk = await aDesk();
    expect(all(await desk.type('import', 'wrong.csv'))).toContain('names an account that two hires list');

    const tried = await desk.type('take-back', 'wrong.csv', '--dry-run');
    expect(tried.out).toEqual(['wrong.csv: read 3 / would be gone 2 / would be as before 1 / not held so 0 / rejected 0']);
    const back = await desk.type('take-back', 'wrong.csv');
    expect([back.exit, back.out]).toEqual([0, ['wrong.csv: read 3 / gone 2 / as before 1 / not held so 0 / rejected 0']]);

    const again = await desk.type('import', 'right.csv', 'events.ndjson');
    expect(again.out[0]).toBe('right.csv: read 2 / added 0 / already known 2 / rejected 0');
    expect(all(again)).not.toContain('two hires');
    expect((await desk.type('take-back', 'wrong.csv', '--json')).out.map((line) => JSON.parse(line) as unknown)).toEqual([
      { file: 'wrong.csv', kind: 'people', read: 3, gone: 0, restored: 0, absent: 3, kept: 0, rejected: 0 },
    ]);
  });

  it('leaves the rows of people whom a hold names', async () => {
    const desk = await aDesk();
    await desk.type('import', 'wrong.csv');
    const hold = await desk.type('hold', 'add', '--hire', '9001', '--matter', 'Claim 7', '--reason', 'A claim was announced.', '--review', '2027-01-31', '--by', 'hana');
    expect(hold.exit).toBe(0);

    const { out, err } = await desk.type('take-back', 'wrong.csv');
    expect(out).toEqual(['wrong.csv: read 3 / gone 1 / as before 1 / not held so 0 / kept 1 / rejected 0']);
    expect(err.join('\n')).toContain('an open case or a hold names');
  });

  it('makes no store where none is', async () => {
    const desk = deskIn(join(root, 'empty'), NOW);
    desk.file('wrong.csv', WRONG);

    const { exit, err } = await desk.type('take-back', 'wrong.csv');
    expect([exit, err[0]]).toEqual([1, expect.stringContaining('There is no store in')]);
  });

  it('takes back no events, and says so before anything is changed', async () => {
    const desk = await aDesk();

    const { exit, err } = await desk.type('take-back', 'right.csv', 'events.ndjson');
    expect(exit).toBe(2);
    expect(err[0]).toContain('events.ndjson holds events, and only tables can be taken back');
    expect((await desk.type('import', 'right.csv')).out).toEqual(['right.csv: read 2 / added 0 / already known 2 / rejected 0']);
  });
});
