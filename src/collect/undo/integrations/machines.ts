import { isObject, memberOf } from '../../loose.ts';
import { dataSetOf, joined, listed, moved, objectAt, valueAt, type Own, type Restore } from './parts.ts';

/** Events of the Data Replicator and of the stream, and hosts. */
export const crowdstrike: Restore = (document, own) => {
  const host = objectAt(own, 'host');
  const isWindows = valueAt(document, 'host.os.type', 'os.type') === 'windows';
  const isIncoming = valueAt(document, 'network.direction') === 'inbound';
  return [
    {
      ...own,
      ...(isWindows ? { event_platform: 'Win' } : {}),
      // What the sensor calls its own id is the number of a device to Elastic.
      ...moved(document, {
        event_simpleName: 'event.action', aid: 'observer.serial_number', aip: 'observer.ip', ComputerName: ['host.hostname', 'host.name'], ImageFileName: 'process.executable', CommandLine: 'process.command_line',
        UserSid: 'user.id', UserName: 'user.name', UserPrincipal: 'user.email', DomainName: 'dns.question.name', timestamp: ['event.created', '@timestamp'], ProcessStartTime: 'process.start',
        RemoteAddressIP4: isIncoming ? 'source.ip' : 'destination.ip',
      }),
      // Later releases put the ids of sensor and customer behind that of the event.
      id: valueAt(document, 'event.id')?.split('|', 1)[0],
    },
    ...(valueAt(host, 'cid') === undefined ? [] : [{ ...joined(host), device_id: valueAt(host, 'id') }]),
  ];
};

export const zeek: Restore = (document, own) => Object.entries(own).filter(([, log]) => isObject(log)).map(([name, log]) => ({
  ...joined(log as Own), _path: name,
  ...moved(document, { ts: '@timestamp', uid: 'zeek.session_id', id_orig_h: ['source.ip', 'source.address'], id_resp_h: ['destination.ip', 'destination.address'] }),
}));

/** An entry in the form that Corelight's own pipelines give it: the log stands in a label, and some of its members under other names. */
export const corelight: Restore = (document, own) => {
  const kept = memberOf(own, 'corelight');
  const log = valueAt(kept, 'event_sub_type') ?? dataSetOf(document);
  if (!isObject(kept) || log === undefined || !/^\w{1,40}$/.test(log)) return [];
  return [{
    ...joined(objectAt(document, log)), _path: log,
    ...moved(document, {
      ts: '@timestamp', uid: ['log.id.uid', 'event.id'], id_orig_h: ['source.ip', 'source.address'], id_resp_h: ['destination.ip', 'destination.address'],
      client_name: [`${log}.source.name`, `${log}.client.name`], auth_success: 'event.outcome',
    }),
  }];
};

/** A row of advanced hunting, as it is streamed. */
export const microsoftDefender: Restore = (document, own) => {
  const row = objectAt(own, 'event');
  const category = valueAt(row, 'category');
  if (category === undefined) return [];
  const direction = valueAt(row, 'network_direction');
  return [{
    category, time: valueAt(row, 'time'),
    properties: {
      AdditionalFields: { ...objectAt(row, 'additionalfields'), ...(direction === undefined ? {} : { direction }) },
      ...joined(row), Timestamp: valueAt(row, 'timestamp') ?? valueAt(document, '@timestamp'),
      // The integration may be told to keep a value in one place only.
      ...moved(document, { DeviceName: 'host.name', DeviceId: 'host.id', AccountName: 'user.name', AccountDomain: 'user.domain', ProcessCommandLine: 'process.command_line' }),
    },
  }];
};

/** Records of Intune's diagnostic settings. */
export const intune: Restore = (document, own) => Object.values(own).filter(isObject).map((log) => ({
  category: valueAt(log, 'category'), operationName: valueAt(log, 'operation_name'), time: valueAt(log, 'time'),
  properties: { ...objectAt(log, 'properties'), ...moved(log, { LastContact: 'properties.last_contact' }), ...moved(document, { DeviceName: 'host.name', UserEmail: 'user.email', SerialNumber: 'device.serial_number' }) },
}));

/** A row of a table of ServiceNow. */
export const serviceNow: Restore = (_, own) => [objectAt(own, 'event')].filter((row) => Object.keys(row).length > 0);

/** A call of a webhook of Jamf Pro, whose names are written with low lines; what the interface tells of a computer is kept whole. */
export const jamfPro: Restore = (_, own) => [objectAt(own, 'events')].filter((call) => Object.keys(call).length > 0);

