import { TOOLS, type Tool } from '../../catalogue/tools.ts';
import { instantOf } from '../clock.ts';
import { networkKvm } from '../desks.ts';
import { newLaptop } from '../laptops.ts';
import type { Life, OwnTool, World } from '../life.ts';
import type { Random } from '../../core/random.ts';
import { dayWithin, type Oddity } from './oddity.ts';

/** Keeps the status light green with a program or a gadget. */
export const jiggler: Oddity = {
  kind: 'jiggler', rate: 'jigglers',
  apply(life, world, draw) {
    const program = draw.chance(0.7);
    return {
      ...life,
      jiggler: {
        periodS: draw.pick([15, 30, 45, 59, 60, 120, 180, 240]), noiseS: program ? draw.between(0.02, 0.4) : draw.between(0.5, 8),
        atNight: draw.chance(world.knobs.jigglersAtNight), fromDay: dayWithin(life, world, draw), ...(program ? { process: draw.pick(['MouseJiggler.exe', 'Caffeine64.exe', 'Move Mouse.exe']) } : {}),
      },
    };
  },
};

/** Signs in on a computer of one's own now and then: mail in the evening, a form on a weekend. */
export const ownMachine: Oddity = {
  kind: 'own-machine', rate: 'ownMachines',
  apply: (life, _world, draw) => ({ ...life, ownMachineShare: draw.between(0.05, 0.4) }),
};

/** A network KVM from the home lab, plugged into the work laptop. */
export const homeLab: Oddity = {
  kind: 'home-lab', rate: 'homeLabs',
  apply(life, _world, draw) {
    const { usb, displays } = networkKvm('named', life.hire, draw);
    return { ...life, laptops: life.laptops.map((laptop) => ({ ...laptop, usb: [...laptop.usb, ...usb], displays: [...laptop.displays, ...displays] })) };
  },
};

/** The help desk takes over once or twice, mostly in the first days. */
export const itSupport: Oddity = {
  kind: 'it-support', rate: 'itSupport',
  apply(life, world, draw) {
    const days = Array.from({ length: 1 + draw.poisson(0.8) }, () => (draw.chance(0.6) && !life.staff ? Math.max(0, life.startDay) + draw.int(6) : dayWithin(life, world, draw)));
    return { ...life, helpDeskDays: days };
  },
};

/** Works some days on a spare while the laptop is mended. */
export const spare: Oddity = {
  kind: 'spare', rate: 'spares',
  apply(life, world, draw) {
    const laptop = life.laptops[0];
    if (!laptop || laptop.standsAt || life.staff) return undefined;
    const from = dayWithin(life, world, draw, 8);
    const until = from + 2 + draw.int(6);
    const zone = life.home.metro.zone;
    const given = instantOf(world.calendar, from, 60, zone);
    const lent = newLaptop(world.calendar, {
      number: life.number * 8 + 1, holder: life.hire, fromDay: from, untilDay: until, firstBoot: given,
      row: { assigned_from: given, assigned_to: instantOf(world.calendar, until, 60, zone) },
    }, { ...world.knobs, reimaged: 0 }, draw.fork('spare'));
    return {
      ...life, laptops: [{ ...laptop, untilDay: from }, lent, { ...laptop, fromDay: until }],
      row: { ...life.row, device_serials: [...life.row.device_serials, lent.serial] },
    };
  },
};

/** Agents by which a company looks after its own machines; nobody puts one on a laptop to use it. */
function isFleets({ kind, corporateUse }: Tool): boolean {
  return kind === 'rmm' && corporateUse === 'high';
}

/** Tools that nobody sanctioned, each at the rate of its corporate use; most stay for days, a few for good. */
export function ownTools(life: Life, world: World, draw: Random): readonly OwnTool[] {
  const { toolsHigh, toolsMedium, toolsLow } = world.knobs;
  const rate = { high: toolsHigh, medium: toolsMedium, low: toolsLow };
  const engineer = /engineer/.test(life.row.role ?? '');
  return TOOLS.flatMap((tool) => {
    const chance = draw.next();
    if (tool.id === world.sanctionedTool || tool.kind === 'screen-share' || tool.kind === 'jiggler' || tool.id === 'rdp' || isFleets(tool)) return [];
    const keen = engineer && (tool.kind === 'tunnel' || tool.kind === 'mesh') ? 2.5 : 1;
    if (chance >= rate[tool.corporateUse] * keen) return [];
    const fromDay = dayWithin(life, world, draw);
    const controls = tool.kind !== 'tunnel' && tool.kind !== 'mesh' && !tool.outgoingOnly;
    return [{ tool: tool.id, fromDay, untilDay: draw.chance(0.6) ? fromDay + 1 + draw.int(4) : Infinity, incomingShare: controls && draw.chance(0.25) ? draw.between(0.05, 0.4) : 0 }];
  });
}
