import { instantOf } from '../clock.ts';
import { verified } from '../records.ts';
import { dayWithin, type Oddity } from './oddity.ts';

/** Somebody of the company meets them once: on a trip to an office, at a customer, over lunch. */
export const metInPerson: Oddity = {
  kind: 'met-in-person', rate: 'metInPerson',
  apply(life, world, draw) {
    const met = instantOf(world.calendar, dayWithin(life, world, draw), 660 + draw.int(300), life.home.metro.zone);
    return { ...life, diary: [...life.diary, verified(met, life.row.email, 'in-person', 'confirmed', `manager@${world.domain}`)] };
  },
};

/** A check that fails for a plain reason, a camera or a bad line; most are repeated within days, and then pass. */
export const failedCheck: Oddity = {
  kind: 'failed-check', rate: 'failedChecks',
  apply(life, world, draw) {
    const day = dayWithin(life, world, draw, 6);
    const kind = draw.pick(['video-call', 'video-call', 'manager', 'serial-photo']);
    const at = (after: number): number => instantOf(world.calendar, day + after, 600 + draw.int(400), life.home.metro.zone);
    const first = verified(at(0), life.row.email, kind, draw.chance(0.5) ? 'refuted' : 'inconclusive', `people@${world.domain}`);
    const again = draw.chance(0.7) ? [verified(at(1 + draw.int(5)), life.row.email, kind, 'confirmed', `people@${world.domain}`)] : [];
    return { ...life, diary: [...life.diary, first, ...again] };
  },
};
