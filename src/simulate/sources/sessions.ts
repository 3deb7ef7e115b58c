import type { Random } from '../../core/random.ts';
import { offsetOn } from '../clock.ts';
import { addressOn } from '../lines.ts';
import type { Interval } from '../rhythm.ts';
import { at, type Today } from '../today.ts';
import { desktopName, hexOf } from '../tokens.ts';

interface Session { readonly from: number; readonly to: number; readonly protocol: string; readonly direction: 'incoming' | 'outgoing'; readonly ip?: string; readonly host?: string; readonly zone?: string }

/** Remote control: by the driver of a farm, the help desk, or the person from another machine at home. */
export function sessions(today: Today): void {
  if (!today.laptop || today.awake.length === 0) return;
  const draw = today.draw.fork('sessions');
  for (const session of [...driven(today, draw.fork('driven')), ...helped(today, draw.fork('help')), ...own(today, draw.fork('own')), ...outgoing(today, draw.fork('out')), ...fromDesktop(today, draw.fork('desktop'))]) {
    for (const [action, minute] of [['session-connected', session.from], ['session-disconnected', session.to]] as const) {
      const when = at(today, minute);
      if (when > today.world.endsAt || when < today.laptop.firstBoot) continue;
      today.emit({
        '@timestamp': when, 'event.action': action, 'event.module': 'edr', 'event.dataset': 'edr.telemetry', 'event.outcome': 'success', ...today.machine, ...today.user,
        'farmwatch.remote.protocol': session.protocol, 'farmwatch.remote.direction': session.direction,
        ...(session.ip ? { 'source.ip': session.ip } : {}), ...(session.host ? { 'source.domain': session.host } : {}),
        ...(session.zone && action === 'session-connected' ? { 'farmwatch.remote.client_utc_offset_min': offsetOn(today.world.calendar, today.day, session.zone) } : {}),
      });
    }
  }
}

/** One session for each stretch of work; a network KVM leaves none. */
function driven(today: Today, draw: Random): readonly Session[] {
  const remote = today.life.driver.remote;
  if (!remote || remote.kvm || remote.tools.length === 0) return [];
  const found: Session[] = [];
  let last = -Infinity;
  for (const { from, to } of today.busy) {
    const fresh = from - last > 25;
    last = to;
    if (!fresh || at(today, from) < remote.setUpAt || !draw.chance(remote.seenShare)) continue;
    found.push({
      from, to, protocol: draw.chance(0.85) ? remote.tools[0]! : draw.pick(remote.tools), direction: 'incoming',
      ...(draw.chance(0.5) ? { ip: draw.pick(remote.exits) } : {}), ...(draw.chance(0.7) ? { host: remote.hostName } : {}), ...(draw.chance(0.7) ? { zone: remote.zone } : {}),
    });
  }
  return found;
}

function helped(today: Today, draw: Random): readonly Session[] {
  const { life, world, busy } = today;
  if (!life.helpDeskDays.includes(today.day) || busy.length === 0) return [];
  const desk = world.offices[0]!;
  const from = busy[0]!.from + draw.between(20, 240);
  const other = life.helpDesk;
  if (other) return [{ from, to: from + draw.between(8, 45), protocol: other.tool, direction: 'incoming', ip: draw.pick(other.addresses), host: draw.pick(other.hosts), zone: other.zone }];
  return [{
    from, to: from + draw.between(8, 45), protocol: world.sanctionedTool, direction: 'incoming',
    ip: addressOn(desk.line, today.day, draw.int(8)), host: `ITDESK-${10 + draw.int(20)}`, zone: desk.metro.zone,
  }];
}

function own(today: Today, draw: Random): readonly Session[] {
  return today.life.ownTools.flatMap((tool) => {
    if (today.day < tool.fromDay || today.day >= tool.untilDay || !draw.chance(tool.incomingShare)) return [];
    const from = draw.between(540, 1_260);
    const { home } = today.life;
    return [{ from, to: from + draw.between(5, 90), protocol: tool.tool, direction: 'incoming' as const, ip: addressOn(home.line, today.day, 0), host: desktopName(today.life.hire), zone: home.metro.zone }];
  });
}

/** From a computer of one's own at home: all stretches of work, or one of them. */
function fromDesktop(today: Today, draw: Random): readonly Session[] {
  const { life: { desktop, home, ...life }, busy, place } = today;
  if (!desktop || today.day < desktop.fromDay || busy.length === 0 || place.line.id !== home.line.id || !draw.chance(desktop.share)) return [];
  const { tool, mainly, line, addresses, tells } = desktop;
  const other = {
    protocol: tool, direction: 'incoming' as const, ...(tells.name ? { host: desktopName(today.life.hire) } : {}), ...(tells.clock ? { zone: home.metro.zone } : {}),
    ...(tells.line ? { ip: line === 'home' ? addressOn(home.line, today.day, life.number) : draw.pick(addresses) } : {}),
  };
  if (mainly) return stretchesOf(today).map(({ from, to }) => ({ from: from + draw.between(0, 6), to, ...other }));
  const { from } = draw.pick(busy);
  return [{ from, to: from + draw.between(20, 180), ...other }];
}

/** Work without the short breaks in it. */
function stretchesOf({ busy }: Today): readonly Interval[] {
  return busy.reduce<readonly Interval[]>((found, { from, to }) => {
    const last = found.at(-1);
    return last && from - last.to <= 25 ? [...found.slice(0, -1), { from: last.from, to }] : [...found, { from, to }];
  }, []);
}

/** Engineers reach servers by Remote Desktop: the laptop drives, nobody drives it. */
function outgoing(today: Today, draw: Random): readonly Session[] {
  const admin = today.life.number % 17 === 3;
  if (!admin || today.busy.length === 0 || !draw.chance(0.4)) return [];
  const from = today.busy[0]!.from + draw.between(30, 200);
  return [{ from, to: from + draw.between(5, 60), protocol: 'rdp', direction: 'outgoing', host: `SRV-${hexOf(today.life.hire, 3).toUpperCase()}` }];
}
