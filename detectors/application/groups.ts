import { compareBytes } from '../../src/core/canonical.ts';
import type { ApplicationRow } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import { applicantsOf } from '../../src/detect/people/applicants.ts';
import { TRAITS, alikeResumes, byMark, type Trait } from '../../src/detect/people/traits.ts';
import type { Known } from './detail.ts';
import type { SETTINGS } from './settings.ts';
import { MANY } from './shared.ts';

/** Applications of different people that give one phone, profile, portfolio or reference, or much the same résumé. */
export interface ApplicationGroup { readonly trait: Trait; readonly applications: readonly ApplicationRow[]; readonly people: number }

/**
 * What applicants share, by the rules of the small details: one person who applied twice is no group, nor is a declared
 * household, nor what so many give that it tells nobody from anybody.
 *
 * @returns the largest group first
 */
export function groupsOf({ applications, tied }: Pick<Known, 'applications' | 'tied'>, settings: Values<typeof SETTINGS>): readonly ApplicationGroup[] {
  const applicants = applicantsOf(applications);
  const many = new Set(applicants.values()).size;
  const applicantOf = ({ application_id: id }: ApplicationRow): string => applicants.get(id) ?? id;
  const group = (trait: Trait, members: readonly ApplicationRow[]): readonly ApplicationGroup[] => {
    const people = new Set(members.map(applicantOf)).size;
    const fewest = trait === 'reference' ? settings.referenceOthers + 1 : 2;
    const isCommon = trait !== 'resume' && people >= MANY && people > many * settings.commonShare;
    const hires = members.map(({ hire_id: hire }) => hire);
    const isHousehold = hires.every((hire) => hire !== undefined && hires.every((other) => other === hire || (other !== undefined && tied(hire, other))));
    return people < fewest || isCommon || isHousehold ? [] : [{ trait, people, applications: [...members].sort(byDay) }];
  };
  return TRAITS.flatMap((trait) => (trait === 'resume' ? alikeGroups(applications, settings) : [...byMark(applications, trait).values()]).flatMap((members) => group(trait, members)))
    .sort((a, b) => b.people - a.people || compareBytes(a.trait, b.trait) || byDay(a.applications[0]!, b.applications[0]!));
}

/** By the day they were sent, the earliest first. */
function byDay(a: ApplicationRow, b: ApplicationRow): number {
  return (a.applied_at ?? 0) - (b.applied_at ?? 0) || compareBytes(a.application_id, b.application_id);
}

/** Equal tokens, and texts that are alike, joined as far as they reach. */
function alikeGroups(applications: readonly ApplicationRow[], settings: Values<typeof SETTINGS>): readonly (readonly ApplicationRow[])[] {
  const near = new Map(applications.map((one): [ApplicationRow, Set<ApplicationRow>] => [one, new Set()]));
  const byId = new Map(applications.map((one) => [one.application_id, one]));
  for (const members of byMark(applications, 'resume').values()) for (const one of members) for (const other of members) near.get(one)!.add(other);
  const alike = alikeResumes(applications, applications, { alike: settings.resumeAlike, fewest: settings.resumeFewest, formShare: settings.formShare });
  for (const [id, others] of alike) for (const { other } of others) near.get(byId.get(id)!)!.add(other);
  const seen = new Set<ApplicationRow>();
  return applications.flatMap((start) => {
    if (seen.has(start)) return [];
    const members: ApplicationRow[] = [];
    const left = [start];
    for (let one = left.pop(); one; one = left.pop()) {
      if (seen.has(one)) continue;
      seen.add(one);
      members.push(one);
      left.push(...near.get(one)!);
    }
    return [members];
  });
}
