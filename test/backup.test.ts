import { execFile } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pc from 'picocolors';
import { afterAll, describe, expect, it } from 'vitest';
import { openApp } from '../src/app.ts';
import { forwarded } from '../src/cli/forward.ts';
import type { CommandIo } from '../src/cli/io.ts';
import { runCommand } from '../src/cli/program.ts';
import { serveApp } from '../src/cli/serve/serve.ts';
import { saidWhenStopped } from '../src/cli/stopped.ts';
import { loadConfig } from '../src/config.ts';
import { DAY, type Instant } from '../src/core/time.ts';
import { anEvent } from './support/builders.ts';
import { FIRST, SWIFT, happenings, settleIn } from './support/small-company.ts';

const NOW: Instant = FIRST + 13 * DAY;
const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'farmwatch-backup-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What a command says, and its exit code. */
async function typed(run: (io: CommandIo) => Promise<number | undefined>): Promise<{ readonly exit: number | undefined; readonly out: readonly string[]; readonly err: readonly string[] }> {
  const [out, err]: [string[], string[]] = [[], []];
  const exit = await run({ out: (line) => void out.push(line), err: (line) => void err.push(line), progress: () => {}, colour: pc.createColors(false), now: () => NOW, folder: root });
  return { exit, out, err };
}
const here = (...argv: readonly string[]) => typed((io) => runCommand(argv, { io }));
const throughServer = (...argv: readonly string[]) => typed((io) => forwarded(argv, io));

describe('a backup while a server runs', () => {
  it('is the store as it stood at one instant, and leaves it to the server alone', async () => {
    const folder = join(root, 'company');
    const app = await openApp(loadConfig(undefined), folder, () => NOW);
    await settleIn(app.store);
    await app.store.events.append(happenings(SWIFT));
    await app.pipeline.run(NOW);
    const server = await serveApp(app, { host: '127.0.0.1', port: 0, demo: false, folder, jobs: false, log: false }, { out: () => {}, err: () => {}, progress: () => {}, colour: pc.createColors(false), now: () => NOW, folder: root });
    const batch = (nth: number) => app.store.events.append(Array.from({ length: 500 }, (_, one) => anEvent({ 'event.id': `late ${nth} ${one}`, '@timestamp': NOW + DAY, 'event.ingested': NOW + DAY })));

    // Each batch is whole in the backup or not there at all.
    const writing = (async () => { for (let nth = 0; nth < 10; nth++) await batch(nth); })();
    const made = await throughServer('backup', 'copy', '--store', folder);
    await writing;
    const cases = await throughServer('cases', '--json', '--store', folder);
    rmSync(join(folder, 'server.json'));
    const other = await promisify(execFile)(process.execPath, [MAIN, 'doctor', '--store', folder]).catch((error: { stderr: string }) => error);
    await server.stop();

    expect(made).toMatchObject({ exit: 0, out: ['Backup in copy.'] });
    expect(readdirSync(join(root, 'copy')).filter((name) => name === 'server.json' || name.endsWith('.tmp'))).toEqual([]);
    expect(other.stderr).toMatch(/is held by another process/);

    const beside = await here('restore', 'copy', '--store', 'beside');
    // On another machine the key is not where it was.
    renameSync(join(root, 'company.identity-key'), join(root, 'brought'));
    const lost = await here('restore', 'copy', '--store', 'again');
    const restored = await here('restore', 'copy', '--store', 'again', '--identity-key', 'brought');
    const again = await here('cases', '--json', '--store', 'again');

    expect(existsSync(join(root, 'copy.identity-key'))).toBe(false);
    expect(beside).toMatchObject({ exit: 0 });
    expect(lost).toMatchObject({ exit: 1, err: [expect.stringMatching(/its key of identity is not at .*again\.identity-key/)] });
    expect(restored).toMatchObject({ exit: 0 });
    expect(Number(/\d+/.exec(restored.out[0]!)![0]) % 500).toBe(happenings(SWIFT).length % 500);
    expect(cases.out.length).toBeGreaterThan(0);
    expect(again.out).toEqual(cases.out);
  });
});

