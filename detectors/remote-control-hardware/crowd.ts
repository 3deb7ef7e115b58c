import { matchKvmDevice, matchKvmDisplay } from '../../src/catalogue/kvm.ts';
import type { HireId } from '../../src/core/person.ts';
import { daysBetween, type Day } from '../../src/core/time.ts';
import type { CrowdPlan } from '../../src/detect/detector.ts';
import { KINDS, type AnyRow, type DeviceRow, type DisplayRow, type Seen } from './evidence.ts';
import { ownerOf } from './looks.ts';
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
  const seen = { [LOOKED]: new Map<Day, Set<HireId>>(), [NAMED]: new Map<Day, Set<HireId>>() };
  const note = (row: AnyRow, names: boolean): void => {
    const owner = ownerOf(row);
    if (owner === undefined || window.hires.get(owner)?.inScope !== false) return;
    for (const mark of names ? [LOOKED, NAMED] as const : [LOOKED] as const) {
      const owners = seen[mark].get(row.day);
      if (owners) owners.add(owner);
      else seen[mark].set(row.day, new Set([owner]));
    }
  };
  for (const row of window.rows.devices) note(row, namesDevice(row satisfies DeviceRow));
  for (const row of window.rows.displays) note(row, namesDisplay(row satisfies DisplayRow));
  const days = daysBetween(window.from, window.to);
  const most = (mark: typeof LOOKED | typeof NAMED): number => Math.max(0, ...days.map((day) => (seen[mark].get(day)?.size ?? 0) + window.crowd(mark, day)));
  return { named: most(NAMED), looked: most(LOOKED) };
}
