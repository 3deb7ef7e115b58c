import type { HireId } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import { DAY, startOfDay } from '../../src/core/time.ts';
import { defineDetector, type Reading, type Window } from '../../src/detect/detector.ts';
import { markOf } from '../../src/detect/places/lines.ts';
import { SEEN_BY } from '../../src/detect/places/place-rows.ts';
import { whereaboutsOf, type Node, type Stay } from '../../src/detect/places/stays.ts';
import { mainPlaces, meetings, type MainPlaces, type Meeting } from '../../src/detect/places/together.ts';
import { areOfOneAgency } from './agency.ts';
import { doorReadings, EVIDENCE } from './doors.ts';
import { explain } from './explain.ts';
import { cameAlong, companyKept, groupsOf, habitsOf, visitorsOf, type Group, isLaptopSeen, keysOf } from './groups.ts';
import { sitesOf, type LocatedRow, type Site } from './journey.ts';
import { recordsOf } from './records.ts';
import { SETTINGS } from './settings.ts';
import { homeRateOf, weightOf, type Company } from './weigh.ts';
import { whoseHome } from './whose-home.ts';

type Settings = Values<typeof SETTINGS>;
type Seen = Window<typeof EVIDENCE>;

export const sharedPlace = defineDetector({
  id: 'shared-place',
  version: 14,
  family: 'company',
  days: 21,
  question: 'Do starters without a declared tie keep their laptops in one home?',
  technique: 'T1199',
  needs: SEEN_BY,
  settings: SETTINGS,
  evidence: EVIDENCE,
  detect(window, settings) {
    const { nodes, stays, tokens } = whereaboutsOf(window, settings.tokenSpread);
    const main = mainPlaces(stays);
    const met = meetings(main, settings.crowdLimit, tokens.apart, window.crowd);
    const lasting = met.filter((meeting) => isLasting(meeting, nodes, window, settings));
    const groups = groupsOf(lasting, nodes);
    const keys = keysOf(groups);
    const people = new Set([...nodes.values()].map(({ hire }) => hire)).size;
    const staysByHire = Map.groupBy(stays, ({ node }) => nodes.get(node)!.hire);
    const located = Map.groupBy<LocatedRow['holder'], LocatedRow>(window.rows.located, ({ holder }) => holder);
    const seen = groups.map((group) => {
      const ofSubject = staysByHire.get(group.subject) ?? [];
      const sites = sitesOf(group, ofSubject, located.get(group.subject) ?? []);
      return { group, sites, company: companyOf(group, ofSubject, sites, nodes, main, window, settings) };
    });
    const atHome = seen.filter(({ company }) => company.others === 1 && weightOf(company, settings).likeliest === 'home').map(({ group }) => group);

    const standing = seen.filter(({ group }) => window.hires.get(group.subject)?.inScope).map(({ group, sites, company: first }): Reading => {
      const company = { ...first, homeRate: homeRateOf(inOtherPairs(atHome, group), people, settings) };
      const weight = weightOf(company, settings);
      return {
        subject: group.subject, alongside: group.others, llr: weight.llr, key: keys.get(group)!,
        newest: Math.min(window.asOf, startOfDay(group.meetings.map(({ days }) => days.at(-1)!).sort().at(-1)!) + DAY - 1),
        ...explain(group, sites, company, weight, whoseHome(group, window), window, settings),
      };
    });
    return [...standing, ...doorReadings(window, nodes, main, met, settings)];
  },
});

function companyOf(group: Group, stays: readonly Stay[], sites: readonly Site[], nodes: ReadonlyMap<string, Node>, main: MainPlaces, window: Seen, settings: Settings): Company {
  return {
    others: group.others.length, days: group.longest.days.length, ...habitsOf(group, stays, nodes, main), ...companyKept(group, nodes, main),
    sites: sites.length, visitors: visitorsOf(group, main, nodes) + onlyCounted(group, window), router: group.router,
    records: recordsOf(group.subject, group.others, window.hires),
    came: cameAlong(group, nodes, main, window.hires.get(group.subject)?.start_date), oneAgency: areOfOneAgency([group.subject, ...group.others], window), bySignIn: group.bySignIn, isLaptopSeen: isLaptopSeen(group, nodes), homeRate: settings.homeShared,
  };
}

/** Devices of people outside scope at the places of a group, on the fullest day. */
function onlyCounted({ meetings: met }: Group, window: Seen): number {
  return Math.max(0, ...met.flatMap(({ days, places }) => days.flatMap((day) => places.map((place) => window.crowd(markOf(place), day)))));
}

/** Long and steady enough, of different people who have declared no tie. */
function isLasting({ pair, days, bothSeen }: Meeting, nodes: ReadonlyMap<string, Node>, window: Seen, settings: Settings): boolean {
  const [a, b] = pair.map((node) => nodes.get(node)!) as [Node, Node];
  if (a.hire === b.hire || window.tied(a.hire, b.hire)) return false;
  return days.length >= settings.minimumDays && days.length >= settings.minimumShare * bothSeen;
}

/** People of the company who stand in pairs elsewhere: what its shared homes are known by. */
function inOtherPairs(pairs: readonly Group[], { subject, others }: Group): number {
  const own = new Set<HireId>([subject, ...others]);
  return new Set(pairs.map((pair) => pair.subject).filter((hire) => !own.has(hire))).size;
}