/** Agents and activities of SentinelOne's console; threats only by what they are. */
export const sentinelOne: Restore = (document, own) => {
  const [agent, activity, threat] = ['agent', 'activity', 'threat'].map((name) => objectAt(own, name)) as [Own, Own, Own];
  const common = moved(document, { computerName: 'host.name', agentVersion: 'observer.version', osName: 'host.os.name', externalIp: 'host.ip', id: 'event.id' });
  return [
    ...(valueAt(agent, 'last_active_date') === undefined ? [] : [{
      networkInterfaces: listed(memberOf(agent, 'networkinterfaces')).map((one) => ({ ...objectAt({ one }, 'one'), gatewayMacAddress: valueAt(one, 'gateway.mac') })),
      ...joined(agent), ...common,
    }]),
    ...(valueAt(activity, 'type') === undefined ? [] : [{
      ...moved(document, { id: ['sentinel_one.activity.id', 'event.id'], createdAt: '@timestamp' }), activityType: valueAt(activity, 'type'), accountId: valueAt(activity, 'account.id') ?? '-',
      data: { ...joined(objectAt(activity, 'data')), ...moved(document, { computerName: ['sentinel_one.activity.data.computer_name', 'host.name'] }) },
    }]),
    ...(Object.keys(threat).length === 0 ? [] : [{ threatInfo: threat, agentDetectionInfo: agent }]),
    ...installed(document, objectAt(own, 'application')),
    ...['alert', 'unifiedalert'].filter((name) => Object.keys(objectAt(own, name)).length > 0).map((name) => ({ alertInfo: objectAt(own, name), agentDetectionInfo: agent })),
    ...[objectAt(own, 'applicationrisk')].filter((risk) => Object.keys(risk).length > 0).map((risk) => ({ cveId: valueAt(risk, 'cve_id', 'cve.id') ?? '-', endpointId: valueAt(risk, 'endpoint_id') ?? '-' })),
  ];
};

/** An installed application, whose name and version may stand in common fields alone. */
function installed(document: unknown, application: Own): readonly unknown[] {
  return Object.keys(application).length === 0 ? [] : [{
    ...application,
    ...moved(document, {
      id: ['sentinel_one.application.id', 'event.id'], applicationName: ['sentinel_one.application.application_name', 'package.name'], version: ['sentinel_one.application.version', 'package.version'],
      endpointName: ['sentinel_one.application.endpoint_name', 'host.name'], detectionDate: ['sentinel_one.application.detection_date', '@timestamp'],
    }),
  }];
}

/** A machine of Defender for Endpoint's interface; its address and name stand in common fields. */
export const defenderEndpoint: Restore = (document, own) => {
  const machine = objectAt(own, 'machine');
  return valueAt(machine, 'last_seen') === undefined ? [] : [{
    ...joined(machine),
    ...moved(document, {
      id: 'host.id', computerDnsName: ['host.name', 'host.hostname'], lastExternalIpAddress: ['microsoft_defender_endpoint.machine.last_external_ip_address', 'host.ip'],
      osPlatform: ['microsoft_defender_endpoint.machine.os_platform', 'host.os.platform'], version: ['microsoft_defender_endpoint.machine.version', 'host.os.version'], aadDeviceId: ['microsoft_defender_endpoint.machine.aad_device_id', 'device.id'],
    }),
  }];
};

/** How Cloud Funnel calls what the integration keeps under these names. */
const FUNNEL: Readonly<Record<string, string | readonly string[]>> = {
  'event.type': 'type', 'event.id': 'id', 'event.time': 'time', 'agent.uuid': 'agent.uuid', 'endpoint.name': 'endpoint.name', 'endpoint.os': 'endpoint.os', 'os.name': 'os_name',
  'tgt.process.name': 'tgt.process.name', 'tgt.process.image.path': 'tgt.process.image.path', 'tgt.process.cmdline': 'tgt.process.cmd_line', 'tgt.process.user': 'tgt.process.user.name', 'tgt.process.eUserName': 'tgt.process.e_user.name',
  'tgt.process.publisher': 'tgt.process.publisher', 'tgt.process.signedStatus': 'tgt.process.signed_status', 'tgt.process.verifiedStatus': 'tgt.process.verified_status',
  'src.process.name': 'src.process.name', 'src.process.image.path': 'src.process.image.path', 'src.process.user': 'src.process.user.name', 'event.dns.request': 'dns.request',
  'event.login.type': 'login.type', 'event.login.userName': 'login.user_name', 'src.endpoint.ip.address': ['src.endpoint.ip_address', 'src.endpoint.ip.address'],
};
/** Where the same stands that the integration may keep in a common field alone. */
const COMMON: Readonly<Record<string, string | readonly string[]>> = {
  'event.id': 'event.id', 'event.time': '@timestamp', 'endpoint.name': ['host.hostname', 'host.name'], 'endpoint.os': 'host.os.platform', 'os.name': 'host.os.name', 'event.dns.request': 'dns.question.name',
  'src.process.name': 'process.name', 'src.process.user': 'process.user.name',
};

export const sentinelOneFunnel: Restore = (document, own) => {
  const event = objectAt(own, 'event');
  const successful = memberOf(event, 'login', 'issuccessful');
  return valueAt(event, 'type') === undefined ? [] : [{
    ...moved(document, COMMON), ...moved(event, FUNNEL),
    ...(successful === undefined ? {} : { 'event.login.loginIsSuccessful': successful }),
  }];
};
