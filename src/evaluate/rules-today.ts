import { distanceKm } from '../core/geo.ts';
import type { Event } from '../core/event.ts';
import type { HireId } from '../core/person.ts';
import { DAY, HOUR, dayOf, type Day, type Instant } from '../core/time.ts';

/** Rules that many companies run today, as they are usually shipped. */
export const RULES = ['travel', 'tool', 'device', 'line'] as const;
export type Rule = (typeof RULES)[number];

const LEAST_KM = 100;
const FASTEST_KMH = 300;
const LEARNING_DAYS = 14;
const TOOL_DAYS = 7;
const MOST_USERS = 20;
const LINE_DAYS = 2;
const MOST_AT_A_LINE = 8;

export interface RulesParts {
  /** Whose account or laptop an event is about. */
  personOf(event: Event): HireId | undefined;
  /** The remote-control tool that a started program is. */
  toolOf(event: Event): string | undefined;
  /** Tools that are allowed for all: the rule is taken to have an exception for them. */
  readonly sanctioned: ReadonlySet<string>;
  /** A starter whose company laptop this is; undefined for a laptop of anybody else. */
  starterWith(serial: string): HireId | undefined;
  /** Whether an address is of a place that the company knows. */
  isListed(address: string): boolean;
  isOneHousehold(one: HireId, other: HireId): boolean;
}

/** Alerts of the rules, as events come in. */
export interface RulesToday {
  see(event: Event): void;
  /** When each rule first named somebody. */
  readonly namedAt: Readonly<Record<Rule, ReadonlyMap<HireId, Instant>>>;
  /** Travel alerts: days of each person, once the account was learned for two weeks, and from the first day on. */
  readonly travelDays: { readonly learned: ReadonlyMap<HireId, ReadonlySet<string>>; readonly fromStart: ReadonlyMap<HireId, ReadonlySet<string>> };
}

/**
 * Four rules beside which the product is held, on the same events:
 *
 * - travel: two neighbouring successful sign-ins of an account more than 100 km apart, faster than 300 km/h, silent for
 *   the first 14 days of an account;
 * - tool: a remote-control tool starts on a machine on which it was not seen for 7 days;
 * - device: more than 20 users on one device token;
 * - line: laptops of two starters at one public address on two days, at no place that the company knows, of no declared
 *   household, and with eight starters at most.
 */
export function rulesToday(parts: RulesParts): RulesToday {
  const { personOf } = parts;
  const namedAt = { travel: new Map<HireId, Instant>(), tool: new Map<HireId, Instant>(), device: new Map<HireId, Instant>(), line: new Map<HireId, Instant>() };
  const nameBy = (rule: Rule): Name => (hire, at) => {
    if (!namedAt[rule].has(hire)) namedAt[rule].set(hire, at);
  };
  const travelDays = { learned: new Map<HireId, Set<string>>(), fromStart: new Map<HireId, Set<string>>() };
  const travel = travelRule(travelDays, nameBy('travel'));
  const device = deviceRule(nameBy('device'));
  const tool = toolRule(parts, nameBy('tool'));
  const line = lineRule(parts, nameBy('line'));
  return {
    namedAt, travelDays,
    see(event) {
      const action = event['event.action'];
      const at = event['@timestamp'];
      if (action === 'check-in') return line(event, at);
      if (action !== 'sign-in' && action !== 'process-started') return;
      const person = personOf(event);
      if (person === undefined) return;
      if (action === 'process-started') return tool(event, person, at);
      if (event['event.outcome'] === 'failure') return;
      travel(event, person, at);
      device(event, person, at);
    },
  };
}

/** Names somebody by a rule. */
type Name = (hire: HireId, at: Instant) => void;
/** Looks at what somebody did. */
type PersonRule = (event: Event, person: HireId, at: Instant) => void;

function travelRule(travelDays: Readonly<Record<'learned' | 'fromStart', Map<HireId, Set<string>>>>, name: Name): PersonRule {
  const firstSignIn = new Map<HireId, Instant>();
  const lastPlace = new Map<HireId, { readonly at: Instant; readonly lat: number; readonly lon: number }>();
  return (event, person, at) => {
    const [lat, lon] = [event['source.geo.location.lat'], event['source.geo.location.lon']];
    firstSignIn.set(person, Math.min(firstSignIn.get(person) ?? Infinity, at));
    if (lat === undefined || lon === undefined) return;
    const last = lastPlace.get(person);
    lastPlace.set(person, { at, lat, lon });
    if (!last) return;
    const km = distanceKm(last, { lat, lon });
    if (km <= LEAST_KM || km <= (FASTEST_KMH * Math.abs(at - last.at)) / HOUR) return;
    noted(travelDays.fromStart, person).add(dayOf(at));
    if (at < firstSignIn.get(person)! + LEARNING_DAYS * DAY) return;
    noted(travelDays.learned, person).add(dayOf(at));
    name(person, at);
  };
}

function deviceRule(name: Name): PersonRule {
  const users = new Map<string, Set<HireId>>();
  return (event, person, at) => {
    const token = event['device.id'];
    if (token === undefined) return;
    const known = noted(users, token).add(person);
    if (known.size > MOST_USERS) for (const hire of known) name(hire, at);
  };
}

function toolRule({ toolOf, sanctioned }: Pick<RulesParts, 'toolOf' | 'sanctioned'>, name: Name): PersonRule {
  const lastTool = new Map<string, Instant>();
  return (event, person, at) => {
    const found = toolOf(event);
    const machine = event['device.serial_number'] ?? event['host.id'] ?? event['host.name'];
    if (found === undefined || machine === undefined || sanctioned.has(found)) return;
    const key = `${machine}\0${found}`;
    if (at - (lastTool.get(key) ?? -Infinity) > TOOL_DAYS * DAY) name(person, at);
    lastTool.set(key, Math.max(at, lastTool.get(key) ?? at));
  };
}

function lineRule({ starterWith, isListed, isOneHousehold }: Pick<RulesParts, 'starterWith' | 'isListed' | 'isOneHousehold'>, name: Name): (event: Event, at: Instant) => void {
  const lines = new Map<string, Map<HireId, Set<Day>>>();
  return (event, at) => {
    const [serial, address] = [event['device.serial_number'], event['source.ip']];
    const hire = serial === undefined ? undefined : starterWith(serial);
    if (hire === undefined || address === undefined || isListed(address)) return;
    const here = lines.getOrInsertComputed(address, () => new Map());
    const days = here.getOrInsertComputed(hire, () => new Set());
    days.add(dayOf(at));
    if (days.size < LINE_DAYS || here.size > MOST_AT_A_LINE) return;
    for (const [other, theirs] of here) {
      if (other === hire || isOneHousehold(hire, other) || days.intersection(theirs).size < LINE_DAYS) continue;
      name(hire, at);
      name(other, at);
    }
  };
}

function noted<V>(map: Map<string, Set<V>>, key: string): Set<V> {
  return map.getOrInsertComputed(key, () => new Set());
}
