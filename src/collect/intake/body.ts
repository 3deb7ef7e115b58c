import { constants, gunzipSync, inflateSync } from 'node:zlib';
import type { Instant } from '../../core/time.ts';
import { FarmwatchError } from '../../errors.ts';
import { breathe } from '../breath.ts';
import { beginsJson } from '../json.ts';
import { jsonValues } from '../json-values.ts';
import { isJson, lineOf, lineOfJson, lineOfText } from './spool-line.ts';

type Packing = 'gzip' | 'deflate';

/** No text begins so, in whatever encoding. */
const GZIP_MAGIC = Buffer.from([0x1f, 0x8b, 0x08]);

/**
 * How a body is packed, whatever letters say so; undefined where it is not. Some senders pack and do not say it.
 *
 * @throws FarmwatchError `request.invalid` for a way that is not known here
 * @see RFC 9110, 8.4.1
 */
function packingOf(body: Buffer, encoding: string | undefined): Packing | undefined {
  const named = (encoding ?? '').trim().toLowerCase();
  if (named === '' || named === 'identity') return body.subarray(0, GZIP_MAGIC.length).equals(GZIP_MAGIC) ? 'gzip' : undefined;
  if (named === 'gzip' || named === 'x-gzip') return 'gzip';
  if (named === 'deflate') return 'deflate';
  throw new FarmwatchError('request.invalid', { why: 'content-encoding may be gzip or deflate, or not be there.' });
}

/**
 * A body unpacked.
 *
 * @param longestBytes unpacking ends here, however much a small body would become
 * @throws FarmwatchError `intake.large`, `request.invalid`
 */
export function unpacked(body: Buffer, encoding: string | undefined, longestBytes: number): Buffer {
  const packing = packingOf(body, encoding);
  if (packing === undefined) return body;
  try {
    return (packing === 'gzip' ? gunzipSync : inflateSync)(body, { maxOutputLength: longestBytes });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw new FarmwatchError('intake.large', { most: longestBytes / 1024 / 1024 }, { cause });
    throw new FarmwatchError('request.invalid', { why: 'The body is not packed as content-encoding or its first bytes say, or is cut off.' }, { cause });
  }
}

const BEGINNING_BYTES = 1024;

/** How a body begins, unpacked: a little of it is enough, and little is unpacked for it. Empty where it is not packed as it says. */
export function beginningOf(body: Buffer, encoding: string | undefined): string {
  const packed = body.subarray(0, BEGINNING_BYTES);
  try {
    const packing = packingOf(body, encoding);
    const bytes = packing === undefined ? packed : (packing === 'gzip' ? gunzipSync : inflateSync)(packed, { finishFlush: constants.Z_SYNC_FLUSH });
    return bytes.toString('utf8', 0, BEGINNING_BYTES);
  } catch {
    return '';
  }
}

/**
 * Records of one request. A line of two bytes takes fifty times as much before it is stored, so that without a bound a body of
 * a few kB, packed, would fill the memory of the server and keep everybody else waiting.
 */
export const MOST_RECORDS = 500_000;

/** @throws FarmwatchError `intake.many` */
export function mustBeFew(records: number): void {
  if (records > MOST_RECORDS) throw new FarmwatchError('intake.many', { most: MOST_RECORDS });
}

/**
 * The records of a body as lines of the spool: a record a line, one list, one object over many lines, or plain lines of a log.
 *
 * @throws FarmwatchError `request.invalid` for JSON that is cut off, `intake.many`; nothing of it counts then
 */
export async function linesOfBody(body: Buffer, received: Instant): Promise<readonly string[]> {
  const text = textOf(body).trim();
  const [first = '', second = ''] = text.split('\n', 2);
  if (beginsJson(first) && (text.startsWith('[') || isOverLines(text, first, second))) return jsonLines(text);
  mustHaveFewLines(body, MOST_RECORDS);
  const lines: string[] = [];
  for (const [nth, line] of linesIn(text).entries()) {
    lines.push(lineOf(line, received));
    await breathe(nth);
  }
  return lines;
}

