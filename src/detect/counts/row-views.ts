import { IDENTITY, type IdentityName } from '../../core/identity.ts';
import type { Day } from '../../core/time.ts';
import type { DayCounts, DayTable } from './day-counts.ts';
import type { Counted, Evidence, Whom } from '../detector.ts';
import type { CellOf } from './kept-cells.ts';
import type { DayWhom, Who } from '../people/whom.ts';

/** One group of a tally with who it is about; or what was made of many. */
export type RawRow = Readonly<Record<string, unknown>>;
export type Rows = readonly (Whom & RawRow)[];

/** What views look into: who each row of a day is about, and its other fields. */
interface Looked { readonly day: Day; readonly who: readonly Who[]; readonly cells: readonly CellOf<unknown>[] }

/**
 * One row of a day as detectors read it. It holds its place in the columns alone, and a field is read where somebody asks
 * for it: of a large company there are millions of rows, and an object with all fields of each would fill the memory.
 */
class RowView implements Whom {
  readonly #table: Looked;
  readonly #row: number;
  constructor(table: Looked, row: number) {
    this.#table = table;
    this.#row = row;
  }

  get person(): Who['person'] { return this.#table.who[this.#row]!.person; }
  get laptop(): Who['laptop'] { return this.#table.who[this.#row]!.laptop; }
  get holder(): Who['holder'] { return this.#table.who[this.#row]!.holder; }
  get hire(): Who['hire'] { return this.#table.who[this.#row]!.hire; }
  get day(): Day { return this.#table.day; }

  /** Views with these fields besides, in the order of the cells. */
  static withFields(names: readonly string[]): typeof RowView {
    class View extends RowView {}
    names.forEach((name, at) => {
      Object.defineProperty(View.prototype, name, { get(this: RowView) { return this.#table.cells[at]!(this.#row); } });
    });
    return View;
  }
}

/** The groups of a day, as views that are made anew for each run. Equal names, equal questions. */
export function rowViews(nameIn: DayCounts['nameIn']): (name: string, day: Day, table: DayTable, counted: Counted, whom: DayWhom) => () => Rows {
  const classes = new Map<string, typeof RowView>();
  return (name, day, { count, names, columns }, counted, whom) => {
    if (count === 0) return () => [];
    const named = 'by' in counted ? IDENTITY.filter((field) => ((counted as Evidence).by as readonly string[]).includes(field)) : [];
    const View = classes.getOrInsertComputed(name, () => RowView.withFields([...columns.map((column) => column.name), ...named]));
    const looked: Looked = { day, who: Array.from(names, (one) => whom.of(one)), cells: [...columns.map(({ cell }) => cell), ...named.map((field) => nameCells(nameIn, names, field))] };
    return viewsOn(View, looked);
  };
}

// Made by functions that know nothing else: what is kept of a day would hold all that was in sight where it was made.

function viewsOn(View: typeof RowView, looked: Looked): () => Rows {
  return () => {
    const views: RowView[] = [];
    for (let row = 0; row < looked.who.length; row++) views.push(new View(looked, row));
    return views as unknown as Rows;
  };
}

function nameCells(nameIn: DayCounts['nameIn'], names: Uint32Array, field: IdentityName): CellOf<string> {
  return (row) => nameIn(names[row]!, field);
}
