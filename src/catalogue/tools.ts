import type { Event } from '../core/event.ts';
import { commandsIn, fits, type Command } from './commands.ts';
import { domainIndex, globIndex, literally, pathIndex } from './globs.ts';
import { commandText, domainName, fileName, pathName, signerName, words, wordsOfPattern } from './names.ts';
import type { Tool, ToolMeans } from './tool-rows.ts';

export { TOOLS, toolById, type CorporateUse, type Tool, type ToolKind, type ToolMeans } from './tool-rows.ts';

/** What one row tells about a program; whatever is missing is left out. */
export interface ToolObservation {
  readonly processName?: string | undefined;
  readonly executable?: string | undefined;
  readonly commandLine?: string | undefined;
  readonly originalFileName?: string | undefined;
  readonly signer?: string | undefined;
  readonly packageName?: string | undefined;
  readonly dnsName?: string | undefined;
  /** The process that asked for `dnsName`; without it the lookup does not count. */
  readonly dnsProcess?: string | undefined;
}

/** What one event tells about a program. */
export function observationOf(event: Event): ToolObservation {
  const lookedUp = event['dns.question.name'];
  return {
    processName: lookedUp === undefined ? event['process.name'] : undefined, executable: event['process.executable'], commandLine: event['process.command_line'], originalFileName: event['process.pe.original_file_name'],
    signer: event['process.code_signature.subject_name'], packageName: event['package.name'], dnsName: lookedUp, dnsProcess: event['process.name'],
  };
}

export type MatchedBy = 'signer' | 'original-file-name' | 'process' | 'package' | 'domain' | 'command-line';

export interface ToolMatch {
  readonly tool: Tool;
  readonly by: MatchedBy;
  readonly means: ToolMeans;
}

/** Names of tools, each ready to be looked up. */
interface Tables {
  readonly bySigner: ReadonlyMap<string, Tool>;
  readonly byOriginalName: ReadonlyMap<string, Tool>;
  readonly byProcess: (name: string) => Tool | undefined;
  readonly byPath: (path: string) => Tool | undefined;
  readonly byPackage: (title: string) => Tool | undefined;
  readonly byDomain: (name: string) => Tool | undefined;
  readonly signersOf: ReadonlyMap<string, ReadonlySet<string>>;
  /** By tool: its names of files, and of packages, that do not hand over the machine. */
  readonly viewersOf: ReadonlyMap<string, Viewers>;
  readonly commands: readonly (Tool['commandLines'][number] & { readonly tool: Tool })[];
  /** One look decides for nearly every command line that none of the patterns can fit. */
  readonly anyCommand: RegExp;
  readonly asksForOthers: (process: string) => boolean;
}

interface Viewers { readonly file: (name: string) => true | undefined; readonly title: (words: string) => true | undefined }

function viewersIn(names: readonly string[]): Viewers {
  return { file: globIndex(names.map((name) => [fileName(name), true])), title: globIndex(names.map((name) => [wordsOfPattern(name), true])) };
}

function tablesOf(tools: readonly Tool[], asksForOthers: Tables['asksForOthers']): Tables {
  const entries = (of: (tool: Tool) => readonly string[], normal: (text: string) => string): readonly (readonly [string, Tool])[] =>
    tools.flatMap((tool) => of(tool).map((text) => [normal(text), tool] as const));
  // Of two tools with one name the first counts, as in the indexes of patterns.
  const firstOf = (pairs: readonly (readonly [string, Tool])[]): ReadonlyMap<string, Tool> => new Map(pairs.toReversed());
  const commands = tools.flatMap((tool) => tool.commandLines.map((line) => ({ tool, ...line })));
  return {
    bySigner: firstOf(entries((tool) => (tool.sharedSigner ? [] : tool.signers), signerName)),
    byOriginalName: firstOf(entries((tool) => tool.originalFileNames, fileName)),
    byProcess: globIndex(entries((tool) => tool.processes, fileName)),
    byPath: pathIndex(entries((tool) => tool.executables, (pattern) => pattern)),
    byPackage: globIndex(entries((tool) => tool.packages, wordsOfPattern)),
    byDomain: domainIndex(entries((tool) => tool.domains, domainName)),
    signersOf: new Map(tools.map((tool) => [tool.id, new Set(tool.signers.map(signerName))])),
    viewersOf: new Map(tools.flatMap(({ id, viewers = [] }) => (viewers.length > 0 ? [[id, viewersIn(viewers)] as const] : []))),
    commands, anyCommand: new RegExp([...new Set(commands.map(({ pattern }) => literally(pattern[0] ?? '')))].join('|')),
    asksForOthers,
  };
}

const STRENGTH: Readonly<Record<ToolMeans, number>> = { present: 0, 'incoming-session': 1, 'unattended-setup': 2 };

/**
 * Names the remote-control tool behind a process, a package or a lookup.
 *
 * What survives renaming comes first: signer, original file name, then process and path, package,
 * lookups by programs that are not browsers, and words of the command line. A signature that covers
 * more than this tool, or a name that others use too, counts only together with a second sign. A tool's viewers, which
 * drive other machines, do not count, nor does what they look up.
 *
 * @param tools of two that fit a sighting alike the earlier one counts
 * @param asksForOthers true for processes whose lookups say nothing
 * @returns a function that gives the tool, what it was known by and what the sighting says; undefined for everything
 *          else, among it browsers and the outgoing Remote Desktop client
 * @example toolMatcher(TOOLS, () => false)({ processName: 'svchelper.exe', signer: 'AnyDesk Software GmbH' })?.tool.id // => 'anydesk'
 */
