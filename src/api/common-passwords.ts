/** The commonest passwords, most common first, read when one is needed first. */
let commonest: Promise<ReadonlySet<string>> | undefined;
const read = async (): Promise<ReadonlySet<string>> => {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return new Set((dictionary['passwords-common'] as readonly string[]).map((word) => word.toLowerCase()));
};

/** Figures and signs alone are no password below this. */
const LONG_NUMBER = 24;
/** Nothing made of two of the commonest is longer. */
const LONGEST = 100;
const AROUND = /^[^\p{L}]+|[^\p{L}]+$/gu;

/**
 * Whether a password is tried early by whoever guesses: one of the 49,000 commonest, or two of them in a row, in whatever letters,
 * with figures and signs around them; one letter over and over; figures and signs alone.
 *
 * Hardly any of the commonest has the twelve letters that are asked for. What people make of them then is in this set.
 *
 * @example await isCommon('Sunshine2024!') // => true
 * @see OWASP ASVS 5.0, 6.2.4; NIST SP 800-63B-4, 3.1.1.2
 */
export async function isCommon(password: string): Promise<boolean> {
  const known = await (commonest ??= read());
  const whole = password.normalize('NFKC').toLowerCase();
  if (new Set(whole.replace(AROUND, '')).size === 1) return true;
  if (whole.length > LONGEST) return false;
  const [first, last] = [whole.search(/\p{L}/u), whole.length - whole.replace(/[^\p{L}]+$/u, '').length];
  if (first === -1) return whole.length < LONG_NUMBER || isMadeOf(whole, known);
  // Figures may belong to the word or stand around it.
  for (let from = 0; from <= first; from++) for (let to = whole.length - last; to <= whole.length; to++) if (isMadeOf(whole.slice(from, to), known)) return true;
  return false;
}

/** One of the known, or two in a row. */
function isMadeOf(text: string, known: ReadonlySet<string>): boolean {
  return known.has(text) || Array.from({ length: text.length }, (_, at) => at).some((at) => known.has(text.slice(0, at)) && known.has(text.slice(at)));
}
