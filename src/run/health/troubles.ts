import { counted } from '../../core/counted.ts';
import { MINUTE, isoOf, type Instant } from '../../core/time.ts';
import { durationSaid } from '../../core/duration-said.ts';
import { COSTS } from '../unmet.ts';
import type { AheadFact, Facts, FieldFact, LagFact, PullFact, RefusingFact, ShiftFact, UnreadableFact } from './facts.ts';

/** A link that is broken: what, since when, and what mends it. */
export interface Trouble {
  readonly kind: 'refused' | 'unreachable' | 'odd' | 'misconfigured' | 'no-file' | 'clock' | 'future' | 'zone' | 'shifted' | 'mapping' | 'field-gone' | 'own-exit' | 'one-address' | 'unknown-joiners' | 'unknown-hires' | 'idle-permissions';
  readonly source: string | null;
  readonly what: string;
  readonly since: Instant | null;
  readonly cure: string;
}

/** Answers are dated by the second and take some time; laptops and firewalls keep a minute. */
const CLOCK_OFF = 2 * MINUTE;
/** Fewer records say nothing of a mapping. */
const FEWEST_REFUSED = 3;
const FEWEST_LAGGING = 20;
const LAGGING_HOURS = 3;
/** Of the events, this share comes with the same delay where a zone is wrong. */
const LAGGING_SHARE = 0.95;
/** Half an hour is how often some systems hand over; zones that are mistaken for each other are an hour or more apart. */
const FEWEST_HALF_HOURS = 2;
const FILLED_SHARE = 0.9;
const FEWEST_BEFORE = 50;
const FEWEST_AFTER = 20;
const FEWEST_SIGN_INS = 20;
const OWN_EXIT_SHARE = 0.95;
const FEWEST_ACCOUNTS = 10;
const ONE_ADDRESS_SHARE = 0.8;

/** Every link that is broken, as far as it can be told. The same facts always give the same troubles, in this order. */
export function troublesOf(facts: Facts): readonly Trouble[] {
  const { pulls, refusing, unreadable, ahead, lags, shifts, fields } = facts;
  return [
    ...pulls.flatMap(ofPull), ...unreadable.map(ofUnreadable), ...ofClock(pulls, facts.now), ...refusing.flatMap(ofMapping),
    ...ahead.flatMap((fact) => ofFuture(fact, lags, shifts)), ...lags.flatMap((lag) => ofZone(lag, lags)), ...shifts.flatMap((shift) => ofShift(shift, lags)), ...fields.flatMap(ofField), ...ofSignIns(facts), ...ofJoiners(facts), ...ofHires(facts), ...ofPermissions(facts),
  ];
}

const KINDS: Readonly<Record<string, Trouble['kind']>> = { 'source.refused': 'refused', 'source.away': 'unreachable', 'source.odd': 'odd', 'config.invalid': 'misconfigured', 'file.missing': 'misconfigured' };
const CURES: Readonly<Partial<Record<Trouble['kind'], string>>> = {
  refused: 'Renew its account or secret where the configuration points, then: farmwatch collect.',
  unreachable: 'Check the way there: address, proxy, firewall. The next pull goes on where the last one stood.',
  odd: 'The service may have changed: "farmwatch collect" shows what it answers.',
  misconfigured: 'Mend farmwatch.json, or put the secret where it points: farmwatch config check.',
};

function ofPull({ source, goodAt, failed, failure, failingSince }: PullFact): readonly Trouble[] {
  const kind = KINDS[failure?.code ?? ''];
  if (failed === null || failure === undefined || kind === undefined) return [];
  const verb = kind === 'refused' ? 'is refused' : kind === 'misconfigured' ? 'cannot begin' : 'fails';
  return [{
    kind, source, what: `${source}: fetching ${verb} (${failure.why}); ${goodAt === null ? 'it never succeeded' : `the last good one was at ${isoOf(goodAt)}`}`,
    since: failingSince ?? goodAt, cure: failure.cure ?? CURES[kind]!,
  }];
}

