import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { FarmwatchError } from '../errors.ts';
import { FILE_NAME } from '../store/duckdb/engine.ts';
import { DOES, type Running } from './audited.ts';

/** True for a folder with an embedded store in it. */
export function holdsStore(folder: string): boolean {
  return existsSync(join(folder, FILE_NAME));
}

/** Holds that a store is there: otherwise a mistyped place would be made anew, with a key of its own. @throws FarmwatchError `not.found` */
export function mustHoldStore(folder: string, cure = 'Name its folder with --store.'): void {
  if (!holdsStore(folder)) throw new FarmwatchError('not.found', { what: `store in ${folder}`, cure });
}

/** Commands that change nothing and are of use before there is a store: what they show comes from the configuration or a file. */
const BEFORE_A_STORE: ReadonlySet<string> = new Set([
  'sources', 'notice', 'assess', 'duties show', 'check-shipments', 'data list', 'response plan show', 'response plan try', 'notify preview', 'notify template', 'notify list',
  'evaluate cases', 'evaluate places', 'evaluate weights', 'evaluate zones', 'export verify', 'intake tokens',
]);

/** Commands that change what is held, and nothing where nothing is. */
const OF_A_STORE: ReadonlySet<string> = new Set(['take-back']);

/** What is asked first on a new machine, where nothing is stored and the configuration may be broken; a place that somebody names is there all the same. */
const FIRST_LOOK = 'doctor';

/**
 * True for a command that has nothing to do where no store is; it makes none.
 *
 * @param isNamed that its place was named on the command line, and is not that of the configuration
 */
export function wantsStore({ command, readsFile }: Running, isNamed: boolean): boolean {
  return OF_A_STORE.has(command) || (DOES.has(command) && !BEFORE_A_STORE.has(command) && !readsFile && (isNamed || command !== FIRST_LOOK));
}
