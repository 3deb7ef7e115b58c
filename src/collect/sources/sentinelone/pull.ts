import { DAY, dayOf, isoOf, MINUTE } from '../../../core/time.ts';
import { FarmwatchError } from '../../../errors.ts';
import { hostProblem } from '../../pull/access.ts';
import { AMAZON_ACCESS, amazonBuckets, type StoredFile } from '../../pull/amazon.ts';
import { anotherPlace, listIn, textIn } from '../../pull/answers.ts';
import { fixedHeader } from '../../pull/auth.ts';
import { isGone } from '../../pull/http.ts';
import { recordsInFile } from '../../pull/packed.ts';
import { definePull, type Cursor, type Page, type PullIo } from '../../pull/pull.ts';
import { cursorMoved, endedAt, oneByOne, pagesByWindow } from '../../pull/windows.ts';
import { MOST_TORN, tornIn, withTorn } from './torn.ts';

const SOURCE = 'sentinelone';
/** Both clocks are of when a record arrived. A file is dated by when its upload began, so it may appear a little later. */
const WINDOW = { overlap: 15 * MINUTE, span: 7 * DAY };
/** Folders are named by day; whether by that of the events or of their delivery is not documented. */
const FOLDERS_BACK = 3 * DAY;
/** The cursor keeps when the last file was written under this name. */
const FUNNEL = 'funnel';
const PAGE = 1_000;
/** A device was plugged into a laptop. */
const DEVICE_CONNECTED = 5126;

const access = {
  bucket: { doc: 'the S3 bucket of Cloud Funnel; without it none is read', optional: true },
  prefix: { doc: 'the folder in it', is: 's1/cloud_funnel' },
  region: { ...AMAZON_ACCESS.region, optional: true },
  key_id: { ...AMAZON_ACCESS.key_id, optional: true },
  key: { ...AMAZON_ACCESS.key, optional: true },
  s3: AMAZON_ACCESS.s3,
  url: { doc: 'the address of the management console, such as https://example.sentinelone.net; without it no activities are asked for', optional: true, problem: hostProblem },
  token: { doc: 'an API token of a service user with the role Viewer', optional: true, secret: true },
} as const;

type Access = { readonly [Name in keyof typeof access]: string };
type Io = PullIo & { readonly access: Access };

/** The two ways in, which of them are wanted, and what each needs. */
function waysIn({ bucket, region, key_id: keyId, key, url, token }: Access) {
  return [{ is: url !== '', needs: [token], pages: activityPages }, { is: bucket !== '', needs: [region, keyId, key], pages: funnelPages }];
}

/** USB devices from the console's activities, and files of Cloud Funnel in the order in which they were written; either may be left out. */
export const pull = definePull({
  access,
  missing(given) {
    const ways = waysIn(given).filter(({ is }) => is);
    return ways.length > 0 && ways.every(({ needs }) => !needs.includes('')) ? undefined : 'give bucket with region, key_id and key, or url with token, or both';
  },
  needs: 'Cloud Funnel with an access key that may list and read its bucket; for USB devices a service user of the console with the role Viewer.',
  async* pages(from, io) {
    // The console first: it is soon asked.
    yield* oneByOne(from, waysIn(io.access).filter(({ is }) => is).map(({ pages }) => (cursor) => pages(cursor, io)));
  },
});

async function* funnelPages(from: Cursor, { access, http, now, since }: Io): AsyncGenerator<Page> {
  const s3 = amazonBuckets(SOURCE, { access, http, now });
  const ended = endedAt(from, FUNNEL);
  const begin = ended === undefined ? since : ended - WINDOW.overlap;
  const folder = `${access.prefix.replace(/\/+$/, '')}/`;
  const files: StoredFile[] = [];
  for await (const page of s3.list(access.bucket, { prefix: folder, after: folder + dayOf(begin - FOLDERS_BACK).replaceAll('-', '/') })) files.push(...page.filter(({ at }) => at >= begin));
  const torn = new Map(tornIn(from, now()));
  const failed: unknown[] = [];
  let cursor = from;
  const written = files.toSorted((a, b) => a.at - b.at);
  // What was torn the last time may be whole by now.
  const again = [...torn.keys()].filter((key) => !files.some((file) => file.key === key));
  for (const { key, at } of [...again.map((key) => ({ key, at: undefined })), ...written]) {
    try {
      for await (const records of recordsInFile(SOURCE, key, await s3.read(access.bucket, key))) yield { records, cursor };
      torn.delete(key);
    } catch (error) {
      const isKnown = torn.has(key);
      if (isKnown && isGone(error)) torn.delete(key);
      else if (isTorn(error) && (isKnown || torn.size < MOST_TORN)) {
        torn.set(key, torn.get(key) ?? now());
        failed.push(error);
      } else throw error;
    }
    cursor = withTorn(at === undefined ? cursor : cursorMoved(at, { before: cursor, end: written.at(-1)!.at, name: FUNNEL }), torn);
    yield { records: [], cursor };
  }
  if (failed.length > 0) throw failed[0];
}

/** True for what is wrong with a file, and not with the bucket or the way there. */
function isTorn(error: unknown): boolean {
  return error instanceof FarmwatchError && error.code === 'source.odd';
}

function activityPages(from: Cursor, { access, http, now, since }: Io): AsyncIterable<Page> {
  const management = http.at(access.url, fixedHeader('authorization', `ApiToken ${access.token}`));
  return pagesByWindow(from, { since, now }, { ...WINDOW, name: 'activities' }, async function* activities(window) {
    let page: string | undefined;
    do {
      const query = { activityTypes: DEVICE_CONNECTED, createdAt__gte: isoOf(window.from), createdAt__lt: isoOf(window.to), sortBy: 'createdAt', sortOrder: 'asc', limit: PAGE };
      const answer = (await management.send({ url: 'web/api/v2.1/activities', query: { ...query, ...(page === undefined ? {} : { cursor: page }) } })).json();
      yield listIn(SOURCE, answer, 'data');
      page = anotherPlace(SOURCE, page, textIn(answer, 'pagination', 'nextCursor'));
    } while (page !== undefined);
  });
}
