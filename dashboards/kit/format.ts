/** Numbers and times as the guide wants them said. Everything here is text from values, nothing reads the clock. */

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** 1070 → “1,070”. */
export function count(value: number): string {
  return whole.format(value).replace('-', '−');
}

/** “1 case”, “2 cases”; `many` defaults to the word with an s. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** “2 laptops selected, 1 of them hidden”: how many an act would take, and how many of the selected it would not. */
export function selectedSays(shown: number, hidden: number, one: string): string {
  if (hidden === 0) return `${counted(shown, one)} selected`;
  return `${counted(shown + hidden, one)} selected, ${count(hidden)} of them hidden and left alone`;
}

/**
 * A chance: whole per cent above 1, one decimal below.
 *
 * Never “0 %” and never “100 %”: no sum proves either.
 * @param chance 0 to 1
 */
export function percent(chance: number): string {
  const per = chance * 100;
  if (per < 0.1) return 'under 0.1 %';
  if (per < 1) return `${Math.min(per, 0.9).toFixed(1)} %`;
  if (per >= 99.5) return 'over 99 %';
  return `${Math.round(per)} %`;
}

/** A share of days with data, rounded down: only complete data reads “100 %”. */
export function share(part: number): string {
  const per = Math.min(1, Math.max(0, part)) * 100;
  if (per > 0 && per < 1) return 'under 1 %';
  return `${Math.floor(per + 1e-9)} %`;
}

/** A weight in log-odds: two decimals, with sign; 0 stays “0”. */
export function weight(value: number): string {
  const text = Math.abs(value).toFixed(2);
  if (text === '0.00') return '0';
  return `${value < 0 ? '−' : '+'}${text}`;
}

/** How strong a weight is, in one word; the steps are those of the marks in the family matrix. */
export function strength(value: number): string {
  const size = Math.abs(value);
  if (size < 0.005) return 'nothing';
  if (size < 0.5) return 'slight';
  if (size < 1) return 'some';
  if (size < 2) return 'clear';
  return 'strong';
}

/** What a weight does to the odds: “× 30”, “÷ 2.3”. */
export function factor(value: number): string {
  if (Math.abs(value) < 0.005) return '× 1';
  return `${value < 0 ? '÷' : '×'} ${ratio(Math.exp(Math.abs(value)))}`;
}

/** Log-odds as odds: “1 : 499”, “7 : 1”. */
export function odds(logOdds: number): string {
  return logOdds < 0 ? `1 : ${ratio(Math.exp(-logOdds))}` : `${ratio(Math.exp(logOdds))} : 1`;
}

function ratio(value: number): string {
  return value >= 9.95 ? count(value) : value.toFixed(1).replace(/\.0$/, '');
}

/** Chance that belongs to log-odds. */
export function chanceOf(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

/** Log-odds of a chance strictly between 0 and 1. */
export function logOddsOf(chance: number): number {
  return Math.log(chance / (1 - chance));
}

/** Units never break from their number. A span as “2 d 11 h”, “9 h”, “12 min”; under a minute “just now”. */
export function age(ms: number): string {
  const span = Math.max(0, ms);
  if (span >= DAY) {
    const days = Math.floor(span / DAY);
    const hours = Math.floor((span % DAY) / HOUR);
    return hours === 0 ? `${days}\u00a0d` : `${days}\u00a0d\u00a0${hours}\u00a0h`;
  }
  if (span >= HOUR) return `${Math.floor(span / HOUR)}\u00a0h`;
  if (span >= MINUTE) return `${Math.floor(span / MINUTE)}\u00a0min`;
  return 'just now';
}

/** Days since the start of one or several people: “12”, “7–28”, “−7, 4”. */
export function days(each: readonly number[]): string {
  const sorted = [...new Set(each)].sort((a, b) => a - b);
  const first = sorted[0];
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) return '–';
  if (first === last) return signed(first);
  return first < 0 ? `${signed(first)}, ${signed(last)}` : `${first}–${last}`;
}

const signed = (day: number): string => String(day).replace('-', '−');

interface Clock { readonly weekday: string; readonly day: string; readonly month: string; readonly year: string; readonly hour: string; readonly minute: string; readonly second: string }
const clocks = new Map<string, Intl.DateTimeFormat>();

/** The parts of a moment on the wall of `zone`; the reader's own zone without one. */
export function clock(at: number, zone?: string): Clock {
  const key = zone ?? '';
  let format = clocks.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
      ...(zone === undefined ? {} : { timeZone: zone }),
    });
    clocks.set(key, format);
  }
  const parts = Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]));
  return parts as unknown as Clock;
}

/** “Fri 13 Nov, 22:10”. */
export function moment(at: number, zone?: string): string {
  const { weekday, day, month, hour, minute } = clock(at, zone);
  return `${weekday} ${day} ${month}, ${hour}:${minute}`;
}

/** “Fri 13 Nov, 22:10 CST”: on the reader's own wall, which is named. */
export function ownMoment(at: number): string {
  return `${moment(at)} ${zoneName(at)}`;
}

/** “Fri 13 Nov 2026, 22:10 CST”, as heads of pages say of which moment they are. */
export function ownMomentWithYear(at: number): string {
  return ownMoment(at).replace(',', ` ${clock(at).year},`);
}

/** “13 Nov 22:10”, with seconds on request. */
export function shortMoment(at: number, zone?: string, seconds = false): string {
  const { day, month, hour, minute, second } = clock(at, zone);
  return `${day} ${month} ${hour}:${minute}${seconds ? `:${second}` : ''}`;
}

/** “22:10”. */
export function timeOfDay(at: number, zone?: string): string {
  const { hour, minute } = clock(at, zone);
  return `${hour}:${minute}`;
}

/** “14:48:07Z”, with “+1” when the day in UTC is another than in `zone`. */
export function utcBeside(at: number, zone: string): string {
  const utc = clock(at, 'UTC');
  const here = clock(at, zone);
  const text = `${utc.hour}:${utc.minute}:${utc.second}Z`;
  if (utc.day === here.day) return text;
  const local = Date.UTC(Number(here.year), monthOf(here.month), Number(here.day));
  return `${text} ${Math.floor(at / DAY) * DAY > local ? '+1' : '−1'}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const monthOf = (short: string): number => Math.max(0, MONTHS.indexOf(short));

/** Short name of the reader's own zone at that moment: “CST”, “GMT+1”. */
export function zoneName(at: number): string {
  return new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' }).formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

/** “America/Chicago” → “Chicago”. */
export function town(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

/** A number up to twelve in words, as sentences want it. */
export function inWords(value: number): string {
  const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
  return words[value] ?? count(value);
}

/** First letter large. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * Rounds the parts of a sum to two decimals so that what is printed adds up to the printed total.
 *
 * Each part moves by at most one hundredth: those whose cut-off remainder is largest go up.
 * @param parts  the exact parts
 * @param total  their exact sum
 * @example roundedToSum([0.333, 0.333, 0.334], 1) // => [0.33, 0.33, 0.34]
 */
export function roundedToSum(parts: readonly number[], total: number): readonly number[] {
  const floors = parts.map((part) => Math.floor(part * 100 + 1e-9));
  const missing = Math.round(total * 100) - floors.reduce((sum, part) => sum + part, 0);
  const byRemainder = parts.map((part, at) => ({ at, rest: part * 100 - (floors[at] ?? 0) })).sort((a, b) => b.rest - a.rest);
  const raised = new Set(byRemainder.slice(0, Math.max(0, missing)).map(({ at }) => at));
  return floors.map((part, at) => (part + (raised.has(at) ? 1 : 0)) / 100);
}
