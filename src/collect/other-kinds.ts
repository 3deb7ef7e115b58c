/** A kind of file that nobody here reads, with what to do about it. */
export interface OtherKind { readonly name: string; readonly cure: string }

const OTHERS: readonly (OtherKind & { readonly magic: string; readonly at?: number })[] = [
  { magic: '25504446', name: 'a PDF', cure: 'Save the table behind it as CSV or XLSX.' },
  { magic: 'd0cf11e0', name: 'an old XLS workbook or one with a password', cure: 'Save it as XLSX or CSV.' },
  { magic: '89504e47', name: 'a picture', cure: 'Take the table itself.' },
  { magic: 'ffd8ff', name: 'a picture', cure: 'Take the table itself.' },
  { magic: '7f454c46', name: 'a program', cure: 'Take the records it writes.' },
  { magic: '4d5a9000', name: 'a program', cure: 'Take the records it writes.' },
  { magic: '28b52ffd', name: 'packed with zstd', cure: 'Unpack it with "zstd -d", or pack it with gzip.' },
  { magic: 'fd377a58', name: 'packed with xz', cure: 'Unpack it with "xz -d", or pack it with gzip.' },
  { magic: '425a68', name: 'packed with bzip2', cure: 'Unpack it with "bzip2 -d", or pack it with gzip.' },
  { magic: '377abcaf', name: 'packed with 7-Zip', cure: 'Unpack it, or pack it with gzip.' },
  // With the end of the name before it, which no text has: a line that says the word there is none.
  { magic: '007573746172', at: 256, name: 'a TAR archive', cure: 'Unpack it with "tar -x" and take the files inside.' },
];

/** So many bytes tell each kind. */
export const KIND_BYTES = Math.max(...OTHERS.map(({ magic, at = 0 }) => at + magic.length / 2));

/**
 * What a file is that is no table, no text and no log, by how it begins.
 *
 * @param start its first {@link KIND_BYTES} bytes or more, unpacked; fewer where it is shorter
 */
export function otherKind(start: Buffer): OtherKind | undefined {
  return OTHERS.find(({ magic, at = 0 }) => start.toString('hex', at, at + magic.length / 2) === magic);
}
