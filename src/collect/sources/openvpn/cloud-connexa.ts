import type { Rejected } from '../../../core/parse-event.ts';
import { accountFields } from '../../account.ts';
import { addressOf } from '../../client-address.ts';
import type { Draft } from '../../collector.ts';
import { isObject, textAt } from '../../loose.ts';
import { nanosecondsOf } from '../../nanoseconds.ts';
import { utcTime } from '../../utc-time.ts';

/** True for an event that CloudConnexa streams, of any kind. */
export function isCloudEvent(raw: unknown): boolean {
  return isObject(raw) && textAt(raw, 'eventname') !== undefined && (textAt(raw, 'cloudconnexalogversion') !== undefined || textAt(raw, 'service') === 'CloudConnexa');
}

/**
 * A device of a person that came or went. The event is about a device, whose parent is its person; connectors of networks and
 * hosts come and go in the same words.
 *
 * @see OpenVPN CloudConnexa, log event header fields; client-connected and client-disconnected
 */
export function cloudEvent(raw: unknown): Draft | Rejected {
  const kind = textAt(raw, 'eventname') ?? '';
  const isUp = kind === 'client-connected';
  if (!isUp && kind !== 'client-disconnected') return { rejected: `not our business: CloudConnexa, ${/^[a-z][a-z-]{1,60}$/.test(kind) ? kind : 'another event'}` };
  const said = (name: string): string | undefined => textAt(raw, 'log', name);
  const person = personOf(raw);
  if (person === undefined) return { rejected: 'not our business: CloudConnexa, a connector' };
  const at = utcTime(textAt(raw, 'timestamp') ?? said(isUp ? 'sessionstarttime' : 'sessionendtime'));
  if (at === undefined) return { rejected: 'no time that can be read' };
  const account = accountFields(person);
  if (account['user.name'] === undefined) return { rejected: 'no user' };
  return {
    '@timestamp': at,
    'event.id': textAt(raw, 'traceid'),
    'event.module': 'openvpn',
    'event.dataset': 'openvpn.cloud',
    'event.code': kind,
    ...account,
    'event.action': isUp ? 'vpn-connected' : 'vpn-disconnected',
    ...(isUp ? { 'event.outcome': 'success' } : { 'event.duration': nanosecondsOf(said('sessiondurationseconds')) }),
    'source.ip': addressOf(said('clientpublicip') ?? textAt(raw, 'initiatorpublicip') ?? textAt(raw, 'publicip')),
    'source.nat.ip': addressOf(said('clienttunnelipv4') ?? said('clienttunnelipv6')),
    'host.id': said('clientuuid'),
    'host.os.full': [said('clientostype'), said('clientosversion')].filter(Boolean).join(' ') || undefined,
  };
}

/** The person behind a device; an empty name where it is not told, undefined for what belongs to nobody. */
function personOf(raw: unknown): string | undefined {
  const [kind, parent] = [textAt(raw, 'initiatortype'), textAt(raw, 'parententitytype')].map((text) => text?.toLowerCase());
  if (kind === 'connector' || parent === 'networkorhost' || parent === 'network' || parent === 'host') return undefined;
  return textAt(raw, kind === 'user' ? 'initiatorname' : 'parententityname') ?? '';
}
