import type { Random } from '../../core/random.ts';
import { addressIn, poolOf } from '../addresses.ts';
import { addressOn } from '../lines.ts';
import { hexOf, tokenFor } from '../tokens.ts';
import { HOSTING_US, VPN_ABROAD } from '../pools.ts';
import { at, busyMinute, publicAddress, type Today } from '../today.ts';

/** Interactive sign-ins: mostly on the laptop, some on a phone; those who drive from elsewhere use their own machine for a share. */
export function signIns(today: Today): void {
  const { life, laptop, world } = today;
  if (today.day < life.startDay) return;
  const draw = today.draw.fork('sign-in');
  const fresh = today.day - life.startDay < 5;
  const working = today.busy.length > 0;
  const asked = working ? 1 + draw.poisson(fresh ? 4 : 1.8) : draw.chance(0.12) ? 1 : 0;
  const prompt = promptOf(today);
  const times = prompt === undefined ? asked : 1;
  const remote = life.driver.remote;
  const assisted = life.helpDeskDays.includes(today.day) && draw.chance(world.knobs.helpDeskFactors);
  if (draw.chance(world.knobs.strayFailures)) stray(today, draw.fork('stray'));
  for (let nth = 0; nth < times; nth++) {
    const minute = working ? busyMinute(today, draw) : draw.between(540, 1_320);
    const when = at(today, prompt ?? minute);
    const kind = draw.next();
    const onPhone = remote === undefined && (!working || kind < 0.14);
    const onOwn = !onPhone && (laptop === undefined || when < laptop.firstBoot || draw.chance(remote?.ownMachineShare ?? life.ownMachineShare));
    const prompted = draw.chance(0.6) || fresh;
    const typo = draw.chance(0.04);
    const address = onPhone ? phoneAddress(today, nth, draw.chance(0.5))
      : onOwn && remote ? remote.exits[draw.int(remote.exits.length)]!
        : onOwn ? (today.exit ?? addressOn(today.place.line, today.day, nth)) : publicAddress(today, nth + today.day);
    if (when > world.endsAt) continue;
    today.emit({
      '@timestamp': when, 'event.action': 'sign-in', 'event.module': 'okta', 'event.dataset': 'okta.system', 'event.outcome': typo ? 'failure' : 'success',
      'event.code': typo ? 'user.authentication.auth_via_mfa' : 'user.session.start',
      'user.email': life.row.email, 'user.id': `00u${hexOf(life.hire, 17)}`, 'user.name': life.row.email,
      'source.ip': address, 'user_agent.original': onPhone ? life.phoneAgent : onOwn ? life.ownAgent : laptop!.agent,
      'device.id': `guo${hexOf(onPhone ? `phone/${life.hire}` : onOwn ? `own/${life.hire}` : laptop!.serial, 17)}`,
      ...(!onPhone && !onOwn ? { 'device.serial_number': laptop!.serial, 'host.os.full': laptop!.os, 'host.name': today.machine['host.name'] } : {}),
      ...(prompted ? { 'farmwatch.factor.token': assisted && nth === 0 ? life.helpDesk?.factor ?? tokenFor('factor', `help-desk/${today.day % 3}`) : ownFactor(today, nth) } : {}),
    });
  }
}

/**
 * The one minute of the day at which somebody with a daily prompt signs in: soon after work begins.
 *
 * @returns undefined for people who sign in whenever they are at it, and on days off
 */
function promptOf({ life, world, busy: [first], draw }: Today): number | undefined {
  if (first === undefined || !life.draw.fork('one-sign-in').chance(world.knobs.oneSignInADay)) return undefined;
  return Math.min(first.to, first.from + draw.fork('prompt').exponential(6));
}

/** The factor of one's own; for a share of sign-ins one that somebody else uses as well. */
function ownFactor({ life, draw }: Today, nth: number): string {
  const other = life.otherFactor;
  return other && draw.fork(`other-factor/${nth}`).chance(other.share) ? other.token : life.factor;
}

/** Somebody else tries the account with a leaked password and fails. */
function stray(today: Today, draw: Random): void {
  const pool = poolOf(draw.chance(0.5) ? HOSTING_US : VPN_ABROAD);
  const when = at(today, draw.between(0, 1_440));
  if (when > today.world.endsAt) return;
  today.emit({
    '@timestamp': when, 'event.action': 'sign-in', 'event.module': 'okta', 'event.dataset': 'okta.system', 'event.outcome': 'failure', 'event.code': 'user.session.start',
    'user.email': today.life.row.email, 'user.id': `00u${hexOf(today.life.hire, 17)}`, 'user.name': today.life.row.email,
    'source.ip': addressIn(pool, draw.int(pool.size)).address, 'user_agent.original': draw.pick(['python-requests/2.32.3', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/117.0.0.0 Safari/537.36']),
  });
}

/** At home or at a desk the phone is on the same Wi-Fi half of the time; a relay hides both. */
function phoneAddress(today: Today, nth: number, onWifi: boolean): string {
  const { life } = today;
  if (life.relay) return life.relay[(today.day + nth) % life.relay.length]!;
  return onWifi && life.driver.remote === undefined ? addressOn(today.place.line, today.day, nth) : life.carrier[(today.day * 3 + nth) % life.carrier.length]!;
}
