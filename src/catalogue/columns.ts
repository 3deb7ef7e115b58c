import ipaddr from 'ipaddr.js';
import { addressClass } from '../core/address-class.ts';
import { realDay } from '../core/time.ts';
import { words } from './names.ts';
import type { List } from './rows.ts';

/** What a column of a catalogue holds. */
export interface ColumnSpec {
  /** `commands` are lists of `{ pattern, means }`. */
  readonly kind: 'text' | 'list' | 'flag' | 'number' | 'commands';
  /** May be missing in a set. */
  readonly optional?: true;
  /** A text that may be empty. */
  readonly mayBeEmpty?: true;
  /** What a company's own row says where it leaves the column out; a list is empty and a flag false anyway. */
  readonly unsaid?: string | number;
  readonly values?: readonly string[];
  /** What is wrong with one text or number, with the cure: goes on after the value. */
  readonly check?: (value: never) => string | undefined;
}

/** Texts are names; what is longer is a mistake or an attack. */
const LONGEST_TEXT = 300;

const text = (check?: (value: string) => string | undefined): ColumnSpec => ({ kind: 'text', ...(check ? { check } : {}) });
const list = (check: (value: string) => string | undefined): ColumnSpec => ({ kind: 'list', check });
const choice = (...values: readonly string[]): ColumnSpec => ({ kind: 'text', values });
const number = (check: (value: number) => string | undefined): ColumnSpec => ({ kind: 'number', check });
const flag: ColumnSpec = { kind: 'flag' };

const slug = text((value) => (/^[a-z0-9]+(-[a-z0-9]+)*$/.test(value) && value.length <= 64 ? undefined : 'write letters a to z, digits and single dashes, at most 64'));
const NETWORK_KINDS = ['home', 'mobile', 'hosting', 'vpn', 'relay', 'satellite', 'corporate', 'education'] as const;
const NEEDS = choice('nothing', 'keyboard', 'pointer', 'absolute', 'never');
const CONFIDENCE: ColumnSpec = { ...choice('primary', 'secondary', 'unverified'), unsaid: 'unverified' };
const SOURCED = {
  source: text((value) => (value.length >= 3 ? undefined : 'say where it is from')),
  date: text((value) => (realDay(value) ? undefined : 'write the day as 2026-11-16')),
} as const;

/** The one description of every row: what a set must hold, and what a company's own row may. */
export const COLUMNS: { readonly [L in List]: Readonly<Record<string, ColumnSpec>> } = {
  tools: {
    id: slug, name: text(), kind: choice('remote-control', 'rmm', 'tunnel', 'mesh', 'vnc', 'rdp', 'screen-share', 'km-sharing', 'jiggler'),
    signers: list(telling), originalFileNames: list(telling), processes: list(pattern), viewers: { ...list(pattern), optional: true }, executables: list(pattern), services: list(telling), packages: list(pattern), domains: list(domain),
    commandLines: { kind: 'commands' }, sharedSigner: flag, genericName: { ...flag, optional: true }, outgoingOnly: { ...flag, optional: true },
    corporateUse: choice('high', 'medium', 'low'), namedInReports: flag, ...SOURCED,
  },
  browsers: { id: slug, kind: choice('browser', 'resolver'), because: text(), processes: list(pattern), ...SOURCED },
  asns: { asn: number((value) => (Number.isInteger(value) && value >= 1 && value <= 4_294_967_295 ? undefined : 'write a whole number from 1 to 4294967295')), name: text(), kind: choice(...NETWORK_KINDS), also: { kind: 'list', optional: true, values: NETWORK_KINDS }, ...SOURCED },
  prefixes: { range: text(range), name: text(), kind: choice(...NETWORK_KINDS), also: { kind: 'list', optional: true, values: NETWORK_KINDS }, ...SOURCED },
  names: { id: slug, kind: choice(...NETWORK_KINDS), pattern: text(expression), because: text(), ...SOURCED },
  programs: { id: slug, name: text(), processes: list(pattern), commandLine: list(telling), keepsAwakeOnly: flag, ...SOURCED },
  periods: {
    id: slug, name: text(), everySeconds: number((value) => (value >= 5 && value <= 3_600 ? undefined : 'give seconds from 5 to 3600: a shorter beat is in all input')), multiplesToo: flag,
    netDisplacement: { ...number((value) => (value >= 0 && value <= 10_000 ? undefined : 'give pixels, 0 or more')), unsaid: 0 }, ...SOURCED,
  },
  devices: {
    row: { ...slug, optional: true }, id: slug, name: text(), what: text(), ids: list((value) => (/^[0-9a-f]{4}(:[0-9a-f]{4})?$/.test(value) ? undefined : 'write vendor:product in lower-case hex, such as 1d6b:0104')),
    needs: NEEDS, names: list(phrase), withIds: list(phrase), serials: list(telling), ...SOURCED, confidence: CONFIDENCE,
  },
  displays: {
    row: { ...slug, optional: true }, id: slug, name: text(), what: text(),
    manufacturer: { ...text((value) => (/^([A-Z]{3})?$/.test(value) ? undefined : 'write the three capitals of its maker')), mayBeEmpty: true, unsaid: '' },
    codes: list((value) => (/^[0-9a-f]{4}$/.test(value) ? undefined : 'write four digits of lower-case hex')), serials: list(telling), names: list(phrase), needs: NEEDS, ...SOURCED, confidence: CONFIDENCE,
  },
  lookAlikes: { vendor: text((value) => (/^[0-9a-f]{4}$/.test(value) ? undefined : 'write four digits of lower-case hex')), as: { ...choice('pointer', 'board'), optional: true }, what: text(), ...SOURCED, confidence: CONFIDENCE },
};

