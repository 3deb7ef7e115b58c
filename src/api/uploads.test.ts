import { existsSync, readdirSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { memoryStore } from '../../test/support/memory-store.ts';
import { judgesOf } from '../app.ts';
import { loadConfig, type Config } from '../config.ts';
import { pipeline } from '../run/pipeline.ts';
import { STORY_ENDS } from '../simulate/story.ts';
import type { BeginView, DroppedFile, FilesView, ProblemView } from './contract.ts';
import { deskOver, type Desk, type Hands } from './desk.fixture.ts';

const MB = 1024 * 1024;
const LINE = 'h-1,lee@acme.example,2026-11-01\n';
const PEOPLE = `hire_id,email,start_date\n${LINE}`;
/** A table of so many MB and a little. */
const tableOf = (mb: number): Buffer => Buffer.concat([Buffer.from('hire_id,email,start_date\n'), Buffer.alloc(mb * MB, LINE)]);

let desk: Desk;
let kim: Hands;
async function deskWith(uploads: Partial<Config['uploads']>): Promise<void> {
  const store = memoryStore({ now: () => STORY_ENDS });
  desk = await deskOver(store, pipeline({ store, ...judgesOf(loadConfig(undefined)) }), {}, uploads);
  kim = await desk.as('analyst', 'kim');
}
afterEach(async () => {
  await desk.files.stop();
  rmSync(desk.folder, { recursive: true, force: true });
});

const headers = (): Record<string, string> => ({ 'cookie': kim.cookie, 'x-csrf-token': kim.csrf, 'content-type': 'application/octet-stream' });
/** Status and, of a refusal, the sentence. */
async function sent(name: string, content: string | Buffer): Promise<readonly [number, string | undefined]> {
  const answer = await desk.server.inject({ method: 'POST', url: `/api/files?name=${encodeURIComponent(name)}`, payload: Buffer.from(content), headers: headers() });
  return [answer.statusCode, answer.json<Partial<ProblemView>>().message];
}
async function problemOf(name: string): Promise<string | undefined> {
  const files = async (): Promise<readonly DroppedFile[]> => (await kim.get('/api/files')).json<FilesView>().files;
  await expect.poll(async () => (await files()).some(({ state }) => state === 'looking'), { interval: 50, timeout: 30_000 }).toBe(false);
  return (await files()).find((file) => file.name === name)?.problem;
}

describe('what may be brought on pages, as it is set,', () => {
  it('ends with the size of a file, which the page knows beforehand', async () => {
    await deskWith({ file_mb: 1 });

    expect((await kim.get('/api/begin')).json<BeginView>().mostBytes).toBe(MB);
    expect(await sent('events.ndjson', tableOf(1))).toEqual([413, 'That is too much at once; 1 MB is the most.']);
    expect(await sent('people.csv', PEOPLE)).toEqual([200, undefined]);
  });

  it('is said to whoever sends too large a file over the network, whether its size was told or not', async () => {
    await deskWith({ file_mb: 1 });
    const url = new URL('/api/files?name=events.ndjson', await desk.server.listen({ host: '127.0.0.1', port: 0 }));

    for (const body of [tableOf(3), Readable.toWeb(Readable.from([tableOf(1), tableOf(1)]))]) {
      const answer = await fetch(url, { method: 'POST', headers: headers(), body, duplex: 'half' } as RequestInit);
      expect([answer.status, (await answer.json() as ProblemView).message]).toEqual([413, 'That is too much at once; 1 MB is the most.']);
    }
    expect(readdirSync(join(desk.folder, 'dropped'))).toEqual([]);
    await desk.server.close();
  });

  it('ends with the size of a table once it is unpacked', async () => {
    await deskWith({ table_mb: 1 });

    expect((await sent('people.csv.gz', gzipSync(tableOf(1))))[0]).toBe(200);
    expect(await problemOf('people.csv.gz')).toBe('What this file is cannot be told. A table may have 1 MB, unpacked.');
  });

  it('ends with the size of a workbook', async () => {
    await deskWith({ workbook_mb: 1 });

    expect(await sent('people.xlsx', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(MB)]))).toEqual([400, 'people.xlsx: as a workbook or ZIP archive it may have 1 MB. Save the sheet as CSV.']);
  });

  it('ends with the files of one person', async () => {
    await deskWith({ files: 2 });
    await sent('a.csv', PEOPLE);
    await sent('b.csv', PEOPLE);

    expect(await sent('c.csv', PEOPLE)).toEqual([400, '2 files are the most at once. Import or remove some first.']);
  });

  it('ends with what waits of everybody', async () => {
    await deskWith({ waiting_mb: 1 });
    await sent('a.csv', tableOf(1));

    expect(await sent('b.csv', PEOPLE)).toEqual([400, 'Files of 1 MB wait to be imported, and that is the most. Import or remove some first.']);
  });

  it('ends with what is on its way', async () => {
    await deskWith({ at_once: 1 });
    const url = new URL('/api/files?name=a.csv', await desk.server.listen({ host: '127.0.0.1', port: 0 }));
    const slow = request(url, { method: 'POST', headers: headers() });
    slow.on('error', () => {});
    slow.write(PEOPLE);

    await expect.poll(() => existsSync(join(desk.folder, 'dropped')) && readdirSync(join(desk.folder, 'dropped')).length, { timeout: 30_000 }).toBe(1);

    expect(await sent('b.csv', PEOPLE)).toEqual([400, 'Too many files are on their way at once. Send them one after the other.']);
    slow.destroy();
    await desk.server.close();
  });

  it('ends with the size of a list of laptops, and of an order list', async () => {
    await deskWith({ laptops_mb: 2 });
    const it = await desk.as('it', 'ida');
    const text = 'x'.repeat(2 * MB);

    for (const answer of [await it.post('/api/devices/import', { name: 'l.csv', text, map: [], take: false }), await it.post('/api/shipments', { text })]) {
      expect([answer.status, answer.json<ProblemView>().message]).toEqual([413, 'That is too much at once; 2 MB is the most.']);
    }
  });
});
