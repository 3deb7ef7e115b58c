import { lookup } from '../../../core/lookup.ts';
import { isRejected, type Rejected } from '../../../core/parse-event.ts';
import { addressOf, farAddress } from '../../client-address.ts';
import { defineSource, type Draft } from '../../collector.ts';
import { personIn } from '../../laptop-account.ts';
import { listOf } from '../../loose.ts';
import { looksLikeMail } from '../../mail-address.ts';
import { readRecords } from '../../records.ts';
import { usbDevice, usbFields } from '../../usb-instance.ts';
import { SHOWN_DATES, shownTime } from '../../shown-time.ts';
import { orderNamed, type DateOrder } from '../../tables/dates.ts';
import { personFields, personOf } from '../../windows-account.ts';
import { pull } from './pull.ts';
import { SOFTWARE, huntingRow, isHeader, type HuntingRow } from './shape.ts';

const recognises = (raw: unknown): boolean => huntingRow(raw) !== undefined;

/** Microsoft Defender XDR: remote sessions, programs, installed software, names, USB devices, and where the laptop is. See the page beside. */
export const defender = defineSource({
  id: 'defender',
  title: 'Microsoft Defender XDR advanced hunting',
  repeats: ['process-started', 'dns-query'],
  settings: {},
  pull,
  options: { dates: SHOWN_DATES },
  recognises,
  read: (file) => readRecords(file, { recognises, isHeader }),
  map(raw, { options }) {
    const row = huntingRow(raw);
    if (!row) return { rejected: 'not a Defender record' };
    const more = mappedRow(row);
    if (isRejected(more)) return more;
    const common = commonFields(row, orderNamed(options['dates']));
    return isRejected(common) ? common : [{ ...common, ...more }];
  },
});

/** What any row of a laptop says: when, on which. */
export function commonFields(row: HuntingRow, order?: DateOrder): Draft | Rejected {
  const written = row.text('timestamp');
  const at = shownTime(written ?? row.sent, order);
  if (typeof at !== 'number') return at;
  const key = [row.text('deviceid'), row.text('reportid'), written];
  return {
    '@timestamp': at,
    // The number of a report comes again after a while, and each table counts anew.
    'event.id': key.every((part) => part !== undefined) ? [row.table, ...key].join('/') : undefined,
    'event.module': 'defender',
    'event.dataset': 'defender.hunting',
    'event.code': row.kind,
    'host.id': row.text('deviceid'),
    'host.name': row.text('devicename'),
  };
}

function mappedRow(row: HuntingRow): Draft | Rejected {
  switch (row.table) {
    case 'DeviceLogonEvents': return loggedOn(row);
    case 'DeviceProcessEvents': return started(row);
    case 'DeviceNetworkEvents': return reached(row);
    case 'DeviceEvents': return happened(row);
    case SOFTWARE: return installed(row);
    case 'DeviceInfo':
    case 'machine': return checkIn(row);
    default: return { rejected: `not our business: ${row.kind}` };
  }
}

/** The account a row is about; a Linux machine writes the same columns. */
export function accountOf(row: HuntingRow): Draft {
  const name = row.text('accountname');
  const named = Object.keys(personIn(name)).length > 0;
  const person = named ? personFields(personOf({ name, domain: row.text('accountdomain'), sid: row.text('accountsid') })) : {};
  const mail = row.text('accountupn');
  return Object.keys(person).length > 0 && mail !== undefined && looksLikeMail(mail) ? { ...person, 'user.email': mail } : person;
}

/** How it went. */
export function outcomeOf(row: HuntingRow): 'success' | 'failure' | 'unknown' {
  const action = row.text('actiontype');
  return action === 'LogonSuccess' ? 'success' : action === 'LogonFailed' ? 'failure' : 'unknown';
}

/** A remote logon, or a session taken up again from a far address. */
function loggedOn(row: HuntingRow): Draft | Rejected {
  const type = row.text('logontype') ?? 'unknown';
  const from = farAddress(row.text('remoteip'));
  const isRemote = type === 'RemoteInteractive' || type === 'CachedRemoteInteractive' || (type === 'Unlock' && from !== undefined);
  if (!isRemote) return { rejected: `not our business: DeviceLogonEvents of type ${/^\w{1,40}$/.test(type) ? type : 'unknown'}` };
  const person = accountOf(row);
  if (person['user.name'] === undefined && person['user.id'] === undefined) return { rejected: 'no user' };
  return {
    ...person,
    'event.action': 'session-connected',
    'event.outcome': outcomeOf(row),
    'farmwatch.remote.protocol': 'rdp',
    'farmwatch.remote.direction': 'incoming',
    'source.ip': from,
    'source.domain': row.text('remotedevicename'),
  };
}

function started(row: HuntingRow): Draft | Rejected {
  if (row.text('actiontype') !== 'ProcessCreated') return { rejected: `not our business: ${row.kind}` };
  const name = row.text('filename');
  if (name === undefined) return { rejected: 'no program named' };
  return {
    ...accountOf(row),
    'event.action': 'process-started',
    'process.name': name,
    'process.executable': row.text('folderpath'),
    'process.command_line': row.text('processcommandline'),
    'process.pe.original_file_name': row.text('processversioninfooriginalfilename'),
  };
}

