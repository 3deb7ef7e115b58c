import { distanceKm } from '../../core/geo.ts';
import type { Day } from '../../core/time.ts';
import type { CustodyValues } from './custody-settings.ts';
import type { ClockSays } from './place-clock.ts';
import type { Sight } from './sights.ts';

/** Where a laptop stood on most days, as far as sights tell. */
export interface Standing {
  /** The best sight of that place. */
  readonly at: Sight;
  readonly days: ReadonlySet<Day>;
  /** Days on which any place was told. */
  readonly locatedDays: number;
  readonly sights: readonly Sight[];
  /** Sights of the same days and the same worth that name another place. */
  readonly others: readonly Sight[];
}

const WORTH: Readonly<Record<Sight['by'], number>> = { own: 0, line: 1, fixed: 2, other: 3 };

/**
 * The place of most days. Each day is told by its best sights; sights that lie within each other's reach are of one place.
 *
 * @returns undefined without any sight; of places with as many days the better told, then the later
 */
export function standingOf(sights: readonly Sight[]): Standing | undefined {
  const best = [...Map.groupBy(sights, ({ day }) => day).values()].flatMap(bestOf).sort(byWorth);
  const places: { at: Sight; days: Set<Day>; sights: Sight[] }[] = [];
  for (const sight of best) {
    const place = places.find(({ at }) => distanceKm(at, sight) <= Math.max(at.radiusKm, sight.radiusKm));
    if (!place) places.push({ at: sight, days: new Set([sight.day]), sights: [sight] });
    else {
      place.days.add(sight.day);
      place.sights.push(sight);
    }
  }
  const last = (days: ReadonlySet<Day>): Day => [...days].sort().at(-1)!;
  const most = places.toSorted((a, b) => b.days.size - a.days.size || WORTH[a.at.by] - WORTH[b.at.by] || (last(a.days) > last(b.days) ? -1 : 1))[0];
  return most && { ...most, at: tellerOf(most), locatedDays: new Set(best.map(({ day }) => day)).size, others: best.filter((sight) => most.days.has(sight.day) && !most.sights.includes(sight)) };
}

/**
 * The sights that tell a day: where the laptop or its lines were reported, else entries of fixed lines, else the rest.
 * A line that nobody reports from is another one than those that are, so it counts where most contact was through it.
 */
function bestOf(ofDay: readonly Sight[]): readonly Sight[] {
  const [reported, fixed] = [ofDay.filter(isReported), ofDay.filter(({ by }) => by === 'fixed')];
  const timesOf = (some: readonly Sight[]): number => some.reduce((sum, { times }) => sum + times, 0);
  if (reported.length > 0 && timesOf(reported) >= timesOf(fixed)) return reported;
  return fixed.length > 0 ? fixed : ofDay;
}

/** True where a laptop or the list of places told it, and no address table. */
export function isReported({ by }: Sight): boolean {
  return by === 'own' || by === 'line';
}

/**
 * The sight that stands for a place: the best one, unless coarse ones tell more of its days. Days that only an entry
 * tells may have been spent anywhere within its reach: at home, and not at the office whose line is known.
 */
function tellerOf({ at, sights }: { readonly at: Sight; readonly sights: readonly Sight[] }): Sight {
  const daysOf = (some: readonly Sight[]): number => new Set(some.map(({ day }) => day)).size;
  const coarse = sights.filter((sight) => !isReported(sight));
  return daysOf(coarse) > daysOf(sights) - daysOf(coarse) ? coarse[0]! : at;
}

/** The same order whatever the order of rows. */
function byWorth(a: Sight, b: Sight): number {
  const key = ({ lat, lon, witness }: Sight): string => `${lat} ${lon} ${witness}`;
  return WORTH[a.by] - WORTH[b.by] || a.radiusKm - b.radiusKm || b.times - a.times || ((a.day === b.day ? key(a) > key(b) : a.day > b.day) ? -1 : 1);
}

/**
 * Sights that name another place while it stood here. Reports of two places on one day are of two hours, but an entry names
 * one place at all hours; only on the day of a move both are true, so an address that is seen on one day alone, the first or
 * the last, names where it came from or went to.
 */
