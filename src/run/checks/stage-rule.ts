import { STAGES, CHECKS, type Stage } from '../../cases/check-kinds.ts';
import { begunTask, type Subject, type Task } from '../../cases/check-task.ts';
import { shortHash } from '../../core/canonical.ts';
import type { HireId } from '../../core/person.ts';
import { DAY, type Instant } from '../../core/time.ts';
import type { Registry } from '../../detect/people/registry.ts';
import type { CheckRules } from './check-rules.ts';

/** Days after the application by which its checks are due. */
const AFTER_APPLYING: Readonly<Partial<Record<Stage, number>>> = { application: 7, interview: 21 };
/** Days after the first one; earlier ones are negative. */
const AFTER_START: Readonly<Partial<Record<Stage, number>>> = { 'offer': -14, 'hand-over': -3, 'day-1': 0, 'day-30': 30, 'day-90': 90 };
/** A check of a rule shows up so long before it is due, and a new rule looks no farther back than it. */
const AHEAD = 14 * DAY;
const BACK = 30 * DAY;
/** Who begins what a rule asks for. */
export const BY_RULE = 'the rule of the company';

/**
 * Checks that the rule asks for and nobody has touched yet, for everybody alike.
 *
 * They are worked out, not stored: a check of a rule is written down when somebody first does something with it.
 *
 * @param isInCase whether somebody is in an open case, in which it waits as any contact does
 */
export function dueByRule({ stages }: CheckRules, registry: Pick<Registry, 'hires' | 'applications'>, begun: ReadonlyMap<string, unknown>, now: Instant, isInCase: (hire: HireId) => boolean): readonly Task[] {
  const found: Task[] = [];
  const add = (stage: Stage, subject: Subject, key: string, start: Instant, days: number | undefined): void => {
    if (days === undefined) return;
    const due = start + days * DAY;
    if (due - AHEAD > now || due + BACK < now) return;
    for (const kind of stages[stage] ?? []) {
      const id = `k-${shortHash(`rule\0${stage}\0${kind}\0${key}`).slice(0, 10)}`;
      if (begun.has(id)) continue;
      found.push(begunTask({ id, kind, subject, origin: { stage }, due, isWaiting: 'hire' in subject && isInCase(subject.hire) }, Math.min(now, due - AHEAD), BY_RULE));
    }
  };
  for (const stage of STAGES) {
    if (stages[stage] === undefined) continue;
    // Day 90 lies at the end of scope, so that who has left is asked, not who is in scope.
    for (const { hire_id: hire, start_date: start, end_date: ended } of registry.hires.values()) if (ended === undefined) add(stage, { hire }, `hire\0${hire}`, Date.parse(start), AFTER_START[stage]);
    for (const { application_id: id, applied_at: at, hire_id: hire } of registry.applications) if (at !== undefined && hire === undefined) add(stage, { application: id }, `application\0${id}`, at, AFTER_APPLYING[stage]);
  }
  return found;
}

/** What is wrong with a rule: a document nobody may be asked for, or a laptop before there is one. */
export function ruleProblems({ stages, documents }: Pick<CheckRules, 'stages' | 'documents'>): readonly string[] {
  return STAGES.flatMap((stage) => (stages[stage] ?? []).flatMap((kind) => [
    ...(CHECKS[kind].wantsDocument && documents.length === 0 ? [`checks.stages.${stage}: ${kind} asks for a document, and checks.documents names none`] : []),
    ...(CHECKS[kind].wantsLaptop && ['application', 'interview', 'offer'].includes(stage) ? [`checks.stages.${stage}: ${kind} needs a laptop, and there is none yet`] : []),
  ]));
}
