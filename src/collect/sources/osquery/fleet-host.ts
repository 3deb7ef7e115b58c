import type { Rejected } from '../../../core/parse-event.ts';
import { SECOND } from '../../../core/time.ts';
import { addressOf } from '../../client-address.ts';
import type { Draft } from '../../collector.ts';
import { isObject, listOf, memberOf, textAt } from '../../loose.ts';
import { utcTime } from '../../utc-time.ts';

/** True for a host as Fleet lists it. */
export function isFleetHost(raw: unknown): boolean {
  return isObject(raw) && ['detail_updated_at', 'hardware_serial', 'uuid', 'hostname'].every((name) => Object.hasOwn(raw, name));
}

/** How Fleet dates what never was. */
const NEVER = '2000-01-01';
const NANOSECONDS_A_SECOND = SECOND * 1e6;

/**
 * A host that told its details: then Fleet saw it come from that address. What it did since (`seen_time`) comes without
 * an address.
 */
export function fleetCheckIn(raw: unknown): Draft | Rejected {
  const text = (name: string): string | undefined => textAt(raw, name);
  if (/^(ios|ipados|android)$/i.test(text('platform') ?? '')) return { rejected: 'not our business: a phone or tablet' };
  const told = text('detailupdatedat');
  if (told?.startsWith(NEVER)) return { rejected: 'not our business: a host that never told its details' };
  const at = utcTime(told);
  if (at === undefined) return { rejected: 'no time that can be read' };
  const uuid = text('uuid');
  return {
    '@timestamp': at,
    'event.id': uuid === undefined ? undefined : `${uuid}/${told}`,
    'event.module': 'osquery',
    'event.dataset': 'osquery.host',
    'event.action': 'check-in',
    'device.serial_number': text('hardwareserial'),
    'host.id': uuid,
    'host.name': text('hostname') ?? text('computername'),
    'host.os.full': text('osversion'),
    'host.uptime': uptimeOf(text('uptime')),
    'source.ip': addressOf(text('publicip')),
  };
}

/** Fleet counts nanoseconds. */
function uptimeOf(text: string | undefined): number | undefined {
  const found = Math.floor(Number(text) / NANOSECONDS_A_SECOND);
  return found > 0 ? found : undefined;
}

/** Where what Fleet lists was installed as a program; extensions and packages of languages are no programs. */
const PROGRAMS: ReadonlySet<string> = new Set(['apps', 'programs', 'deb_packages', 'rpm_packages', 'homebrew_packages', 'chocolatey_packages', 'pkg_packages']);

/**
 * What is installed on a host, where the answer has it: that about one host, or a list with `populate_software=true`.
 *
 * @param checkIn what the host told of itself
 */
export function fleetSoftware(raw: unknown, checkIn: Draft): readonly Draft[] {
  const { 'event.id': _, 'source.ip': __, 'host.uptime': ___, ...about } = checkIn;
  const at = utcTime(textAt(raw, 'softwareupdatedat')) ?? checkIn['@timestamp'];
  return listOf(memberOf(raw, 'software')).flatMap((one): readonly Draft[] => {
    const name = textAt(one, 'name');
    const source = textAt(one, 'source');
    if (name === undefined || source === undefined || !PROGRAMS.has(source)) return [];
    return [{ ...about, '@timestamp': at, 'event.action': 'software-present', 'package.name': name.replace(/\.app$/i, ''), 'package.version': textAt(one, 'version') }];
  });
}
