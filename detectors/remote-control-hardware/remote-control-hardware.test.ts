import { describe, expect, it } from 'vitest';
import { SHIPPED } from '../../src/catalogue/catalogue.ts';
import type { Event } from '../../src/core/event.ts';
import type { HireId } from '../../src/core/person.ts';
import { dayOf, type Day } from '../../src/core/time.ts';
import { describeDetector } from '../../test/contract/detector.ts';
import { anEvent } from '../../test/support/builders.ts';
import { withoutReferences } from '../../test/support/personal.ts';
import { aPerson, at, readingsOf, windowOf, type Company } from '../../test/support/window.ts';
import { CROWD } from './crowd.ts';
import { remoteControlHardware } from './remote-control-hardware.ts';

/** Two working weeks, of which the first starts on Monday 2 November 2026. */
const DAYS: readonly Day[] = ['2026-11-02', '2026-11-03', '2026-11-04', '2026-11-05', '2026-11-06', '2026-11-09', '2026-11-10', '2026-11-11', '2026-11-12'];
const OTHERS: readonly HireId[] = Array.from({ length: 30 }, (_, index) => `other-${index}`);
const serialOf = (hire: HireId): string => `SN-${hire}`.toUpperCase();

type Part = Partial<Event>;
const part = (ids: string, maker: string, product: string, classes: readonly string[], more: Part = {}): Part => ({
  'event.action': 'usb-present', 'farmwatch.usb.vendor_id': ids.slice(0, 4), 'farmwatch.usb.product_id': ids.slice(5), 'farmwatch.usb.manufacturer': maker,
  'farmwatch.usb.product': product, 'farmwatch.usb.classes': classes, 'farmwatch.usb.parent': 'port-2', ...more,
});
const display = (maker: string, code: string, serial: string, name: string): Part => ({
  'event.action': 'display-present', 'farmwatch.display.manufacturer': maker, 'farmwatch.display.product_code': code, 'farmwatch.display.serial': serial, 'farmwatch.display.name': name,
});
const PLACES = { 'farmwatch.usb.absolute_pointer': true };
const WAYS = { 'farmwatch.usb.absolute_pointer': false };

/** What hangs on a laptop, once a day. */
function plugged(hire: HireId, days: readonly Day[], parts: readonly Part[], hour = 15): readonly Event[] {
  return days.flatMap((day) => parts.map((fields) => anEvent({ '@timestamp': at(day, hour), 'device.serial_number': serialOf(hire), ...fields })));
}

const KEYBOARD = part('413c:2113', 'Dell', 'KB216 Wired Keyboard', ['hid-keyboard'], { 'farmwatch.usb.parent': 'port-1' });
const RECEIVER = part('046d:c52b', 'Logitech', 'USB Receiver', ['hid-keyboard', 'hid-pointer'], WAYS);
const MONITOR = display('AUS', '2487', '7TKDJZ8LPBFN', 'ASUS PA248QV');
const PIKVM = [
  part('1d6b:0104', 'PiKVM', 'PiKVM Composite Device', ['hid-keyboard', 'hid-pointer', 'mass-storage'], PLACES),
  display('LNX', '7772', 'CAFEBABE', 'PiKVM V4 Mini'),
];
/** Numbers of a receiver, three rows of one piece, and a real monitor's description. */
const DISGUISED = [
  part('046d:c548', 'Logitech', 'USB Receiver', ['hid-keyboard']), part('046d:c548', 'Logitech', 'USB Receiver', ['hid-pointer'], PLACES),
  part('046d:c548', 'Logitech', 'USB Receiver', ['mass-storage']), MONITOR,
];
const DOCK = { 'farmwatch.usb.parent': 'hub-8ea9' };
const DOCK_PARTS = [
  part('17ef:a387', 'Lenovo', 'USB-C Dock Audio', ['audio'], DOCK), part('0bda:8153', 'Realtek', 'LAN', ['network'], DOCK),
  part('0bda:0316', 'Generic', 'USB3.0-CRW', ['mass-storage'], DOCK), part('046d:c52b', 'Logitech', 'USB Receiver', ['hid-keyboard', 'hid-pointer'], { ...DOCK, ...WAYS }),
];

