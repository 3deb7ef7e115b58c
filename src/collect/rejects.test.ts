import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { DAY } from '../core/time.ts';
import { ageRejects, keptRejects, rejectsIn, type Rejects } from './rejects.ts';

const root = mkdtempSync(join(tmpdir(), 'farmwatch-rejects-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(root, 'data-')); });

const linesIn = (name: string): readonly number[] => readFileSync(join(folder, name), 'utf8').trim().split('\n').map((line) => (JSON.parse(line) as { line: number }).line);

function note(rejects: Rejects, ...lines: readonly number[]): void {
  for (const line of lines) rejects.note({ file: 'a.csv', line, reason: 'no user name', record: 'ä'.repeat(100) });
  rejects.flush();
}

describe('rows that could not be used', () => {
  it('are written once, however often they are met', () => {
    note(rejectsIn(folder), 1, 2);
    const again = rejectsIn(folder);
    note(again, 1, 2, 3);
    note(again, 3);

    expect(linesIn('rejects.ndjson')).toEqual([1, 2, 3]);
    expect(keptRejects(folder).count()).toBe(3);
  });
  it('are put aside before the file grows too large, and may then be written again', () => {
    const rejects = rejectsIn(folder, 1_000);
    for (const line of [1, 2, 3, 4, 5]) note(rejects, line);
    note(rejects, 1);

    expect(linesIn('rejects.old.ndjson')).toEqual([1, 2, 3]);
    expect(linesIn('rejects.ndjson')).toEqual([4, 5, 1]);
    expect(keptRejects(folder).count()).toBe(6);
  });
  it('are written again once age has put the file aside', () => {
    const rejects = rejectsIn(folder);
    note(rejects, 1);
    ageRejects(folder, Date.now() + 31 * DAY, 30);
    note(rejects, 1);

    expect([linesIn('rejects.old.ndjson'), linesIn('rejects.ndjson')]).toEqual([[1], [1]]);
  });
  it('are known over pieces of a file, and a torn end is none of them', () => {
    const rejects = rejectsIn(folder);
    note(rejects, ...Array.from({ length: 6_000 }, (_, line) => line));
    note(rejectsIn(folder), ...Array.from({ length: 6_001 }, (_, line) => line));

    expect(keptRejects(folder).count()).toBe(6_001);
  });
  it('do not stop what comes where the file is larger than a text may be', () => {
    const file = join(folder, 'rejects.ndjson');
    writeFileSync(file, '');
    truncateSync(file, 600 * 1024 * 1024);

    note(rejectsIn(folder), 1);

    expect(linesIn('rejects.ndjson')).toEqual([1]);
    expect(existsSync(join(folder, 'rejects.old.ndjson')) && statSync(join(folder, 'rejects.old.ndjson')).size).toBe(600 * 1024 * 1024);
  });
});
