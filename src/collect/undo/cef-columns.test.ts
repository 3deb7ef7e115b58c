import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCef } from '../cef.ts';
import { globalprotect } from '../sources/globalprotect/globalprotect.ts';
import { checkpoint } from '../sources/checkpoint/checkpoint.ts';
import { fortigate } from '../sources/fortigate/fortigate.ts';
import { sonicwall } from '../sources/sonicwall/sonicwall.ts';
import { COLUMNS, cefLine } from './cef-columns.ts';

const row = { DeviceVendor: 'Acme|Co', DeviceProduct: 'VPN', DeviceVersion: '7', DeviceEventClassID: '100', Activity: 'tunnel up', LogSeverity: '3', TimeGenerated: '2026-11-02T15:03:27Z' };

describe('a row of CommonSecurityLog', () => {
  it('becomes a line that is read as it was sent', () => {
    const line = cefLine({ ...row, SourceUserName: 'ACME\\kim', SourceIP: '198.51.100.7', Message: 'a=b', DeviceCustomString1: 'one', DeviceCustomString1Label: 'first', AdditionalExtensions: 'vendorId=7;text=one;two, three;vendorKey=a=b' })!;

    expect(parseCef(line)).toEqual({
      header: ['CEF:0', 'Acme|Co', 'VPN', '7', '100', 'tunnel up', '3'],
      fields: [['rt', '2026-11-02T15:03:27Z'], ['msg', 'a=b'], ['src', '198.51.100.7'], ['suser', 'ACME\\kim'], ['cs1', 'one'], ['cs1Label', 'first'], ['vendorId', '7'], ['text', 'one;two, three'], ['vendorKey', 'a=b']],
    });
  });
  it('keeps the time at which the device received it', () => expect(parseCef(cefLine({ ...row, ReceiptTime: 'Nov 02 2026 15:03:26 GMT' })!)!.fields[0]).toEqual(['rt', 'Nov 02 2026 15:03:26 GMT']));
  it.each([7, null, {}, { DeviceVendor: '' }])('is none where nobody is named: %j', (other) => expect(cefLine(other)).toBeUndefined());
});

/** A row as Microsoft's agent makes it of a line: known names in columns, the rest in one. */
function rowOf(line: string): Record<string, string> {
  const { header, fields } = parseCef(line)!;
  const [, DeviceVendor, DeviceProduct, DeviceVersion, DeviceEventClassID, Activity, LogSeverity] = header as readonly [string, string, string, string, string, string, string];
  const row: Record<string, string> = { Type: 'CommonSecurityLog', DeviceVendor, DeviceProduct, DeviceVersion, DeviceEventClassID, Activity, LogSeverity };
  const others: string[] = [];
  for (const [name, value] of fields) {
    const column = name === 'rt' ? 'ReceiptTime' : COLUMNS[name];
    if (column === undefined) others.push(`${name}=${value}`);
    else row[column] = value;
  }
  return { ...row, AdditionalExtensions: others.join(';') };
}

describe('lines of CEF that went through a workspace', () => {
  const LINES = [globalprotect, fortigate, checkpoint, sonicwall].flatMap((source) => {
    const folder = join(import.meta.dirname, '..', 'sources', source.id, 'golden');
    const name = { globalprotect: 'cef.log' }[source.id as string] ?? 'syslog.log';
    return readFileSync(join(folder, name), 'utf8').split('\n').filter((line) => /CEF: ?\d\|/.test(line)).map((line, nth) => [source.id, nth, source, line] as const);
  });

  it.each(LINES)('of %s mean the same: %i', (_, __, source, line) => {
    const context = { settings: {}, options: { zone: 'UTC' } } as never;

    expect(source.map(cefLine(rowOf(line)), context)).toEqual(source.map(line.slice(line.indexOf('CEF:')), context));
  });
});
