import { describe, expect, it } from 'vitest';
import { readBundle, valuesOf } from './stix.ts';

describe('valuesOf', () => {
  it.each([
    ["[email-addr:value = 'kim@post.example']", [['email', 'kim@post.example']]],
    ["[ipv4-addr:value = '192.0.2.0/24'] OR [ipv6-addr:value='2001:db8::1']", [['ip', '192.0.2.0/24'], ['ip', '2001:db8::1']]],
    ["[email-addr:value = 'a@x.example' OR email-addr:value = 'o\\'b@x.example']", [['email', 'a@x.example'], ['email', "o'b@x.example"]]],
    ["[url:value = 'https://www.linkedin.com/in/kim']", [['profile', 'https://www.linkedin.com/in/kim']]],
    ["[email-addr:value = 'a@x.example' AND ipv4-addr:value = '192.0.2.1']", undefined],
    ["[email-addr:value LIKE '%x.example']", undefined],
    ["[file:hashes.'SHA-256' = 'aa']", undefined],
    ["[x-phone-number:value = '+1 415 555 0123'] OR [user-account:x_phone = '+14155550124']", [['phone', '+1 415 555 0123'], ['phone', '+14155550124']]],
    ["[[[[ipv4-addr:value = '192.0.2.1']]]]", undefined],
    [`[${'('.repeat(5_000)}ipv4-addr:value = '192.0.2.1'${')'.repeat(5_000)}]`, undefined],
    ["[ipv4-addr:value = '192.0.2.1'] FOLLOWEDBY [ipv4-addr:value = '192.0.2.2']", undefined],
    ['', undefined],
  ])('reads %s', (pattern, values) => {
    expect(valuesOf(pattern)).toEqual(values);
  });
});

describe('readBundle', () => {
  const indicator = { type: 'indicator', spec_version: '2.1', pattern_type: 'stix', pattern: "[email-addr:value = 'kim@post.example']", created: '2026-11-01T00:00:00Z' };

  it('keeps who sent it, how sure they are, to when it counts, and how it may be passed on', () => {
    const { sheet, passedOver } = readBundle(JSON.stringify({ type: 'bundle', id: 'bundle--1', objects: [
      { type: 'identity', id: 'identity--1', name: 'A peer' }, { type: 'marking-definition', id: 'marking-definition--1', definition_type: 'tlp', definition: { tlp: 'amber' } },
      { ...indicator, created_by_ref: 'identity--1', confidence: 70, valid_until: '2027-01-01T00:00:00Z', object_marking_refs: ['marking-definition--1'], name: 'seen in May' },
    ] }), 'b.json');

    expect(sheet.rows).toEqual([{ line: 3, cells: ['email', 'kim@post.example', 'A peer', '2026-11-01', '70', '2026-12-31', 'TLP:AMBER', 'seen in May'] }]);
    expect(passedOver.size).toBe(0);
  });

  it('counts what it passes over, by kind', () => {
    const { sheet, passedOver } = readBundle(JSON.stringify({ type: 'bundle', objects: [
      { type: 'malware', name: 'x' }, { type: 'malware' }, { ...indicator, revoked: true }, { ...indicator, pattern: "[file:name = 'x']" }, { ...indicator, pattern_type: 'yara' }, null, {},
    ] }), 'b.json');

    expect(sheet.rows).toEqual([]);
    expect(Object.fromEntries(passedOver)).toEqual({ malware: 2, 'revoked indicator': 1, 'indicator of a file, which is looked for nowhere': 1, 'indicator whose pattern is no plain value': 1, 'no type': 1 });
  });

  it('takes markings of both versions of TLP, also where nobody sent them along', () => {
    const marked = (id: string): readonly string[] => readBundle(JSON.stringify({ type: 'bundle', objects: [{ ...indicator, object_marking_refs: [`marking-definition--${id}`] }] }), 'b.json').sheet.rows.map(({ cells }) => cells[6]!);

    expect([marked('5e57c739-391a-4eb3-b6be-7d15ca92d5ed'), marked('939a9414-2ddd-4d32-a0cd-375ea402b003')]).toEqual([['TLP:RED'], ['TLP:AMBER+STRICT']]);
  });

  it('leaves observed data alone, for its sender has not called it an indicator, and files with their hashes', () => {
    const { sheet, passedOver } = readBundle(JSON.stringify({ type: 'bundle', objects: [
      { type: 'observed-data', id: 'observed-data--1', object_refs: ['ipv4-addr--1'] }, { type: 'ipv4-addr', id: 'ipv4-addr--1', value: '192.0.2.1' }, { ...indicator, pattern: "[file:hashes.'SHA-256' = 'aa']" },
      { ...indicator, pattern: `[ipv4-addr:value = '192.0.2.1'${' '.repeat(70_000)}]` },
    ] }), 'b.json');

    expect([sheet.rows, Object.fromEntries(passedOver)]).toEqual([[], { 'observed-data': 1, 'ipv4-addr': 1, 'indicator of a file, which is looked for nowhere': 1, 'indicator whose pattern is too long': 1 }]);
  });

  it('refuses a bundle whose objects contain each other in a circle, however long it is', () => {
    const ring = (length: number): object[] => Array.from({ length }, (_, at) => ({ type: 'grouping', id: `grouping--${at}`, object_refs: [`grouping--${(at + 1) % length}`] }));
    const bundle = (...objects: readonly object[]): string => JSON.stringify({ type: 'bundle', objects });

    expect(() => readBundle(bundle(indicator, ...ring(1)), 'b.json')).toThrow('b.json: objects of the bundle contain each other in a circle (object 2 of 2 is one of them)');
    expect(() => readBundle(bundle(...ring(20_000)), 'b.json')).toThrow('in a circle');
    expect(readBundle(bundle({ type: 'report', id: 'report--1', object_refs: ['indicator--1', 'indicator--1'] }, { ...indicator, id: 'indicator--1', created_by_ref: 'indicator--1' }), 'b.json').sheet.rows).toHaveLength(1);
  });

  it('says that a torn bundle is torn', () => {
    expect(() => readBundle('{"type":"bundle","objects":[', 'b.json')).toThrow(/b\.json: the bundle is torn/);
  });
});