/** Whether a value goes on over several lines. Where the next line is a record of its own, the first one is broken: then it may take no other with it. */
function isOverLines(text: string, first: string, second: string): boolean {
  if (isJson(first)) return false;
  return !isJson(second) || first.trimEnd().endsWith('[') || isJson(text);
}

/** Told before there is a text for each line. */
function mustHaveFewLines(body: Buffer, most: number): void {
  let lines = 0;
  for (let at = body.indexOf(NEWLINE); at >= 0; at = body.indexOf(NEWLINE, at + 1)) if (++lines > most) mustBeFew(lines);
}
const NEWLINE = 0x0a;

async function jsonLines(text: string): Promise<readonly string[]> {
  const lines: string[] = [];
  try {
    for await (const values of jsonValues('what was sent', one(Buffer.from(text)), text.length * 3)) {
      // What is no JSON becomes a reject with its reason, like a record of a file.
      for (const value of values) {
        lines.push('text' in value ? lineOf(value.text) : lineOfText(value.rejected));
        mustBeFew(lines.length);
        await breathe(lines.length);
      }
    }
  } catch (cause) {
    if (cause instanceof FarmwatchError && cause.code === 'intake.many') throw cause;
    throw new FarmwatchError('request.invalid', { why: 'The JSON does not end: it is cut off, or a bracket is missing. Nothing of it was kept; send it whole.' }, { cause });
  }
  return lines;
}

async function* one(piece: Buffer): AsyncGenerator<Buffer> {
  yield piece;
}

/** What became of one action of a bulk request, as Elasticsearch says it. */
type BulkItem = Readonly<Record<string, { readonly status: number; readonly result?: string; readonly error?: { readonly type: string; readonly reason: string } }>>;

/**
 * The documents of an Elastic bulk request as lines of the spool, with an answer for each of its actions.
 *
 * Only new documents are taken: what happened is never changed or deleted.
 *
 * @throws FarmwatchError `request.invalid` where a line that should name an action does not, `intake.many`
 */
export async function linesOfBulk(body: Buffer): Promise<{ readonly lines: readonly string[]; readonly items: readonly BulkItem[] }> {
  // An action and a document each.
  mustHaveFewLines(body, MOST_RECORDS * 2);
  const lines: string[] = [];
  const items: BulkItem[] = [];
  const sent = linesIn(textOf(body));
  for (let i = 0; i < sent.length; i++) {
    const action = actionIn(sent[i]!);
    if (action === undefined) throw new FarmwatchError('request.invalid', { why: `Line ${i + 1} should name an action: create, index, update or delete.` });
    const document = action === 'delete' ? undefined : sent[++i];
    if (action !== 'create' && action !== 'index') items.push({ [action]: refused('what happened is neither changed nor deleted') });
    else if (document === undefined || !isJson(document)) items.push({ [action]: refused('the document is not JSON') });
    else {
      lines.push(lineOfJson(document));
      items.push({ [action]: { status: 201, result: 'created' } });
    }
    await breathe(items.length);
  }
  return { lines, items };
}

function refused(reason: string): BulkItem[string] {
  return { status: 400, error: { type: 'document_parsing_exception', reason } };
}

const ACTIONS = ['create', 'index', 'update', 'delete'] as const;

function actionIn(line: string): (typeof ACTIONS)[number] | undefined {
  if (!isJson(line)) return undefined;
  const named = Object.keys(JSON.parse(line) as object);
  return named.length === 1 ? ACTIONS.find((action) => action === named[0]) : undefined;
}

function textOf(body: Buffer): string {
  return body.toString().replace(/^\ufeff/, '');
}

function linesIn(text: string): readonly string[] {
  return text.split('\n').map((line) => line.replace(/\r$/, '')).filter((line) => line.trim() !== '');
}
