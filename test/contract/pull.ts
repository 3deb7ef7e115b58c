import { afterEach, describe, expect, it } from 'vitest';
import { SHIPPED } from '../../src/catalogue/catalogue.ts';
import type { Source } from '../../src/collect/collector.ts';
import { enricherOver } from '../../src/collect/enrich.ts';
import { pullBook } from '../../src/collect/pull/book.ts';
import { settleAccess } from '../../src/collect/pull/access.ts';
import { collectPull } from '../../src/collect/pull/collect-pull.ts';
import { vendorHttp } from '../../src/collect/pull/http.ts';
import { settleOptions } from '../../src/collect/options.ts';
import { takeInto, type Taker } from '../../src/collect/take.ts';
import { takeRowsInto } from '../../src/collect/take-rows.ts';
import { noCounts, type Counts } from '../../src/collect/tally.ts';
import { settle } from '../../src/core/settings.ts';
import { DAY, HOUR, MINUTE, type Instant } from '../../src/core/time.ts';
import type { Store } from '../../src/store/store.ts';
import { memoryStore } from '../support/memory-store.ts';
import { startStub, type Stub, type StubAnswer, type StubRequest } from '../support/vendor-stub.ts';

/** A row that the vendor holds: when it happened, and from when on it can be fetched. */
export interface StubRow { readonly raw: unknown; readonly at: Instant; readonly seenFrom: Instant }

/** A vendor as the suite plays it: two rows a page, one account. */
export interface PullCase {
  readonly source: Source;
  /** What has to be given to reach the stub; secrets as text. */
  access(url: string): Readonly<Record<string, string>>;
  readonly options?: Readonly<Record<string, string>>;
  /** The `nth` row in the vendor's shape, which becomes one event, or one row of a table. */
  row(nth: number, at: Instant): unknown;
  /**
   * The vendor's answer to a request with a good account, over `rows` in order of time and with two of them a page.
   * Undefined for an address that the vendor does not have, which fails the test.
   */
  answer(request: StubRequest, rows: readonly StubRow[], stub: { readonly url: string; readonly now: Instant }): StubAnswer | undefined;
  /** The address where tokens are had; its answer comes from the suite. Without it the account is fixed. */
  readonly tokenPath?: string;
  /** True where a request shows the fixed account. Without it every request without a `tokenPath` does. */
  isAllowed?(request: StubRequest): boolean;
  /** False where one answer holds everything there is, as with lists of people. */
  readonly isPaged?: false;
  /** How many requests at the end only tidy up, and may fail without harm. */
  readonly tidying?: number;
  /** How late a row may come and is still fetched; an hour where nothing else is said. */
  readonly late?: number;
  /** How long after an event its row can first be fetched. */
  readonly settle?: number;
  /** Of a queue, which hands out what was taken off never again. */
  readonly queue?: {
    /** What was handed out and not taken off comes again after so long. */
    readonly comesAgain: number;
    /** True where a request takes something off. */
    takesOff(request: StubRequest): boolean;
  };
}

const NOW: Instant = Date.UTC(2026, 10, 16, 12);
const PAGE = 2;
/** A pull of many requests is cut at so many of them, spread evenly. */
const CUTS = 12;

/** Where `rows` for one page are cut. @param at number of the first row */
export function pageOf<T>(rows: readonly T[], at: number): { readonly page: readonly T[]; readonly next: number | undefined } {
  return { page: rows.slice(at, at + PAGE), next: at + PAGE < rows.length ? at + PAGE : undefined };
}

