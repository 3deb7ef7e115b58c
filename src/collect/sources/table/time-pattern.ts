/**
 * Times as an export writes them, read by a pattern of letters as Unicode has them (UTS 35), a small part of it. No
 * regular expression is taken from anybody: a pattern is read letter by letter, and so is the text.
 */

/** What a text says of the clock; `offsetMin` minutes east of UTC where the text names them. */
export interface Clock {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly ms: number;
  readonly offsetMin?: number;
}

export interface TimePattern {
  /** True where the text names its offset from UTC. */
  readonly hasOffset: boolean;
  /** @returns undefined for text that does not look like the pattern, or names no time that there is */
  read(text: string): Clock | undefined;
}

/** Fields of the clock while a text is read. */
type Draft = { -readonly [F in keyof Clock]?: Clock[F] } & { afternoon?: boolean };
/** Reads a part of the text from a place on; returns where it ends, or -1. */
type Step = (text: string, at: number, into: Draft) => number;

const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** Letters with what they read; the number of letters is part of the name. */
const STEPS: Readonly<Record<string, Step>> = {
  yyyy: digits(4, 4, (into, n) => { into.year = n; }),
  yy: digits(2, 2, (into, n) => { into.year = 2000 + n; }),
  MMMM: named(MONTHS, (into, n) => { into.month = n + 1; }),
  MMM: named(MONTHS.map((name) => name.slice(0, 3)), (into, n) => { into.month = n + 1; }),
  MM: digits(2, 2, (into, n) => { into.month = n; }),
  M: digits(1, 2, (into, n) => { into.month = n; }),
  dd: digits(2, 2, (into, n) => { into.day = n; }),
  d: digits(1, 2, (into, n) => { into.day = n; }),
  EEEE: named(DAYS, () => {}),
  EEE: named(DAYS.map((name) => name.slice(0, 3)), () => {}),
  HH: digits(2, 2, (into, n) => { into.hour = n; }),
  H: digits(1, 2, (into, n) => { into.hour = n; }),
  hh: digits(2, 2, (into, n) => { into.hour = n; }),
  h: digits(1, 2, (into, n) => { into.hour = n; }),
  mm: digits(2, 2, (into, n) => { into.minute = n; }),
  m: digits(1, 2, (into, n) => { into.minute = n; }),
  ss: digits(2, 2, (into, n) => { into.second = n; }),
  s: digits(1, 2, (into, n) => { into.second = n; }),
  S: fraction(1, 9),
  SS: fraction(2, 2), SSS: fraction(3, 3), SSSSSS: fraction(6, 6), SSSSSSS: fraction(7, 7), SSSSSSSSS: fraction(9, 9),
  a: afternoon,
  XXX: offset, XX: offset, Z: offset,
  z: (text, at, into) => {
    into.offsetMin = 0;
    return utc(text, at);
  },
};

/** Letters that people write for others, with the ones that are meant. */
const MEANT: Readonly<Record<string, string>> = {
  YYYY: 'yyyy', YY: 'yy', DD: 'dd', D: 'd', nn: 'mm', tt: 'a', A: 'a', aa: 'a', AA: 'a', ddd: 'EEE', dddd: 'EEEE', E: 'EEE', EE: 'EEE', f: 'S', fff: 'SSS', ffffff: 'SSSSSS', zzz: 'z', ZZZ: 'Z', X: 'XXX', K: 'XXX', mmm: 'MMM', SSSS: 'S', SSSSS: 'S',
};

/** What `strftime` calls the same. */
const PERCENT: Readonly<Record<string, string>> = {
  '%Y': 'yyyy', '%y': 'yy', '%m': 'MM', '%d': 'dd', '%e': 'd', '%H': 'HH', '%I': 'hh', '%M': 'mm', '%S': 'ss', '%f': 'SSSSSS', '%p': 'a', '%b': 'MMM', '%B': 'MMMM', '%a': 'EEE', '%A': 'EEEE', '%z': 'XXX', '%Z': 'z', '%T': 'HH:mm:ss', '%F': 'yyyy-MM-dd', '%R': 'HH:mm', '%%': '%',
};

