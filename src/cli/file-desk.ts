import { join } from 'node:path';
import type { App } from '../app.ts';
import type { BeginView, DroppedFile, FileWish } from '../api/contract.ts';
import { ownHires } from '../api/own-record.ts';
import type { FileDesk } from '../api/parts.ts';
import type { Source } from '../collect/collector.ts';
import { contentOf, unpackedBytes, type Content } from '../collect/dropped/content.ts';
import { dropFolder, type Dropped } from '../collect/dropped/drop-folder.ts';
import { likelySources, needsOnlyAFile, shareOfEvents } from '../collect/dropped/likely-sources.ts';
import { saidLate } from '../collect/learned.ts';
import { importFile, importOrder, importedKindOf, type ImportedKind } from '../collect/import-file.ts';
import { settleOptions } from '../collect/options.ts';
import { rejectsNamed } from '../collect/rejects.ts';
import { SOURCES, sourceById } from '../collect/sources/index.ts';
import { parseMaps } from '../collect/tables/columns.ts';
import { kindOfContent } from '../collect/tables/kind.ts';
import { startOf } from '../collect/tables/kind-of-file.ts';
import type { HireId } from '../core/person.ts';
import { TABLES, TABLE_KINDS, requiredColumns } from '../core/tables.ts';
import { HOUR, type Instant } from '../core/time.ts';
import { readHistory } from '../detect/people/registry.ts';
import { FarmwatchError, messageOf } from '../errors.ts';
import { saidEndedEarly } from '../run/allowed/ended-early.ts';
import { isSimulated } from '../run/company-note.ts';
import { joinsOf, sayJoins } from '../run/joins.ts';
import { lookAtRecords, lookAtTable, lookOf } from './file-look.ts';
import { pullConfig } from './sources.ts';
import { importDoors, readThrough, savedAfter, settleSource } from './through-source.ts';

/** One import on a page, as it is kept: who brought what, and what came of it. */
export interface BroughtFile {
  readonly at: Instant; readonly by: string; readonly name: string; readonly as: string; readonly bytes: number; readonly sha256: string;
  readonly read: number; readonly added: number; readonly known: number; readonly rejected: number;
}

