import type { Catalogue } from '../../src/catalogue/catalogue.ts';
import type { Tool, ToolMatch, ToolObservation } from '../../src/catalogue/tools.ts';
import type { HireId } from '../../src/core/person.ts';
import type { Whom } from '../../src/detect/detector.ts';
import type { Instant } from '../../src/core/time.ts';
import type { Seen } from './evidence.ts';
import { keyOf, type NameField, type ProgramDay } from './program-day.ts';

/** A tool recognised on one laptop on one day, and by which field its rows can be found again. */
export interface Mark {
  readonly hire: HireId;
  readonly laptop: string | undefined;
  readonly tool: Tool;
  readonly row: Whom & { readonly first: Instant; readonly last: Instant };
  readonly source: 'process' | 'package' | 'lookup';
  readonly unattended: boolean;
  /** Its command line is that of a session that comes in. */
  readonly incoming: boolean;
  readonly renamed: boolean;
  /** Neither its name nor the one compiled into it is the tool's; its signature is. */
  readonly signedOnly: boolean;
  readonly named: Named | undefined;
}
export interface Named { readonly field: NameField; readonly value: string }

interface Verdict { readonly match: ToolMatch; readonly renamed: boolean; readonly signedOnly: boolean }

/**
 * Everywhere that the catalogue knows a tool that can drive the laptop from elsewhere.
 *
 * A laptop belongs to its holder, whoever is signed in: support staff at work on it do not take the evidence along.
 * Where nobody holds the machine, the rows belong to the person whose account it was.
 *
 * @param owner to whom a row is attributed, where it is another than that
 */
export function marksOf(window: Seen, owner: (row: Whom) => HireId | undefined = ownerOf): readonly Mark[] {
  const { rows: { processes, packages, lookups }, catalogue } = window;
  return [
    ...marksIn(processes, 'process', 'process.name', catalogue, owner),
    ...marksIn(packages, 'package', 'package.name', catalogue, owner),
    ...marksIn(lookups, 'lookup', 'dns.question.name', catalogue, owner),
  ];
}

/** The same few programs run every day, so each is looked up once. */
export function marksIn(days: readonly ProgramDay[], source: Mark['source'], field: NameField, catalogue: Catalogue, ownerIn: (row: Whom) => HireId | undefined = ownerOf): readonly Mark[] {
  const known = new Map<string, Verdict | undefined>();
  return days.flatMap(({ owners, programs }) => programs.flatMap(({ shows, name, on, first, last }): readonly Mark[] => {
    const key = keyOf(shows);
    if (!known.has(key)) known.set(key, verdictOf(shows, catalogue));
    const verdict = known.get(key);
    if (verdict === undefined) return [];
    const { match: { tool, means }, renamed, signedOnly } = verdict;
    const named = name === undefined ? undefined : { field, value: name };
    return Array.from(on, (place, index): Mark | undefined => {
      const owner = owners[place]!;
      const hire = ownerIn(owner);
      return hire === undefined ? undefined
        : { hire, laptop: owner.laptop, tool, source, renamed, signedOnly, unattended: means === 'unattended-setup', incoming: means === 'incoming-session', named, row: { ...owner, first: first[index]!, last: last[index]! } };
    }).filter((mark) => mark !== undefined);
  }));
}

/** To whom a row is attributed. */
export function ownerOf(row: Pick<Whom, 'holder' | 'hire'>): HireId | undefined {
  return row.holder ?? row.hire;
}

/** The tool that can drive a laptop from elsewhere, where the catalogue knows one. */
export function verdictOf(seen: ToolObservation, catalogue: Catalogue): Verdict | undefined {
  const match = catalogue.matchTool(seen);
  if (match === undefined || match.tool.outgoingOnly) return undefined;
  return { match, renamed: isRenamed(match.tool, seen, catalogue), signedOnly: match.by === 'signer' && isSignedOnly(match.tool, seen, catalogue) };
}

/** The maker's name inside the file is the tool's, the name it runs under has nothing of it. */
function isRenamed(tool: Tool, seen: ToolObservation, catalogue: Catalogue): boolean {
  const built = stemOf(seen.originalFileName);
  return built !== undefined && ownStems(tool).includes(built) && isCalledOtherwise(tool, seen, catalogue);
}

/** Nothing but the signature tells: its maker may have other programs, so this is less than {@link isRenamed}. */
function isSignedOnly(tool: Tool, seen: ToolObservation, catalogue: Catalogue): boolean {
  const built = stemOf(seen.originalFileName);
  return (built === undefined || !ownStems(tool).includes(built)) && isCalledOtherwise(tool, seen, catalogue);
}

function isCalledOtherwise(tool: Tool, { processName, executable }: ToolObservation, catalogue: Catalogue): boolean {
  const runs = stemOf(processName);
  return runs !== undefined && ![...ownStems(tool), stemOf(tool.id)!].some((name) => runs.includes(name) || name.includes(runs))
    && catalogue.matchTool({ processName, executable }) === undefined;
}

function ownStems(tool: Tool): readonly string[] {
  return tool.originalFileNames.map((name) => stemOf(name)!);
}

/** Letters and digits of a file name without its extension: `AnyDesk (1).exe` is `anydesk1`. */
function stemOf(name: string | undefined): string | undefined {
  const stem = name?.toLowerCase().replace(/\.exe$/, '').replace(/[^a-z0-9]/g, '');
  return stem ? stem : undefined;
}
