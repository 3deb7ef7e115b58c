import type { Evidence, RowOf, Window } from '../../src/detect/detector.ts';

const SEEN = { halfHours: { bits: 'half-hour' }, first: { min: '@timestamp' }, last: { max: '@timestamp' } } as const;
const PIECE = ['farmwatch.usb.vendor_id', 'farmwatch.usb.product_id', 'farmwatch.usb.parent'] as const;

const DEVICES = {
  where: { 'event.action': 'usb-present' },
  by: [...PIECE, 'farmwatch.usb.manufacturer', 'farmwatch.usb.product', 'farmwatch.usb.serial', 'farmwatch.usb.absolute_pointer'],
  measure: SEEN,
} as const satisfies Evidence;
/** What a device can do is a list, so each ability is asked for by itself. */
const KEYBOARDS = { where: { 'event.action': 'usb-present', 'farmwatch.usb.classes': 'hid-keyboard' }, by: PIECE, measure: SEEN } as const satisfies Evidence;
const POINTERS = { where: { 'event.action': 'usb-present', 'farmwatch.usb.classes': 'hid-pointer' }, by: PIECE, measure: SEEN } as const satisfies Evidence;
const STORAGE = { where: { 'event.action': 'usb-present', 'farmwatch.usb.classes': 'mass-storage' }, by: PIECE, measure: SEEN } as const satisfies Evidence;
const DISPLAYS = {
  where: { 'event.action': 'display-present' },
  by: ['farmwatch.display.manufacturer', 'farmwatch.display.product_code', 'farmwatch.display.serial', 'farmwatch.display.name'],
  measure: SEEN,
} as const satisfies Evidence;

export const EVIDENCE = { devices: DEVICES, keyboards: KEYBOARDS, pointers: POINTERS, storage: STORAGE, displays: DISPLAYS };
export type Seen = Window<typeof EVIDENCE>;
export type DeviceRow = RowOf<typeof DEVICES>;
export type PartRow = RowOf<typeof KEYBOARDS>;
export type DisplayRow = RowOf<typeof DISPLAYS>;
export type AnyRow = PartRow | DisplayRow;

/** Rows that may show a network KVM. */
export const KINDS = ['usb-present', 'display-present'] as const;
