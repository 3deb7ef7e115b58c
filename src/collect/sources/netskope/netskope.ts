import type { Rejected } from '../../../core/parse-event.ts';
import { accountFields } from '../../account.ts';
import { addressOf } from '../../client-address.ts';
import { defineSource, type Draft } from '../../collector.ts';
import { readRecords } from '../../records.ts';
import { utcTime } from '../../utc-time.ts';
import { pull } from './pull.ts';
import { laptopId, netskopeClient, netskopeEvent, type NetskopeClient, type NetskopeEvent } from './shape.ts';

const recognises = (raw: unknown): boolean => netskopeEvent(raw) !== undefined || netskopeClient(raw) !== undefined;

/** Netskope: where a laptop with Netskope's client is when it is at work. See the page beside. */
export const netskope = defineSource({
  id: 'netskope',
  title: 'Netskope events and list of the client',
  settings: {},
  options: {},
  recognises,
  read: (file) => readRecords(file, { recognises }),
  map(raw) {
    const event = netskopeEvent(raw);
    const client = event === undefined ? netskopeClient(raw) : undefined;
    if (client) return contacts(client);
    if (!event) return { rejected: 'not a Netskope event' };
    const mapped = TRAFFIC.has(event.kind) ? checkIn(event) : { rejected: `not our business: ${event.kind}` };
    if ('rejected' in mapped) return mapped;
    return mapped['@timestamp'] === undefined ? { rejected: 'no time that can be read' } : [mapped];
  },
  pull,
});

/** Events of traffic: pages, cloud applications, private access. */
const TRAFFIC: ReadonlySet<string> = new Set(['connection', 'page', 'nspolicy', 'application', 'network']);

/** What any event says: when, whom, from where, on which laptop. */
export function commonFields(event: NetskopeEvent): Draft {
  return {
    '@timestamp': utcTime(event.text('timestamp')),
    'event.id': event.text('id'),
    'event.module': 'netskope',
    'event.dataset': 'netskope.events',
    'event.code': event.kind,
    ...accountFields(event.text('user') ?? event.text('urnormalized')),
    'source.ip': addressOf(event.text('srcip')),
    'host.id': laptopId(event.text('nsdeviceuid')),
    'host.name': event.text('hostname'),
    'host.os.full': event.text('osversion') ?? event.text('os'),
  };
}

/** Traffic that the client on the laptop sent: it is awake, and seen from an address. */
function checkIn(event: NetskopeEvent): Draft | Rejected {
  if (event.text('accessmethod') !== 'Client') return { rejected: `not our business: ${event.kind} that came without the client` };
  const fields = commonFields(event);
  if (fields['source.ip'] === undefined && fields['host.name'] === undefined) return { rejected: 'neither address nor laptop named' };
  return { ...fields, 'event.action': 'check-in' };
}

/** What a client says of itself; an administrator and the installer do the rest. */
const OF_THE_CLIENT = /^(?:tunnel (?:up|down)|user (?:enabled|disabled)|system (?:shutdown|power ?up)|change in network)/i;

/** The last time that the client on a laptop did something, for each who uses it. No address is told. */
function contacts({ id, name, system, users }: NetskopeClient): readonly Draft[] | Rejected {
  if (name === undefined && id === undefined) return { rejected: 'neither address nor laptop named' };
  const own = users.filter(({ event, actor }) => OF_THE_CLIENT.test(event ?? '') && !/^admin$/i.test(actor ?? ''));
  const drafts = own.map((user): Draft => ({
    '@timestamp': utcTime(user.at), 'event.module': 'netskope', 'event.dataset': 'netskope.clients', 'event.code': 'client', 'event.action': 'check-in',
    ...accountFields(user.name), 'host.id': id, 'host.name': name, 'host.os.full': system,
  }));
  if (drafts.length === 0) return { rejected: 'not our business: a client whose last event is not its own' };
  const dated = drafts.filter((draft) => draft['@timestamp'] !== undefined);
  return dated.length > 0 ? dated : { rejected: 'no time that can be read' };
}
