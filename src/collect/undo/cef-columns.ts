import { isObject, textOf } from '../loose.ts';

/** Which column of CommonSecurityLog holds which name of the Common Event Format. @see https://learn.microsoft.com/azure/sentinel/cef-name-mapping */
export const COLUMNS: Readonly<Record<string, string>> = {
  act: 'DeviceAction', app: 'ApplicationProtocol', cat: 'DeviceEventCategory', cnt: 'EventCount', dhost: 'DestinationHostName', dst: 'DestinationIP', dpt: 'DestinationPort',
  duser: 'DestinationUserName', dvc: 'DeviceAddress', dvchost: 'DeviceName', deviceExternalId: 'DeviceExternalID', end: 'EndTime', externalId: 'ExternalID', in: 'ReceivedBytes', msg: 'Message',
  out: 'SentBytes', outcome: 'EventOutcome', proto: 'Protocol', reason: 'Reason', shost: 'SourceHostName', sntdom: 'SourceNTDomain', sourceTranslatedAddress: 'SourceTranslatedAddress',
  spt: 'SourcePort', src: 'SourceIP', start: 'StartTime', suid: 'SourceUserID', suser: 'SourceUserName',
  ...Object.fromEntries([1, 2, 3, 4, 5, 6].flatMap((nth) => [[`cs${nth}`, `DeviceCustomString${nth}`], [`cs${nth}Label`, `DeviceCustomString${nth}Label`]])),
  ...Object.fromEntries([1, 2, 3].flatMap((nth) => [[`cn${nth}`, `DeviceCustomNumber${nth}`], [`cn${nth}Label`, `DeviceCustomNumber${nth}Label`]])),
};
const HEADER = ['DeviceVendor', 'DeviceProduct', 'DeviceVersion', 'DeviceEventClassID', 'Activity', 'LogSeverity'] as const;

/**
 * The line in the Common Event Format that a row of CommonSecurityLog was made of, as far as its columns tell.
 *
 * @returns undefined for a row that does not name its vendor
 */
export function cefLine(row: unknown): string | undefined {
  if (!isObject(row) || textOf(row['DeviceVendor']) === undefined) return undefined;
  const header = HEADER.map((name) => (textOf(row[name]) ?? '').replace(/[\\|]/g, '\\$&'));
  const fields = Object.entries(COLUMNS).flatMap(([name, column]) => {
    const value = textOf(row[column]);
    return value === undefined ? [] : [`${name}=${escapedValue(value)}`];
  });
  const time = textOf(row['ReceiptTime']) ?? textOf(row['TimeGenerated']);
  return `CEF:0|${header.join('|')}|${[...(time === undefined ? [] : [`rt=${escapedValue(time)}`]), ...fields, ...others(textOf(row['AdditionalExtensions']))].join(' ')}`;
}

/** What has no column of its own stands in one, with semicolons between; a value may hold one as well. */
function others(text: string | undefined): readonly string[] {
  return (text ?? '').split(/;(?=[A-Za-z][\w.]*=)/).flatMap((pair) => {
    const [, name, value] = /^([A-Za-z][\w.]*)=(.*)$/s.exec(pair) ?? [];
    return name === undefined || value === undefined ? [] : [`${name}=${escapedValue(value)}`];
  });
}

/** A value as a pair of the Common Event Format holds it. */
export function escapedValue(value: string): string {
  return value.replace(/[\\=]/g, '\\$&').replace(/\r?\n/g, '\\n');
}
