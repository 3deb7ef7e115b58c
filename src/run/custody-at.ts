import { DAY } from '../core/time.ts';
import type { PresumingGatherer } from '../detect/counts/gather.ts';
import { NOTHING_PRESUMED } from '../detect/people/presumed.ts';
import { contactsEver, peopleHeard } from '../detect/people/presence.ts';
import type { Registry } from '../detect/people/registry.ts';
import { custodyOf } from '../detect/places/custody-of.ts';
import type { CustodyValues } from '../detect/places/custody-settings.ts';
import type { Custody } from '../detect/places/custody.ts';
import { deliveriesScanned } from '../detect/places/parcels.ts';
import { lagAt } from '../detect/places/usual-lag.ts';
import type { Crowd, Detected } from '../detect/run.ts';
import type { Store } from '../store/store.ts';

/** The verdicts about all laptops, with what the store tells of those that were silent while detectors looked. */
export async function custodyAt({ store, gather }: { readonly store: Store; readonly gather: PresumingGatherer }, registry: Registry, { presence, whereabouts, radios, scans }: Detected, crowd: Crowd, settings: CustodyValues): Promise<readonly Custody[]> {
  const { asOf } = registry;
  const silent = [...registry.laptops.keys()].filter((serial) => !presence.lastContact.has(serial)).sort();
  const lastContact = new Map([...await contactsEver(store.events, silent, asOf), ...presence.lastContact]);
  const never = silent.filter((serial) => !lastContact.has(serial));
  // Of a laptop that was heard of before it was sent, in other hands, a carrier tells whether it has come.
  const unheard = [...registry.laptops.values()].filter(({ serial, shippedAt }) => (lastContact.get(serial) ?? -Infinity) < (shippedAt ?? -Infinity)).map(({ serial }) => serial);
  const deliveries = await deliveriesScanned(store.events, registry, [...new Set([...never, ...unheard])].sort());
  const isAnySilent = unheard.length > 0 || [...registry.laptops.keys()].some((serial) => (lastContact.get(serial) ?? -Infinity) < asOf - settings.darkDays * DAY);
  const lag = isAnySilent ? await lagAt(store.events, asOf) : 0;
  const byNames = never.length > 0 && await gather.presumed(asOf, registry.directory) !== NOTHING_PRESUMED;
  return custodyOf(registry, whereabouts, { lastContact, speaking: presence.speaking, nameless: presence.nameless, atWork: peopleHeard(presence), byNames, lag, deliveries, radios, scans, crowd }, settings);
}
