import type { Random } from '../core/random.ts';
import type { Knobs } from './knobs.ts';
import type { Display, UsbDevice } from './life.ts';
import { hexOf } from './tokens.ts';

type Kind = Omit<UsbDevice, 'serial' | 'parent'> & { readonly serials?: true };

const KEYBOARDS: readonly Kind[] = [
  { vendor: '046d', product: 'c52b', maker: 'Logitech', name: 'USB Receiver', classes: ['hid-keyboard', 'hid-pointer'] },
  { vendor: '046d', product: 'c548', maker: 'Logitech', name: 'USB Receiver', classes: ['hid-keyboard', 'hid-pointer'] },
  { vendor: '413c', product: '2113', maker: 'Dell', name: 'KB216 Wired Keyboard', classes: ['hid-keyboard'] },
  { vendor: '05ac', product: '029c', maker: 'Apple Inc.', name: 'Magic Keyboard', classes: ['hid-keyboard'], serials: true },
  { vendor: '3434', product: '0360', maker: 'Keychron', name: 'Keychron K8 Pro', classes: ['hid-keyboard', 'hid-pointer'] },
];
const MICE: readonly Kind[] = [
  { vendor: '046d', product: 'c077', maker: 'Logitech', name: 'USB Optical Mouse', classes: ['hid-pointer'] },
  { vendor: '413c', product: '301a', maker: 'PixArt', name: 'Dell MS116 USB Optical Mouse', classes: ['hid-pointer'] },
];
const EXTRAS: readonly Kind[] = [
  { vendor: '046d', product: '085c', maker: 'Logitech', name: 'C922 Pro Stream Webcam', classes: ['video', 'audio'], serials: true },
  { vendor: '0b0e', product: '2e4b', maker: 'GN Audio A/S', name: 'Jabra Evolve2 65', classes: ['audio', 'hid-keyboard'], serials: true },
  { vendor: '1050', product: '0407', maker: 'Yubico', name: 'YubiKey OTP+FIDO+CCID', classes: ['hid-keyboard'] },
  { vendor: '0781', product: '5581', maker: 'SanDisk', name: 'Ultra USB 3.0', classes: ['mass-storage'], serials: true },
  { vendor: '04e8', product: '4001', maker: 'Samsung', name: 'Portable SSD T7', classes: ['mass-storage'], serials: true },
  { vendor: '05ac', product: '12a8', maker: 'Apple Inc.', name: 'iPhone', classes: ['video', 'network'], serials: true },
];
const DOCKS: readonly { readonly name: string; readonly parts: readonly Kind[] }[] = [
  { name: 'dell', parts: [
    { vendor: '413c', product: 'b06e', maker: 'Dell Inc.', name: 'Dell dock', classes: ['audio'], serials: true },
    { vendor: '0bda', product: '8153', maker: 'Realtek', name: 'USB 10/100/1000 LAN', classes: ['network'], serials: true },
  ] },
  { name: 'lenovo', parts: [
    { vendor: '17ef', product: 'a387', maker: 'Lenovo', name: 'ThinkPad USB-C Dock Gen2 USB Audio', classes: ['audio'], serials: true },
    { vendor: '17ef', product: '30b4', maker: 'Lenovo', name: 'USB-C Dock Ethernet', classes: ['network'], serials: true },
    { vendor: '0bda', product: '0316', maker: 'Generic', name: 'USB3.0-CRW', classes: ['mass-storage'], serials: true },
  ] },
  { name: 'caldigit', parts: [
    { vendor: '2188', product: '6533', maker: 'CalDigit, Inc.', name: 'CalDigit Thunderbolt 3 Audio', classes: ['audio'] },
    { vendor: '2188', product: '0747', maker: 'CalDigit', name: 'CalDigit SD Card Reader', classes: ['mass-storage'], serials: true },
  ] },
];
const SWITCH: Kind = { vendor: '0557', product: '2419', maker: 'ATEN', name: 'USB KVM Switch', classes: ['hid-keyboard', 'hid-pointer'] };
const TABLET: Kind = { vendor: '056a', product: '0374', maker: 'Wacom Co.,Ltd.', name: 'Intuos S', classes: ['hid-pointer'], absolute: true, serials: true };
const DISPLAYS: readonly Omit<Display, 'serial'>[] = [
  { maker: 'DEL', code: 'a0f1', name: 'DELL U2720Q' }, { maker: 'DEL', code: '4231', name: 'DELL U2724D' }, { maker: 'SAM', code: '0f9c', name: 'S27R35x' },
  { maker: 'GSM', code: '5b7f', name: 'LG HDR 4K' }, { maker: 'LEN', code: '61f7', name: 'LEN T27h-20' }, { maker: 'BNQ', code: '7f5b', name: 'BenQ GW2785TC' },
  { maker: 'AUS', code: '2487', name: 'PA248QV' }, { maker: 'ACR', code: '0565', name: 'Acer B246WL' },
];

