import type { CorporateUse } from '../../src/catalogue/tools.ts';
import type { HireId } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import type { Crowd } from './crowd.ts';
import type { SETTINGS } from './settings.ts';
import type { Sighting } from './sightings.ts';

/** How common a tool is on the laptops of everybody else. */
export interface Prevalence { readonly having: number; readonly others: number; readonly rate: number }

/**
 * Share of other people's laptops with a tool, drawn towards what is usual for its kind.
 *
 * The subject is left out. The first few others with the tool may belong to one group with the subject and count
 * little, or a farm would make its own tool ordinary; beyond them a tool is simply common here.
 *
 * @param sightings of starters, sanctioned or not: a tool that one team may use is a tool people know
 * @param looked starters whose laptop was looked at
 * @param crowd everybody else
 */
export function prevalenceOf(sightings: readonly Sighting[], looked: ReadonlySet<HireId>, crowd: Crowd, settings: Values<typeof SETTINGS>) {
  const users = new Map<string, Set<HireId>>();
  for (const { tool, hire } of sightings) {
    const known = users.get(tool.id);
    if (known) known.add(hire);
    else users.set(tool.id, new Set([hire]));
  }
  return (tool: Sighting['tool'], subject: HireId): Prevalence => {
    const having = [...(users.get(tool.id) ?? [])].filter((hire) => hire !== subject).length + crowd.having(tool);
    // More may have it than were looked at on any one day: programs and inventories come on different ones.
    const others = Math.max(having, looked.size - (looked.has(subject) ? 1 : 0) + crowd.looked(tool));
    const usual = usualShare(tool.corporateUse, settings);
    return { having, others, rate: (counted(having, settings) + usual * settings.ordinaryLaptops) / (others + settings.ordinaryLaptops) };
  };
}

function counted(having: number, { companions, companionShare }: Values<typeof SETTINGS>): number {
  return Math.min(having, companions) * companionShare + Math.max(0, having - companions);
}

function usualShare(use: CorporateUse, settings: Values<typeof SETTINGS>): number {
  switch (use) {
    case 'low': return settings.ordinaryLow;
    case 'medium': return settings.ordinaryMedium;
    case 'high': return settings.ordinaryHigh;
  }
}
