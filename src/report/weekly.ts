import type { Case } from '../cases/case.ts';
import { CLOSE_REASONS } from '../cases/case.ts';
import type { AllowedRow } from '../core/person.ts';
import { DAY, dayOf, isoOf, localDayOf, startOfDay } from '../core/time.ts';
import { VERDICTS, type Custody } from '../detect/places/custody.ts';
import type { LedgerRow } from '../run/allowed/ledger.ts';
import { FEWEST } from '../run/closings.ts';
import type { SourceSeen } from '../run/sources-seen.ts';
import { OPEN_BANDS, openSince } from './case-weeks.ts';
import { WEEKS_BACK, type WeekFacts } from './facts.ts';
import { shareIn, type Interval } from './figures.ts';
import { groupsOf, groupsSaid } from './groups.ts';
import { inert } from './inert.ts';
import { ALL_HOUSEHOLDS } from './kept.ts';
import { privacyLines } from './privacy.ts';
import { proofOf } from './proof.ts';
import { quarterlyOf } from './quarterly.ts';
import { leadSentences } from './sentences.ts';
import { weekAt } from './week.ts';
import type { OpenLine, WeeklyReport } from './weekly-report.ts';
import { counted } from './words.ts';

/** An open case without an owner is asked about after so long. */
const OWNED_WITHIN_DAYS = 1;
/** Permissions that end within so many days are asked about. */
const ENDS_SOON_DAYS = 14;

/** What a report says of one week. Pure: the same facts give the same report. */
export function weeklyOf(facts: WeekFacts, interval: Interval): WeeklyReport {
  const { week, run, hires, sources, hireDays, open, closed } = facts;
  const asOf = run ? isoOf(run.asOf) : isoOf(week.to);
  const shown = (command: string): string => `farmwatch ${command} --as-of ${asOf} --json`;
  const whole = `farmwatch report weekly --week ${week.name} --format json`;
  const inCases = shareIn(interval, shown('cases'));
  const closedAs = CLOSE_REASONS.map((reason) => ({ reason, now: facts.closedBy.now[reason], before: facts.closedBy.before[reason], weeks: facts.closedBy.weeks[reason], query: shown('cases') }));
  const zones = groupsOf(hires, ({ zone }) => zone, 'zones', facts.inCases, inCases);
  const regions = groupsOf(hires, ({ region }) => region, 'regions', facts.inCases, inCases);
  const report = {
    week: week.name, monday: week.monday, sunday: week.sunday, company: facts.company, simulated: facts.simulated, ...(facts.until < week.to ? { so_far: true as const } : {}), as_of: run && isoOf(run.asOf),
    scope: {
      hires: { value: hires.length, query: shown('risk') },
      laptops: { value: run?.custody.filter(({ hire_id: holder }) => hires.some(({ hire }) => hire === holder)).length ?? 0, query: shown('devices') },
      // What took the place of one that was replaced counts in its stead.
      sources: { value: sources.filter(({ state }) => state !== 'replaced').length, fresh: sources.filter(({ state }) => state === 'fresh').length, query: 'farmwatch doctor --json' },
      hire_days: shareIn(interval, shown('risk'))(hireDays.seen, hireDays.expected),
      open_cases: { value: open.length, people: new Set(open.flatMap((state) => state.hires)).size, query: shown('cases') },
    },
    movement: OPEN_BANDS.map((band) => ({ band, ...facts.movement[band], query: `${shown('cases')}, and at ${isoOf(week.from)}` })),
    closed_as: closedAs, closed_said: closedSaid(closedAs), weeks: facts.weeks.map(({ name, ...counts }) => ({ week: name, ...counts, query: whole.replace(week.name, name) })),
    open: open.map((state) => openLine(state, facts, shown('cases'))), ageing: ageingOf(facts, shown('cases')),
    closed: closed.map((state) => ({ id: state.id, reason: state.closed!.reason, people: state.hires.length, days: daysOpen(openSince(state), state.closed!.at), note: state.closed!.note, query: shown('cases') })),
    proof: proofOf(facts.proof, WEEKS_BACK, asOf, whole, interval),
    not_watched: notWatched(facts, shown('risk')),
    laptops: laptopsOf(run?.custody ?? [], shown('devices')), laptops_said: laptopsSaid(run?.custody ?? [], hires),
    allowed: allowedLines(facts), allowed_said: allowedSaid(facts), muted: facts.muted,
    privacy: privacyLines(facts.privacy, week.name),
    zones: zones.map(({ group, share }) => ({ zone: group, share })), zones_said: groupsSaid(zones, 'zones'),
    regions: regions.map(({ group, share }) => ({ region: group, share })), regions_said: groupsSaid(regions, 'regions'),
    versions: run ? Object.entries(run.versions).sort(([a], [b]) => (a < b ? -1 : 1)).map(([what, version]) => `${what} ${version}`).join(', ') : '',
    decisions: decisionsOf(facts),
    ...(facts.quarter ? { quarter: quarterlyOf(facts.quarter, interval) } : {}),
  };
  return inert({ ...report, sentences: leadSentences(report) });
}

