import { lookup } from '../core/lookup.ts';
import type { Draft } from './collector.ts';

/** What a plug-and-play record says of a device. */
export interface Plugged {
  readonly instanceId: string;
  readonly className?: string | undefined;
  readonly classGuid?: string | undefined;
  /** Hardware and compatible ids, with whatever stands between them. */
  readonly ids?: string | undefined;
  readonly description?: string | undefined;
  readonly parentId?: string | undefined;
}

/** The fields of a USB device. */
export interface UsbDevice {
  readonly vendorId?: string;
  readonly productId?: string;
  readonly manufacturer?: string;
  readonly product?: string;
  readonly serial?: string;
  readonly classes: readonly string[];
  readonly parent?: string;
}

/**
 * Reads a device instance id: `USB\VID_046D&PID_C31C\SERIAL`, `HID\VID_…`, `USBSTOR\Disk&Ven_…&Prod_…\SERIAL&0`, and the
 * same with `#` inside the longer paths of user-mode drivers.
 *
 * @returns undefined for what hangs on no USB port, hubs of the machine itself included
 */
export function usbDevice(plugged: Plugged): UsbDevice | undefined {
  // Windows writes the audit record with its ampersands already escaped.
  const id = plugged.instanceId.replaceAll('&amp;', '&');
  const parts = /(?:^|[\\_#])(USB|HID|USBSTOR)[\\#]([^\\#]+)(?:[\\#](.*))?/i.exec(id);
  if (!parts) return undefined;
  const bus = parts[1]!.toUpperCase();
  const model = parts[2]!;
  const parent = plugged.parentId?.replaceAll('&amp;', '&');
  // A disk does not repeat the numbers of the device it sits in.
  const vid = VENDOR_AND_PRODUCT.exec(model) ?? (bus === 'USBSTOR' ? VENDOR_AND_PRODUCT.exec(parent ?? '') : null);
  if (bus !== 'USBSTOR' && !vid) return undefined;
  const ids = (plugged.ids ?? '').replaceAll('&amp;', '&');
  const classes = new Set([...classOf(plugged), ...classesOf(ids), ...(bus === 'USBSTOR' ? ['mass-storage'] : [])]);
  const serial = serialOf(instanceIn(parts[3]));
  const manufacturer = words(/&Ven_([^&]*)/i.exec(model)?.[1]);
  const product = words(/&Prod_([^&]*)/i.exec(model)?.[1]) ?? plugged.description;
  return {
    ...(vid ? { vendorId: vid[1]!.toLowerCase(), productId: vid[2]!.toLowerCase() } : {}),
    ...(manufacturer === undefined ? {} : { manufacturer }),
    ...(product === undefined ? {} : { product }),
    ...(serial === undefined ? {} : { serial }),
    classes: [...classes].sort(),
    // A port of the machine is a parent to everything plugged in; only a device tells that two are one piece.
    ...(parent !== undefined && /^USB\\VID_/i.test(parent) ? { parent } : {}),
  };
}

/** A device as fields of an event; what it does not tell, or no device at all, is undefined. */
export function usbFields(device: UsbDevice | undefined): Draft {
  return {
    'farmwatch.usb.vendor_id': device?.vendorId,
    'farmwatch.usb.product_id': device?.productId,
    'farmwatch.usb.manufacturer': device?.manufacturer,
    'farmwatch.usb.product': device?.product,
    'farmwatch.usb.serial': device?.serial,
    'farmwatch.usb.classes': device && device.classes.length > 0 ? device.classes : undefined,
    'farmwatch.usb.parent': device?.parent,
  };
}

const VENDOR_AND_PRODUCT = /VID_([0-9a-f]{4})&PID_([0-9a-f]{4})/i;

/**
 * The instance in what follows the model. A path ends with the class of the interface, and a slash in a model's revision
 * is written like the mark between two parts, so the instance is the last part before that class.
 */
function instanceIn(rest: string | undefined): string | undefined {
  return rest?.replace(/#?\{[0-9a-f-]{36}\}.*$/i, '').split(/[\\#]/).filter((part) => part !== '').at(-1);
}

/** Windows makes up an instance with ampersands where the device has no serial. */
function serialOf(instance: string | undefined): string | undefined {
  const serial = instance?.replace(/&\d+$/, '');
  return serial === undefined || serial === '' || serial.includes('&') ? undefined : serial;
}

function words(text: string | undefined): string | undefined {
  const plain = text?.replaceAll('_', ' ').trim();
  return plain === '' ? undefined : plain;
}

const CLASS_NAMES: Readonly<Record<string, string>> = lookup({
  keyboard: 'hid-keyboard', mouse: 'hid-pointer', diskdrive: 'mass-storage', cdrom: 'mass-storage', wpd: 'mass-storage', volume: 'mass-storage',
  media: 'audio', audioendpoint: 'audio', camera: 'video', net: 'network',
});
const CLASS_GUIDS: Readonly<Record<string, string>> = lookup({
  '4d36e96b-e325-11ce-bfc1-08002be10318': 'hid-keyboard',
  '4d36e96f-e325-11ce-bfc1-08002be10318': 'hid-pointer',
  '4d36e967-e325-11ce-bfc1-08002be10318': 'mass-storage',
  '4d36e965-e325-11ce-bfc1-08002be10318': 'mass-storage',
  'eec5ad98-8080-425f-922a-dabf3de3f69a': 'mass-storage',
  '71a27cdd-812a-11d0-bec7-08002be2092f': 'mass-storage',
  '4d36e96c-e325-11ce-bfc1-08002be10318': 'audio',
  'c166523c-fe0c-4a94-a586-f1a80cfbbf3e': 'audio',
  'ca3e7ab9-b4c3-4ae6-8251-579ef933890f': 'video',
  '4d36e972-e325-11ce-bfc1-08002be10318': 'network',
});

function classOf({ className, classGuid }: Plugged): readonly string[] {
  const found = CLASS_NAMES[className?.toLowerCase() ?? ''] ?? CLASS_GUIDS[classGuid?.replace(/[{}]/g, '').toLowerCase() ?? ''];
  return found === undefined ? [] : [found];
}

/** Interface classes of the USB forum and usages of HID, as they stand in the ids; the name of a class is not always given. */
const ID_CLASSES: readonly (readonly [RegExp, string])[] = [
  [/Class_03&SubClass_01&Prot_01|HID_DEVICE_SYSTEM_KEYBOARD|UP:0001_U:0006/i, 'hid-keyboard'],
  [/Class_03&SubClass_01&Prot_02|HID_DEVICE_SYSTEM_MOUSE|UP:0001_U:0002/i, 'hid-pointer'],
  [/HID_DEVICE_UP:000D|UP:000D_U:/i, 'hid-digitizer'],
  [/\bClass_08|USBSTOR\\/i, 'mass-storage'],
  [/\bClass_01/i, 'audio'],
  [/\bClass_0e/i, 'video'],
  [/\bClass_02&SubClass_0[6de]|\bClass_e0&SubClass_01&Prot_03/i, 'network'],
];

function classesOf(ids: string): readonly string[] {
  return ID_CLASSES.filter(([pattern]) => pattern.test(ids)).map(([, name]) => name);
}