/** What is plugged into a laptop at its usual desk. */
export function desk(id: string, knobs: Knobs, draw: Random): { readonly usb: readonly UsbDevice[]; readonly displays: readonly Display[] } {
  const usb: UsbDevice[] = [];
  const docked = draw.chance(knobs.docks);
  const hub = docked ? `hub-${hexOf(`hub/${id}`, 4)}` : undefined;
  const port = (number: number): string => hub ?? `port-${number}`;
  const add = (kind: Kind, parent: string): void => void usb.push(plugged(kind, parent, id));
  const dock = draw.pick(DOCKS);
  if (docked) for (const part of dock.parts) add(part, hub!);
  if (draw.chance(0.65)) add(draw.pick(KEYBOARDS), port(1));
  if (draw.chance(0.35)) add(draw.pick(MICE), port(2));
  for (const extra of draw.shuffle(EXTRAS).slice(0, draw.poisson(0.9))) add(extra, port(3));
  if (draw.chance(knobs.kvmSwitches)) add(SWITCH, port(4));
  if (draw.chance(knobs.tablets)) add(TABLET, port(5));
  const count = draw.chance(0.65) ? 1 + draw.int(2) : 0;
  const displays = Array.from({ length: count }, (_, nth) => ({ ...draw.pick(DISPLAYS), serial: hexOf(`display/${id}/${nth}`, 10).toUpperCase() }));
  return { usb, displays };
}

function plugged({ serials, ...device }: Kind, parent: string, id: string): UsbDevice {
  return { ...device, parent, ...(serials ? { serial: hexOf(`usb/${id}/${device.name}`, 8).toUpperCase() } : {}) };
}

interface NetworkKvm { readonly id: string; readonly parts: readonly Omit<UsbDevice, 'parent'>[]; readonly display: Display; readonly jigglesEveryS: number }

/** Network KVMs as their firmware names itself: one piece with keyboard, absolute pointer and storage. */
const NETWORK_KVMS: readonly NetworkKvm[] = [
  kvm('pikvm', 60, '1d6b', '0104', 'PiKVM', 'PiKVM Composite Device', 'CAFEBABE', { maker: 'LNX', code: '7772', serial: 'CAFEBABE', name: 'PiKVM V4 Mini' }),
  kvm('tinypilot', 60, '1d6b', '0104', 'tinypilot', 'Multifunction USB Device', '6b65796d696d6570690', { maker: 'TSB', code: '9876', serial: '2290649088', name: 'TinyPilot' }),
  kvm('jetkvm', 20, '1d6b', '0104', 'JetKVM', 'USB Emulation Device', undefined, { maker: 'TSB', code: '8801', serial: '2290649088', name: 'T749-fHD720' }),
  kvm('nanokvm', 15, '3346', '1009', 'sipeed', 'NanoKVM', '0123456789ABCDEF', { maker: 'SPD', code: '3301', serial: 'NanoKVM', name: 'NanoKVM' }),
  kvm('glkvm', 20, '38eb', '0104', 'Glinet', 'Glinet Composite Device', 'CAFEBABE', { maker: 'LNX', code: '7773', serial: 'CAFEBABE', name: 'PiKVM V4 Plus' }),
];
/** Network KVMs that were made up, and stand in no catalogue; the last one is a mouse, and has no disk. */
const UNLISTED_KVMS: readonly NetworkKvm[] = [
  unlisted('1fe7', '0a11', 'Remora', 'Remora HID', { absolute: true, disk: true }, { maker: 'RMR', code: '0101', serial: '00000001', name: 'Remora FHD' }),
  unlisted('2c9f', '0003', 'Halyard', 'Console Link', { absolute: true, disk: false }, { maker: 'HYD', code: '1080', serial: 'HL-1', name: 'Halyard' }),
  unlisted('34b1', '4001', 'Generic', 'Composite Input', { absolute: false, disk: false }, { maker: 'XXX', code: '0001', serial: '1', name: 'HDMI' }),
];
/** Keyboards and receivers whose numbers and names a network KVM borrows. */
const BORROWED: readonly Pick<UsbDevice, 'vendor' | 'product' | 'maker' | 'name'>[] = [
  { vendor: '046d', product: 'c52b', maker: 'Logitech', name: 'USB Receiver' }, { vendor: '046d', product: 'c548', maker: 'Logitech', name: 'USB Receiver' },
  { vendor: '413c', product: '2113', maker: 'Dell', name: 'KB216 Wired Keyboard' }, { vendor: '413c', product: '2011', maker: 'Dell Inc.', name: 'Multimedia Pro Keyboard' },
  { vendor: '045e', product: '07a5', maker: 'Microsoft', name: 'Microsoft Nano Transceiver v2.1' }, { vendor: '17ef', product: '6099', maker: 'Lenovo', name: 'Lenovo Traditional USB Keyboard' },
  { vendor: '03f0', product: '034a', maker: 'HP', name: 'HP Elite Keyboard' }, { vendor: '3434', product: '0360', maker: 'Keychron', name: 'Keychron K8 Pro' },
];

