import type { HireId, TravelRow } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import { defineDetector, type Evidence, type Hire, type Reading, type RowOf, type Window } from '../../src/detect/detector.ts';
import { SETTINGS } from './settings.ts';
import { habitChance, habitWeight, wilson } from './weigh.ts';

const SEEN_BY = ['sign-in', 'vpn-connected'] as const;
const SIGN_INS = {
  where: { 'event.action': SEEN_BY, 'farmwatch.net.line': { exists: true } },
  by: ['event.outcome', 'farmwatch.net.line', 'farmwatch.net.kind', 'source.geo.country_iso_code', 'source.as.organization.name', 'device.id'],
  measure: { times: 'count', last: { max: '@timestamp' } },
} as const satisfies Evidence;
const EVIDENCE = { signIns: SIGN_INS };
type Seen = Window<typeof EVIDENCE>;
type Row = RowOf<typeof SIGN_INS>;

/** Networks that hide where somebody is. A privacy relay keeps the region and is in every new phone: it is left out. */
const ANONYMOUS = new Set(['vpn', 'hosting']);
const UNTOLD = new Set(['relay', 'satellite']);

export const egressNetwork = defineDetector({
  id: 'egress-network',
  version: 1,
  family: 'network',
  days: 28,
  question: 'Do sign-ins come through VPN, hosting or another country while the laptop says US?',
  technique: 'T1090.003',
  needs: ['sign-in'],
  settings: SETTINGS,
  evidence: EVIDENCE,
  detect(window, settings) {
    const own = companyLines(window, settings);
    const byHire = Map.groupBy(
      window.rows.signIns.filter((row) => row.hire !== undefined && row['event.outcome'] !== 'failure' && !own.has(row['farmwatch.net.line']!) && !UNTOLD.has(row['farmwatch.net.kind'] ?? '')),
      (row) => row.hire!,
    );
    const away = Map.groupBy(window.travel, (trip) => trip.hire_id);
    return [...byHire].flatMap(([hire, rows]): readonly Reading[] => {
      const person = window.hires.get(hire);
      return person?.inScope ? readingOf(person, rows, away.get(hire) ?? [], window, settings) : [];
    });
  },
});

/** Lines the company vouches for, and lines that so many people use that they can only be its own egress. */
function companyLines(window: Seen, settings: Values<typeof SETTINGS>): ReadonlySet<string> {
  const users = new Map<string, Set<HireId>>();
  for (const row of window.rows.signIns) {
    if (row.hire === undefined) continue;
    const line = row['farmwatch.net.line']!;
    const seen = users.get(line);
    if (seen) seen.add(row.hire);
    else users.set(line, new Set([row.hire]));
  }
  const many = Math.max(10, settings.egressShare * window.hires.size);
  return new Set([...users].filter(([line, hires]) =>
    hires.size >= many || window.vouched(line)).map(([line]) => line));
}

interface Kinds { readonly total: number; readonly anonymous: readonly Row[]; readonly abroad: readonly Row[]; readonly days: number }

function kindsOf(hire: Hire, rows: readonly Row[], trips: readonly TravelRow[]): Kinds {
  const staying = rows.filter((row) => !trips.some((trip) => row.day >= trip.from && row.day <= trip.to));
  const anonymous = staying.filter((row) => ANONYMOUS.has(row['farmwatch.net.kind'] ?? ''));
  const abroad = staying.filter((row) => !ANONYMOUS.has(row['farmwatch.net.kind'] ?? '')
    && hire.home_country !== undefined && row['source.geo.country_iso_code'] !== undefined
    && row['source.geo.country_iso_code'] !== hire.home_country);
  return { total: timesOf(staying), anonymous, abroad, days: new Set(staying.map((row) => row.day)).size };
}

function timesOf(rows: readonly Row[]): number {
  return rows.reduce((sum, row) => sum + row.times, 0);
}

/** True for a sign-in that names a machine which is not one of the person's issued laptops. */
function fromOtherMachine(row: Row, window: Seen): boolean {
  return row.laptop !== undefined ? window.laptops.get(row.laptop)?.holder !== row.hire : row['device.id'] !== undefined;
}

