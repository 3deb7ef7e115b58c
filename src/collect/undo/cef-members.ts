import { isObject, memberOf, textOf } from '../loose.ts';
import { escapedValue } from './cef-columns.ts';

/** What shippers that take the Common Event Format apart call its names; the rest keeps its own. @see ArcSight Common Event Format, extension dictionary */
const NAMES: Readonly<Record<string, string>> = {
  deviceAction: 'act', applicationProtocol: 'app', deviceEventCategory: 'cat', baseEventCount: 'cnt', destinationHostName: 'dhost', destinationAddress: 'dst', destinationPort: 'dpt', destinationNtDomain: 'dntdom',
  destinationUserName: 'duser', destinationUserId: 'duid', destinationUserPrivileges: 'dpriv', deviceAddress: 'dvc', deviceHostName: 'dvchost', deviceMacAddress: 'dvcmac', deviceTimeZone: 'dtz', endTime: 'end', filename: 'fname', bytesIn: 'in', bytesOut: 'out',
  message: 'msg', eventOutcome: 'outcome', transportProtocol: 'proto', requestUrl: 'request', deviceReceiptTime: 'rt', sourceHostName: 'shost', sourceMacAddress: 'smac', sourceNtDomain: 'sntdom', sourcePort: 'spt', sourceAddress: 'src',
  startTime: 'start', sourceUserId: 'suid', sourceUserName: 'suser', sourceUserPrivileges: 'spriv', sourceProcessName: 'sproc', destinationProcessName: 'dproc',
  ...numbered('deviceCustomString', 'cs', 6), ...numbered('deviceCustomNumber', 'cn', 3), ...numbered('deviceCustomFloatingPoint', 'cfp', 4), ...numbered('deviceCustomIPv6Address', 'c6a', 4),
};

function numbered(long: string, short: string, most: number): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from({ length: most }, (_, index) => index + 1).flatMap((nth) => [[`${long}${nth}`, `${short}${nth}`], [`${long}${nth}Label`, `${short}${nth}Label`]]));
}

const HEADER = ['vendor', 'product', 'version', 'eventclassid'] as const;

/**
 * The line in the Common Event Format that Filebeat's `decode_cef` or the integration `cef` took apart: parts of the head below
 * `cef.device`, pairs below `cef.extensions` under their long names.
 *
 * @param own what the document keeps below `cef`
 * @returns undefined where no vendor is named
 */
export function cefLineOf(own: unknown): string | undefined {
  const pairs = memberOf(own, 'extensions');
  const device = memberOf(own, 'device');
  if (textOf(memberOf(device, 'vendor')) === undefined || !isObject(pairs)) return undefined;
  const header = [...HEADER.map((name) => memberOf(device, name)), memberOf(own, 'name'), memberOf(own, 'severity')].map((part) => (textOf(part) ?? '').replace(/[\\|]/g, '\\$&'));
  const fields = Object.entries(pairs).flatMap(([name, value]) => {
    const text = textOf(value);
    return text === undefined || !/^\w[\w.]{0,100}$/.test(name) ? [] : [`${Object.hasOwn(NAMES, name) ? NAMES[name]! : name}=${escapedValue(text)}`];
  });
  return `CEF:0|${header.join('|')}|${fields.join(' ')}`;
}
