import type { HireId } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import { HOUR, MINUTE, isZone, offsetMinutes, startOfDay, DAY, type Instant } from '../../src/core/time.ts';
import { defineDetector, type Evidence, type Reading, type RowOf, type Window } from '../../src/detect/detector.ts';
import { SETTINGS } from './settings.ts';
import { mainPlaces, meetings, type Meeting, type Stay } from './together.ts';
import { weightOf } from './weigh.ts';

/** Kinds of network behind which strangers meet by the thousand: a common address there means nothing. */
const NO_HOME = new Set(['mobile', 'hosting', 'vpn', 'relay', 'satellite', 'education']);
const SEEN_BY = ['check-in', 'sign-in', 'vpn-connected'] as const;

const LINES = {
  where: { 'event.action': SEEN_BY, 'farmwatch.net.line': { exists: true } },
  by: ['farmwatch.net.line', 'farmwatch.net.kind', 'half-hour'],
  measure: { times: 'count' },
} as const satisfies Evidence;
const ROUTERS = {
  where: { 'event.action': 'check-in', 'farmwatch.net.gateway_mac_token': { exists: true } },
  by: ['farmwatch.net.gateway_mac_token', 'half-hour'],
  measure: { times: 'count' },
} as const satisfies Evidence;
const RADIOS = {
  where: { 'event.action': 'check-in', 'farmwatch.net.bssid_token': { exists: true } },
  by: ['farmwatch.net.bssid_token', 'half-hour'],
  measure: { times: 'count' },
} as const satisfies Evidence;
const EVIDENCE = { lines: LINES, routers: ROUTERS, radios: RADIOS };
type Seen = Window<typeof EVIDENCE>;

export const sharedPlace = defineDetector({
  id: 'shared-place',
  version: 1,
  family: 'company',
  days: 21,
  question: 'Do starters without a declared tie keep their laptops in one home?',
  technique: 'T1199',
  needs: ['check-in'],
  settings: SETTINGS,
  evidence: EVIDENCE,
  detect(window, settings) {
    const stays = staysOf(window);
    const main = mainPlaces(stays);
    const close = meetings(main, settings.crowdLimit).filter((meeting) => lasting(meeting, window, settings));
    const groups = groupsOf(close);
    const inGroups = new Set([...groups.values()].flatMap((group) => group.laptops.map((laptop) => holderOf(window, laptop))));
    return [...groups.values()].flatMap((group) => readingsOf(group, window, stays, inGroups, settings));
  },
});

/** Every stay of an issued laptop at a place that is neither vouched for nor a crowd's. */
function staysOf(window: Seen): readonly Stay[] {
  const kept = new Map<string, { laptop: string; place: string; day: string; halfHours: Set<Instant>; offHours: number }>();
  const note = (row: RowOf<typeof LINES> | RowOf<typeof ROUTERS> | RowOf<typeof RADIOS>, place: string): void => {
    if (row.laptop === undefined || row.holder === undefined) return;
    const key = `${row.laptop}|${row.day}|${place}`;
    let stay = kept.get(key);
    if (!stay) kept.set(key, (stay = { laptop: row.laptop, place, day: row.day, halfHours: new Set(), offHours: 0 }));
    if (stay.halfHours.has(row['half-hour'])) return;
    stay.halfHours.add(row['half-hour']);
    if (isOffHours(row['half-hour'], window.hires.get(row.holder)?.time_zone)) stay.offHours++;
  };
  for (const row of window.rows.lines) {
    const line = row['farmwatch.net.line']!;
    if (NO_HOME.has(row['farmwatch.net.kind'] ?? '')) continue;
    if (!window.vouched(line)) note(row, `line ${line}`);
  }
  for (const row of window.rows.routers) note(row, `router ${row['farmwatch.net.gateway_mac_token']!}`);
  for (const row of window.rows.radios) note(row, `radio ${row['farmwatch.net.bssid_token']!}`);
  return dropVouched([...kept.values()].map((stay) => ({ ...stay, halfHours: stay.halfHours.size })), window);
}

/** Routers and radios carry no address: those seen together with a vouched line belong to that place. */
function dropVouched(stays: readonly Stay[], window: Seen): readonly Stay[] {
  const vouchedTimes = new Set<string>();
  for (const row of window.rows.lines) {
    const line = row['farmwatch.net.line']!;
    if (row.laptop !== undefined && window.vouched(line)) {
      vouchedTimes.add(`${row.laptop}|${row['half-hour']}`);
    }
  }
  if (vouchedTimes.size === 0) return stays;
  const vouched = new Map<string, { times: number; there: number }>();
  const count = (laptop: string | undefined, place: string, at: Instant): void => {
    const tally = vouched.get(place) ?? { times: 0, there: 0 };
    vouched.set(place, tally);
    tally.times++;
    if (laptop !== undefined && vouchedTimes.has(`${laptop}|${at}`)) tally.there++;
  };
  for (const row of window.rows.routers) count(row.laptop, `router ${row['farmwatch.net.gateway_mac_token']!}`, row['half-hour']);
  for (const row of window.rows.radios) count(row.laptop, `radio ${row['farmwatch.net.bssid_token']!}`, row['half-hour']);
  return stays.filter(({ place }) => {
    const tally = vouched.get(place);
    return !tally || tally.there * 2 < tally.times;
  });
}

/** Night is 20:00 to 07:00 in the holder's zone; a starter without a zone is taken to live on UTC−6, the middle of the US. */
function isOffHours(at: Instant, zone: string | undefined): boolean {
  const local = new Date(at + (zone && isZone(zone) ? offsetMinutes(zone, at) * MINUTE : -6 * HOUR));
  const hour = local.getUTCHours();
  const weekday = local.getUTCDay();
  return hour >= 20 || hour < 7 || weekday === 0 || weekday === 6;
}

