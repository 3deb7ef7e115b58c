import { FarmwatchError } from '../../errors.ts';
import { DAY, HOUR, isoOf } from '../../core/time.ts';
import { addressProblem } from '../pull/access.ts';
import { anotherPlace, listIn, memberOf, textIn } from '../pull/answers.ts';
import { basic, fixedHeader } from '../pull/auth.ts';
import type { Authorise, Http } from '../pull/http.ts';
import type { Cursor, Page, PullIo } from '../pull/pull.ts';
import { pagesByWindow, type TimeWindow } from '../pull/windows.ts';
import { ecs } from '../sources/ecs/ecs.ts';
import { defineChannel, type Part } from './channel.ts';

const PAGE = 1_000;
/** A view of the indices lives so long after it was last asked. */
const KEPT = '5m';
const SOURCE = 'the cluster';

/** In what the two differ: how a view is opened and closed, and what puts documents of one millisecond in order. */
interface Flavour {
  readonly open: { readonly path: string; readonly id: string };
  readonly close: { readonly path: string; body(id: string): unknown };
  /** Behind the time; none where the server adds its own. */
  readonly tiebreak: readonly unknown[];
}

/** @see https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-open-point-in-time */
const ELASTIC: Flavour = {
  open: { path: '_pit', id: 'id' },
  close: { path: '_pit', body: (id) => ({ id }) },
  tiebreak: [],
};

/** @see https://docs.opensearch.org/latest/search-plugins/searching-data/point-in-time-api/ */
const OPENSEARCH: Flavour = {
  open: { path: '_search/point_in_time', id: 'pit_id' },
  close: { path: '_search/point_in_time', body: (id) => ({ pit_id: [id] }) },
  // It has a number of its own for this only since 3.3.
  tiebreak: [{ _id: 'asc' }],
};

const ACCOUNT = {
  url: { doc: 'the address of the cluster, such as https://elastic.acme.example:9200', problem: addressProblem },
  username: { doc: 'an account, where it has a name and a password', optional: true },
  password: { doc: 'the password of that account', secret: true, optional: true },
  late_hours: {
    doc: 'how many hours after it came in a document may first be found; documents without event.ingested, so many hours after they happened',
    is: '1', problem: (text: string) => (/^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 720 ? undefined : 'takes whole hours from 1 to 720'),
  },
} as const;

interface Access { readonly url: string; readonly username: string; readonly password: string; readonly late_hours: string; readonly api_key?: string }

const SHARED = {
  example: { okta: 'logs-okta.system-*', windows: 'winlogbeat-*' },
  place: { is: 'index, data stream or alias', example: 'logs-okta.system-*', fits: /^[a-z0-9.*][a-z0-9._*:-]{0,254}$/ },
  kindOfRecord: { is: 'data set', example: 'okta.system', fits: /^[\w.-]{1,100}$/ },
  otherwise: ecs,
} as const;

/** What Elastic Agent, Beats and Logstash ship into an Elasticsearch. */
export const elasticsearch = defineChannel({
  kind: 'elasticsearch',
  title: 'Elasticsearch and Elastic Security',
  access: { ...ACCOUNT, api_key: { doc: 'an API key, encoded as Kibana shows it', secret: true, optional: true } },
  missing: ({ api_key: key, username, password }) => (Boolean(key) !== Boolean(username && password) ? undefined : `give api_key, or username and password${key ? ', and not both' : ''}`),
  needs: 'An API key or a user whose role has the index privilege read on the indices that are named, and nothing else.',
  ...SHARED,
  pages: (from, io, part) => documents(from, io, part, ELASTIC),
});

/** The same in an OpenSearch, which opens its views in another way. */
export const opensearch = defineChannel({
  kind: 'opensearch',
  title: 'OpenSearch and Amazon OpenSearch Service',
  access: ACCOUNT,
  missing: ({ username, password }) => (username && password ? undefined : 'give username and password'),
  needs: 'An internal user whose role has the action groups read on the indices that are named, and on the cluster indices:data/read/point_in_time/create and indices:data/read/point_in_time/delete.',
  ...SHARED,
  pages: (from, io, part) => documents(from, io, part, OPENSEARCH),
});

/** Documents by the time at which they came in, a day at a time, out of one view that does not move meanwhile. */
async function* documents(from: Cursor | undefined, { access, http, since, now }: Omit<PullIo, 'access'> & { readonly access: Access }, part: Part, { open, close, tiebreak }: Flavour): AsyncGenerator<Page> {
  const cluster = http.at(access.url, accountOf(access));
  // Before the view is opened: what comes in afterwards is not in it.
  const began = now();
  let view = await opened(cluster, part, open);
  try {
    yield* pagesByWindow(from, { since, now: () => began }, { overlap: Number(access.late_hours) * HOUR, span: DAY }, async function* sources(window) {
      let after: readonly unknown[] | undefined;
      for (;;) {
        const answer: unknown = (await cluster.send({
          url: '_search', query: { allow_partial_search_results: 'false' },
          json: { size: PAGE, query: queryOf(window, part), sort: [BY_TIME, ...tiebreak], pit: { id: view, keep_alive: KEPT }, track_total_hits: false, ...(after === undefined ? {} : { search_after: after }) },
        })).json();
        view = textIn(answer, 'pit_id') ?? view;
        if (memberOf(answer, 'timed_out') === true) throw new FarmwatchError('source.away', { source: SOURCE, why: 'a search took too long and came back in part' });
        const hits = listIn(SOURCE, answer, 'hits', 'hits');
        if (hits.length === 0) return;
        yield hits.map((hit) => memberOf(hit, '_source'));
        const last = listIn(SOURCE, hits.at(-1), 'sort');
        anotherPlace(SOURCE, JSON.stringify(after), JSON.stringify(last));
        after = last;
      }
    });
  } finally {
    // A view that cannot be closed ends by itself, and why the pull failed matters more.
    await cluster.send({ url: close.path, method: 'DELETE', json: close.body(view) }).catch(() => {});
  }
}

async function opened(cluster: Http, { places }: Part, { path, id }: Flavour['open']): Promise<string> {
  const answer = (await cluster.send({ url: `${places.map(encodeURIComponent).join(',')}/${path}`, method: 'POST', query: { keep_alive: KEPT } })).json();
  const view = textIn(answer, id);
  if (view === undefined) throw new FarmwatchError('source.odd', { source: SOURCE, why: `it opens a view and does not say which; is it of the other kind, ${id === 'id' ? 'opensearch' : 'elasticsearch'}?` });
  return view;
}

function accountOf({ api_key: key, username, password }: Access): Authorise {
  return key ? fixedHeader('authorization', `ApiKey ${key}`) : basic(username, password);
}

/** In milliseconds also where an index counts nanoseconds, which are more than a number can hold. */
const BY_TIME = { '@timestamp': { order: 'asc', unmapped_type: 'date', numeric_type: 'date' } };

/** What came in during a stretch; what does not say when, by when it happened. */
function queryOf({ from, to }: TimeWindow, { kinds }: Part): unknown {
  const range = { gte: isoOf(from), lt: isoOf(to), format: 'strict_date_optional_time' };
  return {
    bool: {
      filter: [
        { exists: { field: '@timestamp' } },
        ...(kinds.length === 0 ? [] : [{ terms: { 'event.dataset': kinds } }]),
        {
          bool: {
            minimum_should_match: 1,
            should: [
              { range: { 'event.ingested': range } },
              { bool: { must_not: { exists: { field: 'event.ingested' } }, filter: { range: { '@timestamp': range } } } },
            ],
          },
        },
      ],
    },
  };
}
