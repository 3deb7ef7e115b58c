/** Looks names up among exact names and patterns with stars; built once, asked very often. */

const HEAD = 3;

interface Pattern<T> {
  /** The stretches between stars, empty ones too. */
  readonly pieces: readonly string[];
  readonly value: T;
}

/**
 * An index over patterns such as `anydesk-*`, where a star stands for any text, also none.
 *
 * Exact names sit in a map. Patterns are grouped by their first three characters, so a name is
 * compared with a handful of them. An exact name wins over a pattern, an earlier pattern over a later.
 *
 * @param entries pairs of pattern and what it stands for, both sides normalised alike
 * @returns a function from a name to what it stands for, undefined where nothing fits
 */
export function globIndex<T>(entries: Iterable<readonly [pattern: string, value: T]>): (name: string) => T | undefined {
  const exact = new Map<string, T>();
  const byHead = new Map<string, Pattern<T>[]>();
  const open: Pattern<T>[] = [];

  for (const [pattern, value] of entries) {
    const star = pattern.indexOf('*');
    if (star < 0) {
      if (!exact.has(pattern)) exact.set(pattern, value);
      continue;
    }
    const compiled = compile(pattern, value);
    if (star < HEAD) open.push(compiled);
    else byHead.set(pattern.slice(0, HEAD), [...(byHead.get(pattern.slice(0, HEAD)) ?? []), compiled]);
  }

  return (name) => exact.get(name) ?? first(byHead.get(name.slice(0, HEAD)), name) ?? first(open, name);
}

/**
 * An index over patterns for whole paths.
 *
 * Most name one folder with anything before and after it; those are found by that folder, the rest
 * one after the other.
 *
 * @param entries pairs of path pattern (lower case, forward slashes) and what it stands for
 */
export function pathIndex<T>(entries: Iterable<readonly [pattern: string, value: T]>): (path: string) => T | undefined {
  const folders = new Map<string, T>();
  const rest: Pattern<T>[] = [];

  for (const [pattern, value] of entries) {
    const folder = /^\*\/([^*/]+)\/\*$/.exec(pattern)?.[1];
    if (folder === undefined) rest.push(compile(pattern, value));
    else if (!folders.has(folder)) folders.set(folder, value);
  }

  return (path) => {
    const parts = path.split('/');
    for (let at = 0; at < parts.length - 1; at++) {
      const value = folders.get(parts[at] ?? '');
      if (value !== undefined) return value;
    }
    return first(rest, path);
  };
}

/**
 * An index over domains: `example.com` is that name alone, `*.example.com` everything below it.
 *
 * @param entries pairs of domain pattern in lower case and what it stands for
 */
export function domainIndex<T>(entries: Iterable<readonly [pattern: string, value: T]>): (name: string) => T | undefined {
  const exact = new Map<string, T>();
  const below = new Map<string, T>();
  const rest: Pattern<T>[] = [];

  for (const [pattern, value] of entries) {
    if (!pattern.includes('*')) exact.set(pattern, value);
    else if (pattern.startsWith('*.') && !pattern.includes('*', 1)) below.set(pattern.slice(2), value);
    else rest.push(compile(pattern, value));
  }

  return (name) => {
    const known = exact.get(name);
    if (known !== undefined) return known;
    for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      const value = below.get(name.slice(dot + 1));
      if (value !== undefined) return value;
    }
    return first(rest, name);
  };
}

function compile<T>(pattern: string, value: T): Pattern<T> {
  return { pieces: pattern.split('*'), value };
}

/**
 * Whether stretches stand in a name in their order, the first at its start and the last at its end.
 *
 * One look along the name whatever the pattern is: rows come from files and names from laptops, and a regular expression
 * with many stars would try for ever.
 */
function standIn([head, ...middle]: readonly string[], name: string): boolean {
  const tail = middle.pop();
  if (tail === undefined) return name === head;
  if (!name.startsWith(head!) || !name.endsWith(tail)) return false;
  let at = head!.length;
  for (const piece of middle) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= name.length - tail.length;
}

/** Text as part of a regular expression that matches just this text. */
export function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function first<T>(patterns: readonly Pattern<T>[] | undefined, name: string): T | undefined {
  return patterns?.find(({ pieces }) => standIn(pieces, name))?.value;
}
