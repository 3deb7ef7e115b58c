import { addressIn, poolOf } from '../addresses.ts';
import { CARRIERS, RELAY, VPN_US } from '../pools.ts';
import { hotspotOf } from '../lines.ts';
import { dayWithin, type Oddity } from './oddity.ts';

/** Runs a commercial VPN on the laptop, on most days. */
export const privacyVpn: Oddity = {
  kind: 'privacy-vpn', rate: 'privacyVpn',
  apply(life, _world, draw) {
    const pool = poolOf(VPN_US);
    const exits = Array.from({ length: 6 }, () => addressIn(pool, draw.int(pool.size)).address);
    return { ...life, privacyVpn: { exits, share: draw.between(0.3, 0.95) } };
  },
};

/** The phone's browser goes through a relay. */
export const privateRelay: Oddity = {
  kind: 'private-relay', rate: 'privateRelay',
  apply(life, _world, draw) {
    const pool = poolOf(RELAY);
    return { ...life, relay: Array.from({ length: 8 }, () => addressIn(pool, draw.int(pool.size)).address) };
  },
};

/** The line fails; for some days everything runs over a phone. */
export const mobileWeek: Oddity = {
  kind: 'mobile-week', rate: 'mobileWeeks',
  apply(life, world, draw) {
    if (life.home.metro.country !== 'US') return undefined;
    const fromDay = dayWithin(life, world, draw, 4);
    const pool = poolOf(draw.pick(CARRIERS).blocks);
    const carrier = Array.from({ length: 6 }, () => addressIn(pool, draw.int(pool.size)).address);
    return { ...life, stays: [...life.stays, { fromDay, toDay: fromDay + 3 + draw.int(9), place: hotspotOf(life.home, carrier, `hotspot-${life.number}`, draw) }] };
  },
};

/** One source hears nothing of this person for days. */
export const darkSource: Oddity = {
  kind: 'dark-source', rate: 'darkSources',
  apply(life, world, draw) {
    const fromDay = dayWithin(life, world, draw, 3);
    const module = draw.pick(['fleet', 'edr', 'rhythm', 'globalprotect', 'okta']);
    return { ...life, silences: [...life.silences, { module, fromDay, toDay: fromDay + 3 + draw.int(12) }] };
  },
};
