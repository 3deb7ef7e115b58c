import { lookup } from '../../../core/lookup.ts';
import type { Rejected } from '../../../core/parse-event.ts';
import type { Instant } from '../../../core/time.ts';
import { accountFields } from '../../account.ts';
import { addressOf } from '../../client-address.ts';
import { defineSource, type Draft } from '../../collector.ts';
import { readRecords } from '../../records.ts';
import { utcTime } from '../../utc-time.ts';
import { pull } from './pull.ts';
import { cloudflareRecord, type CloudflareRecord } from './shape.ts';

const recognises = (raw: unknown): boolean => cloudflareRecord(raw) !== undefined;

/** Cloudflare Zero Trust: sign-ins at Access, where laptops with the client are, names looked up. See the page beside. */
export const cloudflare = defineSource({
  id: 'cloudflare',
  title: 'Cloudflare Access and Gateway',
  settings: {},
  options: {},
  recognises,
  read: (file) => readRecords(file, { recognises }),
  map(raw) {
    const record = cloudflareRecord(raw);
    if (!record) return { rejected: 'not a Cloudflare record' };
    const mapped = MAPPERS[record.kind]?.(record) ?? { rejected: `not our business: ${record.kind}` };
    if ('rejected' in mapped) return mapped;
    const common = commonFields(record);
    return common['@timestamp'] === undefined ? { rejected: 'no time that can be read' } : [{ ...common, ...mapped }];
  },
  pull,
});

/** What any record says: when, whom, from where, on which laptop. */
export function commonFields(record: CloudflareRecord): Draft {
  return {
    '@timestamp': timeOf(record.text('createdat') ?? record.text('datetime') ?? record.text('timestamp') ?? record.text('sessionstarttime') ?? record.text('when')),
    'event.module': 'cloudflare',
    'event.dataset': `cloudflare.${record.kind}`,
    ...personIn(record),
    'source.ip': addressOf(record.text('ipaddress') ?? record.text('sourceip') ?? record.text('srcip') ?? record.text('actorip') ?? record.text('ispipv4address') ?? record.text('ispipv6address')),
    'host.id': record.text('deviceid'),
    'host.name': record.text('devicename') ?? record.text('hostname'),
  };
}

/** What Cloudflare writes in the place of a mail address where a laptop or a server was enrolled with a token and nobody signed in: `non_identity@`, `warp_connector@`. */
const NOBODY = /^[^@]{1,64}@[\w-]{1,63}\.cloudflareaccess\.com$/i;

function personIn(record: CloudflareRecord): Draft {
  const mail = record.text('email') ?? record.text('useremail') ?? record.text('actoremail');
  return mail !== undefined && NOBODY.test(mail) ? {} : accountFields(mail, record.text('useruid') ?? record.text('userid'));
}

/** Logpush writes times as text, or counts seconds or nanoseconds, as one chooses. */
function timeOf(text: string | undefined): Instant | undefined {
  return text !== undefined && /^\d{19}$/.test(text) ? Number(text.slice(0, 13)) : utcTime(text);
}

const MAPPERS: Readonly<Record<string, (record: CloudflareRecord) => Draft | Rejected>> = lookup({
  access_requests: signIn,
  gateway_dns: lookedUp,
  gateway_network: (record) => seen(record, record.text('sessionid')),
  gateway_http: (record) => seen(record, record.text('requestid')),
  zero_trust_network_sessions: (record) => seen(record, record.text('sessionid')),
  dex_device_state_events: (record) => seen(record, undefined),
  dex_application_tests: tested,
  warp_toggle_changes: switched,
  warp_config_changes: switched,
  device_posture_results: posture,
});

/** Somebody signs in to an application, through the company's identity provider. */
function signIn(record: CloudflareRecord): Draft | Rejected {
  const action = record.text('action') ?? 'login';
  if (action !== 'login') return { rejected: `not our business: access_requests ${/^\w{1,40}$/.test(action) ? action : 'unnamed'}` };
  if (Object.keys(personIn(record)).length === 0) return { rejected: 'not our business: access_requests without a person' };
  const allowed = record.get('allowed');
  return { 'event.id': record.text('rayid'), 'event.action': 'sign-in', 'event.outcome': allowed === true || allowed === 'true' ? 'success' : 'failure' };
}

/** Traffic of a laptop with the client: it is awake, and seen from an address. */
function seen(record: CloudflareRecord, id: string | undefined): Draft | Rejected {
  return record.text('deviceid') === undefined ? { rejected: `not our business: ${record.kind} without a laptop` } : { 'event.id': id, 'event.action': 'check-in' };
}

function lookedUp(record: CloudflareRecord): Draft | Rejected {
  if (record.text('deviceid') === undefined) return { rejected: 'not our business: gateway_dns without a laptop' };
  const name = record.text('queryname')?.replace(/\.$/, '').toLowerCase();
  return name === undefined || /\s/.test(name) ? { rejected: 'no name that was looked up' } : { 'event.action': 'dns-query', 'dns.question.name': name };
}

/** The client was switched on or off, or got other settings: the laptop says so itself. */
function switched(record: CloudflareRecord): Draft {
  return { 'event.action': 'check-in', 'device.serial_number': record.text('serialnumber') };
}

/** The client tried an application from the laptop. Through the tunnel it may be seen at an address of Cloudflare's. */
function tested(record: CloudflareRecord): Draft {
  const isDirect = record.text('executioncontext') === 'outOfTunnel';
  return { 'event.action': 'check-in', 'source.ip': isDirect ? addressOf(record.text('httpclientipaddress') ?? record.text('traceroutesourceipaddress')) : undefined };
}

/** The client on a laptop tells how it stands, and which serial number it has. */
function posture(record: CloudflareRecord): Draft {
  return { 'event.action': 'check-in', 'device.serial_number': record.text('deviceserialnumber'), 'host.os.full': [record.text('devicetype'), record.text('osversion')].filter((part) => part !== undefined).join(' ') || undefined };
}
