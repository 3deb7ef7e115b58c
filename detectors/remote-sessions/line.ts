import { addressClass } from '../../src/core/address-class.ts';
import { halfHoursIn } from '../../src/core/half-hours.ts';
import type { HireId } from '../../src/core/person.ts';
import { isHiding } from '../../src/detect/places/lines.ts';
import type { Seen, SessionRow } from './evidence.ts';
import type { From } from './ways.ts';

/** Where a controller connects from, as seen from the laptop. */
export interface ControllerLine { readonly from: From | undefined; /** The exit hides both alike. */ readonly sameExit: boolean }

/**
 * Reads the line of a controller: one by which the laptop itself goes out is `home`, an exit that hides who connects never is.
 *
 * Where the laptop went out by the very same exit on that day, both may stand behind one router with a VPN: that is neither
 * a home nor somebody in hiding. The company's own exits and tunnels on the laptop itself tell nothing either.
 */
export function lineOfController(window: Seen): (row: SessionRow) => ControllerLine {
  const own = ownLines(window);
  const isSameExit = exitReader(window);
  const fromOf = (row: SessionRow, sameExit: boolean): From | undefined => {
    const { 'source.ip': ip, 'farmwatch.net.line': line } = row;
    if (ip !== undefined && addressClass(ip) === 'private') return 'home';
    if (line === undefined || window.vouched(line) || (ip !== undefined && ['loopback', 'carrier-nat', 'invalid'].includes(addressClass(ip)))) return undefined;
    if (isHiding(row['farmwatch.net.kind'])) return sameExit ? undefined : 'hidden';
    const lines = own.get(row.holder!);
    return lines === undefined ? undefined : lines.has(line) ? 'home' : 'elsewhere';
  };
  return (row) => {
    const sameExit = isHiding(row['farmwatch.net.kind']) && isSameExit(row);
    return { from: fromOf(row, sameExit), sameExit };
  };
}

/** Lines by which laptops of a holder go out and behind which a home or an office may stand. */
function ownLines(window: Seen): ReadonlyMap<HireId, ReadonlySet<string>> {
  const lines = new Map<HireId, Set<string>>();
  for (const { holder, 'farmwatch.net.line': line, 'farmwatch.net.kind': kind } of window.rows.lines) {
    if (holder !== undefined && !isHiding(kind)) lines.getOrInsertComputed(holder, () => new Set<string>()).add(line!);
  }
  return lines;
}

/** True where the laptop told most of its lines of that day by the line of the session. */
function exitReader(window: Seen): (row: SessionRow) => boolean {
  const keyOf = ({ laptop, day }: Pick<SessionRow, 'laptop' | 'day'>): string => `${laptop}|${day}`;
  const times = new Map<string, Map<string, number>>();
  for (const row of window.rows.lines) {
    const ofDay = times.getOrInsertComputed(keyOf(row), () => new Map<string, number>());
    ofDay.set(row['farmwatch.net.line']!, (ofDay.get(row['farmwatch.net.line']!) ?? 0) + halfHoursIn(row.halfHours));
  }
  return (row) => {
    const ofDay = times.get(keyOf(row)) ?? new Map<string, number>();
    const all = [...ofDay.values()].reduce((sum, one) => sum + one, 0);
    return all > 0 && (ofDay.get(row['farmwatch.net.line'] ?? '') ?? 0) * 2 >= all;
  };
}
