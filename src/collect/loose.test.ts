import { describe, expect, it } from 'vitest';
import { addressOf } from './client-address.ts';
import { accountFields } from './account.ts';
import { memberOf, textAt } from './loose.ts';
import { utcTime } from './utc-time.ts';

describe('utcTime', () => {
  const at = Date.UTC(2026, 10, 2, 14, 3, 27, 441);

  it.each([
    '2026-11-02T14:03:27.441Z', '2026-11-02 14:03:27.441', '2026-11-02T14:03:27.441000000', '2026-11-02T16:03:27.441+02:00', '2026-11-02 14:03:27.441 UTC',
    '1793628207.441', '1793628207441', '2026-11-02 14:03:27.441Z', '2026-11-02 14:03:27.441+00', '2026-11-02 09:03:27.441-0500', '2026-11-02T14:03:27.441 GMT', '/Date(1793628207441)/', '/Date(1793628207441+0100)/',
  ])('reads %s', (text) => expect(utcTime(text)).toBe(at));
  it('reads a time without seconds', () => expect(utcTime('2026-11-02 14:03')).toBe(Date.UTC(2026, 10, 2, 14, 3)));
  it.each(['soon', '', '17936282', '2026-11-31 10:00:00', undefined])('knows that %s is no time', (text) => expect(utcTime(text)).toBeUndefined());
});

describe('memberOf', () => {
  it('finds a column that a union of tables gave a type', () => {
    expect(memberOf({ DeviceDetail_dynamic: { deviceId: 'd-1' }, DeviceDetail_string: '' }, 'devicedetail', 'deviceid')).toBe('d-1');
    expect(memberOf({ DeviceDetail_dynamic: null, DeviceDetail_string: '{"deviceId":"d-1"}' }, 'devicedetail', 'deviceid')).toBe('d-1');
  });
});

describe('addressOf', () => {
  it.each([['198.51.100.23:50123', '198.51.100.23'], ['[2001:db8::1]:443', '2001:db8::1'], ['::ffff:198.51.100.23', '198.51.100.23'], [' 198.51.100.23 ', '198.51.100.23']])('reads %s', (text, address) => expect(addressOf(text)).toBe(address));
  it.each(['[2001:db8::7]:443', '2001:db8::7#443', '2001:db8::7p443', '2001:db8::7 port 443', '2001:db8::7.443', '2001:db8:0:0:0:0:0:7:443', '[2001:db8::7%eth0]'])(
    'takes the port off %s', (text) => expect(addressOf(text)).toBe('2001:db8::7'),
  );
  it('takes no group of an address for a port', () => expect(addressOf('2001:db8::7:443')).toBe('2001:db8::7:443'));
  it.each(['0.0.0.0', '::', 'unknown', '', undefined])('knows that %s is none', (text) => expect(addressOf(text)).toBeUndefined());
});

describe('accountFields', () => {
  it('parts domain and name, and knows a mail address', () => {
    expect(accountFields('ACME\\\\kim', 'S-1')).toEqual({ 'user.name': 'ACME\\kim', 'user.domain': 'ACME', 'user.id': 'S-1' });
    expect(accountFields('kim@acme.example')).toEqual({ 'user.name': 'kim@acme.example', 'user.email': 'kim@acme.example' });
    expect(accountFields('kim@acme.example\\')).toEqual({ 'user.name': 'kim@acme.example', 'user.email': 'kim@acme.example' });
  });
  it('says nothing of nobody', () => expect([accountFields(undefined), accountFields(''), accountFields('\\')]).toEqual([{}, {}, {}]));
});

describe('memberOf', () => {
  it('follows a path however its names are written, through JSON in a text', () => {
    expect(memberOf({ Client_Info: '{"IP address":"192.0.2.1"}' }, 'clientinfo', 'ipaddress')).toBe('192.0.2.1');
    expect(memberOf({ a: { b: 1 } }, 'a', 'b', 'c')).toBeUndefined();
    expect(textAt({ a: { b: 'N/A' } }, 'a', 'b')).toBeUndefined();
  });
  it('finds what was flattened for a table, and columns that say their zone', () => {
    expect(memberOf({ 'client.ip_Address': '192.0.2.1', 'client.geo.city': 'x' }, 'client', 'ipaddress')).toBe('192.0.2.1');
    expect(memberOf({ TimeGenerated: 't', client_ipAddress_s: '192.0.2.1', a_s: '', b_s: '' }, 'client', 'ipaddress')).toBe('192.0.2.1');
    expect(memberOf({ 'TimeGenerated [UTC]': 't' }, 'timegenerated')).toBe('t');
    expect(memberOf({ client: null, 'client.ip': 1 }, 'client')).toBeNull();
  });
  it('comes to an end where names are odd', () => {
    const many = '_s'.repeat(4_000);

    expect(memberOf({ 'a..b': 1, '.': 2, 'c.d': 3 }, 'x', 'y')).toBeUndefined();
    expect(memberOf({ TimeGenerated: 't', [`a${many}`]: 1, [`b${many}`]: 1, [`c${many}`]: 1 }, 'x')).toBeUndefined();
  });
});
