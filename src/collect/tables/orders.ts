import { isRejected } from '../../core/parse-event.ts';
import type { OrderRow } from '../../core/person.ts';
import { canonicalPostal } from '../../core/postal.ts';
import type { TokenKey } from '../../core/token.ts';
import { FarmwatchError } from '../../errors.ts';
import { breathe } from '../breath.ts';
import { mapColumns, parseMaps, recognised, RENAME } from './columns.ts';
import { tableIn } from './header-row.ts';
import { cellsOf } from './import-table.ts';
import { isMailDrop } from './mail-drop.ts';
import { readRow, type Cells } from './rows.ts';
import { readSheets } from './sheet.ts';
import type { SheetRow, Sheets } from './text-table.ts';

/** One parcel of a list, before it is sent. Its street is not kept. */
export interface Order {
  /** Line in the file. */
  readonly line: number;
  /** What could be read; undefined where `problem` says why not. */
  readonly row?: OrderRow;
  readonly problem?: string;
  /** Street and postcode without the unit: a mailbox service has one house and many boxes. Never written anywhere. */
  readonly house?: string;
  /** A post box, a mailbox service, a forwarder or a parcel station, by its words. */
  readonly isMailDrop: boolean;
  /** What an address needs and this one lacks, in words. */
  readonly lacks: readonly string[];
}

/**
 * Reads a list of parcels, or of addresses, in any dialect and with any of the names that columns have elsewhere.
 *
 * @param map `--map` arguments
 * @throws FarmwatchError `file.missing`, `file.unreadable`, `file.columns`, or `usage` for a mapping that does not fit
 */
export async function readOrders(file: string, key: TokenKey, map: readonly string[] = []): Promise<readonly Order[]> {
  return ordersIn(await readSheets(file), file, key, map);
}

/** The same of tables that were read already. @param file name for messages */
export async function ordersIn(sheets: Sheets, file: string, key: TokenKey, map: readonly string[] = []): Promise<readonly Order[]> {
  const asked = parseMaps(map, ['orders']);
  const { sheet } = await tableIn(sheets, file, (header) => recognised('orders', header, asked).size > 1);
  const mapping = mapColumns(file, 'orders', sheet.header, asked);
  if (mapping.columns.length === 0) {
    throw new FarmwatchError('file.columns', { file, why: 'no column of its header is known', cure: "Name those that hold the address, such as --map 'Street Address=ship_street' 'Zip=ship_postcode', and the recipient: 'Worker=hire_id'.", cureOnPage: `${RENAME} those that hold the address ship_street, ship_city, ship_region and ship_postcode, and the recipient hire_id; then check the list again.` });
  }
  const orderOf = (sheetRow: SheetRow): Order => {
    const cells = cellsOf(sheetRow, mapping);
    const read = readRow('orders', cells, { key });
    const house = houseOf(cells);
    const isDrop = isMailDrop([cells['ship_street'], cells['ship_unit'], cells['ship_city']]);
    if (isRejected(read)) return { line: sheetRow.line, problem: read.rejected, lacks: [], isMailDrop: isDrop, ...(house === undefined ? {} : { house }) };
    return { line: sheetRow.line, row: read.row, lacks: lacksOf(cells, read.row), isMailDrop: isDrop, ...(house === undefined ? {} : { house }) };
  };
  const orders: Order[] = [];
  for (const [nth, row] of sheet.rows.entries()) {
    await breathe(nth);
    orders.push(orderOf(row));
  }
  return orders;
}

function houseOf(cells: Cells): string | undefined {
  const { ship_street: street, ship_postcode: postcode, ship_city: city, ship_region: region } = cells;
  const door = street === undefined ? undefined : canonicalPostal({ street, postcode, city, region });
  return door?.split('|').filter((_, part) => part !== 1).join('|');
}

/** A token stands for a whole address; without one, street and either postcode or city and region are needed. */
function lacksOf(cells: Cells, row: OrderRow): readonly string[] {
  if (cells['ship_address_token'] !== undefined && row.ship_address_token !== undefined) return [];
  const place = cells['ship_postcode'] !== undefined || (row.ship_city !== undefined && row.ship_region !== undefined);
  return [...(cells['ship_street'] === undefined ? ['the street'] : []), ...(place ? [] : ['the postcode, or city and state'])];
}