const MB = 1024 * 1024;
/** A file that nobody touches is removed after so long. */
const KEPT = HOUR;
const LONGEST_NAME = 120;

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
        entry.problem = saidOf(error, entry.name);
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
  /** @param isLarge too large to be read whole, as tables are */
  const guess = async (entry: Entry, isLarge: boolean): Promise<readonly string[]> => {
    const { dropped: { path }, content, wish } = entry;
    let unreadable: unknown;
    const isTable = content !== 'event-log' && kindOfContent(path, await startOf(path)) === 'table';
    const kind = content === 'event-log' || (isTable && isLarge) ? undefined : await importedKindOf(path, app.store, parseMaps(wish.map, TABLE_KINDS)).catch((error: unknown) => {
      if (!(error instanceof FarmwatchError) || (error.code !== 'file.kind' && error.code !== 'file.unreadable')) throw error;
      if (error.code === 'file.unreadable') unreadable = error;
      return undefined;
    });
    if (kind !== undefined && kind !== 'events') return [kind];
    if (kind === 'events' && await shareOfEvents(path, app.now()) >= 0.5) return ['events'];
    // A table of people is read as one, whichever system it was saved from, and no larger than tables may be.
    const isPeople = (source: Source): boolean => source.tableOf?.(settleOptions(source).texts) === 'people';
    const sources = SOURCES.filter((source) => needsOnlyAFile(source) && !(isTable && isPeople(source)));
    const likely = content === 'workbook' ? [] : await likelySources(path, sources);
    // What is torn as a table may be a log of a system all the same.
    if (likely.length === 0 && unreadable !== undefined) throw unreadable;
    return [...likely.map(({ id }) => `source:${id}`), ...(kind === 'events' ? ['events'] : [])];
  };

  const tryOut = async (entry: Entry): Promise<void> => {
    const { dropped: { path }, name, content, wish, own } = entry;
    const isLarge = await unpackedBytes(path, content, limits.table_mb * MB) > limits.table_mb * MB;
    entry.guesses = wish.as === undefined ? await guess(entry, isLarge) : entry.guesses;
    entry.as = wish.as ?? entry.guesses[0];
    if (entry.as === undefined) {
      entry.state = 'unclear';
      entry.problem = isLarge ? `What this file is cannot be told. A table may have ${limits.table_mb} MB, unpacked.` : 'What this file is cannot be told from its columns. Choose it beside “Taken for”.';
      return;
    }
    const progress = (read: number): void => void (entry.progress = read);
    if (entry.as.startsWith('source:')) {
      entry.look = await lookAtRecords(app, entry.as.slice('source:'.length), path, wish.options, own, progress);
    } else if (entry.as === 'events') {
      const { counts, torn } = await importFile({ file: path, kind: 'events', at: app.now(), dryRun: true, progress }, importDoors(app));
      entry.look = lookOf(counts, torn ? [saidOf(torn, name)] : []);
    } else {
      if (isLarge) throw new FarmwatchError('intake.large', { most: limits.table_mb });
      const { look, problem } = await lookAtTable(app, entry.as as Exclude<ImportedKind, 'events'>, path, wish.map, own);
      entry.look = look;
      entry.problem = problem;
    }
    entry.state = entry.problem !== undefined || entry.look.made === 0 ? 'unclear' : 'ready';
    entry.problem ??= entry.look.made === 0 ? 'Nothing of it could be used this way.' : undefined;
  };

  const bring = async (entry: Entry): Promise<void> => {
    const { dropped: { path, bytes, sha256 }, name, wish, by, own } = entry;
    const at = app.now();
    const as = entry.as!;
    const progress = (read: number): void => void (entry.progress = read);
    entry.state = 'importing';
    entry.progress = 0;
    const rejects = rejectsNamed(app.rejects, name);
    const records = as.startsWith('source:') ? settleSource(app, as.slice('source:'.length), { set: wish.options }) : undefined;
    const saved = records && await savedAfter(app);
    const { counts, torn } = records
      ? await readThrough(app, records, [path], { stamp: at, after: saved?.after, rejects, own, progress: (_, read) => progress(read) })
      : await importFile({ file: path, kind: as as ImportedKind, at, map: wish.map, progress }, { ...importDoors(app, own), rejects });
    const [tear] = [torn ?? []].flat();
    const { read, added, known, rejected } = counts;
    await journal.append({ at, by, name, as, bytes, sha256, read, added, known, rejected });
    await folder.remove(entry.id);
    entry.result = { read, added, known, rejected };
    const late = saidLate(counts, saved?.newestLive, `Where they would have been known then, give the file once more on the command line: farmwatch collect ${as.slice('source:'.length)} --from-file FILE --arrived then.`);
    entry.look = lookOf(counts, late === undefined ? [] : [late]);
    entry.problem = tear && saidOf(tear, name);
    entry.state = 'imported';
  };

  return {
    async begin(): Promise<BeginView> {
      const { people, devices } = await readHistory(app.store);
      return { tables: TABLE_VIEWS, systems: SYSTEM_VIEWS, held: { people: people.length, devices: devices.length }, simulated: await isSimulated(app.store), mostBytes: limits.file_mb * MB };
    },
    sample: (kind) => {
      const table = TABLE_VIEWS.find((one) => one.kind === kind);
      return table && `${table.columns.map(({ column }) => column).join(',')}\r\n`;
    },
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
      if (wish.as !== undefined && !isKnown(wish.as)) throw new FarmwatchError('request.invalid', { why: 'There is no such kind of file.' });
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
      for (const entry of asked.sort((a, b) => importOrder(orderOf(a), orderOf(b)))) inTurn(entry, 'failed', () => bring(entry));
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

/** Systems that tell of people and laptops come before events, as their tables do. */
function orderOf({ as = 'events' }: Pick<DroppedFile, 'as'>): ImportedKind {
  const source = as.startsWith('source:') ? sourceById(as.slice('source:'.length)) : undefined;
  return source ? source.tableOf?.(settleOptions(source).texts) ?? 'events' : as as ImportedKind;
}

function isKnown(as: string): boolean {
  if (as.startsWith('source:')) {
    const source = sourceById(as.slice('source:'.length));
    return source !== undefined && needsOnlyAFile(source);
  }
  return as === 'events' || (TABLE_KINDS as readonly string[]).includes(as);
}

function viewOf({ id, name, bytes, state, as, guesses, wish: { map, options }, progress, problem, look, result }: Entry): DroppedFile {
  return { id, name, bytes, state, as, guesses, map, options, progress, problem, look, result };
}

/** A name from outside as it may be shown and kept: one line, without a folder. */
function shownName(sent: string): string {
  const last = sent.split(/[/\\]/).at(-1)!.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').trim();
  return last.length === 0 ? 'a file without a name' : last.length > LONGEST_NAME ? `${last.slice(0, LONGEST_NAME)}…` : last;
}

/** A failure in the words of the page: of the file by its own name, and without options of a command line. */
function saidOf(error: unknown, name: string): string {
  if (!(error instanceof FarmwatchError)) return messageOf(error);
  return typeof error.details['file'] === 'string' ? new FarmwatchError(error.code, { ...error.details, file: name }).message : error.message;
}

const TABLE_VIEWS: BeginView['tables'] = TABLE_KINDS.map((kind) => ({
  kind, says: TABLES[kind].doc,
  columns: Object.entries(TABLES[kind].columns).map(([column, { doc }]) => ({ column, doc, isNeeded: requiredColumns(kind).includes(column) })),
}));

const SYSTEM_VIEWS: BeginView['systems'] = SOURCES.map((source) => {
  const config = pullConfig(source);
  return {
    id: source.id, title: source.title, isFileEnough: needsOnlyAFile(source),
    options: Object.entries(source.options).filter(([, { isFile }]) => !isFile).map(([name, { is, doc }]) => ({ name, is, doc })),
    pull: config === undefined ? undefined : { config, needs: source.pull!.needs },
  };
});
