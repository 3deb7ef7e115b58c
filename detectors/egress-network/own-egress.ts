import type { HireId } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import { isAnonymous, type Row, type Seen } from './evidence.ts';
import type { SETTINGS } from './settings.ts';

/**
 * Tells the company's own ways out, which say nothing about a person: what it vouches for, lines that a large share of
 * its people uses, and VPN or hosting operators that a still larger share uses (a security gateway with many addresses).
 */
export function ownEgress(window: Seen, settings: Values<typeof SETTINGS>): (row: Row) => boolean {
  const lines = new Map<string, Set<HireId>>();
  const operators = new Map<string, Set<HireId>>();
  const people = new Set<HireId>();
  for (const row of window.rows.signIns) {
    if (row.hire === undefined) continue;
    people.add(row.hire);
    note(lines, row['farmwatch.net.line']!, row.hire);
    const operator = row['source.as.organization.name'];
    if (operator !== undefined && isAnonymous(row)) note(operators, operator, row.hire);
  }
  const manyFor = (share: number): number => Math.max(settings.egressPeople, share * people.size);
  return (row) => {
    const line = row['farmwatch.net.line']!;
    if (window.vouched(line) || (lines.get(line)?.size ?? 0) >= manyFor(settings.egressShare)) return true;
    const operator = row['source.as.organization.name'];
    return operator !== undefined && isAnonymous(row) && (operators.get(operator)?.size ?? 0) >= manyFor(settings.egressOperatorShare);
  };
}

function note(map: Map<string, Set<HireId>>, key: string, hire: HireId): void {
  const seen = map.get(key);
  if (seen) seen.add(hire);
  else map.set(key, new Set([hire]));
}
