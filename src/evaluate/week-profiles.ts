/**
 * Weekly activity profiles learned from people whose zone is known: a mixture fitted by EM.
 *
 * Pure, and the same for any order of the records.
 * @see Dempster, Laird and Rubin (1977), Maximum Likelihood from Incomplete Data via the EM Algorithm
 */

/** A stream with the offset of the person's clock. */
export type ClockedStream = {
  readonly id: string;
  /** Runs of the true offset: from which event on, minutes east of UTC. */
  readonly o: readonly (readonly [fromIndex: number, offsetMin: number])[];
  /** Unix seconds, ascending. */
  readonly t: readonly number[];
};

/** Half hours of local time in which one person was busy: 48 of weekdays, then 48 of weekend days. */
export type PersonWeek = { readonly id: string; readonly counts: Float64Array; readonly hours: number };

/** Chances of each half hour of a weekday and a weekend day; over the week they sum to 1. */
export type LearnedProfile = { readonly share: number; readonly weekday: readonly number[]; readonly weekend: readonly number[] };

export type LearnSettings = {
  /** How many ways to spend a week. */
  readonly profiles: number;
  readonly rounds: number;
  /** Standard deviation of the bell that smooths weekdays, hours; weekends, seen less, get half as much again. */
  readonly smoothHours: number;
  /** Hours of one person count as `trust / (1 + hours / halfAt)` independent ones when choosing the person's profile. */
  readonly trust: number;
  readonly halfAt: number;
  /** A person weighs `1 / (1 + hours / personHalfAt)` an hour, so that the busiest do not decide alone. */
  readonly personHalfAt: number;
  /** Hours of the average person mixed into each profile. */
  readonly pullHours: number;
  /** Share of events at any hour whatever, 0 to 1: nobody's three in the morning is impossible. */
  readonly background: number;
};

/** Chosen by cross-validation; the figures change little within a factor of two of each. */
export const LEARN_SETTINGS: LearnSettings = {
  profiles: 12, rounds: 40, smoothHours: 0.6, trust: 0.8, halfAt: 60, personHalfAt: 100, pullHours: 40, background: 0.02,
};

const DAY = 48;
const WEEK = 7 * DAY;
const WEEKDAYS = 5;
const WEEKEND_DAYS = 2;
const MONDAY_SHIFT_SEC = 3 * 86_400;

/**
 * The weeks of people, one each, from all of their streams: at most one event an hour, in local time.
 *
 * @param streams several for a person may overlap; an hour counts once
 * @returns ordered by id
 */
export function gatherWeeks(streams: readonly ClockedStream[]): readonly PersonWeek[] {
  const byPerson = [...Map.groupBy(streams, stream => stream.id)].sort(([a], [b]) => (a < b ? -1 : 1));
  return byPerson.map(([id, own]) => {
    const firstOfHour = new Map<number, number>();
    for (const { sec, offsetMin } of own.flatMap(localTimes)) {
      const hour = Math.floor(sec / 3600);
      firstOfHour.set(hour, Math.min(firstOfHour.get(hour) ?? Number.POSITIVE_INFINITY, sec + offsetMin * 60));
    }
    const counts = new Float64Array(2 * DAY);
    for (const local of firstOfHour.values()) {
      const slot = Math.floor((local + MONDAY_SHIFT_SEC) / 1800) % WEEK;
      add(counts, (slot < WEEKDAYS * DAY ? 0 : DAY) + (slot % DAY), 1);
    }
    return { id, counts, hours: firstOfHour.size };
  });
}

function localTimes({ t, o }: ClockedStream): readonly { readonly sec: number; readonly offsetMin: number }[] {
  return t.map((sec, index) => ({ sec, offsetMin: o.findLast(([fromIndex]) => fromIndex <= index)?.[1] ?? 0 }));
}

/**
 * A mixture of weekly profiles.
 *
 * @param people   weeks in local time; at least as many as profiles
 * @param settings see `LearnSettings`
 * @returns profiles with shares that sum to 1
 */
export function learnProfiles(people: readonly PersonWeek[], settings: LearnSettings = LEARN_SETTINGS): readonly LearnedProfile[] {
  const average = profileOf(people, people.map(() => 1), undefined, settings);
  let memberships = firstMemberships(people, settings.profiles);
  let mixture: readonly { readonly share: number; readonly chances: Float64Array }[] = [];
  for (let round = 0; round < settings.rounds; round += 1) {
    mixture = Array.from({ length: settings.profiles }, (_, profile) => {
      const parts = memberships.map(row => row[profile] ?? 0);
      return {
        // One person more for each profile keeps an emptied one from a share of 0.
        share: (parts.reduce((sum, part) => sum + part, 0) + 1) / (people.length + settings.profiles),
        chances: profileOf(people, parts, average, settings),
      };
    });
    memberships = membershipsOf(people, mixture, settings);
  }
  return mixture.map(({ share, chances }) => ({ share, weekday: [...chances.subarray(0, DAY)], weekend: [...chances.subarray(DAY)] }));
}

