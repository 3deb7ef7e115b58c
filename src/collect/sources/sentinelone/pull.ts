import { DAY, dayOf, isoOf, MINUTE } from '../../../core/time.ts';
import { hostProblem } from '../../pull/access.ts';
import { AMAZON_ACCESS, amazonBuckets, type StoredFile } from '../../pull/amazon.ts';
import { anotherPlace, listIn, textIn } from '../../pull/answers.ts';
import { fixedHeader } from '../../pull/auth.ts';
import { recordsInFile } from '../../pull/packed.ts';
import { definePull, type Cursor, type Page, type PullIo } from '../../pull/pull.ts';
import { cursorIn, windowsFrom } from '../../pull/windows.ts';

const SOURCE = 'sentinelone';
/** Both clocks are of when a record arrived. A file is dated by when its upload began, so it may appear a little later. */
const WINDOW = { overlap: 15 * MINUTE, span: 7 * DAY };
/** Folders are named by day; whether by that of the events or of their delivery is not documented. */
const FOLDERS_BACK = 3 * DAY;
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
    // The console first: it is soon asked, and a file that is torn must not stand before it.
    const ways = waysIn(io.access).filter(({ is }) => is);
    let cursor: Cursor = from ?? {};
    for (const { pages } of ways) {
      for await (const page of pages(cursor, io)) {
        yield page;
        cursor = page.cursor;
      }
    }
  },
});

async function* funnelPages(from: Cursor, { access, http, now, since }: Io): AsyncGenerator<Page> {
  const s3 = amazonBuckets(SOURCE, { access, http, now });
  const begin = typeof from['funnel'] === 'string' ? Date.parse(from['funnel']) - WINDOW.overlap : since;
  const folder = `${access.prefix.replace(/\/+$/, '')}/`;
  const files: StoredFile[] = [];
  for await (const page of s3.list(access.bucket, { prefix: folder, after: folder + dayOf(begin - FOLDERS_BACK).replaceAll('-', '/') })) files.push(...page.filter(({ at }) => at >= begin));
  let cursor = from;
  for (const { key, at } of files.toSorted((a, b) => a.at - b.at)) {
    for await (const records of recordsInFile(SOURCE, key, await s3.read(access.bucket, key))) yield { records, cursor };
    cursor = { ...cursor, funnel: isoOf(at) };
    yield { records: [], cursor };
  }
}

async function* activityPages(from: Cursor, { access, http, now, since }: Io): AsyncGenerator<Page> {
  const management = http.at(access.url, fixedHeader('authorization', `ApiToken ${access.token}`));
  let cursor = from;
  for (const window of windowsFrom(cursorIn(from, 'activities'), { since, now: now() }, WINDOW)) {
    let page: string | undefined;
    do {
      const query = { activityTypes: DEVICE_CONNECTED, createdAt__gte: isoOf(window.from), createdAt__lt: isoOf(window.to), sortBy: 'createdAt', sortOrder: 'asc', limit: PAGE };
      const answer = (await management.send({ url: 'web/api/v2.1/activities', query: { ...query, ...(page === undefined ? {} : { cursor: page }) } })).json();
      yield { records: listIn(SOURCE, answer, 'data'), cursor };
      page = anotherPlace(SOURCE, page, textIn(answer, 'pagination', 'nextCursor'));
    } while (page !== undefined);
    cursor = { ...cursor, activities: isoOf(window.to) };
    yield { records: [], cursor };
  }
}
