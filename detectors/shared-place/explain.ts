import { counted } from '../../src/core/counted.ts';
import { hiresSaid, type Said } from '../../src/core/said.ts';
import type { Values } from '../../src/core/settings.ts';
import type { Fact, Reading, Select, Window } from '../../src/detect/detector.ts';
import { APART_KM } from '../../src/detect/people/homes-on-record.ts';
import { aspectOf, markOf } from '../../src/detect/places/lines.ts';
import { SEEN_BY, type PLACE_ROWS } from '../../src/detect/places/place-rows.ts';
import type { Group } from './groups.ts';
import type { Site } from './journey.ts';
import { areApart, type Records } from './records.ts';
import type { SETTINGS } from './settings.ts';
import { WAYS, type OrdinaryWay } from './ways.ts';
import type { WhoseHome } from './whose-home.ts';
import { isOnRoad, type Company, type Weight } from './weigh.ts';

/** The innocent reasons; the one that explains most of it stands first. */
const REASONS: Readonly<Record<OrdinaryWay, { readonly name: string; readonly said: string }>> = {
  home: { name: 'a shared home', said: 'They live together and have not declared it: ask HR for household and addresses.' },
  work: { name: 'a place of work', said: 'They work from one co-working floor, campus or small office: ask which, and enter it in places.csv.' },
  visit: { name: 'a visit', said: 'An off-site, a hotel or a visit: it ends within days; ask the manager.' },
  beginning: { name: 'a beginning together', said: 'They began together, in an onboarding week, a hotel or a rented room: ask the manager, and enter it in places.csv or travel.csv.' },
  journey: { name: 'a journey together', said: 'They are on the road together: ask the manager, and enter it in travel.csv.' },
  agency: { name: 'rooms of their agency', said: 'They work from rooms of their agency: ask the agency which, and enter the place in places.csv.' },
  neighbours: { name: 'neighbours behind one address', said: 'A carrier or landlord puts many homes behind one address: compare routers, or ask the operator.' },
};
const LODGED = 'They are put up there: a flat or a dorm of the company, a host, a house of relatives: ask HR who provides it, and enter it in places.csv.';
/** Where likelihoods are alike, in this order. */
const ORDER: readonly OrdinaryWay[] = ['home', 'work', 'visit', 'beginning', 'journey', 'neighbours', 'agency'];

type Words = Pick<Reading, 'because' | 'clear' | 'look'>;

export function explain(group: Group, sites: readonly Site[], seen: Company, { llr, likeliest }: Weight, home: WhoseHome | undefined, window: Window<typeof PLACE_ROWS>, settings: Values<typeof SETTINGS>): Words {
  const { others, longest } = group;
  const starters = others.filter((id) => window.hires.get(id)?.inScope).length;
  const names = hiresSaid(others);
  const noun = group.bySignIn ? 'Sign-ins come from where ' : 'The laptop stands where ';
  const verb = group.bySignIn ? (others.length === 1 ? 'signs in too' : 'sign in too') : others.length === 1 ? 'keeps one' : 'keep theirs';
  const together = `on ${longest.days.length} of ${longest.bothSeen} ${longest.bothSeen === 1 ? 'day' : 'days'}`;
  const reasons = [likeliest, ...ORDER.filter((way) => way !== likeliest && (way !== 'agency' || seen.oneAgency) && (way !== 'beginning' || seen.came?.atStart) && (way !== 'journey' || isOnRoad(seen)))];
  return {
    because: {
      headline: isOnRoad(seen) ? ['The laptop changes place together with ', ...names, `: at ${sites.length} places one after the other, ${together}; ${llr > 0 ? 'no tie is declared' : `it looks like ${REASONS[likeliest].name}`}.`]
        : llr > 0
        ? [noun, ...names, ` ${verb}, ${together}; ${seen.oneAgency ? 'all are of one agency' : 'no tie is declared'}.`]
        : [noun, ...names, ` also ${others.length === 1 ? 'comes' : 'come'}, ${together}; it looks like ${REASONS[likeliest].name}.`],
      facts: [
        { label: 'Others there without a declared tie', value: [`${others.length}, of them ${starters} in their first months or in an open case`], usual: `0; 1 starter in ${Math.round(1 / seen.homeRate)} shares a home with a colleague` },
        { label: 'Days together since they met, in the last three weeks', value: [`${longest.days.length} of ${longest.bothSeen}, ${longest.days[0]!} to ${longest.days.at(-1)!}`], usual: `a visit lasts about ${settings.visitDays} days` },
        ...(sites.length > 1 ? [{ label: 'Places at which all were together, by days', value: [`${sites.length}: ${sites.map(({ days }) => days.length).join(', ')}`], usual: 'one; people on the road change place together again and again, laptops on a shelf do not' }] : []),
        { label: sites.length > 1 ? 'Days at none of these places' : 'Days elsewhere', value: [`${seen.elsewhere} of ${seen.known}${seen.since ? `; ${seen.since.elsewhere} of ${seen.since.known} since it came` : ''}`], usual: 'a shared home 0 to 4 in 20; after a visit most of them' },
        { label: 'Days here without the others', value: [`${seen.apart} of ${seen.company}`], usual: 'a shared home 0 to 4 in 20; a place of work 8 in 20' },
        nightFact(seen),
        ...(seen.came ? [{ label: 'Came within a day of this person', value: [`${seen.came.along} of ${seen.others}${seen.came.atStart ? ', in this person’s first days' : ''}`], usual: 'all who begin or meet somewhere together; people move into a home, and laptops onto a shelf, on days of their own' }] : []),
        { label: 'Further company laptops that come by', value: [String(seen.visitors)], usual: 'a home 0 or 1, a place of work 2 or more' },
        { label: 'Seen by', value: [SEEN[seen.router]], usual: ROUTER_USUAL },
        ...recordFact(seen.records),
        ...homeFact(home),
        ...(seen.bySignIn ? [{ label: 'Rests on', value: ['accounts only, by sign-ins and tunnels: one of the two has no laptop in the data'], usual: `laptops; ${settings.signInDiscount} is taken off for it` }] : []),
        { label: sites.length > 1 ? 'Places' : 'Place', value: placesSaid(group, sites), usual: 'not in the list of vouched places' },
      ],
      innocent: reasons.flatMap((way, index): readonly Said[] => [[REASONS[way].said], ...(index === 0 ? [...movedIn(home), ...(areApart(seen.records) && llr > 0 ? [[LODGED]] : [])] : [])]),
    },
    clear: llr > 0 ? ['they declare one household, or the place is vouched for'] : ['nothing: it already looks ordinary; listing the place settles it'],
    look: lookOf(group),
  };
}

