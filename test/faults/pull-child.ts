import { SHIPPED } from '../../src/catalogue/catalogue.ts';
import { pullBook, type PullBook } from '../../src/collect/pull/book.ts';
import { collectPull } from '../../src/collect/pull/collect-pull.ts';
import { vendorHttp } from '../../src/collect/pull/http.ts';
import { okta } from '../../src/collect/sources/okta/okta.ts';
import { takeInto, type Taker } from '../../src/collect/take.ts';
import { noCounts } from '../../src/collect/tally.ts';
import { openDuckdbStore } from '../../src/store/duckdb/duckdb-store.ts';
import { enricherOver } from '../../src/collect/enrich.ts';

/**
 * One pull into an embedded store, after which old rows are forgotten and the file is made compact. It says before and after
 * each step where it is, so that it can be killed there. It ends with `whole` once the vendor has nothing more.
 */
const [folder = '', url = '', now = '0', oldest = '0'] = process.argv.slice(2);
const at = Number(now);
const say = (point: string): void => void process.stdout.write(`${point}\n`);

say('open');
const store = await openDuckdbStore({ folder, now: () => at });
const counts = noCounts();
const taken: Taker = takeInto(okta, { store, catalogue: SHIPPED, enricher: enricherOver('none', () => ({})), rejects: undefined, stamp: at, now: () => at, context: { settings: {}, options: { sso: 'use' } } }, counts);
const taker: Taker = {
  async take(record) {
    say('map');
    await taken.take(record);
  },
  async flush() {
    say('append');
    await taken.flush();
    say('appended');
  },
};
const kept: PullBook = pullBook(store);
const book: PullBook = {
  ...kept,
  async moved(name, cursor) {
    say('cursor');
    await kept.moved(name, cursor);
    say('moved');
  },
};
const http = vendorHttp({ source: 'okta', now: () => at, random: () => 0, sleep: async () => {} });
await collectPull(okta, { name: 'okta', io: { access: { url, token: 'secret' }, options: {}, http, since: at - 30 * 86_400_000, now: () => at }, book, counts, taker });
say('compact');
await store.events.forget({ before: Number(oldest) }, 'too old');
say('compacted');
say('close');
await store.close();
say('whole');
