import { shortHash } from '../../core/canonical.ts';
import { AMBIGUOUS, type Directory, type IdentityName } from '../../core/identity.ts';
import { toldSerial } from '../../core/spelling.ts';
import { DAY, dayOf, startOfDay, type Day } from '../../core/time.ts';
import type { DayMark } from '../../store/store.ts';
import { rowsMark, type Names } from '../counts/day-counts.ts';
import type { Whom } from '../detector.ts';
import { MACHINE_DAYS, type Machines } from './machines.ts';
import type { Presumed } from './presumed.ts';

/** Who is meant, but for the day. Equal answers are one object: of a thousand people there are some thousands, and of their days and rows millions. */
export type Who = Omit<Whom, 'day'>;

/** Who is meant on one day. While every answer stays the same, so does this object, and with it whatever was made of its answers. */
export interface DayWhom { of(names: Names): Who }

/** What answers rest on, besides the names. */
export interface Known {
  readonly directory: Directory;
  readonly machines: Machines;
  readonly presumed: Presumed;
  readonly marks: ReadonlyMap<Day, DayMark>;
}

/** Days whose answers are held; a window and the days around it. */
const MOST_DAYS = 400;

interface Held { key: string; readonly whom: DayWhom; readonly answers: Map<Names, Who>; known: Known }

/**
 * Answers who is meant by a set of names on a day.
 *
 * People and machines become known all the time, and hardly ever does that change who was meant on an earlier day: so
 * answers are looked at again and only what differs makes a day another one.
 */
export function whomKeeper(nameIn: (names: Names, field: IdentityName) => string | undefined): (known: Known) => (day: Day) => DayWhom {
  const held = new Map<Day, Held>();
  const one = oneOfEach();
  const resolved = (known: Known, day: Day, names: Names): Who => one(resolve(known, day, (field) => nameIn(names, field)));
  const begin = (known: Known, day: Day, key: string, answers: Map<Names, Who>): Held => {
    const made: Held = {
      key, known, answers,
      whom: {
        of(names) {
          let whom = answers.get(names);
          if (whom === undefined) answers.set(names, (whom = resolved(made.known, day, names)));
          return whom;
        },
      },
    };
    held.delete(day);
    held.set(day, made);
    if (held.size > MOST_DAYS) held.delete(held.keys().next().value!);
    return made;
  };
  return (known) => {
    const keyOf = resolutionKeys(known);
    return (day) => {
      const key = keyOf(day);
      const kept = held.get(day);
      if (!kept) return begin(known, day, key, new Map()).whom;
      if (kept.key !== key) {
        const anew = new Map([...kept.answers.keys()].map((names) => [names, resolved(known, day, names)]));
        if ([...anew].some(([names, who]) => who !== kept.answers.get(names)!)) return begin(known, day, key, anew).whom;
        kept.key = key;
        kept.known = known;
      }
      return kept.whom;
    };
  };
}

function oneOfEach(): (who: Who) => Who {
  const known = new Map<string, Who>();
  return (who) => known.getOrInsert(`${who.person ?? ''}\0${who.laptop ?? ''}\0${who.holder ?? ''}\0${who.hire ?? ''}`, who);
}

/** Who is meant on a day depends on the directory and on what was seen of machines up to that day. */
function resolutionKeys({ directory, marks, presumed }: Known): (day: Day) => string {
  const order = [...marks.keys()].sort();
  const keys = new Map<Day, string>();
  return (day) => {
    let key = keys.get(day);
    if (key === undefined) {
      const since = dayOf(startOfDay(day) - MACHINE_DAYS * DAY);
      const seen = order.filter((one) => one >= since && one <= day).map((one) => rowsMark(marks.get(one)!));
      keys.set(day, (key = shortHash(`${directory.key}\n${presumed.key}\n${seen.join('\n')}`)));
    }
    return key;
  };
}

function resolve({ directory, machines, presumed }: Known, day: Day, name: (field: IdentityName) => string | undefined): Who {
  const serial = name('device.serial_number');
  const hostId = name('host.id');
  const hostName = name('host.name');
  const told = toldSerial({ 'device.serial_number': serial })
    ?? (hostId ? machines.serialOf('host.id', hostId, day) : undefined)
    ?? (hostName ? machines.serialOf('host.name', hostName, day) : undefined);
  const taken = told === undefined && hostName ? presumed.of(hostName) : undefined;
  const laptop = told ?? taken?.laptop ?? (hostName ? directory.laptopNamed(hostName) ?? hostName : undefined);
  const account = { 'user.email': name('user.email'), 'user.id': name('user.id'), 'user.name': name('user.name') };
  const found = directory.personOf(account, day);
  const person = found === AMBIGUOUS ? undefined : found;
  const holder = taken ? taken.holder : laptop === undefined ? undefined : directory.inHandsOf(laptop, day);
  const named = account['user.email'] ?? account['user.id'] ?? account['user.name'];
  // A named stranger is not the holder; only an event without any person belongs to the holder.
  return { person, laptop, holder, hire: person ?? (named === undefined ? holder : undefined) };
}
