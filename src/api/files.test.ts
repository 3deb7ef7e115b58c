import { existsSync, readdirSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryStore } from '../../test/support/memory-store.ts';
import { judgesOf } from '../app.ts';
import type { BroughtFile } from '../cli/bring/file-desk.ts';
import { loadConfig } from '../config.ts';
import { TABLES } from '../core/tables.ts';
import { DAY, MINUTE, dayOf } from '../core/time.ts';
import { noteSimulated } from '../run/company-note.ts';
import { pipeline } from '../run/pipeline.ts';
import { STORY_ENDS } from '../simulate/story.ts';
import type { AuditView, BeginView, DroppedFile, FilesView, HiresView, ProblemView } from './contract.ts';
import { deskOver, type Answer, type Desk, type Hands } from './desk.fixture.ts';

let desk: Desk;
let kim: Hands;
beforeEach(async () => {
  const store = memoryStore({ now: () => STORY_ENDS });
  desk = await deskOver(store, pipeline({ store, ...judgesOf(loadConfig(undefined)) }));
  kim = await desk.as('analyst', 'kim');
});
afterEach(async () => {
  await desk.files.stop();
  rmSync(desk.folder, { recursive: true, force: true });
});

const START = dayOf(STORY_ENDS - 10 * DAY);
const PEOPLE = `hire_id,email,start_date,device_serials\nh-1,lee@acme.example,${START},SN-1001\nh-2,sam@acme.example,${START},SN-1002\n`;
const OKTA = `${JSON.stringify({ uuid: 'u-1', published: new Date(STORY_ENDS - DAY).toISOString(), eventType: 'user.session.start', version: '0', severity: 'INFO', displayMessage: 'User login to Okta', actor: { id: '00u1', type: 'User', alternateId: 'lee@acme.example', displayName: 'Lee' }, client: { ipAddress: '198.51.100.7', userAgent: { rawUserAgent: 'Mozilla/5.0' } }, outcome: { result: 'SUCCESS' }, target: [] })}\n`;

async function send(hands: Hands, name: string, content: string | Buffer, type = 'application/octet-stream'): Promise<Answer> {
  const { statusCode: status, headers, body } = await desk.server.inject({
    method: 'POST', url: `/api/files?name=${encodeURIComponent(name)}`, payload: Buffer.from(content), headers: { 'cookie': hands.cookie, 'x-csrf-token': hands.csrf, 'content-type': type },
  });
  return { status, headers, body, json: <T>() => JSON.parse(body) as T };
}
const filesOf = async (hands: Hands): Promise<readonly DroppedFile[]> => (await hands.get('/api/files')).json<FilesView>().files;
/** The files once nothing is read any more. */
async function settled(hands: Hands): Promise<readonly DroppedFile[]> {
  await expect.poll(async () => (await filesOf(hands)).filter(({ state }) => ['looking', 'waiting', 'importing'].includes(state)), { interval: 150, timeout: 55_000 }).toEqual([]);
  return filesOf(hands);
}
/** One file that was sent and looked at. */
async function dropped(name: string, content: string | Buffer, hands = kim): Promise<DroppedFile> {
  const { id } = (await send(hands, name, content)).json<DroppedFile>();
  return (await settled(hands)).find((file) => file.id === id)!;
}
const wish = (file: DroppedFile, more: object = {}): object => ({ id: file.id, map: [], options: {}, ...more });
const onDisk = (): readonly string[] => (existsSync(join(desk.folder, 'dropped')) ? readdirSync(join(desk.folder, 'dropped')) : []);
async function journal(): Promise<readonly BroughtFile[]> {
  const kept: BroughtFile[] = [];
  for await (const { entry } of desk.store.journal<BroughtFile>('imports').read()) kept.push(entry);
  return kept;
}

