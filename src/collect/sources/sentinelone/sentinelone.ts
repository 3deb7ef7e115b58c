import { lookup } from '../../../core/lookup.ts';
import { isRejected, type Rejected } from '../../../core/parse-event.ts';
import { hexId } from '../../../core/spelling.ts';
import { addressOf, farAddress } from '../../client-address.ts';
import { defineSource, type Draft, type MapContext } from '../../collector.ts';
import { personIn } from '../../laptop-account.ts';
import { listOf, memberOf, textAt } from '../../loose.ts';
import { fileName } from '../../program.ts';
import { readRecords } from '../../records.ts';
import { utcTime } from '../../utc-time.ts';
import { pull } from './pull.ts';
import { sentinelRecord, type ConsoleActivity, type ConsoleAgent, type ConsoleApplication, type FunnelEvent } from './shape.ts';

const recognises = (raw: unknown): boolean => sentinelRecord(raw) !== undefined;

/** SentinelOne: programs, names looked up, remote logins, USB devices, and where the laptop is. See the page beside. */
export const sentinelone = defineSource({
  id: 'sentinelone',
  title: 'SentinelOne Cloud Funnel, activities, agents and applications',
  repeats: ['process-started', 'dns-query'],
  settings: {},
  pull,
  options: {},
  recognises,
  read: (file) => readRecords(file, { recognises }),
  map(raw, { token }) {
    const record = sentinelRecord(raw);
    switch (record?.is) {
      case undefined: return { rejected: 'not a SentinelOne record' };
      case 'other': return { rejected: `not our business: ${record.kind}` };
      case 'event': return merged(eventFields(record), EVENTS[record.type.replaceAll(' ', '')]?.(record) ?? { rejected: `not our business: ${record.type}` });
      case 'activity': return merged(activityFields(record), plugged(record));
      case 'agent': return merged(agentFields(record), listed(record, token));
      case 'application': return merged(applicationFields(record), installed(record));
    }
  },
});

function merged(common: Draft, more: Draft | Rejected): readonly Draft[] | Rejected {
  if (isRejected(more)) return more;
  return common['@timestamp'] === undefined ? { rejected: 'no time that can be read' } : [{ ...common, ...more }];
}

/** What any event on a laptop says: when, on which. */
export function eventFields(record: FunnelEvent): Draft {
  return {
    '@timestamp': utcTime(record.text('event.time')) ?? utcTime(record.text('timestamp')),
    'event.id': record.text('event.id'),
    'event.module': 'sentinelone',
    'event.dataset': 'sentinelone.funnel',
    'event.code': record.type,
    'host.id': record.text('agent.uuid'),
    'host.name': record.text('endpoint.name'),
    'host.os.full': record.text('os.name'),
  };
}

/** By their type without blanks, which some collectors take out. */
const EVENTS: Readonly<Record<string, (record: FunnelEvent) => Draft | Rejected>> = lookup({
  ProcessCreation: started,
  DNSResolved: lookedUp,
  // That nobody answered does not matter: something on the laptop asked.
  DNSUnresolved: lookedUp,
  Login: loggedIn,
});

function started(record: FunnelEvent): Draft | Rejected {
  const executable = record.text('tgt.process.image.path');
  const name = record.text('tgt.process.name') ?? (executable === undefined ? undefined : fileName(executable));
  if (name === undefined) return { rejected: 'no program named' };
  return {
    ...personIn(record.text('tgt.process.user') ?? record.text('tgt.process.eUserName')),
    'event.action': 'process-started',
    'process.name': name,
    'process.executable': executable,
    'process.command_line': record.text('tgt.process.cmdline'),
    'process.code_signature.subject_name': signerOf(record),
  };
}

/** Who signed, where the agent has checked it. Macs have a description in its place, which names no signer in words. */
function signerOf(record: FunnelEvent): string | undefined {
  const publisher = record.text('tgt.process.publisher');
  const isChecked = record.text('tgt.process.signedStatus') === 'signed' && record.text('tgt.process.verifiedStatus') === 'verified';
  return isChecked && publisher !== undefined && !publisher.startsWith('<') ? publisher : undefined;
}

function lookedUp(record: FunnelEvent): Draft | Rejected {
  // The kind of question may stand before the name: "type:  28 relay.example".
  const name = record.text('event.dns.request')?.replace(/^type: *\d+ +/, '').replace(/\.$/, '').toLowerCase();
  if (name === undefined || name === '' || /\s/.test(name)) return { rejected: 'no name that was looked up' };
  const executable = record.text('src.process.image.path');
  return {
    ...personIn(record.text('src.process.user')),
    'event.action': 'dns-query',
    'dns.question.name': name,
    'process.name': record.text('src.process.name') ?? (executable === undefined ? undefined : fileName(executable)),
    'process.executable': executable,
  };
}

