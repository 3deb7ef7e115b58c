import { DAY, type Instant } from '../core/time.ts';
import type { Crowd } from '../detect/run.ts';
import type { Store } from '../store/store.ts';
import { crowdOf, knownBy } from './retention/crowd.ts';

/** No detector asks farther back who else was at a place. */
const CROWD_DAYS = 30;

/** Devices of people outside scope, as housekeeping left them. */
export async function crowdAt(store: Store, asOf: Instant): Promise<Crowd> {
  const devices = new Map((await crowdOf(store, asOf - CROWD_DAYS * DAY, asOf)).map((count) => [`${count.day}|${count.line}`, knownBy(count, asOf)]));
  return (mark, day) => devices.get(`${day}|${mark}`) ?? 0;
}
