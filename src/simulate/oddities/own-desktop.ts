import type { Random } from '../../core/random.ts';
import { addressIn, poolOf } from '../addresses.ts';
import type { Life, OwnDesktop } from '../life.ts';
import { addressOn } from '../lines.ts';
import { HOSTING_US, VPN_US } from '../pools.ts';
import { dayWithin, type Oddity } from './oddity.ts';

/** Tools for it, those that many use more than once. Remote Desktop is part of the system and leaves no program. */
const TOOLS = ['chrome-remote-desktop', 'chrome-remote-desktop', 'chrome-remote-desktop', 'anydesk', 'rustdesk', 'parsec', 'splashtop', 'nomachine', 'jump-desktop', 'realvnc'] as const;

/** Drives the work laptop from a computer of one's own: for a larger screen, another keyboard, a habit. A third work so altogether. */
export const ownDesktop: Oddity = {
  kind: 'own-desktop', rate: 'ownDesktops',
  apply(life, world, draw) {
    const laptop = life.laptops[0];
    if (laptop === undefined || life.staff) return undefined;
    const mainly = draw.chance(world.knobs.ownDesktopsMainly);
    const fromDay = mainly || draw.chance(0.2) ? Math.max(0, life.startDay) : dayWithin(life, world, draw);
    const tool = laptop.windows && draw.chance(0.25) ? 'rdp' : draw.pick(TOOLS);
    return withDesktop(life, { tool, fromDay, mainly, share: mainly ? draw.between(0.85, 1) : draw.between(0.05, 0.4), ...toldOf(life, draw.fork('told')) }, draw.chance(mainly ? 0.5 : 0.2));
  },
};

/** What the agent tells of the other side: each thing or not, by chance, and the same every day. */
function toldOf({ home, carrier }: Life, draw: Random): Pick<OwnDesktop, 'line' | 'addresses' | 'tells'> {
  const luck = draw.next();
  const pool = poolOf(draw.chance(0.8) ? VPN_US : HOSTING_US);
  const exits = [0, 1, 2].map(() => addressIn(pool, draw.int(pool.size)).address);
  const line = luck < 0.8 ? 'home' : luck < 0.9 ? 'phone' : 'vpn';
  return {
    line, addresses: line === 'phone' ? carrier : line === 'vpn' ? exits : [addressOn(home.line, 0, 0)],
    tells: { line: draw.chance(0.5), clock: draw.chance(0.5), name: draw.chance(0.6) },
  };
}

/** A life with such a desktop, its tool kept on the laptop. */
export function withDesktop(life: Life, desktop: OwnDesktop, unattended: boolean): Life {
  const { tool, fromDay } = desktop;
  return { ...life, desktop, ownTools: tool === 'rdp' ? life.ownTools : [...life.ownTools, { tool, fromDay, untilDay: Infinity, incomingShare: 0, ...(unattended ? { unattended: true as const } : {}), ...(desktop.mainly ? { kept: true as const } : {}) }] };
}
