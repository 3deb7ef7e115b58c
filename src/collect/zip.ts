import { unzipSync } from 'fflate';

/** True for what gzip packed, by its first bytes. */
export function isGzip(start: Uint8Array): boolean {
  return start[0] === 0x1f && start[1] === 0x8b;
}

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

/** What other programs keep in archives, by a file in them. */
const KEPT_IN_ZIP: readonly { readonly entry: RegExp; readonly name: string }[] = [
  { entry: /^xl\/workbook\.bin$/, name: 'an XLSB workbook' }, { entry: /^Index\/.*\.iwa$/, name: 'a sheet of Numbers' }, { entry: /^META-INF\/manifest\.xml$/, name: 'an OpenDocument file' },
  { entry: /^word\/document\.xml$/, name: 'a Word document' },
];

/**
 * Why an archive is no workbook that can be read, with what to do about it; undefined where it is one.
 *
 * @param names what is in it
 */
export function whyNoWorkbook(names: readonly string[]): { readonly why: string; readonly cure: string } | undefined {
  if (names.includes('xl/workbook.xml')) return undefined;
  const known = KEPT_IN_ZIP.find(({ entry }) => names.some((name) => entry.test(name)));
  if (known) return { why: `it is ${known.name}`, cure: 'Save the table as XLSX or CSV.' };
  return { why: names.length > 0 ? 'it is a ZIP archive' : 'it is a ZIP archive or a workbook, and torn', cure: 'Unpack it and take the files inside, or save the workbook again.' };
}