/** A remote login, or a session that was taken up again from a far address, as on Windows where these words come from. */
function loggedIn(record: FunnelEvent): Draft | Rejected {
  const type = record.text('event.login.type') ?? 'unknown';
  const from = farAddress(record.text('src.endpoint.ip.address'));
  const isRemote = type === 'REMOTE_INTERACTIVE' || type === 'CACHED_REMOTE_INTERACTIVE' || (type === 'UNLOCK' && from !== undefined);
  if (!isRemote) return { rejected: `not our business: Login of type ${/^\w{1,40}$/.test(type) ? type : 'unknown'}` };
  const person = personIn(record.text('event.login.userName'));
  if (person['user.name'] === undefined) return { rejected: 'no user' };
  const success = record.get('event.login.loginIsSuccessful');
  return {
    ...person,
    'event.action': 'session-connected',
    'event.outcome': success === true || success === 'true' ? 'success' : success === false || success === 'false' ? 'failure' : 'unknown',
    'source.ip': from,
    // Elsewhere than on Windows it is a shell, for which there is no word.
    'farmwatch.remote.protocol': record.text('endpoint.os') === 'windows' ? 'rdp' : undefined,
    'farmwatch.remote.direction': 'incoming',
  };
}

/** What any activity says: when, on which laptop. */
export function activityFields(record: ConsoleActivity): Draft {
  const onLaptop = utcTime(record.text('data', 'eventtime'));
  const inConsole = utcTime(record.text('createdat'));
  return {
    // A laptop that was offline tells later; what is told before it happened was told by a wrong clock.
    '@timestamp': onLaptop === undefined || inConsole === undefined ? onLaptop ?? inConsole : Math.min(onLaptop, inConsole),
    'event.id': record.text('id'),
    'event.module': 'sentinelone',
    'event.dataset': 'sentinelone.activity',
    'event.code': record.type,
    'host.name': record.text('data', 'computername'),
  };
}

/** Base classes of the USB forum that say what a device is. */
const CLASSES: Readonly<Record<string, string>> = lookup({ '01': 'audio', '08': 'mass-storage', '0e': 'video' });

function plugged(record: ConsoleActivity): Draft | Rejected {
  const kind = record.text('data', 'eventtype');
  if (record.text('data', 'interface') !== 'USB' || kind !== 'connected') {
    return { rejected: `not our business: activity ${record.type}${kind === 'disconnected' ? ', a device taken away' : ''}` };
  }
  const said = (name: string): string | undefined => record.text('data', name);
  const device: Draft = {
    'farmwatch.usb.vendor_id': hexId(said('vendorid')),
    'farmwatch.usb.product_id': hexId(said('productid')),
    'farmwatch.usb.manufacturer': said('manufacturername'),
    'farmwatch.usb.product': said('devicename'),
  };
  if (Object.values(device).every((value) => value === undefined)) return { rejected: 'no device named' };
  const found = CLASSES[/^([0-9a-f]{2})h$/i.exec(said('deviceclass') ?? '')?.[1]?.toLowerCase() ?? ''];
  return { 'event.action': 'usb-present', ...device, 'farmwatch.usb.classes': found === undefined ? undefined : [found] };
}

/** What an agent in the console's list says: when it was last active, on which laptop. */
export function agentFields(record: ConsoleAgent): Draft {
  const id = record.text('uuid') ?? record.text('id');
  const active = record.text('lastactivedate');
  return {
    '@timestamp': utcTime(active),
    'event.id': id === undefined ? undefined : `${id}/${active}`,
    'event.module': 'sentinelone',
    'event.dataset': 'sentinelone.agent',
    'event.code': 'agent',
    'host.id': record.text('uuid'),
    'host.name': record.text('computername'),
    'host.os.full': record.text('osname'),
  };
}

/** The agent is in touch with the console, which sees the address it comes from. Who logged in last may be gone since. */
function listed(record: ConsoleAgent, token: MapContext['token']): Draft | Rejected {
  const address = addressOf(record.text('externalip'));
  const serial = record.text('serialnumber');
  if (address === undefined && serial === undefined) return { rejected: 'no address' };
  const router = routerOf(record);
  return {
    'event.action': 'check-in',
    'device.serial_number': serial,
    'source.ip': address,
    'farmwatch.net.gateway_mac_token': router === undefined ? undefined : token?.('mac', router),
  };
}

/** The router of the interface by which the agent reaches the console: others, such as those of virtual machines, have some as well. */
function routerOf(record: ConsoleAgent): string | undefined {
  const own = record.text('lastiptomgmt');
  const used = listOf(record.get('networkinterfaces')).find((one) => own !== undefined && listOf(memberOf(one, 'inet')).includes(own));
  return textAt(used, 'gatewaymacaddress');
}

/** What an entry in the console's lists of applications says: when it was seen, on which laptop. */
function applicationFields(record: ConsoleApplication): Draft {
  const id = record.text('id');
  const seen = record.text('detectiondate') ?? record.text('updatedat') ?? record.text('createdat') ?? record.text('installedat');
  return {
    '@timestamp': utcTime(seen),
    'event.id': id === undefined ? undefined : `${id}/${seen}`,
    'event.module': 'sentinelone',
    'event.dataset': 'sentinelone.application',
    'event.code': 'application',
    'host.id': record.text('endpointuuid') ?? record.text('agentuuid'),
    'host.name': record.text('endpointname') ?? record.text('agentcomputername'),
  };
}

function installed(record: ConsoleApplication): Draft | Rejected {
  const name = record.text('applicationname') ?? record.text('name');
  return name === undefined ? { rejected: 'no application named' } : { 'event.action': 'software-present', 'package.name': name, 'package.version': record.text('version') };
}
