import { asksForOthers } from './browsers.ts';
import { domainIndex, globIndex, literally, pathIndex } from './globs.ts';
import { commandText, domainName, fileName, pathName, signerName, words, wordsOfPattern } from './names.ts';
import { TOOLS, type Tool, type ToolMeans } from './tool-rows.ts';

export { TOOLS, toolById, type CorporateUse, type Tool, type ToolKind, type ToolMeans } from './tool-rows.ts';
export { CATALOGUE_VERSION } from './version.ts';

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

export type MatchedBy = 'signer' | 'original-file-name' | 'process' | 'package' | 'domain' | 'command-line';

export interface ToolMatch {
  readonly tool: Tool;
  readonly by: MatchedBy;
  readonly means: ToolMeans;
}

const entries = <T>(of: (tool: Tool) => readonly string[], normal: (text: string) => T) =>
  TOOLS.flatMap((tool) => of(tool).map((text) => [normal(text), tool] as const));

const bySigner = new Map(entries((tool) => (tool.sharedSigner ? [] : tool.signers), signerName));
const byOriginalName = new Map(entries((tool) => tool.originalFileNames, fileName));
const byProcess = globIndex(entries((tool) => tool.processes, fileName));
const byPath = pathIndex(entries((tool) => tool.executables, (pattern) => pattern));
const byPackage = globIndex(entries((tool) => tool.packages, wordsOfPattern));
const byDomain = domainIndex(entries((tool) => tool.domains, domainName));
const signersOf = new Map(TOOLS.map((tool) => [tool.id, new Set(tool.signers.map(signerName))]));

const commands = TOOLS.flatMap((tool) => tool.commandLines.map((line) => ({ tool, ...line })));
// One look decides for nearly every command line that none of the patterns can fit.
const anyCommand = new RegExp([...new Set(commands.map(({ pattern }) => literally(pattern[0] ?? '')))].join('|'));
const STRENGTH: Readonly<Record<ToolMeans, number>> = { present: 0, 'incoming-session': 1, 'unattended-setup': 2 };

/**
 * Names the remote-control tool behind a process, a package or a lookup.
 *
 * What survives renaming comes first: signer, original file name, then process and path, package,
 * lookups by programs that are not browsers, and words of the command line. A signature that covers
 * more than this tool, or a name that others use too, counts only together with a second sign.
 *
 * @returns the tool, what it was known by and what the sighting says; undefined for everything else,
 *          among it browsers and the outgoing Remote Desktop client
 * @example matchTool({ processName: 'svchelper.exe', signer: 'AnyDesk Software GmbH' })?.tool.id // => 'anydesk'
 */
export function matchTool(seen: ToolObservation): ToolMatch | undefined {
  const known = bySignature(seen) ?? byName(seen) ?? byPackageOrLookup(seen);
  if (known !== undefined) return { ...known, means: meaning(known.tool, seen) };
  return byCommandLine(seen);
}

type Known = Omit<ToolMatch, 'means'>;

function bySignature(seen: ToolObservation): Known | undefined {
  const signed = seen.signer === undefined ? undefined : bySigner.get(signerName(seen.signer));
  if (signed !== undefined) return { tool: signed, by: 'signer' };

  const built = seen.originalFileName === undefined ? undefined : byOriginalName.get(fileName(seen.originalFileName));
  return built !== undefined && enough(built, seen) ? { tool: built, by: 'original-file-name' } : undefined;
}

function byName(seen: ToolObservation): Known | undefined {
  for (const name of [seen.processName, seen.executable]) {
    const named = name === undefined ? undefined : byProcess(fileName(name));
    if (named !== undefined && enough(named, seen)) return { tool: named, by: 'process' };
  }
  const installed = seen.executable === undefined ? undefined : byPath(pathName(seen.executable));
  return installed && { tool: installed, by: 'process' };
}

function byPackageOrLookup(seen: ToolObservation): Known | undefined {
  const listed = seen.packageName === undefined ? undefined : byPackage(words(seen.packageName));
  if (listed !== undefined) return { tool: listed, by: 'package' };

  const asked = lookedUp(seen);
  return asked && { tool: asked, by: 'domain' };
}

function lookedUp(seen: ToolObservation): Tool | undefined {
  if (!seen.dnsName || !seen.dnsProcess || asksForOthers(seen.dnsProcess)) return undefined;
  return byDomain(domainName(seen.dnsName));
}

/** A name of one's own is enough; a common one needs the signer, the folder or a lookup beside it. */
function enough(tool: Tool, seen: ToolObservation): boolean {
  if (!tool.genericName) return true;
  if (seen.signer !== undefined && signersOf.get(tool.id)?.has(signerName(seen.signer))) return true;
  if (seen.executable !== undefined && byPath(pathName(seen.executable)) === tool) return true;
  return lookedUp(seen) === tool;
}

function meaning(tool: Tool, seen: ToolObservation): ToolMeans {
  if (tool.commandLines.length === 0) return 'present';
  const text = spoken(seen);
  return tool.commandLines
    .filter(({ pattern }) => pattern.every((part) => occurs(text, part)))
    .reduce<ToolMeans>((strongest, { means }) => (STRENGTH[means] > STRENGTH[strongest] ? means : strongest), 'present');
}

function byCommandLine(seen: ToolObservation): ToolMatch | undefined {
  if (seen.commandLine === undefined) return undefined;
  const text = spoken(seen);
  if (!anyCommand.test(text)) return undefined;
  const fitting = commands.filter(({ pattern }) => pattern.every((part) => occurs(text, part)));
  const strongest = fitting.toSorted((a, b) => STRENGTH[b.means] - STRENGTH[a.means])[0];
  return strongest && { tool: strongest.tool, by: 'command-line', means: strongest.means };
}

/** Command line with the program's names before it, since some sources leave the program out. */
function spoken(seen: ToolObservation): string {
  return commandText([seen.originalFileName, seen.processName ?? seen.executable, seen.commandLine].filter(Boolean).join(' '));
}

/** Whether the part stands there as the start of a word: `code tunnel`, but not `vscode tunnel`. */
function occurs(text: string, part: string): boolean {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    if (at === 0 || !isWordCharacter(text.charCodeAt(at - 1))) return true;
  }
  return false;
}

function isWordCharacter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
}
