import type { HireId } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import type { Crowd } from './crowd.ts';
import type { SETTINGS } from './settings.ts';
import type { How, Sign } from './signs.ts';

/** How common a KVM is on the laptops of everybody else, and which other starters have the same kind, in order. */
export interface Prevalence { readonly having: number; readonly others: number; readonly rate: number; readonly same: readonly HireId[]; readonly starters: number }

/**
 * Share of other people's laptops with a KVM, drawn towards what is usual for one that is known in the same way.
 *
 * Of starters the same kind counts: what stands in another farm makes this one no more ordinary. The first few of them
 * may belong to one group with the subject and count little, or a farm would make its own hardware ordinary; beyond them
 * it is simply common here. People of longer standing count with any KVM that names itself: their home labs show how
 * usual one is here, and no more than that number is kept of them.
 *
 * @param looked starters whose devices were looked at
 */
export function prevalenceOf(signs: readonly Sign[], looked: ReadonlySet<HireId>, crowdOf: (id: string) => Crowd, settings: Values<typeof SETTINGS>) {
  return ({ hire: subject, how, id }: Sign): Prevalence => {
    const starters = [...looked].filter((hire) => hire !== subject).length;
    const same = [...new Set(signs.filter((sign) => sign.hire !== subject && looked.has(sign.hire) && sign.how === how && sign.id === id).map(({ hire }) => hire))].sort();
    const crowd = crowdOf(id);
    const [crowdHaving, crowdLooked] = how === 'named' ? [crowd.named, crowd.looked] : [0, 0];
    const counted = Math.min(same.length, settings.companions) * settings.companionShare + Math.max(0, same.length - settings.companions) + crowdHaving;
    const others = starters + crowdLooked;
    return {
      having: same.length + crowdHaving, others, starters, same,
      rate: (counted + usualShare(how, settings) * settings.ordinaryLaptops) / (others + settings.ordinaryLaptops),
    };
  };
}

/** The share of ordinary laptops, 0 to 1, that show something found in this way, before those of the company are counted. */
export function usualShare(how: How, settings: Values<typeof SETTINGS>): number {
  switch (how) {
    case 'named': return settings.ordinaryNamed;
    case 'shape': return settings.ordinaryShape;
    case 'untold': return settings.ordinaryUntold;
    case 'parts': return settings.ordinaryParts;
  }
}
