import { settle, type Values } from '../../src/core/settings.ts';
import { CUSTODY_SETTINGS } from '../../src/detect/places/custody-settings.ts';
import { defineDetector, type Hire, type Reading } from '../../src/detect/detector.ts';
import { tripReader } from '../../src/detect/people/trips.ts';
import { laptopCountries } from '../../src/detect/places/laptop-countries.ts';
import { countsOf, laptopLines, operatorsOf, timesOf, type Counts } from './counts.ts';
import { EVIDENCE, isUntold, type Row } from './evidence.ts';
import { explain, type Leaning } from './explain.ts';
import { laptopReader, machinesOf } from './machines.ts';
import { ownEgress } from './own-egress.ts';
import { SETTINGS } from './settings.ts';
import { habitChance, habitWeight, machineWeight, orMistaken } from './weigh.ts';

type Settings = Values<typeof SETTINGS>;
const custody = settle(CUSTODY_SETTINGS).values;

export const egressNetwork = defineDetector({
  id: 'egress-network',
  version: 5,
  family: 'network',
  days: 28,
  question: 'Do sign-ins come through VPN, hosting or another country while the laptop says US?',
  technique: 'T1090',
  needs: ['sign-in'],
  settings: SETTINGS,
  evidence: EVIDENCE,
  detect(window, settings) {
    const isOwn = ownEgress(window, settings);
    const isLaptop = laptopReader(window, settings);
    const isLaptops = laptopLines(window);
    const livesIn = laptopCountries(window.rows.countries, settings.minimumDays);
    const telling = window.rows.signIns.filter((row) => row.hire !== undefined && row['event.outcome'] !== 'failure' && !isOwn(row) && !isUntold(row));
    const onTrip = tripReader(window.travel, settings.travelMargin);
    return [...Map.groupBy(telling, (row) => row.hire!)].flatMap(([id, rows]): readonly Reading[] => {
      const hire = window.hires.get(id);
      return hire?.inScope ? readingOf(countsOf(hire, rows.filter(({ day }) => !onTrip(id, day)), isLaptops, livesIn(id)), hire, isLaptop, settings) : [];
    });
  },
});

function readingOf(counts: Counts, hire: Hire, isLaptop: (row: Row) => boolean | undefined, settings: Settings): readonly Reading[] {
  if (counts.total < settings.minimumSignIns || counts.days < settings.minimumDays) return [];
  const { llr, leaning } = weigh(counts, isLaptop, settings);
  const evidence = leaning.habit === 'none' ? counts.rows : leaning.rows;
  return [{
    subject: hire.hire_id, llr, newest: Math.max(...evidence.map((row) => row.last)), key: 'egress',
    ...explain(counts, leaning, settings),
  }];
}

/** As likely a habit as none. */
const EVEN = 0.5;

/** The two habits lean on the same sign-ins, so the stronger one speaks alone; without either, the milder doubt is all there is. */
function weigh(counts: Counts, isLaptop: (row: Row) => boolean | undefined, settings: Settings): { readonly llr: number; readonly leaning: Leaning } {
  const { hidden, abroad = [], total, withLaptop } = counts;
  // Sign-ins where the laptop itself is abroad do not tell what other machines do.
  const apart = total - timesOf(withLaptop);
  // How often address tables take one country for another, and how seldom two operators' entries err alike, is custody's to say.
  const mistaken = custody.misplacedAbroad * custody.misplacedAlike ** Math.max(0, operatorsOf(abroad) - 1);
  const ways = [
    { habit: 'hidden' as const, rows: hidden, weight: habitWeight(timesOf(hidden), total, settings.ordinaryAnonymous, settings.farmAnonymous) },
    { habit: 'abroad' as const, rows: abroad, weight: habitWeight(timesOf(abroad), apart, orMistaken(settings.ordinaryAbroad, mistaken), orMistaken(settings.farmAbroad, mistaken)) },
  ];
  const known = counts.abroad === undefined ? ways.slice(0, 1) : ways;
  const strong = known.reduce((best, way) => (way.weight > best.weight ? way : best));
  if (strong.weight <= 0) {
    // Whoever signs in from another country with the laptop is not cleared by hiding nothing; `custody` weighs where the laptop is.
    const isTaken = habitChance(timesOf(withLaptop), total) > EVEN;
    return { llr: isTaken ? 0 : strong.weight, leaning: { habit: isTaken ? 'with-laptop' : 'none', rows: isTaken ? withLaptop : [], machines: { other: 0, told: 0 } } };
  }
  const machines = machinesOf(strong.rows, isLaptop);
  // Whose machine it was matters as far as there is a habit at all.
  const sure = habitChance(timesOf(strong.rows), strong.habit === 'abroad' ? apart : total);
  return {
    llr: strong.weight + sure * machineWeight(machines.other, machines.told, settings.otherMachineOrdinary, settings.otherMachineFarm),
    leaning: { habit: strong.habit, rows: strong.rows, machines },
  };
}