function readingOf(hire: Hire, rows: readonly Row[], trips: readonly TravelRow[], window: Seen, settings: Values<typeof SETTINGS>): readonly Reading[] {
  const kinds = kindsOf(hire, rows, trips);
  if (kinds.total < settings.minimumSignIns || kinds.days < settings.minimumDays) return [];
  const hidden = timesOf(kinds.anonymous);
  const abroad = timesOf(kinds.abroad);
  const hiddenWeight = habitWeight(hidden, kinds.total, settings.ordinaryAnonymous, settings.farmAnonymous);
  const abroadWeight = habitWeight(abroad, kinds.total, settings.ordinaryAbroad, settings.farmAbroad);
  const strong = hiddenWeight >= abroadWeight ? { rows: kinds.anonymous, times: hidden } : { rows: kinds.abroad, times: abroad };
  const other = timesOf(strong.rows.filter((row) => fromOtherMachine(row, window)));
  const machine = strong.times > 0 && habitChance(strong.times, kinds.total) > 0.5 ? machineWeight(other, strong.times, settings) : 0;
  // The two habits lean on the same sign-ins, so the stronger one speaks; both silent, the milder doubt is all there is.
  const llr = Math.max(hiddenWeight, abroadWeight) + machine;
  const tells = llr > 0;
  const evidence = tells ? strong.rows : rows;
  const newest = Math.max(...evidence.map((row) => row.last));
  const [low, high] = wilson(strong.times, kinds.total);
  const operators = [...new Set(strong.rows.map((row) => row['source.as.organization.name'] ?? 'an unnamed network'))].sort().slice(0, 3);
  const percent = (share: number): string => `${Math.round(share * 100)} %`;
  return [{
    subject: hire.hire_id, llr, newest, key: 'egress',
    because: {
      headline: [tells
        ? `${strong.times} of ${kinds.total} sign-ins came ${strong.rows === kinds.anonymous ? 'through a commercial VPN or hosting network' : 'from another country than the claimed home'}.`
        : `${kinds.total - hidden - abroad} of ${kinds.total} sign-ins came straight from an access network in the claimed country.`],
      facts: [
        { label: 'Through VPN or hosting', value: [`${hidden} of ${kinds.total}`], usual: `a habit of 1 starter in ${Math.round(1 / settings.ordinaryAnonymous)}` },
        { label: 'From another country, no travel entered', value: [`${abroad} of ${kinds.total}`], usual: `a habit of 1 starter in ${Math.round(1 / settings.ordinaryAbroad)}` },
        { label: 'Share, 95 %', value: [`${percent(low)} to ${percent(high)}`], usual: 'under 5 % without such a habit' },
        { label: 'From a machine that is not the laptop', value: [`${other} of ${strong.times}`], usual: percent(settings.otherMachineOrdinary) },
        ...(operators.length > 0 ? [{ label: 'Networks', value: [operators.join(', ')], usual: 'a home or mobile operator' }] : []),
      ],
      innocent: [
        ['A privacy VPN at home: ask the person which one and whether policy allows it.'],
        ['A trip that nobody entered: ask the manager.'],
        ['A cloud desktop or a new company egress: places.csv would name it.'],
      ],
    },
    clear: [tells ? 'the person uses a VPN that policy allows, or was on an approved trip' : 'nothing: few farms hide behind a VPN at all times'],
    look: { where: { 'event.action': SEEN_BY, ...(tells ? { 'farmwatch.net.line': [...new Set(strong.rows.map((row) => row['farmwatch.net.line']!))].sort() } : {}) } },
  }];
}

/** More or fewer of the unusual sign-ins from another machine than ordinary VPN users have; one look, not one a sign-in. */
function machineWeight(other: number, times: number, settings: Values<typeof SETTINGS>): number {
  const share = (other + 0.5) / (times + 1);
  const { otherMachineFarm: farm, otherMachineOrdinary: ordinary } = settings;
  return share * Math.log(farm / ordinary) + (1 - share) * Math.log((1 - farm) / (1 - ordinary));
}
