import { setTimeout as wait } from 'node:timers/promises';
import type { estypes } from '@elastic/elasticsearch';
import { Bytes } from './bytes.ts';
import { CONFLICT, type Connection } from './client.ts';

/** Writing many documents at once: in bites the cluster can swallow, patient when it is busy. */

export interface Line {
  readonly action: 'create' | 'index' | 'delete';
  readonly index: string;
  readonly id: string;
  /** Only over this state of the document. */
  readonly over?: { readonly seqNo: number; readonly primaryTerm: number };
  /** Missing for a delete, and where `spell` is there. */
  readonly document?: unknown;
  /** Writes the document as JSON, where that is quicker than to make it first. */
  readonly spell?: (into: Bytes) => void;
}

/** `conflict`: already there, or changed meanwhile. A delete that finds nothing is done. */
export type Outcome = 'done' | 'conflict';

/** A cluster takes 100 MB at most by default, and likes a few MB. */
const BYTES_AT_ONCE = 5_000_000;
const LINES_AT_ONCE = 10_000;
/** Of a line, to begin with; and of the last line of a bite. */
const USUAL_BYTES = 900;
const ROOM_BEYOND = 16_384;
/** Of an answer only this is read; the rest, several times as long, need not be written, sent and understood. */
const ANSWERED = ['errors', 'items.*.status', 'items.*.error'];
/** Waits of 0.1, 0.2 … 6.4 s: a cluster that is busy for longer than 13 s in all is away. */
const FIRST_WAIT_MS = 100;
const TRIES = 8;

/**
 * Writes lines, in order for equal ids.
 *
 * @returns for each line what became of it
 * @throws store.away, store.full, store.refused naming the first row and how many there are; what was written stays
 */
export async function bulk(connection: Connection, lines: readonly Line[]): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = new Array<Outcome>(lines.length).fill('done');
  for (const bite of bites(lines)) await writeBite(connection, bite, outcomes);
  return outcomes;
}

/** Lines that are sent together, one after the other in `bytes`. */
interface Bite { readonly rows: readonly Row[]; readonly bytes: Bytes }
interface Row { readonly position: number; readonly line: Line; readonly start: number; readonly end: number }

function* bites(lines: readonly Line[]): Generator<Bite> {
  for (let position = 0; position < lines.length;) {
    const bytes = new Bytes(Math.min(BYTES_AT_ONCE + ROOM_BEYOND, (lines.length - position) * USUAL_BYTES));
    const rows: Row[] = [];
    while (position < lines.length && bytes.length < BYTES_AT_ONCE && rows.length < LINES_AT_ONCE) {
      const line = lines[position]!;
      const start = bytes.length;
      spell(line, bytes);
      rows.push({ position: position++, line, start, end: bytes.length });
    }
    yield { rows, bytes };
  }
}

function spell({ action, index, id, over, document, spell: own }: Line, into: Bytes): void {
  into.text(`${JSON.stringify({ [action]: { _index: index, _id: id, ...(over ? { if_seq_no: over.seqNo, if_primary_term: over.primaryTerm } : {}) } })}\n`);
  if (action === 'delete') return;
  if (own) own(into);
  else into.text(JSON.stringify(document));
  into.text('\n');
}

async function writeBite(connection: Connection, { rows, bytes }: Bite, outcomes: Outcome[]): Promise<void> {
  let open = rows;
  let body = bytes.part(0, bytes.length);
  for (let attempt = 1; ; attempt++) {
    // The client sends bytes as they are, though its types know of lists only.
    const operations = body as unknown as NonNullable<estypes.BulkRequest['operations']>;
    const answer = await connection.ask((client) => client.bulk({ operations, filter_path: ANSWERED }, { maxRetries: 0 }));
    if (!answer.errors) return;
    const busy: Row[] = [];
    const failed: { readonly row: Row; readonly status: number; readonly why: string }[] = [];
    answer.items.forEach((item, i) => {
      const row = open[i]!;
      const { status, error } = Object.values(item)[0] as estypes.BulkResponseItem;
      if (status < 300 || (row.line.action === 'delete' && status === 404)) return;
      if (status === CONFLICT) outcomes[row.position] = 'conflict';
      else if ((status === 429 || status === 503) && !/flood.stage/i.test(error?.reason ?? '')) busy.push(row);
      else failed.push({ row, status, why: error?.caused_by?.reason ?? error?.reason ?? error?.type ?? `status ${status}` });
    });
    const worst = failed[0];
    if (worst) throw connection.refusal(worst.status, `${failed.length} of ${rows.length} documents; the first is ${worst.row.line.id} in ${worst.row.line.index}: ${worst.why}`);
    if (busy.length === 0) return;
    if (attempt === TRIES) throw connection.refusal(429, `it is too busy for ${busy.length} of ${rows.length} documents, after ${TRIES} tries`);
    await wait(FIRST_WAIT_MS * 2 ** (attempt - 1));
    open = busy;
    body = Buffer.concat(busy.map(({ start, end }) => bytes.part(start, end)));
  }
}
