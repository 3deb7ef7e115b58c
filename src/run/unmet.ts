import { quote } from '../core/parse-event.ts';
import type { HireId, TableKind, TableRows } from '../core/person.ts';
import { DAY, dayOf, type Day, type Instant } from '../core/time.ts';
import { rowsAt, type History } from '../detect/people/registry.ts';
import { toolIds } from './allowed/known-tools.ts';

/** Files whose rows name people, tools and teams that stand elsewhere, and where people stand. */
export type HeldKind = Extract<TableKind, 'people' | 'devices' | 'travel' | 'applications' | 'allowed'>;
export type HireFile = Exclude<HeldKind, 'people'>;

/** The rows of these files as they stand, and the tools that are known. */
export type RowsHeld = { readonly [K in HeldKind]: readonly TableRows[K][] } & { readonly tools: readonly string[] };

/** Rows that name something which no file has, with a few of these names. */
export interface Unmet { readonly rows: number; readonly names: readonly string[]; readonly hasMore: boolean }

/** Rows of one file about hires whom no people file has. Never joined by a guess: whoever wrote them can tell, and we cannot. */
export interface UnmetHires extends Unmet {
  readonly file: HireFile;
  /** How many of them people.csv has but for leading zeros or case, and one of these. */
  readonly alike: number;
  readonly example?: { readonly written: string; readonly known: HireId };
}

export interface UnmetRows {
  readonly hires: readonly UnmetHires[];
  /** Of allowed.csv: tools that are not in the catalogue, teams that nobody is in, and permissions that ended lately. */
  readonly tools: Unmet;
  readonly teams: Unmet;
  readonly ended: Unmet;
}

/** What ended longer ago is the past of a company, and nothing that anybody would mend. */
const LATELY = 90 * DAY;
/** Whoever wanted it to go on has noticed by then; most end as they were meant to. */
const JUST_ENDED = 14 * DAY;
const SHOWN = 3;

/** The rows of the registry as they hold at an instant; at Infinity the newest. */
export function rowsHeld(history: History, at: Instant): RowsHeld {
  return {
    people: rowsAt(history, 'people', at), devices: rowsAt(history, 'devices', at), travel: rowsAt(history, 'travel', at), applications: rowsAt(history, 'applications', at), allowed: rowsAt(history, 'allowed', at),
    tools: toolIds(history.catalogue.at(at)),
  };
}

/** Rows that point at nothing, whichever file came first. */
export function unmetIn({ people, devices, travel, applications, allowed, tools }: RowsHeld, now: Instant): UnmetRows {
  const since = now - LATELY;
  const hires = new Set(people.map(({ hire_id: id }) => id));
  const byFolded = new Map(people.map(({ hire_id: id }) => [folded(id), id]));
  const alikeOf = (id: HireId): HireId | undefined => byFolded.get(folded(id));
  const teams = new Set(people.flatMap(({ team }) => (team === undefined ? [] : [team.toLowerCase()])));
  const permits = allowed.filter(({ absent }) => !absent);
  const standing = permits.filter(({ until }) => !isOver(until, now));
  const named = (file: HireFile, ids: readonly (HireId | undefined)[]): readonly UnmetHires[] => {
    const strange = ids.filter((id) => id !== undefined && !hires.has(id)) as HireId[];
    const alike = strange.filter((id) => alikeOf(id) !== undefined).sort();
    const [written] = alike;
    return strange.length === 0 ? [] : [{ file, ...unmet(strange), alike: alike.length, ...(written === undefined ? {} : { example: { written, known: alikeOf(written)! } }) }];
  };
  // The key of a journey and of a permission holds the hire: a row that was mended stays beside the right one, and harms nobody.
  const keyOf = (...parts: readonly (string | undefined)[]): string => JSON.stringify(parts);
  const trips = new Set(travel.map(({ hire_id: id, from, to }) => keyOf(id, from, to)));
  const scopes = new Set(standing.map(({ tool, scope }) => keyOf(tool, scope)));
  return {
    hires: [
      ...named('devices', devices.filter(({ assigned_to: to, returned_at: back }) => Math.min(to ?? Infinity, back ?? Infinity) >= since).map(({ hire_id: id }) => id)),
      ...named('travel', travel.filter(({ hire_id: id, from, to }) => !isOver(to, since) && !trips.has(keyOf(alikeOf(id), from, to))).map(({ hire_id: id }) => id)),
      ...named('applications', applications.map(({ hire_id: id }) => id)),
      ...named('allowed', standing.filter(({ tool, scope }) => !scopes.has(keyOf(tool, `hire:${alikeOf(after('hire:', scope) ?? '') ?? ''}`))).map(({ scope }) => after('hire:', scope))),
    ],
    tools: unmet(standing.map(({ tool }) => tool).filter((tool) => !tools.includes(tool))),
    teams: unmet(standing.flatMap(({ scope }) => after('team:', scope) ?? []).filter((team) => !teams.has(team.toLowerCase()))),
    ended: unmet(permits.filter(({ until }) => isOver(until, now) && !isOver(until, now - JUST_ENDED)).map(({ tool, scope }) => `${tool} for ${scope}`)),
  };
}

