import type { RowChange } from '../../catalogue/difference.ts';
import type { Standing, StandingOwnRow } from '../../catalogue/history.ts';
import { CATALOGUES, CATALOGUE_NAMES, rowId, type AnyRow, type CatalogueName, type List } from '../../catalogue/rows.ts';
import { isoOf, type Instant } from '../../core/time.ts';
import type { Shared } from '../context.ts';
import { printable, type CommandIo } from '../io.ts';
import { aligned } from '../text.ts';

/** The company's own rows of one catalogue. */
export function ownOf(catalogue: CatalogueName, { own }: Standing): readonly StandingOwnRow[] {
  return own.filter(({ list }) => (CATALOGUES[catalogue] as readonly List[]).includes(list));
}

/** Why nothing was changed. */
export function sayDryRun({ dryRun }: { readonly dryRun?: boolean }, changes: number, io: CommandIo): void {
  io.err(dryRun && changes > 0 ? 'Nothing was changed: without --dry-run it will be.' : 'There is nothing to change.');
}

/** From when a change holds. */
export function sayHolds(at: Instant, version: string, io: CommandIo): void {
  io.err(`Holds from ${isoOf(at)}; runs from then on name catalogue ${version}. Runs of earlier instants, also repeated ones, rest on what was known then.`);
}

/** One line for each row that differs. */
export function sayChanges(changes: readonly RowChange[], options: Shared, io: CommandIo): void {
  for (const { catalogue, list, id, change, columns } of changes) {
    if (options.json) io.out(JSON.stringify({ catalogue, list, id, change, columns }));
    else io.out(printable(`${change.padEnd(7)}  ${catalogue}  ${list === catalogue ? '' : `${list}/`}${id}${columns.length > 0 ? `  (${columns.map(({ column }) => column).join(', ')})` : ''}`));
  }
}

/** The catalogues in force and the company's own rows. */
export function sayStanding(standing: Standing, version: string, options: Shared, io: CommandIo): void {
  const rowsOf = (name: CatalogueName): Record<string, number> => Object.fromEntries(CATALOGUES[name].map((list: List) => [list, standing.sets[name].rows[list]!.length]));
  if (options.json) {
    for (const name of CATALOGUE_NAMES) {
      const { version: of, date, since } = standing.sets[name];
      io.out(JSON.stringify({ catalogue: name, version: of, date, rows: rowsOf(name), set: since ? 'newer' : 'shipped', ...(since ? { since: isoOf(since.at), by: since.by, file: since.file, sha256: since.checksum } : {}), own_rows: ownOf(name, standing).length }));
    }
    for (const own of standing.own) io.out(JSON.stringify(ownLine(own, standing)));
  } else {
    for (const line of aligned(['catalogue', 'version', 'date', 'rows', 'set'], CATALOGUE_NAMES.map((name) => {
      const { version: of, date, since } = standing.sets[name];
      const lists = Object.entries(rowsOf(name));
      return [name, of, date, lists.length === 1 ? lists[0]![1] : lists.map(([list, count]) => `${list} ${count}`).join(', '), since ? `newer, since ${isoOf(since.at)} by ${since.by}` : 'shipped'];
    }))) io.out(printable(line));
    if (standing.own.length > 0) {
      io.out('');
      const rows = standing.own.map((own) => ownLine(own, standing));
      for (const line of aligned(['own row of', 'id', 'owner', 'since', 'instead of', 'reason'], rows.map((row) => [row.catalogue, row.id, row.owner, row.since, row.instead_of ?? '-', row.reason]))) io.out(printable(line));
    }
  }
  io.err(`Together: catalogue ${version}.`);
}

function ownLine({ list, id, owner, reason, row, since }: StandingOwnRow, { sets }: Standing) {
  const catalogue = CATALOGUE_NAMES.find((name) => (CATALOGUES[name] as readonly List[]).includes(list))!;
  const replaced = (sets[catalogue].rows[list] as readonly AnyRow[]).some((shipped) => rowId(list, shipped as never) === id);
  return {
    catalogue, list, id: list === catalogue ? id : `${list}/${id}`, owner, reason, source: row.source, date: row.date, since: isoOf(since.at), by: since.by,
    ...(replaced ? { instead_of: sets[catalogue].version } : {}),
  };
}
