import type { HelpDesk, World } from '../life.ts';
import { addressOn, businessLine } from '../lines.ts';
import { US_METROS } from '../metros.ts';
import { hexOf, tokenFor } from '../tokens.ts';
import { dayWithin, type Oddity } from './oddity.ts';

/** Tools that agencies support their people with. */
const DESK_TOOLS = ['screenconnect', 'splashtop', 'teamviewer', 'zoho-assist', 'atera'] as const;

/** The help desk of an agency: its tool, its machines, its line and the device that approves its sign-ins stand on no list of the company. */
function agencyDesk(world: World, agency: string): HelpDesk {
  const draw = world.draw.fork(`agency-desk/${agency}`);
  const metro = draw.pick(US_METROS);
  const line = businessLine(metro, 'office', 40 + draw.int(40), 2);
  return { tool: draw.pick(DESK_TOOLS), hosts: Array.from({ length: 4 }, (_, nth) => `HD-${hexOf(`${agency}/${nth}`, 5).toUpperCase()}`), addresses: [addressOn(line, 0, 0), addressOn(line, 1, 1)], zone: metro.zone, factor: tokenFor('factor', `agency-desk/${agency}`) };
}

/** A contractor whom the agency's own help desk supports. Its tool stays on the laptop; who comes through it is nobody the company knows. */
export const contractorDesk: Oddity = {
  kind: 'contractor-desk', rate: 'contractorDesks',
  apply(life, world, draw) {
    const { employment, agency } = life.row;
    if (employment !== 'contractor' || agency === undefined || life.laptops.length === 0 || life.staff) return undefined;
    const desk = agencyDesk(world, agency);
    const fromDay = Math.max(0, life.startDay) + draw.int(3);
    const days = Array.from({ length: 1 + draw.poisson(1.5) }, () => (draw.chance(0.5) ? fromDay + draw.int(4) : dayWithin(life, world, draw)));
    return { ...life, helpDesk: desk, helpDeskDays: days, ownTools: [...life.ownTools, { tool: desk.tool, fromDay, untilDay: Infinity, incomingShare: 0 }] };
  },
};