describe('a file that is dropped', () => {
  it('is looked at, and nothing of it is imported', async () => {
    const file = await dropped('new people.csv', PEOPLE);

    expect(file).toMatchObject({ name: 'new people.csv', state: 'ready', as: 'people', look: { read: 2, made: 2, added: 2, known: 0, rejected: 0 } });
    expect(file.look!.columns.map(({ header, column, example }) => [header, column, example])).toEqual([['hire_id', 'hire_id', 'h-1'], ['email', 'email', 'lee@acme.example'], ['start_date', 'start_date', START], ['device_serials', 'device_serials', 'SN-1001']]);
    expect(file.look!.missing).toContain(`without time_zone: ${TABLES.people.columns['time_zone']!.cost}`);
    expect((await kim.get('/api/begin')).json<BeginView>().held).toEqual({ people: 0, devices: 0 });
    expect(await journal()).toEqual([]);
  });

  it('is imported on a second word, removed from the disk, and kept in the journal with who brought it', async () => {
    const file = await dropped('people.csv', PEOPLE);

    await kim.post('/api/files/import', { ids: [file.id] });
    const [after] = await settled(kim);

    expect(after).toMatchObject({ state: 'imported', result: { read: 2, added: 2, known: 0, rejected: 0 } });
    expect(onDisk()).toEqual([]);
    expect((await kim.get('/api/begin')).json<BeginView>().held.people).toBe(2);
    expect(await journal()).toEqual([{ at: desk.now, by: 'kim', name: 'people.csv', as: 'people', bytes: PEOPLE.length, sha256: expect.stringMatching(/^[0-9a-f]{64}$/), read: 2, added: 2, known: 0, rejected: 0 }]);
  });

  it('leads to the first table once a run has looked at everybody', async () => {
    const file = await dropped('people.csv', PEOPLE);
    await kim.post('/api/files/import', { ids: [file.id] });
    await settled(kim);

    await kim.post('/api/runs', {});

    const hires = async (): Promise<HiresView> => (await kim.get('/api/hires')).json<HiresView>();
    await expect.poll(async () => (await hires()).rows.length, { timeout: 30_000 }).toBe(2);
    const { rows } = await hires();
    expect(rows.map(({ day, laptops, verdict }) => ({ day, laptops, verdict }))).toEqual([{ day: 10, laptops: 1, verdict: 'cannot-tell' }, { day: 10, laptops: 1, verdict: 'cannot-tell' }]);
    expect(JSON.stringify(rows)).not.toMatch(/lee|sam|SN-100|h-1/);
  });

  it('says which column it lacks, shows what there is, and is understood with the column that somebody names', async () => {
    const before = await dropped('export.csv', PEOPLE.replace('start_date', 'Joined us'));
    expect(before).toMatchObject({ state: 'unclear', problem: 'What this file is cannot be told from its columns. Choose it beside “Taken for”.' });

    await kim.post('/api/files/look', wish(before, { as: 'people' }));
    const [lacking] = await settled(kim);
    await kim.post('/api/files/look', wish(before, { as: 'people', map: ['Joined us=start_date'] }));
    const [after] = await settled(kim);

    expect(lacking!.problem).toBe('A people file needs start_date, and the header lacks it; not understood are "Joined us". Say below which column is which, or choose another kind of file.');
    expect(lacking!.look!.columns[2]).toMatchObject({ header: 'Joined us', column: '' });
    expect(after).toMatchObject({ state: 'ready', look: { made: 2 } });
  });

  it('tells row by row what is rejected, and imports the others', async () => {
    const file = await dropped('people.csv', `${PEOPLE}h-3,ann@acme.example,someday,SN-3\n`);
    await kim.post('/api/files/import', { ids: [file.id] });
    const [after] = await settled(kim);

    expect(file.look).toMatchObject({ read: 3, made: 2, rejected: 1 });
    expect(file.look!.reasons[0]!.reason).toMatch(/^line 4: start_date "someday"/);
    expect(after!.result).toEqual({ read: 3, added: 2, known: 0, rejected: 1 });
  });

  it('has no row about whoever brings it, whatever names them, and the audit says what was brought', async () => {
    const people = await dropped('people.csv', PEOPLE);
    await kim.post('/api/files/import', { ids: [people.id] });
    await settled(kim);
    desk.now += 6 * MINUTE;
    const lee = await desk.as('analyst', 'lee@acme.example');
    const tables = {
      'travel.csv': `hire_id,from,to,city\nh-1,${START},${START},Austin\nh-2,${START},${START},Austin\n`,
      'allowed.csv': 'tool,scope,until,owner,reason\njetkvm,hire:h-1,2027-06-01,lee,I say so\njetkvm,hire:h-2,2027-06-01,lee,desk\n',
      'accounts lee@acme.example.csv': 'email,user_name\nLee@acme.example,other\nsam@acme.example,sam\n',
      'devices.csv': 'serial,hire_id\nsn-1001,h-2\nSN-1003,h-2\n',
    };

    const files = [];
    for (const [name, text] of Object.entries(tables)) files.push(await dropped(name, text, lee));
    await lee.post('/api/files/import', { ids: files.map(({ id }) => id) });
    const after = await settled(lee);

    expect(files.map(({ look }) => look!.reasons.map(({ reason }) => reason))).toEqual(Array(4).fill([expect.stringContaining('This is about yourself. A colleague brings it.')]));
    expect(after.map(({ result }) => result)).toEqual(Array(4).fill({ read: 2, added: 1, known: 0, rejected: 1 }));
    const { rows: told } = (await (await desk.as('auditor')).get('/api/audit')).json<AuditView>();
    expect(told.filter(({ said }) => said.includes('Import files')).map(({ id }) => id).reverse()).toEqual(['people, people.csv, 2 rows', 'travel, travel.csv, 2 rows; allowed, allowed.csv, 2 rows; accounts, accounts somebody.csv, 2 rows; devices, devices.csv, 2 rows']);
  });

  it('is guessed to be of a system, with what its records tell', async () => {
    const file = await dropped('log.json', OKTA);

    expect(file).toMatchObject({ state: 'ready', as: 'source:okta', look: { read: 1, made: 1, actions: [{ action: 'sign-in', times: 1 }] } });
    await kim.post('/api/files/import', { ids: [file.id] });
    expect((await settled(kim))[0]!.result).toEqual({ read: 1, added: 1, known: 0, rejected: 0 });
  });

  it('is taken packed, and as lines of events', async () => {
    const event = JSON.stringify({ '@timestamp': new Date(STORY_ENDS - DAY).toISOString(), 'event.id': 'e-1', 'event.action': 'sign-in', 'event.module': 'test', 'user.email': 'lee@acme.example', 'source.ip': '198.51.100.7' });
    const file = await dropped('events.ndjson.gz', gzipSync(`${event}\n{"no":"event"}\n`));

    expect(file).toMatchObject({ as: 'events', look: { read: 2, made: 1, rejected: 1 } });
  });

  it('of a time that a run has looked past counts from now on, and says so', async () => {
    const bring = async (name: string, content: string): Promise<DroppedFile> => {
      const { id } = await dropped(name, content);
      await kim.post('/api/files/import', { ids: [id] });
      return (await settled(kim)).find((file) => file.id === id)!;
    };
    const signedIn = (daysAgo: number): string => OKTA.replace('u-1', `u-${daysAgo}`).replace(new Date(STORY_ENDS - DAY).toISOString(), new Date(STORY_ENDS - daysAgo * DAY).toISOString());
    const runs = pipeline({ store: desk.store, ...judgesOf(loadConfig(undefined)) }).runs;
    await bring('people.csv', PEOPLE);
    const first = await bring('log.ndjson', [1, 2, 3, 4].map(signedIn).join(''));
    await kim.post('/api/runs', {});
    await expect.poll(async () => runs.newestLive(), { timeout: 30_000 }).toBeDefined();

    const late = await bring('gap.ndjson', signedIn(5));

    expect([first, late].map(({ result }) => result?.added)).toEqual([4, 1]);
    expect(first.look!.warnings).toEqual([]);
    expect(late.look!.warnings).toEqual([expect.stringMatching(/^1 new event is of a time that a run has looked at already .* farmwatch collect okta --from-file FILE --arrived then\.$/)]);
  });

  it('goes in after the people it names, whatever was dropped first', async () => {
    const okta = await dropped('log.json', OKTA);
    const people = await dropped('people.csv', PEOPLE);

    await kim.post('/api/files/import', { ids: [okta.id, people.id] });
    await settled(kim);

    expect((await journal()).map(({ as }) => as)).toEqual(['people', 'source:okta']);
  });

  it('can be taken back', async () => {
    const file = await dropped('people.csv', PEOPLE);

    expect((await kim.post(`/api/files/${file.id}/remove`, {})).status).toBe(200);

    expect(await filesOf(kim)).toEqual([]);
    expect(onDisk()).toEqual([]);
  });

  it('leaves nothing behind when whoever sends it hangs up', async () => {
    const url = new URL('/api/files?name=people.csv', await desk.server.listen({ host: '127.0.0.1', port: 0 }));
    const sending = request(url, { method: 'POST', headers: { 'cookie': kim.cookie, 'x-csrf-token': kim.csrf, 'content-type': 'application/octet-stream', 'content-length': '1000000' } });
    sending.on('error', () => {});
    sending.write(PEOPLE);
    await expect.poll(onDisk, { timeout: 30_000 }).toHaveLength(1);

    sending.destroy();

    await expect.poll(onDisk, { timeout: 30_000 }).toEqual([]);
    expect(await filesOf(kim)).toEqual([]);
    await desk.server.close();
  });

  it('does not outlive the server', async () => {
    await dropped('people.csv', PEOPLE);

    await desk.files.stop();

    expect(onDisk()).toEqual([]);
  });
});

