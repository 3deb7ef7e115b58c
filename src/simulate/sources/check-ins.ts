import { SECOND } from '../../core/time.ts';
import { round } from '../lines.ts';
import { at, publicAddress, type Today } from '../today.ts';

/** The management agent calls home every half hour to an hour while the laptop is awake. */
export function checkIns(today: Today): void {
  const { laptop, place, world } = today;
  if (!laptop) return;
  const draw = today.draw.fork('check-in');
  const { line } = place;
  const radio = laptop.wired && line.kind === 'home' ? undefined : line.radios[draw.int(Math.max(1, line.radios.length))];
  const zone = laptop.fixedZone ?? place.metro.zone;
  let nth = today.day;
  for (const { from, to } of today.awake) {
    for (let minute = from + draw.between(0, 3); minute < to; minute += draw.between(28, 58)) {
      const when = at(today, minute);
      nth++;
      if (when < laptop.firstBoot || when > world.endsAt) continue;
      const located = laptop.tellsLocation && draw.chance(0.3);
      const radiusKm = line.kind === 'mobile' ? 1.2 : 0.15;
      today.emit({
        '@timestamp': when, 'event.action': 'check-in', 'event.module': 'fleet', 'event.dataset': 'fleet.hosts', 'event.outcome': 'success',
        ...today.machine, ...today.user, 'host.uptime': uptime(today, when, laptop.neverSleeps),
        'source.ip': publicAddress(today, nth), ...(line.gateway && draw.chance(0.95) ? { 'farmwatch.net.gateway_mac_token': line.gateway } : {}),
        ...(radio ? { 'farmwatch.net.bssid_token': radio } : {}), 'farmwatch.device.time_zone': zone,
        ...(located ? {
          'farmwatch.device.location.lat': round(place.at.lat + draw.normal(0, radiusKm / 250), 4), 'farmwatch.device.location.lon': round(place.at.lon + draw.normal(0, radiusKm / 200), 4),
          'farmwatch.device.location.radius_km': radiusKm, 'farmwatch.device.location.source': 'wifi',
        } : {}),
      });
    }
  }
}

/** Laptops start anew about once a week; one that never sleeps, once in three. */
function uptime(today: Today, when: number, steady: boolean): number {
  const days = steady ? 21 : 6;
  const day = (today.day + (today.life.number % days)) % days;
  const sinceMidnight = (when / SECOND) % 86_400;
  return Math.round(day * 86_400 + sinceMidnight * 0.9 + 60);
}
