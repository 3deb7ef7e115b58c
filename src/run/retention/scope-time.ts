import type { HireId } from '../../core/person.ts';
import { DAY, isZone, startOfLocalDay, type Instant } from '../../core/time.ts';
import type { Registry, ScopeRule } from '../../detect/people/registry.ts';
import type { Hire } from '../../detect/detector.ts';

/** A hire is watched at instants in [from, to). */
export interface ScopeTime { readonly from: Instant; readonly to: Instant }

/** When the rule watches a hire; an end that has not come yet is unknown. */
export function scopeTimeOf(hire: Hire, rule: ScopeRule): ScopeTime {
  const zone = hire.time_zone && isZone(hire.time_zone) ? hire.time_zone : rule.companyZone;
  const end = hire.end_date === undefined ? Infinity : startOfLocalDay(hire.end_date, zone) + DAY;
  return { from: hire.startsAt - rule.daysBefore * DAY, to: Math.min(hire.startsAt + rule.daysAfter * DAY, end) };
}

/**
 * True for an event that no run about this person looks at, now or later.
 *
 * What happened before the first day in scope is read by the runs that follow, as far back as detectors look: the
 * parcel, the checks. It counts as outside only once that scope is over.
 *
 * @param lookBackDays longest window of a detector
 */
function isOutside(at: Instant, scope: ScopeTime, lookBackDays: number, now: Instant): boolean {
  if (at >= scope.to) return true;
  return at < (now < scope.to ? scope.from - lookBackDays * DAY : scope.from);
}

/** Whether a hire was out of scope at an instant; nobody of `spoken` ever is, and neither is somebody unknown. */
export type OutsideAt = (hire: HireId, at: Instant) => boolean;

/** @param spoken people on whom an open case rests */
export function outsideAt(registry: Registry, rule: ScopeRule, spoken: ReadonlySet<HireId>, lookBackDays: number): OutsideAt {
  const scopes = new Map([...registry.hires].map(([id, hire]) => [id, scopeTimeOf(hire, rule)]));
  return (hire, at) => {
    const scope = scopes.get(hire);
    return scope !== undefined && !spoken.has(hire) && isOutside(at, scope, lookBackDays, registry.asOf);
  };
}