/** One vendor may be wrong; where all agree, we are. */
function ofClock(pulls: readonly PullFact[], now: Instant): readonly Trouble[] {
  const told = pulls.flatMap(({ source, clockAheadMs }) => (clockAheadMs === undefined ? [] : [{ source, off: clockAheadMs }]));
  const off = told.filter((one) => Math.abs(one.off) > CLOCK_OFF);
  const [first] = off;
  if (!first || off.length < told.length / 2) return [];
  const names = off.map(({ source }) => source).join(', ');
  return [{
    kind: 'clock', source: null, since: null,
    what: `the clock of this machine is ${durationSaid(Math.abs(first.off))} ${first.off > 0 ? 'ahead of' : 'behind'} ${names} (it says ${isoOf(now)})`,
    cure: 'Let it follow a time server (timedatectl set-ntp true): what comes in is stamped with it, and tokens are refused by it.',
  }];
}

function ofUnreadable({ source, file, why, under = 'files' }: UnreadableFact): Trouble {
  return { kind: 'no-file', source, since: null, what: `${source}: ${file} cannot be read (${why})`, cure: `Put it there${under === 'follow' ? ', where whoever runs "farmwatch serve" may read it' : ''}, or mend sources.${source}.${under} in farmwatch.json.` };
}

function ofMapping({ source, since, records, reason }: RefusingFact): readonly Trouble[] {
  if (records < FEWEST_REFUSED) return [];
  return [{
    kind: 'mapping', source, since, what: `${source}: none of ${counted(records, 'record')} could be used (most: ${reason})`,
    cure: `Its format or an option may have changed: farmwatch doctor ${source} --from-file FILE shows record by record how it is understood.`,
  }];
}

function ofFuture({ source, events, first, farthest }: AheadFact, lags: readonly LagFact[], shifts: readonly ShiftFact[]): readonly Trouble[] {
  // A wrong zone is said below, with its cure.
  if (hasWrongZone(source, lags) || shifts.some((shift) => shift.source === source && shift.halfHours < 0)) return [];
  return [{
    kind: 'future', source, since: first, what: `${source}: ${counted(events, 'event tells', 'events tell')} of a time to come, up to ${isoOf(farthest)}`,
    cure: 'Its clock or time zone is wrong, or the clock of this machine is behind: compare both with a time server.',
  }];
}

function ofZone(lag: LagFact, lags: readonly LagFact[]): readonly Trouble[] {
  const halfHours = wrongBy(lag);
  // Of a source that is wrong as a whole its logs are not told one by one.
  if (halfHours === undefined || (lag.dataset !== undefined && lags.some((other) => other.source === lag.source && other.dataset === undefined && wrongBy(other) !== undefined))) return [];
  const hours = Math.abs(halfHours) / 2;
  return [{
    kind: 'zone', source: lag.source, since: lag.first,
    what: `${lag.source}${lag.dataset === undefined ? '' : `, log ${lag.dataset}`}: ${lag.byHalfHours[halfHours]} of ${counted(lag.events, 'event')} come ${counted(hours, 'hour')} ${halfHours > 0 ? 'after' : 'before'} the time they tell, always the same`,
    cure: `Its clock runs ${hours} hours ${halfHours > 0 ? 'west' : 'east'} of the zone that holds for it: name the right one under sources.${lag.source}.options.zone${lag.dataset === undefined ? '' : ', or where this log is exported'}. Where records wait before they are handed over, nothing is wrong.`,
  }];
}

function hasWrongZone(source: string, lags: readonly LagFact[]): boolean {
  return lags.some((lag) => lag.source === source && wrongBy(lag) !== undefined);
}

function ofShift({ source, halfHours, since }: ShiftFact, lags: readonly LagFact[]): readonly Trouble[] {
  if (hasWrongZone(source, lags)) return [];
  const hours = `${Math.abs(halfHours) / 2} ${Math.abs(halfHours) === 2 ? 'hour' : 'hours'}`;
  const isLate = halfHours > 0;
  const wrong = `their zone is wrong by ${hours}, and people seem to work so much ${isLate ? 'earlier' : 'later'} than they do`;
  return [{
    kind: 'shifted', source, since,
    what: `${source}: events come ${hours} ${isLate ? 'after' : 'before'} the time they tell, and came within minutes before`,
    cure: `${isLate ? `Either they are held back on the way, or ${wrong}` : `${wrong[0]!.toUpperCase()}${wrong.slice(1)}`}: ask somebody when they signed in or worked, and compare; then look at the zone of the export${isLate ? ', and at what forwards it' : ''}.`,
  }];
}

