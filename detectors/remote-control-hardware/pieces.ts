import type { Catalogue } from '../../src/catalogue/catalogue.ts';
import type { KvmMatch } from '../../src/catalogue/kvm.ts';
import type { HalfHours } from '../../src/core/half-hours.ts';
import type { HireId } from '../../src/core/person.ts';
import type { Day, Instant } from '../../src/core/time.ts';
import type { DeviceRow, PartRow, Seen } from './evidence.ts';
import { addTimes, ownerOf, type Times } from './looks.ts';

/** One piece of hardware on one laptop, with all that its rows tell together. */
export interface Piece {
  readonly hire: HireId;
  readonly laptop: string;
  /** All its rows carry the same numbers; otherwise they only hang on one parent. */
  readonly oneDevice: boolean;
  readonly keyboard: boolean;
  readonly storage: boolean;
  readonly pointer: 'absolute' | 'relative' | 'untold' | 'none';
  /** A vendor of boards and chips that makers build keypads of. */
  readonly board: boolean;
  /** A pen, a touch screen or the like is in it, whose places are its own. */
  readonly digitiser: boolean;
  /** What the catalogue takes it for; the match that needs least. */
  readonly match: KvmMatch | undefined;
  readonly times: Times;
  readonly first: Instant;
  readonly last: Instant;
}
interface Draft extends Piece { keyboard: boolean; board: boolean; digitiser: boolean; storage: boolean; pointer: Piece['pointer']; match: KvmMatch | undefined; readonly times: Map<Day, HalfHours>; first: Instant; last: Instant }

/**
 * Puts rows of functions together: inventories tell keyboard, pointer and storage of one gadget in three rows, some of
 * them on other days, when a disk is put in.
 *
 * Rows with equal numbers are one piece. Those with other numbers on one parent are a piece of a looser kind, a day at
 * a time: a port or a dock is a parent too, to whatever hangs on it.
 */
export function piecesOf(window: Seen): readonly Piece[] {
  const drafts = new Map<string, Draft>();
  const each = (row: PartRow, tell: (draft: Draft) => void, otherwise: readonly Key[] = []): void => {
    const hire = ownerOf(row);
    if (hire === undefined || window.hires.get(hire)?.device_kind === 'cloud-desktop') return;
    const keys = keysOf(row);
    for (const { key, oneDevice } of keys.length > 0 ? keys : otherwise) {
      const id = `${hire}\0${row.laptop ?? ''}\0${key}`;
      let draft = drafts.get(id);
      if (!draft) {
        draft = { hire, laptop: row.laptop ?? '', oneDevice, keyboard: false, storage: false, pointer: 'none', board: false, digitiser: false, match: undefined, times: new Map(), first: Infinity, last: -Infinity };
        drafts.set(id, draft);
      }
      addTimes(draft.times, row);
      draft.first = Math.min(draft.first, row.first);
      draft.last = Math.max(draft.last, row.last);
      tell(draft);
    }
  };
  const { matchKvmDevice, reportsPlacesAnyway, isMakersBoard } = window.catalogue;
  for (const row of window.rows.devices) {
    const match = matchKvmDevice(usbOf(row));
    each(row, (draft) => {
      draft.match = better(draft.match, match);
      draft.board ||= isMakersBoard(row['farmwatch.usb.vendor_id']);
      if (row['farmwatch.usb.absolute_pointer'] !== undefined) draft.pointer = pointerWith(draft.pointer, row['farmwatch.usb.absolute_pointer'] ? absoluteOf(row, reportsPlacesAnyway) : 'relative');
    }, [NAME_ONLY]);
  }
  for (const row of window.rows.keyboards) each(row, (draft) => void (draft.keyboard = true));
  for (const row of window.rows.digitisers) each(row, (draft) => void (draft.digitiser = true));
  for (const row of window.rows.storage) each(row, (draft) => void (draft.storage = true));
  for (const row of window.rows.pointers) each(row, (draft) => void (draft.pointer = pointerWith(draft.pointer, reportsPlacesAnyway(row['farmwatch.usb.vendor_id']) ? 'none' : 'untold')));
  return [...drafts.values()];
}

interface Key { readonly key: string; readonly oneDevice: boolean }
/** Without numbers and parent nothing tells what belongs together; a name may still say what it is. */
const NAME_ONLY: Key = { key: 'name only', oneDevice: false };

function keysOf(row: PartRow): readonly Key[] {
  const { 'farmwatch.usb.vendor_id': vendor, 'farmwatch.usb.product_id': product, 'farmwatch.usb.parent': parent } = row;
  return [
    ...(vendor === undefined || product === undefined ? [] : [{ key: `${vendor}:${product}`, oneDevice: true }]),
    ...(parent === undefined ? [] : [{ key: `${row.day} on ${parent}`, oneDevice: false }]),
  ];
}

/** What a row shows the catalogue. */
export function usbOf(row: Partial<Pick<DeviceRow, 'farmwatch.usb.vendor_id' | 'farmwatch.usb.product_id' | 'farmwatch.usb.manufacturer' | 'farmwatch.usb.product' | 'farmwatch.usb.serial'>>) {
  return {
    vendorId: row['farmwatch.usb.vendor_id'], productId: row['farmwatch.usb.product_id'],
    manufacturer: row['farmwatch.usb.manufacturer'], product: row['farmwatch.usb.product'], serial: row['farmwatch.usb.serial'],
  };
}

/** Of two, the one that needs less, then the first by id: rows come in any order. */
function better(one: KvmMatch | undefined, other: KvmMatch | undefined): KvmMatch | undefined {
  if (!one || !other) return one ?? other;
  const order = (match: KvmMatch): string => `${NEED.indexOf(match.needs)} ${match.id} ${match.name}`;
  return order(one) <= order(other) ? one : other;
}
const NEED = ['nothing', 'keyboard', 'pointer', 'absolute'];

function absoluteOf(row: DeviceRow, reportsPlacesAnyway: Catalogue['reportsPlacesAnyway']): Piece['pointer'] {
  return reportsPlacesAnyway(row['farmwatch.usb.vendor_id']) ? 'none' : 'absolute';
}

/** What tells more stays: one row that tells of places outweighs those that do not say. */
function pointerWith(so: Piece['pointer'], now: Piece['pointer']): Piece['pointer'] {
  return POINTERS.indexOf(now) > POINTERS.indexOf(so) ? now : so;
}
const POINTERS: readonly Piece['pointer'][] = ['none', 'untold', 'relative', 'absolute'];
