import { shortHash } from '../../src/core/canonical.ts';
import type { HireId } from '../../src/core/person.ts';
import { rememberLast } from '../../src/core/remember-last.ts';
import type { Day } from '../../src/core/time.ts';
import { aspectOf, type PlaceKey } from '../../src/detect/places/lines.ts';
import type { Node, Stay } from '../../src/detect/places/stays.ts';
import type { MainPlaces, Meeting } from '../../src/detect/places/together.ts';
import type { Company, Habits } from './weigh.ts';

/** One hire and those who stand with them at one place. */
export interface Group {
  readonly subject: HireId;
  /** Other hires without a declared tie, in order. */
  readonly others: readonly HireId[];
  /** The other whom the subject met first: the group's lasting name. */
  readonly first: HireId;
  readonly meetings: readonly Meeting[];
  /** The meeting of most days. */
  readonly longest: Meeting;
  readonly places: readonly PlaceKey[];
  /** `same` as that of one of the others; `different` where routers are told and no two of them are one; else `unknown`. */
  readonly router: Meeting['router'];
  readonly bySignIn: boolean;
}

/** Groups of every hire with lasting meetings, one for each place; a home and a desk are two groups. */
export function groupsOf(meetings: readonly Meeting[], nodes: ReadonlyMap<string, Node>): readonly Group[] {
  const byHire = new Map<HireId, Meeting[]>();
  for (const meeting of meetings) {
    for (const node of meeting.pair) {
      const { hire } = nodes.get(node)!;
      const list = byHire.get(hire);
      if (list) list.push(meeting);
      else byHire.set(hire, [meeting]);
    }
  }
  return [...byHire].flatMap(([subject, mine]) => atOnePlace(mine).map((group) => groupOf(subject, underOneRoof(group), meetings, nodes)));
}

/**
 * A name for each group that no other group of its subject has, and that lasts while the window moves on: whom they met
 * first, and for a second home of the same people the place too, as a hash, for keys are kept where addresses are not.
 */
export function keysOf(groups: readonly Group[]): ReadonlyMap<Group, string> {
  // The last place by name is a router where one is told, and that lasts longer than the address of a line.
  const placeOf = ({ places }: Group): PlaceKey => places.at(-1)!;
  const alike = Map.groupBy(groups, ({ subject, first }) => `${subject}\0${first}`);
  return new Map([...alike.values()].flatMap((some) => some.toSorted((a, b) => compare(placeOf(a), placeOf(b)))
    .map((group, index) => [group, index === 0 ? group.first : `${group.first} ${shortHash(placeOf(group)).slice(0, 12)}`] as const)));
}

/** Whoever shares a router with some lives with these, and next door to those behind the same address who have another. */
function underOneRoof(meetings: readonly Meeting[]): readonly Meeting[] {
  return meetings.some(({ router }) => router === 'same') ? meetings.filter(({ router }) => router !== 'different') : meetings;
}

/**
 * What routers tell of a group. Behind the address of one whose laptop tells none, routers of the others that differ show
 * several homes all the same.
 */
function routerOf(own: readonly Meeting[], among: readonly Meeting[]): Meeting['router'] {
  const said = (some: readonly Meeting[], what: Meeting['router']): boolean => some.some(({ router }) => router === what);
  if (said(own, 'same')) return 'same';
  return said(own, 'different') || (said(among, 'different') && !said(among, 'same')) ? 'different' : 'unknown';
}

/** Meetings that have a place in common, directly or through others. */
function atOnePlace(meetings: readonly Meeting[]): readonly (readonly Meeting[])[] {
  let groups: { places: Set<PlaceKey>; meetings: Meeting[] }[] = [];
  for (const meeting of meetings) {
    const places = new Set(meeting.places);
    const joined = groups.filter((group) => !group.places.isDisjointFrom(places));
    groups = groups.filter((group) => !joined.includes(group));
    groups.push({
      places: joined.reduce((all, group) => all.union(group.places), places),
      meetings: [...joined.flatMap((group) => group.meetings), meeting],
    });
  }
  return groups.map((group) => group.meetings);
}