/** Where the sensor that reads packets keeps the name: the question, the header, or the name of the server within TLS. */
const INSPECTED: Readonly<Record<string, string>> = lookup({ DnsConnectionInspected: 'query', HttpConnectionInspected: 'host', SslConnectionInspected: 'servername' });

/** A machine that is reached by its name was looked up by it before. */
function reached(row: HuntingRow): Draft | Rejected {
  const member = INSPECTED[row.text('actiontype') ?? ''];
  if (member !== undefined) {
    // What comes in was asked for by another machine.
    if (row.text('additionalfields', 'direction')?.toLowerCase() === 'in') return { rejected: `not our business: ${row.kind} coming in` };
    const asked = hostIn(row.text('additionalfields', member));
    return asked === undefined ? { rejected: `not our business: ${row.kind} without a name` } : lookedUp(row, asked);
  }
  const name = hostIn(row.text('remoteurl'));
  if (name === undefined || !row.text('actiontype')?.startsWith('Connection')) return { rejected: `not our business: ${row.kind}${name === undefined ? ' without a name' : ''}` };
  return lookedUp(row, name);
}

function lookedUp(row: HuntingRow, name: string): Draft {
  return {
    'event.action': 'dns-query',
    'dns.question.name': name,
    'process.name': row.text('initiatingprocessfilename'),
    'process.executable': row.text('initiatingprocessfolderpath'),
    'process.pe.original_file_name': row.text('initiatingprocessversioninfooriginalfilename'),
  };
}

/** The host in a URL, or in text that is one; undefined for an address and for what is neither. */
function hostIn(text: string | undefined): string | undefined {
  const host = /^(?:[a-z][a-z0-9+.-]{0,20}:\/\/)?((?:[a-z0-9_-]{1,63}\.){1,20}[a-z][a-z0-9-]{1,62})\.?(?:[:/?#].*)?$/is.exec(text ?? '')?.[1];
  return host?.toLowerCase();
}

function happened(row: HuntingRow): Draft | Rejected {
  switch (row.text('actiontype')) {
    case 'PnpDeviceConnected': return plugged(row);
    case 'UsbDriveMounted': return mounted(row);
    case 'DnsQueryResponse': {
      const name = hostIn(row.text('additionalfields', 'dnsquerystring'));
      return name === undefined ? { rejected: 'no name that was looked up' } : lookedUp(row, name);
    }
    default: return { rejected: `not our business: ${row.kind}` };
  }
}

function plugged(row: HuntingRow): Draft | Rejected {
  const instanceId = row.text('additionalfields', 'deviceid');
  if (instanceId === undefined) return { rejected: 'no device named' };
  const device = usbDevice({
    instanceId,
    className: row.text('additionalfields', 'classname'),
    classGuid: row.text('additionalfields', 'classid'),
    ids: listOf(row.get('additionalfields', 'vendorids')).filter((id) => typeof id === 'string').join('\n'),
    description: row.text('additionalfields', 'devicedescription'),
  });
  if (!device) return { rejected: 'not our business: PnpDeviceConnected on no USB port' };
  return { 'event.action': 'usb-present', ...usbFields(device) };
}

function mounted(row: HuntingRow): Draft | Rejected {
  const fields = {
    'farmwatch.usb.manufacturer': row.text('additionalfields', 'manufacturer'),
    'farmwatch.usb.product': row.text('additionalfields', 'productname'),
    'farmwatch.usb.serial': row.text('additionalfields', 'serialnumber'),
  };
  if (Object.values(fields).every((value) => value === undefined)) return { rejected: 'no device named' };
  return { 'event.action': 'usb-present', ...fields, 'farmwatch.usb.classes': ['mass-storage'] };
}

/** What is installed; the inventory writes small letters, and low lines for blanks. */
function installed(row: HuntingRow): Draft | Rejected {
  if (isPhone(row)) return { rejected: 'not our business: a phone or tablet' };
  const name = row.text('softwarename');
  if (name === undefined) return { rejected: 'no software named' };
  if (row.text('timestamp') === undefined && row.sent === undefined) return { rejected: `no time: a row of ${SOFTWARE} has none; add "| extend Timestamp = now()" to the query` };
  return { 'event.action': 'software-present', 'package.name': name.replaceAll('_', ' '), 'package.version': row.text('softwareversion') };
}

function isPhone(row: HuntingRow): boolean {
  return /^(ios|ipados|android)$/i.test(row.text('osplatform') ?? '');
}

/** The sensor reports to the cloud, which sees the address it comes from. */
function checkIn(row: HuntingRow): Draft | Rejected {
  if (isPhone(row)) return { rejected: 'not our business: a phone or tablet' };
  const address = addressOf(row.text('publicip'));
  if (address === undefined) return { rejected: 'no address' };
  return {
    'event.action': 'check-in',
    // A machine has no reports; it is listed again with the same instant until it is seen again.
    ...(row.table === 'machine' ? { 'event.id': `machine/${row.text('deviceid') ?? ''}/${row.text('timestamp') ?? ''}` } : {}),
    'source.ip': address,
    'device.id': row.text('aaddeviceid'),
    'host.os.full': [row.text('osplatform'), row.text('osversion')].filter((part) => part !== undefined).join(' ') || undefined,
  };
}