/** Columns by which something is recognised, list by list: one of them at least says something. */
export const SIGNS: { readonly [L in List]?: readonly string[] } = {
  tools: ['signers', 'originalFileNames', 'processes', 'executables', 'packages', 'domains', 'commandLines'],
  browsers: ['processes'], programs: ['processes', 'commandLine'], devices: ['ids', 'names'], displays: ['codes', 'serials', 'names'],
};

export { LONGEST_TEXT };

function letters(value: string): number {
  return value.toLowerCase().replace('.exe', '').replace(/[^\p{L}\p{N}]/gu, '').length;
}

function telling(value: string): string | undefined {
  return letters(value) >= 3 ? undefined : 'give at least three letters or digits; it would match nearly everything';
}

/** A name with stars for any text. */
function pattern(value: string): string | undefined {
  if (value !== value.toLowerCase()) return 'write it in lower case';
  return telling(value);
}

function domain(value: string): string | undefined {
  if (!/^[a-z0-9_*-]+(\.[a-z0-9_*-]+)+$/.test(value)) return 'write a name such as example.com, or *.example.com for everything below it';
  if (/\*[^.]*(\.[^.]*)?$/.test(value)) return 'name a domain without stars below the last dot but one; it would match all of them';
  return telling(value);
}

/** Whole words, as they are compared. */
function phrase(value: string): string | undefined {
  if (value !== words(value)) return `write ${JSON.stringify(words(value))}`;
  return telling(value);
}

/** Wider than the widest block that is ever given to one operator. */
const WIDEST = { ipv4: 8, ipv6: 16 } as const;

function range(value: string): string | undefined {
  if (!ipaddr.isValidCIDR(value)) return 'write a range such as 104.28.0.0/16';
  const [base, bits] = ipaddr.parseCIDR(value);
  const kind = base.kind();
  if (bits < WIDEST[kind]) return `it holds ${bits === 0 ? 'every address' : 'a large part of all addresses'}; give ranges of /${WIDEST[kind]} or narrower`;
  const network = (kind === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6).networkAddressFromCIDR(value).toString();
  if (`${network}/${bits}` !== value) return `write it as ${network}/${bits}`;
  const type = addressClass(network);
  return type === 'public' || type === 'documentation' ? undefined : 'addresses of this kind are never looked up; leave the row out';
}

/** Words of a regular expression that cannot take for ever: nothing that repeats is repeated, few things repeat in a row, nothing is referred back to. */
function expression(value: string): string | undefined {
  if (/\)[*+{]/.test(value) || /\\[1-9k]/.test(value)) return 'no group may be repeated or referred back to; list the words with | between them';
  if (repeatsInARow(value) > MOST_REPEATS) return `more than ${MOST_REPEATS} things in a row repeat (*, + or {}); list the words with | between them`;
  try {
    new RegExp(value, 'iu');
  } catch {
    return 'it is no regular expression';
  }
  return telling(value.replace(/\\./g, ''));
}

/** Each one in a row multiplies the time by the length of the name. */
const MOST_REPEATS = 2;

/** The most repeats (`*`, `+`, `{}`) that one way through an expression meets. */
function repeatsInARow(expression: string): number {
  const plain = expression.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x');
  let way = { so: 0, most: 0 };
  const outer: (typeof way)[] = [];
  for (const sign of plain) {
    if (sign === '(') {
      outer.push(way);
      way = { so: 0, most: 0 };
    } else if (sign === ')') {
      const inner = Math.max(way.most, way.so);
      way = outer.pop() ?? { so: 0, most: 0 };
      way.so += inner;
    } else if (sign === '|') way = { so: 0, most: Math.max(way.most, way.so) };
    else if ('*+{'.includes(sign)) way.so++;
  }
  return Math.max(way.most, way.so, ...outer.map(({ so, most }) => Math.max(so, most)));
}
