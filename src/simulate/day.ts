import type { Random } from '../core/random.ts';
import type { EcsDocument, Laptop, Life, Place, World } from './life.ts';
import { badges } from './sources/badges.ts';
import { checkIns } from './sources/check-ins.ts';
import { endpoint } from './sources/endpoint.ts';
import { input } from './sources/input.ts';
import { meetings } from './sources/meetings.ts';
import { sessions } from './sources/sessions.ts';
import { signIns } from './sources/sign-ins.ts';
import { tunnel } from './sources/tunnel.ts';
import { busyOn, type Interval } from './rhythm.ts';
import type { Today } from './today.ts';
import { dayIndexOf, weekdayOf } from './clock.ts';

const SOURCES = [signIns, checkIns, tunnel, meetings, input, endpoint, sessions, badges] as const;

/** Writes everything that happens to one person on one day. Farm people and ordinary people pass through here alike. */
export function liveDay(world: World, life: Life, day: number, emit: (document: EcsDocument) => void): void {
  const draw = life.draw.fork(`day/${day}`);
  const laptop = life.laptops.find(({ fromDay, untilDay }) => day >= fromDay && day < untilDay);
  const started = day >= life.startDay;
  const booted = laptop !== undefined && day >= dayIndexOf(world.calendar, laptop.firstBoot) - 1;
  if (!started && !booted) return;
  const place = placeOn(world, life, laptop, day, draw.fork('place'));
  const zone = life.driver.remote ? life.driver.zone : place.metro.zone;
  const busy = started ? busyOn(world.calendar, life.driver, day, draw.fork('busy'), (name) => world.draw.fork(`turns/${name}`)) : [];
  const vpn = life.privacyVpn;
  const exit = vpn && place.line.kind === 'home' && draw.fork('exit').chance(vpn.share) ? vpn.exits[day % vpn.exits.length] : undefined;
  const today: Today = {
    world, life, day, busy, zone, place, draw, emit,
    ...(laptop && booted ? { laptop } : {}), ...(exit === undefined ? {} : { exit }),
    machine: laptop ? machineOf(laptop, day) : {},
    user: { 'user.name': life.row.user_names[0]!, 'user.domain': life.accountDomain },
    awake: laptop && booted ? awakeOn(laptop, busy, setUpOn(world, life, laptop, day), draw.fork('awake')) : [],
  };
  for (const write of SOURCES) write(today);
}

/** A laptop wakes shortly before work and falls asleep after it; some never do, some wake up on free days. */
function awakeOn(laptop: Laptop, busy: readonly Interval[], setUp: boolean, draw: Random): readonly Interval[] {
  if (laptop.neverSleeps || setUp) return [{ from: 0, to: 1_440 }];
  if (busy.length === 0) return draw.chance(0.15) ? [{ from: 600, to: 640 + draw.int(200) }] : [];
  return [{ from: busy[0]!.from - draw.between(2, 15), to: busy.at(-1)!.to + draw.between(10, 60) }];
}

/** Whoever keeps a farm leaves a laptop on while it is made ready. */
function setUpOn(world: World, life: Life, laptop: Laptop, day: number): boolean {
  const remote = life.driver.remote;
  return remote !== undefined && day >= dayIndexOf(world.calendar, laptop.firstBoot) && day <= dayIndexOf(world.calendar, remote.setUpAt);
}

/** Where a laptop is on a day. */
export function placeOf(world: World, life: Life, laptop: Laptop, day: number): Place {
  return placeOn(world, life, laptop, day, life.draw.fork(`day/${day}`).fork('place'));
}

function placeOn(world: World, life: Life, laptop: Laptop | undefined, day: number, draw: Random): Place {
  if (laptop?.standsAt) return laptop.standsAt;
  const stay = life.stays.find(({ fromDay, toDay }) => day >= fromDay && day <= toDay);
  if (stay) return stay.place;
  const weekday = weekdayOf(world.calendar, day);
  let at = draw.next();
  if (weekday === 0 || weekday === 6) return life.home;
  for (const { place, share } of life.elsewhere) {
    at -= share;
    if (at < 0) return place;
  }
  return life.home;
}

const machines = new WeakMap<Laptop, { readonly fromDay: number; readonly untilDay: number; readonly fields: Readonly<Record<string, string>> }[]>();

function machineOf(laptop: Laptop, day: number): Readonly<Record<string, string>> {
  let list = machines.get(laptop);
  if (!list) {
    list = laptop.images.map((image, nth) => ({
      fromDay: image.fromDay, untilDay: laptop.images[nth + 1]?.fromDay ?? Infinity,
      fields: { 'device.serial_number': laptop.serial, 'host.id': image.hostId, 'host.name': image.hostName, 'host.os.full': laptop.os },
    }));
    machines.set(laptop, list);
  }
  return (list.find(({ fromDay, untilDay }) => day >= fromDay && day < untilDay) ?? list[0]!).fields;
}
