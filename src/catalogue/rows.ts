import { createHash } from 'node:crypto';
import { canonicalText } from '../core/canonical.ts';
import { BROWSERS, type BrowserRow } from './browsers.ts';
import { JIGGLERS, JIGGLE_PERIODS, type JigglePeriod, type Jiggler } from './jigglers.ts';
import { KVM_DEVICES, KVM_DISPLAYS, LOOK_ALIKES, type KvmDevice, type KvmDisplay, type LookAlike } from './kvm.ts';
import { NETWORKS, type AsnRow, type NameRow, type PrefixRow } from './networks.ts';
import { TOOLS, type Tool } from './tool-rows.ts';

/** What a row of each list holds. */
export interface ListRows {
  readonly tools: Tool;
  readonly browsers: BrowserRow;
  readonly asns: AsnRow;
  readonly prefixes: PrefixRow;
  readonly names: NameRow;
  readonly programs: Jiggler;
  readonly periods: JigglePeriod;
  readonly devices: KvmDevice;
  readonly displays: KvmDisplay;
  readonly lookAlikes: LookAlike;
}
export type List = keyof ListRows;
export type AnyRow = ListRows[List];

/** The five catalogues, which are made and updated apart, and the lists that each holds. */
export const CATALOGUES = {
  tools: ['tools'],
  browsers: ['browsers'],
  networks: ['asns', 'prefixes', 'names'],
  jigglers: ['programs', 'periods'],
  kvm: ['devices', 'displays', 'lookAlikes'],
} as const satisfies Readonly<Record<string, readonly List[]>>;
export type CatalogueName = keyof typeof CATALOGUES;
export const CATALOGUE_NAMES = Object.keys(CATALOGUES) as readonly CatalogueName[];

/** All rows of all catalogues. */
export type Rows = { readonly [L in List]: readonly ListRows[L][] };

/** The rows that ship with the product. */
export const SHIPPED_ROWS: Rows = {
  tools: TOOLS, browsers: BROWSERS, ...NETWORKS, programs: JIGGLERS, periods: JIGGLE_PERIODS,
  devices: KVM_DEVICES, displays: KVM_DISPLAYS, lookAlikes: LOOK_ALIKES,
};

const ID_OF: { readonly [L in List]: (row: ListRows[L]) => string } = {
  tools: ({ id }) => id, browsers: ({ id }) => id,
  asns: ({ asn }) => `AS${asn}`, prefixes: ({ range }) => range, names: ({ id }) => id,
  programs: ({ id }) => id, periods: ({ id }) => id,
  devices: ({ row, id }) => row ?? id, displays: ({ row, id }) => row ?? id, lookAlikes: ({ vendor }) => vendor,
};

/** What tells a row from others of its list: `anydesk`, `AS7922`, `104.28.0.0/16`. */
export function rowId<L extends List>(list: L, row: ListRows[L]): string {
  return ID_OF[list](row);
}

/** The date of the newest row and a hash over all of them, whatever their order: equal texts, equal rows. */
export function versionOf(rows: Partial<Rows>): string {
  const all = Object.entries(rows).flatMap(([list, those]) => those.map((row) => canonicalText({ list, ...row }))).sort();
  return `${newestDate(rows)}-${createHash('sha256').update(all.join('\n')).digest('hex').slice(0, 8)}`;
}

/** `2026-11-22`; '' where there are no rows. */
export function newestDate(rows: Partial<Rows>): string {
  return Object.values(rows).flat().map(({ date }) => date).sort().at(-1) ?? '';
}
