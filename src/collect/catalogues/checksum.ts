import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { FarmwatchError } from '../../errors.ts';

/** SHA-256 of bytes, in hex. */
export function checksumOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * Holds a file against the checksum that came with it: the one given, and that of `FILE.sha256` beside it where it is there.
 *
 * A checksum tells a torn or exchanged file; who made it is told by where the checksum was got from.
 *
 * @param given hex of the command line
 * @returns the checksum
 * @throws FarmwatchError `data.unproven` where there is no checksum, or one that does not fit
 */
export async function proven(bytes: Uint8Array, file: string, given: string | undefined): Promise<string> {
  const is = checksumOf(bytes);
  const beside = await besides(file);
  const wanted = [...(given === undefined ? [] : [{ from: '--sha256', hex: given.trim().toLowerCase() }]), ...(beside === undefined ? [] : [{ from: `${basename(file)}.sha256`, hex: beside }])];
  if (wanted.length === 0) throw new FarmwatchError('data.unproven', { file, why: `it came without a checksum. Put ${basename(file)}.sha256 beside it, as sha256sum writes it, or give --sha256 from whoever made the file` });
  for (const { from, hex } of wanted) {
    if (!/^[0-9a-f]{64}$/.test(hex)) throw new FarmwatchError('data.unproven', { file, why: `${from} holds no SHA-256 of this file: 64 digits of hex are one, alone or before the file's name` });
    if (hex !== is) throw new FarmwatchError('data.unproven', { file, why: `its SHA-256 is ${is}, ${from} says ${hex}. The file was torn or exchanged on its way: fetch both again` });
  }
  return is;
}

/** What `FILE.sha256` says of the file: its own line among several, or the only one; '' where it says nothing of it. */
async function besides(file: string): Promise<string | undefined> {
  const text = await readFile(`${file}.sha256`, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  // `HEX  name`, `HEX *name` for binary ones, a backslash before where the name needs one.
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/).flatMap((line) => {
    const [, hex, name] = /^\\?([0-9a-fA-F]{64})(?:[ \t]+\*?(.+))?$/.exec(line.trim()) ?? [];
    return hex === undefined ? [] : [{ hex: hex.toLowerCase(), name: name === undefined ? undefined : basename(name) }];
  });
  const own = lines.find(({ name }) => name === basename(file)) ?? (lines.length === 1 && lines[0]!.name === undefined ? lines[0] : undefined);
  return own?.hex ?? '';
}
