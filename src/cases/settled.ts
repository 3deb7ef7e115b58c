import { SPEAKS, type Family } from '../core/family.ts';
import type { HireId } from '../core/person.ts';
import { DAY, type Instant } from '../core/time.ts';
import { rankOf, type Band, type Risk } from '../risk/risk.ts';
import type { Case } from './case.ts';

/** What stands about some people, as far as it matters whether it was decided before. */
export interface Story {
  readonly hires: readonly HireId[];
  readonly families: readonly Family[];
  readonly band: Band;
  readonly chance: number;
  /** Findings that speak by themselves. */
  readonly findings: readonly string[];
}

/** Findings that make a farm twice as likely as without them. */
export function speakingFindings(risks: readonly Risk[]): readonly string[] {
  return risks.flatMap(({ parts }) => parts.flatMap((part) => (part.kind === 'finding' && part.adds >= SPEAKS ? [part.finding] : [])));
}

/**
 * True when people closed this case about this story: nobody is asked the same question twice.
 *
 * It is another story with a person or a family more, and where it weighs more than it ever did and stands in a higher
 * band. Once a weight would have halved since the closing, another tool or another place makes another story as well; at
 * once where the closing decided nothing.
 *
 * @param halfLifeDays in which a weight halves by the settings in force, above 0
 */
export function settles(state: Case, story: Story, asOf: Instant, halfLifeDays: number): boolean {
  if (state.status !== 'closed' || state.closed === null) return false;
  const told = familiesEver(state);
  if (!story.hires.every((hire) => state.hires.includes(hire)) || !story.families.every((family) => told.has(family))) return false;
  if (rankOf(story.band) > rankOf(state.peak.band) && logit(story.chance) - logit(state.peak.chance) >= SPEAKS) return false;
  const { reason, at } = state.closed;
  const decides = reason !== 'not-evaluable' && reason !== 'duplicate';
  if (decides && asOf - at <= halfLifeDays * DAY) return true;
  return story.findings.every((finding) => state.findings.includes(finding));
}

/** Families that ever spoke in a case: one that wavers around its threshold is no news when it comes back. */
export function familiesEver(state: Case): ReadonlySet<Family> {
  return new Set([...state.families, ...state.history.flatMap((entry) => entry.families ?? [])]);
}

function logit(chance: number): number {
  return Math.log(chance / (1 - chance));
}
