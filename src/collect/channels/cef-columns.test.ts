import { describe, expect, it } from 'vitest';
import { parseCef } from '../cef.ts';
import { cefLine } from './cef-columns.ts';

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
