import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { AMAZON_KEY, isSigned } from '../../../../test/support/amazon-stub.ts';
import { pagesOf, type PulledPages } from '../../../../test/support/pulled-pages.ts';
import { pageOf, pullSuite, type StubRow } from '../../../../test/contract/pull.ts';
import type { StubAnswer, StubRequest } from '../../../../test/support/vendor-stub.ts';
import { MINUTE, SECOND, type Instant } from '../../../core/time.ts';
import { crowdstrike } from './crowdstrike.ts';
import { HIDDEN_SECONDS, LONGEST } from './pull.ts';

const QUEUE = '/292230061137/cs-prod-queue';
const BUCKET = 'cs-prod-bucket';
const access = (url: string) => ({ queue: `${url}${QUEUE}`, s3: url, ...AMAZON_KEY });
const isQueue = ({ method, path }: StubRequest): boolean => method === 'POST' && path === '/';
const actionOf = ({ headers }: StubRequest): string | undefined => /^AmazonSQS\.(\w+)$/.exec(headers['x-amz-target'] ?? '')?.[1];

interface Note { readonly body: string; hiddenUntil: Instant }

/** A queue as Amazon keeps one: what is handed out is hidden for a while, what is taken off is gone. */
function aQueue() {
  const notes: Note[] = [];
  return {
    add: (body: unknown) => { notes.push({ body: typeof body === 'string' ? body : JSON.stringify(body), hiddenUntil: 0 }); },
    left: () => notes.length,
    answer(request: StubRequest, url: string, now: Instant): StubAnswer {
      const asked = JSON.parse(request.body) as { readonly QueueUrl: string; readonly ReceiptHandle?: string; readonly VisibilityTimeout?: number; readonly MaxNumberOfMessages?: number };
      if (request.headers['content-type'] !== 'application/x-amz-json-1.0' || asked.QueueUrl !== `${url}${QUEUE}`) return { status: 400, body: { __type: 'com.amazonaws.sqs#QueueDoesNotExist' } };
      if (actionOf(request) === 'DeleteMessage') {
        const at = notes.findIndex(({ body }) => Buffer.from(body).toString('base64') === asked.ReceiptHandle);
        if (at >= 0) notes.splice(at, 1);
        return { body: {} };
      }
      if (actionOf(request) !== 'ReceiveMessage' || asked.MaxNumberOfMessages !== 1) return { status: 400 };
      const note = notes.find(({ hiddenUntil }) => hiddenUntil <= now);
      if (!note) return { body: {} };
      note.hiddenUntil = now + asked.VisibilityTimeout! * SECOND;
      return { body: { Messages: [{ MessageId: 'm', ReceiptHandle: Buffer.from(note.body).toString('base64'), MD5OfBody: '', Body: note.body }] } };
    },
  };
}

const aNote = (paths: readonly string[], bucket = BUCKET) => ({ cid: 'c1', timestamp: 1793628207441, fileCount: paths.length, totalSize: 1, bucket, pathPrefix: 'data/1', files: paths.map((path) => ({ path, size: 1, checksum: 'x' })) });
const aHeartbeat = (nth: number, at: number) => ({ event_simpleName: 'SensorHeartbeat', aid: 'a1', cid: 'c1', aip: '198.51.100.23', id: `e-${nth}`, timestamp: String(at) });
const packed = (records: readonly unknown[]): Buffer => gzipSync(records.map((record) => `${JSON.stringify(record)}\n`).join(''));

/** What each company that is played has in its queue, and how many of its rows stand in files. */
const feeds = new Map<string, { readonly queue: ReturnType<typeof aQueue>; readonly files: (readonly StubRow[])[] }>();

pullSuite('CrowdStrike Falcon', {
  source: crowdstrike,
  access,
  isAllowed: (request) => isSigned(request, isQueue(request) ? 'sqs' : 's3'),
  queue: { comesAgain: HIDDEN_SECONDS * SECOND, takesOff: (request) => actionOf(request) === 'DeleteMessage' },
  row: aHeartbeat,
  answer(request, rows, { url, now }) {
    let feed = feeds.get(url);
    if (!feed) feeds.set(url, (feed = { queue: aQueue(), files: [] }));
    const held = feed.files.flat();
    // Two rows a file; what appears later gets a file of its own.
    for (let fresh = rows.filter((row) => !held.includes(row)); fresh.length > 0;) {
      const { page } = pageOf(fresh, 0);
      feed.queue.add(aNote([`data/1/part-${feed.files.length}.gz`]));
      feed.files.push(page);
      fresh = fresh.slice(page.length);
    }
    if (isQueue(request)) return feed.queue.answer(request, url, now);
    const file = new RegExp(`^/${BUCKET}/data/1/part-(\\d+)\\.gz$`).exec(request.path)?.[1];
    return file === undefined ? undefined : { body: packed(feed.files[Number(file)]!.map(({ raw }) => raw)) };
  },
});

