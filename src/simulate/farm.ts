import type { Point } from '../core/geo.ts';
import type { Random } from '../core/random.ts';
import { HOUR, type Instant } from '../core/time.ts';
import { addressIn, poolOf } from './addresses.ts';
import { networkKvm } from './desks.ts';
import { instantOf } from './clock.ts';
import type { Driver, EcsDocument, Jiggler, Laptop, Life, Place, RemoteControl, Rhythm, World } from './life.ts';
import { HOME_NUMBERS, homeAt } from './lines.ts';
import { US_METROS, metroOf, type Metro } from './metros.ts';
import { lifeOf, type Wish } from './people.ts';
import { HOSTING_US, VPN_ABROAD, VPN_US } from './pools.ts';
import { UNLISTED_TOOLS, isUnlisted } from './programs.ts';
import { verified } from './records.ts';
import { hexOf, tokenFor } from './tokens.ts';

/** How a farm is run. */
export const FARM_STYLES = ['software', 'kvm', 'vpn-router', 'personas', 'careful'] as const;
export type FarmStyle = (typeof FARM_STYLES)[number];

export interface FarmPlan {
  readonly id: string;
  /** Tells farms apart; 0 and up. */
  readonly number: number;
  /** 2 to 20. */
  readonly laptops: number;
  readonly style?: FarmStyle;
  /** `mixed`: some operators keep US hours, some their own. */
  readonly hours?: 'own' | 'us' | 'mixed';
  /** Code of the metro where the laptops stand. */
  readonly metro?: string;
  /** Code of the metro from which they are driven. */
  readonly operators?: string;
  /** Start days of the hires, one each. */
  readonly startDays?: readonly number[];
  readonly tools?: readonly string[];
  /** Its tools and network KVMs stand in no catalogue; drawn where nothing is said. */
  readonly unlisted?: boolean;
}

export interface FarmTruth {
  readonly id: string;
  readonly style: FarmStyle;
  readonly hours: 'own' | 'us' | 'mixed';
  readonly hires: readonly string[];
  /** When each hire's laptop first stood there. */
  readonly arrivals: Readonly<Record<string, Instant>>;
  /** When the third laptop, or the second of two, first stood there. */
  readonly since: Instant;
  readonly at: { readonly city: string; readonly lat: number; readonly lon: number };
  readonly operatedFrom: string;
}

/** Tools named in public reports, and some that are not. */
const TOOLS = ['anydesk', 'rustdesk', 'chrome-remote-desktop', 'teamviewer', 'anydesk', 'rustdesk', 'chrome-remote-desktop', 'splashtop', 'jump-desktop', 'screenconnect', 'dwservice', 'hoptodesk', 'parsec', 'tailscale'] as const;
const PERSONAS_PER_OPERATOR = 3;
const OPERATORS = ['cn', 'cn', 'cn', 'ru', 'ru', 'my', 'th', 'vn', 'ae', 'ng', 'pk', 'ke'] as const;

/** A farm: one home where somebody keeps laptops running, and the people abroad who drive them. */
export function farmOf(world: World, plan: FarmPlan): { readonly lives: readonly Life[]; readonly truth: FarmTruth } {
  const draw = world.draw.fork(`farm/${plan.number}`);
  const style = plan.style ?? draw.pick(FARM_STYLES);
  const hours = style === 'careful' && plan.hours === undefined ? 'us' : (plan.hours ?? (draw.chance(world.knobs.farmsOwnHours) ? 'own' : 'us'));
  const metro = plan.metro ? metroOf(plan.metro) : draw.pick(US_METROS);
  const operators = metroOf(plan.operators ?? draw.pick(OPERATORS));
  const house = routed(homeAt(metro, { name: `farm-${plan.number}`, number: HOME_NUMBERS.persona + plan.number }, world.knobs, draw.fork('house')), style, draw.fork('router'));
  const first = draw.int(Math.max(1, Math.floor(world.calendar.days / 3)));
  const days = plan.startDays ?? Array.from({ length: plan.laptops }, () => first + draw.int(Math.max(1, Math.floor(world.calendar.days / 2)))).sort((a, b) => a - b);
  const listed = plan.tools ?? [draw.pick(TOOLS), ...draw.shuffle(TOOLS).slice(0, 3)];
  const heldBack = draw.fork('unlisted');
  const unlisted = plan.unlisted ?? heldBack.chance(world.knobs.farmUnlisted);
  const tools = unlisted && !plan.tools ? heldBack.shuffle(UNLISTED_TOOLS) : listed;

  const lives: Life[] = [];
  for (let place = 0; place < plan.laptops; place++) {
    const persona = draw.fork(`persona/${place}`);
    const operator = style === 'personas' ? Math.floor(place / PERSONAS_PER_OPERATOR) : place;
    const hoursHere = hours === 'mixed' ? (operator % 2 === 0 ? 'own' : 'us') : hours;
    lives.push(personaOf(world, plan, { style, hours: hoursHere, metro, operators, house, place, operator, startDay: days[place] ?? days.at(-1) ?? first, tools, unlisted, first: lives[0] }, persona));
  }
  const arrivals = Object.fromEntries(lives.map((life) => [life.hire, life.laptops[0]!.row.delivered_at ?? life.laptops[0]!.firstBoot]));
  const order = Object.values(arrivals).sort((a, b) => a - b);
  return {
    lives,
    truth: {
      id: plan.id, style, hours, hires: lives.map(({ hire }) => hire), arrivals, since: order[Math.min(2, order.length - 1)]!,
      at: { city: metro.city, ...house.at }, operatedFrom: operators.zone,
    },
  };
}