describe('a backup', () => {
  it.skipIf(!existsSync('/proc/self'))('into a place where no folder can be made ends with a sentence', async () => {
    const app = await openApp(loadConfig(undefined), join(root, 'small'), () => NOW);
    await app.close();

    expect(await here('backup', '/proc/farmwatch', '--store', 'small')).toMatchObject({ exit: 1, err: [expect.stringMatching(/^\/proc\/farmwatch: there is no such file or folder/)] });
    expect(await here('detect', '--store', '/proc/farmwatch')).toMatchObject({ exit: 1, err: [expect.stringContaining('the folder cannot be made')] });
  });
});

describe('a backup of a sealed store', () => {
  it('holds the store, the key of tokens and the settings, and names what it leaves out', async () => {
    const app = await openApp(loadConfig(undefined), join(root, 'plant'), () => NOW);
    await settleIn(app.store);
    await app.close();
    mkdirSync(join(root, 'plant', 'dropped'));
    mkdirSync(join(root, 'plant', 'spool', 'cisco'), { recursive: true });
    writeFileSync(join(root, 'plant', 'token.key'), `1:${'ab'.repeat(32)}\n`);
    for (const name of ['rejects.ndjson', 'rejects.old.ndjson', 'farmwatch-schema-1.backup.duckdb', 'dropped/a.csv', 'farmwatch.json', 'notes.txt']) writeFileSync(join(root, 'plant', name), '{}');

    const { exit, err } = await here('backup', 'plant-copy', '--store', 'plant');
    const said = await here('backup', 'plant-json', '--store', 'plant', '--json');

    expect(exit).toBe(0);
    expect(readdirSync(join(root, 'plant-copy')).sort()).toEqual(['SHA256SUMS', 'farmwatch.duckdb', 'farmwatch.json', 'token.key']);
    expect(err).toEqual([
      'Left out, because it is no part of the store and not sealed: dropped/, farmwatch-schema-1.backup.duckdb, notes.txt, rejects.ndjson, rejects.old.ndjson.',
      expect.stringMatching(/^It is sealed/),
    ]);
    expect(JSON.parse(said.out[0]!)).toMatchObject({ left_out: ['dropped/', 'farmwatch-schema-1.backup.duckdb', 'notes.txt', 'rejects.ndjson', 'rejects.old.ndjson'] });
  });
});