/** What the homes on record say, where there are any. */
export function recordFact(records: Records): readonly Fact[] {
  const { known, apart } = records;
  if (known === 0) return [];
  const value = apart === 0 ? 'near each other' : `over ${APART_KM} km apart for ${apart} of ${known}`;
  return [{ label: 'Homes on record', value: [value], usual: `near each other; far apart for 1 in ${Math.round(1 / WAYS.home.recordsApart)} who share a home, where a record is old` }];
}

/** Whose home on record this may be: one that others moved into, where their records are old. */
function homeFact(home: WhoseHome | undefined): readonly Fact[] {
  if (home === undefined) return [];
  const { homes, known, by } = home;
  const told = by === 'report' ? 'by the location that laptops report' : 'to within 60 km, by the entry of its address';
  const value: Said = homes.length === 0 ? [`none of the ${known} on record, ${told}`] : ['that of ', ...hiresSaid(homes), `, of ${known} on record, ${told}`];
  return [{ label: 'Home on record that this place may be', value, usual: 'in a shared home that of one of them at least; the records of the others may be old' }];
}

/** Where it is the home of some of them and not of all, a move that was not entered would explain it. */
function movedIn(home: WhoseHome | undefined): readonly Said[] {
  if (home === undefined || home.homes.length === 0 || home.homes.length === home.known) return [];
  return [['It is, or may be, the home on record of ', ...hiresSaid(home.homes), '; the others moved in and their records are old: ask HR for changes of address.']];
}

const SEEN = {
  same: 'the same router or radio',
  different: 'the same address, behind different routers',
  unknown: 'the same address; no router is told',
} as const;
const ROUTER_USUAL = 'people under one roof use one router; neighbours never do';

function nightFact({ nights, nightsHere, isLaptopSeen }: Company): { readonly label: string; readonly value: Said; readonly usual: string } {
  return {
    label: 'Nights and weekends with contact', value: [nights === 0 ? isLaptopSeen ? 'none: the laptop is shut at night, which says nothing' : 'nights were not seen: no laptop of theirs is in the data' : `${nightsHere} of ${nights} here`],
    usual: 'a home nearly all, a place of work 1 in 4',
  };
}

/** One mark of the place; a line says most to whoever reads it, a radio least. */
function placeName({ places }: Pick<Group, 'places'>): string {
  return places.find((place) => aspectOf(place) === 'line') ?? places.find((place) => aspectOf(place) === 'router') ?? places[0]!;
}

/** Each place with how long they were there. */
function placesSaid(group: Group, sites: readonly Site[]): Said {
  if (sites.length < 2) return [{ ref: 'place', id: placeName(group) }];
  return sites.filter(({ places }) => places.length > 0).flatMap((site, index): Said => [index === 0 ? '' : ', ', { ref: 'place', id: placeName(site) }, ` on ${counted(site.days.length, 'day')}`]);
}

/** Rows that name the place: by line where there is one, else by router, else by radio. */
function lookOf({ places }: Group): Select {
  for (const [aspect, field] of [['line', 'farmwatch.net.line'], ['router', 'farmwatch.net.gateway_mac_token'], ['radio', 'farmwatch.net.bssid_token']] as const) {
    const marks = places.filter((place) => aspectOf(place) === aspect).map(markOf);
    if (marks.length > 0) return { where: { 'event.action': SEEN_BY, [field]: marks } };
  }
  return { where: { 'event.action': SEEN_BY } };
}
