import { collectFiles, type Collected, type Collecting } from '../collect/collect-files.ts';
import { collectRows, type CollectingRows } from '../collect/collect-rows.ts';
import type { Source } from '../collect/collector.ts';
import { appliedFromOf } from '../collect/tables/applied-from.ts';
import type { TableContext } from '../collect/tables/import-table.ts';
import type { TableKind } from '../core/person.ts';
import type { App } from '../app.ts';

/** What rows of a table need to know of the company. */
export async function tableContext(app: App, kind: TableKind): Promise<TableContext> {
  const enricher = kind === 'applications' ? await app.enricher() : undefined;
  const code = app.loaded.config.company.calling_code?.slice(1);
  return {
    store: app.store, key: app.tokenKey, ...(code ? { callingCode: code } : {}),
    ...(enricher ? { placeOf: (address: string) => appliedFromOf(enricher.factsOf(address)) } : {}),
  };
}

/** Reads files through a source: most make events, some rows of a table. */
export async function readThrough(app: App, source: Source, files: readonly string[], into: Omit<Collecting, 'enricher' | 'done'> & { readonly done?: CollectingRows['done'] }): Promise<Collected> {
  const { done } = into;
  const kind = source.tableOf?.(into.context.options);
  if (kind === undefined) {
    const { done: _, ...rest } = into;
    return collectFiles(source, files, { ...rest, enricher: await app.enricher(), ...(done ? { done: (file, counts) => done(file, counts, undefined) } : {}) });
  }
  return collectRows(source, files, {
    kind, options: into.context.options, context: await tableContext(app, kind), rejects: into.rejects, at: into.stamp, ...(done ? { done } : {}),
  });
}
