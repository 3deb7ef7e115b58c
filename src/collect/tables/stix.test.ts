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
    expect(Object.fromEntries(passedOver)).toEqual({ malware: 2, 'revoked indicator': 1, 'indicator whose pattern is no plain value': 2, 'no type': 1 });
  });

  it('says that a torn bundle is torn', () => {
    expect(() => readBundle('{"type":"bundle","objects":[', 'b.json')).toThrow(/b\.json: the bundle is torn/);
  });
});
