import { SOURCES, type Source } from '../simulate/owned.ts';
import table from './owned-table.json' with { type: 'json' };

/** So many of so many. */
type Of = readonly [hits: number, among: number];

/** One row of `owned-table.json`: what simulated companies find that own so much. */
export interface OwnedRow {
  readonly name: string;
  readonly owned: readonly Source[];
  /** All that laptops do leaves by the company's own exits, with no log of the public address. */
  readonly full_tunnel: boolean;
  readonly hires_a_year: number;
  /** Farm hires named within 72 h, where three or more laptops stand together, and where two do. */
  readonly found_three: Of;
  readonly found_two: Of;
  /** False cases, and the ordinary hire-months in which they came. */
  readonly false_cases: Of;
}

/** Made by `evaluate --owned-out`; every number in it is simulated. */
export interface OwnedTable { readonly simulated: true; readonly command: string; readonly day: string; readonly rows: readonly OwnedRow[] }

// The compiler reads JSON values as plain strings; a test holds every row against the unions.
export const OWNED_TABLE = table as unknown as OwnedTable;

/** The file that holds a table: a row a line, so that a difference can be read. */
export function textOfTable({ rows, ...head }: OwnedTable): string {
  return `${JSON.stringify(head, undefined, 1).slice(0, -2)},\n "rows": [\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(',\n')}\n ]\n}\n`;
}

/** What a company owns, as its store shows. */
export interface Owns { readonly owned: ReadonlySet<Source>; readonly fullTunnel: boolean; readonly hiresAYear: number }

/** Where a company stands in the table, and what one more source would do there. */
export interface Standing {
  readonly row: OwnedRow;
  /** The one thing that would add most farm hires, and the row in which the company would then stand; undefined where nothing in the table adds any. */
  readonly most: { readonly source: Source | 'public-address'; readonly from: OwnedRow; readonly row: OwnedRow } | undefined;
}

/**
 * The row of a company, at the size nearest to its own, in proportion.
 *
 * Some sets of sources are simulated at one size only: then both rows of a comparison are of that size.
 *
 * @returns undefined where no row fits, as without an identity provider
 */
export function standingOf({ owned, fullTunnel, hiresAYear }: Owns, { rows }: OwnedTable): Standing | undefined {
  const far = (row: OwnedRow): number => Math.abs(Math.log(row.hires_a_year / Math.max(1, hiresAYear)));
  const find = (wanted: ReadonlySet<Source>, tunnel: boolean): readonly OwnedRow[] => rows
    .filter((row) => row.full_tunnel === tunnel && row.owned.length === wanted.size && row.owned.every((source) => wanted.has(source))).sort((a, b) => far(a) - far(b));
  const here = find(owned, fullTunnel);
  // Behind a tunnel only a company that owns everything is simulated.
  const row = here[0] ?? find(owned, false)[0];
  if (!row) return undefined;
  const steps = fullTunnel && here[0]
    ? [{ source: 'public-address' as const, to: find(owned, false) }]
    : (Object.keys(SOURCES) as readonly Source[]).filter((source) => !owned.has(source)).map((source) => ({ source, to: find(new Set([...owned, source]), false) }));
  const from = fullTunnel && here[0] ? here : find(owned, false);
  const gains = steps.flatMap(({ source, to }) => {
    const sameSize = to.flatMap((after) => from.filter((before) => before.hires_a_year === after.hires_a_year).map((before) => ({ source, from: before, row: after })))[0];
    return sameSize ? [{ ...sameSize, gain: shareFound(sameSize.row) - shareFound(sameSize.from) }] : [];
  }).filter(({ gain }) => gain > 0).sort((a, b) => b.gain - a.gain);
  const best = gains[0];
  return { row, most: best && { source: best.source, from: best.from, row: best.row } };
}

/** Of all farm hires that did not stand alone. */
function shareFound({ found_three: three, found_two: two }: OwnedRow): number {
  const among = three[1] + two[1];
  return among === 0 ? 0 : (three[0] + two[0]) / among;
}
