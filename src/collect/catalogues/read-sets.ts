import { problemOf } from '../../catalogue/check-row.ts';
import type { CatalogueSet, Standing } from '../../catalogue/history.ts';
import { CATALOGUES, CATALOGUE_NAMES, rowId, versionOf, type AnyRow, type CatalogueName, type List, type Rows } from '../../catalogue/rows.ts';
import { isNewer, isSetVersion } from '../../catalogue/set-version.ts';
import { DAY, dayOf, realDay, type Instant } from '../../core/time.ts';

/** The form of the file; another number is another form. */
const SETS_FORM = 1;

export interface ReadSets {
  /** Newer than what stands. */
  readonly sets: readonly CatalogueSet[];
  /** Catalogues of which the file says what stands already. */
  readonly known: readonly CatalogueName[];
  /** Why the file is refused as a whole; each names the row and the cure. */
  readonly problems: readonly string[];
}

/** More rows than any catalogue will have. */
const MOST_ROWS = 200_000;

/**
 * Reads a file of newer catalogues: `{"farmwatch_catalogues": 1, "catalogues": {"tools": {"version", "date", "rows"}}}`.
 *
 * `rows` are as in the file of that name that ships: a list, or an object of lists.
 *
 * @param standing what holds now; older sets are refused
 * @param now sets from the future are refused: nothing would ever be newer
 */
export function readSets(text: string, standing: Standing, now: Instant): ReadSets {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return refused('it is no JSON; fetch it again');
  }
  const { farmwatch_catalogues: form, catalogues, ...more } = asObject(file) ?? {};
  if (form !== SETS_FORM) return refused(form === undefined ? 'it is no set of catalogues: "farmwatch_catalogues": 1 is missing' : `its form is ${JSON.stringify(form)}, this Farmwatch reads form ${SETS_FORM}; install a newer one`);
  for (const name of Object.keys(more)) return refused(`${JSON.stringify(name)} is not known; beside "farmwatch_catalogues" stands "catalogues"`);
  const named = Object.entries(asObject(catalogues) ?? {});
  if (named.length === 0) return refused('"catalogues" names none; give at least one of ' + CATALOGUE_NAMES.join(', '));
  const problems: string[] = [];
  const sets: CatalogueSet[] = [];
  const known: CatalogueName[] = [];
  for (const [name, given] of named) {
    if (!(CATALOGUE_NAMES as readonly string[]).includes(name)) {
      problems.push(`${JSON.stringify(name)} is no catalogue; there are ${CATALOGUE_NAMES.join(', ')}`);
      continue;
    }
    const catalogue = name as CatalogueName;
    const read = readSet(catalogue, given, now);
    problems.push(...read.problems.map((problem) => `${catalogue}: ${problem}`));
    if (read.set === undefined) continue;
    const held = standing.sets[catalogue];
    const same = versionOf(read.set.rows) === versionOf(held.rows);
    if (isNewer(read.set.version, held.version)) sets.push(read.set);
    else if (read.set.version === held.version && same) known.push(catalogue);
    else if (read.set.version === held.version) problems.push(`${catalogue}: version ${held.version} is held with other rows; whoever made the file has to give it a version of its own`);
    else problems.push(`${catalogue}: version ${read.set.version} is older than ${held.version}, which is held; get a newer file, or leave this catalogue out`);
  }
  return problems.length > 0 ? { sets: [], known: [], problems } : { sets, known, problems };
}

function refused(why: string): ReadSets {
  return { sets: [], known: [], problems: [why] };
}

function readSet(catalogue: CatalogueName, given: unknown, now: Instant): { readonly set?: CatalogueSet; readonly problems: readonly string[] } {
  const { version, date, rows, ...more } = asObject(given) ?? {};
  for (const name of Object.keys(more)) return { problems: [`${JSON.stringify(name)} is not known; a catalogue has version, date and rows`] };
  if (typeof version !== 'string' || !isSetVersion(version)) return { problems: ['version is missing or none; write its day as 2026-12-01, or 2026-12-01.2 for a second one of that day'] };
  if (typeof date !== 'string' || !realDay(date)) return { problems: ['date is missing or none; write the day as 2026-12-01'] };
  const last = dayOf(now + DAY);
  if (version.slice(0, 10) > last || date > last) return { problems: [`version ${version} of ${date} is from the future; nothing would ever be newer. Check the clock of this machine and the file`] };
  const names: readonly List[] = CATALOGUES[catalogue];
  const lists = Array.isArray(rows) && names.length === 1 ? { [names[0]!]: rows } : asObject(rows);
  if (!lists) return { problems: [`rows are missing; write them as in src/catalogue/${catalogue}.json`] };
  const problems: string[] = [];
  for (const name of Object.keys(lists)) if (!(names as readonly string[]).includes(name)) problems.push(`${JSON.stringify(name)} is no list of it; there are ${names.join(', ')}`);
  for (const list of names) problems.push(...listProblems(list, lists[list], date));
  return problems.length > 0 ? { problems } : { set: { catalogue, version, date, rows: lists as unknown as Partial<Rows> }, problems };
}

function listProblems(list: List, rows: unknown, date: string): readonly string[] {
  if (!Array.isArray(rows) || rows.length === 0) return [`${list} is missing or empty; without its rows nothing of the kind would be known`];
  if (rows.length > MOST_ROWS) return [`${list} has ${rows.length} rows; ${MOST_ROWS} are the most`];
  const seen = new Set<string>();
  return (rows as readonly unknown[]).flatMap((row, index): readonly string[] => {
    const problem = problemOf(list, row);
    if (problem !== undefined) return [`${nameOf(list, row, index)}: ${problem}`];
    const id = rowId(list, row as never);
    if (seen.has(id)) return [`${nameOf(list, row, index)}: another row has the id ${id}; join them, or give one another id`];
    seen.add(id);
    return (row as AnyRow).date > date ? [`${nameOf(list, row, index)}: its date ${(row as AnyRow).date} is after ${date}, the date of the set; mend one of them`] : [];
  });
}

/** `row 3 of tools (anydesk)`. */
export function nameOf(list: List, row: unknown, index: number): string {
  const { row: key, id, asn, range, vendor } = (asObject(row) ?? {}) as Readonly<Record<string, unknown>>;
  const name = key ?? id ?? asn ?? range ?? vendor;
  return `row ${index + 1} of ${list}${typeof name === 'string' || typeof name === 'number' ? ` (${String(name).slice(0, 64)})` : ''}`;
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Readonly<Record<string, unknown>> : undefined;
}
