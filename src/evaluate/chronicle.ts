import { blocksOf } from '../core/address.ts';
import type { Case } from '../cases/case.ts';
import type { Event } from '../core/event.ts';
import type { HireId } from '../core/person.ts';
import { random } from '../core/random.ts';
import { DAY, startOfDay, type Instant } from '../core/time.ts';
import type { Band } from '../risk/risk.ts';
import type { Company, Hardware } from '../simulate/company.ts';
import { isOpenAtReview, rank } from './bands.ts';
import { desk } from './desk.ts';
import { farmPeopleOf, type FarmPerson } from './farm-people.ts';
import { truthOf, type Placed } from './places.ts';
import { rulesToday, type RulesToday } from './rules-today.ts';
import type { CaseJudge, RunStood, Stood, Way } from './runs.ts';

/** What an analyst gets through in a day. */
const CASES_A_DAY = 5;
const PLACED_EVERY_DAYS = 7;

/** A starter of a simulated company, after all its runs. */
export interface PersonSeen {
  readonly hire: HireId;
  readonly of: 'farm' | 'ordinary';
  /** What sets an ordinary person apart; empty for farm people. */
  readonly kinds: readonly string[];
  /** Absent also for farm people who have no laptop by the end. */
  readonly farm?: FarmPerson;
  readonly firstSignIn?: Instant;
  /** Days in scope from the first day on. */
  readonly days: number;
  /** The heaviest weight of each detector in any run. */
  readonly most: Readonly<Record<string, number>>;
  readonly topBand: Band;
  /** How they stood in one run, drawn at random of those since the first day. */
  readonly once?: { readonly chance: number; readonly band: Band };
  readonly hardware: readonly Hardware[];
  /** Days with something new to say about impossible travel. */
  readonly travelDays: number;
}

/** A case after all runs; one that was merged into another is that other. */
export interface CaseEnd { readonly hires: readonly HireId[]; readonly peak: Band }

export interface WayEnd {
  /** The first run in which an open case at `review` or above named somebody. */
  readonly namedAt: ReadonlyMap<HireId, Instant>;
  readonly cases: readonly CaseEnd[];
}

/** What is kept of a simulated company after its runs: little enough for thousands of people. */
export interface Chronicle {
  readonly lastRun: Instant;
  readonly people: readonly PersonSeen[];
  readonly ways: ReadonlyMap<Way, WayEnd>;
  /** When one analyst of the company first looked at somebody's case, see `desk`. */
  readonly lookedAt: ReadonlyMap<HireId, Instant>;
  readonly looks: { readonly looks: number; readonly days: number; readonly fullDays: number };
  readonly rules: Pick<RulesToday, 'namedAt' | 'travelDays'>;
  readonly placed: readonly Placed[];
}

export interface ChronicleParts {
  readonly judge: CaseJudge;
  /** The remote-control tool that a started program is. */
  toolOf(event: Event): string | undefined;
}

/**
 * Follows a company through its runs.
 *
 * @param ways the first is `all`
 * @param seed names the draw of one run for each person
 */
