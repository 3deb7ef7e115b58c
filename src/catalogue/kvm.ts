import { remembered } from '../core/remembered.ts';
import rows from './kvm.json' with { type: 'json' };
import { words } from './names.ts';

/**
 * What else a piece of hardware must show before its row counts: `nothing`; a `keyboard`; a keyboard and a `pointer`
 * that is not known to be a plain mouse; a keyboard and an `absolute` pointer. `never`: its numbers are too common.
 */
export type KvmNeeds = 'nothing' | 'keyboard' | 'pointer' | 'absolute' | 'never';
interface Sourced { readonly source: string; readonly date: string; readonly confidence: string }

/** A device by which a network KVM shows on the computer that it drives. */
export interface KvmDevice extends Sourced {
  /** Tells rows of one device apart, where it has several. */
  readonly row?: string;
  readonly id: string;
  readonly name: string;
  readonly what: string;
  /** `vendor:product`, or `vendor` for all of its products; lower-case hex. */
  readonly ids: readonly string[];
  /** What must be seen besides where only the numbers fit. */
  readonly needs: KvmNeeds;
  /** Words of its maker or product that no other device has. */
  readonly names: readonly string[];
  /** Words and serial numbers that count together with the numbers. */
  readonly withIds: readonly string[];
  readonly serials: readonly string[];
}

/** A display that is a capture: what the driven computer takes for its monitor. */
export interface KvmDisplay extends Sourced {
  readonly row?: string;
  readonly id: string;
  readonly name: string;
  readonly what: string;
  /** Maker's code; '' where only the name tells. */
  readonly manufacturer: string;
  readonly codes: readonly string[];
  readonly serials: readonly string[];
  readonly names: readonly string[];
  readonly needs: KvmNeeds;
}

/**
 * A vendor whose devices look like a network KVM for another reason: pointers that report places, or, as a `board`,
 * whatever their owner made of them.
 */
export interface LookAlike extends Sourced { readonly vendor: string; readonly as?: 'pointer' | 'board'; readonly what: string }

export const KVM_DEVICES: readonly KvmDevice[] = rows.devices as readonly KvmDevice[];
export const KVM_DISPLAYS: readonly KvmDisplay[] = rows.displays as readonly KvmDisplay[];
export const LOOK_ALIKES: readonly LookAlike[] = rows.lookAlikes as readonly LookAlike[];

/** What one row tells of a USB device; whatever is missing is left out. */
export interface UsbObservation {
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
  readonly manufacturer?: string | undefined;
  readonly product?: string | undefined;
  readonly serial?: string | undefined;
}
/** What one row tells of a display. */
export interface DisplayObservation {
  readonly manufacturer?: string | undefined;
  readonly productCode?: string | undefined;
  readonly serial?: string | undefined;
  readonly name?: string | undefined;
}

/** What something is by its names and numbers, and what must be seen besides. */
export interface KvmMatch { readonly id: string; readonly name: string; readonly needs: Exclude<KvmNeeds, 'never'> }

/**
 * Names the network KVM behind a USB device: by names of its own, by its numbers with a name or serial, by its numbers.
 *
 * @returns a function that gives undefined for every other device, plain switches and docks among them
 * @example kvmDeviceMatcher(KVM_DEVICES)({ vendorId: '1d6b', productId: '0104', manufacturer: 'PiKVM' }) // => PiKVM, needs nothing
 */
export function kvmDeviceMatcher(devices: readonly KvmDevice[]): (seen: UsbObservation) => KvmMatch | undefined {
  return remembered((seen: UsbObservation) => {
    const said = [seen.manufacturer, seen.product].filter((text) => text !== undefined);
    const [vendor, product] = [hexOf(seen.vendorId), hexOf(seen.productId)];
    const byIds = vendor === undefined ? [] : devices.filter(({ ids }) => ids.includes(vendor) || ids.includes(`${vendor}:${product}`));
    const named = devices.find(({ names }) => holdsAny(said, names))
      ?? byIds.find(({ withIds, serials }) => holdsAny(said, withIds) || isAny(seen.serial, serials));
    if (named) return { id: named.id, name: named.name, needs: 'nothing' };
    const numbered = byIds.find(({ needs }) => needs !== 'never');
    return numbered && { id: numbered.id, name: numbered.name, needs: numbered.needs as KvmMatch['needs'] };
  }, ({ vendorId, productId, manufacturer, product, serial }) => JSON.stringify([vendorId, productId, manufacturer, product, serial]));
}

/** Names the capture behind a display: by maker and product, by a serial number that it always carries, by its name. */
export function kvmDisplayMatcher(displays: readonly KvmDisplay[]): (seen: DisplayObservation) => KvmMatch | undefined {
  return remembered((seen: DisplayObservation) => {
    const maker = seen.manufacturer?.trim().toUpperCase();
    const code = hexOf(seen.productCode);
    const found = displays.find(({ manufacturer, codes, serials, names }) =>
      holdsAny(seen.name === undefined ? [] : [seen.name], names)
      || (maker !== undefined && maker === manufacturer && ((code !== undefined && codes.includes(code)) || isAny(serialOf(seen.serial), serials))));
    return found && { id: found.id, name: found.name, needs: found.needs as KvmMatch['needs'] };
  }, ({ manufacturer, productCode, serial, name }) => JSON.stringify([manufacturer, productCode, serial, name]));
}

/**
 * Whether a vendor's devices look like a network KVM for another reason.
 *
 * @param as `pointer` for drawing tablets, touch screens, eye trackers, cables between two computers and virtual machines,
 *           whose pointers report places too; `board` for boards and chips that makers build keypads of
 */
export function lookAlikesIn(rows: readonly LookAlike[], as: 'pointer' | 'board'): (vendorId: string | undefined) => boolean {
  const vendors = new Set(rows.filter((row) => (row.as ?? 'pointer') === as).map(({ vendor }) => vendor));
  return (vendorId) => vendors.has(hexOf(vendorId) ?? '');
}

/** Sources write hex with or without `0x`, in either case. */
function hexOf(text: string | undefined): string | undefined {
  return text?.trim().toLowerCase().replace(/^0x/, '').padStart(4, '0');
}

/** A serial number of the numeric kind comes in hex or decimal. */
function serialOf(text: string | undefined): string | undefined {
  const plain = text?.trim().replace(/^0x/i, '');
  return plain !== undefined && /^\d{9,10}$/.test(plain) ? Number(plain).toString(16) : plain;
}

function isAny(text: string | undefined, those: readonly string[]): boolean {
  return text !== undefined && those.some((one) => one.toLowerCase() === text.trim().toLowerCase());
}

/** Whole words, whatever stands between them. */
function holdsAny(texts: readonly string[], phrases: readonly string[]): boolean {
  return texts.some((text) => phrases.some((phrase) => ` ${words(text)} `.includes(` ${phrase} `)));
}
