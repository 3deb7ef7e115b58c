import type { Chronicle, PersonSeen } from './chronicle.ts';
import { plain, rate, type Figure } from './figure.ts';
import type { Way } from './runs.ts';

const DAYS_A_MONTH = 30;
const GOAL = { is: 'at most', value: 1 } as const;
/** So many ordinary hire-months are needed before the goal may be called met. */
const MONTHS_NEEDED = 5_000;

/** Hire-months: days that these people were watched, together, by months of 30 days. */
export function monthsOf(people: readonly PersonSeen[]): number {
  return people.reduce((sum, { days }) => sum + days, 0) / DAYS_A_MONTH;
}

/** Everybody of these companies who is in no farm. */
export function ordinaryOf(chronicles: readonly Chronicle[]): readonly PersonSeen[] {
  return chronicles.flatMap(({ people }) => people.filter(({ of }) => of === 'ordinary'));
}

/** People of each case that reached `review` and holds nobody of a farm. */
function falseCases(chronicle: Chronicle, way: Way): readonly (readonly PersonSeen[])[] {
  const people = new Map(chronicle.people.map((person) => [person.hire, person]));
  return chronicle.ways.get(way)!.cases
    .map(({ hires }) => hires.flatMap((hire) => people.get(hire) ?? []))
    .filter((members) => members.every(({ of }) => of === 'ordinary'));
}

/** False cases, the honest people that true ones name by the way, and false ones by what sets their people apart. */
export function falseCaseFigures(chronicles: readonly Chronicle[]): readonly Figure[] {
  const ordinary = ordinaryOf(chronicles);
  const months = monthsOf(ordinary);
  const cases = chronicles.flatMap((chronicle) => falseCases(chronicle, 'all'));
  const beside = chronicles.flatMap(({ people, ways }) => {
    const kind = new Map(people.map(({ hire, of }) => [hire, of]));
    return ways.get('all')!.cases.filter(({ hires }) => hires.some((hire) => kind.get(hire) === 'farm')).flatMap(({ hires }) => hires.filter((hire) => kind.get(hire) === 'ordinary'));
  });
  const kinds = [...new Set(ordinary.flatMap(kindsOf))].sort();
  return [
    rate({ section: 'false', of: 'all', measure: 'false cases', goal: GOAL }, cases.length, months),
    rate({ section: 'false', of: 'all', measure: 'honest people in true cases' }, beside.length, months),
    plain({ section: 'false', of: 'all', measure: 'ordinary hire-months', goal: { is: 'at least', value: MONTHS_NEEDED } }, 'hire-months', months),
    ...kinds.map((kind) => rate(
      { section: 'false-kinds', of: kind, measure: 'false cases' },
      cases.filter((members) => members.some((person) => kindsOf(person).includes(kind))).length, monthsOf(ordinary.filter((person) => kindsOf(person).includes(kind))),
    )),
  ];
}

/** What sets somebody apart, or that nothing does. */
function kindsOf({ kinds }: PersonSeen): readonly string[] {
  return kinds.length === 0 ? ['nothing special'] : kinds;
}

/** The rate alone, for tables that compare. */
export function falseRate(section: string, of: string, chronicles: readonly Chronicle[], way: Way): Figure {
  return rate({ section, of, measure: 'false cases' }, chronicles.reduce((sum, chronicle) => sum + falseCases(chronicle, way).length, 0), monthsOf(ordinaryOf(chronicles)));
}