const UNTOLD = part('1a2c:4c5e', 'USB', 'USB Device', ['hid-keyboard', 'hid-pointer', 'mass-storage']);

function company(events: readonly Event[], extra: Partial<Company> = {}): Company {
  return {
    asOf: at(DAYS.at(-1)!, 23),
    people: ['kim', ...OTHERS].map((id) => aPerson({ hire_id: id })),
    events: [...plugged('kim', DAYS, [KEYBOARD]), ...OTHERS.flatMap((other) => plugged(other, DAYS, [RECEIVER, MONITOR])), ...events],
    ...extra,
  };
}
const kims = (parts: readonly Part[], days: readonly Day[] = DAYS): Company => company(plugged('kim', days, parts));

describeDetector(remoteControlHardware, {
  stories: [
    { tells: 'a PiKVM from the first day on', company: kims(PIKVM), about: 'kim', reaches: 3 },
    { tells: 'a KVM under the numbers of a receiver, told in three rows', company: kims(DISGUISED), about: 'kim', reaches: 3 },
    { tells: 'a KVM of a fixed monitor serial, of which only the display is told', company: kims([display('DEL', '2013', '3S5GQ23', 'DELL D2721H')]), about: 'kim', reaches: 3 },
    { tells: 'the numbers of a keyboard with a pointer that reports places', company: kims([part('413c:2011', 'Dell Inc.', 'Multimedia Pro Keyboard', ['hid-keyboard', 'hid-pointer'], PLACES)]), about: 'kim', reaches: 3 },
    { tells: 'a KVM whose pointer nothing tells of', company: kims([UNTOLD]), about: 'kim', reaches: 1.4 },
    { tells: 'a receiver with a driver disk, which is all that can be told of that KVM', company: kims([UNTOLD]), about: 'kim', staysBelow: 1.6 },
    { tells: 'the same beside a display that is the capture of a dongle', company: kims([UNTOLD, display('MAC', '2109', '1', 'HDMI TO USB')]), about: 'kim', reaches: 3 },
    { tells: 'a macro pad that comes as keyboard, mouse and drive', company: kims([part('239a:8108', 'Adafruit', 'MacroPad RP2040', ['hid-keyboard', 'hid-pointer', 'mass-storage'])]), about: 'kim', staysBelow: 0 },
    { tells: 'a keypad of its owner with a pointer of places and a drive', company: kims([part('feed:6060', 'me', 'pad', ['hid-keyboard', 'hid-pointer', 'mass-storage'], PLACES)]), about: 'kim', staysBelow: 1.6 },
    { tells: 'a computer that plays a keyboard, pointer untold', company: kims([part('1d6b:0104', 'me', 'Macropad', ['hid-keyboard', 'hid-pointer'])]), about: 'kim', staysBelow: 1.6 },
    { tells: 'a drawing tablet of any maker with keys and a driver disk', company: kims([part('9abc:0001', 'Any', 'Pen Tablet', ['hid-keyboard', 'hid-pointer', 'hid-digitizer', 'mass-storage'], PLACES)]), about: 'kim', staysBelow: 1.6 },
    { tells: 'a listed tablet with keys and a driver disk', company: kims([part('2feb:0003', 'VEIKK', 'A30', ['hid-keyboard', 'hid-pointer', 'mass-storage'], PLACES)]), about: 'kim', staysBelow: 0 },
    { tells: 'an eye tracker on a dock with a keyboard and a card reader', company: kims([part('2104:0102', 'Tobii', 'Eye Tracker', ['hid-pointer'], { ...DOCK, ...PLACES }), { ...KEYBOARD, ...DOCK }, ...DOCK_PARTS]), about: 'kim', staysBelow: 0 },
    { tells: 'a touch monitor of any maker with keyboard and stick in its hub', company: kims([part('9abd:1113', 'Any', 'Touch', ['hid-pointer'], { ...DOCK, ...PLACES }), part('0781:5581', 'SanDisk', 'Ultra', ['mass-storage'], DOCK), { ...KEYBOARD, ...DOCK }]), about: 'kim', staysBelow: 1.6 },
    { tells: 'a cable between two computers', company: kims([part('0ea0:2211', 'OTi', 'Cable', ['hid-keyboard', 'hid-pointer', 'mass-storage'], PLACES)]), about: 'kim', staysBelow: 0 },
    {
      tells: 'four starters with a NanoKVM', about: 'kim', reaches: 4,
      company: company(['kim', ...OTHERS.slice(0, 3)].flatMap((hire) => plugged(hire, DAYS, [part('3346:1009', 'sipeed', 'NanoKVM', ['hid-keyboard', 'hid-pointer', 'mass-storage'], PLACES)]))),
    },
    { tells: 'a home lab whose KVM is plugged in now and then, from the second week on', company: kims(PIKVM, [DAYS[4]!, DAYS[7]!]), about: 'kim', staysBelow: 2.5 },
    { tells: 'a KVM on one day of nine', company: kims(PIKVM, [DAYS[5]!]), about: 'kim', staysBelow: 1.5 },
    { tells: 'a KVM that a third of the starters have', company: company(['kim', ...OTHERS.slice(0, 10)].flatMap((hire) => plugged(hire, DAYS, PIKVM))), about: 'kim', staysBelow: 2.2 },
    { tells: 'a KVM that the allow list names', company: { ...kims(PIKVM), allowed: [{ tool: 'pikvm', scope: 'hire:kim', owner: 'it@company.example', reason: 'bench' }] }, about: 'kim', staysBelow: 0 },
    { tells: 'a dock with receiver and card reader', company: kims(DOCK_PARTS), about: 'kim', staysBelow: 0 },
    { tells: 'a dock with receiver, card reader and drawing tablet', company: kims([...DOCK_PARTS, part('056a:0374', 'Wacom Co.,Ltd.', 'Intuos S', ['hid-pointer'], { ...DOCK, ...PLACES })]), about: 'kim', staysBelow: 0 },
    { tells: 'a drawing tablet with keys', company: kims([part('256c:006d', 'HUION', 'Huion Tablet', ['hid-keyboard', 'hid-pointer'], PLACES)]), about: 'kim', staysBelow: 0 },
    { tells: 'a smart monitor with a hub, touch and a stick in it', company: kims([part('222a:0001', 'ILITEK', 'Touch', ['hid-pointer'], { ...DOCK, ...PLACES }), part('0781:5581', 'SanDisk', 'Ultra', ['mass-storage'], DOCK), { ...KEYBOARD, ...DOCK }]), about: 'kim', staysBelow: 0 },
    { tells: 'a plain switch', company: kims([part('0557:2213', 'ATEN', 'CS1922 KVM', ['hid-keyboard', 'hid-pointer'], WAYS)]), about: 'kim', staysBelow: 0 },
    { tells: 'a barcode scanner, a security key and a headset', company: kims([part('05e0:1200', 'Symbol', 'Scanner', ['hid-keyboard']), part('1050:0407', 'Yubico', 'YubiKey', ['hid-keyboard']), part('0b0e:0412', 'GN Netcom', 'Jabra', ['audio', 'hid-keyboard'])]), about: 'kim', staysBelow: 0 },
    { tells: 'a phone and a webcam', company: kims([part('05ac:12a8', 'Apple', 'iPhone', ['mass-storage', 'network', 'video']), part('534d:2109', 'MACROSILICON', 'USB Video', ['video', 'audio'])]), about: 'kim', staysBelow: 0 },
    { tells: 'a mouse and keyboard by wire of one receiver with onboard disk, whose pointer reports ways', company: kims([part('1532:0241', 'Razer', 'BlackWidow', ['hid-keyboard', 'hid-pointer', 'mass-storage'], WAYS)]), about: 'kim', staysBelow: 0 },
    { tells: 'the pointer of a virtual machine', company: kims([part('0627:0001', 'QEMU', 'QEMU USB Tablet', ['hid-keyboard', 'hid-pointer', 'mass-storage'], PLACES)]), about: 'kim', staysBelow: 0 },
    { tells: 'a development board with the number of Linux gadgets', company: kims([part('1d6b:0104', 'Example', 'Board', ['network', 'mass-storage'])]), about: 'kim', staysBelow: 0 },
  ],
});

