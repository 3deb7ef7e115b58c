import { unzipSync } from 'fflate';

/** True for a ZIP archive, which a workbook is as well. */
export function isZip(start: Buffer): boolean {
  return start.toString('latin1', 0, 4) === 'PK\x03\x04';
}

/** What is in a ZIP archive by its directory; nothing is unpacked. Nothing, where it is torn. */
export function zipEntries(bytes: Buffer): readonly { readonly name: string; readonly size: number }[] {
  const entries: { name: string; size: number }[] = [];
  try {
    unzipSync(bytes, { filter: ({ name, originalSize: size }) => (entries.push({ name, size }), false) });
  } catch {
    return [];
  }
  return entries;
}

export function isWorkbook(bytes: Buffer): boolean {
  return zipEntries(bytes).some(({ name }) => name === 'xl/workbook.xml');
}
