import { extname } from 'node:path';
import { TABLE_KINDS, requiredColumns } from '../../core/tables.ts';
import type { TableKind } from '../../core/person.ts';
import { beginsJson } from '../json.ts';
import { recognised, type Wanted } from './columns.ts';

/** What a file may hold: one of the tables, events, or a STIX bundle of indicators. */
export type FileKind = TableKind | 'events' | 'stix';

/** Why the kind cannot be told. */
export interface Undecided { readonly undecided: string; /** What to do, where naming the kind is no help. */ readonly cure?: string }

/**
 * Tells from its header which table a file is.
 *
 * A table is possible where every required column is there. Of several, the one that understands most of the header is
 * meant; a tie goes to the one that requires more. One known column alone is no proof.
 *
 * @param asked `--map` requests, which may name required columns
 */
export function kindOfHeader(header: readonly string[], asked: Wanted = new Map()): TableKind | Undecided {
  const candidates = TABLE_KINDS.map((kind) => {
    const found = recognised(kind, header, asked);
    const required = requiredColumns(kind);
    return { kind, understood: found.size, required: required.length, lacking: required.filter((column) => !found.has(column)) };
  });
  const possible = candidates.filter(({ lacking, understood }) => lacking.length === 0 && understood > 1)
    .sort((a, b) => b.understood - a.understood || b.required - a.required);
  const [best, next] = possible;
  // A list of people without start dates would otherwise pass for a list of accounts.
  if (!best && looksLikeEvents(header)) return EVENTS;
  if (!best || candidates.some(({ understood }) => understood > best.understood)) return { undecided: closest(candidates) };
  if (next && next.understood === best.understood && next.required === best.required) {
    return { undecided: `its header fits ${best.kind} and ${next.kind} alike` };
  }
  return best.kind;
}

/** A log that was saved as a table. */
const EVENTS: Undecided = {
  undecided: 'it looks like events in a table, such as sign-ins',
  cure: 'Read it with "farmwatch collect table --from-file FILE --mapping mapping.json"; src/collect/sources/table/README.md shows how a mapping says which column is what.',
};

/** True for the header of a log: when, from which address, and who. No table of people or laptops has all three. */
function looksLikeEvents(header: readonly string[]): boolean {
  const any = (words: RegExp): boolean => header.some((name) => words.test(name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[_.-]+/g, ' ')));
  return any(/\b(?:time|timestamp|date|datetime|when|occurred)\b/i) && any(/\b(?:ip|ips|ip address|ipv4|client address|source address|src)\b/i) && any(/\b(?:user|username|user name|account|actor|principal|upn|login|email|e mail|mail)\b/i);
}

function closest(candidates: readonly { readonly kind: TableKind; readonly understood: number; readonly lacking: readonly string[] }[]): string {
  const best = candidates.reduce((a, b) => (b.understood > a.understood ? b : a));
  if (best.understood === 0) return 'no column of its header is known';
  if (best.lacking.length === 0) return 'only one column of its header is known';
  return `its header is most like ${best.kind}, but lacks ${best.lacking.join(', ')}`;
}

/**
 * Tells from name and first bytes whether a file holds lines of JSON, a STIX bundle, or a table whose header must be read.
 *
 * @param name  with its extension: `.ndjson`, `.jsonl` and `.json` are JSON, packed or not
 * @param start the first bytes as text, unpacked; empty where they are not known
 */
export function kindOfContent(name: string, start: string): 'events' | 'stix' | 'table' {
  // Parquet is read as lines of JSON.
  const json = start.startsWith('PAR1') || JSON_EXTENSIONS.has(extname(name.toLowerCase().replace(/\.gz$/, ''))) || beginsJson(start);
  if (!json) return 'table';
  return /"type"\s*:\s*"bundle"/.test(start) && /"spec_version"|"id"\s*:\s*"bundle--/.test(start) ? 'stix' : 'events';
}

const JSON_EXTENSIONS: ReadonlySet<string> = new Set(['.ndjson', '.jsonl', '.json']);
