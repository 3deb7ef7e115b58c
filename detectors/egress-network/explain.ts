import { percent } from '../../src/core/percent.ts';
import type { Values } from '../../src/core/settings.ts';
import type { Fact, Reading } from '../../src/detect/detector.ts';
import { CUSTODY_SETTINGS } from '../../src/detect/places/custody-settings.ts';
import { entriesSaid } from '../../src/detect/places/place-verdict.ts';
import { wilson } from '../../src/detect/stats.ts';
import { BY_ITS_LINE, operatorsOf, timesOf, type Counts } from './counts.ts';
import { SEEN_BY, type Row } from './evidence.ts';
import type { Machines } from './machines.ts';
import type { SETTINGS } from './settings.ts';

/** What the reading leans on: the habit that speaks, a laptop that is abroad itself, or nothing. */
export interface Leaning { readonly habit: 'hidden' | 'abroad' | 'with-laptop' | 'none'; readonly rows: readonly Row[]; readonly machines: Machines }

const WRONG_COUNTRY = `tables put about ${100 * CUSTODY_SETTINGS.misplacedAbroad.is} of 100 addresses into the wrong country`;

export function explain(counts: Counts, { habit, rows, machines }: Leaning, settings: Values<typeof SETTINGS>): Pick<Reading, 'because' | 'clear' | 'look'> {
  const { beside } = counts;
  const times = timesOf(rows);
  const apart = counts.total - timesOf(counts.withLaptop);
  const facts: Fact[] = [
    { label: 'Through VPN or hosting', value: [shareOf(timesOf(counts.hidden), counts.total)], usual: `under 5 %; a habit of 1 starter in ${oneIn(settings.ordinaryAnonymous)}` },
    {
      label: counts.withLaptop.length > 0 ? `${beside === BY_ITS_LINE ? 'By other lines' : 'Elsewhere'}, from another country, no trip entered` : 'From another country, no trip entered',
      value: [counts.abroad === undefined ? 'cannot tell, because the file names no home country' : apart === 0 ? `cannot tell, because all came ${beside}` : shareOf(timesOf(counts.abroad), apart)],
      usual: `under 5 %; a habit of 1 starter in ${oneIn(settings.ordinaryAbroad)}`,
    },
  ];
  if (counts.withLaptop.length > 0) {
    facts.push({ label: `Besides, from another country ${beside}`, value: [`${timesOf(counts.withLaptop)}; where the laptop stands is weighed by itself`], usual: `none; ${WRONG_COUNTRY}` });
  }
  if (habit === 'hidden' || habit === 'abroad') {
    if (machines.told > 0) {
      facts.push({ label: 'Of these, from a machine that is not the laptop', value: [`${machines.other} of ${machines.told}`], usual: `mostly so for ${percent(settings.otherMachineOrdinary)} of people with such a habit; phones count` });
    }
    if (habit === 'abroad') facts.push({ label: 'Who names the country', value: [entriesSaid(operatorsOf(rows))], usual: `${WRONG_COUNTRY}, seldom those of two operators` });
    facts.push({ label: 'Networks of these', value: [networksOf(rows)], usual: 'a home or mobile operator' });
  }
  return {
    because: { headline: [headline(habit, times, counts)], facts, innocent: INNOCENT[habit] },
    clear: [CLEAR[habit]],
    look: { where: { 'event.action': SEEN_BY, ...(habit === 'none' ? {} : { 'farmwatch.net.line': [...new Set(rows.map((row) => row['farmwatch.net.line']!))].sort() }) } },
  };
}

function headline(habit: Leaning['habit'], times: number, { total, noun, days, abroad, withLaptop, beside }: Counts): string {
  const taken = timesOf(withLaptop);
  switch (habit) {
    case 'hidden': return `${times} of ${total} ${noun} came through a VPN service or a hosting network.`;
    case 'abroad': return `${times} of ${total} ${noun} came from another country than the claimed home; no trip is entered.`;
    case 'with-laptop': return `${times} of ${total} ${noun} came from another country ${beside}; where the laptop is, is weighed under place.`;
    case 'none': return abroad === undefined || taken > 0
      ? `No habit of VPN services in ${total} ${noun} on ${days} days${taken > 0 ? `; ${taken} came from another country ${beside}` : ''}.`
      : `No habit of VPN services or other countries in ${total} ${noun} on ${days} days.`;
  }
}

const INNOCENT = {
  hidden: [
    ['A privacy VPN, at home or on the phone: ask which one, and whether policy allows it.'],
    ['A cloud desktop or a new egress of the company: enter it in places.csv.'],
    ['An address list that is out of date: ask the operator of the network.'],
  ],
  abroad: [
    ['A trip or a family visit that nobody entered: ask the manager, and enter it in travel.csv.'],
    ['A contract for work from that country: compare the home country in the file.'],
    ['An address that the tables put into the wrong country: compare with where the laptop says it is.'],
  ],
  'with-laptop': [
    ['A trip or a family visit that nobody entered: ask the manager, and enter it in travel.csv.'],
    ['An address that the tables put into the wrong country: compare with where the laptop says it is.'],
  ],
  none: [['Nothing to explain; an operator who leaves by the laptop\'s own line does not show here.']],
} as const;

const CLEAR = {
  hidden: 'the person uses a VPN that policy allows',
  abroad: 'the person was on a trip, or is hired to work from there',
  'with-laptop': 'nothing: it weighs nothing here',
  none: 'nothing: many farms do not hide behind a VPN either',
} as const;

/** `25 of 84, 95 % between 21 % and 40 %`: the count with Wilson's interval of its share. */
function shareOf(times: number, total: number): string {
  const [low, high] = wilson(times, total);
  return `${times} of ${total}, 95 % between ${percent(low)} and ${percent(high)}`;
}

function oneIn(share: number): number {
  return Math.max(1, Math.round(1 / share));
}

/** The three operators of most sign-ins. */
function networksOf(rows: readonly Row[]): string {
  const byName = Map.groupBy(rows, (row) => row['source.as.organization.name'] ?? 'an unnamed network');
  const order = [...byName].map(([name, ofName]) => ({ name, times: timesOf(ofName) })).sort((a, b) => b.times - a.times || (a.name < b.name ? -1 : 1));
  const more = order.length - 3;
  return order.slice(0, 3).map(({ name }) => name).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