function groupOf(subject: HireId, meetings: readonly Meeting[], all: readonly Meeting[], nodes: ReadonlyMap<string, Node>): Group {
  const otherOf = ({ pair }: Meeting): HireId => pair.map((node) => nodes.get(node)!.hire).find((hire) => hire !== subject)!;
  // Ties go by name, so that the order of rows does not matter.
  const order = [...meetings].sort((a, b) => compare(a.days[0]!, b.days[0]!) || compare(otherOf(a), otherOf(b)) || compare(a.pair.join(), b.pair.join()));
  const theirs = new Set(order.flatMap(({ pair }) => pair).filter((node) => nodes.get(node)!.hire !== subject));
  return {
    subject, meetings: order, first: otherOf(order[0]!),
    others: [...new Set(order.map(otherOf))].sort(),
    longest: order.reduce((best, meeting) => (meeting.days.length > best.days.length ? meeting : best)),
    places: [...new Set(order.flatMap(({ places }) => places))].sort(),
    router: routerOf(order, all.filter(({ pair }) => pair.every((node) => theirs.has(node)))),
    bySignIn: order.every(({ pair }) => pair.some((node) => nodes.get(node)!.bySignIn)),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Days here and elsewhere.
 *
 * A day at another address of the same operator is neither: it may be the same line after its address changed.
 * Where both places tell a router, the router decides. Whoever was elsewhere before coming here is counted since then as well.
 */
export function habitsOf(group: Group, stays: readonly Stay[], nodes: ReadonlyMap<string, Node>, main: MainPlaces): Habits & Pick<Company, 'since'> {
  const places = new Set(group.places);
  const own = new Set(group.meetings.flatMap(({ pair }) => pair).filter((node) => nodes.get(node)!.hire === group.subject));
  const mine = stays.filter(({ node }) => own.has(node));
  const operators = new Set(mine.filter(({ place }) => places.has(place)).flatMap((stay) => [...stay.operators]));
  const knowsRouter = group.places.some((place) => aspectOf(place) === 'router');
  const away = (stay: Stay): boolean => aspectOf(stay.place) === 'listed' || stay.operators.isDisjointFrom(operators) || (knowsRouter && aspectOf(stay.place) === 'router');

  const days = new Map<Day, SeenDay>();
  for (const stay of mine) {
    const here = places.has(stay.place);
    const isMain = main.get(stay.node)?.get(stay.day)?.includes(stay.place) ?? false;
    const day = days.get(stay.day) ?? { here: false, elsewhere: false, nightHere: 0, nightElsewhere: 0 };
    days.set(stay.day, day);
    if (here && isMain) day.here = true;
    if (!here && isMain && away(stay)) day.elsewhere = true;
    if (here) day.nightHere = Math.max(day.nightHere, stay.offHours);
    else if (away(stay)) day.nightElsewhere = Math.max(day.nightElsewhere, stay.offHours);
  }
  const first = [...days].filter(([, day]) => day.here).map(([day]) => day).sort()[0];
  const before = first === undefined ? [] : [...days].filter(([day, { elsewhere }]) => elsewhere && day < first);
  return { ...counted([...days.values()]), since: before.length === 0 ? undefined : counted([...days].filter(([day]) => day >= first!).map(([, day]) => day)) };
}

interface SeenDay { here: boolean; elsewhere: boolean; nightHere: number; nightElsewhere: number }

function counted(all: readonly SeenDay[]): Habits {
  const elsewhere = all.filter((day) => day.elsewhere && !day.here).length;
  const nights = all.filter((day) => day.nightHere + day.nightElsewhere > 0);
  // A line, a router and a radio count one night in three ways; where the longer stay was decides.
  const nightsHere = nights.filter((day) => day.nightHere > day.nightElsewhere).length;
  return { known: all.filter((day) => day.here).length + elsewhere, elsewhere, nights: nights.length, nightsHere };
}

/** Whether what is known of the subject here was told by a laptop, and not by sign-ins alone. */
export function isLaptopSeen(group: Group, nodes: ReadonlyMap<string, Node>): boolean {
  return group.meetings.flatMap(({ pair }) => pair).some((id) => nodes.get(id)!.hire === group.subject && !nodes.get(id)!.bySignIn);
}

/** Of the days here since they met, on which it is known where the others were: how many, and how many without them; the mean of all others. */
export function companyKept(group: Group, nodes: ReadonlyMap<string, Node>, main: MainPlaces): { readonly company: number; readonly apart: number } {
  const places = new Set(group.places);
  let [company, apart] = [0, 0];
  for (const { pair, days } of group.meetings) {
    const own = nodes.get(pair[0])!.hire === group.subject ? pair[0] : pair[1];
    const other = main.get(own === pair[0] ? pair[1] : pair[0])!;
    const here = [...main.get(own)!].filter(([day, keys]) => day >= days[0]! && other.has(day) && keys.some((place) => places.has(place))).map(([day]) => day);
    company += here.length;
    apart += here.filter((day) => !days.includes(day)).length;
  }
  // Rounded up: being apart at times is what tells a desk from a shelf.
  return { company: Math.ceil(company / group.meetings.length), apart: Math.ceil(apart / group.meetings.length) };
}

/**
 * People who come by at the group's places and are elsewhere on at least as many days. At an office those whom the subject
 * meets do so as well; of them only days since they first came count, for whoever moved in once does not come by.
 */
export function visitorsOf(group: Group, main: MainPlaces, nodes: ReadonlyMap<string, Node>): number {
  const places = new Set(group.places);
  const others = new Set(group.others);
  const visitors = new Set<HireId>();
  const nodesAt = comersOf(main);
  for (const node of new Set(group.places.flatMap((place) => nodesAt.get(place) ?? []))) {
    const days = main.get(node)!;
    const { hire } = nodes.get(node)!;
    if (hire === group.subject) continue;
    const here = [...days].filter(([, keys]) => keys.some((place) => places.has(place))).map(([day]) => day).sort();
    const counted = others.has(hire) ? [...days.keys()].filter((day) => day >= here[0]!).length : days.size;
    if (counted - here.length >= here.length) visitors.add(hire);
  }
  return visitors.size;
}

/** Everybody who mainly was at a place on some day. Every group of a run asks. */
const comersOf = rememberLast((main: MainPlaces): ReadonlyMap<PlaceKey, readonly string[]> => {
  const found = new Map<PlaceKey, Set<string>>();
  for (const [node, days] of main) {
    for (const place of [...days.values()].flat()) {
      const there = found.get(place);
      if (there) there.add(node);
      else found.set(place, new Set([node]));
    }
  }
  return new Map([...found].map(([place, there]) => [place, [...there]]));
});
