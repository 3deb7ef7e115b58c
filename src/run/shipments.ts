import { apartKm } from '../core/geo.ts';
import type { HireId, OrderRow, PersonRow } from '../core/person.ts';
import { territoryApart, type CountryAndRegion } from '../core/countries.ts';
import { isOurToken } from '../core/token.ts';
import type { Hire } from '../detect/detector.ts';
import { nearListed } from '../detect/places/at-listed.ts';
import type { History, Registry } from '../detect/people/registry.ts';

/** Whether a parcel may go, in words for whoever sends it. */
export interface Answer { readonly answer: 'ok' | 'confirm' | 'hold'; readonly why: string }

/** One parcel that is to be sent. */
export interface Dispatch {
  readonly row: OrderRow;
  readonly lacks: readonly string[];
  /** On the operator's list of forwarders and mailbox services. */
  readonly isForwarder: boolean;
  /** By its words a post box, a mailbox service, a forwarder or a parcel station. */
  readonly isMailDrop?: boolean;
}

/** What is on record about people and addresses. */
export interface OnRecord {
  readonly registry: Registry;
  readonly history: History;
  /** People who told of a new address. */
  readonly moved: ReadonlySet<HireId>;
  /** People of cases that were closed as a laptop farm, those who left among them. */
  readonly ofFarms: ReadonlySet<HireId>;
}

/** Farther from the address on record than this, somebody is asked. */
const FAR_KM = 50;
/** A parcel to a vouched place is known by its coordinates, which are as good as a postcode. */
const AT_PLACE_KM = 2;

/**
 * Answers for every parcel of a list, in its order.
 *
 * Whoever packs parcels needs to know what to do and whom to ask, and nothing else: no names of others, no places on
 * record, no estimate.
 */
export function checkShipments(dispatches: readonly Dispatch[], known: OnRecord): readonly Answer[] {
  const finds = finder(known.registry);
  const people = dispatches.map(({ row }) => finds(row));
  const doors = doorsOf(known.history);
  dispatches.forEach(({ row }, index) => {
    const person = people[index];
    if (person && person !== 'two') for (const door of doorNames(row.ship_address_token)) note(doors, door, person.hire_id, row.ship_country);
  });
  return dispatches.map((dispatch, index) => answerFor(dispatch, people[index], doors, known));
}

type Found = Hire | 'two' | undefined;

function answerFor({ row, lacks, isForwarder, isMailDrop }: Dispatch, person: Found, doors: Doors, known: OnRecord): Answer {
  const holds: string[] = [];
  const asks: string[] = [];
  if (lacks.length > 0) holds.push(`the address is incomplete: ${lacks.join(' and ')} ${lacks.length > 1 ? 'are' : 'is'} missing`);
  if (isForwarder) holds.push('the address is on your list of forwarders and mailbox services');
  if (isMailDrop && !isForwarder) asks.push('the address is a post box, a mailbox service, a forwarder or a parcel station: ask the recipient for the address of a home or an office');
  if (person === 'two') holds.push('hire_id and e-mail name two people');
  else if (person === undefined) holds.push('the recipient is not known: check hire_id or e-mail');
  else {
    const others = othersAt(row, person, doors, known);
    if (others.length > 0) holds.push(othersSaid(person, others));
    if (!isAtPlace(row, known.registry)) {
      if (isFarFrom(row, person)) asks.push('it is not near the address on record: ask the recipient to confirm it by a call');
      if (isChanged(row, person, known)) asks.push('the address was changed since the offer: ask the recipient to confirm it by a call');
    }
  }
  const answer = holds.length > 0 ? 'hold' : asks.length > 0 ? 'confirm' : 'ok';
  return { answer, why: [...holds, ...asks].join('; ') };
}

/** By hire_id, by mail address; `two` where they disagree. */
function finder({ hires }: Registry): (row: OrderRow) => Found {
  const byEmail = Map.groupBy(hires.values(), ({ email }) => email.toLowerCase());
  return ({ hire_id: id, email }) => {
    const byId = id === undefined ? undefined : hires.get(id);
    const ofEmail = email === undefined ? [] : byEmail.get(email.toLowerCase()) ?? [];
    if (byId && ofEmail.length > 0 && !ofEmail.includes(byId)) return 'two';
    return byId ?? (id === undefined ? (ofEmail.length > 1 ? 'two' : ofEmail[0]) : undefined);
  };
}

/** By door, to whom and in which countries. */
type Doors = Map<string, Map<HireId, Set<string | undefined>>>;

function note(doors: Doors, door: string, hire: HireId, country: string | undefined): void {
  const known = doors.get(door) ?? new Map<HireId, Set<string | undefined>>();
  doors.set(door, known);
  known.set(hire, (known.get(hire) ?? new Set()).add(country?.toUpperCase()));
}