/** Whole half hours that nearly all events are late by; undefined where delays differ, or there is none. */
function wrongBy({ events, hours, byHalfHours }: LagFact): number | undefined {
  if (events < FEWEST_LAGGING || hours < LAGGING_HOURS) return undefined;
  const found = Object.entries(byHalfHours).find(([halfHours, times]) => Math.abs(Number(halfHours)) >= FEWEST_HALF_HOURS && times >= LAGGING_SHARE * events);
  return found && Number(found[0]);
}

function ofField({ source, action, field, lastAt, before, after }: FieldFact): readonly Trouble[] {
  if (before.events < FEWEST_BEFORE || before.filled < FILLED_SHARE * before.events || after < FEWEST_AFTER) return [];
  return [{
    kind: 'field-gone', source, since: lastAt,
    what: `${source}: ${field} stood in ${before.filled} of ${counted(before.events, 'event')} (${action}) of the week before, and in none of ${after} after it`,
    cure: `The system may have been updated, or its log format changed: farmwatch doctor ${source} --from-file FILE shows what fills it.`,
  }];
}

function ofSignIns({ signIns: { located, ownExit, accounts, busiest, first } }: Facts): readonly Trouble[] {
  if (located >= FEWEST_SIGN_INS && ownExit >= OWN_EXIT_SHARE * located) {
    return [{
      kind: 'own-exit', source: null, since: first, what: `${ownExit} of ${counted(located, 'sign-in leaves', 'sign-ins leave')} by the company's own exits (places.csv, vpn-egress): where people are cannot be seen by them`,
      cure: 'Collect the address outside the tunnel: from the VPN gateway, from device management, or let sign-ins go past the tunnel.',
    }];
  }
  if (busiest && accounts >= FEWEST_ACCOUNTS && busiest.accounts >= ONE_ADDRESS_SHARE * accounts) {
    return [{
      kind: 'one-address', source: null, since: first, what: `${busiest.accounts} of ${accounts} accounts sign in from one address, ${busiest.line}`,
      cure: "If it is the company's exit or office, add it to places.csv (vpn-egress, office). If it is a proxy in front of the identity provider, let that log the address behind it.",
    }];
  }
  return [];
}

function ofJoiners({ joiners: { accounts, since } }: Facts): readonly Trouble[] {
  if (accounts === 0) return [];
  return [{
    kind: 'unknown-joiners', source: null, since,
    what: `${accounts} ${accounts === 1 ? 'account' : 'accounts'} that began in the last 90 days ${accounts === 1 ? 'is' : 'are'} active and in no people file: whoever is behind is not watched`,
    cure: 'Import the newest people.csv; where people go by other names, accounts.csv.',
  }];
}

function ofHires({ rows: { hires } }: Facts): readonly Trouble[] {
  return hires.map(({ file, rows, alike }) => ({
    kind: 'unknown-hires', source: null, since: null,
    what: `${rows} ${rows === 1 ? 'row' : 'rows'} of ${file}.csv ${rows === 1 ? 'names a hire' : 'name hires'} that no people file has: ${COSTS[file]}${alike === 0 ? '' : `; people.csv has ${alike === rows ? 'the same' : `${alike} of these`} ${alike === 1 ? 'id' : 'ids'} but for leading zeros or case`}`,
    cure: `${alike === 0 ? 'Import the people.csv that has them, staff of longer standing too, or mend hire_id' : 'Spreadsheets lose leading zeros: save that column as text, and import the file again that lost them'}. The next import names some of them.`,
  }));
}

function ofPermissions({ rows: { tools, teams, ended } }: Facts): readonly Trouble[] {
  const said = [
    ...(tools === 0 ? [] : [`${tools} for a tool that is not in the catalogue`]), ...(teams === 0 ? [] : [`${teams} for a team that nobody in people.csv is in`]),
    ...(ended === 0 ? [] : [`${ended} that ended in the last 90 days`]),
  ];
  if (said.length === 0) return [];
  return [{
    kind: 'idle-permissions', source: null, since: null, what: `permissions of allowed.csv permit nothing: ${said.join(', ')}`,
    cure: '"farmwatch allowed list --no-count" names them: mend allowed.csv, renew what is still needed, and take the others back with "farmwatch allowed remove".',
  }];
}

/** One line: what, since when, cure. */
export function sayTrouble({ what, since, cure }: Trouble): string {
  return `${what}${since === null ? '' : `, since ${isoOf(since)}`}. ${cure}`;
}
