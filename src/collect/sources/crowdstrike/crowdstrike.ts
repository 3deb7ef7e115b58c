import { lookup } from '../../../core/lookup.ts';
import { isRejected, type Rejected } from '../../../core/parse-event.ts';
import { addressOf, farAddress } from '../../client-address.ts';
import { defineSource, type Draft, type MapContext } from '../../collector.ts';
import { looksLikeMail } from '../../mail-address.ts';
import { fileName } from '../../program.ts';
import { readRecords } from '../../records.ts';
import { usbDevice, usbFields } from '../../usb-instance.ts';
import { personFields, personOf } from '../../windows-account.ts';
import { pull } from './pull.ts';
import { falconRecord, falconTime, type FalconRecord } from './shape.ts';

const recognises = (raw: unknown): boolean => falconRecord(raw) !== undefined;

/** CrowdStrike Falcon: remote sessions, programs, names looked up, USB devices, and where the laptop is. See the page beside. */
export const crowdstrike = defineSource({
  id: 'crowdstrike',
  title: 'CrowdStrike Falcon Data Replicator',
  repeats: ['process-started', 'dns-query'],
  settings: {},
  pull,
  options: {},
  recognises,
  read: (file) => readRecords(file, { recognises }),
  map(raw, { token }) {
    const record = falconRecord(raw);
    if (!record) return { rejected: 'not a CrowdStrike record' };
    const mapper = MAPPERS[record.kind];
    const more = mapper ? mapper(record, token) : { rejected: `not our business: ${record.kind}` };
    if (isRejected(more)) return more;
    const common = commonFields(record);
    return common['@timestamp'] === undefined ? { rejected: 'no time that can be read' } : [{ ...common, ...more }];
  },
});

/** What any record says: when, on which laptop, which event. */
export function commonFields(record: FalconRecord): Draft {
  return {
    '@timestamp': falconTime(record),
    'event.id': record.text('id'),
    'event.module': 'crowdstrike',
    'event.dataset': 'crowdstrike.fdr',
    'event.code': record.kind,
    'host.id': record.text('aid') ?? record.text('deviceid'),
    'host.name': record.text('computername') ?? record.text('hostname'),
  };
}

type Mapper = (record: FalconRecord, token: MapContext['token']) => Draft | Rejected;

/** What is our business of the hundreds of kinds there are. */
const MAPPERS: Readonly<Record<string, Mapper>> = lookup({
  UserLogon: loggedOn('success'),
  UserLogonFailed: loggedOn('failure'),
  UserLogonFailed2: loggedOn('failure'),
  ProcessRollup2: started,
  SyntheticProcessRollup2: started,
  DnsRequest: lookedUp,
  DcUsbDeviceConnected: plugged,
  InstalledApplication: installed,
  SensorHeartbeat: checkIn,
  AgentOnline: checkIn,
  aidmaster: checkIn,
  managedassets: behindRouter,
  host: listed,
});

/** Remote interactive, and the same with cached credentials; numbers of Windows, which the sensor passes on. */
const REMOTE_LOGON: ReadonlySet<string> = new Set(['10', '12']);
/** An unlock; from a far address it is a session that was taken up again. */
const UNLOCK = '7';

function loggedOn(outcome: 'success' | 'failure'): Mapper {
  return (record) => {
    const type = record.text('logontype') ?? 'unknown';
    const from = farAddress(record.text('remoteaddressip4') ?? record.text('remoteaddressip6') ?? record.text('remoteip'));
    if (!REMOTE_LOGON.has(type) && !(type === UNLOCK && from !== undefined)) return { rejected: `not our business: ${record.kind} of type ${/^\w{1,24}$/.test(type) ? type : 'unknown'}` };
    const person = personOf({ name: record.text('username'), domain: record.text('logondomain'), sid: record.text('usersid') });
    if (typeof person === 'string') return person === 'machine' ? { rejected: `not our business: ${record.kind} of a machine` } : { rejected: 'no user' };
    const mail = record.text('userprincipal');
    const other = record.text('clientcomputername');
    return {
      ...person,
      ...(mail !== undefined && looksLikeMail(mail) ? { 'user.email': mail } : {}),
      'event.action': 'session-connected',
      'event.outcome': outcome,
      'source.ip': from,
      // Of a logon at the laptop, and of some remote ones, it is the laptop itself.
      'source.domain': other?.toLowerCase() === record.text('computername')?.toLowerCase() ? undefined : other,
      'farmwatch.remote.protocol': record.text('eventplatform') === 'Win' ? 'rdp' : undefined,
      'farmwatch.remote.direction': 'incoming',
    };
  };
}