function besides({ days, others }: Standing): readonly Sight[] {
  const inOrder = [...days].sort();
  const isEdge = (day: Day): boolean => day === inOrder[0] || day === inOrder.at(-1);
  return [...Map.groupBy(others, ({ witness }) => witness).values()]
    .filter((ofOne) => !isEdge(ofOne[0]!.day) || new Set(ofOne.map(({ day }) => day)).size > 1).flat();
}

/** The witness that scans of a parcel are. */
export const CARRIER = 'carrier';

/** The witness that entries of mobile lines are, of whichever operators: these leave by the same few cities, so that a second one is no second opinion. */
export const MOBILE = 'operators of mobile lines';

/** Whose word a sight is. */
export function witnessOf(sight: Sight): string {
  return sight.network === 'mobile' && !isReported(sight) ? MOBILE : sight.witness;
}

/** What scans of a parcel say to a place: that they end there; or that they end where the laptop is expected, and that it has kept to what it was plugged into. */
export type Carried = 'there' | 'kept' | undefined;

/** What speaks for and against standing far from all that is expected. */
export interface Hearing {
  /** Witnesses that name the place: `own` for what the laptop itself or its line tells, `carrier` for scans of its parcel, the rest are operators whose entries in address tables do. */
  readonly witnesses: readonly string[];
  readonly against: readonly string[];
  readonly clock: ClockSays;
  /** Chance that it stands there and not where it is expected, 0 to 1. */
  readonly chance: number;
}

/**
 * Weighs a place far from all that is expected: ln odds of standing there are those of any laptop, plus each independent
 * witness, minus each that names a place where the laptop is expected, plus its clock.
 *
 * One witness is worth ln((1 − m) / m), where m is the share of its kind that names another area. A further one is
 * worth more, because two that err seldom name the same wrong area: ln((1 − m) / (m · alike)). Entries of one operator
 * are one witness however many they are, for they err alike. That a table errs towards just the place to which a carrier
 * brought the laptop is as rare as two that err alike. That it was brought where it is expected, and kept to its line since,
 * is a witness against.
 *
 * @param isExpected true for sights near home, where it was sent, or a listed place
 * @param misplaced  share of witnesses like this one that name another area
 * @param carried    what scans of its parcel say
 */
export function hear(standing: Standing, isExpected: (sight: Sight) => boolean, clock: ClockSays, misplaced: (sight: Sight) => number, settings: CustodyValues, carried?: Carried): Hearing {
  const witnesses = new Map<string, number>();
  // A wide region that holds both the place and where the laptop is expected names neither.
  const telling = isExpected(standing.at) ? standing.sights : standing.sights.filter((sight) => !isExpected(sight));
  for (const sight of telling) {
    const witness = witnessOf(sight);
    witnesses.set(witness, Math.min(misplaced(sight), witnesses.get(witness) ?? 1));
  }
  const against = new Map(besides(standing).filter((sight) => !isReported(sight) && isExpected(sight)).map((sight): [string, number] => [sight.witness, misplaced(sight)]));
  if (carried === 'kept') against.set(CARRIER, settings.leftSince);
  const oddsOf = (share: number): number => Math.log((1 - share) / share);
  const speaking = [...witnesses.values()].sort((a, b) => a - b);
  const followed = { agrees: Math.log(settings.clockFollows / settings.clockOdd), contradicts: Math.log((1 - settings.clockFollows) / (1 - settings.clockOdd)), silent: 0 }[clock];
  const odds = -oddsOf(settings.elsewhere) + followed - (carried === 'there' ? Math.log(settings.misplacedAlike) : 0)
    + speaking.reduce((sum, share, index) => sum + oddsOf(share) - (index === 0 ? 0 : Math.log(settings.misplacedAlike)), 0)
    - [...against.values()].reduce((sum, share) => sum + oddsOf(share), 0);
  return { witnesses: [...witnesses.keys(), ...(carried === 'there' ? [CARRIER] : [])].sort(), against: [...against.keys()].sort(), clock, chance: 1 / (1 + Math.exp(-odds)) };
}