/** What every pull must stand: pages, throttling, failures, an account that ends, late rows, repeated pages. */
export function pullSuite(name: string, vendor: PullCase): void {
  describe(`a pull of ${name}`, () => {
    const open: Stub[] = [];
    afterEach(async () => {
      for (const stub of open.splice(0)) await stub.close();
    });

    const { settle: settling = 0, late = HOUR, queue } = vendor;
    const comesAgain = queue?.comesAgain ?? 0;
    const rowAt = (nth: number, ago: number, seenAgo = ago - settling): StubRow => ({ raw: vendor.row(nth, NOW - ago), at: NOW - ago, seenFrom: NOW - seenAgo });

    /** A vendor that holds `rows`, with something that goes wrong. */
    async function aVendor(rows: StubRow[], wrong: (request: StubRequest, nth: number) => StubAnswer | undefined = () => undefined) {
      let now = NOW;
      let asked = 0;
      let token = 1;
      const waits: number[] = [];
      const stub = await startStub((request) => {
        if (vendor.tokenPath !== undefined && request.path === vendor.tokenPath) return { body: { access_token: `token-${token}`, token_type: 'Bearer', expires_in: 3600 } };
        asked++;
        const failure = wrong(request, asked);
        if (failure) return failure;
        const allowed = vendor.tokenPath === undefined ? vendor.isAllowed?.(request) ?? true : request.headers['authorization'] === `Bearer token-${token}`;
        if (!allowed) return { status: 401, body: { error: { code: 'InvalidAuthenticationToken', message: 'Lifetime validation failed, the token is expired.' } } };
        const seen = rows.filter(({ seenFrom }) => seenFrom <= now).sort((a, b) => a.at - b.at);
        const answer = vendor.answer(request, seen, { url: stub.url, now });
        if (!answer) throw new Error(`${name}: no such address: ${request.method} ${request.path}`);
        return answer;
      });
      open.push(stub);
      const store = memoryStore({ now: () => now });
      const book = pullBook(store);
      const access = accessOf(vendor, stub.url);
      const sleep = async (ms: number): Promise<void> => {
        waits.push(ms);
        now += ms;
      };
      const pull = async ({ dryRun = false } = {}): Promise<Counts> => {
        const counts = noCounts();
        const { taker, options } = takerOf(vendor, dryRun ? memoryStore({ now: () => now }) : store, now, counts);
        const http = vendorHttp({ source: vendor.source.id, now: () => now, random: () => 0.5, sleep });
        await collectPull(vendor.source, { name: vendor.source.id, io: { access, options, http, since: now - 30 * DAY, now: () => now }, book, counts, taker, dryRun });
        return counts;
      };
      return {
        stub, book, waits, pull, rows, stored: () => storedIn(store, vendor),
        endToken: () => { token++; },
        pass: (ms: number) => { now += ms; },
      };
    }

    it('takes every page', async () => {
      const { pull } = await aVendor([rowAt(1, 5 * DAY), rowAt(2, 3 * DAY), rowAt(3, DAY)]);

      expect(await pull()).toMatchObject({ read: 3, made: 3, added: 3, rejected: 0 });
    });

    it('of nothing is no failure, and begins no farther back the next time', async () => {
      const { pull, rows, pass } = await aVendor([]);
      const first = await pull();
      pass(HOUR);
      rows.push(rowAt(1, -30 * MINUTE));
      pass(settling);

      expect(first).toMatchObject({ read: 0, rejected: 0 });
      expect(await pull()).toMatchObject({ added: 1 });
    });

    it('adds only what is new the next time', async () => {
      const { pull, rows, pass } = await aVendor([rowAt(1, 3 * DAY), rowAt(2, 2 * DAY)]);
      await pull();
      pass(HOUR);
      rows.push(rowAt(3, -30 * MINUTE));
      pass(settling);

      expect(await pull()).toMatchObject({ added: 1, rejected: 0 });
    });

    it('waits as long as a busy vendor asks for', async () => {
      const { pull, waits } = await aVendor([rowAt(1, 3 * DAY), rowAt(2, 2 * DAY), rowAt(3, DAY)], (_, nth) => (nth === 1 ? { status: 429, headers: { 'retry-after': '7' } } : undefined));

      expect(await pull()).toMatchObject({ added: 3 });
      expect(waits).toEqual([7_000]);
    });

    it('tries again after a failure of the vendor', async () => {
      const { pull, waits } = await aVendor([rowAt(1, 3 * DAY), rowAt(2, 2 * DAY), rowAt(3, DAY)], (_, nth) => (nth === 2 ? { status: 500, body: 'oops' } : undefined));

      expect(await pull()).toMatchObject({ added: 3 });
      expect(waits.length).toBeLessThanOrEqual(1);
    });

    it('of a vendor that stays away gives up, and has everything once it is back', async () => {
      let isAway = true;
      const { pull, book, waits } = await aVendor([rowAt(1, 3 * DAY), rowAt(2, 2 * DAY), rowAt(3, DAY)], () => (isAway ? { status: 503 } : undefined));

      await expect(pull()).rejects.toMatchObject({ code: 'source.away' });
      const cursor = await book.cursorOf(vendor.source.id);
      isAway = false;

      expect(cursor).toBeUndefined();
      expect(waits.length).toBeGreaterThan(3);
      expect(await pull()).toMatchObject({ added: 3 });
    });

    if (vendor.isPaged !== false) it('that ends between two pages loses nothing', async () => {
      let isAway = false;
      let good = 0;
      const { pull } = await aVendor([rowAt(1, 3 * DAY), rowAt(2, 2 * DAY), rowAt(3, DAY)], () => {
        if (!isAway) good++;
        // The page with the last row is the one that fails.
        return isAway ? { status: 503 } : undefined;
      });
      const whole = await pull();
      const pages = good;

      const added: number[] = [];
      const last = pages - (vendor.tidying ?? 0);
      for (let cut = 1; cut < last; cut += Math.ceil(last / CUTS)) {
        let asked = 0;
        isAway = false;
        const again = await aVendor([rowAt(1, 3 * DAY), rowAt(2, 2 * DAY), rowAt(3, DAY)], () => (++asked > cut && isAway ? { status: 503 } : undefined));
        isAway = true;
        await expect(again.pull()).rejects.toMatchObject({ code: 'source.away' });
        isAway = false;
        again.pass(comesAgain);
        await again.pull();
        added.push(await again.stored());
      }

      expect(whole).toMatchObject({ added: 3 });
      expect(pages).toBeGreaterThan(1);
      expect(added).toEqual(added.map(() => 3));
    });

    if (vendor.tokenPath !== undefined) it('gets a new token where one ends in the middle', async () => {
      let ended = false;
      const { pull, endToken } = await aVendor([rowAt(1, 3 * DAY), rowAt(2, 2 * DAY), rowAt(3, DAY)], (_, nth) => {
        if (nth === 2 && !ended) {
          ended = true;
          endToken();
        }
        return undefined;
      });

      expect(await pull()).toMatchObject({ added: 3 });
    });

    if (vendor.tokenPath !== undefined || vendor.isAllowed !== undefined) it('with an account that is refused says so, and what to do', async () => {
      const { pull } = await aVendor([rowAt(1, DAY)], () => ({ status: 401 }));

      await expect(pull()).rejects.toMatchObject({ code: 'source.refused', message: expect.stringMatching(/401.*secret/) });
    });

    it('sees a row that came late', async () => {
      const { pull, rows, pass } = await aVendor([rowAt(1, 2 * DAY), rowAt(2, HOUR + settling)]);
      await pull();
      pass(10 * MINUTE);
      // It happened before what was fetched last.
      rows.push(rowAt(3, Math.min(late, 2 * HOUR) - MINUTE + settling, -5 * MINUTE));

      expect(await pull()).toMatchObject({ added: 1 });
    });

    if (queue === undefined) it('counts a repeated page once', async () => {
      const { pull, book } = await aVendor([rowAt(1, 3 * DAY), rowAt(2, 2 * DAY), rowAt(3, DAY)]);
      await pull();
      await book.forget(vendor.source.id);

      expect(await pull()).toMatchObject({ read: 3, added: 0, known: 3 });
    });

    if (queue !== undefined) it('counts once what was taken, but could not be taken off', async () => {
      let isAway = true;
      const { pull, pass, stored } = await aVendor([rowAt(1, 3 * DAY), rowAt(2, 2 * DAY), rowAt(3, DAY)], (request) => (isAway && queue.takesOff(request) ? { status: 503 } : undefined));
      await expect(pull()).rejects.toMatchObject({ code: 'source.away' });
      const before = await stored();
      isAway = false;
      pass(comesAgain);

      expect(await pull()).toMatchObject({ read: 3, added: 3 - before, known: before });
      expect(before).toBeGreaterThan(0);
    });

    it('that only looks takes nothing away', async () => {
      const { pull, book, pass } = await aVendor([rowAt(1, 3 * DAY), rowAt(2, 2 * DAY), rowAt(3, DAY)]);
      await pull({ dryRun: true });
      const cursor = await book.cursorOf(vendor.source.id);
      pass(comesAgain);

      expect(cursor).toBeUndefined();
      expect(await pull()).toMatchObject({ added: 3 });
    });

    it('moves on only once everything before is durable', async () => {
      const { stub, book, pass } = await aVendor([rowAt(1, DAY)]);
      const store: Store = memoryStore({ now: () => NOW });
      const away: Store = { ...store, events: { ...store.events, append: () => Promise.reject(new Error('the store is away')) }, shelf: () => { throw new Error('the store is away'); } };
      const counts = noCounts();
      const { taker, options } = takerOf(vendor, away, NOW, counts);
      const access = accessOf(vendor, stub.url);
      const http = vendorHttp({ source: vendor.source.id, now: () => NOW, random: () => 0.5, sleep: async () => {} });

      await expect(collectPull(vendor.source, { name: vendor.source.id, io: { access, options, http, since: NOW - 30 * DAY, now: () => NOW }, book, counts, taker })).rejects.toThrow('the store is away');

      pass(comesAgain);
      const kept = await book.cursorOf(vendor.source.id);
      await book.forget(vendor.source.id);
      if (kept !== undefined) await book.moved(vendor.source.id, kept);
      const { taker: again } = takerOf(vendor, store, NOW, counts);
      await collectPull(vendor.source, { name: vendor.source.id, io: { access, options, http, since: NOW - 30 * DAY, now: () => NOW }, book, counts, taker: again });

      expect(await storedIn(store, vendor)).toBe(1);
    });
  });
}

