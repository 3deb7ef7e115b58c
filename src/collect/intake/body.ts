import { constants, gunzipSync, inflateSync } from 'node:zlib';
import type { Instant } from '../../core/time.ts';
import { FarmwatchError, messageOf } from '../../errors.ts';
import { beginsJson } from '../json.ts';
import { jsonValues } from '../json-values.ts';
import { isJson, lineOf, lineOfJson, lineOfText } from './spool-line.ts';

/**
 * A body unpacked.
 *
 * @param longestBytes unpacking ends here, however much a small body would become
 * @throws FarmwatchError `intake.large`, `request.invalid`
 */
export function unpacked(body: Buffer, encoding: string | undefined, longestBytes: number): Buffer {
  if (encoding === undefined || encoding === 'identity') return body;
  if (encoding !== 'gzip' && encoding !== 'deflate') throw new FarmwatchError('request.invalid', { why: 'content-encoding may be gzip or deflate, or not be there.' });
  try {
    return (encoding === 'gzip' ? gunzipSync : inflateSync)(body, { maxOutputLength: longestBytes });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw new FarmwatchError('intake.large', { most: longestBytes / 1024 / 1024 }, { cause });
    throw new FarmwatchError('request.invalid', { why: 'The body is not packed as content-encoding says, or is cut off.' }, { cause });
  }
}

const BEGINNING_BYTES = 1024;

/** How a body begins, unpacked: a little of it is enough, and little is unpacked for it. Empty where it is not packed as it says. */
export function beginningOf(body: Buffer, encoding: string | undefined): string {
  const packed = body.subarray(0, BEGINNING_BYTES);
  try {
    const bytes = encoding === 'gzip' || encoding === 'deflate' ? (encoding === 'gzip' ? gunzipSync : inflateSync)(packed, { finishFlush: constants.Z_SYNC_FLUSH }) : packed;
    return bytes.toString('utf8', 0, BEGINNING_BYTES);
  } catch {
    return '';
  }
}

/**
 * The records of a body as lines of the spool: a record a line, one list, one object over many lines, or plain lines of a log.
 *
 * @throws FarmwatchError `request.invalid` for JSON that is cut off; nothing of it counts then
 */
export async function linesOfBody(body: Buffer, received: Instant): Promise<readonly string[]> {
  const text = textOf(body).trim();
  const first = text.split('\n', 1)[0]!;
  if (beginsJson(first) && (text.startsWith('[') || !isJson(first))) return jsonLines(text);
  return linesIn(text).map((line) => lineOf(line, received));
}

async function jsonLines(text: string): Promise<readonly string[]> {
  const lines: string[] = [];
  try {
    for await (const values of jsonValues('what was sent', one(Buffer.from(text)), text.length * 3)) {
      // What is no JSON becomes a reject with its reason, like a record of a file.
      for (const value of values) lines.push('text' in value ? lineOf(value.text) : lineOfText(value.rejected));
    }
  } catch (cause) {
    throw new FarmwatchError('request.invalid', { why: messageOf(cause) }, { cause });
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
 * @throws FarmwatchError `request.invalid` where a line that should name an action does not
 */
export function linesOfBulk(body: Buffer): { readonly lines: readonly string[]; readonly items: readonly BulkItem[] } {
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
