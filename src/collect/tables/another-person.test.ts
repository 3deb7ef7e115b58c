import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { memoryStore } from '../../../test/support/memory-store.ts';
import type { PersonRow } from '../../core/person.ts';
import type { Store } from '../../store/store.ts';
import { importTable, type TableRequest, type TableResult } from './import-table.ts';
import { registryShelf } from './registry.ts';

const KEY = { version: 1, secret: Buffer.from('a company key of some length') };
const MONDAY = Date.UTC(2026, 10, 2);
const HEAD = 'hire_id,email,start_date,user_names,display_name,device_serials,phone_token,known_from\n';
const JUNE = `${HEAD}1001,june@first.example,2026-05-18,jfischer;FIRST\\jfischer;S-1-5-21-7-3001,June Fischer,FVF-1,tok-june,\n`;
const ZANE = `${HEAD}1001,zane@second.example,2026-05-25,zeriksen;SECOND\\zeriksen;S-1-5-21-7-3002,Zane Eriksen,R99-1,tok-zane,\n`;

let folder: string;
let store: Store;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'farmwatch-two-firms-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(() => {
  store = memoryStore({ now: () => MONDAY });
});

async function bring(content: string, request: Partial<TableRequest> = {}): Promise<TableResult> {
  const file = join(folder, 'people.csv');
  await writeFile(file, content);
  return importTable({ file, at: MONDAY, ...request }, { store, key: KEY });
}
async function mails(): Promise<readonly string[]> {
  const rows = await Array.fromAsync(registryShelf(store).list(), ({ value }) => value);
  return rows.flatMap(({ versions }) => versions.map(({ row }) => (row as PersonRow).email));
}

describe('ids that two firms use', () => {
  it('makes one person of nobody: the row of the second firm is refused with what differs and what to do', async () => {
    await bring(JUNE);

    for (const request of [{ dryRun: true }, {}, {}]) {
      const { added, known, rejected } = await bring(ZANE, request);
      expect([added, known]).toEqual([0, 0]);
      expect(rejected).toMatchObject([{ line: 2, reason: expect.stringMatching(/^hire_id "1001" stands for "june@first\.example", and email, user_names and start_date are all others here \("zane@second\.example"\).*prefix.*former email to user_names$/) }]);
    }
    expect(await mails()).toEqual(['june@first.example']);
    expect(await bring(JUNE)).toMatchObject({ added: 0, known: 1, rejected: [] });
  });

  it('knows them apart where both began on one day, by what else is told of both', async () => {
    await bring(JUNE);

    expect((await bring(ZANE.replace('2026-05-25', '2026-05-18'))).rejected).toMatchObject([{ reason: expect.stringMatching(/email, user_names, device_serials and phone_token are all others here/) }]);
  });

  it('says so where both files are only tried out', async () => {
    const { standing } = await bring(JUNE, { dryRun: true });

    expect(await bring(ZANE, { dryRun: true, ...(standing ? { tried: standing } : {}) })).toMatchObject({ added: 0, rejected: [{ line: 2 }] });
    expect(await mails()).toEqual([]);
  });

  it('lets a date of its own make no difference, also within one file', async () => {
    const { added, rejected } = await bring(JUNE + ZANE.slice(HEAD.length).replace(',\n', ',2026-05-25T00:00:00Z\n'));

    expect([added, rejected.map(({ line }) => line)]).toEqual([1, [3]]);
  });

  it.each([
    ['marries and has another laptop', '1001,june.kay@first.example,2026-05-18,jkay,June Kay,FVF-2,,'],
    ['comes back with another name and keeps the phone', '1001,june.kay@first.example,2027-02-01,jkay,June Kay,FVF-2,tok-june,'],
    ['comes back under the former account', '1001,j@first.example,2027-02-01,first\\JFischer,,FVF-2,,'],
    ['has a firm that was bought', '1001,jfischer@bought.example,2026-06-01,jf,,FVF-2,,'],
    ['is said to be the same', '1001,june.kay@first.example,2027-02-01,jkay;june@first.example,June Kay,FVF-2,tok-new,'],
    ['keeps the laptop', '1001,june.kay@first.example,2027-02-01,jkay,June Kay,fvf-1,tok-new,'],
  ])('takes a row of somebody who %s', async (_what, row) => {
    await bring(JUNE);

    expect(await bring(`${HEAD}${row}\n`)).toMatchObject({ added: 1, rejected: [] });
    expect(await bring(`${HEAD}${row}\n`)).toMatchObject({ added: 0, known: 1, rejected: [] });
  });

  it('is told of somebody who comes back with another name and keeps the phone', async () => {
    await bring(JUNE);

    const { added, warnings } = await bring(ZANE.replace('tok-zane', 'tok-june'));

    expect(added).toBe(1);
    expect(warnings).toEqual([expect.stringMatching(/^hire_id stood for another email and start_date/)]);
  });

  it('takes a row without accounts, and never in silence', async () => {
    await bring('hire_id,email,start_date\n1001,june@post.example,2026-05-18\n');

    const { added, warnings } = await bring('hire_id,email,start_date\n1001,j.fischer@first.example,2026-05-25\n');

    expect(added).toBe(1);
    expect(warnings).toEqual([expect.stringMatching(/^hire_id stood for another email and start_date, and neither name nor account stays: .*take-back.*\(line 2\)\.$/)]);
  });
});
