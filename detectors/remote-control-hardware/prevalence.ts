import type { HireId } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import type { Crowd } from './crowd.ts';
import type { SETTINGS } from './settings.ts';
import type { How, Sign } from './signs.ts';

/** How common KVMs known in one way are on the laptops of everybody else, and who else has the same kind. */
export interface Prevalence { readonly having: number; readonly others: number; readonly rate: number; readonly same: number; readonly starters: number }

/**
 * Share of other people's laptops with a KVM that is known in the same way, drawn towards what is usual.
 *
 * The first few starters with one may belong to one group with the subject and count little, or a farm would make its
 * own hardware ordinary; beyond them, and among people of longer standing, it is simply common here.
 *
 * @param looked starters whose devices were looked at
 */
export function prevalenceOf(signs: readonly Sign[], looked: ReadonlySet<HireId>, crowdOf: (id: string) => Crowd, settings: Values<typeof SETTINGS>) {
  return ({ hire: subject, how, id }: Sign): Prevalence => {
    const starters = [...looked].filter((hire) => hire !== subject).length;
    const alike = signs.filter((sign) => sign.hire !== subject && looked.has(sign.hire) && sign.how === how);
    const having = new Set(alike.map(({ hire }) => hire)).size;
    const crowd = crowdOf(id);
    const [crowdHaving, crowdLooked] = how === 'named' ? [crowd.named, crowd.looked] : [0, 0];
    const counted = Math.min(having, settings.companions) * settings.companionShare + Math.max(0, having - settings.companions) + crowdHaving;
    const others = starters + crowdLooked;
    return {
      having: having + crowdHaving, others, starters,
      rate: (counted + usualShare(how, settings) * settings.ordinaryLaptops) / (others + settings.ordinaryLaptops),
      same: new Set(alike.filter((sign) => sign.id === id).map(({ hire }) => hire)).size,
    };
  };
}

export function usualShare(how: How, settings: Values<typeof SETTINGS>): number {
  switch (how) {
    case 'named': return settings.ordinaryNamed;
    case 'shape': return settings.ordinaryShape;
    case 'untold': return settings.ordinaryUntold;
    case 'parts': return settings.ordinaryParts;
  }
}
