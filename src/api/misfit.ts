const KINDS: Readonly<Record<string, string>> = { string: 'text', number: 'a number', int: 'a whole number', boolean: 'true or false', array: 'a list', object: 'an object', null: 'null' };
const kindOf = (word: string): string => KINDS[word] ?? word;

/** How the checker of what is sent says it, and how people do. What is worded beside a route stays as it is. */
const WORDED: readonly (readonly [RegExp, (...found: readonly string[]) => string])[] = [
  [/^Invalid input: expected (.+), received undefined$/, (wanted) => `is missing, and takes ${kindOf(wanted!)}`],
  [/^Invalid input: expected (.+), received (.+)$/, (wanted, found) => `takes ${kindOf(wanted!)}, and ${kindOf(found!)} was sent`],
  [/^Invalid (?:input|option|discriminator value)[:.] [Ee]xpected (?:one of )?(.+)$/, (wanted) => `takes ${wanted!.replaceAll(/["']/g, '').replaceAll('|', ', ')}`],
  [/^Too (big|small): expected string to have [<>]=?(\d+) characters$/, (way, many) => `takes ${many} characters at ${way === 'big' ? 'most' : 'least'}`],
  [/^Too (big|small): expected array to have [<>]=?(\d+) items$/, (way, many) => `takes ${many} entries at ${way === 'big' ? 'most' : 'least'}`],
  [/^Too (big|small): expected (?:number|int) to be ([<>]=?)(.+)$/, (way, sign, bound) => `takes ${sign!.endsWith('=') ? '' : way === 'big' ? 'less than ' : 'more than '}${bound}${sign!.endsWith('=') ? ` at ${way === 'big' ? 'most' : 'least'}` : ''}`],
  [/^Invalid string: must match pattern/, () => 'is not written as it is elsewhere'],
  [/^Invalid input$/, () => 'takes something else'],
];

/**
 * What of a request does not fit, and what would.
 *
 * @param at place in what was sent; empty for all of it
 * @param message of the checker, or worded beside the route
 * @example misfitSaid('name', 'Invalid input: expected string, received undefined') // => 'name is missing, and takes text'
 */
export function misfitSaid(at: string, message: string): string {
  for (const [pattern, say] of WORDED) {
    const found = pattern.exec(message);
    if (found) return `${at === '' ? 'It' : at} ${say(...found.slice(1))}`;
  }
  return at === '' ? message : `${at}: ${message}`;
}