/** Two ids that a spreadsheet, or a person, makes of one. */
function folded(id: string): string {
  return id.trim().toLowerCase().replace(/^0+(?=.)/, '');
}

function after(word: string, scope: string): string | undefined {
  return scope.startsWith(word) ? scope.slice(word.length) : undefined;
}

function isOver(last: Day | undefined, at: Instant): boolean {
  return last !== undefined && last < dayOf(at);
}

function unmet(names: readonly string[]): Unmet {
  const each = [...new Set(names)].sort();
  return { rows: names.length, names: each.slice(0, SHOWN), hasMore: each.length > SHOWN };
}

/** What it costs that a row is about somebody nobody knows. */
export const COSTS: Readonly<Record<HireFile, string>> = {
  devices: 'a laptop of theirs has no holder who is known', travel: 'a journey of theirs explains nothing',
  applications: 'an application of theirs is joined to nobody', allowed: 'a permission for them holds nobody',
};

/** The same as sentences, each with its cure; nothing where every row meets what it names. */
export function sayUnmet({ hires, tools, teams }: UnmetRows): readonly string[] {
  return [
    ...hires.map((one) => `${rowsSaid(one, one.file)} ${one.rows === 1 ? 'names a hire' : 'name hires'} that no people file has (${some(one)}): ${COSTS[one.file]}. ${cureOf(one)}`),
    ...(tools.rows === 0 ? [] : [`${rowsSaid(tools, 'allowed')} ${tools.rows === 1 ? 'names a tool that is' : 'name tools that are'} not in the catalogue (${some(tools)}), and ${tools.rows === 1 ? 'permits' : 'permit'} nothing, or sessions that a source calls so. Write its id, such as anydesk; a tool of your own is added with "farmwatch data add tools".`]),
    ...(teams.rows === 0 ? [] : [`${rowsSaid(teams, 'allowed')} ${teams.rows === 1 ? 'names a team' : 'name teams'} that nobody in people.csv is in (${some(teams)}), and ${teams.rows === 1 ? 'permits' : 'permit'} nothing. Write the team as people.csv has it.`]),
  ];
}

function cureOf({ file, rows, alike, example }: UnmetHires): string {
  const unknown = 'Import the people.csv that has them, staff of longer standing too, or mend hire_id';
  if (example === undefined) return `${unknown} in ${file}.csv.`;
  const { written, known } = example;
  const isCase = written.trim().toLowerCase() === known.trim().toLowerCase();
  const short = written.length < known.length ? `${file}.csv` : 'people.csv';
  const why = isCase ? `write both in one way and import ${file}.csv again` : `leading zeros were lost in ${short}, as spreadsheets do. Save that column as text and import ${short} again`;
  // A row that is mended holds from then on, as any changed row.
  const past = file === 'devices' ? '; for runs of earlier instants with a column known_from and an early day' : '';
  return `people.csv has ${quote(known)} where ${file}.csv has ${quote(written)}${alike === rows ? '' : `, and so for ${alike} of them`}: ${why}${past}.${alike === rows ? '' : ` Of the others: ${unknown}.`}`;
}

function rowsSaid({ rows }: Unmet, file: string): string {
  return `${rows} ${rows === 1 ? 'row' : 'rows'} of ${file}.csv`;
}

/** A few names, and that there are more. */
function some({ names, hasMore }: Unmet): string {
  return `${names.map(quote).join(', ')}${hasMore ? ', …' : ''}`;
}
