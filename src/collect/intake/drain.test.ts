import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drainer, type Drainer } from './drain.ts';
import { openSpool, type Spool } from './spool.ts';

const root = mkdtempSync(join(tmpdir(), 'farmwatch-drain-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let spool: Spool;
/** What the store has got, in order. */
let stored: string[];
/** Why the store takes nothing of a source. */
let away: Map<string, string>;
let drain: Drainer;
let folders = 0;
beforeEach(async () => {
  spool = await openSpool({ folder: join(root, String(folders++)), boundBytes: 1024 * 1024, now: () => 1 });
  stored = [];
  away = new Map();
  drain = drainer({
    spool, now: () => 7,
    async store(source, segment) {
      const why = away.get(source);
      if (why !== undefined) throw new Error(why);
      stored.push(...readFileSync(segment, 'utf8').trim().split('\n').map((line) => `${source} ${line}`));
    },
  });
});
afterEach(() => spool.close());

describe('draining', () => {
  it('stores what waits, source by source, and nothing twice', async () => {
    await spool.append('okta', ['b']);
    await spool.append('cisco', ['a']);

    await drain.drain();
    await drain.drain();

    expect(stored).toEqual(['cisco a', 'okta b']);
    expect(spool.sources()).toEqual([]);
  });
  it('never overlaps itself', async () => {
    await spool.append('cisco', ['a']);

    await Promise.all([drain.drain(), drain.drain(), drain.drain()]);

    expect(stored).toEqual(['cisco a']);
  });
  it('keeps what could not be stored, says why, and stores the other sources', async () => {
    await spool.append('cisco', ['a']);
    await spool.append('okta', ['b']);
    away.set('cisco', 'the store does not answer');

    await expect(drain.drain()).rejects.toThrow('the store does not answer');
    expect(stored).toEqual(['okta b']);
    expect(drain.trouble).toEqual({ source: 'cisco', since: 7, why: 'the store does not answer' });

    away.clear();
    await drain.drain();
    expect(stored).toEqual(['okta b', 'cisco a']);
    expect(drain.trouble).toBeUndefined();
  });
  it('leaves a source that cannot be stored alone for longer and longer, and the others wait no longer for it', async () => {
    let seconds = 0;
    const asked: string[] = [];
    const tenth = Promise.withResolvers<void>();
    const patient = drainer({
      spool, now: () => seconds * 1_000,
      async wait(ms) {
        if (++seconds === 10) tenth.resolve();
        if (seconds >= 10) await new Promise(() => {});
        expect(ms).toBe(1_000);
        await spool.append('okta', ['b']);
      },
      async store(source) {
        asked.push(`${source} ${seconds}`);
        if (source === 'cisco') throw new Error('no such column');
      },
    });
    await spool.append('cisco', ['a']);
    patient.start();
    await tenth.promise;

    expect(asked.filter((one) => one.startsWith('cisco'))).toEqual(['cisco 1', 'cisco 3', 'cisco 7']);
    expect(asked.filter((one) => one.startsWith('okta'))).toHaveLength(9);
    expect(patient.trouble).toEqual({ source: 'cisco', since: 1_000, why: 'no such column' });
  });
  it('stores the others beside a source of which more comes with every segment that is stored', async () => {
    const others = Promise.withResolvers<void>();
    const left = new Set(['okta', 'windows']);
    let isOver = false;
    const fair = drainer({
      spool, now: () => 1, wait: async () => {},
      async store(source) {
        if (source === 'cisco' && !isOver) await spool.append('cisco', ['a']);
        if (left.delete(source) && left.size === 0) others.resolve();
      },
    });
    for (const source of ['cisco', 'okta', 'windows']) await spool.append(source, ['a']);
    fair.start();

    await others.promise;
    isOver = true;
    await fair.stop(60_000);
    expect(spool.sources()).toEqual([]);
  });
  it('gathers between the segments of one source, and does not wait where one is full', async () => {
    const large = await openSpool({ folder: join(root, String(folders++)), boundBytes: 1024 * 1024 * 1024, now: () => 1 });
    const did: string[] = [];
    const done = Promise.withResolvers<void>();
    const line = 'x'.repeat(9 * 1024 * 1024);
    const gathering = drainer({
      spool: large, now: () => 1,
      async wait() {
        did.push('wait');
        for (const word of ['b', 'c']) await large.append('cisco', [word]);
      },
      async store(_source, segment) {
        did.push(readFileSync(segment, 'utf8').trim().replaceAll('\n', ' ').replace(line, 'full'));
        if (did.length === 2) await large.append('cisco', ['a']);
        if (did.length === 4) done.resolve();
      },
    });
    await large.append('cisco', [line]);
    await large.append('cisco', [line]);
    gathering.start();
    await done.promise;
    await gathering.stop(60_000);

    expect(did).toEqual(['full', 'full', 'wait', 'a b c']);
    await large.close();
  });
  it('stores what comes while it runs, and the rest when it is stopped', async () => {
    drain.start();
    await spool.append('cisco', ['a']);
    await drain.stop(60_000);

    expect(stored).toEqual(['cisco a']);
  });
  it('is not held up by a store that hangs when it is stopped', async () => {
    const hangs = drainer({ spool, now: () => 1, store: () => new Promise(() => {}) });
    hangs.start();
    await spool.append('cisco', ['a']);
    await hangs.stop(1);

    expect(spool.sources()).toEqual(['cisco']);
  });
});