describe('a pull of Falcon Data Replicator', () => {
  const NOW = Date.UTC(2026, 10, 16, 12);
  const open: PulledPages[] = [];
  afterEach(async () => {
    for (const pages of open.splice(0)) await pages.close();
  });

  /** A feed with these notes, and these files in its bucket. */
  async function aFeed(notes: readonly unknown[], files: Readonly<Record<string, Buffer>>) {
    const queue = aQueue();
    for (const note of notes) queue.add(note);
    const pages = await pagesOf(crowdstrike, {
      access, now: NOW,
      answer: (request, { url, now }) => {
        if (isQueue(request)) return queue.answer(request, url, now);
        const body = files[decodeURIComponent(request.path)];
        return !isSigned(request, 's3') ? { status: 403 } : body === undefined ? { status: 404 } : { body };
      },
    });
    open.push(pages);
    return { ...pages, left: queue.left };
  }

  it('takes a note off once all its files were taken, and leaves files that are not our business', async () => {
    const { pull, asked, left } = await aFeed([aNote(['data/1/a=1/part 0.gz', 'fdrv2/aidmaster/1/part-0.gz', 'fdrv2/userinfo/1/part-0.gz', 'fdrv2/notmanaged/1/part-0.gz'])], {
      [`/${BUCKET}/data/1/a=1/part 0.gz`]: packed([aHeartbeat(1, NOW), aHeartbeat(2, NOW)]), [`/${BUCKET}/fdrv2/aidmaster/1/part-0.gz`]: packed([{ aid: 'a1', cid: 'c1', ComputerName: 'LT-7' }]),
    });

    expect(await pull()).toHaveLength(3);
    expect(left()).toBe(0);
    expect(asked().filter((path) => path !== '/')).toEqual([`/${BUCKET}/data/1/a%3D1/part%200.gz`, `/${BUCKET}/fdrv2/aidmaster/1/part-0.gz`]);
  });

  it.each([
    ['that is no JSON', 'hello'], ['without files', { bucket: BUCKET }], ['with a file without a path', { bucket: BUCKET, files: [{}] }],
    ['about a torn file', aNote(['data/1/torn.gz'])], ['about a file that is not there', aNote(['data/1/gone.gz'])],
    ['that leads to another bucket', aNote(['data/../../other-bucket/data/1.gz'])], ['about a bucket that is none', aNote(['data/1/good.gz'], 'x/../y')],
  ])('leaves a note %s in the queue, takes the others, and tells', async (_, odd) => {
    const good = packed([aHeartbeat(1, NOW)]);
    const { pull, left, asked } = await aFeed([odd, aNote(['data/1/good.gz'])], { [`/${BUCKET}/data/1/torn.gz`]: good.subarray(0, -9), [`/${BUCKET}/data/1/good.gz`]: good });

    await expect(pull()).rejects.toMatchObject({ code: expect.stringMatching(/source\.(odd|refused)/) });

    expect(left()).toBe(1);
    expect(asked()).toContain(`/${BUCKET}/data/1/good.gz`);
  });

  it('ends where several notes fail, and hides no more of them', async () => {
    const { pull, asked } = await aFeed(['a', 'b', 'c', 'd', 'e'], {});

    await expect(pull()).rejects.toMatchObject({ code: 'source.odd' });

    expect(asked()).toHaveLength(3);
  });

  it('ends after a while, though there is always one more note', async () => {
    let notes = 0;
    const pages: PulledPages = await pagesOf(crowdstrike, {
      access, now: NOW,
      answer: (request) => {
        // Each file takes a minute.
        if (!isQueue(request)) return pages.pass(MINUTE), { body: packed([aHeartbeat(notes, NOW)]) };
        return { body: actionOf(request) === 'DeleteMessage' ? {} : { Messages: [{ ReceiptHandle: `r-${++notes}`, Body: JSON.stringify(aNote([`data/1/${notes}.gz`])) }] } };
      },
    });
    open.push(pages);

    expect(await pages.pull()).toHaveLength(LONGEST / MINUTE);
    expect(await pages.pull()).toHaveLength(LONGEST / MINUTE);
  });
});
