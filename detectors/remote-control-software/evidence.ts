import type { Evidence, RowOf, Window } from '../../src/detect/detector.ts';

const SPAN = { times: 'count', first: { min: '@timestamp' }, last: { max: '@timestamp' } } as const;

const PROCESSES = {
  where: { 'event.action': 'process-started' },
  by: ['process.name', 'process.executable', 'process.pe.original_file_name', 'process.code_signature.subject_name', 'process.command_line'],
  measure: SPAN,
} as const satisfies Evidence;
const PACKAGES = { where: { 'event.action': 'software-present' }, by: ['package.name'], measure: SPAN } as const satisfies Evidence;
const LOOKUPS = { where: { 'event.action': 'dns-query' }, by: ['dns.question.name', 'process.name'], measure: SPAN } as const satisfies Evidence;
/** Rows that may show a tool. */
export const KINDS = ['process-started', 'software-present', 'dns-query'] as const;
/** When a laptop was there at all: what a set-up is compared with. */
export const CONTACT = ['check-in', 'process-started', 'activity', 'vpn-connected'] as const;
const CONTACTS = { where: { 'event.action': CONTACT }, by: [], measure: SPAN } as const satisfies Evidence;

export const EVIDENCE = { processes: PROCESSES, packages: PACKAGES, lookups: LOOKUPS, contacts: CONTACTS };
export type Seen = Window<typeof EVIDENCE>;
export type ProcessRow = RowOf<typeof PROCESSES>;
export type PackageRow = RowOf<typeof PACKAGES>;
export type LookupRow = RowOf<typeof LOOKUPS>;
export type AnyRow = ProcessRow | PackageRow | LookupRow;