describe('a restore that cannot be', () => {
  it('leaves nothing behind, so that it can be given again with the right key', async () => {
    const app = await openApp(loadConfig(undefined), join(root, 'firm'), () => NOW);
    await settleIn(app.store);
    await app.store.events.append(happenings(SWIFT));
    await app.close();
    await here('backup', 'firm-copy', '--store', 'firm');
    writeFileSync(join(root, 'wrong.key'), `1:${'ab'.repeat(32)}\n`);
    writeFileSync(join(root, 'no.key'), 'hello');
    const before = readdirSync(root);

    const wrong = await here('restore', 'firm-copy', '--store', 'firm-2', '--identity-key', 'wrong.key');
    const none = await here('restore', 'firm-copy', '--store', 'firm-2', '--identity-key', 'no.key');
    const left = readdirSync(root);
    const right = await here('restore', 'firm-copy', '--store', 'firm-2', '--identity-key', 'firm.identity-key');

    expect(wrong).toMatchObject({ exit: 1, err: [expect.stringContaining('is another one than the key it was sealed with')] });
    expect(none).toMatchObject({ exit: 1, err: [expect.stringMatching(/no\.key: a line is no key of identity/)] });
    expect(left).toEqual(before);
    expect(right).toMatchObject({ exit: 0, out: [expect.stringMatching(/^Restored: /)] });
  });

  it('is one of a backup that is no longer what was backed up: a store notices a damaged block only where it reads it', async () => {
    const copy = join(root, 'firm-copy');
    const flipped = join(root, 'flipped');
    cpSync(copy, flipped, { recursive: true });
    const bytes = readFileSync(join(flipped, 'farmwatch.duckdb'));
    // Behind the headers, which are read at every start.
    for (let at = bytes.length - 70_000; at < bytes.length - 60_000; at++) bytes[at]! ^= 0xff;
    writeFileSync(join(flipped, 'farmwatch.duckdb'), bytes);
    const older = join(root, 'older');
    cpSync(copy, older, { recursive: true });
    rmSync(join(older, 'SHA256SUMS'));
    const before = readdirSync(root);

    const refused = await here('restore', 'flipped', '--store', 'firm-3', '--identity-key', 'firm.identity-key');
    const left = readdirSync(root);
    const unknown = await here('restore', 'older', '--store', 'firm-4', '--identity-key', 'firm.identity-key');

    expect(refused).toMatchObject({ exit: 1, out: [], err: [`${flipped}: not what was backed up: farmwatch.duckdb, by the hashes in SHA256SUMS. Nothing was restored. Take another copy of this backup, or an earlier one.`] });
    expect(left).toEqual(before);
    expect(unknown).toMatchObject({ exit: 0, err: [expect.stringMatching(/^There is no SHA256SUMS in this backup/), expect.anything()] });
    // Of the store itself they are no part.
    expect(readdirSync(join(root, 'firm-2'))).not.toContain('SHA256SUMS');
  });

  it('empties a folder that was there and leaves it', async () => {
    mkdirSync(join(root, 'waiting'));

    await here('restore', 'firm-copy', '--store', 'waiting', '--identity-key', 'wrong.key');

    expect(readdirSync(join(root, 'waiting'))).toEqual([]);
    expect(existsSync(join(root, 'waiting.identity-key'))).toBe(false);
  });
});

describe('a restore that was cut off', () => {
  it('is done by the same command, with the key that it may have put in its place', async () => {
    mkdirSync(join(root, 'cut', '.restoring', 'spool'), { recursive: true });
    writeFileSync(join(root, 'cut', '.restoring', 'farmwatch.duckdb'), 'half of it');
    copyFileSync(join(root, 'firm.identity-key'), join(root, 'cut.identity-key'));

    const noStore = await here('risk', '--store', 'cut');
    const again = await here('restore', 'firm-copy', '--store', 'cut', '--identity-key', 'firm.identity-key');

    expect(noStore).toMatchObject({ exit: 1, err: [expect.stringContaining('There is no store in')] });
    expect(again).toMatchObject({ exit: 0, out: [expect.stringMatching(/^Restored: /)] });
    expect(readdirSync(join(root, 'cut')).filter((name) => name !== 'token.key')).toEqual(['farmwatch.duckdb']);
    expect(await here('restore', 'firm-copy', '--store', 'cut')).toMatchObject({ exit: 2, err: [expect.stringMatching(/cut is not empty/)] });
  });

  it('says that the store is there whole or not at all; a backup that was cut off is not whole', () => {
    expect(saidWhenStopped('restore')).toMatch(/whole or not at all/);
    expect(saidWhenStopped('backup')).toMatch(/remove its folder/);
    expect(saidWhenStopped('import')).toBe('Stopped. What was acknowledged is kept; the same command again does the rest.');
  });
});

describe('a place that is no store', () => {
  it.each([['risk'], ['doctor'], ['retention'], ['user', 'list'], ['migrate'], ['seal']])('is refused by a command that reads, and nothing is made: %s', async (...words) => {
    const said = await here(...words, '--store', 'mistyped');

    expect(said).toMatchObject({ exit: 1, err: [expect.stringMatching(/^There is no store in .*mistyped\. Name its folder with --store/)] });
    expect(readdirSync(root).filter((name) => name.startsWith('mistyped'))).toEqual([]);
  });
});
