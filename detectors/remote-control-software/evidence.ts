import { TOOLS, type ToolObservation } from '../../src/catalogue/tools.ts';
import { daily, type Evidence, type RowOf, type Window } from '../../src/detect/detector.ts';
import { isCommon } from './common.ts';
import { programDay } from './program-day.ts';

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
/** How far back it looks for what runs; everything that runs is too much to be asked for longer. */
export const WINDOW_DAYS = 28;
/** As long as somebody is watched: when a tool came, and how it was set up, stands as long as it is there. */
const LOOK_BACK_DAYS = 90;
const CONTACTS = { where: { 'event.action': CONTACT }, by: [], measure: SPAN, days: LOOK_BACK_DAYS } as const satisfies Evidence;

// Tools are few among what runs, so they are asked for by the names that ship.
const RARE = TOOLS.filter((tool) => !tool.outgoingOnly && !isCommon(tool));
const SET_UP_BY_COMMAND = TOOLS.filter((tool) => isCommon(tool) && tool.commandLines.some(({ means }) => means === 'unattended-setup'));
const namesOf = (tools: typeof TOOLS): readonly string[] =>
  // As their makers write them, and as sources do that fold them; a pattern is no name.
  [...new Set(tools.flatMap(({ processes, originalFileNames }) => [...processes, ...originalFileNames]).flatMap((name) => [name, name.toLowerCase()]))].filter((name) => !name.includes('*')).sort();
const since = <W extends Evidence['where']>(where: W) => ({ ...PROCESSES, where: { ...PROCESSES.where, ...where }, days: LOOK_BACK_DAYS }) satisfies Evidence;
const TOOLS_BY_NAME = since({ 'process.name': namesOf([...RARE, ...SET_UP_BY_COMMAND]) });
const TOOLS_BY_SIGNER = since({ 'process.code_signature.subject_name': [...new Set(RARE.filter(({ sharedSigner }) => !sharedSigner).flatMap(({ signers }) => signers))].sort() });

export const EVIDENCE = {
  processes: daily(PROCESSES, (rows, day) => programDay(rows, day, ofProcess, 'process.name')),
  packages: daily(PACKAGES, (rows, day) => programDay(rows, day, ofPackage, 'package.name')),
  lookups: daily(LOOKUPS, (rows, day) => programDay(rows, day, ofLookup, 'dns.question.name')),
  contacts: CONTACTS,
  toolsByName: daily(TOOLS_BY_NAME, (rows, day) => programDay(rows, day, ofProcess, 'process.name')),
  toolsBySigner: daily(TOOLS_BY_SIGNER, (rows, day) => programDay(rows, day, ofProcess, 'process.name')),
};
export type Seen = Window<typeof EVIDENCE>;
type ProcessFields = Partial<Pick<RowOf<typeof PROCESSES>, (typeof PROCESSES)['by'][number]>>;
type PackageFields = Partial<Pick<RowOf<typeof PACKAGES>, (typeof PACKAGES)['by'][number]>>;
type LookupFields = Pick<RowOf<typeof LOOKUPS>, (typeof LOOKUPS)['by'][number]>;

/** What a row of a running program shows the catalogue. */
export function ofProcess(row: ProcessFields): ToolObservation {
  return {
    processName: row['process.name'], executable: row['process.executable'], commandLine: row['process.command_line'],
    originalFileName: row['process.pe.original_file_name'], signer: row['process.code_signature.subject_name'],
  };
}

/** What a row of an inventory shows it. */
export function ofPackage(row: PackageFields): ToolObservation {
  return { packageName: row['package.name'] };
}

function ofLookup(row: LookupFields): ToolObservation {
  return { dnsName: row['dns.question.name'], dnsProcess: row['process.name'] };
}
