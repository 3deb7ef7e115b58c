import { lookup } from '../../../core/lookup.ts';
import { parseInstant } from '../../../core/time.ts';
import { isObject } from '../../loose.ts';
import { cefLineOf } from '../cef-members.ts';
import { joined, moved, objectAt, valueAt, type Own, type Restore } from './parts.ts';

export const fortinet: Restore = (document, own) => {
  const at = parseInstant(valueAt(document, 'event.start', '@timestamp') ?? '');
  return [{
    ...objectAt(own, 'firewall'),
    ...moved(document, { logid: 'event.code', devid: 'observer.serial_number', devname: 'observer.name' }),
    ...moved(document, { user: ['fortinet.firewall.user', 'source.user.name', 'user.name'] }),
    remip: remoteOf(document),
    ...(at === undefined ? {} : { eventtime: String(at) }),
    duration: secondsOf(valueAt(document, 'event.duration')),
  }];
};

/**
 * The far end of a tunnel. Up to a release of 2024 the firewall's own address was the source and the far one the
 * destination; since then the other way about. Where both are there, and the version of the schema does not tell the new way, neither is taken.
 */
function remoteOf(document: unknown): string | undefined {
  const [source, destination] = [valueAt(document, 'source.ip'), valueAt(document, 'destination.ip')];
  if (source === undefined || destination === undefined) return source ?? destination;
  const [, major, minor] = /^(\d{1,3})\.(\d{1,3})\b/.exec(valueAt(document, 'ecs.version') ?? '') ?? [];
  return major !== undefined && (Number(major) > 8 || (Number(major) === 8 && Number(minor) >= 16)) ? source : undefined;
}

function secondsOf(nanoseconds: string | undefined): string | undefined {
  return nanoseconds !== undefined && /^\d{9,20}$/.test(nanoseconds) ? String(Math.round(Number(nanoseconds) / 1e9)) : undefined;
}

export const panos: Restore = (document, own) => {
  const log = objectAt(own, 'panos');
  const said = (name: string): string | undefined => valueAt(log, name);
  const [user, domain] = [valueAt(document, 'source.user.name', 'user.name'), valueAt(document, 'source.user.domain', 'user.domain')];
  const isMail = domain?.includes('.');
  return said('type') === undefined ? [] : [{
    LogType: said('type'), ConfigVersion: undefined, TimeGenerated: valueAt(document, '@timestamp'), DeviceSN: valueAt(document, 'observer.serial_number'),
    EventIDValue: said('event.id') ?? valueAt(document, 'event.code'),
    // The account was parted from its domain, whichever of two ways it was written.
    SourceUserName: user === undefined || domain === undefined ? user : isMail ? `${user}@${domain}` : `${domain}\\${user}`,
    EndpointDeviceName: said('machine.name') ?? valueAt(document, 'host.name'), PublicIPv4: said('public.ip') ?? valueAt(document, 'source.nat.ip'), PublicIPv6: said('public.ipv6'),
    PrivateIPv4: said('private.ip') ?? valueAt(document, 'source.ip'), PrivateIPv6: said('private.ipv6'), HostID: said('host.id') ?? valueAt(document, 'host.id'), EndpointSN: said('serial_number'),
    EndpointOSType: said('client.os'), EndpointOSVersion: said('client.os_version') ?? valueAt(document, 'host.os.full'), Description: said('description'),
    EventStatus: said('event.status') ?? valueAt(document, 'event.outcome'), LoginDuration: said('login_duration'), Portal: said('portal'), Gateway: said('gateway'), SequenceNo: said('sequence_number'),
  }];
};

/** A record of Prisma Access, whose CEF was taken apart and renamed. Which event it was is kept of some logs only; a round trip is known by its words. */
export const prismaAccess: Restore = (document, own) => {
  const log = objectAt(own, 'event');
  const said = (...names: readonly string[]): string | undefined => valueAt(log, ...names);
  const [user, domain] = ['name', 'domain'].map((part) => said(`pan_os_data.source.user.${part}`, `source.user.${part}`) ?? valueAt(document, `source.user.${part}`));
  const isRoundTrip = /tunnel latency: /i.test(said('description') ?? '');
  return said('class_id') === undefined ? [] : [{
    LogType: said('class_id'), TimeGenerated: said('start_time') ?? valueAt(document, '@timestamp'), TimeReceived: said('device.receipt_time'), DeviceSN: said('device.sn', 'device.external_id'),
    TimeGeneratedHighResolution: said('time.generated_high_resolution'),
    EventIDValue: said('event_id_value', 'data.id_value', 'data.id') ?? valueAt(document, 'event.action', 'event.code') ?? (isRoundTrip ? 'gateway-tunnel-latency' : undefined),
    SourceUserName: user === undefined || domain === undefined ? user : domain.includes('.') ? `${user}@${domain}` : `${domain}\\${user}`,
    EndpointDeviceName: said('endpoint.device.name') ?? valueAt(document, 'host.hostname'), PublicIPv4: said('public.ipv4'), PublicIPv6: said('public.ipv6'), PrivateIPv4: said('private.ipv4'), PrivateIPv6: said('private.ipv6'),
    HostID: said('host_id'), EndpointSN: said('endpoint.sn'), EndpointOSType: said('endpoint.os.type'), EndpointOSVersion: said('endpoint.os.version'), Description: said('description'),
    EventStatus: said('event_status', 'data.status', 'data.outcome') ?? valueAt(document, 'event.outcome'), LoginDuration: said('login_duration'), Portal: said('portal.value'), Gateway: said('gateway.value'), SequenceNo: said('sequence_no'),
  }];
};