/** How much of each person belongs to each profile, given the profiles. */
function membershipsOf(
  people: readonly PersonWeek[],
  mixture: readonly { readonly share: number; readonly chances: Float64Array }[],
  settings: LearnSettings,
): readonly (readonly number[])[] {
  const logs = mixture.map(({ share, chances }) => ({ share: Math.log(share), chances: chances.map(Math.log) }));
  return people.map(({ counts, hours }) => {
    const trust = settings.trust / (1 + hours / settings.halfAt);
    const fits = logs.map(({ share, chances }) => share + trust * counts.reduce((sum, count, slot) => sum + count * (chances[slot] ?? 0), 0));
    const top = Math.max(...fits);
    const parts = fits.map(fit => Math.exp(fit - top));
    const total = parts.reduce((sum, part) => sum + part, 0);
    return parts.map(part => part / total);
  });
}

/** The smoothed week of people, each to the part that belongs. */
function profileOf(people: readonly PersonWeek[], parts: readonly number[], average: Float64Array | undefined, settings: LearnSettings): Float64Array {
  const counts = new Float64Array(2 * DAY);
  let hours = 0;
  people.forEach((person, index) => {
    const weight = (parts[index] ?? 0) / (1 + person.hours / settings.personHalfAt);
    person.counts.forEach((count, slot) => add(counts, slot, weight * count));
    hours += weight * person.hours;
  });
  const weekday = smoothed(counts.subarray(0, DAY), settings.smoothHours).map(value => value / WEEKDAYS);
  const weekend = smoothed(counts.subarray(DAY), settings.smoothHours * 1.5).map(value => value / WEEKEND_DAYS);
  const pulled = Float64Array.from([...weekday, ...weekend], (value, slot) => (value + settings.pullHours * (average?.[slot] ?? 1 / WEEK)) / (hours + settings.pullHours));
  return pulled.map(chance => chance * (1 - settings.background) + settings.background / WEEK);
}

/** A day smoothed by a bell round the dial; its sum stays. */
function smoothed(day: Float64Array, deviationHours: number): Float64Array {
  const deviation = deviationHours * 2;
  const reach = Math.min(DAY / 2 - 1, Math.ceil(deviation * 3.5));
  const bell = Array.from({ length: 2 * reach + 1 }, (_, index) => Math.exp(-0.5 * ((index - reach) / deviation) ** 2));
  const total = bell.reduce((sum, height) => sum + height, 0);
  return day.map((_, slot) => bell.reduce((sum, height, index) => sum + height * (day[(slot + index - reach + DAY) % DAY] ?? 0), 0) / total);
}

/**
 * Where EM starts: people ordered by the middle of their day and cut into bands, each band split
 * into those with a long and those with a short day. No randomness, so a table can be learned again.
 */
function firstMemberships(people: readonly PersonWeek[], profiles: number): readonly (readonly number[])[] {
  const bands = Math.max(1, Math.floor(profiles / 2));
  const habits = people.map((person, index) => ({ index, ...habitOf(person) }));
  const byMiddle = habits.toSorted((a, b) => a.middleOfDay - b.middleOfDay || a.index - b.index);
  const chosen = new Map<number, number>();
  for (let band = 0; band < bands; band += 1) {
    const members = byMiddle.slice(Math.floor((band * people.length) / bands), Math.floor(((band + 1) * people.length) / bands));
    members
      .toSorted((a, b) => a.focus - b.focus || a.index - b.index)
      .forEach((member, rank) => chosen.set(member.index, Math.min(profiles - 1, 2 * band + (2 * rank < members.length ? 0 : 1))));
  }
  return people.map((_, index) => Array.from({ length: profiles }, (_, profile) => (chosen.get(index) === profile ? 1 : 0)));
}

/** Circular mean of the local hours, counted from four in the morning, and how closely they lie together (0 to 1). */
function habitOf({ counts, hours }: PersonWeek): { readonly middleOfDay: number; readonly focus: number } {
  const angle = (slot: number): number => (2 * Math.PI * (slot % DAY)) / DAY;
  const east = counts.reduce((sum, count, slot) => sum + count * Math.cos(angle(slot)), 0);
  const north = counts.reduce((sum, count, slot) => sum + count * Math.sin(angle(slot)), 0);
  const hour = (Math.atan2(north, east) / (2 * Math.PI)) * 24;
  return { middleOfDay: (hour - 4 + 48) % 24, focus: Math.hypot(east, north) / hours };
}

function add(counts: Float64Array, slot: number, value: number): void {
  counts[slot] = (counts[slot] ?? 0) + value;
}
