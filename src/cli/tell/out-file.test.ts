import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeOut } from './out-file.ts';

const root = mkdtempSync(join(tmpdir(), 'farmwatch-out-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const at = (name: string): string => join(root, name);

describe('a file that was named with --out', () => {
  it('is for its maker alone, takes the place of the one before, and leaves nothing beside it', () => {
    writeOut(at('week.md'), 'first');
    writeOut(at('week.md'), 'second');

    expect(readFileSync(at('week.md'), 'utf8')).toBe('second');
    expect(statSync(at('week.md')).mode & 0o777).toBe(0o600);
    expect(readdirSync(root)).toEqual(['week.md']);
  });

  it('keeps what others may do with the one before, and writes behind a link', () => {
    writeFileSync(at('shared.md'), 'first', { mode: 0o644 });
    symlinkSync(at('shared.md'), at('link.md'));

    writeOut(at('link.md'), 'second');

    expect(readFileSync(at('shared.md'), 'utf8')).toBe('second');
    expect(statSync(at('shared.md')).mode & 0o777).toBe(0o644);
  });

  it('stays as it was where it cannot be written to the end', () => {
    writeFileSync(at('kept.md'), 'last week');
    mkdirSync(at(`kept.md.${process.pid}.part`));

    expect(() => writeOut(at('kept.md'), 'this week')).toThrow(/kept\.md: it is a folder\. /);
    expect(readFileSync(at('kept.md'), 'utf8')).toBe('last week');
  });

  it.each([
    ['in a folder that is not there', 'none/week.md', /none\/week\.md: there is no such folder\. Name another place with --out\.$/],
    ['that is a folder', '.', /it is a folder\. Name another place with --out\.$/],
  ])('%s is refused in words, without those of the system', (_case, name, said) => {
    expect(() => writeOut(at(name), 'x')).toThrow(said);
  });

  it.skipIf(!existsSync('/dev/full'))('says that the disk is full, and not that another name would help', () => {
    expect(() => writeOut('/dev/full', 'x')).toThrow('/dev/full: no room is left. Free some space and repeat the command; what lay there before is as it was.');
  });
});
