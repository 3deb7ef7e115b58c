import { percent } from '../../src/core/percent.ts';
import type { ApplicationRow } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import { applicantsOf } from '../../src/detect/people/applicants.ts';
import { TRAITS, alikeResumes, byMark, marksOf, type Trait } from '../../src/detect/people/traits.ts';
import type { Detail, Known } from './detail.ts';
import type { SETTINGS } from './settings.ts';

const KIND = { phone: 'sharedPhone', profile: 'sharedProfile', portfolio: 'sharedPortfolio', reference: 'sharedReference', resume: 'sharedResume' } as const satisfies Record<Trait, string>;
const SAYS: Readonly<Record<Trait, string>> = {
  phone: 'the phone', profile: 'the profile', portfolio: 'the portfolio', reference: 'a reference', resume: 'the résumé',
};
/** From so many applicants on, a large share of all of them may be a form's doing. */
export const MANY = 10;

/**
 * What an application has in common with those of other people.
 *
 * Other people are other applicants, not declared to live with this one. A phone that the people rows of two hires bring
 * as well is left to `identity-reuse`.
 */
export function sharedTraits({ applications, hires, tied }: Known, about: readonly ApplicationRow[], settings: Values<typeof SETTINGS>): (application: ApplicationRow) => readonly Detail[] {
  const applicants = applicantsOf(applications);
  const many = new Set(applicants.values()).size;
  const marked = new Map(TRAITS.map((trait) => [trait, byMark(applications, trait)]));
  const alike = alikeResumes(about, applications, { alike: settings.resumeAlike, fewest: settings.resumeFewest, formShare: settings.formShare });
  const applicantOf = ({ application_id: id }: ApplicationRow): string => applicants.get(id) ?? id;

  /** Applications of other people under one mark; none where so many give it that it tells nobody from anybody. */
  const under = (application: ApplicationRow, trait: Trait, mark: string): readonly ApplicationRow[] => {
    const holders = marked.get(trait)!.get(mark) ?? [];
    const people = new Set(holders.map(applicantOf)).size;
    return people >= MANY && people > many * settings.commonShare ? [] : holders.filter((other) => another(application, other, trait));
  };
  const another = (one: ApplicationRow, other: ApplicationRow, trait: Trait): boolean => {
    if (applicantOf(one) === applicantOf(other)) return false;
    const [a, b] = [one.hire_id, other.hire_id].map((id) => (id === undefined ? undefined : hires.get(id)));
    if (a && b && tied(a.hire_id, b.hire_id)) return false;
    return !(trait === 'phone' && a?.phone_token !== undefined && a.phone_token === b?.phone_token);
  };

  return (application) => TRAITS.flatMap((trait): Detail[] => {
    const likes = trait === 'resume' ? (alike.get(application.application_id) ?? []).filter(({ other }) => another(application, other, trait)) : [];
    const others = new Set([...marksOf(application, trait).flatMap((mark) => under(application, trait, mark)), ...likes.map(({ other }) => other)]);
    const people = new Set([...others].map(applicantOf)).size;
    if (people < (trait === 'reference' ? settings.referenceOthers : 1)) return [];
    const hired = [...new Set([...others].flatMap(({ hire_id: id }) => (id !== undefined && hires.has(id) ? [id] : [])))].sort();
    const like = likes.reduce((most, { likeness }) => Math.max(most, likeness), 0);
    return [{
      kind: KIND[trait], adds: settings[KIND[trait]], alongside: hired,
      says: `${like > 0 && like < 1 ? `${percent(like)} of the passages of the résumé` : SAYS[trait]} also came from ${fromWhom(people, hired.length)}`,
    }];
  });
}

/** @example fromWhom(2, 1) // => '2 other applicants, 1 of them hired' */
function fromWhom(people: number, hired: number): string {
  if (people === 1) return `1 other applicant${hired > 0 ? ', who was hired' : ''}`;
  return `${people} other applicants${hired > 0 ? `, ${hired} of them hired` : ''}`;
}
