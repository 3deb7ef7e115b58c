/** Turns names from different sources into forms that can be compared. */

const ACCENTS = /\p{M}+/gu;
const PLAIN = /^[\x00-\x7f]*$/;
const QUOTES = /["'`]/g;

/**
 * A program's name without folder, case and `.exe`.
 *
 * Windows, macOS and Linux sources write the same program differently; both slashes separate folders.
 *
 * @returns '' for an empty text
 * @example fileName('C:\\ProgramData\\AnyDesk.EXE') // => 'anydesk'
 */
export function fileName(text: string): string {
  const path = pathName(text);
  const last = path.slice(path.lastIndexOf('/') + 1);
  return last.endsWith('.exe') ? last.slice(0, -4) : last;
}

/** A path in lower case with forward slashes and without quotes. */
export function pathName(text: string): string {
  return text.toLowerCase().replace(QUOTES, '').replaceAll('\\', '/').replace(/\s+/g, ' ').trim();
}

/**
 * A title as its words: lower case, no accents, one blank for whatever else stands between.
 *
 * @example words('TeamViewer 15 (64-bit)') // => 'teamviewer 15 64 bit'
 */
export function words(text: string): string {
  return spaced(text, /[^\p{L}\p{N}]+/gu);
}

/** The same for a pattern, whose stars stay. */
export function wordsOfPattern(pattern: string): string {
  return spaced(pattern, /[^\p{L}\p{N}*]+/gu);
}

/**
 * The subject of a code signature, reduced to letters and digits.
 *
 * Sources give the bare name, a distinguished name or Apple's "Developer ID Application: … (TEAM)";
 * capitals, accents and full stops vary from release to release.
 *
 * @example signerName('CN="ConnectWise, LLC", O="ConnectWise, LLC", C=US') // => 'connectwisellc'
 */
export function signerName(text: string): string {
  const common = /\bCN\s*=\s*(?:"([^"]+)"|(.+?))(?=\s*,\s*[A-Z.0-9]+\s*=|$)/i.exec(text);
  const subject = common?.[1] ?? common?.[2] ?? text;
  const bare = subject.replace(/^\s*developer id (application|installer):/i, '').replace(/\([A-Z0-9]{10}\)\s*$/, '');
  return words(bare).replaceAll(' ', '');
}

/** A command line in lower case, without quotes and `.exe`, with forward slashes and single blanks. */
export function commandText(text: string): string {
  return pathName(text).replaceAll('.exe', '');
}

/** A name from the domain name system in lower case and without the final dot. */
export function domainName(text: string): string {
  const name = text.trim().toLowerCase();
  return name.endsWith('.') ? name.slice(0, -1) : name;
}

function spaced(text: string, between: RegExp): string {
  // Nearly every name is plain ASCII, which needs no care about accents.
  if (PLAIN.test(text)) return text.toLowerCase().replace(between, ' ').trim();
  return text.normalize('NFKD').replace(ACCENTS, '').toLowerCase().replace(between, ' ').trim();
}
