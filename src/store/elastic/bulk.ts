import { setTimeout as wait } from 'node:timers/promises';
import type { estypes } from '@elastic/elasticsearch';
import { CONFLICT, type Connection } from './client.ts';

/** Writing many documents at once: in bites the cluster can swallow, patient when it is busy. */

export interface Line {
  readonly action: 'create' | 'index' | 'delete';
  readonly index: string;
  readonly id: string;
  /** Only over this state of the document. */
  readonly over?: { readonly seqNo: number; readonly primaryTerm: number };
  /** Missing for a delete, and where `text` is there. */
  readonly document?: unknown;
  /** The document as JSON, where it was spelled already. */
  readonly text?: string;
}

/** `conflict`: already there, or changed meanwhile. A delete that finds nothing is done. */
export type Outcome = 'done' | 'conflict';

/** A cluster takes 100 MB at most by default, and likes a few MB. */
const BYTES_AT_ONCE = 5_000_000;
const LINES_AT_ONCE = 10_000;
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

interface Prepared { readonly position: number; readonly line: Line; readonly text: string }

function* bites(lines: readonly Line[]): Generator<Prepared[]> {
  let bite: Prepared[] = [];
  let bytes = 0;
  for (const [position, line] of lines.entries()) {
    const text = spell(line);
    if (bite.length > 0 && (bytes + text.length > BYTES_AT_ONCE || bite.length >= LINES_AT_ONCE)) {
      yield bite;
      bite = [];
      bytes = 0;
    }
    bite.push({ position, line, text });
    bytes += text.length;
  }
  if (bite.length > 0) yield bite;
}

/** A line as the cluster reads it, without the break at its end. */
function spell({ action, index, id, over, document, text }: Line): string {
  const head = JSON.stringify({ [action]: { _index: index, _id: id, ...(over ? { if_seq_no: over.seqNo, if_primary_term: over.primaryTerm } : {}) } });
  return action === 'delete' ? head : `${head}\n${text ?? JSON.stringify(document)}`;
}

async function writeBite(connection: Connection, bite: Prepared[], outcomes: Outcome[]): Promise<void> {
  let open = bite;
  for (let attempt = 1; ; attempt++) {
    const answer = await connection.ask((client) => client.bulk({ operations: open.map(({ text }) => text), filter_path: ANSWERED }, { maxRetries: 0 }));
    if (!answer.errors) return;
    const busy: Prepared[] = [];
    const failed: { readonly row: Prepared; readonly status: number; readonly why: string }[] = [];
    answer.items.forEach((item, i) => {
      const row = open[i]!;
      const { status, error } = Object.values(item)[0] as estypes.BulkResponseItem;
      if (status < 300 || (row.line.action === 'delete' && status === 404)) return;
      if (status === CONFLICT) outcomes[row.position] = 'conflict';
      else if ((status === 429 || status === 503) && !/flood.stage/i.test(error?.reason ?? '')) busy.push(row);
      else failed.push({ row, status, why: error?.caused_by?.reason ?? error?.reason ?? error?.type ?? `status ${status}` });
    });
    const worst = failed[0];
    if (worst) throw connection.refusal(worst.status, `${failed.length} of ${bite.length} documents; the first is ${worst.row.line.id} in ${worst.row.line.index}: ${worst.why}`);
    if (busy.length === 0) return;
    if (attempt === TRIES) throw connection.refusal(429, `it is too busy for ${busy.length} of ${bite.length} documents, after ${TRIES} tries`);
    await wait(FIRST_WAIT_MS * 2 ** (attempt - 1));
    open = busy;
  }
}