export function toolMatcher(tools: readonly Tool[], asksForOthers: (process: string) => boolean): (seen: ToolObservation) => ToolMatch | undefined {
  const tables = tablesOf(tools, asksForOthers);
  return (seen) => {
    const known = bySignature(tables, seen) ?? byName(tables, seen) ?? byPackageOrLookup(tables, seen);
    if (known === undefined) return byCommandLine(tables, seen);
    return isViewer(tables, known.tool, seen) ? undefined : { ...known, means: meaning(known.tool, seen) };
  };
}

type Known = Omit<ToolMatch, 'means'>;

function bySignature(tables: Tables, seen: ToolObservation): Known | undefined {
  const signed = seen.signer === undefined ? undefined : tables.bySigner.get(signerName(seen.signer));
  if (signed !== undefined) return { tool: signed, by: 'signer' };

  const built = seen.originalFileName === undefined ? undefined : tables.byOriginalName.get(fileName(seen.originalFileName));
  return built !== undefined && enough(tables, built, seen) ? { tool: built, by: 'original-file-name' } : undefined;
}

function byName(tables: Tables, seen: ToolObservation): Known | undefined {
  for (const name of [seen.processName, seen.executable]) {
    const named = name === undefined ? undefined : tables.byProcess(fileName(name));
    if (named !== undefined && enough(tables, named, seen)) return { tool: named, by: 'process' };
  }
  const installed = seen.executable === undefined ? undefined : tables.byPath(pathName(seen.executable));
  return installed && { tool: installed, by: 'process' };
}

function byPackageOrLookup(tables: Tables, seen: ToolObservation): Known | undefined {
  const listed = seen.packageName === undefined ? undefined : tables.byPackage(words(seen.packageName));
  if (listed !== undefined) return { tool: listed, by: 'package' };

  const asked = lookedUp(tables, seen);
  return asked && { tool: asked, by: 'domain' };
}

function lookedUp(tables: Tables, seen: ToolObservation): Tool | undefined {
  if (!seen.dnsName || !seen.dnsProcess || tables.asksForOthers(seen.dnsProcess)) return undefined;
  return tables.byDomain(domainName(seen.dnsName));
}

/** A name of one's own is enough; a common one needs the signer, the folder or a lookup beside it. */
function enough(tables: Tables, tool: Tool, seen: ToolObservation): boolean {
  if (!tool.genericName) return true;
  if (seen.signer !== undefined && tables.signersOf.get(tool.id)?.has(signerName(seen.signer))) return true;
  if (seen.executable !== undefined && tables.byPath(pathName(seen.executable)) === tool) return true;
  return lookedUp(tables, seen) === tool;
}

/** What is compiled into a program goes before the name it runs under: a host that is called like a viewer is none. */
function isViewer({ viewersOf }: Tables, tool: Tool, seen: ToolObservation): boolean {
  const viewers = viewersOf.get(tool.id);
  if (viewers === undefined) return false;
  const built = seen.originalFileName === undefined ? undefined : fileName(seen.originalFileName);
  if (built !== undefined && viewers.file(built)) return true;
  if (built !== undefined && tool.originalFileNames.some((name) => fileName(name) === built)) return false;
  const runs = [seen.processName, seen.executable, seen.dnsProcess].filter((name) => name !== undefined);
  return runs.some((name) => viewers.file(fileName(name))) || (seen.packageName !== undefined && viewers.title(words(seen.packageName)) === true);
}

function meaning(tool: Tool, seen: ToolObservation): ToolMeans {
  if (tool.commandLines.length === 0) return 'present';
  const commands = spoken(seen);
  return tool.commandLines
    .filter(({ pattern }) => commands.some((command) => fits(command, pattern)))
    .reduce<ToolMeans>((strongest, { means }) => (STRENGTH[means] > STRENGTH[strongest] ? means : strongest), 'present');
}

function byCommandLine(tables: Tables, seen: ToolObservation): ToolMatch | undefined {
  if (seen.commandLine === undefined || !tables.anyCommand.test(commandText([seen.originalFileName, seen.processName ?? seen.executable, seen.commandLine].filter(Boolean).join(' ')))) return undefined;
  const commands = spoken(seen);
  const fitting = tables.commands.filter(({ pattern }) => commands.some((command) => fits(command, pattern)));
  const strongest = fitting.toSorted((a, b) => STRENGTH[b.means] - STRENGTH[a.means])[0];
  return strongest && { tool: strongest.tool, by: 'command-line', means: strongest.means };
}

/** What the command line starts, and the same under the program's other names, since some sources leave the program out. */
function spoken({ originalFileName, processName, executable, commandLine = '' }: ToolObservation): readonly Command[] {
  const names = [originalFileName, processName ?? executable].filter((name): name is string => Boolean(name));
  return [...names.map((name): Command => ({ program: commandText(name), text: `${commandText(`${name} ${commandLine}`)} ` })), ...commandsIn(commandLine)];
}
