import { gunzipSync } from 'node:zlib';
import { FarmwatchError, messageOf } from '../../errors.ts';
import { encodingOf } from '../bytes.ts';
import { otherKind } from '../other-kinds.ts';
import { isGzip } from '../zip.ts';

/**
 * The text of a whole file, whatever program wrote it: gzip, UTF-8, UTF-16 or Windows-1252, with or without a
 * byte-order mark.
 *
 * Windows-1252 is taken where the bytes cannot be UTF-8; every byte means something in it, so it cannot fail.
 *
 * @param file name for messages
 * @param mostBytes a small packed file may become as large as the memory
 * @throws FarmwatchError `file.unreadable` for a file of another kind, or cut in the middle of a character or a gzip block
 */
export function textOf(bytes: Buffer, file: string, mostBytes = MOST_BYTES): string {
  if (bytes.length > mostBytes) throw tooLarge(file, mostBytes);
  if (isGzip(bytes)) return textOf(unpacked(bytes, file, mostBytes), file, mostBytes);
  const other = otherKind(bytes);
  if (other) throw new FarmwatchError('file.unreadable', { file, why: `it is ${other.name}`, cure: other.cure });
  const encoding = encodingOf(bytes);
  if (encoding !== 'utf-8') {
    if (bytes.length % 2 === 1) throw torn(file);
    return new TextDecoder(encoding).decode(bytes);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    if (cutInCharacter(bytes)) throw torn(file);
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** A table is read whole or not at all. */
const AGAIN = 'Write the file again and repeat the command; nothing of it was taken.';

/** A table is held in memory as one text, and no text is longer than the engine can hold. */
const MOST_BYTES = 500 * 1024 * 1024;

function tooLarge(file: string, mostBytes: number): FarmwatchError {
  return new FarmwatchError('file.unreadable', { file, why: `a table has ${mostBytes / 1024 / 1024} MB, unpacked, at most`, cure: 'Cut it into several files, each with the line of column names; nothing of it was taken.' });
}

function unpacked(bytes: Buffer, file: string, mostBytes: number): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: mostBytes });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(file, mostBytes);
    throw new FarmwatchError('file.unreadable', { file, why: `the gzip file is torn (${messageOf(cause)})`, cure: AGAIN }, { cause });
  }
}

function torn(file: string): FarmwatchError {
  return new FarmwatchError('file.unreadable', { file, why: 'the file is torn: it ends in the middle of a character', cure: AGAIN });
}

/** True for UTF-8 with letters beyond ASCII that lacks only the rest of its last character. */
function cutInCharacter(bytes: Uint8Array): boolean {
  for (let short = 1; short <= 3 && short < bytes.length; short++) {
    const lead = bytes[bytes.length - short]!;
    if ((lead & 0xc0) === 0x80) continue;
    // A lead byte that promises more than follows; before it all must be UTF-8, and more than ASCII, or it proves nothing.
    const promised = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1;
    const before = bytes.subarray(0, bytes.length - short);
    return promised > short && before.some((byte) => byte >= 0x80) && isUtf8(before);
  }
  return false;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
