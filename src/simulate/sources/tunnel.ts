import { at, egressOf, lineToday, publicAddress, roundTripMs, type Today } from '../today.ts';
import { hexOf } from '../tokens.ts';

/** The company's own VPN: up in the morning, down in the evening, now and then broken in between. */
export function tunnel(today: Today): void {
  const { laptop, life, world, place, busy } = today;
  if (!laptop || busy.length === 0 || today.day < life.startDay || world.knobs.fullTunnel >= 1) return;
  const draw = today.draw.fork('vpn');
  if (place.line.kind === 'office' || !draw.chance(0.85)) return;
  const begin = busy[0]!.from + draw.between(1, 20);
  const end = Math.max(begin + 20, busy.at(-1)!.to - draw.between(0, 15));
  const cuts = Array.from({ length: draw.poisson(0.5) }, () => draw.between(begin, end)).sort((a, b) => a - b);
  const marks = [begin, ...cuts, end];
  const { gateway, at: gatewayAt } = egressOf(place.at);
  const line = lineToday(today);
  const host = hexOf(`${life.hire}/${today.day}`, 4);
  const inner = `10.${40 + (parseInt(host.slice(0, 2), 16) % 20)}.${parseInt(host.slice(2), 16)}.${1 + (life.number % 250)}`;
  const row = (minute: number, action: string, nth: number, more: Readonly<Record<string, unknown>> = {}): void => {
    const when = at(today, minute);
    if (when > world.endsAt || when < laptop.firstBoot) return;
    today.emit({
      '@timestamp': when, 'event.action': action, 'event.module': 'globalprotect', 'event.dataset': 'globalprotect.vpn', 'event.outcome': 'success',
      'user.name': `${life.accountDomain}\\${life.row.user_names[0]}`, 'user.domain': life.accountDomain,
      'host.name': today.machine['host.name'], 'host.id': today.machine['host.id'], 'host.os.full': laptop.os, 'device.serial_number': laptop.serial,
      'source.ip': publicAddress(today, nth), ...more,
    });
  };
  for (let part = 0; part + 1 < marks.length; part++) {
    const from = marks[part]! + (part === 0 ? 0 : 1);
    const to = marks[part + 1]!;
    row(from, 'vpn-connected', part + today.day, { 'source.nat.ip': inner, 'farmwatch.net.rtt_ms': roundTripMs(line, place.at, gatewayAt, draw), 'farmwatch.net.rtt_to': gateway });
    for (let minute = from + draw.between(60, 200); minute < to; minute += draw.between(150, 330)) {
      row(minute, 'latency-measured', part + today.day, { 'farmwatch.net.rtt_ms': roundTripMs(line, place.at, gatewayAt, draw), 'farmwatch.net.rtt_to': gateway });
    }
    row(to, 'vpn-disconnected', part + today.day, { 'source.nat.ip': inner });
  }
}