export async function chronicleOf({ judge, toolOf }: ChronicleParts, company: Company, instants: readonly Instant[], ways: readonly Way[], seed: string): Promise<Chronicle> {
  const names = namesOf(company);
  const farmHires = new Set(company.truth.farms.flatMap(({ hires }) => hires));
  const standing = new Map(farmPeopleOf(company).map((person) => [person.hire, person]));
  const truth = truthOf(company);
  const sanctioned = new Set(company.tables.allowed.filter(({ scope }) => scope === 'all').map(({ tool }) => tool));
  const starters = new Map(company.tables.people.filter(({ start_date: start }) => startOfDay(start) >= instants[0]! - 90 * DAY).map((person) => [person.hire_id, person.household]));
  const rules = rulesToday({
    personOf: names.personOf, toolOf, sanctioned, isListed: blocksOf(company.tables.places.flatMap(({ cidr }) => cidr)),
    starterWith(serial) {
      const holder = names.holderOf(serial);
      return holder !== undefined && starters.has(holder) ? holder : undefined;
    },
    isOneHousehold: (one, other) => starters.get(one) !== undefined && starters.get(one) === starters.get(other),
  });
  const firstSignIn = new Map<HireId, Instant>();
  const people = new Map<HireId, Gathered>();
  const ends = new Map(ways.map((way): [Way, GatheredWay] => [way, { namedAt: new Map(), cases: [] }]));
  const analyst = desk(CASES_A_DAY);
  const placed: Placed[] = [];
  const draw = random(`${seed}/once`);

  const runs = judge(company, instants, {
    ways,
    placesAt: (asOf) => (instants.at(-1)! - asOf) % (PLACED_EVERY_DAYS * DAY) === 0,
    seen(event) {
      rules.see(event);
      if (event['event.action'] !== 'sign-in' || event['event.outcome'] === 'failure') return;
      const person = names.personOf(event);
      if (person !== undefined) firstSignIn.set(person, Math.min(firstSignIn.get(person) ?? Infinity, event['@timestamp']));
    },
  });
  for await (const { asOf, people: inScope, findings, ways: stood, custody } of runs) {
    for (const { hire } of inScope) if (!people.has(hire)) people.set(hire, { days: 0, most: {}, topBand: 'quiet', luck: -1, travel: new Set() });
    noteFindings(people, findings);
    const risks = new Map(stood.get('all')!.risks.map((risk) => [risk.hire_id, risk]));
    for (const { hire, startsAt } of inScope) noteRisk(people.get(hire)!, risks.get(hire), asOf < startsAt ? undefined : draw.fork(`${hire}/${asOf}`).next());
    for (const [way, { cases }] of stood) noteCases(ends.get(way)!, cases, asOf);
    analyst.day(stood.get('all')!.cases, asOf);
    for (const line of custody) placed.push(...[truth.placed(line, asOf) ?? []].flat());
  }
  return {
    lastRun: instants.at(-1)!, ways: ends, lookedAt: analyst.lookedAt, looks: analyst.counts(), placed,
    rules: { namedAt: rules.namedAt, travelDays: rules.travelDays },
    people: [...people].map(([hire, { days, most, topBand, once, travel }]): PersonSeen => {
      const [farm, signedIn] = [standing.get(hire), firstSignIn.get(hire)];
      return {
        hire, of: farmHires.has(hire) ? 'farm' : 'ordinary', days, most, topBand, travelDays: travel.size, kinds: company.truth.innocents[hire] ?? [],
        hardware: names.laptopsOf(hire).flatMap((serial) => company.truth.hardware[serial] ?? []),
        ...(farm ? { farm } : {}), ...(signedIn === undefined ? {} : { firstSignIn: signedIn }), ...(once ? { once } : {}),
      };
    }),
  };
}

/** What is gathered of somebody run by run. */
interface Gathered {
  days: number;
  readonly most: Record<string, number>;
  topBand: Band;
  luck: number;
  once?: { readonly chance: number; readonly band: Band };
  readonly travel: Set<number>;
}

function noteFindings(people: ReadonlyMap<HireId, Gathered>, findings: RunStood['findings']): void {
  for (const { hire_id: hire, detector, llr, newest } of findings) {
    const person = people.get(hire);
    if (!person) continue;
    if (llr > (person.most[detector] ?? 0)) person.most[detector] = llr;
    if (detector === 'impossible-travel' && llr > 0) person.travel.add(Math.floor(newest / DAY));
  }
}

/** @param luck 0 to 1, drawn for this day; undefined before their first day. Of all days the luckiest is the one run that is drawn. */
function noteRisk(person: Gathered, risk: Stood['risks'][number] | undefined, luck: number | undefined): void {
  if (!risk) return;
  if (rank(risk.band) > rank(person.topBand)) person.topBand = risk.band;
  if (luck === undefined) return;
  person.days++;
  if (luck > person.luck) Object.assign(person, { luck, once: { chance: risk.chance, band: risk.band } });
}

/** What is gathered of one way run by run. */
interface GatheredWay { readonly namedAt: Map<HireId, Instant>; cases: readonly CaseEnd[] }

function noteCases(end: GatheredWay, cases: readonly Case[], asOf: Instant): void {
  for (const { hires } of cases.filter(isOpenAtReview)) {
    for (const hire of hires) end.namedAt.getOrInsert(hire, asOf);
  }
  end.cases = cases.filter(({ status }) => status !== 'merged').map(({ hires, peak }) => ({ hires, peak: peak.band }));
}

/** Who is meant by the names in events, as the tables say; simpler than the product's own, and enough for one account and laptop each. */
function namesOf({ tables }: Company): { personOf(event: Event): HireId | undefined; holderOf(serial: string): HireId | undefined; laptopsOf(hire: HireId): readonly string[] } {
  const accounts = new Map(tables.people.map(({ email, hire_id: hire }) => [email.toLowerCase(), hire]));
  const holders = new Map(tables.devices.map(({ serial, hire_id: hire }) => [serial, hire]));
  const laptops = Map.groupBy(tables.devices, ({ hire_id: hire }) => hire);
  return {
    personOf: (event) => accounts.get(event['user.email']?.toLowerCase() ?? '') ?? holders.get(event['device.serial_number'] ?? ''),
    holderOf: (serial) => holders.get(serial),
    laptopsOf: (hire) => (laptops.get(hire) ?? []).map(({ serial }) => serial),
  };
}
