import type { Catalogue } from '../../src/catalogue/catalogue.ts';
import type { Tool, ToolMatch, ToolObservation } from '../../src/catalogue/tools.ts';
import type { HireId } from '../../src/core/person.ts';
import type { AnyRow, LookupRow, PackageRow, ProcessRow, Seen } from './evidence.ts';

/** One row in which a tool was recognised, and by which of its fields the row can be found again. */
export interface Mark {
  readonly hire: HireId;
  readonly laptop: string | undefined;
  readonly tool: Tool;
  readonly row: AnyRow;
  readonly source: 'process' | 'package' | 'lookup';
  readonly unattended: boolean;
  readonly renamed: boolean;
  readonly named: Named | undefined;
}
export interface Named { readonly field: 'process.name' | 'package.name' | 'dns.question.name'; readonly value: string }

interface Verdict { readonly match: ToolMatch; readonly renamed: boolean }

/**
 * Every row in which the catalogue knows a tool that can drive the laptop from elsewhere.
 *
 * A laptop belongs to its holder, whoever is signed in: support staff at work on it do not take the evidence along.
 * Where nobody holds the machine, the rows belong to the person whose account it was.
 */
export function marksOf(window: Seen): readonly Mark[] {
  const { rows: { processes, packages, lookups }, catalogue } = window;
  return [
    ...marksIn(processes, 'process', 'process.name', ofProcess, catalogue),
    ...marksIn(packages, 'package', 'package.name', ofPackage, catalogue),
    ...marksIn(lookups, 'lookup', 'dns.question.name', ofLookup, catalogue),
  ];
}

/** The same few programs run on every laptop every day, so each is looked up once. */
function marksIn<R extends AnyRow>(rows: readonly R[], source: Mark['source'], field: Named['field'], observe: (row: R) => ToolObservation, catalogue: Catalogue): readonly Mark[] {
  const known = new Map<string, Verdict | undefined>();
  const marks: Mark[] = [];
  for (const row of rows) {
    const seen = observe(row);
    const key = Object.values(seen).join('\0');
    let verdict = known.get(key);
    if (verdict === undefined && !known.has(key)) known.set(key, (verdict = verdictOf(seen, catalogue)));
    const hire = ownerOf(row);
    if (verdict !== undefined && hire !== undefined) marks.push(markOf(row, hire, source, verdict, field));
  }
  return marks;
}

/** To whom a row is attributed. */
export function ownerOf(row: Pick<AnyRow, 'holder' | 'hire'>): HireId | undefined {
  return row.holder ?? row.hire;
}

/** What a row of a running program shows the catalogue. */
export function ofProcess(row: ProcessRow): ToolObservation {
  return {
    processName: row['process.name'], executable: row['process.executable'], commandLine: row['process.command_line'],
    originalFileName: row['process.pe.original_file_name'], signer: row['process.code_signature.subject_name'],
  };
}

/** What a row of an inventory shows it. */
export function ofPackage(row: PackageRow): ToolObservation {
  return { packageName: row['package.name'] };
}

function ofLookup(row: LookupRow): ToolObservation {
  return { dnsName: row['dns.question.name'], dnsProcess: row['process.name'] };
}

/** The tool that can drive a laptop from elsewhere, where the catalogue knows one. */
export function verdictOf(seen: ToolObservation, catalogue: Catalogue): Verdict | undefined {
  const match = catalogue.matchTool(seen);
  if (match === undefined || match.tool.outgoingOnly) return undefined;
  return { match, renamed: isRenamed(match.tool, seen, catalogue) };
}

/** The maker's name inside the file is the tool's, the name it runs under has nothing of it. */
function isRenamed(tool: Tool, seen: ToolObservation, catalogue: Catalogue): boolean {
  const built = stemOf(seen.originalFileName);
  const runs = stemOf(seen.processName);
  if (built === undefined || runs === undefined) return false;
  const own = tool.originalFileNames.map((name) => stemOf(name)!);
  if (!own.includes(built)) return false;
  return ![...own, stemOf(tool.id)!].some((name) => runs.includes(name) || name.includes(runs))
    && catalogue.matchTool({ processName: seen.processName, executable: seen.executable }) === undefined;
}

/** Letters and digits of a file name without its extension: `AnyDesk (1).exe` is `anydesk1`. */
function stemOf(name: string | undefined): string | undefined {
  const stem = name?.toLowerCase().replace(/\.exe$/, '').replace(/[^a-z0-9]/g, '');
  return stem ? stem : undefined;
}

function markOf(row: AnyRow, hire: HireId, source: Mark['source'], { match, renamed }: Verdict, field: Named['field']): Mark {
  const value = (row as { readonly [name in Named['field']]?: string | undefined })[field];
  return {
    hire, laptop: row.laptop, tool: match.tool, row, source, renamed, unattended: match.means === 'unattended-setup',
    named: value === undefined ? undefined : { field, value },
  };
}
