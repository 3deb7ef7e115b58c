import type { FileAs, FileLook } from '../../api/contract.ts';
import type { App } from '../../app.ts';
import { importFile, type ImportedKind } from '../../collect/import-file.ts';
import { saidLate } from '../../collect/learned.ts';
import { rejectsNamed } from '../../collect/rejects.ts';
import type { Counts } from '../../collect/tally.ts';
import type { Instant } from '../../core/time.ts';
import type { FarmwatchError } from '../../errors.ts';
import { importDoors, readThrough, savedAfter, settleSource } from '../configured/source.ts';
import { sourceIn } from './file-as.ts';
import { lookOf, type Looked } from './file-look.ts';

/** What came of a file that was imported. */
export interface Brought {
  readonly counts: Counts;
  readonly look: FileLook;
  /** Where it broke off, if it did; what came before is kept. */
  readonly torn: FarmwatchError | undefined;
}

/** Imports a file as what it is taken for. @param at when it came in */
export function bringAs(app: App, as: FileAs, file: Looked, at: Instant, progress: (read: number) => void): Promise<Brought> {
  const source = sourceIn(as);
  return source === undefined ? bringTable(app, as as ImportedKind, file, at, progress) : bringRecords(app, source, file, at, progress);
}

async function bringTable(app: App, kind: ImportedKind, { path, name, map, own }: Looked, at: Instant, progress: (read: number) => void): Promise<Brought> {
  const { counts, torn } = await importFile({ file: path, kind, at, map, progress }, { ...importDoors(app, own), rejects: rejectsNamed(app.rejects, name) });
  return { counts, look: lookOf(counts, []), torn };
}

async function bringRecords(app: App, source: string, { path, name, options, own }: Looked, at: Instant, progress: (read: number) => void): Promise<Brought> {
  const records = settleSource(app, source, { set: options });
  const saved = await savedAfter(app);
  const { counts, torn: [torn] } = await readThrough(app, records, [path], {
    stamp: at, after: saved?.after, rejects: rejectsNamed(app.rejects, name), own, progress: (_, read) => progress(read),
  });
  const late = saidLate(counts, saved?.newestLive, `Where they would have been known then, give the file once more on the command line: farmwatch collect ${source} --from-file FILE --arrived then.`);
  return { counts, look: lookOf(counts, late === undefined ? [] : [late]), torn };
}
