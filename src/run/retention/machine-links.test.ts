import { describe, expect, it } from 'vitest';
import { shortHash } from '../../core/canonical.ts';
import { linksOf, machinesFrom } from './machine-links.ts';

const AT = Date.UTC(2026, 10, 2);

describe('links of machines to serial numbers', () => {
  it('are found by any spelling of the name', () => {
    const machines = machinesFrom([]);
    machines.learn(linksOf({ 'device.serial_number': 'sn-1 ', 'host.id': 'ABC', 'host.name': 'LT-1.corp.acme.example' }, AT), AT + 1);

    expect([{ 'host.name': 'lt-1' }, { 'host.id': 'abc' }, { 'device.serial_number': 'sn-2' }, { 'host.name': 'LT-2' }].map((row) => machines.laptopOf(row))).toEqual(['SN-1', 'SN-1', 'SN-2', 'LT-2']);
  });

  it('that were kept under the name as it came still count, unless a newer one says otherwise', () => {
    const kept = { id: shortHash('host.name\0LT-1'), serial: 'sn-1', last: AT };
    const machines = machinesFrom([kept]);
    machines.learn([], AT + 1);
    const before = machines.laptopOf({ 'host.name': 'LT-1' });
    machines.learn(linksOf({ 'device.serial_number': 'SN-2', 'host.name': 'lt-1' }, AT + 5), AT + 6);

    expect([before, machines.laptopOf({ 'host.name': 'LT-1' })]).toEqual(['SN-1', 'SN-2']);
  });
});
