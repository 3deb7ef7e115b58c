import { counted } from '../../src/core/counted.ts';
import type { Values } from '../../src/core/settings.ts';
import type { Reading } from '../../src/detect/detector.ts';
import { SEEN_BY } from './evidence.ts';
import type { SETTINGS } from './settings.ts';
import type { Switch } from './switches.ts';

export interface Found {
  readonly switches: readonly Switch[];
  readonly days: number;
  readonly sureDays: number;
  readonly interleaved: number;
  /** Days on which two machines were used and placed. */
  readonly chances: number;
  /** No single misplaced entry explains it. */
  readonly sure: boolean;
}

export function explain({ switches, days, sureDays, interleaved, chances, sure }: Found, settings: Values<typeof SETTINGS>): Pick<Reading, 'because' | 'clear' | 'look'> {
  const worst = switches.reduce((best, one) => (one.km / one.minutes > best.km / best.minutes || (one.km / one.minutes === best.km / best.minutes && one.km > best.km) ? one : best));
  const withLaptop = switches.filter(({ from, to }) => from.isLaptop || to.isLaptop).length;
  return {
    because: {
      headline: [`Used in two places at once on ${counted(days, 'day')}: ${Math.round(worst.km)} km or more apart within ${counted(worst.minutes, 'minute')}.`],
      facts: [
        { label: 'Days in two places at once', value: [`${days} of ${Math.max(days, chances)} on which two machines were used and placed`], usual: 'none' },
        { label: 'Days on which no single misplaced entry explains it', value: [String(sureDays)], usual: `none; as a habit of 1 starter in ${Math.round(1 / settings.ordinarySure)}` },
        { label: 'Days on which the places take turns', value: [`${interleaved} of ${days}`], usual: 'half of such days of honest people' },
        { label: 'Switches between the laptop in use and another machine', value: [`${withLaptop} of ${switches.length}`], usual: 'a phone far away while the laptop stands idle is no switch' },
        { label: 'Least distance between the edges', value: [kmSaid(switches.map(({ km }) => Math.round(km)))], usual: `under ${settings.leastKm} km` },
      ],
      innocent: sure ? [ACCOUNT, ROAMING, EXIT, MISPLACED] : [MISPLACED, EXIT, ROAMING, ACCOUNT],
    },
    clear: ['the person knows both machines and who used them, or one of the addresses belongs to an exit or is misplaced'],
    look: { where: { 'event.action': SEEN_BY } },
  };
}

/** One distance where all are alike. */
function kmSaid(distances: readonly number[]): string {
  const [least, most] = [Math.min(...distances), Math.max(...distances)];
  return `${least === most ? least : `${least} to ${most}`} km`;
}

const MISPLACED = ['An address that the tables put into the wrong city: compare with a location that the laptop reports.'] as const;
const EXIT = ['An exit of a VPN, a security gateway or a cloud desktop that no list names: enter it in places.csv.'] as const;
const ACCOUNT = ['Somebody at home who uses the account, or a computer at home that signs in by itself.'] as const;
const ROAMING = ['A phone or a data card that roams, on a network that no list calls one of phones: abroad it leaves by the exit of its carrier at home, so its address says home while it travels. Ask where the phone was.'] as const;
