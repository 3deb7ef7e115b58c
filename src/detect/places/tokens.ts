import { isPlaceholderValue } from '../../core/placeholder.ts';
import { markOf, type LineSays, type PlaceKey } from './lines.ts';

/** One sight of a router or radio, with the line behind which it was and the network that announced it; or none, where a laptop said itself whether it is at a listed place. */
export interface TokenSight {
  readonly place: PlaceKey;
  /** The laptop, or whoever stands in for one. */
  readonly node: string;
  readonly line: string | undefined;
  readonly operator: number | undefined;
  /** How often it was seen so. */
  readonly times: number;
  readonly says: LineSays | undefined;
}

/** Which routers and radios tie people to one place, and which pairs they do not tie. */
export interface Tokens {
  /** The token belongs to a listed place or a campus: of the sights that tell a place, by a line or by themselves, half or more do. */
  listed(place: PlaceKey): boolean;
  /** The token is seen in too many unconnected places to be one device: a default address, a tunnel adapter. */
  everywhere(place: PlaceKey): boolean;
  /** Both were seen with this token, behind fixed lines of different operators and never behind one: two devices of one name. */
  apart(place: PlaceKey, a: string, b: string): boolean;
}

interface Behind { readonly lines: Set<string>; readonly operators: Set<number | undefined> }

/**
 * Judges routers and radios by the lines behind which they were seen.
 *
 * Laptops that were never seen behind a fixed line (own VPN, mobile) neither join nor part a token:
 * there the router is the only thing that can tell.
 *
 * @param spread groups of laptops without a common line from which on a token is a default value, 2 or more
 * @param lines  what laptops were behind at times when they told no token; places of `sights` that are lines count as well
 */
export function judgeTokens(sights: readonly TokenSight[], spread: number, lines: readonly Pick<TokenSight, 'node' | 'line' | 'says'>[] = []): Tokens {
  const linesOf = new Map<string, Set<string>>();
  for (const { node, line, says } of [...sights, ...lines]) if (line !== undefined && says === 'somewhere') linesOf.getOrInsertComputed(node, () => new Set()).add(line);
  const tallies = new Map<PlaceKey, { times: number; listed: number }>();
  const behind = new Map<PlaceKey, Map<string, Behind>>();
  for (const { place, node, line, operator, times, says } of sights) {
    // Behind a tunnel a line tells nothing, and so decides nothing about the router either.
    if (says === undefined || says === 'nowhere') continue;
    const tally = tallies.get(place) ?? { times: 0, listed: 0 };
    tallies.set(place, tally);
    tally.times += times;
    if (says === 'listed') tally.listed += times;
    if (says === 'listed' || line === undefined) continue;
    const nodes = behind.get(place) ?? new Map<string, Behind>();
    behind.set(place, nodes);
    const seen = nodes.get(node) ?? { lines: new Set<string>(), operators: new Set<number | undefined>() };
    nodes.set(node, seen);
    seen.lines.add(line);
    seen.operators.add(operator);
  }
  const placeholders = new Set([...new Set(sights.map(({ place }) => place))].filter((place) => isPlaceholderValue(markOf(place))));
  const scattered = new Set([...behind].filter(([, nodes]) => nodes.size >= spread && groupsByLine([...nodes.values()]) >= spread).map(([place]) => place));
  return {
    listed: (place) => {
      const tally = tallies.get(place);
      return tally !== undefined && tally.listed * 2 >= tally.times;
    },
    everywhere: (place) => placeholders.has(place) || scattered.has(place),
    apart: (place, a, b) => {
      const [one, other] = [behind.get(place)?.get(a), behind.get(place)?.get(b)];
      if (!one || !other) return false;
      // Behind a line of the other's router, though just then no router was told.
      const wentOut = (seen: Behind, by: string): boolean => !seen.lines.isDisjointFrom(linesOf.get(by) ?? new Set<string>());
      return !wentOut(one, b) && !wentOut(other, a) && one.operators.isDisjointFrom(other.operators);
    },
  };
}

/** Groups of laptops that have lines in common, directly or through others. */
function groupsByLine(nodes: readonly Behind[]): number {
  let groups: Set<string>[] = [];
  for (const { lines } of nodes) {
    const joined = groups.filter((group) => !group.isDisjointFrom(lines));
    groups = groups.filter((group) => !joined.includes(group));
    groups.push(joined.reduce((all, group) => all.union(group), new Set(lines)));
  }
  return groups.length;
}
