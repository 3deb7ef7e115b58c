/** How a beta distribution spreads a share over people: mean a / (a + b). */
type Spread = readonly [a: number, b: number];

/** One way in which laptops of a company come to stand together, and what it looks like. */
export interface Way {
  /** Chance that a further laptop stands there, once so many do. */
  readonly more: number;
  /** Share of people whose laptop never spends a day elsewhere, and how the days elsewhere of the rest are spread. */
  readonly never: number;
  readonly elsewhere: Spread;
  /** Share of people who were elsewhere and came there while they are watched, and of these, whose laptop has not left since. */
  readonly moved: readonly [share: number, never: number];
  /** On days here, share of people whose company never is elsewhere, and the spread of the others' days elsewhere of the rest. */
  readonly together: number;
  readonly apart: Spread;
  /** Spread of the share of nights and weekends with contact on which the laptop is there. */
  readonly nights: Spread;
  /** Share of people whose nights keep to no pattern: a night shift, a clock that is wrong. What stands on a shelf does not. */
  readonly restless: number;
  /** Chance that two or more further laptops of the company come by. */
  readonly busy: number;
  /** Chance that the same router or radio is seen, where routers are told at all. */
  readonly sameRouter: number;
  /** Spread of the share of the others who came within a day of the subject, where that is known. */
  readonly along: Spread;
  /** Share of such groups that change place together again and again. */
  readonly onRoad: number;
  /** Share of such groups in which the homes on record are far apart, where homes are on record. */
  readonly recordsApart: number;
}

/**
 * A farm and seven ordinary ways, by judgement; nobody has published counts.
 *
 * A farm: laptops stand there day and night and go nowhere. A home: the same, with trips and days at an office.
 * A visit: most days are spent elsewhere. A beginning: people whose first days are an onboarding week in a hotel or a
 * rented room, who come together. A place of work: nights are spent elsewhere, everybody comes on days of
 * their own, and others come by.
 * Neighbours: a home like any other, behind an address that many homes share, so the routers differ.
 * A journey: people on the road together, who change place again and again; laptops on a shelf do not.
 * Agency: people of one staffing agency work from its rooms, where their laptops may stay overnight.
 */
export const WAYS = {
  farm: { more: 0.85, never: 0.8, elsewhere: [1, 4], moved: [0.02, 0.8], together: 0.85, apart: [1, 6], nights: [8, 1], restless: 0.01, busy: 0.04, sameRouter: 0.98, along: [1, 3], onRoad: 0.002, recordsApart: 0.6 },
  home: { more: 0.1, never: 0.5, elsewhere: [1, 4], moved: [0.02, 0.5], together: 0.5, apart: [1, 4], nights: [8, 1], restless: 0.05, busy: 0.05, sameRouter: 0.97, along: [1, 3], onRoad: 0.01, recordsApart: 0.2 },
  visit: { more: 0.8, never: 0.1, elsewhere: [3, 1], moved: [1, 0.7], together: 0.7, apart: [1, 4], nights: [1, 1], restless: 0.05, busy: 0.3, sameRouter: 0.9, along: [2, 1], onRoad: 0.02, recordsApart: 0.5 },
  beginning: { more: 0.95, never: 0.7, elsewhere: [1, 3], moved: [0.3, 0.7], together: 0.7, apart: [1, 4], nights: [3, 1], restless: 0.05, busy: 0.5, sameRouter: 0.75, along: [8, 1], onRoad: 0.01, recordsApart: 0.7 },
  work: { more: 0.8, never: 0.15, elsewhere: [2, 2], moved: [0, 0], together: 0.1, apart: [2, 3], nights: [1, 3], restless: 0.05, busy: 0.7, sameRouter: 0.7, along: [1, 3], onRoad: 0.005, recordsApart: 0.1 },
  neighbours: { more: 0.5, never: 0.5, elsewhere: [1, 4], moved: [0.02, 0.5], together: 0.5, apart: [1, 4], nights: [8, 1], restless: 0.05, busy: 0.3, sameRouter: 0.02, along: [1, 3], onRoad: 0.001, recordsApart: 0.1 },
  journey: { more: 0.7, never: 0.6, elsewhere: [1, 3], moved: [0.5, 0.7], together: 0.7, apart: [1, 4], nights: [4, 1], restless: 0.05, busy: 0.05, sameRouter: 0.95, along: [4, 1], onRoad: 0.95, recordsApart: 0.5 },
  agency: { more: 0.85, never: 0.5, elsewhere: [1, 3], moved: [0.02, 0.5], together: 0.5, apart: [1, 3], nights: [1, 1], restless: 0.05, busy: 0.5, sameRouter: 0.9, along: [1, 3], onRoad: 0.005, recordsApart: 0.4 },
} as const satisfies Readonly<Record<string, Way>>;

export type OrdinaryWay = Exclude<keyof typeof WAYS, 'farm'>;

/**
 * People who live where somebody puts them up: a flat or a dorm of the employer, a host, a house of relatives. Much like a
 * farm, but for days elsewhere; nobody's home on record is there. It is weighed only of who is known to live away from home
 * where the laptop was sent, for whom it is no rare thing.
 */
export const LODGING: Way = { more: 0.85, never: 0.5, elsewhere: [1, 4], moved: [0.02, 0.5], together: 0.5, apart: [1, 4], nights: [8, 1], restless: 0.05, busy: 0.2, sameRouter: 0.95, along: [1, 3], recordsApart: 0.9, onRoad: 0.01 };