/** Some farms send the whole house through a VPN in the router. */
function routed(house: Place, style: FarmStyle, draw: Random): Place {
  if (style !== 'vpn-router') return house;
  const pool = poolOf(draw.chance(0.5) ? HOSTING_US : VPN_US);
  const start = draw.int(pool.size);
  const { ipv6: _without, ...line } = house.line;
  return {
    ...house,
    line: { ...line, kind: 'vpn-router', addresses: [0, 3, 11].map((step) => addressIn(pool, start + step).address), daysPerAddress: 9, lastMileMs: line.lastMileMs + 8, detour: draw.pick(US_METROS) },
  };
}

interface Persona {
  readonly style: FarmStyle;
  readonly hours: 'own' | 'us';
  readonly metro: Metro;
  readonly operators: Metro;
  readonly house: Place;
  readonly place: number;
  readonly operator: number;
  readonly startDay: number;
  readonly tools: readonly string[];
  readonly unlisted: boolean;
  readonly first: Life | undefined;
}

function personaOf(world: World, plan: FarmPlan, persona: Persona, draw: Random): Life {
  const { style, house, place, operator, startDay } = persona;
  const careful = style === 'careful';
  const number = plan.number * 32 + place;
  const apart = careful && place % 2 === 1;
  const stands = apart ? homeAt(persona.metro, { name: `flat-${number}`, number: HOME_NUMBERS.persona + 150 + (number % 150) }, world.knobs, draw.fork('flat')) : house;
  const address = addressOfRecord(persona, stands, world, draw.fork('address'));
  const claimedZone = address.claimed.metro.zone;
  const kept = style === 'personas' ? Math.min(PERSONAS_PER_OPERATOR, plan.laptops - operator * PERSONAS_PER_OPERATOR) : 1;
  // What belongs to the operator is the same for all personas.
  const hand = world.draw.fork(`farm/${plan.number}/operator/${operator}`);
  const usZone = kept > 1 ? persona.metro.zone : claimedZone;
  const shared = draw.fork('sharing');
  const first = persona.first;

  const wish: Wish = {
    group: 'persona', number, startDay, home: stands, remote: true, claimed: address.claimed, laptopStandsAt: stands,
    ...(address.shipTo ? { shipTo: address.shipTo } : {}), ...(address.redirectedTo ? { redirectedTo: address.redirectedTo } : {}),
    bootAfterHours: draw.between(1, 8), neverSleeps: draw.chance(careful ? 0.3 : 0.9),
    ...(first && !careful && shared.chance(kept > 1 ? 0.7 : world.knobs.farmSharedFactors) ? { factor: kept > 1 ? tokenFor('factor', `operator/${plan.number}/${operator}`) : first.factor } : {}),
    ...(first && !careful && shared.chance(world.knobs.farmSharedBank) && first.row.bank_token ? { bank: first.row.bank_token } : {}),
  };
  const before = lifeOf(world, wish);
  const laptop = before.laptops[0]!;
  const remote = remoteOf(world, plan, persona, exitsOf(persona.operators, hand.fork('exits')), laptop, draw.fork('remote'));
  const driver: Driver = {
    zone: persona.hours === 'own' ? persona.operators.zone : usZone,
    rhythm: operatorRhythm(persona.hours, hand.fork('rhythm')),
    remote, ...(kept > 1 ? { turns: { operator: `${plan.number}/${operator}`, place: place % PERSONAS_PER_OPERATOR, of: kept } } : {}),
  };
  const hardware = remote.kvm ? networkKvm(careful ? 'borrowed' : persona.unlisted ? 'unlisted' : 'named', laptop.serial, draw.fork('kvm')) : undefined;
  const jiggler = jigglerOf(style, hardware?.jigglesEveryS, startDay, draw.fork('jiggler'));
  const check = (day: number, kind: string, outcome: 'confirmed' | 'refuted', by: string): EcsDocument =>
    verified(instantOf(world.calendar, startDay + day, 700, claimedZone), before.row.email, kind, outcome, `${by}@${world.domain}`);
  const standIn = draw.fork('stand-in');
  const checks = [
    ...(draw.chance(0.04) ? [check(6 + draw.int(20), 'same-person', 'refuted', 'people')] : []),
    ...(standIn.chance(world.knobs.farmStandIns) ? [check(4 + standIn.int(30), 'in-person', 'confirmed', 'manager')] : []),
  ];
  return {
    ...before, driver, diary: [...before.diary, ...checks], ...(jiggler ? { jiggler } : {}),
    row: { ...before.row, ...(first && draw.chance(0.25) ? { referred_by: first.hire } : {}) },
    laptops: [{
      ...laptop, tellsLocation: draw.chance(careful ? 0.1 : 0.35), wired: draw.chance(0.4),
      ...(draw.chance(0.5) ? { fixedZone: claimedZone } : {}),
      ...(hardware ? { usb: hardware.usb, displays: hardware.displays } : draw.chance(0.6) ? { usb: [], displays: [] } : {}),
    }],
  };
}

