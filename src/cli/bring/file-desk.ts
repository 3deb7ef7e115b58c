import { join } from 'node:path';
import type { DroppedFile, FileWish } from '../../api/contract.ts';
import { ownHires } from '../../api/own-record.ts';
import type { FileDesk } from '../../api/parts.ts';
import type { App } from '../../app.ts';
import { contentOf, unpackedBytes, type Content } from '../../collect/dropped/content.ts';
import { dropFolder, type Dropped } from '../../collect/dropped/drop-folder.ts';
import { importOrder } from '../../collect/import-file.ts';
import { parseMaps } from '../../collect/tables/columns.ts';
import type { HireId } from '../../core/person.ts';
import { TABLE_KINDS } from '../../core/tables.ts';
import { HOUR, type Instant } from '../../core/time.ts';
import { FarmwatchError } from '../../errors.ts';
import { saidEndedEarly } from '../../run/allowed/ended-early.ts';
import { isSimulated } from '../../run/company-note.ts';
import { joinsOf, sayJoins } from '../../run/joins.ts';
import { beginView, sampleOf } from './begin-view.ts';
import { isFileAs, isTableKind, kindTold } from './file-as.ts';
import { bringAs } from './file-bring.ts';
import { guessesOf } from './file-guess.ts';
import { lookAs, type Looked } from './file-look.ts';
import { saidOfFile, shownName } from './file-words.ts';

/** One import on a page, as it is kept: who brought what, and what came of it. */
export interface BroughtFile {
  readonly at: Instant; readonly by: string; readonly name: string; readonly as: string; readonly bytes: number; readonly sha256: string;
  readonly read: number; readonly added: number; readonly known: number; readonly rejected: number;
}

const MB = 1024 * 1024;
/** A file that nobody touches is removed after so long. */
const KEPT = HOUR;

type Entry = { -readonly [K in Exclude<keyof DroppedFile, 'map' | 'options'>]: DroppedFile[K] } & { readonly by: string; /** Their own records, about which they bring nothing. */ own: ReadonlySet<HireId>; readonly dropped: Dropped; readonly content: Content; wish: FileWish; timer: NodeJS.Timeout | undefined };

export interface OpenFileDesk extends FileDesk {
  /** Waits for what is being read, and removes every file. */
  stop(): Promise<void>;
}

/** Where dropped files lie, beside what else is no part of the store. */
export function droppedFolder(app: App): string {
  return join(app.folder, 'dropped');
}

