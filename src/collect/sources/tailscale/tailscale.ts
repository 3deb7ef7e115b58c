import { stat } from 'node:fs/promises';
import { strangersIn } from '../../../core/address.ts';
import type { Rejected } from '../../../core/parse-event.ts';
import { isoOf } from '../../../core/time.ts';
import { accountFields } from '../../account.ts';
import { addressOf } from '../../client-address.ts';
import { defineSource, type Draft, type ReadRecord } from '../../collector.ts';
import { isObject, listOf, memberOf, textAt } from '../../loose.ts';
import { readRecords } from '../../records.ts';
import { utcTime } from '../../utc-time.ts';
import { pull } from './pull.ts';

const recognises = (raw: unknown): boolean => isFlow(raw) || isAudit(raw) || isDevice(raw) || isWebhook(raw);

/** Tailscale: from which public address a machine is reached. See the page beside. */
export const tailscale = defineSource({
  id: 'tailscale',
  title: 'Tailscale network flow and audit logs, list of devices',
  settings: {},
  options: {},
  recognises,
  read: (file) => datedBy(file, readRecords(file, { recognises })),
  map(raw) {
    if (isAudit(raw)) return { rejected: `not our business: audit ${wordsOf(textAt(raw, 'action'), textAt(raw, 'target', 'type'))}` };
    if (isWebhook(raw)) return { rejected: `not our business: webhook ${wordsOf(textAt(raw, 'type'))}` };
    if (isDevice(raw)) return seen(raw);
    if (!isFlow(raw)) return { rejected: 'not a Tailscale record' };
    const at = utcTime(textAt(raw, 'end')) ?? utcTime(textAt(raw, 'logged'));
    if (at === undefined) return { rejected: 'no time that can be read' };
    const drafts = peersOf(raw).map((peer): Draft => ({ '@timestamp': at, 'event.module': 'tailscale', 'event.dataset': 'tailscale.network', 'event.action': 'check-in', ...peer }));
    return drafts.length > 0 ? drafts : { rejected: 'not our business: network flow without a named machine at a public address' };
  },
  pull,
});

function isFlow(raw: unknown): boolean {
  return isObject(raw) && textAt(raw, 'nodeid') !== undefined && ['virtualtraffic', 'subnettraffic', 'exittraffic', 'physicaltraffic'].some((name) => memberOf(raw, name) !== undefined);
}

function isAudit(raw: unknown): boolean {
  return isObject(raw) && textAt(raw, 'eventgroupid') !== undefined && memberOf(raw, 'actor') !== undefined && textAt(raw, 'action') !== undefined;
}

/** A device as the interface lists it with all fields: only then does it say where the device is reached. */
function isDevice(raw: unknown): boolean {
  return isObject(raw) && ['hostname', 'nodekey', 'clientversion'].every((name) => memberOf(raw, name) !== undefined) && Array.isArray(memberOf(raw, 'addresses'));
}

/** Of a device that is connected the list says no `lastSeen`: it is seen while the list is made. */
function isOnLine(raw: unknown): boolean {
  return isDevice(raw) && memberOf(raw, 'connectedtocontrol') === true && textAt(raw, 'lastseen') === undefined;
}

/** The same records; those of devices that are connected with the time at which the file was written, or came in. */
async function* datedBy(file: string, records: AsyncIterable<ReadRecord>): AsyncGenerator<ReadRecord> {
  const written = isoOf(Math.floor((await stat(file)).mtimeMs));
  for await (const record of records) yield isOnLine(record.raw) ? { ...record, raw: { ...(record.raw as object), lastSeen: written } } : record;
}

/** Where a device was when the service saw it last: the first of its places that is no inner one. */
function seen(raw: unknown): readonly Draft[] | Rejected {
  if (/^(ios|android|tvos)$/i.test(textAt(raw, 'os') ?? '')) return { rejected: 'not our business: a phone or tablet' };
  if (memberOf(raw, 'isexternal') === true) return { rejected: 'not our business: a device of another tailnet' };
  const places = listOf(memberOf(raw, 'clientconnectivity', 'endpoints')).map((place) => addressOf(String(place)));
  const outside = places.find((place) => place !== undefined && !inner(place));
  if (outside === undefined) return { rejected: 'not our business: a device without a public address; ask for it with fields=all' };
  const id = textAt(raw, 'nodeid') ?? textAt(raw, 'id');
  const written = textAt(raw, 'lastseen');
  const at = utcTime(written);
  if (at === undefined) return { rejected: isOnLine(raw) ? 'a device that is connected, without the time at which the list was made' : 'no time that can be read' };
  const isPersons = listOf(memberOf(raw, 'tags')).length === 0;
  return [{
    '@timestamp': at, 'event.id': id === undefined ? undefined : `${id}/${written}`, 'event.module': 'tailscale', 'event.dataset': 'tailscale.device', 'event.action': 'check-in',
    ...(isPersons ? accountFields(textAt(raw, 'user')) : {}), 'host.id': id, 'host.name': textAt(raw, 'hostname'), 'host.os.full': textAt(raw, 'os'),
    'device.serial_number': textAt({ number: listOf(memberOf(raw, 'postureidentity', 'serialnumbers'))[0] }, 'number'), 'source.ip': outside, 'source.nat.ip': addressOf(String(listOf(memberOf(raw, 'addresses'))[0])),
  }];
}

/** What a webhook tells of the tailnet: a machine was added, a person suspended. */
function isWebhook(raw: unknown): boolean {
  return isObject(raw) && ['tailnet', 'type', 'timestamp', 'message'].every((name) => textAt(raw, name) !== undefined);
}

/** What was done to what kind of thing: words that may be counted and printed. */
function wordsOf(...said: readonly (string | undefined)[]): string {
  const words = said.filter((text) => text !== undefined);
  return words.every((text) => /^\w{1,40}$/.test(text)) ? words.join(' ') : 'unnamed';
}

/** Addresses of no place: private ones, shared ones of carriers (Tailscale's own too), this machine, this link, relays. */
const inner = strangersIn(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', 'fc00::/7', 'fe80::/10', '::1/128']);

/**
 * The machines that this one reached, each with the address at which it did: physical traffic has the inner address of the
 * other machine as its source and the place it is reached at as its destination.
 */
function peersOf(raw: unknown): readonly Draft[] {
  const machines = new Map(listOf(memberOf(raw, 'dstnodes')).flatMap((node) => listOf(memberOf(node, 'addresses')).map((address) => [addressOf(String(address)), node] as const)));
  const seen = new Map<string, Draft>();
  for (const traffic of listOf(memberOf(raw, 'physicaltraffic'))) {
    const inside = addressOf(textAt(traffic, 'src'));
    const outside = addressOf(textAt(traffic, 'dst'));
    const node = inside === undefined ? undefined : machines.get(inside);
    if (!node || outside === undefined || inner(outside)) continue;
    const { name, user } = { name: textAt(node, 'name'), user: textAt(node, 'user') };
    seen.set(`${inside} ${outside}`, { ...accountFields(user), 'host.id': textAt(node, 'nodeid'), 'host.name': name?.split('.')[0], 'source.ip': outside, 'source.nat.ip': inside });
  }
  return [...seen.values()];
}
