import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { openSpool, type Spool } from './spool.ts';

const root = mkdtempSync(join(tmpdir(), 'farmwatch-spool-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
const aFolder = (): string => join(root, String(folders++), 'spool');
const MB = 1024 * 1024;
let clock = 1_000;
const opened = (folder: string, boundBytes = MB): Promise<Spool> => openSpool({ folder, boundBytes, now: () => clock });

/** Everything that waits for a source, taken out segment by segment. */
async function emptied(spool: Spool, source: string): Promise<readonly string[]> {
  const lines: string[] = [];
  for (let segment; (segment = await spool.next(source)) !== undefined;) {
    const text = readFileSync(segment, 'utf8');
    expect(text.endsWith('\n')).toBe(true);
    lines.push(...text.split('\n').slice(0, -1));
    await spool.done(segment);
  }
  return lines;
}

describe('the spool', () => {
  it('hands out what was appended, in order, and forgets it when it is done', async () => {
    const spool = await opened(aFolder());
    await spool.append('cisco', ['a', 'b']);
    const segment = await spool.next('cisco');
    await spool.append('cisco', ['c']);
    await spool.append('okta:emea', ['d']);

    expect(spool.sources()).toEqual(['cisco', 'okta:emea']);
    expect(readFileSync(segment!, 'utf8')).toBe('a\nb\n');
    expect(await emptied(spool, 'cisco')).toEqual(['a', 'b', 'c']);
    expect(spool.sources()).toEqual(['okta:emea']);
    expect(await spool.next('cisco')).toBeUndefined();
    await spool.close();
  });

  it('hands out the same segment until it is done', async () => {
    const spool = await opened(aFolder());
    await spool.append('cisco', ['a']);

    expect(await spool.next('cisco')).toBe(await spool.next('cisco'));
    await spool.close();
  });

  it.each([
    ['a folder of no source', (folder: string) => mkdirSync(join(folder, '%'), { recursive: true })],
    ['a segment that cannot be read', (folder: string) => mkdirSync(join(folder, 'cisco', '000000000001.log'), { recursive: true })],
  ])('is let go where it cannot be opened, and says why: %s', async (_, spoil) => {
    const folder = aFolder();
    spoil(folder);

    await expect(opened(folder)).rejects.toMatchObject({ code: 'file.unwritable', message: expect.stringContaining(folder) });
    for (const name of readdirSync(folder).filter((one) => one !== 'owner.sock')) rmSync(join(folder, name), { recursive: true });
    await (await opened(folder)).close();
  });

  it('keeps what it holds over a restart', async () => {
    const folder = aFolder();
    const before = await opened(folder);
    await before.append('okta:emea', ['a']);
    await before.close();

    const after = await opened(folder);
    await after.append('okta:emea', ['b']);
    expect(await emptied(after, 'okta:emea')).toEqual(['a', 'b']);
    await after.close();
  });

  it('cuts off a last line that a crash left without its end', async () => {
    const folder = aFolder();
    const before = await opened(folder);
    await before.append('cisco', ['whole']);
    const segment = (await before.next('cisco'))!;
    await before.close();
    appendFileSync(segment, 'torn'.repeat(50_000));
    mkdirSync(join(folder, 'okta'));
    writeFileSync(join(folder, 'okta', '000000000001.log'), 'nothing but torn');

    const after = await opened(folder);
    expect(after.sources()).toEqual(['cisco']);
    expect(await emptied(after, 'cisco')).toEqual(['whole']);
    await after.close();
  });

  it('keeps nothing of what finds no room, and has room again when something is done', async () => {
    const spool = await opened(aFolder(), 200);
    const line = 'x'.repeat(59);

    expect(await spool.append('cisco', [line])).toBe('kept');
    expect(await spool.append('cisco', [line])).toBe('full');
    expect(spool.state().bytes).toBe(60);
    expect(await emptied(spool, 'cisco')).toEqual([line]);
    expect(await spool.append('cisco', [line])).toBe('kept');
    await spool.close();
  });

  it('leaves room for the others, however much one or two sources bring that nobody can store', async () => {
    const spool = await opened(aFolder(), 6_000);
    const filled = async (source: string): Promise<number> => {
      let times = 0;
      while (await spool.append(source, ['x'.repeat(99)]) === 'kept') times++;
      return times;
    };

    // Of sixty lines: half; then as much as it leaves free, 15 of the other 30; then 7, with 8 left.
    expect([await filled('table:hr'), await filled('cisco'), await filled('okta')]).toEqual([30, 15, 7]);
    expect(spool.state()).toMatchObject({ bytes: 5_200, most: { source: 'table:hr', bytes: 3_000 } });
    await spool.close();
  });

  it('counts what is on its way to the disk', async () => {
    const spool = await opened(aFolder(), 130);

    expect(await Promise.all(['a', 'b', 'c'].map((name) => spool.append(name, ['x'.repeat(39)])))).toEqual(['kept', 'kept', 'full']);
    await spool.close();
  });

  it('knows what does not grow any more', async () => {
    const spool = await opened(aFolder(), 64 * MB);
    await spool.append('cisco', ['a']);
    const [growing, none] = [spool.hasFull('cisco'), spool.hasFull('okta')];
    await spool.append('cisco', ['x'.repeat(8 * MB)]);

    expect([growing, none, spool.hasFull('cisco')]).toEqual([false, false, true]);
    await spool.close();
  });

  it('says how much waits and since when', async () => {
    const spool = await opened(aFolder());
    expect(spool.state()).toEqual({ bytes: 0, oldestAt: null });

    clock = 5_000;
    await spool.append('cisco', ['a']);
    clock = 6_000;
    await spool.append('okta', ['b']);

    expect(spool.state()).toEqual({ bytes: 4, most: { source: 'cisco', bytes: 2 }, oldestAt: 5_000 });
    await spool.close();
  });

  it('lets its owner read it and nobody else', async () => {
    const folder = aFolder();
    const spool = await opened(folder);
    await spool.append('cisco', ['a']);

    expect([folder, join(folder, 'cisco')].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o700]);
    expect(statSync((await spool.next('cisco'))!).mode & 0o777).toBe(0o600);
    await spool.close();
  });

  it('stays in its folder whatever a source is called', async () => {
    const folder = aFolder();
    const spool = await opened(folder);
    await spool.append('table:../../out', ['a']);
    await spool.close();

    expect(readdirSync(folder)).toEqual(['table%3A..%2F..%2Fout']);
    expect((await opened(folder)).sources()).toEqual(['table:../../out']);
  });

  it('belongs to one process at a time', async () => {
    // The second name is too long for a socket.
    for (const folder of [aFolder(), join(aFolder(), 'x'.repeat(120))]) {
      const spool = await opened(folder);
      await expect(opened(folder)).rejects.toMatchObject({ code: 'spool.held' });
      await spool.close();
      expect(readdirSync(folder)).toEqual([]);

      await (await opened(folder)).close();
    }
  });

  it('acknowledges nothing that the disk refused, and goes on when it is mended', async () => {
    const folder = aFolder();
    const spool = await opened(folder);
    writeFileSync(join(folder, 'cisco'), 'in the way');

    await expect(spool.append('cisco', ['a'])).rejects.toMatchObject({ code: 'file.unwritable' });
    expect(spool.state().bytes).toBe(0);
    rmSync(join(folder, 'cisco'));
    await spool.append('cisco', ['b']);
    expect(await emptied(spool, 'cisco')).toEqual(['b']);
    await spool.close();
  });
});

describe('after a crash', () => {
  it.each([[1, 1], [1, 40], [8, 137], [8, 900], [50, 2_000]])('what was acknowledged is there, once: %i callers, killed after %i lines', async (callers, lines) => {
    const folder = aFolder();
    const child = spawn(process.execPath, [fileURLToPath(new URL('../../../test/support/spooling-child.ts', import.meta.url)), folder, String(callers)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const gone = new Promise((resolve) => child.once('close', resolve));
    const acknowledged: number[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged.push(Number(line));
      if (acknowledged.length === lines) child.kill('SIGKILL');
    }
    await gone;

    const spool = await opened(folder, 1024 * MB);
    const found = (await emptied(spool, 'cisco')).map((line) => (JSON.parse(line) as { n: number }).n);
    await spool.close();
    expect(acknowledged.length).toBeGreaterThanOrEqual(lines);
    expect(new Set(found).size).toBe(found.length);
    expect(acknowledged.filter((n) => !found.includes(n))).toEqual([]);
  });
});