/** The files of an open app, for the pages. One is read after the other; nothing of one that is not imported outlives the server. */
export function fileDesk(app: App): OpenFileDesk {
  const limits = app.loaded.config.uploads;
  const entries = new Map<string, Entry>();
  // What was shown of it goes with it.
  const folder = dropFolder(droppedFolder(app), (id) => {
    const entry = [...entries.values()].find(({ dropped }) => dropped.id === id);
    if (entry) void drop(entry);
  });
  const journal = app.store.journal<BroughtFile>('imports');
  let joins: readonly string[] = [];
  let isStopped = false;
  let coming = 0;
  let turn: Promise<unknown> = folder.sweep(app.now() - KEPT, new Set());

  /** What is asked for next is done after what was asked for before. */
  const inTurn = (entry: Entry, ifFailed: 'unclear' | 'failed', work: () => Promise<void>): void => {
    turn = turn.then(async () => {
      if (isStopped || !entries.has(entry.id)) return;
      try {
        await work();
      } catch (error) {
        entry.problem = saidOfFile(error, entry.name);
        entry.state = ifFailed;
      }
      rest(entry);
    });
  };
  const drop = async (entry: Entry): Promise<void> => {
    clearTimeout(entry.timer);
    entries.delete(entry.id);
    await folder.remove(entry.id);
  };
  /** From now on nobody may touch it for an hour. */
  const rest = (entry: Entry): void => {
    clearTimeout(entry.timer);
    entry.timer = setTimeout(() => void drop(entry), KEPT).unref();
  };
  const entryOf = (by: string, id: string): Entry => {
    const entry = entries.get(id);
    if (!entry || entry.by !== by) throw new FarmwatchError('not.found', { what: 'file of yours under this id', cure: 'Files that nobody touches are removed after an hour. Choose it again.' });
    return entry;
  };
  const progressOf = (entry: Entry) => (read: number): void => void (entry.progress = read);
  const tryOut = async (entry: Entry): Promise<void> => {
    const { dropped: { path }, content, wish: { as, map } } = entry;
    const isLarge = await unpackedBytes(path, content, limits.table_mb * MB) > limits.table_mb * MB;
    if (as === undefined) entry.guesses = await guessesOf({ path, content, map, isLarge }, app.store, app.now());
    entry.as = as ?? entry.guesses[0];
    if (entry.as === undefined) {
      entry.state = 'unclear';
      entry.problem = isLarge ? `What this file is cannot be told. A table may have ${limits.table_mb} MB, unpacked.` : 'What this file is cannot be told from its columns. Choose it beside “Taken for”.';
      return;
    }
    if (isLarge && isTableKind(entry.as)) throw new FarmwatchError('intake.large', { most: limits.table_mb });
    const { look, problem } = await lookAs(app, entry.as, lookedAt(entry), progressOf(entry));
    entry.look = look;
    entry.problem = problem ?? (look.made === 0 ? 'Nothing of it could be used this way.' : undefined);
    entry.state = entry.problem === undefined ? 'ready' : 'unclear';
  };

  const bring = async (entry: Entry): Promise<void> => {
    const { dropped: { bytes, sha256 }, name, by } = entry;
    const at = app.now();
    const as = entry.as!;
    entry.state = 'importing';
    entry.progress = 0;
    const { counts, look, torn } = await bringAs(app, as, lookedAt(entry), at, progressOf(entry));
    const { read, added, known, rejected } = counts;
    await journal.append({ at, by, name, as, bytes, sha256, read, added, known, rejected });
    await folder.remove(entry.id);
    entry.result = { read, added, known, rejected };
    entry.look = look;
    entry.problem = torn && saidOfFile(torn, name);
    entry.state = 'imported';
  };

  return {
    begin: () => beginView(app, limits.file_mb * MB),
    sample: sampleOf,
    files: (by) => [...entries.values()].filter((entry) => entry.by === by).map(viewOf),
    async take(by, sent, content) {
      const [name, own] = [shownName(sent), ownHires()];
      if (await isSimulated(app.store)) throw new FarmwatchError('request.invalid', { why: 'This store holds the simulated company, and real people must not be mixed into it. Start "farmwatch serve" with a store of your own.' });
      const mine = [...entries.values()].filter((entry) => entry.by === by && entry.state !== 'imported');
      const waiting = [...entries.values()].reduce((sum, { bytes, state }) => sum + (state === 'imported' ? 0 : bytes), 0);
      if (mine.length >= limits.files) throw new FarmwatchError('request.invalid', { why: `${limits.files} files are the most at once. Import or remove some first.` });
      if (waiting >= limits.waiting_mb * MB) throw new FarmwatchError('request.invalid', { why: `Files of ${limits.waiting_mb} MB wait to be imported, and that is the most. Import or remove some first.` });
      if (coming >= limits.at_once) throw new FarmwatchError('request.invalid', { why: 'Too many files are on their way at once. Send them one after the other.' });
      coming++;
      const dropped = await folder.take(content, sent, limits.file_mb * MB).finally(() => { coming--; });
      const kind = await contentOf(dropped.path, name, limits.workbook_mb).catch(async (error: unknown) => {
        await folder.remove(dropped.id);
        throw error;
      });
      const entry: Entry = {
        id: dropped.id, name, bytes: dropped.bytes, state: 'looking', as: undefined, guesses: [], progress: 0, problem: undefined, look: undefined, result: undefined,
        by, own, dropped, content: kind, wish: { id: dropped.id, map: [], options: {} }, timer: undefined,
      };
      entries.set(entry.id, entry);
      inTurn(entry, 'unclear', () => tryOut(entry));
      return viewOf(entry);
    },
    look(by, wish) {
      const entry = entryOf(by, wish.id);
      if (['waiting', 'importing', 'imported'].includes(entry.state)) throw new FarmwatchError('request.invalid', { why: `${entry.name} is imported already, or about to be.` });
      if (wish.as !== undefined && !isFileAs(wish.as)) throw new FarmwatchError('request.invalid', { why: 'There is no such kind of file.' });
      parseMaps(wish.map, TABLE_KINDS);
      Object.assign(entry, { wish, state: 'looking', problem: undefined, progress: 0, ...(wish.as === entry.as ? {} : { look: undefined }) });
      inTurn(entry, 'unclear', () => tryOut(entry));
      return viewOf(entry);
    },
    import(by, ids) {
      const asked = [...new Set(ids)].map((id) => entryOf(by, id));
      const unready = asked.find(({ state, as }) => as === undefined || (state !== 'ready' && state !== 'failed'));
      if (unready) throw new FarmwatchError('request.invalid', { why: `${unready.name} cannot be imported now: it is ${unready.state}.` });
      for (const entry of asked) Object.assign(entry, { state: 'waiting', problem: undefined, own: ownHires() });
      for (const entry of asked.sort((a, b) => importOrder(kindTold(a.as), kindTold(b.as)))) inTurn(entry, 'failed', () => bring(entry));
      turn = turn.then(async () => {
        if (!isStopped) joins = [...sayJoins(await joinsOf(app.store, app.now())), ...await saidEndedEarly(app.store, app.now())];
      }).catch(() => {});
    },
    async remove(by, id) {
      const entry = entryOf(by, id);
      if (entry.state === 'waiting' || entry.state === 'importing') throw new FarmwatchError('request.invalid', { why: `${entry.name} is being imported.` });
      await drop(entry);
    },
    joins: () => joins,
    async stop() {
      isStopped = true;
      await turn;
      for (const entry of [...entries.values()]) await drop(entry);
    },
  };
}

function lookedAt({ dropped: { path }, name, wish: { map, options }, own }: Entry): Looked {
  return { path, name, map, options, own };
}

function viewOf({ id, name, bytes, state, as, guesses, wish: { map, options }, progress, problem, look, result }: Entry): DroppedFile {
  return { id, name, bytes, state, as, guesses, map, options, progress, problem, look, result };
}
