import { describe, expect, it } from 'vitest';
import type { DeviceRow, Versioned } from './person.ts';
import { machineKey, serialFinder, spelledHostId, spelledSerial, spelledVersions } from './spelling.ts';

describe('what names a machine has one spelling', () => {
  it('as a serial number or an id, without blanks around it', () => {
    expect([spelledSerial(' 5cg1234abd\t'), spelledHostId(' 8BE85E83-140F ')]).toEqual(['5CG1234ABD', '8be85e83-140f']);
  });

  it.each([
    ['LT-AAA.corp.acme.example', 'lt-aaa'], ['lt-aaa', 'lt-aaa'], ['Kims-MacBook.local', 'kims-macbook'], ['LT-AAA.corp.acme.example.', 'lt-aaa'],
    // An address has no first label, and a sentence no domain.
    ['192.0.2.17', '192.0.2.17'], ['Dr. Lee’s laptop', 'dr. lee’s laptop'],
  ])('as a name that is compared: %s', (name, key) => expect(machineKey(name)).toBe(key));

  it('in a row that was stored before, which keeps its id', () => {
    const held = { id: 'devices/5cg1', kind: 'devices', versions: [{ from: null, row: { serial: ' 5cg1', hire_id: 'kim' } }, { from: 5, row: { serial: '5CG1', hire_id: 'lee' } }] } as Versioned<DeviceRow>;

    expect(spelledVersions(held)).toEqual({ ...held, versions: [{ from: null, row: { serial: '5CG1', hire_id: 'kim' } }, { from: 5, row: { serial: '5CG1', hire_id: 'lee' } }] });
    expect(spelledVersions({ ...held, versions: [held.versions[1]!] }).versions[0]).toBe(held.versions[1]);
  });

  it('where a machine is looked for by its id or name', () => {
    const serialOf = serialFinder([
      { 'device.serial_number': 'sn-1', 'host.id': 'ABC', 'host.name': 'LT-AAA.corp.acme.example' }, { 'device.serial_number': '0000', 'host.name': 'LT-BBB' },
    ]);

    expect([serialOf({ 'host.name': 'lt-aaa' }), serialOf({ 'host.id': 'abc' }), serialOf({ 'device.serial_number': ' sn-2' }), serialOf({ 'host.name': 'lt-bbb' }), serialOf({})])
      .toEqual(['SN-1', 'SN-1', 'SN-2', undefined, undefined]);
  });
});
