import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { keysIn, keysInFile, type KeySource } from './key-file.ts';
import { tokenKeyIn } from './token-key.ts';

const root = mkdtempSync(join(tmpdir(), 'farmwatch-token-key-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
const aFolder = (): string => join(root, String(++folders));
const keyOf = (digit: string): string => digit.repeat(64);
const identity = (...lines: readonly string[]): KeySource => keysIn('env:KEY', () => lines.join('\n'));

describe('the key for tokens', () => {
  it('comes of the first key of identity, in every folder alike, and lies in none', () => {
    const [a, b] = [tokenKeyIn(aFolder(), identity(`1:${keyOf('a')}`)), tokenKeyIn(aFolder(), identity(`2:${keyOf('b')}`, `1:${keyOf('a')}`))];

    expect(a).toEqual(b);
    expect(a.version).toBe(1);
    expect(Buffer.from(a.secret).toString('hex')).not.toBe(keyOf('a'));
    expect(tokenKeyIn(aFolder(), identity(`1:${keyOf('b')}`)).secret).not.toEqual(a.secret);
  });

  it('stays the one that lies in the folder, where tokens were made under it', () => {
    const folder = aFolder();
    const first = tokenKeyIn(folder, keysInFile(`${folder}.identity-key`));

    expect(readFileSync(join(folder, 'token.key'), 'utf8')).toBe(`1:${Buffer.from(first.secret).toString('hex')}\n`);
    expect(tokenKeyIn(folder, identity(`1:${keyOf('a')}`))).toEqual(first);
  });

  it('is refused where the file holds none', () => {
    const folder = aFolder();
    tokenKeyIn(folder, keysInFile(`${folder}.identity-key`));
    writeFileSync(join(folder, 'token.key'), 'nothing');

    expect(() => tokenKeyIn(folder, identity(`1:${keyOf('a')}`))).toThrow(/not a token key/);
  });
});
