import { keyValues } from '../../key-values.ts';
import { isObject } from '../../loose.ts';
import { lineIn } from './extended.ts';

/** How a line of text is taken apart: `a="1" b=2`, or `a=1, b=2` or `a=1;b=2` with blanks in names and values. */
export const LINE_FORMS = ['pairs', 'commas', 'semicolons'] as const;
export type LineForm = typeof LINE_FORMS[number];

/** The time in front of a message: the firmest of those that senders and relays put there comes last. */
const HEAD_TIME = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|[+-]\d\d:?\d\d)(?![\w:]))?/g;
/** A head is short; text that claims to be one is not searched to its end. */
const LONGEST_HEAD = 1_000;

/**
 * A line of named values as a row: its names, what stands before them as `head.text`, the last time in it as `head.time`, and,
 * where a shipper says it, `head.received`. Of a name that comes twice the first counts.
 *
 * @param raw the line, or the record of a shipper around it, whose own members stay beside
 * @returns undefined for what holds no named value
 * @example lineRow('2026-11-02 14:03:27,441 event="SSO" subject="kim"', 'pairs') // => { event: 'SSO', subject: 'kim', 'head.time': '2026-11-02 14:03:27,441', … }
 */
export function lineRow(raw: unknown, form: LineForm): Readonly<Record<string, unknown>> | undefined {
  const { text, received } = lineIn(raw) ?? {};
  if (text === undefined) return undefined;
  const { head, pairs } = form === 'pairs' ? inPairs(text) : form === 'commas' ? inCommas(text) : inSemicolons(text);
  if (pairs.length === 0) return undefined;
  // Without a prototype, so that a name may be whatever it likes.
  const row = Object.assign(Object.create(null) as Record<string, unknown>, isObject(raw) ? raw : {});
  const said = new Set<string>();
  for (const [name, value] of [...pairs, ['head.text', head], ['head.time', head.match(HEAD_TIME)?.at(-1)], ['head.received', received]] as const) {
    if (value === undefined || value === '' || said.has(name!)) continue;
    said.add(name!);
    row[name!] = value;
  }
  return row;
}

interface Apart { readonly head: string; readonly pairs: readonly (readonly [name: string, value: string])[] }

function inPairs(text: string): Apart {
  const pairs = [...keyValues(text)];
  const first = pairs[0]?.[0];
  return { head: first === undefined ? '' : text.slice(0, text.indexOf(`${first}=`)).slice(0, LONGEST_HEAD).trim(), pairs };
}

/** A stroke before a comma keeps it in the value. Parts without a sign of equality before the first pair are the head. */
function inCommas(text: string): Apart {
  const parts = text.split(/(?<!\\),/).map((part) => part.trim());
  const first = parts.findIndex((part) => part.includes('='));
  if (first < 0) return { head: '', pairs: [] };
  const pairs = parts.slice(first).flatMap((part): readonly (readonly [string, string])[] => {
    const at = part.indexOf('=');
    return at < 1 ? [] : [[part.slice(0, at).trim(), part.slice(at + 1).trim().replaceAll('\\,', ',')]];
  });
  return { head: parts.slice(0, first).join(', ').slice(0, LONGEST_HEAD), pairs };
}

/** A stroke keeps a semicolon, a sign of equality or a stroke in the value. What stands before the first name, which has no blanks, is the head. */
function inSemicolons(text: string): Apart {
  const [first = '', ...rest] = text.split(/(?<!\\);/);
  const [, head = '', start] = /^((?:.{0,1000}[\s:])?)([^\s:=]{1,100}=.*)$/s.exec(first) ?? [];
  const pairs = [...(start === undefined ? [] : [start]), ...rest].flatMap((part): readonly (readonly [string, string])[] => {
    const at = part.indexOf('=');
    return at < 1 ? [] : [[part.slice(0, at).trim(), part.slice(at + 1).trim().replace(/\\([;=\\])/g, '$1')]];
  });
  return { head: head.slice(0, LONGEST_HEAD).trim(), pairs };
}