function started(record: FalconRecord): Draft | Rejected {
  const executable = record.text('imagefilename') ?? namedByParts(record);
  if (executable === undefined) return { rejected: 'no program named' };
  return {
    ...personFields(personOf({ sid: record.text('usersid') })),
    'event.action': 'process-started',
    'process.executable': executable,
    'process.name': fileName(executable),
    'process.command_line': record.text('commandline'),
  };
}

/** What a search shows of it: the folder, which ends with a stroke, and the file. */
function namedByParts(record: FalconRecord): string | undefined {
  const file = record.text('filename');
  return file === undefined ? undefined : `${record.text('filepath') ?? ''}${file}`;
}

function lookedUp(record: FalconRecord): Draft | Rejected {
  const name = record.text('domainname')?.replace(/\.$/, '').toLowerCase();
  if (name === undefined || name === '') return { rejected: 'no DomainName' };
  return { 'event.action': 'dns-query', 'dns.question.name': name, 'process.name': record.text('contextbasefilename') };
}

function plugged(record: FalconRecord): Draft | Rejected {
  const maker = record.text('devicemanufacturer');
  const product = record.text('deviceproduct');
  const instanceId = record.text('deviceinstanceid');
  const device = instanceId === undefined ? undefined : usbDevice({
    instanceId, className: record.text('devicepropertyclassname'), classGuid: record.text('devicepropertyclassguid'), description: record.text('devicepropertydevicedescription'),
  });
  const vendorId = usbNumber(record.text('devicevendorid'));
  if (!device && maker === undefined && product === undefined && vendorId === undefined) return { rejected: 'no device named' };
  return {
    'event.action': 'usb-present',
    ...usbFields(device),
    // On a Mac the instance holds no numbers; the descriptor's stand beside it.
    'farmwatch.usb.vendor_id': device?.vendorId ?? vendorId,
    'farmwatch.usb.product_id': device?.productId ?? usbNumber(record.text('deviceproductid')),
    // What the sensor says of it in words of its own is fuller than what its instance id holds.
    'farmwatch.usb.manufacturer': maker ?? device?.manufacturer,
    'farmwatch.usb.product': product ?? device?.product,
    'farmwatch.usb.serial': record.text('deviceserialnumber') ?? device?.serial,
  };
}

/** A number of a device descriptor, which the sensor counts in tens, as the four digits in which everybody else writes it. */
function usbNumber(text: string | undefined): string | undefined {
  const number = /^\d{1,5}$/.test(text ?? '') ? Number(text) : 0;
  return number > 0 && number <= 0xffff ? number.toString(16).padStart(4, '0') : undefined;
}

/** What an `UpdateFlag` says of an application that went away. */
const REMOVED = '1';

function installed(record: FalconRecord): Draft | Rejected {
  const name = record.text('appname');
  if (name === undefined) return { rejected: 'no application named' };
  if (record.text('updateflag') === REMOVED) return { rejected: 'not our business: InstalledApplication, which was removed' };
  return { 'event.action': 'software-present', 'package.name': name, 'package.version': record.text('appversion') };
}

/** The sensor reports to the cloud, which sees the address it comes from. */
function checkIn(record: FalconRecord): Draft | Rejected {
  const address = addressOf(record.text('aip'));
  return address === undefined ? { rejected: 'no address' } : { 'event.action': 'check-in', 'source.ip': address };
}

/** The router an interface uses. The interface's own address is an inner one. */
function behindRouter(record: FalconRecord, token: MapContext['token']): Draft | Rejected {
  const router = record.text('gatewaymac');
  if (router === undefined) return { rejected: 'not our business: managedassets, an interface without a router' };
  return { 'event.action': 'check-in', 'farmwatch.net.gateway_mac_token': token?.('mac', router) };
}

/** Some versions say the platform themselves, `Windows 11`; others do not, `Ventura (13)`. */
function systemOf(platform: string | undefined, version: string | undefined): string | undefined {
  if (platform === undefined || version === undefined) return platform ?? version;
  return version.toLowerCase().startsWith(platform.toLowerCase()) ? version : `${platform} ${version}`;
}

/** A laptop as the list of hosts has it: where the cloud saw it last. Who logged on last is not who was there then. */
function listed(record: FalconRecord): Draft | Rejected {
  if (/^(ios|android)$/i.test(record.text('platformname') ?? '')) return { rejected: 'not our business: a phone or tablet' };
  const seen = record.text('lastseen');
  const address = addressOf(record.text('externalip'));
  const serial = record.text('serialnumber');
  if (address === undefined && serial === undefined) return { rejected: 'no address' };
  return {
    'event.action': 'check-in',
    'event.id': seen === undefined ? undefined : `${record.text('deviceid')}/${seen}`,
    'device.serial_number': serial,
    'host.os.full': systemOf(record.text('platformname'), record.text('osversion')),
    'source.ip': address,
  };
}