/** What stands behind who it was, by the number of a message, where its words were not kept. */
const CISCO_WORDS: Readonly<Record<string, string>> = lookup({
  113039: 'AnyConnect parent session started.', 716001: 'WebVPN session started.', 716002: 'WebVPN session terminated.', 716058: 'AnyConnect session lost connection.', 716059: 'AnyConnect session resumed.',
});

/** A line of an ASA or FTD: whole where its words were kept, else of such messages as their number and who it was make whole. */
export const cisco: Restore = (document, own) => ['asa', 'ftd'].flatMap((product) => {
  const said = objectAt(own, product);
  const [code, user, address] = [valueAt(document, 'event.code'), valueAt(document, 'source.user.name', 'user.name'), valueAt(document, 'source.ip', 'source.address')];
  if (!isObject((own as Readonly<Record<string, unknown>>)[product]) || code === undefined || !/^\d{6}$/.test(code)) return [];
  const who = user === undefined || address === undefined || /[<>\s]/.test(user + address) ? undefined : `Group <> User <${user}> IP <${address}>`;
  const assigned = valueAt(said, 'assigned_ip');
  const words = valueAt(said, 'full_message') ?? (who && (code === '722051' ? `${who} IPv4 Address <${assigned ?? ''}> IPv6 address <::> assigned to session` : CISCO_WORDS[code] && `${who} ${CISCO_WORDS[code]}`));
  // What nobody can put together again is still a line of the firewall, and counted by its number.
  return [`${valueAt(document, '@timestamp') ?? ''} ${valueAt(document, 'observer.hostname', 'host.hostname') ?? 'asa'} : %${product.toUpperCase()}-6-${code}: ${words ?? ''}`];
});

export const checkPoint: Restore = (document, own) => {
  const action = valueAt(document, 'event.action');
  return [{
    ...own,
    ...moved(document, { product: 'observer.product', origin: 'observer.name', loguid: 'event.id', time: '@timestamp', src: 'source.ip', user: ['checkpoint.user', 'source.user.name', 'user.name'], src_machine_name: 'source.domain' }),
    action: action === 'logged-in' ? 'Log In' : action,
  }];
};

/** A line of whatever vendor that a shipper took apart. */
export const commonEvent: Restore = (_, own) => [cefLineOf(own)].filter((line) => line !== undefined);

export const sonicwall: Restore = (document, own) => [{
  id: 'firewall', ...objectAt(own, 'firewall'),
  ...moved(document, { sn: 'observer.serial_number', m: 'event.code', usr: ['source.user.name', 'user.name'], src: 'source.ip', msg: 'message', vp_time: '@timestamp' }),
}];

/** A line of syslog of a Meraki: its words where they were kept, else so much of it as tells what it was. */
export const meraki: Restore = (document, own) => {
  const at = parseInstant(valueAt(document, '@timestamp') ?? '');
  const [log, event, words] = [valueAt(own, 'event_type') ?? 'events', valueAt(own, 'event_subtype'), valueAt(document, 'message')];
  if (at === undefined || event === undefined || !/^[\w-]{1,60}$/.test(log + event)) return [];
  return [`${(at / 1000).toFixed(3)} ${valueAt(document, 'observer.hostname', 'observer.name') ?? 'meraki'} ${log} ${log === 'events' ? `type=${event}` : event} ${words ?? '-'}`];
};

/** A line of the standard filter; its time has a zone where a relay's, in the same minute, has one. */
export const pulseSecure: Restore = (document, own) => {
  const at = parseInstant(valueAt(document, '@timestamp') ?? '');
  const [message, gateway, address] = [valueAt(document, 'message'), valueAt(document, 'observer.name'), valueAt(document, 'client.ip', 'source.ip')];
  if (at === undefined || message === undefined || gateway === undefined || address === undefined) return [];
  const time = new Date(at).toISOString().slice(0, 19);
  return [`${time}+00:00 - ${time.replace('T', ' ')} - ${gateway} - [${address}] ${valueAt(document, 'user.name') ?? ''}(${valueAt(own, 'realm') ?? ''})[${valueAt(own, 'role') ?? ''}] - ${message}`];
};

/** What the appliance writes as parts of a message, and where the integration keeps each. */
const CITRIX_PARTS: Readonly<Record<string, readonly string[]>> = {
  'User': ['citrix_adc.log.user', 'user.name'], 'Client_ip': ['citrix_adc.log.client_ip', 'client.ip', 'source.ip'], 'X-Forwarded-For_ip': ['citrix_adc.log.x_forwarded_for_ip'],
  'Browser_type': ['citrix_adc.log.browser_type', 'user_agent.original'], 'Duration': ['citrix_adc.log.duration'],
};