describe('remote-control-hardware', () => {
  const about = async (of: Company, hire: HireId = 'kim') => (await readingsOf(remoteControlHardware, of)).filter(({ subject }) => subject === hire);

  it('says what it is and on how many days it was there', async () => {
    const [reading] = await about(kims(PIKVM));

    expect(withoutReferences([reading!.because.headline])).toBe('A network KVM (PiKVM), seen on 9 of 9 days with devices; there from the first days.');
    expect(reading!.because.facts[0]).toMatchObject({ value: [{ ref: 'tool', id: 'PiKVM' }], usual: 'on 0 of 30 other laptops here; 0.4 % elsewhere' });
    expect(reading!.key).toBe('pikvm');
  });

  it('begins a headline about a part that is no product with an article', async () => {
    const [reading] = await about(kims([part('1a86:e129', 'WCH', 'UART TO KB-MS', ['hid-keyboard', 'hid-pointer'], PLACES)]));

    expect(withoutReferences([reading!.because.headline])).toMatch(/^A serial-to-keyboard chip \(CH9329\), seen on 9 of 9 days/);
  });

  it('weighs the same beside KVMs of another kind, which may stand in another farm', async () => {
    const nano = [part('3346:1009', 'sipeed', 'NanoKVM', ['hid-keyboard', 'hid-pointer', 'mass-storage'], PLACES)];
    const two = [...plugged('kim', DAYS, PIKVM), ...plugged('other-0', DAYS, PIKVM)];

    const [alone] = await about(company(two));
    const [beside] = await about(company([...two, ...OTHERS.slice(1, 8).flatMap((hire) => plugged(hire, DAYS, nano))]));

    expect(beside!.llr).toBe(alone!.llr);
  });

  it('names the few who have the same kind, and ties nobody by it', async () => {
    const sameOf = async (many: number) => {
      const [reading] = await about(company(['kim', ...OTHERS.slice(0, many)].flatMap((hire) => plugged(hire, DAYS, PIKVM))));
      return { alongside: reading!.alongside, value: reading!.because.facts.find(({ label }) => label === 'Other starters with the same kind')!.value };
    };

    expect(await sameOf(2)).toEqual({ alongside: undefined, value: ['2: ', { ref: 'hire', id: 'other-0' }, ' and ', { ref: 'hire', id: 'other-1' }] });
    expect(await sameOf(4)).toEqual({ alongside: undefined, value: ['4'] });
  });

  it('gives more weight to a KVM that is there in the night as well', async () => {
    const some = DAYS.filter((_, index) => index % 2 === 0);
    const nights = plugged('kim', DAYS, PIKVM, 7);

    const [byDay] = await about(kims(PIKVM, some));
    const [byNight] = await about(company([...plugged('kim', some, PIKVM), ...nights]));

    expect(byNight!.llr).toBeGreaterThan(byDay!.llr);
    expect(byNight!.because.facts.map(({ label }) => label)).toContain('Nights');
  });

  it('weighs a KVM of staff of longer standing the same after their rows are reduced to numbers', async () => {
    const people = ['kim', ...OTHERS].map((id) => aPerson({ hire_id: id, start_date: OTHERS.slice(0, 12).includes(id) ? '2024-01-08' : '2026-11-02' }));
    const full = company(OTHERS.slice(0, 3).flatMap((hire) => plugged(hire, DAYS, PIKVM)), { people });
    const kim = plugged('kim', DAYS, PIKVM);
    const [before] = await about({ ...full, events: [...full.events, ...kim] });
    const staff = new Set(OTHERS.slice(0, 12).map(serialOf));
    const gone = full.events.filter((event) => staff.has(event['device.serial_number']!));
    const numbers = new Map<string, Set<string>>();
    for (const event of gone) for (const mark of CROWD.marks(event, SHIPPED)) {
      const key = `${mark}|${new Date(event['@timestamp']).toISOString().slice(0, 10)}`;
      numbers.set(key, (numbers.get(key) ?? new Set()).add(event['device.serial_number']!));
    }
    const window = await windowOf(remoteControlHardware, { ...full, events: [...full.events.filter((event) => !gone.includes(event)), ...kim] });
    const reduced = { ...window, crowd: (mark: string, day: Day) => numbers.get(`${mark}|${day}`)?.size ?? 0 };

    const after = remoteControlHardware.detect(reduced, Object.fromEntries(Object.entries(remoteControlHardware.settings).map(([name, { is }]) => [name, is])) as never);

    expect(before!.because.facts[0]!.usual).toContain('on 3 of 30');
    expect(after.find(({ subject }) => subject === 'kim')!.llr).toBeCloseTo(before!.llr, 9);
  });

  it('stays silent about people of longer standing and about cloud desktops', async () => {
    const old = company(plugged('kim', DAYS, PIKVM), { people: ['kim', ...OTHERS].map((id) => aPerson({ hire_id: id, start_date: '2024-01-08' })) });
    const cloud = company(plugged('kim', DAYS, PIKVM), { people: ['kim', ...OTHERS].map((id) => aPerson({ hire_id: id, device_kind: 'cloud-desktop' })) });

    expect(await about(old)).toEqual([]);
    expect(await about(cloud)).toEqual([]);
  });

  it('takes a disk that is put in on a later day for part of the same device', async () => {
    const parts = company([...plugged('kim', DAYS, DISGUISED.slice(0, 2)), ...plugged('kim', [DAYS[6]!], DISGUISED.slice(2, 3))]);

    expect((await about(parts))[0]!.key).toBe('composite');
  });

  /** Working days of six weeks: of a run on the last, the first two weeks lie before the window. */
  const LONG: readonly Day[] = Array.from({ length: 40 }, (_, day) => dayOf(at(DAYS[0]!, 24 * day))).filter((day) => ![0, 6].includes(new Date(day).getUTCDay()));
  const cameAt = async (parts: readonly Part[], until: Day, extra: Partial<Company> = {}) => {
    const [reading] = await about({ ...company([], extra), asOf: at(until, 23), events: [...plugged('kim', LONG, [KEYBOARD]), ...plugged('other-0', LONG, [RECEIVER, MONITOR]), ...plugged('kim', LONG, parts)] });
    return withoutReferences([reading!.because.facts.find(({ label }) => label === 'Came')!.value]);
  };

  it.each([
    ['its numbers', [PIKVM[0]!]], ['its display', [PIKVM[1]!]], ['a vendor of KVMs alone', [part('38eb:0001', 'GL.iNet', 'Glinet Composite Device', ['hid-keyboard', 'hid-pointer', 'mass-storage'], PLACES)]],
    ['the fixed serial of a monitor', [display('DEL', '2013', '3S5GQ23', 'DELL D2721H')]],
  ] as const)('holds on to when a KVM came that is known by %s', async (_by, parts) => {
    const soon = 'within 48 hours of delivery or the first day';

    expect([await cameAt(parts, LONG[8]!), await cameAt(parts, LONG.at(-1)!)]).toEqual([soon, soon]);
  });

  it('does not hold on to what it was told while the KVM was allowed', async () => {
    const bench = { tool: 'pikvm', scope: 'hire:kim', owner: 'it@company.example', reason: 'bench', until: LONG[9]! };

    expect(await cameAt(PIKVM, LONG.at(-1)!, { allowed: [bench] })).toContain('not known; seen since');
  });
});
