/** Agreed hours on the local clock, in minutes after midnight; from `from` to a smaller `to` they run over midnight. */
export interface WorkHours {
  /** 0 to 1439. */
  readonly from: number;
  /** 0 to 1440, never the same as `from`. */
  readonly to: number;
}

const CLOCK = /^(\d{1,2})(?::([0-5]\d))?\s*([ap])?\.?(?:m\.?)?$/i;
const BETWEEN = /\s*(?:-|–|—|\bto\b)\s*/i;
/** Hours are written shorter; a text of many blanks would be looked through again from each of them. */
const LONGEST = 100;
const DAY_MIN = 1440;
const NOON_MIN = 720;

/**
 * Reads agreed hours: `09:00-17:00`, `22 to 6`, `9am – 5:30pm`.
 *
 * @returns or why not, completing "work_hours "late" …". `9-5` is refused: most who write it mean the afternoon, and read as
 * it stands it would be an agreement to work through the night
 */
export function workHoursOf(text: string): WorkHours | { readonly wrong: string } {
  const [begin, end, ...more] = text.length > LONGEST ? [] : text.trim().split(BETWEEN).map(clockOf);
  if (begin === undefined || end === undefined || more.length > 0 || begin.min === DAY_MIN) return { wrong: 'are no hours; write the local clock as 09:00-17:00' };
  if (begin.min === end.min) return { wrong: 'end when they begin; write 00:00-24:00 for the whole day' };
  const maybeEvening = !end.isSure && end.min > 0 && end.min <= NOON_MIN;
  if (maybeEvening && begin.min <= NOON_MIN && end.min < begin.min) return { wrong: 'may end in the morning or in the evening; write the clock of 24 hours, as 09:00-17:00' };
  return { from: begin.min, to: end.min };
}

/** `22:00-06:00`, as {@link workHoursOf} reads it again. */
export function workHoursText({ from, to }: WorkHours): string {
  const clock = (min: number): string => `${String(Math.floor(min / 60)).padStart(2, '0')}:${String(min % 60).padStart(2, '0')}`;
  return `${clock(from)}-${clock(to)}`;
}

/** Minutes after midnight, and whether the text leaves no doubt about morning or evening. */
function clockOf(text: string): { readonly min: number; readonly isSure: boolean } | undefined {
  const [found, hourText, minuteText = '0', half] = CLOCK.exec(text) ?? [];
  if (found === undefined) return undefined;
  const [hour, minute] = [Number(hourText), Number(minuteText)];
  if (half === undefined) return /[m.]$/i.test(found) || hour > 24 || (hour === 24 && minute > 0) ? undefined : { min: hour * 60 + minute, isSure: false };
  return hour < 1 || hour > 12 ? undefined : { min: ((hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0)) * 60 + minute, isSure: true };
}

/**
 * Whether a minute of the local day lies within agreed hours.
 *
 * @param minute after midnight, 0 to 1439
 * @param margin so many minutes before and after them count as well
 */
export function isWithin({ from, to }: WorkHours, minute: number, margin = 0): boolean {
  const length = to > from ? to - from : to - from + DAY_MIN;
  if (length + 2 * margin >= DAY_MIN) return true;
  return (((minute - from + margin) % DAY_MIN) + DAY_MIN) % DAY_MIN < length + 2 * margin;
}