/**
 * Reads a pattern such as `MM/dd/yyyy hh:mm a`. Text in single quotes stands for itself, so does what is no letter; a blank
 * stands for one or more.
 *
 * @param least what the pattern has to name at least; without a day the first of the month is meant
 * @returns the pattern, or what is wrong with it and what would be right
 * @example parsePattern('dd.MM.yyyy HH:mm') // reads '16.11.2026 09:30'
 */
export function parsePattern(pattern: string, least: 'day' | 'month' = 'day'): TimePattern | { readonly problem: string } {
  if (/%[a-zA-Z]/.test(pattern)) return { problem: `is written for strftime; here it is ${JSON.stringify(fromPercent(pattern))}` };
  const steps: Step[] = [];
  const letters: string[] = [];
  for (const piece of piecesOf(pattern)) {
    if ('literal' in piece) {
      steps.push(literal(piece.literal));
      continue;
    }
    const step = Object.hasOwn(STEPS, piece.letters) ? STEPS[piece.letters] : undefined;
    if (!step) return { problem: `has ${piece.letters}, which is not known${meantFor(pattern, piece.letters)}` };
    steps.push(step);
    letters.push(piece.letters);
  }
  const problem = gapIn(letters, least);
  if (problem !== undefined) return { problem };
  const hasHalves = letters.includes('a');
  return {
    hasOffset: letters.some((one) => /^[XZz]/.test(one)),
    read(text) {
      const into: Draft = {};
      let at = 0;
      for (const step of steps) {
        at = step(text, at, into);
        if (at < 0) return undefined;
      }
      return at === text.length ? clockOf(into, hasHalves) : undefined;
    },
  };
}

/** The pattern with every letter that people write for another one replaced. */
function meantFor(pattern: string, letters: string): string {
  if (!Object.hasOwn(MEANT, letters)) return `; known are ${Object.keys(STEPS).join(', ')}, and text in 'quotes'`;
  const meant = piecesOf(pattern).map((piece) => ('literal' in piece ? quoted(piece.literal) : (!Object.hasOwn(STEPS, piece.letters) && MEANT[piece.letters]) || piece.letters));
  return `; did you mean ${JSON.stringify(meant.join(''))}?`;
}

function quoted(text: string): string {
  return text !== 'T' && [...text].some(isLetter) ? `'${text}'` : text;
}

/** Why the letters do not make a day, or a clear hour. */
function gapIn(letters: readonly string[], least: 'day' | 'month'): string | undefined {
  const has = (start: string): boolean => letters.some((one) => one.startsWith(start));
  if (!has('y')) return 'names no year; write yyyy or yy where it stands';
  if (!has('M')) return has('m') ? 'names no month: mm is the minute, MM the month' : 'names no month; write MM, M or MMM where it stands';
  if (least === 'day' && !has('d')) return 'names no day; write dd or d where it stands';
  if (has('h') && !has('a')) return 'counts hours to 12 with hh and does not say which half of the day; write a where AM or PM stands, or HH for hours to 23';
  if (has('H') && has('a')) return 'counts hours to 23 with HH beside AM or PM; write hh or h';
  return undefined;
}

type Piece = { readonly letters: string } | { readonly literal: string };

function piecesOf(pattern: string): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < pattern.length;) {
    const first = pattern[at]!;
    let end = at + 1;
    if (first === "'") {
      // Two quotes are one quote.
      while (end < pattern.length && pattern[end] !== "'") end++;
      pieces.push({ literal: end === at + 1 ? "'" : pattern.slice(at + 1, end) });
      end++;
    } else if (isLetter(first)) {
      while (pattern[end] === first) end++;
      pieces.push({ letters: pattern.slice(at, end) });
    } else {
      pieces.push({ literal: first });
    }
    at = end;
  }
  // The T of ISO is meant as it stands, quoted or not.
  return pieces.map((piece) => ('letters' in piece && piece.letters === 'T' ? { literal: 'T' } : piece));
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && ((character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z'));
}

function fromPercent(pattern: string): string {
  let text = '';
  for (let at = 0; at < pattern.length; at++) {
    const two = pattern.slice(at, at + 2);
    if (Object.hasOwn(PERCENT, two)) {
      text += PERCENT[two]!;
      at++;
    } else {
      text += quoted(pattern[at]!);
    }
  }
  return text;
}

function literal(wanted: string): Step {
  if (wanted === ' ') {
    return (text, at) => {
      let end = at;
      while (isBlank(text[end])) end++;
      return end > at ? end : -1;
    };
  }
  return (text, at) => (text.startsWith(wanted, at) ? at + wanted.length : -1);
}

/** A blank, also the narrow and unbreakable ones that programs put before AM and PM. */
function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\u00a0' || character === '\u202f' || character === '\t';
}

