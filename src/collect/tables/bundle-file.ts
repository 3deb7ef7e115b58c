import { stat } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { FarmwatchError } from '../../errors.ts';
import { isGzip } from '../zip.ts';
import { kindOfContent } from './kind.ts';
import { startOf } from './kind-of-file.ts';
import { readWhole } from './sheet.ts';
import { readBundle, type Bundle } from './stix.ts';
import { textOf } from './text.ts';

/** A bundle is taken whole or not at all, so it has to fit into memory several times over. A feed of a year has a tenth of this. */
export const MOST_BUNDLE_MB = 64;
const MOST_BYTES = MOST_BUNDLE_MB * 1024 ** 2;

/**
 * The STIX bundle in a file, where it is one.
 *
 * @throws FarmwatchError `file.unreadable` for one that is too large, torn, or goes round in circles
 */
export async function bundleIn(file: string): Promise<Bundle | undefined> {
  // A table is far more usual, and no table begins with a brace.
  if (!/^\ufeff?\s*\{/.test(await startOf(file))) return undefined;
  if ((await stat(file)).size > MOST_BYTES) throw tooLarge(file);
  const text = textOf(unpacked(await readWhole(file), file), file);
  return kindOfContent(file, text) === 'stix' ? readBundle(text, file) : undefined;
}

/** A packed file is unpacked as far as a bundle may reach. */
function unpacked(bytes: Buffer, file: string): Buffer {
  if (!isGzip(bytes)) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_BYTES });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(file);
    // What is torn is said by whoever reads the text.
    return bytes;
  }
}

function tooLarge(file: string): FarmwatchError {
  return new FarmwatchError('file.unreadable', { file, why: `a bundle has ${MOST_BUNDLE_MB} MB, unpacked, at most`, cure: 'Ask for it in several bundles; nothing of it was taken.' });
}