describe('what is refused', () => {
  it.each([
    ['cv.pdf', '%PDF-1.7\n…', 'cv.pdf: it is a PDF. Save the table behind it as CSV or XLSX.'],
    ['people.csv', '', 'people.csv: it is empty. Choose another file.'],
    ['people.csv', '\x7fELF\x02\x01\x01', 'people.csv: it is a program. Take the records it writes.'],
    ['people.csv', 'h\x00\x00\x01\x00e\x00\x00', 'people.csv: it is no table, no JSON and no lines of text. Choose a CSV, XLSX, NDJSON, JSON, XML, Parquet or EVTX file, packed with gzip or not.'],
    ['all.zip', 'PK\x03\x04 torn', 'all.zip: it is a ZIP archive or a workbook, and torn. Unpack it and take the files inside, or save the workbook again.'],
    ['cv.csv.gz', gzipSync('%PDF-1.7'), 'cv.csv.gz: it is a PDF. Save the table behind it as CSV or XLSX.'],
  ])('%s by its content (%j)', async (name, content, message) => {
    const answer = await send(kim, name, content);

    expect([answer.status, answer.json<ProblemView>().message]).toEqual([400, message]);
    expect(onDisk()).toEqual([]);
    expect(await filesOf(kim)).toEqual([]);
  });

  it('anything but the bytes of a file', async () => {
    expect((await send(kim, 'people.csv', '{}', 'application/json')).json<ProblemView>().message).toBe('Send the bytes of one file, with content-type application/octet-stream.');
  });

  it.each(['it', 'lead'] as const)('whatever %s sends or asks', async (role) => {
    const hands = await desk.as(role);
    const answers = [
      await send(hands, 'people.csv', PEOPLE), await hands.get('/api/files'), await hands.get('/api/begin'), await hands.get('/api/begin/samples/people'),
      await hands.post('/api/files/look', {}), await hands.post('/api/files/import', {}), await hands.post('/api/files/x/remove', {}), await hands.post('/api/runs', {}),
    ];

    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 403));
    expect(answers[0]!.json<ProblemView>().message).toBe(`Your role "${role}" may not bring files.`);
    expect((await hands.get('/api/hires')).status).toBe(403);
    expect(onDisk()).toEqual([]);
  });

  it('a file without the proof that the page is ours, before its bytes are read', async () => {
    expect((await send({ ...kim, csrf: 'guessed' }, 'people.csv', PEOPLE)).status).toBe(400);
    expect(onDisk()).toEqual([]);
  });

  it('files of somebody else, which nobody sees or touches', async () => {
    const file = await dropped('people.csv', PEOPLE);
    const lee = await desk.as('admin', 'lee');

    expect(await filesOf(lee)).toEqual([]);
    expect((await lee.post('/api/files/import', { ids: [file.id] })).status).toBe(404);
    expect((await lee.post(`/api/files/${file.id}/remove`, {})).status).toBe(404);
  });

  it('more than forty files of one person at once', async () => {
    for (let at = 0; at < 40; at++) await send(kim, `${at}.csv`, PEOPLE);

    expect((await send(kim, 'one more.csv', PEOPLE)).json<ProblemView>().message).toBe('40 files are the most at once. Import or remove some first.');
    await settled(kim);
  });

  it('more than sixty tries a minute', async () => {
    for (let at = 0; at < 60; at++) await send(kim, 'people.csv', '');

    expect((await send(kim, 'people.csv', PEOPLE)).status).toBe(429);
  });

  it('real people in the store of the simulated company', async () => {
    await noteSimulated(desk.store);

    expect((await send(kim, 'people.csv', PEOPLE)).json<ProblemView>().message).toContain('This store holds the simulated company');
    expect(onDisk()).toEqual([]);
  });
});

