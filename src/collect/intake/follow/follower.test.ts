import { appendFileSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { memoryStore } from '../../../../test/support/memory-store.ts';
import { follower, type Follower } from './follower.ts';

const root = mkdtempSync(join(tmpdir(), 'farmwatch-follow-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const NOW = Date.UTC(2026, 10, 2, 15);
let folder: string;
let log: string;
let folders = 0;
/** What came into the spool: the texts, and whether each says when it came. */
let kept: { message: string; '@timestamp'?: string }[];
/** For how many lines there is room; not a number where the disk refuses. */
let room: number;
let store: ReturnType<typeof memoryStore>;
beforeEach(() => {
  folder = join(root, String(folders++));
  mkdirSync(folder);
  log = join(folder, 'openvpn.log');
  kept = [];
  room = Infinity;
  store = memoryStore({ now: () => NOW });
});

/** A follower, as one start of the server has it. */
function started(...paths: readonly string[]): Follower {
  return follower({
    followed: [{ source: 'openvpn', paths }], store, now: () => NOW,
    spool: {
      async append(_source, lines) {
        if (Number.isNaN(room)) throw new Error('no disk');
        if (lines.length > room) return 'full';
        room -= lines.length;
        kept.push(...lines.map((line) => JSON.parse(line) as { message: string }));
        return 'kept';
      },
    },
  });
}
const messages = (): readonly string[] => kept.map(({ message }) => message);
const packed = (from: string, to: string): void => {
  writeFileSync(to, gzipSync(readFileSync(from)));
  rmSync(from);
};

describe('a file that grows', () => {
  it('gives every whole line once', async () => {
    const files = started(log);
    writeFileSync(log, 'one\ntwo\nthr');
    await files.look();
    expect(messages()).toEqual(['one', 'two']);

    appendFileSync(log, 'ee\r\n\nfour\n');
    await files.look();
    await files.look();
    expect(messages()).toEqual(['one', 'two', 'three', 'four']);
  });
  it('goes on where it was after a restart', async () => {
    writeFileSync(log, 'one\n');
    await started(log).look();
    appendFileSync(log, 'two\n');
    await started(log).look();

    expect(messages()).toEqual(['one', 'two']);
  });
  it('says when a line came only where that is known', async () => {
    const files = started(log);
    writeFileSync(log, 'old\n');
    await files.look();
    appendFileSync(log, 'new\n');
    await files.look();

    expect(kept).toEqual([{ message: 'old' }, { '@timestamp': '2026-11-02T15:00:00Z', message: 'new' }]);
  });
  it('keeps JSON as it is', async () => {
    writeFileSync(log, '{"message":"a","n":1}\n{"broken":\n');
    await started(log).look();

    expect(kept).toEqual([{ message: 'a', n: 1 }, { message: '{"broken":' }]);
  });
  it('waits while the spool is full, and gives everything then', async () => {
    const files = started(log);
    room = 0;
    writeFileSync(log, 'one\n');
    await files.look();
    expect(messages()).toEqual([]);

    room = Infinity;
    await files.look();
    expect(messages()).toEqual(['one']);
  });
  it('is read in pieces, and a line across two of them is whole', async () => {
    const lines = Array.from({ length: 3_000 }, (_, i) => `${i} ${'x'.repeat(997)}`);
    writeFileSync(log, `${lines.join('\n')}\n`);
    await started(log).look();

    expect(messages()).toEqual(lines);
  });
  it('that is missing is named, and keeps nobody from reading the others', async () => {
    const files = started(join(folder, 'nothing.log'), log);
    writeFileSync(log, 'one\n');
    await files.look();

    expect(files.unread).toEqual([{ source: 'openvpn', path: join(folder, 'nothing.log'), why: expect.stringContaining('no such file') }]);
    expect(messages()).toEqual(['one']);
  });
  it('that is known and cannot be taken is named once', async () => {
    const files = started(log);
    writeFileSync(log, 'one\n');
    await files.look();
    appendFileSync(log, 'two\n');
    room = Number.NaN;
    await files.look();

    expect(files.unread).toEqual([{ source: 'openvpn', path: log, why: 'no disk' }]);
  });
  it('may be anywhere in a followed folder; what a rotation packed is left alone', async () => {
    mkdirSync(join(folder, 'east'));
    writeFileSync(join(folder, 'east', 'a.log'), 'a\n');
    writeFileSync(log, 'b\n');
    writeFileSync(join(folder, 'old.log.2.gz'), gzipSync('older\n'));
    await started(folder).look();

    expect(messages()).toEqual(['a', 'b']);
  });
});

describe('rotation', () => {
  /** Ways to rotate, as logrotate does it; `after` is what comes later. */
  const ways: readonly (readonly [string, (path: string) => void])[] = [
    ['by renaming', (path) => {
      renameSync(path, `${path}.1`);
      writeFileSync(path, '');
    }],
    ['by renaming and packing', (path) => {
      renameSync(path, `${path}.1`);
      packed(`${path}.1`, `${path}.1.gz`);
      writeFileSync(path, '');
    }],
    ['by copying and truncating', (path) => {
      copyFileSync(path, `${path}.1`);
      truncateSync(path, 0);
    }],
    ['by copying, truncating and packing', (path) => {
      copyFileSync(path, `${path}.1`);
      truncateSync(path, 0);
      packed(`${path}.1`, `${path}.1.gz`);
    }],
  ];
  describe.each(ways)('%s', (_, rotate) => {
    it.each([['one file', () => log], ['its folder', () => folder]] as const)('loses no line where %s is followed', async (_what, what) => {
      const files = started(what());
      writeFileSync(log, 'one\n');
      await files.look();
      appendFileSync(log, 'two\nthree\n');
      rotate(log);
      appendFileSync(log, 'four\n');
      await files.look();
      appendFileSync(log, 'five\n');
      await files.look();

      expect([...messages()].sort()).toEqual(['five', 'four', 'one', 'three', 'two']);
    });
    it('loses no line while nobody is looking', async () => {
      writeFileSync(log, 'one\n');
      await started(log).look();
      appendFileSync(log, 'two\n');
      rotate(log);
      appendFileSync(log, 'three is longer than what was there before\n');
      await started(log).look();

      expect([...messages()].sort()).toEqual(['one', 'three is longer than what was there before', 'two']);
    });
  });
  it('goes on reading a renamed file while it is still written to', async () => {
    const files = started(log);
    writeFileSync(log, 'one\n');
    await files.look();
    renameSync(log, `${log}.1`);
    writeFileSync(log, 'three\n');
    await files.look();
    appendFileSync(`${log}.1`, 'two\n');
    await files.look();

    expect([...messages()].sort()).toEqual(['one', 'three', 'two']);
  });
  it('takes the last line of a packed file also without its end', async () => {
    const files = started(log);
    writeFileSync(log, 'one\n');
    await files.look();
    appendFileSync(log, 'two');
    packed(log, `${log}.1.gz`);
    writeFileSync(log, '');
    await files.look();

    expect(messages()).toEqual(['one', 'two']);
  });
  it('of much more than has room at once is read piece by piece, packed or not, and nothing twice', async () => {
    const lines = Array.from({ length: 3_000 }, (_, i) => `${i} ${'x'.repeat(997)}`);
    for (const isZipped of [false, true]) {
      kept = [];
      rmSync(log, { force: true });
      const files = started(log);
      room = 2;
      writeFileSync(log, 'one\n');
      await files.look();
      appendFileSync(log, `${lines.join('\n')}\nlast`);
      copyFileSync(log, `${log}.1`);
      truncateSync(log, 0);
      if (isZipped) packed(`${log}.1`, `${log}.1.gz`);
      writeFileSync(log, 'next\n');
      for (let look = 0; look < 10; look++) {
        room = 1_100;
        await files.look();
      }

      expect([...messages()].sort()).toEqual(['one', ...lines, 'last', 'next'].sort());
      rmSync(`${log}.1`, { force: true });
    }
  });
  it('by packing is not unpacked again while there is no room', async () => {
    const files = started(log);
    writeFileSync(log, 'one\n');
    await files.look();
    appendFileSync(log, 'two\n');
    packed(log, `${log}.1.gz`);
    room = 0;
    await files.look();
    rmSync(`${log}.1.gz`);
    room = Infinity;
    await files.look();

    expect(messages()).toEqual(['one', 'two']);
  });
  it('that took its folder away is over', async () => {
    const files = started(join(folder, 'east'));
    mkdirSync(join(folder, 'east'));
    writeFileSync(join(folder, 'east', 'a.log'), 'a\n');
    await files.look();
    rmSync(join(folder, 'east'), { recursive: true });
    await files.look();

    // What is configured and missing is named, and nothing that lay in it.
    expect(files.unread.map(({ path }) => path)).toEqual([join(folder, 'east')]);
    expect(await Array.fromAsync(store.shelf('followed').list())).toEqual([]);
  });
  it('is not waited for where the file is gone', async () => {
    const files = started(log);
    writeFileSync(log, 'one\n');
    await files.look();
    rmSync(log);
    writeFileSync(log, 'two\n');
    await files.look();

    expect(messages()).toEqual(['one', 'two']);
    expect(files.unread).toEqual([]);
  });
});

describe('while the store is away', () => {
  /** The store until it goes away: places can be read, and none can be written down. */
  function leaving(): { away: boolean } {
    const state = { away: false };
    const there = store;
    store = { ...there, shelf: (name, indexes) => {
      const shelf = there.shelf(name, indexes as never);
      return { ...shelf, put: (value: never, over?: string) => (state.away ? Promise.reject(new Error('the store is away')) : shelf.put(value, over)) } as never;
    } };
    return state;
  }

  it('lines come into the spool once, and nothing more is read before their place is written down', async () => {
    const state = leaving();
    const files = started(log);
    writeFileSync(log, 'one\n');
    await files.look();
    state.away = true;
    appendFileSync(log, 'two\n');
    await files.look();
    appendFileSync(log, 'three\n');
    for (let times = 0; times < 3; times++) await files.look();

    expect(messages()).toEqual(['one', 'two']);
    expect(files.unread.map(({ why }) => why)).toEqual(['the store is away']);

    state.away = false;
    await files.look();

    expect(messages()).toEqual(['one', 'two', 'three']);
    expect(files.unread).toEqual([]);
    await started(log).look();
    expect(messages()).toEqual(['one', 'two', 'three']);
  });

  it('the rest of a file that was rotated and packed comes once', async () => {
    const state = leaving();
    const files = started(log);
    writeFileSync(log, 'one\n');
    await files.look();
    appendFileSync(log, 'two\n');
    packed(log, `${log}.1.gz`);
    writeFileSync(log, 'three\n');
    state.away = true;
    for (let times = 0; times < 3; times++) await files.look();
    state.away = false;
    await files.look();
    await files.look();

    expect(messages().toSorted()).toEqual(['one', 'three', 'two']);
  });
});
