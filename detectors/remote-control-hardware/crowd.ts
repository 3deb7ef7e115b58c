import type { Catalogue } from '../../src/catalogue/catalogue.ts';
import { rowId } from '../../src/catalogue/rows.ts';
import { dayOf, type Day } from '../../src/core/time.ts';
import type { CrowdPlan } from '../../src/detect/detector.ts';
import { staffByDay } from '../../src/detect/counts/staff-by-day.ts';
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
  marks(row, catalogue) {
    if (!(KINDS as readonly string[]).includes(row['event.action'] as string)) return [];
    const names = row['event.action'] === 'usb-present' ? namesDevice(row as DeviceFields, catalogue) : namesDisplay(row as DisplayFields, catalogue);
    return names ? [LOOKED, NAMED] : [LOOKED];
  },
};
type DeviceFields = Parameters<typeof usbOf>[0];
type DisplayFields = Parameters<typeof displayOf>[0];

function namesDevice(row: DeviceFields, { matchKvmDevice }: Catalogue): boolean {
  return matchKvmDevice(usbOf(row))?.needs === 'nothing';
}
function namesDisplay(row: DisplayFields, { matchKvmDisplay }: Catalogue): boolean {
  return matchKvmDisplay(displayOf(row))?.needs === 'nothing';
}

/** People outside scope, of whom only numbers by day are kept; each number is that of its fullest day. */
export interface Crowd { readonly named: number; readonly looked: number }

/**
 * The same numbers from rows that are still there and from what was kept of those that went.
 *
 * @returns a function from a KVM: it is looked for since it stands in the catalogue as it does, and what went before was
 *          not counted as one
 */
export function crowdOf(window: Seen): (id: string) => Crowd {
  const staff = staffByDay(window);
  const note = <R extends AnyRow>(row: R, names: (row: R, catalogue: Catalogue) => boolean): void => {
    if (staff.note(LOOKED, row) && names(row, window.catalogue)) staff.note(NAMED, row);
  };
  for (const row of window.rows.devices) note<DeviceRow>(row, namesDevice);
  for (const row of window.rows.displays) note<DisplayRow>(row, namesDisplay);
  return (id) => {
    const since = knownSince(window.catalogue, id);
    return { named: staff.most(NAMED, since), looked: staff.most(LOOKED, since) };
  };
}

function knownSince({ rows, since }: Catalogue, id: string): Day | undefined {
  const known = Math.max(-Infinity, ...(['devices', 'displays'] as const).flatMap((list) => rows[list].filter((row) => row.id === id).map((row) => since(list, rowId(list, row)))));
  return known === -Infinity ? undefined : dayOf(known);
}
