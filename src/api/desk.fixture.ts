import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judgesOf, type App } from '../app.ts';
import { erasureOf } from '../cli/law/rights-erase.ts';
import { runningFacts } from '../cli/serve/running-facts.ts';
import { deskTables } from '../cli/serve/desk-tables.ts';
import { fileDesk, type OpenFileDesk } from '../cli/bring/file-desk.ts';
import { openEnricher } from '../collect/enrich.ts';
import { rejectsIn } from '../collect/rejects.ts';
import { loadConfig, type Config } from '../config.ts';
import { shareBounds } from '../evaluate/intervals.ts';
import type { Event, FieldName } from '../core/event.ts';
import { FIELD_NAMES, fieldSpec } from '../core/event.ts';
import { isRejected, parseEvent } from '../core/parse-event.ts';
import type { TableKind, TableRows, Versioned } from '../core/person.ts';
import { DAY, MINUTE, type Instant } from '../core/time.ts';
import { historyOf } from '../detect/people/history.ts';
import { noteSimulated } from '../run/company-note.ts';
import { pipeline, type Pipeline } from '../run/pipeline.ts';
import type { JobState } from '../schedule/jobs.ts';
import { farmOf } from '../simulate/farm.ts';
import { STORY_ENDS, story, type Story } from '../simulate/story.ts';
import type { Identified, Store } from '../store/store.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { accountBook, type AccountBook } from './accounts.ts';
import type { Role } from './roles.ts';
import type { CaseAct, CaseView } from './contract.ts';
import { newsDesk } from './news.ts';
import type { ApiParts } from './parts.ts';
import { sceneSource } from './scene.ts';
import { buildServer, type Server } from './server.ts';

/** Two farms among ten ordinary starters: a large one that keeps US hours, and a small one driven from China at its own. */
export function twoFarms(): Story {
  return story({ seed: 'desk', days: 21 }, (world) => {
    const large = farmOf(world, { id: 'farm-1', number: 0, laptops: 4, style: 'software', startDays: [0, 1, 2, 3], tools: ['anydesk', 'rustdesk'], metro: 'bna', hours: 'us' });
    const small = farmOf(world, { id: 'farm-2', number: 1, laptops: 2, style: 'software', startDays: [0, 2], tools: ['teamviewer'], metro: 'phx', hours: 'own', operators: 'cn' });
    return { lives: [...large.lives, ...small.lives], farm: large };
  });
}

/** Rows as an import would keep them. */
export async function eventsOf(company: Story): Promise<readonly Event[]> {
  const { enrich } = await openEnricher();
  const events: Event[] = [];
  for (const document of company.events()) {
    const event = parseEvent(document);
    if (!isRejected(event)) events.push(enrich(event));
  }
  return events;
}

/** The company in a store, judged on two days by the product's own judges. */
export async function judged(company: Story, events: readonly Event[]): Promise<{ readonly store: Store; readonly line: Pipeline }> {
  const store = memoryStore({ now: () => company.endsAt });
  const { catalogue: _shipped, ...tables } = historyOf(company.tables);
  await store.shelf<Versioned<TableRows[TableKind]>>('registry').putAll(Object.values(tables).flat());
  await noteSimulated(store);
  await store.events.append(events);
  const line = pipeline({ store, ...judgesOf(loadConfig(undefined)) });
  await line.replay([company.endsAt - 4 * DAY, company.endsAt], () => {});
  return { store, line };
}

/** The same company as far as it is judged, in a store of its own; judging it again would take the time of many tests. */
export async function copyOf(store: Store): Promise<{ readonly store: Store; readonly line: Pipeline }> {
  const copy: Store = { ...memoryStore({ now: () => STORY_ENDS }), events: store.events };
  for (const name of ['registry', 'company', 'runs', 'run-bodies']) {
    const values: Identified[] = [];
    for await (const { value } of store.shelf(name).list()) values.push(value);
    await copy.shelf(name).putAll(values);
  }
  return { store: copy, line: pipeline({ store: copy, ...judgesOf(loadConfig(undefined)) }) };
}

/** Everything that names or places a person or a machine of the company, long enough not to occur by chance, each with the field that it stands in. */
export function hiddenFields({ tables }: { readonly tables: Pick<Story['tables'], 'people' | 'devices'> }, events: readonly Event[]): ReadonlyMap<string, string> {
  const hidden: readonly FieldName[] = FIELD_NAMES.filter((name) => fieldSpec(name).class !== undefined);
  const found = new Map<string, string>();
  const add = (field: string, ...values: readonly unknown[]): void => { for (const value of values) if (value !== undefined && !found.has(String(value))) found.set(String(value), field); };
  for (const event of events) for (const name of hidden) add(name, ...[event[name]].flat());
  for (const { home, ship, ...person } of tables.people) {
    for (const name of ['hire_id', 'email', 'user_names', 'display_name', 'manager_email', 'household', 'device_serials', 'ship_address_token', 'phone_token', 'bank_token'] as const) add(`people.${name}`, ...[person[name]].flat());
    add('people.home', home?.lat, home?.lon);
    add('people.ship', ship?.lat, ship?.lon);
  }
  for (const device of tables.devices) for (const name of ['serial', 'asset_tag', 'ship_address_token'] as const) add(`devices.${name}`, device[name]);
  // A city and its state are shown on purpose, coarse as they are.
  const coarse = new Set([...events.flatMap((event) => [event['source.geo.city_name'], event['farmwatch.shipment.city']]), ...tables.people.map(({ home_city: city }) => city)]);
  return new Map([...found].filter(([value]) => value.length >= 6 && !coarse.has(value)));
}

