import { addressIn, poolOf } from '../addresses.ts';
import { CARRIERS, HOSTING_US, RELAY, VPN_ABROAD, VPN_US } from '../pools.ts';
import { hotspotOf } from '../lines.ts';
import { dayWithin, type Oddity } from './oddity.ts';

/** Runs a VPN on the laptop, on many days: mostly a commercial one, some have an exit of their own in hosting, some like to be abroad. */
export const privacyVpn: Oddity = {
  kind: 'privacy-vpn', rate: 'privacyVpn',
  apply(life, _world, draw) {
    const taste = draw.next();
    const pool = poolOf(taste < 0.75 ? VPN_US : taste < 0.92 ? HOSTING_US : VPN_ABROAD);
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
