import { canonicalLink } from '../../core/links.ts';
import type { ApplicationRow } from '../../core/person.ts';
import { likeness } from '../../core/shingles.ts';

/** What two applicants may have in common that is nobody's name. */
export const TRAITS = ['phone', 'profile', 'portfolio', 'reference', 'resume'] as const;
export type Trait = (typeof TRAITS)[number];

/** The values of one application that can be equal to another's, each as one mark. Tokens of different makers differ, and so do their marks. */
export function marksOf(application: ApplicationRow, trait: Trait): readonly string[] {
  const given = (...values: readonly (string | undefined)[]): readonly string[] => values.filter((value) => value !== undefined);
  switch (trait) {
    case 'phone': return given(application.phone, application.phone_token);
    case 'profile': return given(application.profile_url && canonicalLink(application.profile_url));
    case 'portfolio': return given(application.portfolio_url && canonicalLink(application.portfolio_url));
    case 'reference': return application.references ?? [];
    case 'resume': return given(application.resume_token);
  }
}

/** Applications by mark. */
export function byMark(applications: readonly ApplicationRow[], trait: Trait): ReadonlyMap<string, readonly ApplicationRow[]> {
  const found = new Map<string, ApplicationRow[]>();
  for (const application of applications) {
    for (const mark of new Set(marksOf(application, trait))) {
      const held = found.get(mark);
      if (held) held.push(application);
      else found.set(mark, [application]);
    }
  }
  return found;
}

/** When two résumés are one text. */
export interface AlikeRule {
  /** Least likeness, 0 to 1. */
  readonly alike: number;
  /** Hashes that a text must have to be compared. */
  readonly fewest: number;
  /** A passage in a larger share of all résumés is a form's or an agency's, and tells nobody from anybody. */
  readonly formShare: number;
}
/** So many may always have a passage in common: in a handful of résumés any share is large. */
const FEW = 3;

/**
 * Applications whose résumé is much the same text: application id → others with their likeness.
 *
 * @param about those for whom it is asked; the others are only looked at
 */
export function alikeResumes(about: readonly ApplicationRow[], all: readonly ApplicationRow[], rule: AlikeRule): ReadonlyMap<string, readonly { readonly other: ApplicationRow; readonly likeness: number }[]> {
  const own = ownPassages(all, rule);
  const asked = new Set(about.flatMap((application) => own.get(application) ?? []));
  // Only hashes somebody asks for are looked up, so the cost grows with who is asked about, not with the square of all.
  const holders = new Map<string, ApplicationRow[]>();
  for (const [application, passages] of own) {
    for (const hash of passages) {
      if (!asked.has(hash)) continue;
      const held = holders.get(hash);
      if (held) held.push(application);
      else holders.set(hash, [application]);
    }
  }
  return new Map(about.map((application) => {
    const passages = own.get(application) ?? [];
    const near = new Set(passages.flatMap((hash) => holders.get(hash) ?? []));
    near.delete(application);
    const found = [...near].map((other) => ({ other, likeness: likeness(passages, own.get(other)!) })).filter((one) => one.likeness >= rule.alike);
    return [application.application_id, found] as const;
  }));
}

/** Passages of each résumé without those of forms. */
function ownPassages(applications: readonly ApplicationRow[], { fewest, formShare }: AlikeRule): ReadonlyMap<ApplicationRow, readonly string[]> {
  const texts = applications.filter(({ resume_shingles: shingles }) => shingles !== undefined && shingles.length >= fewest);
  const counts = new Map<string, number>();
  for (const { resume_shingles: shingles } of texts) for (const hash of shingles!) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  const ofForm = (hash: string): boolean => counts.get(hash)! > Math.max(FEW, texts.length * formShare);
  const own = texts.map((application) => [application, application.resume_shingles!.filter((hash) => !ofForm(hash))] as const);
  return new Map(own.filter(([, passages]) => passages.length >= fewest));
}
