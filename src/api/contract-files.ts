/** What the first run says with the server: files that are brought, and the first table; {@link ./contract.ts} passes it on. */

import type { Verdict } from './contract-words.ts';

/** A table that can be brought as a file, with the columns it may have. */
export interface TableView { readonly kind: string; readonly says: string; readonly columns: readonly { readonly column: string; readonly doc: string; readonly isNeeded: boolean }[] }
/** A system whose records can be brought: as files, or fetched where `pull` says what to write into farmwatch.json. */
export interface SystemView {
  readonly id: string; readonly title: string;
  /** True where a saved file is enough; others want a second file, and are read on the command line. */
  readonly isFileEnough: boolean;
  /** Texts that a person may give along, such as the zone of a firewall. */
  readonly options: readonly { readonly name: string; readonly is: string; readonly doc: string }[];
  readonly pull: { readonly config: string; readonly needs: string } | undefined;
}
/** GET /api/begin: ways to begin. GET /api/begin/samples/:kind gives an empty table as CSV. */
export interface BeginView {
  readonly tables: readonly TableView[];
  readonly systems: readonly SystemView[];
  /** Rows that are held already. */
  readonly held: { readonly people: number; readonly devices: number };
  /** The simulated company takes no files of a real one. */
  readonly simulated: boolean;
  readonly mostBytes: number;
}

/** What a file is taken for: a table, `events` of our own format, or `source:` and the id of a system. */
export type FileAs = string;

/** What would become of a file; nothing of it is written. */
export interface FileLook {
  readonly read: number;
  /** Rows or events that can be used. */
  readonly made: number;
  /** Of a table: new or changed rows, and those that are held already. */
  readonly added: number | undefined;
  readonly known: number | undefined;
  readonly rejected: number;
  /** The most frequent reasons; rows of a table by their line. */
  readonly reasons: readonly { readonly reason: string; readonly times: number }[];
  /** Of a table: every column of the file; `column` is empty where it is left out. */
  readonly columns: readonly { readonly header: string; readonly column: string; readonly example: string | undefined }[];
  /** Of records of a system: what they tell, with how often. */
  readonly actions: readonly { readonly action: string; readonly times: number }[];
  /** What is missing and what it costs, a sentence each. */
  readonly missing: readonly string[];
  readonly warnings: readonly string[];
}

/** A file on its way into the store, for whoever sent it. */
export interface DroppedFile {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  /** `unclear`: somebody has to say what it is. */
  readonly state: 'looking' | 'ready' | 'unclear' | 'waiting' | 'importing' | 'imported' | 'failed';
  readonly as: FileAs | undefined;
  /** What else it may be, the likeliest first. */
  readonly guesses: readonly FileAs[];
  /** What somebody said of its columns, and the options of its system. */
  readonly map: readonly string[];
  readonly options: Readonly<Record<string, string>>;
  /** Lines or records read so far. */
  readonly progress: number;
  readonly problem: string | undefined;
  readonly look: FileLook | undefined;
  /** What came of the import. */
  readonly result: { readonly read: number; readonly added: number; readonly known: number; readonly rejected: number } | undefined;
}
/** GET /api/files; POST /api/files?name= with the bytes of one as application/octet-stream gives a DroppedFile; POST /api/files/:id/remove */
export interface FilesView {
  readonly files: readonly DroppedFile[];
  /** The run of all detectors. */
  readonly run: { readonly state: 'never' | 'running' | 'ok' | 'failed'; readonly said: string; readonly endedAt: number | undefined };
  /** What could not be joined, with its likely cure; for administrators, since it names accounts. */
  readonly joins: readonly string[];
}
/** POST /api/files/look tries a file another way. `map` is `Work Email=email`, or `Notes=` to leave a column out. */
export interface FileWish { readonly id: string; readonly as?: FileAs; readonly map: readonly string[]; readonly options: Readonly<Record<string, string>> }
/** POST /api/files/import takes files as they were looked at. */
export interface FilesRequest { readonly ids: readonly string[] }

/** One hire and the laptop, whatever is thought of them. */
export interface HireRow {
  readonly name: string;
  /** Days since the start; negative before it. */
  readonly day: number;
  readonly laptops: number;
  readonly verdict: Verdict | undefined;
  readonly dataThere: number;
  /** Families of which no data came. */
  readonly dark: number;
}
/** GET /api/hires: everybody who is looked at. POST /api/runs makes a run now. */
export interface HiresView { readonly asOf: number | undefined; readonly rows: readonly HireRow[]; readonly simulated: boolean }
