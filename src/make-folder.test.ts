import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeFolder } from './make-folder.ts';

const root = mkdtempSync(join(tmpdir(), 'farmwatch-folder-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('a folder that is made', () => {
  it('comes with those above it, for its owner only, and once', () => {
    makeFolder(join(root, 'a', 'b'));
    makeFolder(join(root, 'a', 'b'));

    expect(statSync(join(root, 'a', 'b')).mode & 0o777).toBe(0o700);
  });

  it('is refused where a file is', () => {
    writeFileSync(join(root, 'file'), '');

    expect(() => makeFolder(join(root, 'file'))).toThrow(expect.objectContaining({ code: 'EEXIST' }));
    expect(() => makeFolder(join(root, 'file', 'x'))).toThrow(expect.objectContaining({ code: 'ENOTDIR' }));
  });

  it.skipIf(!existsSync('/proc/self'))('is refused, and does not hang, where none can be made', () => {
    expect(() => makeFolder('/proc/farmwatch/backup')).toThrow(expect.objectContaining({ code: 'ENOENT' }));
  });
});
