import type { Life, World } from '../life.ts';
import { failedCheck, metInPerson } from './checks.ts';
import { carer, nightOwl } from './hours.ts';
import { contractorDesk } from './help-desks.ts';
import { homeLab, itSupport, jiggler, ownMachine, ownTools, spare } from './machines.ts';
import { darkSource, mobileWeek, privacyVpn, privateRelay } from './networks.ts';
import type { Oddity } from './oddity.ts';
import { ownDesktop } from './own-desktop.ts';
import { coworker, mover, offsite, onCampus, traveller } from './whereabouts.ts';

/** Every oddity that comes to one person alone. Households are pairs and come earlier, in company.ts. */
const ODDITIES: readonly Oddity[] = [
  onCampus, coworker, mover, traveller, offsite, mobileWeek, privacyVpn, privateRelay, nightOwl, carer, jiggler, ownMachine, homeLab, itSupport, contractorDesk, spare, darkSource, metInPerson, failedCheck, ownDesktop,
];

/** A life with the oddities that fall to it. Each has a source of its own, so one more moves none of the others. */
export function withOddities(life: Life, world: World): Life {
  let odd = life;
  for (const oddity of ODDITIES) {
    const draw = life.draw.fork(`oddity/${oddity.kind}`);
    if (draw.chance(world.knobs[oddity.rate])) odd = given(odd, oddity, world);
  }
  const tools = ownTools(odd, world, life.draw.fork('tools'));
  return tools.length === 0 ? odd : { ...odd, ownTools: [...odd.ownTools, ...tools], kinds: [...odd.kinds, 'own-tool'] };
}

/** A life with one oddity, whatever its rate. */
export function given(life: Life, oddity: Oddity, world: World): Life {
  const changed = oddity.apply(life, world, life.draw.fork(`oddity/${oddity.kind}/what`));
  return changed ? { ...changed, kinds: [...changed.kinds, oddity.kind] } : life;
}