/** A line of a NetScaler: its own parts where they were kept whole, else those that are known. */
export const citrix: Restore = (document, own) => {
  const at = parseInstant(valueAt(document, '@timestamp') ?? '');
  const [feature, event] = [valueAt(own, 'device_event_class_id'), valueAt(own, 'name')];
  if (at === undefined || feature === undefined || event === undefined || !/^[A-Z][A-Z0-9_]{1,30}$/.test(feature) || !/^\w{2,60}$/.test(event)) return [];
  const parts = Object.entries(moved(document, CITRIX_PARTS)).map(([name, value]) => `${name} "${value.replaceAll('"', '')}"`).join(' - ');
  const date = new Date(at).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ':');
  return [`${date} GMT ${valueAt(document, 'observer.hostname', 'host.hostname') ?? 'ns'} 0-PPE-0 : default ${feature} ${event} 1 0 : ${valueAt(own, 'extended.message') ?? parts}`];
};

/** Logs of Private Access tell their kind by their members. */
export const zscalerPrivate: Restore = (document, own) => Object.values(own).filter(isObject).map((log) => ({
  ...joined(log),
  Customer: valueAt(document, 'organization.name') ?? '-',
  ...moved(document, { LogTimestamp: '@timestamp', Username: 'user.name', PublicIP: 'client.ip', ClientPublicIP: 'client.ip', Hostname: ['host.hostname', 'host.name'], Platform: 'host.os.platform' }),
}));

export const zscalerInternet: Restore = (document, own) => Object.entries(own).filter(([, log]) => isObject(log)).map(([name, log]) => ({
  sourcetype: `zscalernss-${name}`,
  event: {
    ...joined(log as Own),
    ...moved(document, { datetime: '@timestamp', user: ['user.email', 'user.name'], dnsreq: 'dns.question.name', devicehostname: [`zscaler_zia.${name}.hostname`, 'host.name', 'host.hostname'] }),
  },
}));

/** What Logpush calls its data sets, with the members by which each is known. */
export const cloudflare: Restore = (document, own) => Object.entries(own).filter(([, log]) => isObject(log)).map(([name, log]) => {
  const common = { ...joined(log as Own), ...moved(document, { Email: 'user.email', UserID: 'user.id', DeviceID: 'host.id', DeviceName: 'host.name' }) };
  const at = valueAt(document, '@timestamp');
  const source = valueAt(document, 'source.ip', 'client.ip');
  switch (name) {
    case 'access_request': return {
      ...common, Allowed: (log as Own)['allowed'] ?? valueAt(document, 'event.outcome') === 'success', CreatedAt: at, IPAddress: valueAt(document, 'client.ip', 'source.ip'), UserUID: valueAt(document, 'user.id'),
      ...moved(document, { Action: 'event.action', AppDomain: ['cloudflare_logpush.access_request.app.domain', 'url.domain'], RayID: ['event.id', 'cloudflare_logpush.access_request.request.ray_id'] }),
    };
    case 'gateway_dns': return { ...common, Datetime: at, SrcIP: source, QueryName: valueAt(document, 'dns.question.name') };
    case 'gateway_network': return { ...common, Datetime: at, SourceIP: source, ...moved(document, { SessionID: 'event.id', Transport: 'network.transport' }) };
    case 'gateway_http': return { ...common, Datetime: at, SourceIP: source, ...moved(document, { RequestID: 'event.id', HTTPHost: ['url.domain', 'destination.domain'] }) };
    case 'device_posture': return {
      ...common, Timestamp: at,
      ...moved(document, { PostureCheckName: ['rule.name', 'cloudflare_logpush.device_posture.rule.name'], DeviceSerialNumber: 'cloudflare_logpush.device_posture.host.serial', DeviceType: ['host.os.family', 'cloudflare_logpush.device_posture.host.os.family'], OSVersion: ['host.os.version', 'cloudflare_logpush.device_posture.host.os.version'] }),
    };
    case 'network_session': return { ...common, SessionStartTime: at, SourceIP: source, ...moved(document, { SessionID: 'event.id' }) };
    case 'audit': return { ...common, When: at, ...moved(document, { ActorEmail: 'user.email', ActionType: 'event.action' }) };
    default: return common;
  }
});

/** Events and alerts of Netskope, of both versions. */
export const netskope: Restore = (document, own) => Object.entries(own).filter(([, log]) => isObject(log)).map(([name, log]) => ({
  ...joined(log as Own),
  ...(name.startsWith('alerts') ? { alert: 'yes' } : {}),
  ...moved(document, { _id: 'event.id', timestamp: '@timestamp', user: ['user.email', 'user.name'], srcip: 'source.ip', hostname: ['host.name', 'host.hostname'], os_version: 'host.os.full' }),
}));
