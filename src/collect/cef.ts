/** A line in the Common Event Format: what stands between the bars, and names with values in their order. */
export interface Cef {
  readonly header: readonly string[];
  /** A name may come twice with two meanings, so this is a list. */
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/**
 * Reads a CEF line, whatever syslog header stands before it.
 *
 * Values may hold blanks and end where the next name begins. Headers with six parts instead of seven are read too: some
 * firewalls leave the severity out.
 *
 * @returns undefined where the text has no CEF in it
 */
export function parseCef(text: string): Cef | undefined {
  const start = /(?:^|\s|:)CEF:\s?\d+\|/.exec(text);
  if (!start) return undefined;
  const parts = text.slice(text.indexOf('CEF:', start.index)).split(/(?<!\\)\|/);
  const length = parts[6] !== undefined && /^\s*[\w.]+\s?=/.test(parts[6]) ? 6 : 7;
  if (parts.length < length) return undefined;
  return { header: parts.slice(0, length).map(unescaped), fields: fieldsByName(parts.slice(length).join('|')) };
}

const NAME = /(?:^|\s)([A-Za-z][\w.[\]-]*) ?=/g;

/** Names with values that may hold blanks, each up to where the next name begins. */
export function fieldsByName(text: string): readonly (readonly [string, string])[] {
  const names = [...text.matchAll(NAME)];
  return names.map((found, index) => {
    const value = text.slice(found.index + found[0].length, names[index + 1]?.index ?? text.length).trim();
    return [found[1]!, unescaped(withoutQuotes(value))] as const;
  });
}

function withoutQuotes(value: string): string {
  return value.length >= 2 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
}

function unescaped(text: string): string {
  return text.includes('\\') ? text.replace(/\\([\\|=nr])/g, (_, mark: string) => (mark === 'n' ? '\n' : mark === 'r' ? '\r' : mark)) : text;
}