describe('a file that grows when it is unpacked', () => {
  it('is no table beyond 128 MB, and is not read whole to find out', async () => {
    const line = Buffer.alloc(1024 * 1024, 'h-1,lee@acme.example,2026-11-01\n');
    const file = await dropped('people.csv.gz', gzipSync(Buffer.concat([Buffer.from('hire_id,email,start_date\n'), ...Array.from({ length: 129 }, () => line)]), { level: 1 }));

    expect(file).toMatchObject({ state: 'unclear', problem: 'What this file is cannot be told. A table may have 128 MB, unpacked.' });
    await kim.post('/api/files/look', wish(file, { as: 'people' }));
    expect((await settled(kim))[0]!.problem).toBe('That is too much at once; 128 MB, unpacked, is the most.');
  }, 180_000);
});

describe('the name of a file', () => {
  it.each([
    ['../../../etc/cron.d/people.csv', 'people.csv'], ['C:\\Users\\kim\\people.csv', 'people.csv'], ['..', '..'], ['\u202evsc.people\u0007.csv', 'vsc.people.csv'], ['<img onerror=alert(1)>.csv', '<img onerror=alert(1)>.csv'], ['/', 'a file without a name'],
  ])('%j is shown as %j and is no path', async (name, shown) => {
    const file = await dropped(name, PEOPLE);

    expect(file.name).toBe(shown);
    expect(onDisk()).toHaveLength(1);
    expect(onDisk()[0]).toMatch(/^[0-9a-f-]{36}(\.csv)?$/);
  });

  it('stands in reasons and rejects in place of the one on disk', async () => {
    const file = await dropped('our people.csv', `hire_id,start_date,email\n"h-1,2026-11-01`);

    expect(file.problem).toMatch(/^our people\.csv: the file is torn/);
  });
});

describe('an empty table', () => {
  it('is given for every kind that can be brought, and is recognised as that kind', async () => {
    const { tables } = (await kim.get('/api/begin')).json<BeginView>();

    for (const { kind } of tables) {
      const answer = await kim.get(`/api/begin/samples/${kind}`);
      expect(answer.headers['content-disposition']).toBe(`attachment; filename="${kind}.csv"`);
      expect((await dropped(`${kind}.csv`, answer.body)).as, kind).toBe(kind);
    }
    expect((await kim.get('/api/begin/samples/secrets')).status).toBe(404);
  });
});
