import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deskIn } from './support/command-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'farmwatch-export-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const desk = deskIn(folder, Date.parse('2026-11-28T12:00:00Z'));
let caseId = '';

/** A simulated company with a farm of three, imported and judged by the commands that people type. */
beforeAll(async () => {
  await desk.type('simulate', '--seed', 'export', '--people', '8', '--days', '21', '--farms', '3', '--out', 'company');
  const files = ['people.csv', 'devices.csv', 'events.ndjson.gz', 'events.ndjson'].filter((name) => existsSync(join(folder, 'company', name)));
  await desk.type('import', ...files.map((name) => `company/${name}`));
  const truth = JSON.parse(desk.read('company/truth.json')) as { readonly ends_at?: string };
  expect((await desk.type('detect', ...(truth.ends_at === undefined ? [] : ['--as-of', truth.ends_at]))).exit).toBe(0);
  caseId = (JSON.parse((await desk.type('cases', '--json')).out[0]!) as { readonly id: string }).id;
}, 120_000);

describe('the command export', () => {
  it('writes a bundle, and the same bytes again', async () => {
    const [first, second] = [await desk.type('export', 'case', caseId, '--format', 'stix', '--out', 'one.json'), await desk.type('export', 'case', caseId, '--format', 'stix', '--out', 'two.json')];

    expect([first.exit, second.exit]).toEqual([0, 0]);
    expect(first.err.join(' ')).toContain('open question');
    expect(desk.read('two.json')).toBe(desk.read('one.json'));
    expect((JSON.parse(desk.read('one.json')) as { readonly type: string }).type).toBe('bundle');
  });
  it('prints a sheet', async () => {
    const { exit, out } = await desk.type('export', 'case', caseId, '--format', 'sheet');

    expect([exit, out[0]]).toEqual([0, `# Facts of case ${caseId}`]);
  });
  it('writes a pack that sha256sum finds whole, and verify too', async () => {
    expect((await desk.type('export', 'case', caseId, '--format', 'pack', '--out', 'pack')).exit).toBe(0);
    const checked = spawnSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: join(folder, 'pack'), encoding: 'utf8' });

    expect([checked.status, checked.stdout.match(/: OK$/gm)?.length]).toEqual([0, 9]);
    expect(await desk.type('export', 'verify', 'pack')).toMatchObject({ exit: 0, out: [expect.stringContaining('Whole')] });
    expect((await desk.type('export', 'verify', 'pack')).out[0]).toMatch(/the sums \([1-9]\d*, of [1-9]\d* findings\)/);
    writeFileSync(join(folder, 'pack', 'risks.ndjson'), '');
    expect(await desk.type('export', 'verify', 'pack')).toMatchObject({ exit: 1, out: ['risks.ndjson was changed'] });
  });
  it('writes a pack as one file, the same again', async () => {
    await desk.type('export', 'case', caseId, '--format', 'pack', '--out', 'a.zip');
    await desk.type('export', 'case', caseId, '--format', 'pack', '--out', 'b.zip');

    expect(desk.read('b.zip')).toBe(desk.read('a.zip'));
    expect((await desk.type('export', 'verify', 'a.zip')).exit).toBe(0);
  });
  it.each([
    [['case', 'c-none', '--format', 'stix'], 1, 'farmwatch cases'], [['case', 'c-none', '--format', 'word'], 2, 'stix, sheet, pack'], [['case', 'c-none', '--format', 'pack'], 2, '--out'],
    [['verify', 'gone'], 1, 'gone'], [['verify', 'company/people.csv'], 1, 'its zip'],
  ])('answers %j with exit %i and a cure', async (words, code, said) => {
    const { exit, err } = await desk.type('export', ...words);

    expect(exit).toBe(code);
    expect(err.join(' ')).toContain(said);
  });
  it('does not unpack what would not fit into memory', async () => {
    // What a zip says of itself, without the gigabytes: one file whose unpacked size is put at 3 GB.
    const zip = Buffer.from(zipSync({ 'events.ndjson': strToU8('{}') }));
    zip.writeUInt32LE(3_000_000_000, zip.indexOf(Buffer.from('504b0102', 'hex')) + 24);
    writeFileSync(join(folder, 'bomb.zip'), zip);

    const { exit, err } = await desk.type('export', 'verify', 'bomb.zip');

    expect(exit).toBe(1);
    expect(err.join(' ')).toContain('more than 1024 MB');
  });
  it('does not write a pack over a folder that is there', async () => {
    const { exit, err } = await desk.type('export', 'case', caseId, '--format', 'pack', '--out', 'company');

    expect(exit).toBe(1);
    expect(err.join(' ')).toContain('there already');
  });
});