/** To whom laptops went or go, by the token of the address. */
function doorsOf({ people, devices }: History): Doors {
  const doors: Doors = new Map();
  for (const { versions } of people) for (const { row } of versions) for (const door of doorNames(row.ship_address_token)) note(doors, door, row.hire_id, row.ship_country);
  for (const { versions } of devices) for (const { row } of versions) if (row.hire_id !== undefined) for (const door of doorNames(row.ship_address_token)) note(doors, door, row.hire_id, row.ship_country);
  return doors;
}

/** People of a door in this country; one that is not told may be any. Street and postcode of one door are those of another elsewhere. */
function peopleAt(doors: Doors, door: string, country: string | undefined): readonly HireId[] {
  const here = country?.toUpperCase();
  return [...doors.get(door) ?? []].filter(([, countries]) => here === undefined || countries.has(undefined) || countries.has(here)).map(([hire]) => hire);
}

/** Tokens of a list come from the same place as those of the other files, so their text alone counts. */
function doorNames(token: string | undefined): readonly string[] {
  return token === undefined ? [] : [isOurToken(token) ? token : token.split(':').slice(2).join(':')];
}

/**
 * Doors of starters, and of whoever was of a farm however long ago: a door is used again. Both are told in the same words,
 * so that an answer never says that there is a case.
 */
function othersAt(row: OrderRow, person: Hire, doors: Doors, { registry, ofFarms }: OnRecord): readonly Hire[] {
  if (isAtPlace(row, registry)) return [];
  const others = doorNames(row.ship_address_token).flatMap((door) => peopleAt(doors, door, row.ship_country)).flatMap((id) => registry.hires.get(id) ?? [])
    .filter(({ hire_id: other, inScope }) => {
      if (other === person.hire_id || !(inScope || ofFarms.has(other))) return false;
      // Whoever comes back under another hire is tied to a farm all the more.
      return !registry.tied(person.hire_id, other) || (ofFarms.has(other) && registry.isOnePerson(person.hire_id, other));
    });
  // Laptops for people of an office go to the office.
  return [person, ...others].every(({ work_mode: mode }) => mode === 'office' || mode === 'hybrid') ? [] : others;
}

/** Agencies house people, and so do farms that call themselves one: whoever packs asks the agency as well. */
function othersSaid({ agency }: Hire, others: readonly Hire[]): string {
  return agency !== undefined && others.every((other) => other.agency !== undefined && !differs(other.agency, agency))
    ? 'another delivery for the agency of the recipient goes to this address, to somebody who is not declared to live there with them: ask both where they want it, and the agency whose address it is'
    : 'another delivery of somebody who has nothing to do with the recipient goes to this address: ask both where they want it';
}

function isAtPlace({ ship }: OrderRow, { places }: Registry): boolean {
  return ship !== undefined && nearListed(places, AT_PLACE_KM)(ship);
}

/** Beyond 50 km where both points are known, else another region or country; what is missing says nothing. */
function isFarFrom({ ship, ship_region: region, ship_country: country }: OrderRow, { home, home_region: homeRegion, home_country: homeCountry }: Hire): boolean {
  return (ship !== undefined && home !== undefined && apartKm(home, ship) > FAR_KM) || isElsewhere({ region, country }, { region: homeRegion, country: homeCountry });
}

/** Another region or country, however a territory is written. */
function isElsewhere(a: CountryAndRegion, b: CountryAndRegion): boolean {
  const [one, other] = [territoryApart(a), territoryApart(b)];
  return isAnotherRegion(one.region, other.region) || differs(one.country, other.country);
}

/** Another door than the record has, a record that was changed, or another region than the application named. */
function isChanged(row: OrderRow, person: Hire, { history, moved }: OnRecord): boolean {
  const first = history.people.find(({ versions }) => versions[0]!.row.hire_id === person.hire_id)!.versions[0]!.row;
  const application = history.applications.map(({ versions }) => versions.at(-1)!.row).find(({ hire_id: id }) => id === person.hire_id);
  return moved.has(person.hire_id) || isAnotherDoor(row.ship_address_token, person.ship_address_token) || CHANGES.some((field) => differs(first[field], person[field]))
    || isElsewhere({ region: row.ship_region, country: row.ship_country }, { region: application?.claimed_region, country: application?.claimed_country });
}

const CHANGES = ['home_city', 'home_region', 'home_country', 'ship_city', 'ship_region', 'ship_country', 'ship_address_token'] as const satisfies readonly (keyof PersonRow)[];

/** Tokens that we made and those that a file brought cannot be compared. */
function isAnotherDoor(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && isOurToken(a) === isOurToken(b) && doorNames(a)[0] !== doorNames(b)[0];
}

function differs(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a.toLowerCase() !== b.toLowerCase();
}

/** `TX` and `US-TX` are one region; a name written out cannot be compared. */
function isAnotherRegion(a: string | undefined, b: string | undefined): boolean {
  const code = (region: string | undefined): string | undefined => /^(?:[A-Z]{2}-)?([A-Z0-9]{1,3})$/i.exec(region ?? '')?.[1];
  return differs(code(a), code(b));
}
