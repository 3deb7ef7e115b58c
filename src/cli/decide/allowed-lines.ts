import { counted } from '../../core/counted.ts';
import type { AllowedRow } from '../../core/person.ts';
import { isoOf, type Instant } from '../../core/time.ts';
import type { Registry } from '../../detect/people/registry.ts';
import type { Hidden } from '../../run/allowed/hidden.ts';
import type { Entry, LedgerRow } from '../../run/allowed/ledger.ts';
import { findingLine } from '../../run/lines.ts';
import type { Shared } from '../context.ts';
import { printable, type CommandIo } from '../io.ts';
import { aligned, signed } from '../text.ts';

/** The ledger: one line for each row. */
export function sayLedger(entries: readonly Entry[], { asOf }: Registry, isCounted: boolean, notesOn: (row: AllowedRow) => readonly string[], options: Shared, io: CommandIo): void {
  if (options.json) {
    for (const { row, hides } of entries) {
      io.out(JSON.stringify({ ...rowLine(row), ...(row.kind === 'permission' ? { notes: notesOn(row.row) } : {}), as_of: isoOf(asOf), ...(isCounted ? { hides: hiddenLine(hides) } : {}) }));
    }
  } else if (entries.length > 0) {
    const head = ['row', 'owner', 'until', ...(isCounted ? ['hides'] : []), 'reason'];
    for (const line of aligned(head, entries.map(({ row, hides }) => {
      const { name, owner, until, reason } = cellsOf(row);
      return [name, owner, until, ...(isCounted ? [countOf(hides)] : []), reason];
    }))) io.out(printable(line));
    for (const { row, hides } of entries) for (const line of fallsOf(hides)) io.out(printable(`${cellsOf(row).name}: ${line}`));
    for (const { row } of entries) if (row.kind === 'permission') for (const note of notesOn(row.row)) io.err(printable(`${cellsOf(row).name}: ${note}.`));
  }
  if (entries.length === 0) io.err('Nothing is allowed: there are no permissions, vouched places or households of starters.');
  else if (isCounted) io.err(`As of ${isoOf(asOf)}. What a row hides is what the detectors say once more without it; two rows that allow the same hide nothing each.`);
}

/** What a permission would hide. */
export function sayHidden(row: AllowedRow, hides: Hidden, asOf: Instant, options: Shared, io: CommandIo): void {
  if (options.json) {
    io.out(JSON.stringify({ tool: row.tool, scope: row.scope, until: row.until ?? null, as_of: isoOf(asOf), would_hide: { ...hiddenLine(hides), findings: hides.findings.map(({ finding }) => findingLine(finding)) } }));
  } else {
    io.out(printable(`${row.tool} for ${row.scope} would hide ${countOf(hides)}.`));
    for (const { finding, withRow } of hides.findings) io.out(printable(`  ${finding.hire_id}  ${finding.detector}  ${signed(finding.llr)}${withRow === undefined ? '' : `, ${signed(withRow)} with it`}`));
    for (const line of fallsOf(hides)) io.out(printable(`  ${line}`));
  }
  io.err(`As of ${isoOf(asOf)}; nothing was changed.${hides.cases.length > 0 ? ' A case that closes is a question that nobody answers: look at it first.' : ''}`);
}

/** What became of a permission. */
export function sayTold(row: AllowedRow, changed: boolean, at: Instant, options: Shared, io: CommandIo): void {
  if (options.json) io.out(JSON.stringify({ tool: row.tool, scope: row.scope, until: row.until ?? null, owner: row.owner, reason: row.reason, permitted: !row.absent, changed }));
  else io.out(printable(`${row.tool} for ${row.scope} is ${row.absent ? 'not permitted any more' : `permitted${row.until === undefined ? '' : ` until ${row.until}`}`}.`));
  io.err(changed ? `Holds from ${isoOf(at)}: runs from then on see it. Runs of earlier instants, also repeated ones, do not.` : 'That stands already; nothing was changed.');
}

function rowLine(row: LedgerRow): object {
  switch (row.kind) {
    case 'permission': return { kind: row.kind, id: row.id, tool: row.row.tool, scope: row.row.scope, owner: row.row.owner, reason: row.row.reason, until: row.row.until ?? null };
    case 'place': return { kind: row.kind, id: row.id, name: row.row.name, place_kind: row.row.kind, cidr: row.row.cidr, owner: null, reason: null, until: null };
    case 'household': return { kind: row.kind, id: row.id, hires: row.hires, owner: null, reason: null, until: null };
  }
}

function cellsOf(row: LedgerRow): { readonly name: string; readonly owner: string; readonly until: string; readonly reason: string } {
  switch (row.kind) {
    case 'permission': return { name: `${row.row.tool} for ${row.row.scope}`, owner: row.row.owner, until: row.row.until ?? 'never', reason: row.row.reason };
    case 'place': return { name: `place ${row.row.place_id}`, owner: '-', until: '-', reason: `${row.row.kind} ${row.row.name}` };
    case 'household': return { name: `household of ${row.hires.join(' and ')}`, owner: '-', until: '-', reason: 'declared' };
  }
}

function hiddenLine({ findings, people, bands, cases, laptops }: Hidden): object {
  return {
    findings: findings.map(({ finding }) => finding.id), people, bands: bands.map(({ hire, withRow, without }) => ({ hire_id: hire, with: withRow, without })),
    cases: cases.map(({ id }) => id), devices: laptops.map(({ serial, withRow, without }) => ({ serial, with: withRow, without })),
  };
}

function countOf({ findings, people, bands, cases, laptops }: Hidden): string {
  if (findings.length + bands.length + cases.length + laptops.length === 0) return 'nothing';
  const some = (count: number, one: string, many: string): string[] => (count === 0 ? [] : [`${count} ${count === 1 ? one : many}`]);
  const weaker = findings.filter(({ withRow }) => withRow !== undefined).length;
  const gone = findings.length - weaker;
  const about = `about ${counted(people.length, 'person', 'people')}`;
  return [
    ...(gone > 0 ? [`${counted(gone, 'finding')}${weaker > 0 ? '' : ` ${about}`}`] : []),
    ...(weaker > 0 ? [`${gone > 0 ? `part of ${weaker} more` : `part of ${counted(weaker, 'finding')}`} ${about}`] : []),
    ...some(bands.length, 'band falls', 'bands fall'), ...some(cases.length, 'case closes', 'cases close'), ...some(laptops.length, 'laptop reads otherwise', 'laptops read otherwise'),
  ].join(', ');
}

/** Who falls and what closes, by name. */
function fallsOf({ bands, cases }: Hidden): readonly string[] {
  return [
    ...bands.map(({ hire, withRow, without }) => `${hire} stands at ${withRow} with it, at ${without} without`),
    ...cases.map(({ id, hires }) => `case ${id} about ${hires.join(', ')} is open without it only`),
  ];
}
