import { strToU8, zipSync } from 'fflate';
import type { Pack } from './pack.ts';

/** A pack as one file; the same pack gives the same bytes. */
export function zipOf(pack: Pack): Uint8Array {
  // Dates of a zip are local ones; one that is the same everywhere keeps the bytes the same.
  return zipSync(Object.fromEntries([...pack].map(([inside, text]) => [inside, strToU8(text)])), { mtime: new Date(1980, 0, 1) });
}
