import { describe, expect, it } from 'vitest';
import { SHIPPED } from './catalogue.ts';
import { KVM_DEVICES, KVM_DISPLAYS, LOOK_ALIKES } from './kvm.ts';
import { words } from './names.ts';

const { matchKvmDevice, matchKvmDisplay, reportsPlacesAnyway, isMakersBoard } = SHIPPED;

const NEEDS = ['nothing', 'keyboard', 'pointer', 'absolute', 'never'];

describe('rows of network KVMs', () => {
  it('name what they are, how they are known, source, date and how sure that is', () => {
    for (const row of [...KVM_DEVICES, ...KVM_DISPLAYS]) {
      expect(row.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(row.name.length * row.what.length).toBeGreaterThan(0);
      expect(NEEDS).toContain(row.needs);
      expect(row.names).toEqual(row.names.map(words));
    }
    for (const { source, date, confidence } of [...KVM_DEVICES, ...KVM_DISPLAYS, ...LOOK_ALIKES]) {
      expect(source.length).toBeGreaterThan(2);
      expect(date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(['primary', 'secondary', 'unverified']).toContain(confidence);
    }
  });

  it('write numbers in lower-case hex, and never name a root hub or a vendor of everything', () => {
    const ids = KVM_DEVICES.flatMap((row) => row.ids);

    expect(ids.filter((id) => !/^[0-9a-f]{4}(:[0-9a-f]{4})?$/.test(id))).toEqual([]);
    expect(ids.filter((id) => /^1d6b(:000\d)?$/.test(id))).toEqual([]);
  });

  it('let no common number count alone', () => {
    for (const row of KVM_DEVICES) if (row.ids.some((id) => /^(1d6b:0104|046d|045e|413c|1a86)/.test(id))) expect(row.needs).not.toBe('nothing');
  });
});

describe('a network KVM is known', () => {
  it.each([
    [{ vendorId: '1d6b', productId: '0104', manufacturer: 'PiKVM', product: 'PiKVM Composite Device' }, 'pikvm'],
    [{ vendorId: '1d6b', productId: '0104', serial: 'cafebabe' }, 'pikvm'],
    [{ vendorId: '1d6b', productId: '0104', manufacturer: 'tinypilot', product: 'Multifunction USB Device' }, 'tinypilot'],
    [{ vendorId: '0x1D6B', productId: '0x0106', manufacturer: 'smart-kvm', product: 'Multifunction USB Device' }, 'blikvm'],
    [{ manufacturer: 'JetKVM', product: 'Virtual Media' }, 'jetkvm'],
    [{ vendorId: '046d', productId: 'c52b', manufacturer: 'Logitech (x64)', product: 'Logitech USB Input Device' }, 'jetkvm'],
    [{ vendorId: '3346', productId: '1009' }, 'nanokvm'],
    [{ vendorId: '38eb', productId: '0104', manufacturer: 'Glinet', product: 'Glinet Composite Device' }, 'glkvm'],
  ])('by names of its own or numbers of its own: %j', (seen, id) => {
    expect(matchKvmDevice(seen)).toMatchObject({ id, needs: 'nothing' });
  });

  it.each([
    [{ vendorId: '1d6b', productId: '0104', product: 'Multifunction Composite Gadget' }, 'pointer'],
    [{ vendorId: '38eb', productId: '0201' }, 'keyboard'],
    [{ vendorId: '046d', productId: 'c52b', manufacturer: 'Logitech', product: 'USB Receiver' }, 'absolute'],
  ])('only together with more, where the numbers are common: %j', (seen, needs) => {
    expect(matchKvmDevice(seen)).toMatchObject({ needs });
  });

  it.each([
    [{ manufacturer: 'LNX', productCode: '7772', serial: 'CAFEBABE', name: 'PiKVM V4 Mini' }, 'pikvm'],
    [{ manufacturer: 'TSB', productCode: '8801' }, 'jetkvm'],
    [{ manufacturer: 'TSB', productCode: '1234', serial: '2290649088' }, 'capture-bridge'],
    [{ manufacturer: 'TSB', serial: '0x88888800' }, 'capture-bridge'],
    [{ manufacturer: 'DEL', productCode: '2013', serial: '3S5GQ23' }, 'jetkvm'],
    [{ manufacturer: 'spd', productCode: '0x3301' }, 'nanokvm'],
  ])('by what it shows as a display: %j', (seen, id) => {
    expect(matchKvmDisplay(seen)).toMatchObject({ id, needs: 'nothing' });
  });
});

describe('what is no network KVM', () => {
  it.each([
    ['a receiver of keyboard and mouse', { vendorId: '046d', productId: 'c548', manufacturer: 'Logitech', product: 'USB Receiver' }],
    ['a plain switch', { vendorId: '0557', productId: '2213', manufacturer: 'ATEN', product: 'CS1922 KVM' }],
    ['a switch that calls itself smart', { vendorId: '0557', productId: '2419', product: 'Smart KVM Switch' }],
    ['a dock', { vendorId: '17e9', productId: '6006', manufacturer: 'DisplayLink', product: 'Dell Universal Dock D6000' }],
    ['a root hub', { vendorId: '1d6b', productId: '0003', product: 'USB 3.0 root hub' }],
    ['a row without anything', {}],
  ])('%s', (_, seen) => {
    expect(matchKvmDevice(seen)).toBeUndefined();
  });

  it.each([
    ['a monitor of a model that a KVM copies, with a serial of its own', { manufacturer: 'AUS', productCode: '2487', serial: '7TKDJZ8LPBFN', name: 'ASUS PA248QV' }],
    ['a television', { manufacturer: 'TSB', productCode: '0108', name: 'TOSHIBA-TV' }],
    ['the description that Linux makes up', { manufacturer: 'LNX', productCode: '0000', name: 'Linux FHD' }],
    ['a row without anything', {}],
  ])('%s', (_, seen) => {
    expect(matchKvmDisplay(seen)).toBeUndefined();
  });

  it('knows whose pointers report places for another reason', () => {
    expect(['056a', '0627', '2feb', '2104', '046d', undefined].map(reportsPlacesAnyway)).toEqual([true, true, true, true, false, false]);
  });

  it('knows boards that makers build keypads of, whose pointers may be anything', () => {
    expect(['239a', 'feed', '2E8A', '056a', '046d', undefined].map(isMakersBoard)).toEqual([true, true, true, false, false, false]);
    expect(['239a', 'feed'].map(reportsPlacesAnyway)).toEqual([false, false]);
  });
});
