import { settleAccess } from '../../src/collect/pull/access.ts';
import { vendorHttp } from '../../src/collect/pull/http.ts';
import type { Cursor } from '../../src/collect/pull/pull.ts';
import type { Source } from '../../src/collect/collector.ts';
import { DAY, type Instant } from '../../src/core/time.ts';
import { startStub, type StubAnswer, type StubRequest } from './vendor-stub.ts';

/** Pulls of one source from a stub, without a store: for what is particular to a vendor. */
export interface PulledPages {
  /** One pull to its end, from where the last one ended. */
  pull(): Promise<readonly unknown[]>;
  cursor(): Cursor | undefined;
  requests(): readonly StubRequest[];
  /** Paths that were asked for, in order. */
  asked(): readonly string[];
  pass(ms: number): void;
  close(): Promise<void>;
}

export async function pagesOf(source: Source, { access, answer, now: begin, backDays = 1 }: {
  readonly access: (url: string) => Readonly<Record<string, string>>;
  readonly answer: (request: StubRequest, stub: { readonly url: string; readonly now: Instant }) => StubAnswer | undefined;
  readonly now: Instant;
  readonly backDays?: number;
}): Promise<PulledPages> {
  let now = begin;
  let cursor: Cursor | undefined;
  const stub = await startStub((request) => answer(request, { url: stub.url, now }) ?? { status: 404 });
  const http = vendorHttp({ source: source.id, now: () => now, random: () => 0, sleep: async (ms) => { now += ms; } });
  return {
    async pull() {
      const records: unknown[] = [];
      const io = { access: { ...settleAccess(source.pull!.access, {}).texts, ...access(stub.url) }, options: {}, http, since: now - backDays * DAY, now: () => now };
      for await (const page of source.pull!.pages(cursor, io)) {
        records.push(...page.records);
        cursor = page.cursor;
      }
      return records;
    },
    cursor: () => cursor,
    requests: () => stub.requests,
    asked: () => stub.requests.map(({ path }) => path),
    pass: (ms) => { now += ms; },
    close: () => stub.close(),
  };
}
