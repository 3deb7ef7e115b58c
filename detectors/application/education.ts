import { counted } from '../../src/core/counted.ts';
import type { ApplicationRow, InstitutionRow } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import { startOfDay, DAY } from '../../src/core/time.ts';
import type { Detail } from './detail.ts';
import type { SETTINGS } from './settings.ts';

type Taught = Pick<InstitutionRow, 'majors' | 'term_start_months' | 'term_end_months'>;
export interface Schools { readonly schools: ReadonlyMap<string, Taught>; readonly watched: ReadonlySet<string> }

/** The operator's list, by folded name. What several rows of one name teach is taken together. */
export function schoolsOf(institutions: readonly InstitutionRow[]): Schools {
  return {
    schools: new Map([...Map.groupBy(institutions, ({ name }) => folded(name))].map(([name, rows]) => [name, together(rows)])),
    watched: new Set(institutions.filter(({ kind }) => kind === 'watch').map(({ name }) => folded(name))),
  };
}

function together(rows: readonly InstitutionRow[]): Taught {
  return {
    majors: [...new Set(rows.flatMap(({ majors }) => majors))],
    term_start_months: rows.flatMap((row) => row.term_start_months), term_end_months: rows.flatMap((row) => row.term_end_months),
  };
}

/** What education and employers say against the operator's own list, and how old the profile is. */
export function educationDetails(application: ApplicationRow, { schools, watched }: Schools, settings: Values<typeof SETTINGS>): readonly Detail[] {
  const school = application.school === undefined ? undefined : schools.get(folded(application.school));
  const off = school ? [
    ...(application.degree_from !== undefined && offTerm(application.degree_from, school.term_start_months, settings.termSlackMonths) ? ['begin'] : []),
    ...(application.degree_to !== undefined && offTerm(application.degree_to, school.term_end_months, settings.termSlackMonths) ? ['end'] : []),
  ] : [];
  const onList = [application.school, ...(application.employers ?? []).map((employer) => employer.split('|')[0])].filter((name) => name !== undefined && watched.has(folded(name))).length;
  const profileDays = daysBefore(application);
  const detail = (kind: Detail['kind'] & keyof typeof settings, says: string): Detail => ({ kind, adds: settings[kind], says, alongside: [] });
  return [
    ...(school && application.major !== undefined && school.majors.length > 0 && !taught(application.major, school.majors)
      ? [detail('fieldNotTaught', `the field of study, as it is written, is none of the ${school.majors.length} that institutions.csv lists for the school`)] : []),
    ...(off.length > 0 ? [detail('datesOffTerm', `the studies ${off.join(' and ')} more than ${counted(settings.termSlackMonths, 'month')} from any term of the school`)] : []),
    ...(onList > 0 ? [detail('watchedName', `${onList} of the names in it ${onList === 1 ? 'stands' : 'stand'} on your own list`)] : []),
    ...(profileDays !== undefined && profileDays <= settings.newProfileDays ? [detail('newProfile', `the profile was made ${counted(profileDays, 'day')} before applying`)] : []),
  ];
}

/**
 * True where a field of study is among those of a school, also under a longer or shorter name, cut short or by its initials.
 *
 * @example taught('Computer Science and Engineering', ['Computer Science']) // => true
 * @example taught('Comp. Sci.', ['Computer Science']) // => true
 */
export function taught(major: string, majors: readonly string[]): boolean {
  const claimed = wordsOf(major);
  return majors.some((listed) => {
    const words = wordsOf(listed);
    const initials = words.map((word) => word[0]).join('');
    return (words.length > 1 && claimed.includes(initials)) || isPartOf(words, claimed) || isPartOf(claimed, words);
  });
}

function isPartOf(some: readonly string[], all: readonly string[]): boolean {
  return some.every((one) => all.some((other) => isSameWord(one, other)));
}

/** Computing and Computer, Sciences and Sci.: short words and long ones that begin alike. */
function isSameWord(one: string, other: string): boolean {
  const letters = Math.max(SHORTEST_STEM, Math.min(one.length, other.length, LONGEST_STEM));
  return one === other || (one.length >= SHORTEST_STEM && one.slice(0, letters) === other.slice(0, letters));
}
const SHORTEST_STEM = 3;
const LONGEST_STEM = 6;

/**
 * True for a month in which no term begins (or ends), with some slack on both sides. A year alone tells no month.
 *
 * @param month `2016-09`
 * @param terms months 1 to 12; none: not known
 */
export function offTerm(month: string, terms: readonly number[], slack: number): boolean {
  const number = Number(month.slice(5, 7));
  if (number === 0 || terms.length === 0) return false;
  return terms.every((term) => Math.min(Math.abs(term - number), 12 - Math.abs(term - number)) > slack);
}

/** Whole days between making the profile and applying; undefined where either is not known, or the profile is younger. */
function daysBefore({ profile_created: created, applied_at: at }: ApplicationRow): number | undefined {
  if (created === undefined || at === undefined) return undefined;
  const days = Math.floor((at - startOfDay(created)) / DAY);
  return days < 0 ? undefined : days;
}

function folded(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim().replace(/^the /, '');
}

const SMALL = new Set(['and', 'of', 'in', 'the', 'with', 'studies', 'degree', 'major', 'applied', 'hons', 'ba', 'bs', 'bsc', 'beng', 'ma', 'ms', 'msc', 'meng', 'bachelor', 'master', 's']);
function wordsOf(text: string): readonly string[] {
  return folded(text).split(' ').filter((word) => word !== '' && !SMALL.has(word));
}
