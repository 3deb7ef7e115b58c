import type { Random } from '../../src/core/random.ts';

/** Texts that have broken parsers before. */
const ODD_TEXTS = [
  '', ' ', '\0', '\n', '"', "'", '\\', ',', ';', '=', '|', '<', '>', '&', '%', '{', '}', '[', ']', ':', '-', '+', '.', '0', '-1', '1e400', 'NaN', 'null', 'undefined', '__proto__', 'constructor',
  'toString', '0000-00-00', '9999-12-31', '1970-01-01T00:00:00Z', '+275760-09-13T00:00:00Z', '2026-02-30', '24:00:00', '::', '0.0.0.0', '255.255.255.255', '999.1.1.1', '::ffff:1.2.3.4', '\u202e', '\ud800', '𝕏', 'ﬀ',
  '=cmd()', '<img src=x onerror=1>', '${jndi:x}', '%s%s%s', '../../x', '\r\n\r\n', '\u001b[31m',
] as const;
const ODD_VALUES: readonly unknown[] = [null, undefined, true, false, 0, -0, -1, 1e308, 2 ** 53, 0.1, [], {}, [[]], [null], { '': '' }];

/** A record with something wrong in it: a text cut, doubled or stained, a member gone, renamed, of another type, or far too long. */
export function mutated(record: unknown, luck: Random): unknown {
  let found = record;
  for (let times = 1 + luck.int(3); times > 0; times--) found = typeof found === 'string' ? mutatedText(found, luck) : mutatedValue(found, luck);
  return found;
}

function mutatedText(text: string, luck: Random): string {
  const at = luck.int(text.length + 1);
  const to = at + luck.int(Math.min(40, text.length - at) + 1);
  switch (luck.int(7)) {
    case 0: return text.slice(0, at);
    case 1: return text.slice(at);
    case 2: return text.slice(0, at) + text.slice(to);
    case 3: return text.slice(0, at) + luck.pick(ODD_TEXTS) + text.slice(to);
    // Now and then thousands of times: a pattern that tries every place for every other takes seconds then.
    case 4: return text.slice(0, to) + text.slice(at, to).repeat(1 + luck.int(luck.chance(0.1) ? 5_000 : 50)) + text.slice(to);
    case 5: return text.slice(0, at) + String.fromCharCode(luck.int(65_536)) + text.slice(at + 1);
    default: return text.slice(0, at) + luck.pick(['a', ' ', '"', '(', '\\', ',', '1', '='] as const).repeat(1 + luck.int(20_000)) + text.slice(at);
  }
}

/** Where in a value something is changed: down a random path. */
function mutatedValue(value: unknown, luck: Random): unknown {
  if (typeof value === 'string') return luck.chance(0.5) ? mutatedText(value, luck) : luck.pick(ODD_TEXTS);
  if (Array.isArray(value)) {
    if (value.length === 0 || luck.chance(0.2)) return luck.pick(ODD_VALUES);
    const at = luck.int(value.length);
    if (luck.chance(0.1)) return [...value, ...Array.from({ length: 1 + luck.int(200) }, () => value[at] as unknown)];
    return value.map((item: unknown, index) => (index === at ? mutatedValue(item, luck) : item));
  }
  if (typeof value !== 'object' || value === null) return luck.chance(0.5) ? luck.pick(ODD_VALUES) : luck.pick(ODD_TEXTS);
  const names = Object.keys(value);
  if (names.length === 0 || luck.chance(0.05)) return luck.pick(ODD_VALUES);
  const name = luck.pick(names);
  const { [name]: chosen, ...others } = value as Record<string, unknown>;
  if (luck.chance(0.1)) return others;
  if (luck.chance(0.1)) return { ...others, [luck.chance(0.5) ? mutatedText(name, luck) : name.toUpperCase()]: chosen };
  if (luck.chance(0.05)) return { ...others, [name]: nested(chosen, 1 + luck.int(2_000)) };
  return { ...others, [name]: mutatedValue(chosen, luck) };
}

function nested(value: unknown, depth: number): unknown {
  let found = value;
  for (; depth > 0; depth--) found = depth % 2 === 0 ? [found] : { x: found };
  return found;
}

/** Names that every plain object answers to, though nobody put them there. */
const INHERITED = ['constructor', '__proto__', 'toString', 'hasOwnProperty'] as const;

/** The record once for each text in it and each inherited name, with that name in place of the text. */
export function* poisoned(record: unknown): Generator<unknown> {
  if (typeof record === 'string') {
    // Of a line every word may be looked up.
    for (const { index, 0: word } of record.matchAll(/[A-Za-z][\w.-]*|\d+/g)) for (const name of INHERITED) yield record.slice(0, index) + name + record.slice(index + word.length);
    return;
  }
  if (Array.isArray(record)) {
    for (const [at, item] of record.entries()) for (const changed of poisoned(item)) yield record.with(at, changed);
    return;
  }
  if (typeof record !== 'object' || record === null) return;
  for (const [name, value] of Object.entries(record)) {
    if (typeof value === 'string') for (const inherited of INHERITED) yield { ...record, [name]: inherited };
    for (const changed of poisoned(value)) yield { ...record, [name]: changed };
  }
}
