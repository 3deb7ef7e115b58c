import { closest, distance } from 'fastest-levenshtein';
import type { z } from 'zod';

/** What a setting takes, by what it is. */
const TAKES: Readonly<Record<string, string>> = { string: 'a text', number: 'a number', int: 'a whole number', boolean: 'true or false', array: 'a list', object: 'an object in braces', record: 'an object in braces' };
/** Nearer than this, a name is taken for a slip of the pen. */
const SLIP = 2;
/** Of a channel and a source, the part whose names depend on what it is. */
const PART_OF_ITS_OWN: Readonly<Record<string, string>> = { channels: 'access', sources: 'pull' };

/** What is wrong with a value, in words; undefined where the schema says it itself. */
export const worded: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type': {
      const takes = TAKES[issue.expected] ?? issue.expected;
      if (issue.input === undefined) return `is missing; it takes ${takes}`;
      return `takes ${takes}${typeof issue.input === 'string' && ['number', 'int', 'boolean'].includes(issue.expected) ? ', without quotes' : ''}`;
    }
    case 'too_small': return issue.origin === 'array' ? `takes at least ${issue.minimum} ${issue.minimum === 1 ? 'entry' : 'entries'}` : issue.origin === 'string' ? 'is empty or too short' : `is too small; ${issue.minimum} is the least`;
    case 'too_big': return issue.origin === 'array' ? `takes ${issue.maximum} entries at most` : issue.origin === 'string' ? `is too long; ${issue.maximum} letters are the most` : `is too large; ${issue.maximum} is the most`;
    case 'invalid_value': return `there is no such choice; there are ${issue.values.map(String).join(', ')}`;
    case 'invalid_union': return 'takes a text or a number';
    default: return undefined;
  }
};

/** The setting that may be meant by a name that is none. @param known the names that may stand there */
export function meant(at: readonly string[], name: string, known: readonly string[]): string {
  const near = closest(name, known);
  const part = at.length === 2 ? PART_OF_ITS_OWN[at[0]!] : undefined;
  return (part !== undefined && distance(near, name) > SLIP ? [...at, part, name] : [...at, near]).join('.');
}

/** The first name that stands twice in one object of a JSON text, with where it stands; undefined where none does. */
export function statedTwice(text: string): string | undefined {
  const open: { readonly names: Set<string>; at: string }[] = [];
  for (const [token, quoted, colon] of text.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?|[{}[\]]/g)) {
    if (token === '{' || token === '[') open.push({ names: new Set(), at: '' });
    else if (token === '}' || token === ']') open.pop();
    else if (quoted !== undefined && colon !== undefined) {
      const here = open.at(-1)!;
      here.at = JSON.parse(quoted) as string;
      if (here.names.has(here.at)) return open.map(({ at }) => at).filter((at) => at !== '').join('.');
      here.names.add(here.at);
    }
  }
  return undefined;
}