export function privateValues(company: Story, events: readonly Event[]): readonly string[] {
  return [...hiddenFields(company, events).keys()];
}

export interface Answer { readonly status: number; readonly headers: Readonly<Record<string, unknown>>; readonly body: string; json<T = Record<string, unknown>>(): T }
/** Somebody who is signed in. */
export interface Hands {
  readonly cookie: string;
  readonly csrf: string;
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  case(id: string): Promise<CaseView>;
  act(id: string, act: CaseAct): Promise<Answer>;
}
/** A server over a judged company, asked without a network. */
export interface Desk {
  readonly server: Server;
  readonly store: Store;
  /** Its data folder. */
  readonly folder: string;
  readonly files: OpenFileDesk;
  readonly accounts: AccountBook;
  readonly news: ApiParts['news'];
  readonly links: Set<string>;
  readonly jobs: JobState[];
  now: Instant;
  /** Opens a session of a role, without a password: hashing one takes the time of many tests. */
  as(role: Role, name?: string): Promise<Hands>;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

let addresses: ReturnType<typeof openEnricher> | undefined;

type Uploads = Partial<Config['uploads']>;

/** An app around a store, with a data folder that is made when something is written there. */
function appAround(store: Store, line: Pipeline, now: () => Instant, uploads: Uploads): App {
  const folder = join(tmpdir(), `farmwatch-desk-${randomUUID()}`);
  const loaded = loadConfig(undefined);
  return {
    store, pipeline: line, now, folder, rejects: rejectsIn(folder), loaded: { ...loaded, config: { ...loaded.config, uploads: { ...loaded.config.uploads, ...uploads } } }, tokenKey: { version: 1, secret: Buffer.from('a company key of some length') },
    enricher: () => (addresses ??= openEnricher()), close: async () => {},
  };
}

/** A password costs next to nothing here; what it costs elsewhere is the business of `accounts.test.ts`. */
const QUICK = { N: 2 ** 10, r: 8, p: 1 };

/** @param uploads limits other than the usual ones */
export async function deskOver(store: Store, line: Pipeline, more: Partial<ApiParts> = {}, uploads: Uploads = {}): Promise<Desk> {
  const { accounts = accountBook(store, { cost: QUICK }) } = more;
  const news = newsDesk();
  const links = new Set<string>();
  const jobs: JobState[] = [];
  const send = async (method: 'GET' | 'POST', url: string, body: unknown, headers: Readonly<Record<string, string>>): Promise<Answer> => {
    const { statusCode: status, headers: told, body: text } = await desk.server.inject({ method, url, headers: { ...headers }, ...(body === undefined ? {} : { payload: body as object }) });
    return { status, headers: told, body: text, json: <T>() => JSON.parse(text) as T };
  };
  const clock = { now: STORY_ENDS + 5 * MINUTE };
  const app = appAround(store, line, () => clock.now, uploads);
  const files = fileDesk(app);
  const desk: Desk = {
    folder: app.folder, files,
    server: await buildServer({
      store, pipeline: line, accounts, news, company: 'Acme', now: () => desk.now, pages: undefined, demo: false, log: false, trustedProxies: [], tables: deskTables(app), files, laptopsMb: app.loaded.config.uploads.laptops_mb, runNow: async () => { news.publish({ event: 'run', asOf: (await line.run(desk.now, true)).asOf }); },
      scenes: sceneSource(store, line, { checks: { confirmed: -3.5, refuted: 1.5 } }, 'fresh', () => desk.now),
      redeem: (secret) => (links.delete(secret) ? { user: 'guest', role: 'analyst' } : undefined),
      interval: shareBounds, sources: async () => ({ sources: [], troubles: [] }), jobs: async () => jobs, leaving: { sender: async () => ({ organisation: 'Acme', simulated: false }), product: '1', collections: ['isac'], share: async () => ({ taken: 1, known: 0, refused: [] }) }, nextRunAt: () => STORY_ENDS + 7 * MINUTE, command: undefined, facts: () => runningFacts(app), erasing: () => erasureOf(app), ...more,
    }),
    store, accounts, news, links, jobs,
    get now() { return clock.now; },
    set now(at) { clock.now = at; },
    async as(role, name = `${role}-one`) {
      const { secret, session } = await accounts.open(name, role, desk.now);
      const cookie = `farmwatch_session=${secret}`;
      const hands: Hands = {
        cookie, csrf: session.csrf,
        get: (path) => desk.get(path, { cookie }),
        post: (path, body, headers = {}) => desk.post(path, body, { cookie, 'x-csrf-token': session.csrf, ...headers }),
        case: async (id) => (await hands.get(`/api/cases/${id}`)).json<CaseView>(),
        act: (id, act) => hands.post(`/api/cases/${id}/acts`, act),
      };
      return hands;
    },
    get: (path, headers = {}) => send('GET', path, undefined, headers),
    post: (path, body, headers = {}) => send('POST', path, body, headers),
  };
  return desk;
}