function holderOf(window: Seen, laptop: string): HireId | undefined {
  return window.laptops.get(laptop)?.holder;
}

/** Long and steady enough, both held by different people who have declared no tie. */
function lasting(meeting: Meeting, window: Seen, settings: Values<typeof SETTINGS>): boolean {
  const [a, b] = meeting.pair.map((laptop) => holderOf(window, laptop));
  if (a === undefined || b === undefined || a === b || window.tied(a, b)) return false;
  return meeting.days.length >= settings.minimumDays && meeting.days.length >= settings.minimumShare * meeting.bothSeen;
}

interface Group { readonly laptops: readonly string[]; readonly meetings: readonly Meeting[] }

/** Laptops joined by meetings; each group under the name of its first laptop. */
function groupsOf(close: readonly Meeting[]): ReadonlyMap<string, Group> {
  const leader = new Map<string, string>();
  const find = (laptop: string): string => {
    let top = laptop;
    while (leader.has(top) && leader.get(top) !== top) top = leader.get(top)!;
    return top;
  };
  for (const { pair } of close) {
    const [first, second] = pair.map(find).sort() as [string, string];
    leader.set(first, first);
    leader.set(second, first);
  }
  const groups = new Map<string, Group>();
  for (const [name, ofGroup] of Map.groupBy(close, ({ pair }) => find(pair[0]))) {
    groups.set(name, { laptops: [...new Set(ofGroup.flatMap(({ pair }) => pair))].sort(), meetings: ofGroup });
  }
  return groups;
}

function readingsOf(group: Group, window: Seen, stays: readonly Stay[], inGroups: ReadonlySet<HireId | undefined>, settings: Values<typeof SETTINGS>): readonly Reading[] {
  const places = new Set(group.meetings.flatMap((meeting) => meeting.places));
  const members = new Set(group.laptops);
  const here = stays.filter((stay) => places.has(stay.place));
  const visitors = new Set(here.filter((stay) => !members.has(stay.laptop)).map((stay) => stay.laptop)).size;
  const hires = [...new Set(group.laptops.map((laptop) => holderOf(window, laptop)!))].sort();
  const sameRouter = [...places].some((place) => !place.startsWith('line '));
  const elsewhere = [...inGroups].filter((hire) => hire !== undefined && !hires.includes(hire)).length;
  // What this company has shown so far, with the weight of two hundred starters on the default.
  const companyRate = elsewhere / (200 + window.hires.size);

  return hires.flatMap((subject): readonly Reading[] => {
    const own = group.laptops.filter((laptop) => holderOf(window, laptop) === subject);
    const mine = group.meetings.filter(({ pair }) => pair.some((laptop) => own.includes(laptop)));
    const others = [...new Set(mine.flatMap(({ pair }) => pair).map((laptop) => holderOf(window, laptop)!))].filter((hire) => hire !== subject).sort();
    const longest = mine.reduce((best, meeting) => (meeting.days.length > best.days.length ? meeting : best));
    const myStays = here.filter((stay) => own.includes(stay.laptop));
    const contact = myStays.reduce((sum, stay) => sum + stay.halfHours, 0);
    const offHours = contact === 0 ? 0 : myStays.reduce((sum, stay) => sum + stay.offHours, 0) / contact;
    const llr = weightOf({ others: others.length, days: longest.days.length, offHours, visitors, sameRouter, companyRate }, settings);
    const place = [...new Set(mine.flatMap((meeting) => meeting.places))].sort()[0]!;
    const newest = Math.min(window.asOf, startOfDay(mine.map(({ days }) => days.at(-1)!).sort().at(-1)!) + DAY - 1);
    return [{
      subject, alongside: others, llr, newest, key: others.join(','),
      because: {
        headline: [
          'The laptop stood where ', ...list(others.map((id) => ({ ref: 'hire' as const, id }))),
          ` ${others.length === 1 ? 'keeps one' : 'keep theirs'}, on ${longest.days.length} of ${longest.bothSeen} days; no tie is declared.`,
        ],
        facts: [
          { label: 'Other starters there', value: [String(others.length)], usual: `1 starter in ${Math.round(1 / (settings.homeShared + companyRate))} shares a home with one` },
          { label: 'Days together', value: [`${longest.days.length} of ${longest.bothSeen}, ${longest.days[0]!} to ${longest.days.at(-1)!}`], usual: `a visit lasts ${settings.visitDays} days` },
          { label: 'Contact at night or at weekends', value: [`${Math.round(offHours * 100)} %`], usual: 'home 55 %, place of work 6 %' },
          { label: 'Other company laptops that come by', value: [String(visitors)], usual: 'home 0 or 1, place of work 2 or more' },
          { label: 'Seen by', value: [sameRouter ? 'the same router or radio' : 'the same address'], usual: 'neighbours never share a router' },
          { label: 'Place', value: [{ ref: 'place', id: place }], usual: 'not in the list of vouched places' },
        ],
        innocent: [
          ['They live together and have not declared it: ask HR for household and addresses.'],
          ['A co-working floor, campus or hotel: places.csv would name it; at nights such places are empty.'],
          ['An off-site or a visit: it ends within days.'],
        ],
      },
      clear: ['they declare one household, or the place is vouched for'],
      look: { where: { 'event.action': SEEN_BY } },
    }];
  });
}

/** `a`, `a and b`, `a, b and c`. */
function list<T>(items: readonly T[]): readonly (T | string)[] {
  return items.flatMap((item, index) => (index === 0 ? [item] : [index === items.length - 1 ? ' and ' : ', ', item]));
}
