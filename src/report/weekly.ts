import type { Case, CloseReason } from '../cases/case.ts';
import { CLOSE_REASONS } from '../cases/case.ts';
import { DAY, dayOf, isoOf, startOfDay } from '../core/time.ts';
import type { Custody } from '../detect/custody.ts';
import type { LedgerRow } from '../run/allowed/ledger.ts';
import type { SourceSeen } from '../run/sources-seen.ts';
import { OPEN_BANDS, type Movement } from './case-weeks.ts';
import { WEEKS_BACK, type WeekFacts } from './facts.ts';
import { counted, leadSentences } from './sentences.ts';

/** A number with the command or query that gives it again. */
export interface Figure { readonly value: number; readonly query: string }
/** A share with its exact 95 % interval; `of` people or days were looked at. */
export interface Share { readonly hits: number; readonly of: number; readonly atLeast: number; readonly atMost: number; readonly query: string }

/** Below so many decided cases no share of them is told. */
export const FEWEST_CLOSED = 20;
/** Groups of fewer people are put together: they would name somebody. */
export const FEWEST_PEOPLE = 10;
/** An open case without an owner is asked about after so long. */
const OWNED_WITHIN_DAYS = 1;
/** Permissions that end within so many days are asked about. */
const ENDS_SOON_DAYS = 14;

export interface WeeklyReport {
  readonly week: string;
  readonly monday: string;
  readonly sunday: string;
  readonly company: string;
  readonly simulated: boolean;
  /** Undefined for a week in which nothing was judged. */
  readonly as_of: string | undefined;
  readonly scope: { readonly hires: Figure; readonly laptops: Figure; readonly sources: Figure & { readonly fresh: number }; readonly hire_days: Share; readonly open_cases: Figure & { readonly people: number } };
  readonly sentences: readonly string[];
  readonly movement: readonly { readonly band: (typeof OPEN_BANDS)[number]; readonly now: Movement; readonly before: Movement; readonly query: string }[];
  readonly closed_as: readonly { readonly reason: CloseReason; readonly now: number; readonly before: number; readonly weeks: number }[];
  /** What may be said of the closed cases of twelve weeks. */
  readonly closed_said: string;
  readonly weeks: readonly { readonly week: string; readonly opened: number; readonly closed: number }[];
  readonly decisions: readonly { readonly decide: string; readonly who: string; readonly by: string }[];
  readonly open: readonly OpenLine[];
  readonly closed: readonly { readonly id: string; readonly reason: CloseReason; readonly people: number; readonly days: number; readonly note: string }[];
  readonly proof: readonly string[];
  readonly not_watched: readonly { readonly what: string; readonly since: string; readonly hire_days: Figure | undefined; readonly means: string }[];
  readonly laptops: readonly { readonly verdict: Custody['verdict']; readonly many: Figure }[];
  readonly allowed: readonly { readonly allowed: string; readonly scope: string; readonly owner: string; readonly until: string; readonly note: string }[];
  readonly muted: readonly string[];
  readonly privacy: readonly { readonly what: string; readonly many: Figure }[];
  readonly zones: readonly { readonly zone: string; readonly share: Share }[];
  readonly zones_said: string;
  readonly versions: string;
}

export interface OpenLine { readonly id: string; readonly band: string; readonly chance: number; readonly people: number; readonly days: number; readonly families: readonly string[]; readonly owner: string; readonly title: string }

/** Exact 95 % interval of a share of so many hits in n. */
export type Interval = (hits: number, n: number) => readonly [number, number];

