import { existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { DETECTORS } from '../detectors/index.ts';
import { settleChannel } from './collect/channels/settle.ts';
import { openAddresses, type Enricher } from './collect/enrich.ts';
import { rejectsIn, type Rejects } from './collect/rejects.ts';
import type { Source } from './collect/collector.ts';
import { settleOptions } from './collect/options.ts';
import { settlePull } from './collect/pull/access.ts';
import { SOURCES, sourceById } from './collect/sources/index.ts';
import { ENVIRONMENT, accountInAddress, readSecret, type Loaded } from './config.ts';
import { settle } from './core/settings.ts';
import { SECOND } from './core/time.ts';
import type { TokenKey } from './core/token.ts';
import type { CustodyValues } from './detect/places/custody-settings.ts';
import { readCatalogues, type ScopeRule } from './detect/people/registry.ts';
import type { Armed } from './detect/run.ts';
import { FarmwatchError } from './errors.ts';
import { FUSION_SETTINGS } from './risk/fuse.ts';
import { pipeline, type Pipeline, type PipelineParts } from './run/pipeline.ts';
import { forWriting, openDuckdbStore } from './store/duckdb/duckdb-store.ts';
import { openDuckdbRewriting } from './store/duckdb/rewriting.ts';
import { keyFileBeside, keysIn, keysInFile, type KeySource } from './store/sealed/key-file.ts';
import { openSealed } from './store/sealed/sealed-store.ts';
import { tokenKeyIn } from './store/sealed/token-key.ts';
import type { ElasticOptions } from './store/elastic/client.ts';
import type { Rewritable, Store } from './store/store.ts';

/** The parts, put together. */
export interface App {
  readonly loaded: Loaded;
  readonly store: Store;
  readonly pipeline: Pipeline;
  /** Folder for what is no part of the store: rejected rows, the key of tokens, what was sent and is not stored yet. */
  readonly folder: string;
  readonly rejects: Rejects;
  readonly tokenKey: TokenKey;
  readonly now: () => number;
  /** With networks as known now. Loaded on first use: place and network of addresses take a second and some memory. */
  enricher(): Promise<Enricher>;
  close(): Promise<void>;
}

/** Where the store is: what the command line says, else the configuration. @throws FarmwatchError `usage` for an address with an account in it */
export function storeAt(loaded: Loaded, asked: string | undefined): string {
  const why = asked === undefined ? undefined : accountInAddress(asked);
  if (why !== undefined) throw new FarmwatchError('usage', { why: `--store: ${why}.` });
  const at = asked ?? loaded.config.store.at;
  return isAddress(at) ? at : asked === undefined ? loaded.path(at) : at;
}

/** True for the address of an Elasticsearch, false for a folder. */
export function isAddress(at: string): boolean {
  return /^https?:\/\//.test(at);
}

/** What a store is opened for, where that is known beforehand. */
export interface Use { readonly mostlyWriting?: boolean }

/** Opens a store, and what is sealed in it. @throws FarmwatchError `store.sealed` without the right key */
export async function openStore(loaded: Loaded, at: string, now: () => number, use: Use = {}): Promise<Store> {
  const store = await openPlain(loaded, at, now, use);
  try {
    return await openSealed(store, keySourceOf(loaded, at));
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** True where a store has been made at an address; nothing is written. */
export async function isStoreAtAddress(loaded: Loaded, at: string, now: () => number): Promise<boolean> {
  const { holdsElasticStore } = await import('./store/elastic/elastic-store.ts');
  return holdsElasticStore(elasticOptionsOf(loaded, at, now));
}

/** Opens a store for being written anew, by who is alone with it. */
export async function openRewriting(loaded: Loaded, at: string, now: () => number): Promise<Rewritable> {
  if (!isAddress(at)) return openDuckdbRewriting({ folder: at });
  const { openElasticRewriting } = await import('./store/elastic/rewriting.ts');
  return openElasticRewriting(elasticOptionsOf(loaded, at, now));
}

/** Where the key of identity comes from. */
export function keySourceOf(loaded: Loaded, at: string): KeySource {
  const { identity_key: reference } = loaded.config.store;
  return reference === undefined ? keysInFile(identityKeyFile(loaded, at)) : keysIn(reference, () => readSecret(reference, loaded.path));
}

/** Where the key of identity lies while the configuration names no other. */
export function identityKeyFile(loaded: Loaded, at: string): string {
  return keyFileBeside(dataFolderOf(loaded, at));
}

/** Folder for what is no part of the store. */
function dataFolderOf(loaded: Loaded, at: string): string {
  return loaded.config.data === 'farmwatch-data' && !isAddress(at) ? at : loaded.path(loaded.config.data);
}

/** Holds that a place could be the folder of an embedded store. @throws FarmwatchError `usage` */
export function mustBeFolder(at: string): void {
  const scheme = /(?:^|\/)([a-z][a-z0-9+.-]*):\/+[^/]/i.exec(at)?.[1];
  if (scheme !== undefined) throw new FarmwatchError('usage', { why: `${scheme}:// is no way to a store. Give a folder, or an Elasticsearch like https://es.example.org:9200.` });
  const host = basename(at);
  if (/^[\w.-]+:\d+$/.test(host)) throw new FarmwatchError('usage', { why: `${host} looks like an address. Write https://${host} for an Elasticsearch, or give the folder another name.` });
  if (existsSync(at) && !statSync(at).isDirectory()) throw new FarmwatchError('usage', { why: `${at} is a file. An embedded store is a folder: name one with --store, or one that does not exist yet.` });
}

/** Opens a store with the account that configuration or environment name. */
async function openPlain(loaded: Loaded, at: string, now: () => number, { mostlyWriting = false }: Use): Promise<Store> {
  if (!isAddress(at)) {
    mustBeFolder(at);
    return openDuckdbStore({ folder: at, now, ...(mostlyWriting ? forWriting() : {}) });
  }
  // Its client is large; whoever has an embedded store does without it.
  const { openElasticStore } = await import('./store/elastic/elastic-store.ts');
  return openElasticStore(elasticOptionsOf(loaded, at, now));
}

/** How an Elasticsearch is reached, with the account that configuration or environment name. @throws FarmwatchError `usage` */
function elasticOptionsOf(loaded: Loaded, at: string, now: () => number): ElasticOptions {
  const { store } = loaded.config;
  const secret = (reference: string | undefined): string | undefined => (reference === undefined ? undefined : readSecret(reference, loaded.path));
  const apiKey = ENVIRONMENT.elasticApiKey ?? secret(store.api_key);
  const username = ENVIRONMENT.elasticUser ?? store.username;
  const password = ENVIRONMENT.elasticPassword ?? secret(store.password);
  if (apiKey === undefined && (username === undefined) !== (password === undefined)) {
    const [there, missing] = username === undefined ? ['password', 'user name'] : ['user name', 'password'];
    throw new FarmwatchError('usage', { why: `The account for the store has a ${there} and no ${missing}. Set FARMWATCH_STORE_USERNAME and FARMWATCH_STORE_PASSWORD, or store.username and store.password in farmwatch.json.` });
  }
  const caFile = ENVIRONMENT.elasticCa ?? (store.ca_file === undefined ? undefined : loaded.path(store.ca_file));
  return {
    url: at, prefix: ENVIRONMENT.elasticPrefix ?? store.prefix, now, writeMarginMs: store.write_margin_seconds * SECOND,
    ...(apiKey !== undefined ? { auth: { apiKey } } : username !== undefined && password !== undefined ? { auth: { username, password } } : {}),
    ...(caFile === undefined ? {} : { caFile }),
    proxies: ENVIRONMENT.proxies,
  };
}

/**
 * Opens everything a command needs.
 *
 * @throws FarmwatchError for a configuration that does not fit, or a store that cannot be opened
 */
export async function openApp(loaded: Loaded, asked: string | undefined, now: () => number, use?: Use): Promise<App> {
  const parts = judgesOf(loaded);
  const at = storeAt(loaded, asked);
  const store = await openStore(loaded, at, now, use);
  const dataFolder = dataFolderOf(loaded, at);
  const addresses = once(() => openAddresses(loaded.config.geo.mmdb === undefined ? undefined : loaded.path(loaded.config.geo.mmdb)));
  let tokenKey: TokenKey | undefined;
  let latest: { readonly version: string; readonly enricher: Enricher } | undefined;
  return {
    loaded, store, now,
    pipeline: pipeline({ store, ...parts, now }),
    folder: dataFolder,
    rejects: rejectsIn(dataFolder),
    get tokenKey() { return (tokenKey ??= tokenKeyIn(dataFolder, keySourceOf(loaded, at))); },
    async enricher() {
      const catalogue = (await readCatalogues(store)).at(now());
      // What it holds of addresses lasts while the networks do.
      if (latest?.version !== catalogue.version) latest = { version: catalogue.version, enricher: (await addresses())(catalogue) };
      return latest.enricher;
    },
    close: () => store.close(),
  };
}

/** The same promise however often it is asked for. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

/** Detectors, fusion and scope with the values of the configuration. */
export function judgesOf(loaded: Loaded): Omit<PipelineParts, 'store'> {
  const { config } = loaded;
  const problems: string[] = [];
  const unknown = Object.keys(config.detectors).filter((id) => !DETECTORS.some((detector) => detector.id === id));
  for (const id of unknown) problems.push(`detectors.${id}: there is no such detector; there are ${DETECTORS.map((detector) => detector.id).join(', ')}`);
  const detectors: Armed[] = DETECTORS.map((detector) => {
    const settled = settle(detector.settings, config.detectors[detector.id]);
    problems.push(...settled.problems.map((problem) => `detectors.${detector.id}: ${problem}`));
    return { detector, settings: settled.values };
  });
  const fusion = settle(FUSION_SETTINGS, config.fusion);
  problems.push(...fusion.problems.map((problem) => `fusion: ${problem}`));
  for (const [id, own] of Object.entries(config.sources)) {
    const source = sourceById(id);
    const misfits = source ? misfitsOf(source, own, loaded) : [`there is no such source; there are ${SOURCES.map((known) => known.id).join(', ')}`];
    problems.push(...misfits.map((problem) => `sources.${id}: ${problem}`));
  }
  for (const [name, own] of Object.entries(config.channels)) problems.push(...settleChannel(own).problems.map((problem) => `channels.${name}: ${problem}`));
  config.intake.syslog.forEach(({ source }, i) => {
    if (!isNamedSource(loaded, source)) problems.push(`intake.syslog.${i}.source: there is no source ${JSON.stringify(source)}; there are ${SOURCES.map(({ id }) => id).join(', ')}`);
  });
  const { outside_reader: reader } = config.reveal;
  if (reader !== undefined && config.notify.receivers[reader]?.kind !== 'email') problems.push(`reveal.outside_reader: there is no receiver ${JSON.stringify(reader)} of kind email under notify.receivers`);
  if (problems.length > 0) throw new FarmwatchError('config.invalid', { file: loaded.file ?? 'the configuration', why: problems.join('; ') });
  return {
    detectors, fusion: fusion.values, scope: scopeOf(loaded),
    // Verdicts about laptops and weights about people rest on the same numbers.
    custody: detectors.find(({ detector }) => detector.id === 'custody')!.settings as CustodyValues,
    versions: { fusion: 2 },
  };
}

/** True for the id of a source, and for a name of one's own that the configuration gives to a source. */
export function isNamedSource({ config }: Loaded, name: string): boolean {
  return SOURCES.some(({ id }) => id === name) || (Object.hasOwn(config.sources, name) && sourceById(name) !== undefined);
}

/** What does not fit in the configuration of one source. */
function misfitsOf(source: Source, own: Loaded['config']['sources'][string], loaded: Loaded): readonly string[] {
  const options = settleOptions(source, own.options, (name) => loaded.path(name)).problems;
  const settings = settle(source.settings, own.settings).problems;
  if (own.pull === undefined) return [...options, ...settings];
  const pull = source.pull ? settlePull(source.pull, own.pull).problems : ['its records cannot be fetched; they come as files, or are sent'];
  return [...options, ...settings, ...pull];
}

function scopeOf({ config }: Loaded): ScopeRule {
  return { daysBefore: config.scope.days_before, daysAfter: config.scope.days_after, companyZone: config.company.time_zone };
}
