import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { AMAZON_KEY, isSigned, listAnswer } from '../../../../test/support/amazon-stub.ts';
import { pagesOf, type PulledPages } from '../../../../test/support/pulled-pages.ts';
import { pageOf, pullSuite } from '../../../../test/contract/pull.ts';
import { DAY, dayOf, HOUR, isoOf, MINUTE, type Instant } from '../../../core/time.ts';
import { settlePull } from '../../pull/access.ts';
import { sentinelone } from './sentinelone.ts';
import { MOST_TORN } from './torn.ts';

const BUCKET = 'acme-funnel';
const funnel = (url: string) => ({ bucket: BUCKET, s3: url, ...AMAZON_KEY });
const folderOf = (at: Instant): string => `s1/cloud_funnel/${dayOf(at).replaceAll('-', '/')}/account_id=7`;
const aProgram = (id: unknown, at: number) => ({ 'event.type': 'Process Creation', 'event.time': at, 'event.id': `e-${id}`, 'agent.uuid': 'a1', 'endpoint.name': 'LT-7', 'endpoint.os': 'windows', 'tgt.process.name': 'tool.exe', 'tgt.process.user': 'ACME\\kim' });
const packed = (...records: readonly unknown[]): Buffer => gzipSync(records.map((record) => `${JSON.stringify(record)}\n`).join(''));

pullSuite('SentinelOne Cloud Funnel', {
  source: sentinelone,
  access: funnel,
  isAllowed: (request) => isSigned(request, 's3'),
  row: aProgram,
  // A file for each row, written when it can be seen.
  answer({ path, query }, rows) {
    const files = rows.map(({ raw, seenFrom }, nth) => ({ key: `${folderOf(seenFrom)}/${(raw as { 'event.id': string })['event.id']}.json.gz`, at: isoOf(seenFrom), nth })).toSorted((a, b) => (a.key < b.key ? -1 : 1));
    if (path !== `/${BUCKET}`) {
      const file = files.find(({ key }) => `/${BUCKET}/${key}` === decodeURIComponent(path));
      return file && { body: packed(rows[file.nth]!.raw) };
    }
    if (query.get('list-type') !== '2' || query.get('prefix') !== 's1/cloud_funnel/') return { status: 400 };
    const token = query.get('continuation-token');
    const { after, at } = token === null ? { after: query.get('start-after') ?? '', at: 0 } : JSON.parse(token) as { after: string; at: number };
    const { page, next } = pageOf(files.filter(({ key }) => key > after), at);
    return { body: listAnswer(page, next === undefined ? undefined : JSON.stringify({ after, at: next })) };
  },
});

pullSuite('the console of SentinelOne', {
  source: sentinelone,
  access: (url) => ({ url, token: 'secret' }),
  isAllowed: ({ headers }) => headers['authorization'] === 'ApiToken secret',
  row: (nth, at) => ({ id: `a-${nth}`, activityType: 5126, accountId: '7', createdAt: isoOf(at), data: { interface: 'USB', eventType: 'connected', eventTime: isoOf(at), vendorId: '46d', productId: 'c31c', computerName: 'LT-7' } }),
  answer({ path, query }, rows) {
    if (path !== '/web/api/v2.1/activities' || query.get('activityTypes') !== '5126' || query.get('sortOrder') !== 'asc') return undefined;
    const [from, to] = [Date.parse(query.get('createdAt__gte') ?? ''), Date.parse(query.get('createdAt__lt') ?? '')];
    // In order of when the console learned of it.
    const { page, next } = pageOf(rows.filter(({ seenFrom }) => seenFrom >= from && seenFrom < to).toSorted((a, b) => a.seenFrom - b.seenFrom), Number(query.get('cursor') ?? 0));
    return { body: { data: page.map(({ raw }) => raw), pagination: { nextCursor: next === undefined ? null : String(next), totalItems: rows.length } } };
  },
});

