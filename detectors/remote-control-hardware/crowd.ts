import { matchKvmDevice, matchKvmDisplay } from '../../src/catalogue/kvm.ts';
import type { CrowdPlan } from '../../src/detect/detector.ts';
import { staffByDay } from '../../src/detect/staff-by-day.ts';
import { KINDS, type AnyRow, type DeviceRow, type DisplayRow, type Seen } from './evidence.ts';
import { usbOf } from './pieces.ts';
import { displayOf } from './signs.ts';

const LOOKED = 'remote-control-hardware/looked';
const NAMED = 'remote-control-hardware/named';

/** What is kept of people outside scope: how many laptops were looked at on a day, and on how many a KVM named itself. */
export const CROWD: CrowdPlan = {
  fields: [
    'event.action', 'farmwatch.usb.vendor_id', 'farmwatch.usb.product_id', 'farmwatch.usb.manufacturer', 'farmwatch.usb.product', 'farmwatch.usb.serial',
    'farmwatch.display.manufacturer', 'farmwatch.display.product_code', 'farmwatch.display.serial', 'farmwatch.display.name',
  ],
  marks(row) {
    if (!(KINDS as readonly string[]).includes(row['event.action'] as string)) return [];
    const names = row['event.action'] === 'usb-present' ? namesDevice(row as DeviceFields) : namesDisplay(row as DisplayFields);
    return names ? [LOOKED, NAMED] : [LOOKED];
  },
};
type DeviceFields = Parameters<typeof usbOf>[0];
type DisplayFields = Parameters<typeof displayOf>[0];

function namesDevice(row: DeviceFields): boolean {
  return matchKvmDevice(usbOf(row))?.needs === 'nothing';
}
function namesDisplay(row: DisplayFields): boolean {
  return matchKvmDisplay(displayOf(row))?.needs === 'nothing';
}

/** People outside scope, of whom only numbers by day are kept; each number is that of its fullest day. */
export interface Crowd { readonly named: number; readonly looked: number }

/** The same numbers from rows that are still there and from what was kept of those that went. */
export function crowdOf(window: Seen): Crowd {
  const staff = staffByDay(window);
  const note = (row: AnyRow, names: boolean): void => {
    staff.note(LOOKED, row);
    if (names) staff.note(NAMED, row);
  };
  for (const row of window.rows.devices) note(row, namesDevice(row satisfies DeviceRow));
  for (const row of window.rows.displays) note(row, namesDisplay(row satisfies DisplayRow));
  return { named: staff.most(NAMED), looked: staff.most(LOOKED) };
}
