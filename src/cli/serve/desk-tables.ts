import type { ImportView } from '../../api/contract.ts';
import { ownHires } from '../../api/own-record.ts';
import type { DeskTables } from '../../api/parts.ts';
import type { App } from '../../app.ts';
import { importDocuments } from '../../collect/import-events.ts';
import { below, mapColumns, parseMaps } from '../../collect/tables/columns.ts';
import { importSheet } from '../../collect/tables/import-table.ts';
import { tableOf } from '../../collect/tables/kind-of-file.ts';
import { keepMapping, keptMapping } from '../../collect/tables/mappings.ts';
import { ordersIn } from '../../collect/tables/orders.ts';
import { changePermission } from '../../collect/tables/permissions.ts';
import { writeRows } from '../../collect/tables/registry.ts';
import { parseSheets } from '../../collect/tables/sheet.ts';
import type { Incoming } from '../../collect/tables/versions.ts';
import { readHistory } from '../../detect/people/registry.ts';
import { FarmwatchError } from '../../errors.ts';
import { allowanceRows } from '../../run/allowed/allowance.ts';
import type { DatedRow } from '../../run/laptops/act-rows.ts';
import { tableContext } from '../configured/source.ts';
import { answersTo, onRecord } from '../look/check-shipments.ts';

const REJECTED_SHOWN = 20;
const PASTED = 'the list';

/** What of an app its tables need. */
export type DeskApp = Pick<App, 'store' | 'pipeline' | 'loaded' | 'tokenKey' | 'enricher'>;

function incoming<T>(dated: readonly DatedRow<T>[]): readonly Incoming<T>[] {
  return dated.map((one, index) => ({ line: index + 1, ...one }));
}

/** Says of a table that cannot be read what to do on a page: there is no command to repeat there. */
async function saidForPages<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof FarmwatchError) || !error.code.startsWith('file.')) throw error;
    throw new FarmwatchError(error.code, { ...error.details, cure: error.details['cureOnPage'] ?? 'Save the table anew as CSV, with a line of column names first, and try again; nothing of it was taken.' }, { cause: error });
  }
}

/** The tables of an open app, for the pages: written and read by the same hands as by `import` and `check-shipments`. */
export function deskTables(app: DeskApp): DeskTables {
  return {
    async allow(allowance, id, by, at) {
      const rows = allowanceRows(allowance, id, await readHistory(app.store), at);
      if ('allowed' in rows) {
        await changePermission(app.store, rows.allowed, by, at);
        return undefined;
      }
      const written = 'places' in rows ? await writeRows(app.store, 'places', incoming(rows.places), at) : await writeRows(app.store, 'people', incoming(rows.people), at);
      return written.rejected[0]?.reason;
    },
    async write(rows, at) {
      const written = 'devices' in rows ? await writeRows(app.store, 'devices', incoming(rows.devices), at) : await writeRows(app.store, 'travel', incoming(rows.travel), at);
      return written.rejected[0]?.reason;
    },
    async bring(documents) {
      const { rejected, reasons } = await importDocuments('checks', documents, { store: app.store, enricher: await app.enricher(), rejects: undefined });
      if (rejected > 0) throw new FarmwatchError('request.invalid', { why: `It was not taken in: ${[...reasons.keys()].join('; ')}.` });
    },
    importLaptops: ({ name, text, map, take }, at): Promise<ImportView> => saidForPages(async () => {
      const asked = parseMaps(map, ['devices']);
      const { sheet, passed } = await tableOf(await parseSheets(Buffer.from(text), name), name, 'devices', asked, app.store);
      const mapping = mapColumns(name, 'devices', sheet.header, asked, await keptMapping(app.store, 'devices', sheet.header), below(sheet));
      const result = await importSheet({ file: name, kind: 'devices', sheet, mapping, at, dryRun: !take }, await tableContext(app, 'devices', ownHires()));
      if (take && asked.size > 0) await keepMapping(app.store, 'devices', sheet.header, asked);
      return {
        read: result.read, added: result.added, known: result.known, taken: take,
        rejected: result.rejected.slice(0, REJECTED_SHOWN).map(({ line, reason }) => ({ line, reason })),
        mapping: result.mapping.map(({ header, column }) => ({ header, column })),
        unknownColumns: result.unknownColumns.map((column) => ({ name: column.name, nearest: column.nearest })),
        missing: result.missing.map(({ cost }) => cost), warnings: [...passed, ...result.warnings],
      };
    }),
    checkShipments: (text, at) => saidForPages(async () => {
      const orders = await ordersIn(await parseSheets(Buffer.from(text), PASTED), PASTED, app.tokenKey);
      return { lines: answersTo(orders, [], await onRecord(app, at)).map(({ line, answer, why }) => ({ line, answer, why })) };
    }),
  };
}
