/** Longer ones do not exist (RFC 5321), and a stranger's text should not keep a pattern busy. */
const LONGEST = 320;

/** True for text that looks like a mail address, as account names often do. */
export function looksLikeMail(text: string): boolean {
  return text.length <= LONGEST && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);
}
