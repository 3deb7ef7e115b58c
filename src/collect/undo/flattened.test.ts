import { describe, expect, it } from 'vitest';
import { unflattened } from './flattened.ts';

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

describe('a record that was flattened for a table', () => {
  it('gets its objects again where names have dots', () => {
    expect(plain(unflattened({ 'actor.id': 'u-1', 'actor.detail.city': 'Denver', 'type': 'x' }))).toEqual({ actor: { id: 'u-1', detail: { city: 'Denver' } }, type: 'x' });
    expect(plain(unflattened({ 'actor': { id: 'u-1' }, 'actor.name': 'kim' }))).toEqual({ actor: { id: 'u-1', name: 'kim' } });
    expect(plain(unflattened({ 'actor': 'kim', 'actor.id': 'u-1' }))).toEqual({ actor: 'kim' });
  });
  it('gets them in every way that a low line may be meant, in a custom table of Log Analytics', () => {
    const row = { TimeGenerated: '2026-11-02T14:03:27Z', access_device_ip_s: '198.51.100.23', success_b: true, count_d: 3, empty_s: '' };

    expect(plain(unflattened(row))).toEqual({
      TimeGenerated: row.TimeGenerated, access_device_ip: row.access_device_ip_s, access_device: { ip: row.access_device_ip_s },
      access: { device_ip: row.access_device_ip_s, device: { ip: row.access_device_ip_s } }, success: true, count: 3,
    });
  });
  it('is a row of such a table also where a query left out when it came in, by the types of nearly all its columns', () => {
    const row = { user_name_s: 'kim', ip_s: '198.51.100.23', ok_b: true, at_t: '2026-11-02T14:03:27Z', txid_g: 't', Type: 'X_CL' };

    expect(plain(unflattened(row))).toMatchObject({ user: { name: 'kim' }, ip: '198.51.100.23', ok: true, txid: 't' });
    expect(unflattened({ ...row, a: 1, b: 2 })).toBeUndefined();
  });
  it.each([{}, { a: 1 }, { a: { 'b.c': 1 } }, { TimeGenerated: 'x', a_s: 1, b: 2 }, { a_s: 1, b_s: 2, c_s: 3 }])('is not %j', (raw) => expect(unflattened(raw)).toBeUndefined());
  it('keeps names as they are that have no words between their dots, or too many', () => {
    expect(plain(unflattened({ 'a..b': 1, [`a${'.a'.repeat(20)}`]: 2, '@odata.type': 3, 'c.d': 4 }))).toEqual({ 'a..b': 1, [`a${'.a'.repeat(20)}`]: 2, '@odata.type': 3, 'c': { d: 4 } });
    expect(unflattened({ 'a..b': 1, '@odata.type': 3 })).toBeUndefined();
    expect(Object.keys(unflattened({ TimeGenerated: 't', [`a${'_a'.repeat(40)}_s`]: 1, b_s: 1, c_s: 1 })!)).toHaveLength(4);
  });
  it('is no table that has more columns than one may have', () => {
    expect(unflattened(Object.fromEntries(Array.from({ length: 2_001 }, (_, nth) => [`a.b${nth}`, nth])))).toBeUndefined();
    expect(unflattened({ TimeGenerated: 't', ...Object.fromEntries(Array.from({ length: 501 }, (_, nth) => [`a_b${nth}_s`, nth])) })).toBeUndefined();
  });
  it('changes nothing of the language itself', () => {
    unflattened({ '__proto__.polluted': 'yes', 'constructor.prototype.polluted': 'yes' });

    expect({}).not.toHaveProperty('polluted');
  });
});
