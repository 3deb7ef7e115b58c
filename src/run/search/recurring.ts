import { compareBytes } from '../../core/canonical.ts';
import type { ApplicationRow, HireId, PersonRow } from '../../core/person.ts';
import { applicantsOf } from '../../detect/people/applicants.ts';
import { TRAITS, alikeResumes, byMark, type AlikeRule, type Trait } from '../../detect/people/traits.ts';

/** Something that stands in records of several people. */
export interface Pattern {
  readonly trait: Trait;
  readonly applications: readonly string[];
  /** Hires whose people row has it, or who made one of these applications. */
  readonly hires: readonly HireId[];
}

/**
 * What recurs over applicants and hires: equal phones, profiles, portfolios, references and résumés, and much the same text.
 *
 * In order of what recurs and of the first application; nothing is counted up or ranked.
 */
export function recurringPatterns(applications: readonly ApplicationRow[], people: readonly PersonRow[], rule: AlikeRule & { readonly referenceOthers: number }): readonly Pattern[] {
  const applicants = applicantsOf(applications);
  const patterns = TRAITS.flatMap((trait) => [...byMark(applications, trait)].flatMap(([mark, rows]): Pattern[] => {
    const withMark = trait === 'phone' ? people.filter(({ phone_token: phone }) => phone === mark) : [];
    // A hire's people row beside the hire's own application is one person.
    const hired = new Set(rows.flatMap(({ hire_id: id }) => id ?? []));
    const persons = new Set(rows.map(({ application_id: id }) => applicants.get(id)!)).size + withMark.filter(({ hire_id: id }) => !hired.has(id)).length;
    return persons > (trait === 'reference' ? rule.referenceOthers : 1) ? [patternOf(trait, rows, withMark)] : [];
  }));
  const known = new Set(patterns.map(keyOf));
  const texts = alikeGroups(applications, applicants, rule).map((rows) => patternOf('resume', rows, [])).filter((pattern) => !known.has(keyOf(pattern)));
  return [...patterns, ...texts].sort((a, b) => compareBytes(keyOf(a), keyOf(b)));
}

/** Applications joined by résumés that are much the same text, directly or through others, of several applicants. */
function alikeGroups(applications: readonly ApplicationRow[], applicants: ReadonlyMap<string, string>, rule: AlikeRule): readonly (readonly ApplicationRow[])[] {
  const alike = alikeResumes(applications, applications, rule);
  const grouped = new Set<ApplicationRow>();
  return applications.flatMap((first) => {
    if (grouped.has(first)) return [];
    const group = new Set([first]);
    for (const one of group) for (const { other } of alike.get(one.application_id) ?? []) group.add(other);
    for (const one of group) grouped.add(one);
    return new Set([...group].map(({ application_id: id }) => applicants.get(id))).size > 1 ? [[...group]] : [];
  });
}

function keyOf({ trait, applications }: Pattern): string {
  return [trait, ...applications].join('\0');
}

function patternOf(trait: Trait, rows: readonly ApplicationRow[], people: readonly PersonRow[]): Pattern {
  const hires = new Set([...rows.flatMap(({ hire_id: id }) => id ?? []), ...people.map(({ hire_id: id }) => id)]);
  return { trait, applications: [...new Set(rows.map(({ application_id: id }) => id))].sort(compareBytes), hires: [...hires].sort(compareBytes) };
}
