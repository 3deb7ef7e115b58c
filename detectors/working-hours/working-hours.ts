import { SECOND, isZone, offsetMinutes } from '../../src/core/time.ts';
import { defineDetector, type Reading } from '../../src/detect/detector.ts';
import { agreedOf, type Agreed } from './agreed.ts';
import { clockWeight, isTooLittle, posteriorOf } from './clock-model.ts';
import { farFromCompany } from './company-zone.ts';
import { explain } from './explain.ts';
import { settledZones } from './laptop-zone.ts';
import { SETTINGS } from './settings.ts';
import { EVIDENCE, workTimes } from './work-times.ts';

/** The hours held against one zone. */
interface Against { readonly zone: string; readonly agreed: Agreed | undefined; readonly llr: number }

export const workingHours = defineDetector({
  id: 'working-hours',
  version: 7,
  family: 'hours',
  days: 60,
  question: 'Which UTC offset does this person live in?',
  needs: ['activity', 'sign-in'],
  settings: SETTINGS,
  evidence: EVIDENCE,
  detect(window, settings) {
    const isFar = farFromCompany(window.hires.values(), window.asOf);
    const laptopZone = settledZones(window.rows.clocks, window, window.asOf, settings.minimumDays);
    return [...workTimes(window, settings)].flatMap(([id, { times, shown }]): readonly Reading[] => {
      const hire = window.hires.get(id);
      const zone = hire?.time_zone ?? hire?.home_zone;
      if (!hire?.inScope || zone === undefined || !isZone(zone)) return [];
      const posterior = posteriorOf(times.map((at) => at / SECOND));
      if (isTooLittle(posterior, settings)) return [];
      const ceiling = isFar(zone) ? settings.ceilingAbroad : settings.ceiling;
      const against = (one: string): Against => {
        const weight = Math.min(ceiling, clockWeight(posterior, one, settings.floor));
        // An agreement explains odd hours; hours that fit the claim need no explaining.
        const agreed = weight > 0 ? agreedOf(hire.work_hours, times, one, settings.agreedShare) : undefined;
        return { zone: one, agreed, llr: weight * (agreed?.left ?? 1) };
      };
      const claimed = against(zone);
      // That somebody lives where the laptop does and not where the record says is for `custody` to weigh: only hours that fit neither weigh here.
      const standsIn = claimed.llr > settings.floor ? laptopZone(id) : undefined;
      const there = standsIn === undefined || offsetMinutes(standsIn, window.asOf) === offsetMinutes(zone, window.asOf) ? undefined : against(standsIn);
      const judged = there && there.llr < claimed.llr ? there : claimed;
      return [{ subject: id, llr: judged.llr, newest: Math.min(window.asOf, times.at(-1)!), key: 'clock', ...explain({ times, shown, ...judged, claim: zone, standsIn: there?.zone, isDerived: hire.time_zone === undefined, posterior }, settings) }];
    });
  },
});