/** The same hardware under a borrowed name and a monitor's description: a disk or none, a pointer that reports places or ways, or of which nothing is told. */
function borrowed(draw: Random): NetworkKvm {
  const pointer = draw.next();
  const classes = ['hid-keyboard', 'hid-pointer', ...(draw.chance(0.6) ? ['mass-storage'] : [])];
  const part = { ...draw.pick(BORROWED), classes, truly: 'kvm-disguised' as const, ...(pointer < 0.55 ? { absolute: true as const } : pointer < 0.8 ? {} : { absolute: true as const, untold: true as const }) };
  return { id: 'borrowed', jigglesEveryS: 0, parts: [part], display: { ...draw.pick(DISPLAYS), serial: '' } };
}

function unlisted(vendor: string, product: string, maker: string, name: string, { absolute, disk }: { readonly absolute: boolean; readonly disk: boolean }, display: Display): NetworkKvm {
  const part = { vendor, product, maker, name, classes: ['hid-keyboard', 'hid-pointer', ...(disk ? ['mass-storage'] : [])], truly: 'kvm-unlisted' as const, ...(absolute ? { absolute: true as const } : {}) };
  return { id: 'unlisted', jigglesEveryS: 0, parts: [part], display };
}

function kvm(id: string, jigglesEveryS: number, vendor: string, product: string, maker: string, name: string, serial: string | undefined, display: Display): NetworkKvm {
  const part = { vendor, product, maker, name, classes: ['hid-keyboard', 'hid-pointer', 'mass-storage'], absolute: true as const, truly: 'kvm' as const, ...(serial ? { serial } : {}) };
  return { id, jigglesEveryS, parts: [part], display };
}

/** What a detector of hardware is to tell apart: a dock, a network KVM as its firmware names itself, one under borrowed names, one that no catalogue has. */
export type Hardware = 'dock' | 'kvm' | 'kvm-disguised' | 'kvm-unlisted';

/** Which of them are among these devices. */
export function hardwareOf(usb: readonly UsbDevice[]): readonly Hardware[] {
  const docked = DOCKS.some(({ parts }) => parts.some((part) => usb.some(({ vendor, name, classes }) => vendor === part.vendor && name === part.name && classes.length === part.classes.length)));
  return [...(docked ? ['dock' as const] : []), ...new Set(usb.flatMap(({ truly }) => truly ?? []))].sort();
}

/** What a laptop sees when a network KVM is plugged into it: one of the catalogue's, one under a borrowed name, or one that no catalogue has. */
export function networkKvm(as: 'named' | 'borrowed' | 'unlisted', id: string, draw: Random): { readonly usb: readonly UsbDevice[]; readonly displays: readonly Display[]; readonly jigglesEveryS: number } {
  const found = as === 'borrowed' ? borrowed(draw.fork('borrowed')) : as === 'unlisted' ? draw.fork('unlisted').pick(UNLISTED_KVMS) : draw.pick(NETWORK_KVMS);
  const parent = `port-${1 + draw.int(3)}`;
  const display = as === 'borrowed' ? { ...found.display, serial: hexOf(`edid/${id}`, 7).toUpperCase() } : found.display;
  return { usb: found.parts.map((part) => ({ ...part, parent })), displays: [display], jigglesEveryS: found.jigglesEveryS };
}
