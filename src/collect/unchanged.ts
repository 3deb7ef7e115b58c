import { stat } from 'node:fs/promises';
import { canonicalText, shortHash } from '../core/canonical.ts';
import type { Store } from '../store/store.ts';
import type { MapContext } from './collector.ts';

/** A file as it was when it was last read to its end. */
export interface ReadFile { readonly id: string; readonly file: string; readonly state: string }

/** Which configured files were read to their end, so that nobody reads them again while they stay as they are. */
export interface ReadBook {
  /** Files that are new or have changed, with what says so; to be asked before they are read. */
  changed(source: string, files: readonly string[], context: Pick<MapContext, 'options' | 'settings'>): Promise<readonly ReadFile[]>;
  /** Files were read to their end. */
  read(files: readonly ReadFile[]): Promise<void>;
}

export function readBook(store: Pick<Store, 'shelf'>): ReadBook {
  const shelf = store.shelf<ReadFile>('read-files');
  return {
    async changed(source, files, { options, settings }) {
      const found: ReadFile[] = [];
      for (const file of files) {
        const { size, mtimeNs, ino, dev } = await stat(file, { bigint: true });
        // Other options may make other events of the same records.
        const state = shortHash(canonicalText({ size: String(size), changed: String(mtimeNs), file: `${dev}:${ino}`, options: JSON.stringify(options), settings: JSON.stringify(settings) }));
        const id = shortHash(`${source}\0${file}`);
        if ((await shelf.get(id))?.value.state !== state) found.push({ id, file, state });
      }
      return found;
    },
    read: (files) => shelf.putAll(files),
  };
}
