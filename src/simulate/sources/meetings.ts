import { addressOn } from '../lines.ts';
import { metroOf } from '../metros.ts';
import { at, busyMinute, lineToday, publicAddress, roundTripMs, type Today } from '../today.ts';

const CENTRES = [{ name: 'zoom-iad', metro: metroOf('iad') }, { name: 'zoom-sjc', metro: metroOf('sfo') }] as const;

/** Round trips of video meetings; whoever drives from elsewhere joins some of them on a machine of their own. */
export function meetings(today: Today): void {
  const { life, laptop, world, place } = today;
  if (today.busy.length === 0 || today.day < life.startDay) return;
  const draw = today.draw.fork('meetings');
  const remote = life.driver.remote;
  const centre = place.metro.lon < -105 ? CENTRES[1] : CENTRES[0];
  for (let nth = draw.poisson(2.2); nth > 0; nth--) {
    const when = at(today, busyMinute(today, draw));
    const own = remote !== undefined && draw.chance(remote.ownMachineShare);
    if (when > world.endsAt) continue;
    const line = own ? { ...place.line, lastMileMs: 18, detour: centre.metro } : lineToday(today);
    today.emit({
      '@timestamp': when, 'event.action': 'latency-measured', 'event.module': 'zoom', 'event.dataset': 'zoom.quality', 'event.outcome': 'success',
      'user.email': life.row.email, 'user.name': life.row.email, 'user_agent.original': `Zoom/6.2.${3 + (life.number % 5)} (${laptop?.windows === false ? 'macOS' : 'Windows'}; desktop client; audio, video, share)`,
      'source.ip': own ? remote.exits[draw.int(remote.exits.length)]! : laptop ? publicAddress(today, nth) : addressOn(place.line, today.day, nth),
      'farmwatch.net.rtt_ms': roundTripMs(line, own ? remote.at : place.at, centre.metro, draw), 'farmwatch.net.rtt_to': centre.name,
      ...(own || !laptop ? {} : { 'host.name': today.machine['host.name'], 'host.os.full': laptop.os }),
    });
  }
}
