import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { SOURCES } from '../sources/index.ts';
import { contentOf, unpackedBytes } from './content.ts';
import { dropFolder } from './drop-folder.ts';
import { likelySources, shareOfEvents } from './likely-sources.ts';

const root = mkdtempSync(join(tmpdir(), 'farmwatch-dropped-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folder: string;
let folders = 0;
beforeEach(() => { folder = join(root, String(folders++)); });
const left = (): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);
/** A file with this content, by its path. */
function aFile(name: string, content: string | Uint8Array): string {
  const path = join(root, `${folders++}-${name}`);
  writeFileSync(path, content);
  return path;
}

describe('the folder', () => {
  it('keeps what comes for its owner alone, with size and hash', async () => {
    const dropped = await dropFolder(folder).take(Readable.from([Buffer.from('abc'), Buffer.from('def')]), 'x.csv', 10);

    expect(readFileSync(dropped.path, 'utf8')).toBe('abcdef');
    // printf abcdef | sha256sum
    expect(dropped).toMatchObject({ bytes: 6, sha256: 'bef57ec7f53a6d40beb640a780a639c83bc29ac8a9816f1fc6c5c6dcd93c4721' });
    expect([statSync(dropped.path).mode & 0o777, statSync(folder).mode & 0o777]).toEqual([0o600, 0o700]);
  });

  it('leaves nothing of a file that is too large', async () => {
    await expect(dropFolder(folder).take(Readable.from([Buffer.alloc(6), Buffer.alloc(6)]), 'x.csv', 10)).rejects.toMatchObject({ code: 'intake.large' });

    expect(left()).toEqual([]);
  });

  it('leaves nothing of a file that breaks off', async () => {
    const broken = new Readable({ read() { this.push('half'); this.destroy(); } });

    await expect(dropFolder(folder).take(broken, 'x.csv', 10)).rejects.toMatchObject({ code: 'request.invalid', message: 'The file broke off on its way. Send it again.' });

    expect(left()).toEqual([]);
  });

  it.each([['people.CSV', '.csv'], ['a.ndjson.gz', '.ndjson.gz'], ['a.gz', '.gz'], ['../../a.sh', ''], ['a.csv/../../b', ''], ['.csv\0', '']])('takes of the name %j nothing but %j', async (name, ending) => {
    const { id, path } = await dropFolder(folder).take(Readable.from([Buffer.from('a')]), name, 10);

    expect(path).toBe(join(folder, `${id}${ending}`));
  });

  it('sweeps what a crash left, and neither what is new nor what is in use', async () => {
    const drops = dropFolder(folder);
    const [old, used, fresh] = await Promise.all(['old', 'used', 'fresh'].map((text) => drops.take(Readable.from([Buffer.from(text)]), 'x.csv', 10)));
    for (const { path } of [old!, used!]) utimesSync(path, 1_000, 1_000);

    await drops.sweep(2_000_000, new Set([used!.id]));

    expect(left().length).toBe(2);
    expect([old!, used!, fresh!].map(({ path }) => existsSync(path))).toEqual([false, true, true]);
  });
});

describe('what a file holds', () => {
  const workbook = zipSync({ 'xl/workbook.xml': Buffer.from('<x/>'), 'xl/worksheets/sheet1.xml': Buffer.alloc(5_000, 'a') });

  it.each([
    ['CSV', 'a,b\n1,2\n', 'text'], ['packed CSV', gzipSync('a,b\n'), 'text'], ['UTF-16 with a mark', Buffer.from('\ufeffa,b', 'utf16le'), 'text'], ['UTF-16 without one', Buffer.from('a,b\n', 'utf16le'), 'text'],
    ['a workbook', workbook, 'workbook'], ['an event log', Buffer.from('ElfFile\0\0\0'), 'event-log'],
  ] as const)('%s', async (_, content, is) => {
    expect(await contentOf(aFile('a', content), 'a', 64)).toBe(is);
  });

  it('has no more parts than a workbook needs', async () => {
    const parts = Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`xl/media/${at}`, new Uint8Array()]));

    await expect(contentOf(aFile('many.xlsx', zipSync({ 'xl/workbook.xml': Buffer.from('<x/>'), ...parts })), 'many.xlsx', 64)).rejects.toThrow('many.xlsx: as a workbook or ZIP archive it may have 5000 parts. Save the sheet as CSV.');
  });

  it('grows no further than asked when it is unpacked', async () => {
    const bomb = aFile('bomb.gz', gzipSync(Buffer.alloc(8 * 1024 * 1024)));

    expect(await unpackedBytes(bomb, 'text', 1_000)).toBeLessThan(1024 * 1024);
    expect(await unpackedBytes(bomb, 'text', 1_000)).toBeGreaterThan(1_000);
    expect(await unpackedBytes(aFile('a.xlsx', workbook), 'workbook', 1_000)).toBe(5_004);
    expect(await unpackedBytes(aFile('a.csv', 'a,b\n'), 'text', 1_000)).toBe(4);
  });
});

describe('whose records a file holds', () => {
  const duo = JSON.stringify({ access_device: { ip: '198.51.100.7' }, alias: '', application: { key: 'DI1', name: 'VPN' }, auth_device: { name: 'phone' }, event_type: 'authentication', factor: 'duo_push', isotimestamp: '2026-11-10T14:00:00.000000+00:00', reason: 'user_approved', result: 'success', timestamp: 1794319200, txid: 't-1', user: { name: 'lee@acme.example', key: 'DU1' } });

  it('names the system that understands them, and nobody for what no system wrote', async () => {
    const [first] = await likelySources(aFile('duo.json', `${duo}\n${duo}\n`), SOURCES);

    expect(first).toEqual({ id: 'duo', share: 1 });
    expect(await likelySources(aFile('notes.txt', 'Dear all,\nsee you on Monday.\n'), SOURCES)).toEqual([]);
  });

  it('names the system that makes most of them before others that understand them as well', async () => {
    const document = JSON.stringify({ '@timestamp': '2026-11-10T14:00:00Z', 'event': { action: 'user.session.start' }, 'okta': { event_type: 'user.session.start', uuid: 'o-1', outcome: { result: 'SUCCESS' }, actor: { id: 'u', type: 'User', alternate_id: 'lee@acme.example' } } });

    expect((await likelySources(aFile('hits.ndjson', `${document}\n`), SOURCES)).map(({ id }) => id)).toEqual(['okta', 'ecs']);
  });

  it('tells events of our own format by what they say', async () => {
    const event = JSON.stringify({ '@timestamp': '2026-11-10T14:00:00Z', 'event.id': 'e-1', 'event.action': 'sign-in', 'event.module': 'test', 'user.email': 'lee@acme.example' });

    expect(await shareOfEvents(aFile('events.ndjson', `${event}\n${duo}\n`), Date.UTC(2026, 10, 16))).toBe(0.5);
  });
});
