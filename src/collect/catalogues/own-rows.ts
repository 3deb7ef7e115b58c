import ipaddr from 'ipaddr.js';
import { problemOf } from '../../catalogue/check-row.ts';
import { COLUMNS, type ColumnSpec } from '../../catalogue/columns.ts';
import type { OwnRow, Standing } from '../../catalogue/history.ts';
import type { AsnRow, NameRow, PrefixRow } from '../../catalogue/networks.ts';
import { CATALOGUES, rowId, type AnyRow, type CatalogueName, type List } from '../../catalogue/rows.ts';
import { homeCalledOtherwise } from '../../catalogue/too-broad.ts';
import { messageOf } from '../../errors.ts';
import { parseSheet } from '../tables/sheet.ts';
import { nameOf } from './read-sets.ts';

export interface ReadOwnRows { readonly rows: readonly OwnRow[]; readonly problems: readonly string[] }

/** Who answers for a row, and why it is there; stand beside the columns of its list. */
const ANSWERED_FOR = ['owner', 'reason'] as const;

/**
 * Reads a company's own rows of one catalogue: a JSON list, one object a line, or a table (CSV, XLSX) with a header.
 *
 * Beside the columns of its list a row has `owner` and `reason`, and `list` where the catalogue has several. A list that
 * is left out is empty, a flag false. In a table the values of a list stand with `;` between, and `commandLines` as JSON.
 *
 * @param standing what holds now
 */
export async function readOwnRows(catalogue: CatalogueName, bytes: Buffer, file: string, standing: Standing): Promise<ReadOwnRows> {
  const given = await rowsIn(bytes, file, catalogue);
  if ('problem' in given) return { rows: [], problems: [given.problem] };
  if (given.rows.length === 0) return { rows: [], problems: ['it holds no row'] };
  const seen = new Set<string>();
  const read = given.rows.map((row, index): OwnRow | string => {
    const list = listOf(catalogue, row);
    const named = nameOf(list ?? CATALOGUES[catalogue][0], row, index);
    if (list === undefined) return `${named}: list takes one of ${CATALOGUES[catalogue].join(', ')}`;
    const own = ownRow(list, row, standing);
    if (typeof own === 'string') return `${named}: ${own}`;
    if (seen.has(`${list}/${own.id}`)) return `${named}: another row of the file has the id ${own.id}; keep one`;
    seen.add(`${list}/${own.id}`);
    return own;
  });
  const problems = read.filter((one) => typeof one === 'string');
  return { rows: problems.length > 0 ? [] : read.filter((one) => typeof one !== 'string'), problems };
}

type Cells = Readonly<Record<string, unknown>>;

async function rowsIn(bytes: Buffer, file: string, catalogue: CatalogueName): Promise<{ readonly rows: readonly Cells[] } | { readonly problem: string }> {
  const text = bytes.toString('utf8').replace(/^\ufeff/, '').trim();
  if (/^[[{]/.test(text)) {
    try {
      const rows: unknown = text.startsWith('[') ? JSON.parse(text) : text.split(/\r?\n/).filter((line) => line.trim() !== '').map((line): unknown => JSON.parse(line));
      const all = rows as readonly unknown[];
      return all.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row)) ? { rows: all as readonly Cells[] } : { problem: 'write a list of objects, one for each row' };
    } catch (error) {
      return { problem: `it is no JSON (${messageOf(error)}); write a list of objects, or one object a line` };
    }
  }
  const { header, rows } = await parseSheet(bytes, file);
  return { rows: rows.map(({ cells }) => Object.fromEntries(header.flatMap((name, at) => {
    const cell = (cells[at] ?? '').trim();
    return cell === '' || name === '' ? [] : [[name, cellValue(columnIn(catalogue, name), cell)]];
  }))) };
}

function columnIn(catalogue: CatalogueName, name: string): ColumnSpec | undefined {
  return CATALOGUES[catalogue].map((list: List) => COLUMNS[list][name]).find((spec) => spec !== undefined);
}

/** A cell as the value that its column takes; one that does not fit stays text, and is refused as such. */
function cellValue(spec: ColumnSpec | undefined, cell: string): unknown {
  switch (spec?.kind) {
    case 'list': return cell.split(';').map((value) => value.trim()).filter((value) => value !== '');
    case 'flag': return /^(true|yes)$/i.test(cell) ? true : /^(false|no)$/i.test(cell) ? false : cell;
    case 'number': return Number.isFinite(Number(cell)) ? Number(cell) : cell;
    case 'commands':
      try {
        return JSON.parse(cell);
      } catch {
        return cell;
      }
    default: return cell;
  }
}

function listOf(catalogue: CatalogueName, { list }: Cells): List | undefined {
  const lists: readonly List[] = CATALOGUES[catalogue];
  if (list === undefined) return lists.length === 1 ? lists[0] : undefined;
  return lists.find((one) => one === list);
}

function ownRow(list: List, cells: Cells, standing: Standing): OwnRow | string {
  const { list: _named, owner, reason, ...said } = cells;
  for (const name of ANSWERED_FOR) {
    const value = cells[name];
    if (typeof value !== 'string' || value.trim() === '' || value.length > 300) return `${name} is missing or too long; say ${name === 'owner' ? 'who answers for the row' : 'why it is there'}, in at most 300 characters`;
  }
  const row = { ...unsaidIn(list), ...said };
  const problem = problemOf(list, row) ?? turnsHomesIntoEvidence(list, row as unknown as AnyRow, standing);
  return problem ?? { list, id: rowId(list, row as never), owner: (owner as string).trim(), reason: (reason as string).trim(), row: row as unknown as AnyRow };
}

/** What a column says where a company's own row leaves it out. */
function unsaidIn(list: List): Cells {
  return Object.fromEntries(Object.entries(COLUMNS[list]).flatMap(([name, { kind, optional, unsaid }]) => {
    const value = unsaid ?? (optional ? undefined : kind === 'list' || kind === 'commands' ? [] : kind === 'flag' ? false : undefined);
    return value === undefined ? [] : [[name, value]];
  }));
}

/** Networks that households use, called something else as a whole, would make evidence of everybody at home. */
function turnsHomesIntoEvidence(list: List, row: AnyRow, { sets }: Standing): string | undefined {
  if (list === 'asns') {
    const { asn, kind } = row as AsnRow;
    const known = sets.networks.rows.asns!.find((one) => one.asn === asn);
    const homes = known && [known.kind, ...(known.also ?? [])].find((one) => one === 'home' || one === 'mobile');
    if (homes && SUSPECT.includes(kind)) return `AS${asn} ${known.name} is listed as ${homes}: everybody at home there would become evidence. Name the ranges that are ${kind} in the list prefixes`;
  }
  if (list === 'names') {
    const home = homeCalledOtherwise(row as NameRow, sets.networks.rows.asns!);
    if (home !== undefined) return `it matches ${home}, a network of people at home or on the road; name what only this one has`;
  }
  if (list === 'prefixes') {
    const { range, kind } = row as PrefixRow;
    const [base, bits] = ipaddr.parseCIDR(range);
    if (SUSPECT.includes(kind) && bits < OWN_WIDEST[base.kind()]) return `range ${JSON.stringify(range)} is wider than /${OWN_WIDEST[base.kind()]}: too many people would be taken for ${kind}. Name the ranges that are`;
  }
  return undefined;
}
const SUSPECT: readonly string[] = ['vpn', 'relay', 'hosting'];
const OWN_WIDEST = { ipv4: 12, ipv6: 28 } as const;