/** @example minuteOf(0) // => '1970-01-01 00:00 UTC' */
function minuteOf(at: number): string {
  return `${isoOf(at).slice(0, 16).replace('T', ' ')} UTC`;
}

function daysOpen(from: number, to: number): number {
  return Math.round(((to - from) / DAY) * 10) / 10;
}

function openLine(state: Case, { until }: WeekFacts, query: string): OpenLine {
  return {
    id: state.id, band: state.band, chance: state.chance, people: state.hires.length, days: daysOpen(openSince(state), until), families: state.families,
    owner: state.owner ?? 'nobody', title: `${counted(state.hires.length, 'person', 'people')}: ${state.families.join(', ')}`, query,
  };
}

/** Days since a case was opened, or opened again last, from and up to. */
const AGES = [{ days: 'up to 1', to: 1 }, { days: '1 to 3', to: 3 }, { days: '3 to 7', to: 7 }, { days: '7 to 14', to: 14 }, { days: 'over 14', to: Infinity }] as const;

function ageingOf({ open, until }: WeekFacts, query: string): WeeklyReport['ageing'] {
  return AGES.map(({ days, to }, nth) => {
    const from = AGES[nth - 1]?.to ?? -Infinity;
    const those = open.filter((state) => (until - openSince(state)) / DAY > from && (until - openSince(state)) / DAY <= to);
    const act = those.filter(({ band }) => band === 'act').length;
    return { days, act, review: those.length - act, query };
  });
}

function closedSaid(rows: WeeklyReport['closed_as']): string {
  const decided = rows.filter(({ reason }) => reason === 'true' || reason === 'benign-true' || reason === 'false').reduce((sum, { weeks }) => sum + weeks, 0);
  if (decided < FEWEST) return `${counted(decided, 'case')} decided in ${WEEKS_BACK} weeks: too few to judge how often a case is right.`;
  const right = rows.find(({ reason }) => reason === 'true')!.weeks;
  return `Of ${decided} cases decided in ${WEEKS_BACK} weeks ${right} were laptop farms.`;
}

/** What somebody has to decide, the most pressing first. */
function decisionsOf({ open, sources, allowed, week, until, zone }: WeekFacts): WeeklyReport['decisions'] {
  const inDays = (days: number): string => dayOf(startOfDay(week.sunday) + days * DAY);
  // The Monday after the week in which it was opened: the same day in the reports of all weeks, and over once it is past.
  const mondayAfter = (opened: readonly Case[]): string => dayOf(startOfDay(weekAt(Math.min(...opened.map(openSince)), zone).sunday) + DAY);
  const rows: Omit<WeeklyReport['decisions'][number], 'overdue'>[] = [];
  for (const state of open.filter(({ band }) => band === 'act')) {
    rows.push({ decide: `What is done about case ${state.id}, ${counted(state.hires.length, 'person', 'people')} in band act?`, who: state.owner ?? 'the lead, for it has no owner', by: mondayAfter([state]) });
  }
  const ownerless = open.filter((state) => state.owner === null && state.band !== 'act' && daysOpen(openSince(state), until) > OWNED_WITHIN_DAYS);
  if (ownerless.length > 0) rows.push({ decide: `Who takes ${ownerless.length === 1 ? `case ${ownerless[0]!.id}` : `the ${ownerless.length} cases without an owner`}?`, who: 'the lead', by: mondayAfter(ownerless) });
  for (const { name } of sources.filter(({ state }) => state === 'dark')) rows.push({ decide: `Who mends ${name}? Until then what it would show is not watched.`, who: `whoever looks after ${name}`, by: inDays(1) });
  for (const row of allowed) {
    if (row.kind !== 'permission' || row.row.until === undefined) continue;
    const left = daysBetweenDays(week.sunday, row.row.until);
    if (left >= 0 && left <= ENDS_SOON_DAYS) rows.push({ decide: `Keep ${row.row.tool} allowed for ${scopeSaid(row.row.scope)} after ${row.row.until}?`, who: row.row.owner, by: row.row.until });
  }
  // Up to, and not including: the last instant of a week is of its Sunday.
  const today = localDayOf(until - 1, zone);
  return rows.map((row) => ({ ...row, overdue: row.by < today }));
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
    ...sources.filter(({ state }) => state === 'late' || state === 'dark').map((source: SourceSeen) => ({ kind: 'source' as const, what: source.name, since: `${source.state} since ${minuteOf(source.lastEventAt)}`, hire_days: undefined, means: 'what it would show counts for nobody' })),
    ...lost.map(([action, days]) => ({ kind: 'days' as const, what: action, since: 'days without, after the start', hire_days: { value: days, query }, means: LOST_SAYS[action] ?? 'not seen' })),
    ...(hireDays.silent > 0 ? [{ kind: 'people' as const, what: 'people of whom nothing came', since: `${hireDays.silent} of ${counted(hireDays.people, 'hire')} who had started`, hire_days: undefined, means: 'nothing at all was seen of them in this week' }] : []),
    ...(run?.mutes ?? []).map((mute) => ({ kind: 'muted' as const, what: `${mute.detector}, team ${mute.team}`, since: `muted until ${mute.until}`, hire_days: undefined, means: `${counted(run!.findings.filter(({ muted }) => muted?.id === mute.id).length, 'finding')} count for nobody` })),
    ...(never > 0 ? [{ kind: 'laptops' as const, what: 'delivered, never seen', since: counted(never, 'laptop'), hire_days: undefined, means: 'nothing at all is known about them' }] : []),
  ];
}

