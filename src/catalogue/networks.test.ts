import { describe, expect, it } from 'vitest';
import { SHIPPED } from './catalogue.ts';
import { NETWORKS, addressClass, networkKinds } from './networks.ts';

const { kindOfNetwork } = SHIPPED;

describe('the kind of a network', () => {
  it.each([
    [7922, 'home'],
    [20115, 'home'],
    [701, 'home'],
    [22394, 'mobile'],
    [16509, 'hosting'],
    [24940, 'hosting'],
    [209854, 'vpn'],
    [216025, 'vpn'],
    [14593, 'satellite'],
    [22616, 'corporate'],
  ] as const)('AS%i is listed as %s', (asn, kind) => {
    expect(kindOfNetwork({ asn })).toMatchObject({ kind, certainty: 'listed', dual: false });
  });

  it.each([
    [9009, 'vpn', 'hosting'],
    [212238, 'vpn', 'hosting'],
    [36183, 'relay', 'hosting'],
    [13335, 'hosting', 'relay'],
    [21928, 'mobile', 'home'],
  ] as const)('AS%i has a second use and is only assumed to be %s', (asn, kind, other) => {
    expect(kindOfNetwork({ asn })).toMatchObject({ kind, certainty: 'assumed', dual: true, also: expect.arrayContaining([other]) });
  });

  it('takes the range before the number of the network', () => {
    expect(kindOfNetwork({ asn: 13335, ip: '104.28.30.5' })).toMatchObject({ kind: 'relay', also: ['vpn'] });
    expect(kindOfNetwork({ asn: 13335, ip: '104.16.1.1' }).kind).toBe('hosting');
  });

  it.each([
    ['Bullet Proof VPN Ltd', 'vpn'],
    ['University of New Haven', 'education'],
    ['Blinn College', 'education'],
    ['High Availability Hosting Limited', 'hosting'],
    ['CSL Data Centre Services Limited', 'hosting'],
    ['Southern Broadband, LLC', 'home'],
    ['COMMNET WIRELESS LLC', 'mobile'],
    ['Polar Communications', 'home'],
    ['Kongsberg Satellite Services AS', 'satellite'],
  ] as const)('guesses from the name "%s"', (organisation, kind) => {
    expect(kindOfNetwork({ asn: 64_500, organisation })).toMatchObject({ kind, certainty: 'named' });
  });

  it.each(['Exxon Mobil Corporation', 'Colorado Interstate Gas', 'Radial, Inc.', 'Panabo Satellite Cable'])('reads no hosting, mobile line or satellite into "%s"', (organisation) => {
    expect(['unknown', 'home']).toContain(kindOfNetwork({ organisation }).kind);
  });

  it('knows nothing of private, shared and broken addresses', () => {
    for (const ip of ['192.168.0.4', '100.70.1.1', 'fe80::1', 'nonsense']) {
      expect(kindOfNetwork({ asn: 7922, ip })).toMatchObject({ kind: 'unknown', certainty: 'assumed' });
    }
    expect(kindOfNetwork({})).toMatchObject({ kind: 'unknown' });
  });

  it("takes a company's own feed with a narrower range", () => {
    const feed = { range: '104.28.30.0/24', name: 'our gateway', kind: 'corporate', source: 'own feed', date: '2026-11-22' } as const;
    const judge = networkKinds({ ...NETWORKS, prefixes: [...NETWORKS.prefixes, feed] });

    expect(judge({ ip: '104.28.30.5' })).toMatchObject({ kind: 'corporate', certainty: 'listed', source: 'own feed' });
    expect(judge({ ip: '::ffff:104.28.30.5' }).kind).toBe('corporate');
    expect(judge({ ip: '104.28.31.5' }).kind).toBe('relay');
  });
});

describe('the class of an address', () => {
  it.each([
    ['8.8.8.8', 'public'],
    ['2606:4700::1111', 'public'],
    ['::ffff:8.8.8.8', 'public'],
    ['10.0.0.1', 'private'],
    ['172.16.5.4', 'private'],
    ['192.168.1.20', 'private'],
    ['169.254.10.1', 'private'],
    ['fd00::1', 'private'],
    ['fe80::1', 'private'],
    ['100.64.0.0', 'carrier-nat'],
    ['100.127.255.255', 'carrier-nat'],
    ['100.128.0.0', 'public'],
    ['127.0.0.1', 'loopback'],
    ['::1', 'loopback'],
    ['192.0.2.1', 'documentation'],
    ['198.51.100.7', 'documentation'],
    ['203.0.113.9', 'documentation'],
    ['2001:db8::5', 'documentation'],
    ['0.0.0.0', 'invalid'],
    ['224.0.0.1', 'invalid'],
    ['255.255.255.255', 'invalid'],
    ['256.1.1.1', 'invalid'],
    ['7', 'invalid'],
    ['', 'invalid'],
  ] as const)('%s is %s', (ip, expected) => {
    expect(addressClass(ip)).toBe(expected);
  });
});