/** What a report says of one week. Pure: the same facts give the same report. */
export function weeklyOf(facts: WeekFacts, interval: Interval): WeeklyReport {
  const { week, run, hires, sources, hireDays, open, closed } = facts;
  const asOf = run ? isoOf(run.asOf) : isoOf(week.to);
  const shown = (command: string): string => `farmwatch ${command} --as-of ${asOf} --json`;
  const shareOf = (hits: number, of: number, query: string): Share => {
    const [atLeast, atMost] = interval(hits, of);
    return { hits, of, atLeast, atMost, query };
  };
  const closedAs = CLOSE_REASONS.map((reason) => ({ reason, now: facts.closedBy.now[reason], before: facts.closedBy.before[reason], weeks: facts.closedBy.weeks[reason] }));
  const zones = zonesOf(facts, (hits, of) => shareOf(hits, of, shown('cases')));
  const report = {
    week: week.name, monday: week.monday, sunday: week.sunday, company: facts.company, simulated: facts.simulated, as_of: run && isoOf(run.asOf),
    scope: {
      hires: { value: hires.length, query: shown('risk') },
      laptops: { value: run?.custody.filter(({ hire_id: holder }) => hires.some(({ hire }) => hire === holder)).length ?? 0, query: shown('devices') },
      sources: { value: sources.length, fresh: sources.filter(({ state }) => state === 'fresh').length, query: 'farmwatch doctor --json' },
      hire_days: shareOf(hireDays.seen, hireDays.expected, shown('risk')),
      open_cases: { value: open.length, people: new Set(open.flatMap((state) => state.hires)).size, query: shown('cases') },
    },
    movement: OPEN_BANDS.map((band) => ({ band, ...facts.movement[band], query: `${shown('cases')}, and at ${isoOf(week.from)}` })),
    closed_as: closedAs, closed_said: closedSaid(closedAs), weeks: facts.weeks.map(({ name, ...counts }) => ({ week: name, ...counts })),
    open: open.map((state) => openLine(state, facts)),
    closed: closed.map((state) => ({ id: state.id, reason: state.closed!.reason, people: state.hires.length, days: daysOpen(state.openedAt, state.closed!.at), note: state.closed!.note })),
    proof: [`No planted farm is kept with this week. "farmwatch evaluate planted --as-of ${asOf}" plants one among the company's own records and says whether it would have been found; detectors/EVALUATION.md has figures of simulated companies.`],
    not_watched: notWatched(facts, shown('risk')),
    laptops: laptopsOf(run?.custody ?? [], shown('devices')),
    allowed: facts.allowed.map((row) => allowedLine(row, week.to)), muted: facts.muted,
    privacy: [
      { what: 'looks at a person', many: { value: facts.views.times, query: 'journal views' } },
      { what: 'people looked at, by pseudonym', many: { value: facts.views.people, query: 'journal views' } },
      { what: 'people who looked', many: { value: facts.views.lookers, query: 'journal views' } },
    ],
    zones, zones_said: zonesSaid(zones),
    versions: run ? Object.entries(run.versions).sort(([a], [b]) => (a < b ? -1 : 1)).map(([what, version]) => `${what} ${version}`).join(', ') : '',
    decisions: decisionsOf(facts),
  };
  return { ...report, sentences: leadSentences(report) };
}

function daysOpen(from: number, to: number): number {
  return Math.round(((to - from) / DAY) * 10) / 10;
}

function openLine(state: Case, { week }: WeekFacts): OpenLine {
  return {
    id: state.id, band: state.band, chance: state.chance, people: state.hires.length, days: daysOpen(state.openedAt, week.to), families: state.families,
    owner: state.owner ?? 'nobody', title: `${counted(state.hires.length, 'person', 'people')}: ${state.families.join(', ')}`,
  };
}

function closedSaid(rows: WeeklyReport['closed_as']): string {
  const decided = rows.filter(({ reason }) => reason === 'true' || reason === 'benign-true' || reason === 'false').reduce((sum, { weeks }) => sum + weeks, 0);
  if (decided < FEWEST_CLOSED) return `${counted(decided, 'case')} decided in ${WEEKS_BACK} weeks: too few to judge how often a case is right.`;
  const right = rows.find(({ reason }) => reason === 'true')!.weeks;
  return `Of ${decided} cases decided in ${WEEKS_BACK} weeks ${right} were laptop farms.`;
}

/** What somebody has to decide, the most pressing first. */
function decisionsOf({ open, sources, allowed, week }: WeekFacts): WeeklyReport['decisions'] {
  const inDays = (days: number): string => dayOf(startOfDay(week.sunday) + days * DAY);
  const rows: WeeklyReport['decisions'][number][] = [];
  for (const state of open.filter(({ band }) => band === 'act')) {
    rows.push({ decide: `What is done about case ${state.id}, ${counted(state.hires.length, 'person', 'people')} in band act?`, who: state.owner ?? 'the lead, for it has no owner', by: inDays(1) });
  }
  const ownerless = open.filter((state) => state.owner === null && state.band !== 'act' && daysOpen(state.openedAt, week.to) > OWNED_WITHIN_DAYS);
  if (ownerless.length > 0) rows.push({ decide: `Who takes ${ownerless.length === 1 ? `case ${ownerless[0]!.id}` : `the ${ownerless.length} cases without an owner`}?`, who: 'the lead', by: inDays(1) });
  for (const { name } of sources.filter(({ state }) => state === 'dark')) rows.push({ decide: `Who mends ${name}? Until then what it would show is not watched.`, who: `whoever looks after ${name}`, by: inDays(1) });
  for (const row of allowed) {
    if (row.kind !== 'permission' || row.row.until === undefined) continue;
    const left = daysBetweenDays(week.sunday, row.row.until);
    if (left >= 0 && left <= ENDS_SOON_DAYS) rows.push({ decide: `Keep ${row.row.tool} allowed for ${scopeSaid(row.row.scope)} after ${row.row.until}?`, who: row.row.owner, by: row.row.until });
  }
  return rows;
}

function daysBetweenDays(from: string, to: string): number {
  return Math.round((startOfDay(to) - startOfDay(from)) / DAY);
}

