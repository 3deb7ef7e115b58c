import { SECOND, isZone } from '../../src/core/time.ts';
import { defineDetector, type Reading } from '../../src/detect/detector.ts';
import { agreedOf } from './agreed.ts';
import { clockWeight, isTooLittle, posteriorOf } from './clock-model.ts';
import { farFromCompany } from './company-zone.ts';
import { explain } from './explain.ts';
import { SETTINGS } from './settings.ts';
import { EVIDENCE, workTimes } from './work-times.ts';

export const workingHours = defineDetector({
  id: 'working-hours',
  version: 6,
  family: 'hours',
  days: 60,
  question: 'Which UTC offset does this person live in?',
  needs: ['activity', 'sign-in'],
  settings: SETTINGS,
  evidence: EVIDENCE,
  detect(window, settings) {
    const isFar = farFromCompany(window.hires.values(), window.asOf);
    return [...workTimes(window, settings)].flatMap(([id, { times, shown }]): readonly Reading[] => {
      const hire = window.hires.get(id);
      const zone = hire?.time_zone ?? hire?.home_zone;
      if (!hire?.inScope || zone === undefined || !isZone(zone)) return [];
      const posterior = posteriorOf(times.map((at) => at / SECOND));
      if (isTooLittle(posterior, settings)) return [];
      const ceiling = isFar(zone) ? settings.ceilingAbroad : settings.ceiling;
      const weight = Math.min(ceiling, clockWeight(posterior, zone, settings.floor));
      // An agreement explains odd hours; hours that fit the claim need no explaining.
      const agreed = weight > 0 ? agreedOf(hire.work_hours, times, zone, settings.agreedShare) : undefined;
      const llr = weight * (agreed?.left ?? 1);
      return [{ subject: id, llr, newest: Math.min(window.asOf, times.at(-1)!), key: 'clock', ...explain({ times, shown, zone, isDerived: hire.time_zone === undefined, posterior, agreed, llr }, settings) }];
    });
  },
});