describe('a pull of SentinelOne', () => {
  const NOW = Date.UTC(2026, 10, 16, 12);
  const open: PulledPages[] = [];
  afterEach(async () => {
    for (const pages of open.splice(0)) await pages.close();
  });

  /** A funnel with these files, and a console where nothing was plugged in. */
  async function aCompany(files: Record<string, { readonly at: Instant; readonly body: Buffer }>, access: (url: string) => Readonly<Record<string, string>> = funnel) {
    const pages = await pagesOf(sentinelone, {
      access, now: NOW,
      answer: ({ path, query }) => {
        if (path === '/web/api/v2.1/activities') return { body: { data: [], pagination: { nextCursor: null } } };
        if (path === `/${BUCKET}`) return { body: listAnswer(Object.entries(files).filter(([key]) => key > query.get('start-after')!).map(([key, { at }]) => ({ key, at: isoOf(at) }))) };
        const file = files[decodeURIComponent(path).slice(BUCKET.length + 2)];
        return file && { body: file.body };
      },
    });
    open.push(pages);
    const read = (): readonly string[] => pages.asked().filter((path) => path.startsWith(`/${BUCKET}/`)).map((path) => path.split('/').at(-1)!);
    return { ...pages, read };
  }

  it('reads files in the order in which they were written, whatever they are called, and no older ones', async () => {
    const { pull, read, cursor } = await aCompany({
      [`${folderOf(NOW)}/a.gz`]: { at: NOW - HOUR, body: packed(aProgram(1, NOW)) }, [`${folderOf(NOW)}/b.gz`]: { at: NOW - 2 * HOUR, body: packed(aProgram(2, NOW)) },
      [`${folderOf(NOW)}/c.gz`]: { at: NOW - 2 * DAY, body: packed(aProgram(3, NOW)) },
    });

    expect(await pull()).toMatchObject([{ 'event.id': 'e-2' }, { 'event.id': 'e-1' }]);
    expect(read()).toEqual(['b.gz', 'a.gz']);
    expect(cursor()).toEqual({ funnel: isoOf(NOW - HOUR) });
  });

  it('finds a file that was written late into an earlier folder, and reads again what was written shortly before', async () => {
    const files: Parameters<typeof aCompany>[0] = { [`${folderOf(NOW)}/a.gz`]: { at: NOW - HOUR, body: packed(aProgram(1, NOW)) }, [`${folderOf(NOW)}/b.gz`]: { at: NOW - 2 * HOUR, body: packed(aProgram(2, NOW)) } };
    const { pull, read } = await aCompany(files);
    await pull();
    files[`${folderOf(NOW - 2 * DAY)}/z.gz`] = { at: NOW - MINUTE, body: packed(aProgram(3, NOW - 2 * DAY)) };

    expect(await pull()).toMatchObject([{ 'event.id': 'e-1' }, { 'event.id': 'e-3' }]);
    expect(read().slice(2)).toEqual(['a.gz', 'z.gz']);
  });

  const aFile = (nth: number, hoursAgo: number, isTorn = false) => ({ [`${folderOf(NOW)}/${nth}${isTorn ? '-torn' : ''}.gz`]: { at: NOW - hoursAgo * HOUR, body: isTorn ? packed(aProgram(nth, NOW)).subarray(0, -9) : packed(aProgram(nth, NOW)) } });

  it('passes a torn file, names it, and tries it again for a day', async () => {
    const { pull, read, pass } = await aCompany({ ...aFile(1, 5), ...aFile(2, 4, true), ...aFile(3, 3) });
    const torn = { code: 'source.odd', message: expect.stringContaining('account_id=7/2-torn.gz') };

    await expect(pull()).rejects.toMatchObject(torn);
    pass(HOUR);
    await expect(pull()).rejects.toMatchObject(torn);
    pass(DAY);
    await pull();

    // Each pull begins with the last quarter of an hour of the one before.
    expect(read()).toEqual(['1.gz', '2-torn.gz', '3.gz', '2-torn.gz', '3.gz', '3.gz']);
  });

  it('takes a torn file that was mended', async () => {
    const files: Parameters<typeof aCompany>[0] = { ...aFile(2, 4, true), ...aFile(3, 3) };
    const { pull, cursor } = await aCompany(files);
    await expect(pull()).rejects.toMatchObject({ code: 'source.odd' });
    const before = cursor();
    Object.assign(files, { [`${folderOf(NOW)}/2-torn.gz`]: { at: NOW - 4 * HOUR, body: packed(aProgram(2, NOW)) } });

    expect(await pull()).toMatchObject([{ 'event.id': 'e-2' }, { 'event.id': 'e-3' }]);
    expect(Object.keys(before!)).toContain('torn');
    expect(cursor()).toEqual({ funnel: isoOf(NOW - 3 * HOUR) });
  });

  it('forgets a torn file that was taken away', async () => {
    const files: Parameters<typeof aCompany>[0] = { ...aFile(2, 4, true), ...aFile(3, 3) };
    const { pull, cursor } = await aCompany(files);
    await expect(pull()).rejects.toMatchObject({ code: 'source.odd' });
    delete files[`${folderOf(NOW)}/2-torn.gz`];

    await pull();

    expect(cursor()).toEqual({ funnel: isoOf(NOW - 3 * HOUR) });
  });

  it('ends where file after file is torn', async () => {
    const { pull, read } = await aCompany(Object.assign({}, ...Array.from({ length: 15 }, (_, nth) => aFile(nth + 10, 23 - nth, true))));

    await expect(pull()).rejects.toMatchObject({ code: 'source.odd' });

    expect(read()).toHaveLength(MOST_TORN + 1);
  });

  it('takes both ways where both are given', async () => {
    const { pull, asked, cursor } = await aCompany({}, (url) => ({ ...funnel(url), url, token: 'secret' }));

    await pull();

    expect(asked()).toEqual(['/web/api/v2.1/activities', `/${BUCKET}`]);
    expect(cursor()).toEqual({ activities: isoOf(NOW) });
  });

  it.each([[{}], [{ bucket: BUCKET }], [{ bucket: BUCKET, ...AMAZON_KEY, key: 'env:KEY', url: 'https://example.sentinelone.net' }]])('says what is missing in %j', (access) => {
    expect(settlePull(sentinelone.pull!, access).problems).toEqual(['pull: give bucket with region, key_id and key, or url with token, or both']);
  });
});
