import { dayOf, type Instant } from '../../src/core/time.ts';
import type { AnyRow, Seen } from './evidence.ts';
import { ownerOf } from './looks.ts';
import { usbOf } from './pieces.ts';
import { displayOf, type Sign } from './signs.ts';

/**
 * First sights of KVMs from before the window: one that is still there came when it came, however long ago.
 *
 * Known of those with a display that is known, or with a vendor of KVMs among what ships; of one under numbers that many
 * devices have, the window is all there is.
 *
 * @returns Infinity where it was not seen before the window
 */
export function earlierOf(window: Seen): (sign: Pick<Sign, 'hire' | 'laptop' | 'id'>) => Instant {
  const { rows: { displays, ofVendors }, catalogue, from } = window;
  const start = dayOf(from);
  const first = new Map<string, Instant>();
  const note = (row: AnyRow, id: string | undefined): void => {
    const hire = ownerOf(row);
    if (id === undefined || hire === undefined || row.day >= start || window.allowed(id, hire, row.day)) return;
    const key = `${hire}\0${row.laptop ?? ''}\0${id}`;
    first.set(key, Math.min(first.get(key) ?? Infinity, row.first));
  };
  for (const row of ofVendors) note(row, catalogue.matchKvmDevice(usbOf(row))?.id);
  for (const row of displays) note(row, catalogue.matchKvmDisplay(displayOf(row))?.id);
  return ({ hire, laptop, id }) => first.get(`${hire}\0${laptop}\0${id}`) ?? Infinity;
}

/** The same without what is older than the window: rows by which only first sights are told. */
export function withoutEarlier(window: Seen): Seen {
  const start = dayOf(window.from);
  return { ...window, rows: { ...window.rows, displays: window.rows.displays.filter(({ day }) => day >= start) } };
}