/** Where the records of a case go in. */
function takerOf({ source, options: wanted }: PullCase, store: Store, at: Instant, counts: Counts): { readonly taker: Taker; readonly options: Readonly<Record<string, string>> } {
  const { texts: options } = settleOptions(source, wanted);
  const context = { settings: settle(source.settings).values, options };
  const kind = source.tableOf?.(options);
  const rejects = { file: '', note() {}, flush() {} };
  if (kind !== undefined) return { options, taker: takeRowsInto(source, { kind, context, rejects, at, registry: { store, key: { version: 1, secret: Buffer.alloc(32, 7) } } }, counts) };
  return { options, taker: takeInto(source, { store, catalogue: SHIPPED, enricher: enricherOver('none', () => ({})), rejects, stamp: at, now: () => at, context }, counts) };
}

/** How many events or rows came of it all. */
async function storedIn(store: Store, { source, options }: PullCase): Promise<number> {
  const isTable = source.tableOf?.(settleOptions(source, options).texts) !== undefined;
  return isTable ? (await Array.fromAsync(store.shelf('registry').list())).length : (await store.events.census()).rows;
}

/** What has to be given to reach a stub, with defaults. */
function accessOf({ source, access }: PullCase, url: string): Readonly<Record<string, string>> {
  return { ...settleAccess(source.pull!.access, {}).texts, ...access(url) };
}
