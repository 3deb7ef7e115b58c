/**
 * Regular expressions have a longest length, and some years ago ids of any length were kept: what is longer than this is looked
 * for as it stands. A name so long stands by itself wherever it stands.
 */
export const LONGEST_IN_PATTERN = 2_000;
/** So many characters of names make one pattern; more of them make several. */
const PATTERN = 20_000;

/** Names that fit into patterns, in parts of which each makes one, and those that are too long for any. */
export function fittingPatterns(names: readonly string[]): { readonly parts: readonly (readonly string[])[]; readonly long: readonly string[] } {
  const parts: string[][] = [];
  let room = 0;
  for (const name of names) {
    if (name.length > LONGEST_IN_PATTERN) continue;
    if (parts.length === 0 || name.length > room) {
      parts.push([]);
      room = PATTERN;
    }
    parts.at(-1)!.push(name);
    room -= name.length;
  }
  return { parts, long: names.filter((name) => name.length > LONGEST_IN_PATTERN) };
}

/** A text with another word for one that stands by itself in it. */
export function replaceWord(text: string, word: string, by: string, flags: '' | 'i' = ''): string {
  if (word.length > LONGEST_IN_PATTERN) return text.replaceAll(word, () => by);
  return text.replaceAll(new RegExp(`(?<![\\w-])${RegExp.escape(word)}(?![\\w-])`, `g${flags}`), () => by);
}
