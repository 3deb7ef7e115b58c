import { MINUTE } from '../../../core/time.ts';
import { FarmwatchError } from '../../../errors.ts';
import { addressProblem } from '../../pull/access.ts';
import { AMAZON_ACCESS, amazonBuckets, amazonSignature, type Buckets } from '../../pull/amazon.ts';
import { listIn, memberOf, textIn } from '../../pull/answers.ts';
import type { Http } from '../../pull/http.ts';
import { recordsInFile } from '../../pull/packed.ts';
import { definePull } from '../../pull/pull.ts';
import { parseJson } from '../../json.ts';

const SOURCE = 'crowdstrike';
/** A note that was handed out is hidden from everybody for so long, and comes again unless it was taken off. */
export const HIDDEN_SECONDS = 30 * 60;
/** The queue is asked in all its parts where it may wait a little; without that it may say that it is empty and be not. */
const WAIT_SECONDS = 5;
/** Notes that may fail before a pull ends: one odd note must not stop the others, but where all fail they should not all be hidden. */
const MOST_FAILED = 3;
/** A queue may fill faster than it is emptied, and other sources wait: what is left in it is for the next pull. */
export const LONGEST = 10 * MINUTE;
/** Files that are our business: events, laptops with their names, interfaces with their routers. */
const OURS = /(?:^|\/)(?:data|fdrv2\/aidmaster|fdrv2\/managedassets)\//;

/**
 * Falcon Data Replicator: notes in a queue name packed files in a bucket. A note is taken off the queue once everything
 * in its files is durable, so the queue is the place to go on from, and the cursor says nothing.
 */
export const pull = definePull({
  access: {
    queue: { doc: 'the address of the SQS queue', problem: addressProblem },
    ...AMAZON_ACCESS,
  },
  needs: 'Falcon Data Replicator, and the access key that the Falcon console makes for its feed.',
  async* pages(_from, { access, http, now }) {
    const buckets = amazonBuckets(SOURCE, { access, http, now });
    const queue = queueOf(http.at(new URL(access.queue).origin, amazonSignature(access, 'sqs', now)), access.queue);
    const failed: unknown[] = [];
    const until = now() + LONGEST;
    // A note is asked for only while there is time for it: one that was handed out is hidden from everybody.
    const next = async (): Promise<Note | undefined> => (now() < until ? queue.next() : undefined);
    for (let note = await next(); note !== undefined; note = await next()) {
      try {
        for await (const records of recordsOf(buckets, note.body)) yield { records, cursor: {} };
      } catch (error) {
        failed.push(error);
        if (failed.length === MOST_FAILED || isAway(error)) throw failed[0];
        continue;
      }
      await queue.takeOff(note);
    }
    if (failed.length > 0) throw failed[0];
  },
});

async function* recordsOf(buckets: Buckets, body: string): AsyncGenerator<readonly unknown[]> {
  const { bucket, paths } = filesIn(body);
  for (const path of paths.filter((path) => OURS.test(path))) yield* recordsInFile(SOURCE, path, await buckets.read(bucket, path));
}

/** The files that a note names. */
function filesIn(body: string): { readonly bucket: string; readonly paths: readonly string[] } {
  let note: unknown;
  try {
    note = parseJson(body);
  } catch {
    // Told below, like any other note that names no files.
  }
  const bucket = textIn(note, 'bucket');
  const paths = listIn(SOURCE, note, 'files').map((file) => textIn(file, 'path'));
  if (bucket === undefined || !paths.every((path) => path !== undefined)) throw new FarmwatchError('source.odd', { source: SOURCE, why: 'a note in the queue names no bucket, or a file without a path' });
  return { bucket, paths: paths as readonly string[] };
}

interface Note { readonly receipt: string; readonly body: string }

/** Undefined where the queue is empty. @see Amazon SQS API Reference, ReceiveMessage, DeleteMessage (AWS JSON protocol) */
function queueOf(sqs: Http, QueueUrl: string): { next(): Promise<Note | undefined>; takeOff(note: Note): Promise<void> } {
  const asked = (action: string, json: Readonly<Record<string, unknown>>) =>
    sqs.send({ url: '/', json: { QueueUrl, ...json }, headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}` } });
  return {
    async next() {
      const answer = (await asked('ReceiveMessage', { MaxNumberOfMessages: 1, VisibilityTimeout: HIDDEN_SECONDS, WaitTimeSeconds: WAIT_SECONDS })).json();
      // Of an empty queue the list is empty, or missing. Whatever else it may be, nothing is taken off for it.
      const [found] = memberOf(answer, 'Messages') === undefined ? [] : listIn(SOURCE, answer, 'Messages');
      if (found === undefined) return undefined;
      const receipt = textIn(found, 'ReceiptHandle');
      if (receipt === undefined) throw new FarmwatchError('source.odd', { source: SOURCE, why: 'the queue hands out a note that cannot be taken off' });
      return { receipt, body: textIn(found, 'Body') ?? '' };
    },
    async takeOff({ receipt }) {
      await asked('DeleteMessage', { ReceiptHandle: receipt });
    },
  };
}

function isAway(error: unknown): boolean {
  return !(error instanceof FarmwatchError) || error.code === 'source.away';
}
