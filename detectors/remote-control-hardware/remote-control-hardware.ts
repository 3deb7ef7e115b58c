import type { HireId } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import { DAY, dayOf, floorTo } from '../../src/core/time.ts';
import { defineDetector, type Hire, type Reading } from '../../src/detect/detector.ts';
import { cameOf } from './arrival.ts';
import { CROWD, crowdOf } from './crowd.ts';
import { earlierOf, withoutEarlier } from './earlier.ts';
import { EVIDENCE, LOOK_BACK_DAYS, type Seen } from './evidence.ts';
import { explain, type Judged } from './explain.ts';
import { looksOf, nightsIn, type Times } from './looks.ts';
import { prevalenceOf, type Prevalence } from './prevalence.ts';
import { SETTINGS } from './settings.ts';
import { signsOf, type Sign } from './signs.ts';
import { kvmWeight } from './weigh.ts';

type Settings = Values<typeof SETTINGS>;

export const remoteControlHardware = defineDetector({
  id: 'remote-control-hardware',
  version: 4,
  family: 'machine',
  days: 28,
  question: 'Is a network KVM attached to this laptop?',
  technique: 'T1219.003',
  needs: ['usb-present', 'display-present'],
  settings: SETTINGS,
  evidence: EVIDENCE,
  crowd: CROWD,
  detect(all, settings) {
    const window = withoutEarlier(all);
    const looks = looksOf(window);
    const starts = (hire: HireId): boolean => window.hires.get(hire)?.inScope === true;
    const signs = signsOf(window);
    const prevalence = prevalenceOf(signs, new Set([...looks.keys()].filter(starts)), crowdOf(window), settings);
    const earlier = earlierOf(all);
    const judged = signs.flatMap((sign): readonly Judged[] => {
      const hire = window.hires.get(sign.hire);
      const times = looks.get(sign.hire);
      if (!hire?.inScope || !times || times.size < settings.minimumDays || isAllowed(sign, window)) return [];
      return [judge({ ...sign, first: Math.min(sign.first, earlier(sign)) }, hire, times, prevalence(sign), window, settings)];
    });
    return [...Map.groupBy(judged, ({ sign }) => sign.hire).values()].map((ofHire): Reading => {
      const main = ofHire.toSorted((a, b) => b.llr - a.llr || (a.sign.laptop < b.sign.laptop ? -1 : 1))[0]!;
      return { subject: main.sign.hire, llr: main.llr, newest: main.sign.last, key: main.sign.id, ...explain(main, settings) };
    });
  },
});

/** On every day on which it was seen. */
function isAllowed({ id, hire, times }: Sign, window: Seen): boolean {
  return [...times.keys()].every((day) => window.allowed(id, hire, day));
}

function judge(sign: Sign, hire: Hire, looks: Times, prevalence: Prevalence, window: Seen, settings: Settings): Judged {
  const since = new Map([...looks].filter(([day]) => day >= dayOf(sign.first)));
  const [nights, nightsShown] = [nightsIn(since, hire.time_zone).size, nightsIn(sign.times, hire.time_zone).size];
  // Where it was seen before the window, an arrival before the window is seen as well.
  const from = sign.first < window.from ? floorTo(window.asOf, DAY) - LOOK_BACK_DAYS * DAY : window.from;
  const came = cameOf(sign.first, looks, hire, window.laptops.get(sign.laptop), from, settings.soonHours);
  const [days, daysShown] = [since.size, sign.times.size];
  const llr = kvmWeight({
    how: sign.how, rate: prevalence.rate, shown: daysShown + nightsShown, looks: days + nights, days: daysShown,
    came: came.when, same: prevalence.same.length, others: prevalence.starters,
  }, settings);
  return { sign, prevalence, came, days, daysShown, nights, nightsShown, llr };
}
