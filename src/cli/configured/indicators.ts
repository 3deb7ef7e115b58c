import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../../app.ts';
import { pullBook } from '../../collect/pull/book.ts';
import { vendorHttp } from '../../collect/pull/http.ts';
import { taxiiPages } from '../../collect/pull/taxii.ts';
import { mapColumns } from '../../collect/tables/columns.ts';
import { importSheet } from '../../collect/tables/import-table.ts';
import { bundleOf, type StixObject } from '../../collect/tables/stix.ts';
import { addCounts, noCounts, type Counts } from '../../collect/tally.ts';
import { messageOf } from '../../errors.ts';
import { collectionNamed } from '../tell/leaving.ts';
import { tableContext } from './source.ts';

/** Objects that name senders and markings. They may have come long before what speaks of them. */
const NAMES = ['identity', 'marking-definition'];
const MOST_NAMES = 10_000;

export interface Fetched { readonly counts: Counts; readonly pages: number; readonly warnings: readonly string[] }
export interface Fetching { readonly again?: boolean; readonly dryRun?: boolean; readonly signal?: AbortSignal; readonly say?: (sentence: string) => void }

/** Names of the collections whose indicators are fetched on schedule. */
export function receivedFrom({ loaded }: Pick<App, 'loaded'>): readonly string[] {
  return Object.entries(loaded.config.sharing.taxii).filter(([, { receive }]) => receive).map(([name]) => name);
}

/**
 * Fetches the indicators that were added to a collection since the last time, and takes them as those of a file are taken.
 *
 * Where it goes on is kept once all pages were taken: what was cut off begins again where it began, and adds nothing twice.
 *
 * @throws FarmwatchError `source.away`, `source.refused`, `source.odd`, `file.unreadable` for objects that contain each other, `not.found`
 */
export async function fetchIndicators(app: App, name: string, { again = false, dryRun = false, signal, say }: Fetching): Promise<Fetched> {
  const { apiRoot, collection, authorization } = collectionNamed(app, name);
  const [id, source] = [`taxii:${name}`, `TAXII ${name}`];
  const book = pullBook(app.store);
  const counts = noCounts();
  const http = vendorHttp({
    source, now: app.now, random: Math.random, sleep: (ms) => sleep(ms, undefined, signal ? { signal } : {}),
    ...(signal ? { signal } : {}), ...(say ? { waits: (ms, why) => say(`${source}: waiting ${Math.ceil(ms / 1000)} s (${why})`) } : {}),
  }).at(apiRoot, async () => (authorization === undefined ? {} : { authorization }));
  const cursor = again ? undefined : await book.cursorOf(id);
  const context = await tableContext(app, 'indicators');
  const warnings = new Set<string>();
  const namesThere = async (): Promise<readonly StixObject[]> => {
    const found: StixObject[] = [];
    for await (const { objects } of taxiiPages(http, { source, collection, types: NAMES, added: undefined })) found.push(...objects.filter(({ type }) => NAMES.includes(String(type))));
    return found.slice(-MOST_NAMES);
  };
  let [pages, addedLast, names] = [0, undefined as string | undefined, undefined as readonly StixObject[] | undefined];
  try {
    for await (const page of taxiiPages(http, { source, collection, types: ['indicator'], added: typeof cursor?.['added'] === 'string' ? cursor['added'] : undefined })) {
      if (page.objects.length > 0) names ??= await namesThere();
      const { sheet } = bundleOf([...names ?? [], ...page.objects], source);
      const table = await importSheet({ file: source, kind: 'indicators', sheet, mapping: mapColumns(source, 'indicators', sheet.header), at: app.now(), dryRun }, context);
      if (!dryRun) {
        for (const { line, reason, record } of table.rejected) app.rejects.note({ file: source, line, reason, record });
        app.rejects.flush();
      }
      addCounts(counts, { ...noCounts(), read: table.read, made: table.read - table.rejected.length, added: table.added, known: table.known, rejected: table.rejected.length, reasons: new Map(table.rejected.map(({ reason }) => [reason, 1])) });
      for (const warning of table.warnings) warnings.add(warning);
      pages += 1;
      addedLast = page.addedLast ?? addedLast;
    }
    if (!dryRun) {
      if (addedLast !== undefined) await book.moved(id, { added: addedLast });
      await book.ended(id, app.now(), null);
    }
  } catch (error) {
    // The store may be what failed.
    if (!dryRun) await book.ended(id, app.now(), messageOf(error), { error }).catch(() => {});
    throw error;
  }
  return { counts, pages, warnings: [...warnings] };
}