function laptopsOf(custody: readonly Custody[], query: string): WeeklyReport['laptops'] {
  return VERDICTS.map((verdict) => ({ verdict, many: { value: custody.filter((one) => one.verdict === verdict).length, query } }));
}

function laptopsSaid(custody: readonly Custody[], hires: WeekFacts['hires']): string {
  const inScope = new Set(hires.map(({ hire }) => hire));
  const theirs = custody.filter(({ hire_id: holder }) => holder !== null && inScope.has(holder)).length;
  return custody.length === theirs ? '' : `All ${counted(custody.length, 'laptop')} on record: ${theirs} of people in their first months, ${custody.length - theirs} of others.`;
}

/** Permissions and places one by one, households together: who lives with whom is nobody's business here. */
function allowedLines(facts: WeekFacts): WeeklyReport['allowed'] {
  const { allowed, week } = facts;
  const households = allowed.filter((row) => row.kind === 'household');
  const people = new Set(households.flatMap(({ hires }) => hires)).size;
  return [
    ...allowed.flatMap((row) => {
      switch (row.kind) {
        case 'permission': return [{ ...permissionLine(row.row, week.to), ...hidBy(row.kind, row.id, facts) }];
        case 'place': return [{ allowed: row.row.name ?? row.row.place_id, scope: `place: ${row.row.kind}`, owner: '', until: 'none', note: '', ...hidBy(row.kind, row.id, facts) }];
        case 'household': return [];
      }
    }),
    ...(households.length === 0 ? [] : [{ allowed: counted(households.length, 'declared household'), scope: counted(people, 'person', 'people'), owner: '', until: 'none', note: '', ...hidBy('household', ALL_HOUSEHOLDS, facts) }]),
  ];
}

function permissionLine({ tool, scope, owner, until }: AllowedRow, at: number): WeeklyReport['allowed'][number] {
  const left = until === undefined ? undefined : daysBetweenDays(dayOf(at - 1), until);
  return { allowed: tool, scope: scopeSaid(scope), owner, until: until ?? 'none', note: left === undefined ? 'no end date' : left < 0 ? 'has ended' : left <= ENDS_SOON_DAYS ? `ends in ${counted(left, 'day')}` : '' };
}

/** For whom a permission is, naming nobody. */
function scopeSaid(scope: string): string {
  if (scope === 'all') return 'everybody';
  return scope.startsWith('hire:') ? 'one hire' : scope.replace(/^team:/, 'team ');
}

/** What a row hid, where that was counted in this week. */
function hidBy(kind: LedgerRow['kind'], id: string, { hidden, week }: WeekFacts): Partial<Pick<WeeklyReport['allowed'][number], 'hid'>> {
  const found = hidden?.rows.find((row) => row.kind === kind && row.id === id);
  return found ? { hid: { value: found.findings, people: found.people, cases: found.cases, query: `farmwatch report kept hidden --week ${week.name} --json` } } : {};
}

function allowedSaid({ allowed, hidden }: WeekFacts): string {
  if (allowed.length === 0) return '';
  if (!hidden) return 'What permissions hide was not counted in this week: "farmwatch allowed list" counts it and keeps the counts, and so does schedule.proof of farmwatch.json.';
  const sum = (of: 'findings' | 'cases'): number => hidden.rows.reduce((so, row) => so + row[of], 0);
  return `Counted as of ${minuteOf(hidden.asOf)}: ${counted(sum('findings'), 'finding')} stayed away; ${counted(sum('cases'), 'case')} would stand open without. Two rows that allow the same hide nothing each.`;
}
