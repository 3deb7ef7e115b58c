import { addressClass } from '../../src/core/address-class.ts';
import type { HireId } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import { namingOf } from './machine-names.ts';
import type { Session } from './sessions.ts';
import type { SETTINGS } from './settings.ts';
import { isRounds, type Visits } from './visits.ts';

/** Tells by which machine a session was, by a name that no two of these share; undefined where its name does not tell. */
export type MachineReader = (session: Session) => string | undefined;

/**
 * Which sessions are by one machine.
 *
 * A name that a system drew is one machine's. A name that somebody chose is one machine's as far as the tool is the same, or
 * the address from which it connects. What many call theirs is one machine's by the address alone; or where it makes rounds,
 * as a help desk does, which is how it is recognised as one and ties nobody.
 */
export function machineReader(sessions: readonly Session[], settings: Values<typeof SETTINGS>): MachineReader {
  const desks = deskNames(sessions, settings);
  const marksOf = (session: Session): readonly string[] => {
    const { controller, protocol } = session;
    if (controller === undefined) return [];
    const naming = namingOf(controller);
    if (naming === 'own' || desks.has(controller)) return [controller];
    const line = tellingLine(session);
    return [...(naming === 'chosen' ? [`${controller}\0by ${protocol}`] : []), ...(line === undefined ? [] : [`${controller}\0from ${line}`])];
  };
  // A tool and an address of one session are one machine, and so is whatever else has either.
  const under = new Map<string, string>();
  const firstOf = (mark: string): string => {
    const next = under.get(mark);
    return next === undefined ? mark : firstOf(next);
  };
  for (const session of sessions) {
    const [first, ...more] = marksOf(session).map(firstOf).sort();
    for (const mark of more) if (mark !== first) under.set(mark, first!);
  }
  return (session) => {
    const [mark] = marksOf(session);
    return mark === undefined ? undefined : firstOf(mark);
  };
}

/** The line of a controller where it tells one place: addresses of inner networks are those of many, and so are the company's own exits. */
function tellingLine({ line, from }: Session): string | undefined {
  return from === undefined || line === undefined || addressClass(line.split('/')[0]!) === 'private' ? undefined : line;
}

/** Names under which many are served for a day or two each. */
function deskNames(sessions: readonly Session[], settings: Values<typeof SETTINGS>): ReadonlySet<string> {
  const visits = new Map<string, Visits>();
  for (const { controller, hire, day } of sessions) {
    if (controller !== undefined) visits.getOrInsertComputed(controller, () => new Map<HireId, Set<string>>()).getOrInsertComputed(hire, () => new Set()).add(day);
  }
  return new Set([...visits].filter(([, ofOne]) => isRounds(ofOne, settings)).map(([name]) => name));
}
