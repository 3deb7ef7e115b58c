import type { TieView } from '../../src/api/contract.ts';

/** A place, tool or other thing that people meet at; a tie between two people becomes one as well. */
export interface Meeting { readonly title: string; readonly by: string | undefined; readonly links: readonly { readonly person: string; readonly seen: boolean }[]; readonly toThings: readonly { readonly title: string; readonly seen: boolean }[] }

/** More than these would no longer be read; how many are left out is said. */
const MOST = 7;

/**
 * Brings ties into two columns: people, and what they meet at.
 *
 * Ties of people among each other that rest on the same thing become one meeting point,
 * so five people behind one line are five lines and not ten.
 */
export function meetingsOf(ties: readonly TieView[], people: readonly string[]): { readonly shown: readonly Meeting[]; readonly leftOut: number } {
  const isPerson = new Set(people);
  const points = new Map<string, { title: string; by: string | undefined; links: Map<string, boolean>; toThings: Map<string, boolean> }>();
  const point = (title: string, by: string | undefined): { links: Map<string, boolean>; toThings: Map<string, boolean> } => {
    const known = points.get(title) ?? { title, by, links: new Map(), toThings: new Map() };
    points.set(title, known);
    return known;
  };
  for (const { from, to, by, seen } of ties) {
    const ends = [from, to].filter((end) => isPerson.has(end));
    const things = [from, to].filter((end) => !isPerson.has(end));
    const [first, second] = things;
    if (first === undefined) for (const person of ends) add(point(by, undefined).links, person, seen);
    else if (second === undefined) for (const person of ends) add(point(first, by).links, person, seen);
    else add(point(first, by).toThings, second, seen), point(second, undefined);
  }
  const all = [...points.values()]
    .map(({ title, by, links, toThings }) => ({ title, by, links: [...links].map(([person, seen]) => ({ person, seen })), toThings: [...toThings].map(([to, seen]) => ({ title: to, seen })) }))
    .sort((a, b) => b.links.length - a.links.length);
  // What only hangs on another thing stands next to it.
  for (const meeting of [...all]) {
    for (const { title } of meeting.toThings) {
      const at = all.findIndex((other) => other.title === title && other.links.length === 0);
      if (at >= 0) all.splice(all.indexOf(meeting) + 1, 0, ...all.splice(at, 1));
    }
  }
  return { shown: all.slice(0, MOST), leftOut: Math.max(0, all.length - MOST) };
}

/** A tie that was seen once is seen, however often it was inferred besides. */
function add(links: Map<string, boolean>, end: string, seen: boolean): void {
  links.set(end, seen || links.get(end) === true);
}

/** Breaks text into at most `lines` lines of about `width` characters. */
export function wrapped(text: string, width: number, lines: number): readonly string[] {
  const out: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      out.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  if (line !== '') out.push(line);
  const kept = out.slice(0, lines).map((one) => (one.length > width + 4 ? `${one.slice(0, width + 3)}…` : one));
  if (out.length > lines) kept[lines - 1] = `${kept[lines - 1] ?? ''}…`;
  return kept;
}