/** Where the record says they live, and how the parcel comes to the farm all the same. */
function addressOfRecord(persona: Persona, stands: Place, world: World, draw: Random): Pick<Wish, 'shipTo' | 'redirectedTo'> & { readonly claimed: { readonly metro: Metro; readonly at: Point } } {
  const here = { metro: stands.metro, at: stands.at };
  const far = draw.chance(0.75) ? draw.pick(US_METROS) : persona.metro;
  const claimed = { metro: far, at: { lat: Math.round((far.lat + draw.normal(0, 0.1)) * 1_000) / 1_000, lon: Math.round((far.lon + draw.normal(0, 0.1)) * 1_000) / 1_000 } };
  const way = draw.next();
  const door = draw.chance(0.6) ? `farm/${stands.line.id}` : `farm/${stands.line.id}/${persona.place}`;
  if (way < world.knobs.farmParcelsElsewhere) return { claimed, shipTo: { ...here, door } };
  if (way < world.knobs.farmParcelsElsewhere + world.knobs.farmParcelsRedirected) return { claimed, redirectedTo: here };
  return { claimed: here, shipTo: { ...here, door } };
}

/** Long days; a second job or a second shift shows at weekends. */
function operatorRhythm(hours: 'own' | 'us', draw: Random): Rhythm {
  const startMinute = Math.round(draw.normal(hours === 'own' ? 530 : 545, 35));
  return {
    startMinute, startSpread: draw.between(10, 35), workMinutes: Math.round(draw.normal(hours === 'own' ? 600 : 510, 45)), lunchMinute: startMinute + 210, lunchMinutes: 50,
    weekdayShare: 0.96, weekendShare: hours === 'own' ? draw.between(0.1, 0.6) : draw.between(0.02, 0.25), eveningShare: hours === 'own' ? 0.35 : 0.15, intensity: Math.max(0.4, draw.normal(0.9, 0.2)),
  };
}

function remoteOf(world: World, plan: FarmPlan, persona: Persona, exits: readonly string[], laptop: Laptop, draw: Random): RemoteControl {
  const { style, operator, operators, tools } = persona;
  const careful = style === 'careful';
  const kvm = style === 'kvm' || (careful && draw.chance(0.7)) || (style === 'vpn-router' && draw.chance(0.3));
  const count = kvm ? (draw.chance(0.2) && !careful ? 1 : 0) : draw.chance(0.35) ? 2 : 1;
  return {
    ...(careful ? { renamed: draw.pick(['WinTaskHelper', 'AudioSvcHost', 'DisplayAgent']) } : {}),
    kvm, tools: [...new Set(tools)].slice(0, count), zone: operators.zone, at: operators, exits,
    hostName: `DESKTOP-${hexOf(`operator/${world.seed}/${plan.number}/${operator}`, 7).toUpperCase()}`,
    ownMachineShare: careful ? 0 : kvm ? draw.between(0, 0.25) : draw.between(0.05, 0.5),
    // An agent that does not know a tool tells of no sessions.
    seenShare: careful ? 0 : draw.between(0.4, 0.9) * (tools.every(isUnlisted) && tools.length > 0 ? 0 : 1),
    setUpAt: Math.round(laptop.firstBoot + draw.between(0.4, 12) * HOUR),
  };
}

/** Operators appear under exits of VPN services and of hosting; a few slip and show their own line. */
function exitsOf(operators: Metro, draw: Random): readonly string[] {
  const abroad = draw.chance(0.2);
  return Array.from({ length: 3 + draw.int(4) }, (_, nth) => {
    const text = nth === 0 && draw.chance(0.05) ? operators.home : abroad && nth < 2 ? VPN_ABROAD : draw.chance(0.55) ? VPN_US : HOSTING_US;
    const pool = poolOf(text);
    return addressIn(pool, draw.int(pool.size)).address;
  });
}

function jigglerOf(style: FarmStyle, everyS: number | undefined, startDay: number, draw: Random): Jiggler | undefined {
  const chance = { software: 0.3, personas: 0.45, 'vpn-router': 0.3, kvm: 0.6, careful: 0 }[style];
  if (!draw.chance(chance)) return undefined;
  const atNight = draw.chance(0.7);
  if (everyS) return { periodS: everyS, noiseS: 0.04, atNight, fromDay: startDay };
  return { periodS: draw.pick([30, 59, 60, 120]), noiseS: draw.between(0.02, 0.5), atNight, fromDay: startDay, process: 'MouseJiggler.exe' };
}