const LOST_SAYS: Readonly<Record<string, string>> = {
  'sign-in': 'no sign-ins: where people come in from is not known', 'check-in': 'no check-ins: where laptops stand is not known', 'activity': 'no input: working hours and steady input are not seen',
  'vpn-connected': 'no tunnels: the public address behind them is not seen', 'process-started': 'no programs: remote-control tools are not seen',
};

function notWatched({ sources, hireDays, run }: WeekFacts, query: string): WeeklyReport['not_watched'] {
  const lost = Object.entries(hireDays.lostBy).filter(([, days]) => days > 0).sort(([, a], [, b]) => b - a);
  const never = run?.custody.filter(({ verdict }) => verdict === 'never-seen').length ?? 0;
  return [
    ...sources.filter(({ state }) => state !== 'fresh').map((source: SourceSeen) => ({ what: source.name, since: `${source.state} since ${isoOf(source.lastEventAt)}`, hire_days: undefined, means: 'what it would show counts for nobody' })),
    ...lost.map(([action, days]) => ({ what: action, since: 'days without, of people who had started', hire_days: { value: days, query }, means: LOST_SAYS[action] ?? 'not seen' })),
    ...(never > 0 ? [{ what: 'delivered, never seen', since: counted(never, 'laptop'), hire_days: undefined, means: 'nothing at all is known about them' }] : []),
  ];
}

const VERDICTS = ['shared-place', 'elsewhere', 'cannot-tell', 'never-seen', 'dark', 'moved-approved', 'expected'] as const satisfies readonly Custody['verdict'][];

function laptopsOf(custody: readonly Custody[], query: string): WeeklyReport['laptops'] {
  return VERDICTS.map((verdict) => ({ verdict, many: { value: custody.filter((one) => one.verdict === verdict).length, query } }));
}

function allowedLine(row: LedgerRow, at: number): WeeklyReport['allowed'][number] {
  switch (row.kind) {
    case 'permission': {
      const { tool, scope, owner, until } = row.row;
      const left = until === undefined ? undefined : daysBetweenDays(dayOf(at - 1), until);
      return { allowed: tool, scope: scopeSaid(scope), owner, until: until ?? 'none', note: left === undefined ? 'no end date' : left < 0 ? 'has ended' : left <= ENDS_SOON_DAYS ? `ends in ${counted(left, 'day')}` : '' };
    }
    case 'place': return { allowed: row.row.name ?? row.row.place_id, scope: `place: ${row.row.kind}`, owner: '', until: 'none', note: '' };
    case 'household': return { allowed: 'a declared household', scope: counted(row.hires.length, 'person', 'people'), owner: '', until: 'none', note: '' };
  }
}

/** For whom a permission is, naming nobody. */
function scopeSaid(scope: string): string {
  if (scope === 'all') return 'everybody';
  return scope.startsWith('hire:') ? 'one hire' : scope.replace(/^team:/, 'team ');
}

/** People in a case by claimed time zone; small groups together. */
function zonesOf({ hires, inCases }: WeekFacts, shareOf: (hits: number, of: number) => Share): WeeklyReport['zones'] {
  const groups = [...Map.groupBy(hires, ({ zone }) => zone ?? 'zone not told')].map(([zone, members]) => ({ zone, members }));
  const large = groups.filter(({ members }) => members.length >= FEWEST_PEOPLE).sort((a, b) => b.members.length - a.members.length || (a.zone < b.zone ? -1 : 1));
  const small = groups.filter(({ members }) => members.length < FEWEST_PEOPLE).flatMap(({ members }) => members);
  // A small rest beside large groups could be worked out from them, so the smallest of these joins it.
  const rest = small.length > 0 && small.length < FEWEST_PEOPLE && large.length > 0 ? [...small, ...large.pop()!.members] : small;
  const line = (zone: string, members: typeof hires): WeeklyReport['zones'][number] => ({ zone, share: shareOf(members.filter(({ hire }) => inCases.has(hire)).length, members.length) });
  const lines = [...large.map(({ zone, members }) => line(zone, members)), ...(rest.length > 0 ? [line(large.length > 0 ? 'other zones' : 'all zones', rest)] : [])];
  return lines.length > 1 ? [...lines, line('all', hires)] : lines;
}

function zonesSaid(zones: WeeklyReport['zones']): string {
  const single = zones.filter(({ zone }) => zone !== 'all');
  if (single.length < 2) return 'Too few people to compare zones.';
  const apart = single.flatMap((a, at) => single.slice(at + 1).filter((b) => a.share.atMost < b.share.atLeast || b.share.atMost < a.share.atLeast).map((b) => `${a.zone} and ${b.zone}`));
  return apart.length === 0 ? 'All intervals overlap: no zone stands out.' : `Intervals of ${apart.join('; ')} do not overlap: look at why.`;
}
