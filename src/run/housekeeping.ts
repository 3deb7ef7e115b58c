import { DAY, floorTo } from '../core/time.ts';
import { readHistory, registryAt } from '../detect/people/registry.ts';
import { finishErasure } from './erasures/erasing.ts';
import type { Held } from './holds/hold.ts';
import { heldNow } from './holds/hold-book.ts';
import type { HousekeepingCounts } from './retention/counts.ts';
import { removeOldCounts } from './retention/crowd.ts';
import { removeEndedSessions } from './retention/ended-sessions.ts';
import { leftScope } from './retention/left-scope.ts';
import { cleanedUp, goneIn, rehearsed, type Rehearsed } from './retention/letting-go.ts';
import { linkShelf } from './retention/machine-links.ts';
import { oldApplications, removeApplications } from './retention/old-applications.ts';
import { applicationsByDay, casesByDay, deletionJournal, runsByDay } from './retention/deletions.ts';
import { endedCases, forgetCases } from './retention/old-cases.ts';
import { forgetPeople, leavers } from './retention/old-people.ts';
import { forgetOldRows } from './retention/old-rows.ts';
import { removeOldRuns } from './retention/old-runs.ts';
import { casesUnderWay } from './retention/open-cases.ts';
import type { HousekeepingParts } from './retention/parts.ts';
import { goesAt, reduceDays } from './retention/reduce-days.ts';
import { outsideAt } from './retention/scope-time.ts';
import { takeStragglers } from './retention/stragglers.ts';
import { beginDays, untold } from './retention/told-days.ts';
import { takeTraces } from './retention/traces.ts';
import { noteUnscrubbed, underWay } from './retention/under-way.ts';

/** Days that are left alone: their rows may still be on their way. */
const SETTLING_DAYS = 2;

/**
 * Keeps what is needed for as long as it is needed, and lets go of the rest; then nothing of it is left in the bytes on disk.
 *
 * Nothing that an open case rests on is touched, or one that was closed as `true` until its response has ended, and nothing
 * that is on hold. Each rule looks at what is held, so a run that was cut off is finished by the next one, and a second run
 * does nothing.
 *
 * @throws FarmwatchError `request.invalid` while another run, or an erasure, is under way
 */
export function housekeep(parts: HousekeepingParts): Promise<HousekeepingCounts> {
  return underWay(parts.store, parts.now, () => cleanedUp(parts, async () => {
    await finishErasure(parts);
    await takeStragglers(parts.store, parts.pipeline.runs, parts.now);
    await removeEndedSessions(parts.store, parts.now);
    await beginDays(parts.store, await readHistory(parts.store), parts.now);
    return letGo(parts);
  }));
}

/** What the next run would do; nothing is written. */
export function rehearse(parts: HousekeepingParts): Promise<Rehearsed> {
  return rehearsed(parts, letGo);
}

async function letGo({ store, pipeline, scope, retention, detectorDays, now }: HousekeepingParts): Promise<HousekeepingCounts> {
  // Without any detector nothing is looked at; an empty maximum must not reach into the future.
  const windowDays = Math.max(0, detectorDays);
  const oldest = floorTo(now - (windowDays + retention.rawDays) * DAY, DAY);
  const held = (): Promise<Held> => heldNow(store, pipeline, now);
  const ended = { asFalse: now - retention.closedFalseDays * DAY, otherwise: now - retention.closedDays * DAY };
  const heldFirst = await held();
  const cases = await forgetCases(store, pipeline, (all) => endedCases(all, ended, heldFirst));
  const open = await casesUnderWay(pipeline, await held(), now);
  const history = await readHistory(store);
  const registry = registryAt(history, now, scope, open.hires);

  const told = (await pipeline.cases()).cases;
  const staying = new Set([...open.people, ...told.flatMap(({ hires }) => hires)]);
  // The days of people who left may be fewer than those of rows: whoever goes tonight takes them along.
  const going = new Set([...leavers(history, scope, now - retention.leftDays * DAY, now), ...await untold(store, history, now - retention.untoldDays * DAY, now)]).difference(staying);
  const outside = outsideAt(registry, scope, open.people, windowDays);

  const plans = pipeline.parts.detectors.flatMap(({ detector }) => detector.crowd ?? []);
  const reduced = await reduceDays(store, registry.directory, goesAt((hire, at) => (going.has(hire) && at >= oldest) || outside(hire, at)), plans, registry.catalogue, now - SETTLING_DAYS * DAY);
  const oldEvents = await forgetOldRows(store, registry.directory, open.people, oldest);
  // They name nobody, so no count tells of them; their bytes go all the same.
  if (await removeOldCounts(store, oldest, now) > 0) await noteUnscrubbed(store);
  const links = await linkShelf(store).removeOld(now);
  const applications = oldApplications(history, registry, scope, retention.applicationDays, await held());
  const runs = await removeOldRuns(pipeline.runs, open.instants, now, scope.companyZone, await held());
  const leftScopeNow = await leftScope(store, registry);
  const applicationsGone = await removeApplications(store, applications);
  const people = await forgetPeople(store, [...going], now, held);
  const traces = await takeTraces(store, pipeline, told, await held(), now);
  const counts: HousekeepingCounts = {
    reducedDays: reduced.days, reducedEvents: reduced.events, crowdCounts: reduced.counts, oldEvents, cases: cases.length,
    applications: applicationsGone, runs: runs.length, links: links + traces.links, leftScope: leftScopeNow, people: people.length, entries: traces.entries,
  };
  if (goneIn(counts) > 0) {
    await deletionJournal(store).append({ at: now, counts, applications: applicationsByDay(applications, told, scope.companyZone), cases: casesByDay(cases, told, scope.companyZone), runs: runsByDay(runs, scope.companyZone) });
  }
  return counts;
}

/** The same as one sentence. Proofs of old count no links. */
export function sayCounts(counts: Omit<HousekeepingCounts, 'links'> & Partial<Pick<HousekeepingCounts, 'links'>>): string {
  const some = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
  return `${some(counts.leftScope, 'hire')} left scope; ${some(counts.reducedEvents, 'event')} of people outside scope on ${some(counts.reducedDays, 'day')} reduced to ${some(counts.crowdCounts, 'count')} of devices; `
    + `removed ${some(counts.oldEvents, 'old event')}, ${some(counts.applications, 'application')}, ${some(counts.cases, 'closed case')}, ${some(counts.runs, 'stored run')}, ${some(counts.links ?? 0, 'link')} of machines, `
    + `${some(counts.people, 'person', 'people')} who left long ago or whom no file names any more, and ${some(counts.entries, 'entry', 'entries')} of journals.`;
}
