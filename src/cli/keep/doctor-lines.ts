import { accessSync, constants } from 'node:fs';
import type { App } from '../../app.ts';
import { CATALOGUE_NAMES } from '../../catalogue/rows.ts';
import { arrivalBook, type ArrivalState } from '../../collect/arrivals.ts';
import { addressTables, type DataSet } from '../../collect/data-sets.ts';
import { lastState, type IntakeState } from '../../collect/intake/intake.ts';
import { pullBook, type PullState } from '../../collect/pull/book.ts';
import { SOURCES, sourceById } from '../../collect/sources/index.ts';
import { counted } from '../../core/counted.ts';
import { DAY, isoOf, startOfDay, type Instant } from '../../core/time.ts';
import { readCatalogues } from '../../detect/people/registry.ts';
import { factsOfStore } from '../../run/health/facts-of-store.ts';
import type { Facts } from '../../run/health/facts.ts';
import { troublesOf, type Trouble } from '../../run/health/troubles.ts';
import { FIELDS_READ } from '../bring/missing-fields.ts';

/**
 * Every link that is broken, from the store, the pulls and what came in.
 *
 * @param isNow false for an instant that is over: how pulls and files fare is known of now alone
 */
export async function troublesNow(app: Pick<App, 'store' | 'loaded'>, now: Instant, isNow = true): Promise<readonly Trouble[]> {
  const pulls = !isNow ? [] : (await pullsNow(app)).map(({ id, ...state }) => ({ source: id, ...state }));
  const arrivals = isNow ? await arrivalBook(app.store).states() : [];
  const zoned = SOURCES.filter(({ options }) => 'zone' in options).map(({ id }) => id);
  return troublesOf({
    now, pulls, unreadable: isNow ? unreadableIn(app, await lastState(app.store)) : [], refusing: arrivals.flatMap(({ id, refusing }) => (refusing ? [{ source: id, ...refusing }] : [])),
    ...await factsOfStore(app.store, now, { zoned, fields: FIELDS_READ }),
  });
}

/** How each pull fares that the configuration still asks for: one that was taken out of it is no failure any more. */
export async function pullsNow({ store, loaded: { config } }: Pick<App, 'store' | 'loaded'>): Promise<readonly PullState[]> {
  const isAsked = (id: string): boolean => config.sources[id]?.pull !== undefined || Object.values(config.channels).some(({ sources }) => Object.hasOwn(sources, id));
  // Pulls through channels and from collections have names of their own.
  return (await pullBook(store).states()).filter(({ id }) => sourceById(id) === undefined || isAsked(id));
}

/** Files and folders of records that the configuration names and that cannot be read now; of a followed one the server may have said so. */
function unreadableIn({ loaded }: Pick<App, 'loaded'>, state: IntakeState | undefined): Facts['unreadable'] {
  return Object.entries(loaded.config.sources).flatMap(([source, { files, follow }]) => [...files.map((name) => [name, 'files'] as const), ...follow.map((name) => [name, 'follow'] as const)].flatMap(([name, under]) => {
    const file = loaded.path(name);
    if (under === 'follow' && state?.unread.some(({ path }) => path === file)) return [];
    try {
      accessSync(file, constants.R_OK);
      return [];
    } catch (error) {
      return [{ source, file, under, why: (error as NodeJS.ErrnoException).code === 'ENOENT' ? `there is no such file or folder${/[*?]/.test(name) ? ', and patterns such as *.json are no names here: name the folder' : ''}` : 'this account may not read it' }];
    }
  }));
}

/** A trouble as one JSON object. */
export function troubleRecord({ since, ...trouble }: Trouble): object {
  return { ...trouble, since: since === null ? null : isoOf(since) };
}

/** How fetching goes: a source may be silent though it is asked, and answers. */
export function saidPull({ id, goodAt, failed, failingSince }: PullState): string {
  const good = goodAt === null ? 'never fetched to the end' : `fetched to the end at ${isoOf(goodAt)}`;
  return failed === null ? `${id}: ${good}` : `${id}: ${good}, failing${failingSince === undefined ? '' : ` since ${isoOf(failingSince)}`}`;
}

/** The same as a record; where it goes on is the vendor's business. */
export function pullRecord({ id, goodAt, triedAt, failed, failingSince }: PullState): object {
  const iso = (at: Instant | null | undefined): string | null => (at === null || at === undefined ? null : isoOf(at));
  return { source: id, good_at: iso(goodAt), tried_at: iso(triedAt), failed, failing_since: iso(failingSince) };
}

/** How many records of a source came in lately, and how many became events. */
export function saidArrived({ id, days, newAt }: ArrivalState): string {
  const sum = (of: (day: ArrivalState['days'][number]) => number): number => days.reduce((total, day) => total + of(day), 0);
  const [read, made] = [sum((day) => day.read), sum((day) => day.made)];
  const repeats = sum((day) => day.repeats);
  return `${id}: ${counted(read, 'record')} read since ${days[0]!.day}, ${made} used (${share(made, read)})${repeats === 0 ? '' : `, of them ${counted(repeats, 'repeat')} left out`}, ${sum((day) => day.leftOut)} not our business, ${sum((day) => day.refused)} rejected; something new ${newAt === null ? 'never came' : `came last at ${isoOf(newAt)}`}`;
}

function share(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(part === whole ? 0 : 1)} %`;
}

/** What names places, networks and tools, and how old it is. */
export async function dataSetsNow(app: App, now: Instant): Promise<readonly DataSet[]> {
  const { mmdb } = app.loaded.config.geo;
  const { sets } = (await readCatalogues(app.store)).standingAt(now);
  return [...addressTables(mmdb === undefined ? undefined : app.loaded.path(mmdb)), ...CATALOGUE_NAMES.map((name) => ({ name: `catalogue ${name}`, version: sets[name].version, day: sets[name].date }))];
}

/** "asn 2.3.2026061719, 164 days old". */
export function saidDataSet({ name, version, day }: DataSet, now: Instant): string {
  return `${name} ${version}${day === undefined ? ', which does not tell its day' : `, ${Math.max(0, Math.floor((now - startOfDay(day)) / DAY))} days old`}`;
}

/** A change of the catalogues within this time is told of. */
const LATELY = 30 * DAY;

/** From when rows that joined the catalogues lately can see programs; undefined where none did. */
export async function saidNewRows(app: App, now: Instant): Promise<string | undefined> {
  const changed = (await readCatalogues(app.store)).instants.filter((at) => at <= now).at(-1);
  if (changed === undefined || now - changed > LATELY) return undefined;
  const [held] = await app.store.events.tally({ where: { 'event.action': ['process-started', 'dns-query'] }, by: [], measure: { first: { min: '@timestamp' } } }, { from: 0, to: now + 1, asOf: now });
  const before = held === undefined ? 'no program is held yet' : `of those before, the first of each machine and day back to ${isoOf(held.first!)}`;
  return `the catalogues changed at ${isoOf(changed)}: what is new in them sees every program from then on, and ${before}`;
}