function digits(least: number, most: number, take: (into: Draft, n: number) => void): Step {
  return (text, at, into) => {
    let end = at;
    while (end < text.length && end - at < most && text[end]! >= '0' && text[end]! <= '9') end++;
    if (end - at < least) return -1;
    take(into, Number(text.slice(at, end)));
    return end;
  };
}

function fraction(least: number, most: number): Step {
  const run = digits(least, most, () => {});
  return (text, at, into) => {
    const end = run(text, at, into);
    if (end >= 0) into.ms = Number(text.slice(at, end).padEnd(3, '0').slice(0, 3));
    return end;
  };
}

function named(names: readonly string[], take: (into: Draft, n: number) => void): Step {
  return (text, at, into) => {
    const lower = text.slice(at, at + 12).toLowerCase();
    const found = names.findIndex((name) => lower.startsWith(name));
    if (found < 0) return -1;
    take(into, found);
    return at + names[found]!.length;
  };
}

function afternoon(text: string, at: number, into: Draft): number {
  const lower = text.slice(at, at + 4).toLowerCase();
  for (const [name, is] of [['a.m.', false], ['p.m.', true], ['am', false], ['pm', true]] as const) {
    if (!lower.startsWith(name)) continue;
    into.afternoon = is;
    return at + name.length;
  }
  return -1;
}

/** Where the word for UTC ends that stands here; -1 for any other: `EST` is more than one zone. */
function utc(text: string, at: number): number {
  const word = ['UTC', 'GMT', 'Z'].find((one) => text.startsWith(one, at));
  return word === undefined || isLetter(text[at + word.length]) ? -1 : at + word.length;
}

/** `Z`, `UTC`, `+02:00`, `+0200` or `+02`. */
function offset(text: string, at: number, into: Draft): number {
  const plain = utc(text, at);
  if (plain >= 0) {
    into.offsetMin = 0;
    return plain;
  }
  const sign = text[at] === '+' ? 1 : text[at] === '-' ? -1 : 0;
  const two = (from: number): number => (/^\d\d$/.test(text.slice(from, from + 2)) ? Number(text.slice(from, from + 2)) : -1);
  const hours = two(at + 1);
  if (sign === 0 || hours < 0) return -1;
  const from = text[at + 3] === ':' ? at + 4 : at + 3;
  const minutes = two(from);
  if (hours > 14 || minutes > 59 || (from === at + 4 && minutes < 0)) return -1;
  into.offsetMin = sign * (hours * 60 + Math.max(0, minutes));
  return minutes < 0 ? at + 3 : from + 2;
}

function clockOf(into: Draft, hasHalves: boolean): Clock | undefined {
  const { year = 0, month = 0, day = 1, minute = 0, second = 0, ms = 0, offsetMin } = into;
  let { hour = 0 } = into;
  if (hasHalves && into.hour !== undefined) {
    if (hour < 1 || hour > 12) return undefined;
    hour = (hour % 12) + (into.afternoon === true ? 12 : 0);
  }
  // A leap second is told as 60 and is the end of its minute.
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const midnight = new Date(Date.UTC(year, month - 1, day));
  if (midnight.getUTCFullYear() !== year || midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return undefined;
  return { year, month, day, hour, minute, second: Math.min(second, 59), ms, ...(offsetMin === undefined ? {} : { offsetMin }) };
}
