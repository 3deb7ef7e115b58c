import type { Gatherer } from '../counts/gather.ts';
import { MOVES, MOVES_DAYS, homesSince, movesOf } from '../people/homes.ts';
import { mayHideExits, withOfficeExits } from './office-exits.ts';
import { PLACE_ROWS, type LineRow } from './place-rows.ts';
import type { Registry } from '../people/registry.ts';

/** Offices seldom become exits. */
const LINES_DAYS = 14;

/** The registry with what events tell of its rows, as known at its instant: since when homes hold, and which offices are exits of a tunnel. */
export async function toldByEvents(registry: Registry, gatherer: Gatherer): Promise<Registry> {
  const told = await gatherer.gather([{ plan: MOVES, days: MOVES_DAYS }, { plan: PLACE_ROWS.lines, days: LINES_DAYS }], registry.asOf, registry.directory);
  const known = homesSince(registry, movesOf(await told.rowsOf(0)));
  return mayHideExits(known) ? withOfficeExits(known, await told.rowsOf<LineRow>(1)) : known;
}
