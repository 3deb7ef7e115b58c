import { parseEvent, isRejected } from '../core/parse-event.ts';
import type { Event } from '../core/event.ts';
import type { PersonRow, DeviceRow } from '../core/person.ts';
import { random } from '../core/random.ts';
import { HOUR, dayOf, floorTo, type Day, type Instant } from '../core/time.ts';
import { companyOf, worldOf, type EcsDocument } from './company.ts';
import { farmOf, type FarmPlan, type FarmStyle, type FarmTruth } from './farm.ts';
import type { Life } from './life.ts';

/** How a company's own records of one action look: what of a planted farm it would have seen. */
export interface ActionSeen {
  /** The source and log that bring most of them. */
  readonly module?: string;
  readonly dataset?: string;
  /** Days on which that source brought anything. */
  readonly days: ReadonlySet<Day>;
  /** Rows of one person in an hour with rows. */
  readonly rate: number;
  /** The address under which nearly all of its rows come in, where that is the company's own exit: no home is seen behind it. */
  readonly exit?: string;
  /** Fields that its newest rows carry. */
  readonly fields: ReadonlySet<string>;
}

/** What a planted farm has to fit: the company as its records show it. */
export interface Ground {
  readonly endsAt: Instant;
  readonly days: number;
  /** Of the company's mail addresses. */
  readonly domain: string;
  /** Actions it collects at all. */
  readonly actions: ReadonlyMap<string, ActionSeen>;
  /** Starters whose role, team and kind of contract the planted hires take, so that they have the same cohorts. */
  readonly starters: readonly PersonRow[];
  /** Columns of people.csv that it fills in. */
  readonly columns: ReadonlySet<string>;
  /** Whether it lists laptops on their own; else they stand with the people. */
  readonly listsLaptops: boolean;
  /** True where something of the company bears this name already: a hire, an account, a serial number, a line. */
  taken(name: string): boolean;
}

export interface Planting {
  readonly people: readonly PersonRow[];
  readonly devices: readonly DeviceRow[];
  readonly truth: FarmTruth;
  /** Rows that this company would have of it, in the order in which they would be learned of. Each call begins anew. */
  events(): Iterable<Event>;
}

/** Farms of one seed beyond those that simulated companies have, so that none meets another of its kind. */
const FIRST_NUMBER = 40_000;
/** So often a farm is made anew because something of it is the company's own. */
const TRIES = 50;

/**
 * A simulated farm as this company would have seen it: its dates and mail domain, roles and teams as its starters have,
 * rows of the actions and fields that it collects, through its own exit where it has one, routine ones at most at its
 * usual rate, and only while the source sent anything.
 *
 * What a company collects of some laptops only is not imitated: planted laptops are seen by every source it has.
 *
 * @param seed the same seed on the same ground gives the same farm
 * @throws RangeError where no farm can be made that meets nothing of the company's own
 */
export function plantingOf(ground: Ground, plan: { readonly laptops: number; readonly style?: FarmStyle }, seed: string): Planting {
  const world = worldOf({ seed: `planted/${seed}`, days: ground.days, endsAt: ground.endsAt, domain: ground.domain });
  for (let nth = 0; nth < TRIES; nth++) {
    const farm: FarmPlan = { id: 'planted', number: FIRST_NUMBER + nth, ...plan };
    const { lives, truth } = farmOf(world, farm);
    if (lives.some((life) => namesOf(life).some((name) => ground.taken(name)))) continue;
    const { tables, events } = companyOf(world, lives.map((life) => fitted(life, ground, `${seed}/${nth}/${life.number}`)), [truth]);
    const ours = new Set(lives.flatMap(({ laptops }) => laptops.map(({ serial }) => serial)));
    return {
      people: tables.people.map((row) => onlyColumns(row, ground.columns)),
      devices: ground.listsLaptops ? tables.devices.filter(({ serial }) => ours.has(serial)) : [], truth,
      events: () => seenBy(ground, events, seed),
    };
  }
  throw new RangeError('no farm can be planted that shares nothing with the company');
}

/** Names under which a life could be mistaken for somebody of the company. */
function namesOf(life: Life): readonly string[] {
  return [life.hire, life.row.email, ...life.row.user_names, ...life.laptops.flatMap(({ serial, standsAt }) => [serial, ...(standsAt?.line.kind === 'home' ? standsAt.line.addresses : [])])];
}

function fitted(life: Life, { starters }: Ground, name: string): Life {
  if (starters.length === 0) return life;
  const { role, team, manager_email: manager, employment, agency } = random(`planted/role/${name}`).pick(starters);
  const { role: _role, team: _team, manager_email: _manager, employment: _employment, agency: _agency, ...rest } = life.row;
  const like = Object.fromEntries(Object.entries({ role, team, manager_email: manager, employment, agency }).filter(([, value]) => value !== undefined));
  return { ...life, row: { ...rest, ...like } };
}

function onlyColumns(row: PersonRow, columns: ReadonlySet<string>): PersonRow {
  const needed = new Set(['hire_id', 'email', 'start_date', 'user_names', 'device_serials']);
  return Object.fromEntries(Object.entries(row).filter(([name]) => needed.has(name) || columns.has(name))) as unknown as PersonRow;
}

/** What names a row, and when. */
const ALWAYS = new Set<string>(['@timestamp', 'event.id', 'event.ingested', 'event.action', 'event.module', 'event.dataset']);

function* seenBy({ actions }: Ground, events: () => Iterable<EcsDocument>, seed: string): Generator<Event> {
  const rates = ratesOf(events());
  const once = new Set<string>();
  for (const document of events()) {
    const event = parseEvent(document);
    if (isRejected(event)) continue;
    const seen = actions.get(event['event.action']);
    // Rows of another rate are drawn by their id, so that what is left does not depend on what was left out before.
    if (!seen || !seen.days.has(dayOf(event['@timestamp'])) || once.has(event['event.id'])) continue;
    once.add(event['event.id']);
    const kept = ROUTINE.has(event['event.action']) ? seen.rate / rates.get(event['event.action'])! : 1;
    if (!random(`planted/rate/${seed}/${event['event.id']}`).chance(kept)) continue;
    const told = Object.fromEntries(Object.entries(event).filter(([field]) => ALWAYS.has(field) || seen.fields.has(field)));
    const through = seen.exit !== undefined && event['source.ip'] !== undefined ? { 'source.ip': seen.exit } : {};
    yield { ...told, ...through, 'event.module': seen.module, 'event.dataset': seen.dataset } as unknown as Event;
  }
}

/** What a source sends at a rate of its own. How often somebody is driven from elsewhere is no rate of the source's. */
const ROUTINE: ReadonlySet<string> = new Set(['sign-in', 'check-in', 'activity', 'vpn-connected', 'latency-measured', 'process-started', 'software-present', 'dns-query', 'usb-present', 'display-present']);

/** Rows of one person in an hour with rows, by action, as the simulation makes them. */
function ratesOf(events: Iterable<EcsDocument>): ReadonlyMap<string, number> {
  const rows = new Map<string, number>();
  const hours = new Map<string, Set<string>>();
  for (const event of events) {
    const action = event['event.action'] as string;
    rows.set(action, (rows.get(action) ?? 0) + 1);
    if (!hours.has(action)) hours.set(action, new Set());
    hours.get(action)!.add(`${String(event['device.serial_number'] ?? event['user.email'] ?? event['user.name'])} ${floorTo(event['@timestamp'] as Instant, HOUR)}`);
  }
  return new Map([...rows].map(([action, count]) => [action, count / hours.get(action)!.size]));
}
