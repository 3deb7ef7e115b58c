import { readFileSync } from 'node:fs';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';
import { Client, HttpConnection, Transport, errors, type ClientOptions, type TransportRequestOptions, type TransportRequestParams } from '@elastic/elasticsearch';
import type { Instant } from '../../core/time.ts';
import { FarmwatchError, messageOf } from '../../errors.ts';

/** Talking to the cluster, and what its refusals mean. Nothing else here knows about HTTP. */

export interface ElasticOptions {
  /** Address of the cluster, `https://es.example.org:9200`. */
  readonly url: string;
  /** Every index name begins with it. The role in roles.yml has to cover `<prefix>-*`. */
  readonly prefix: string;
  readonly auth?: { readonly username: string; readonly password: string } | { readonly apiKey: string } | undefined;
  /** PEM file of the authority that signed the cluster's certificate, where the system does not trust it already. */
  readonly caFile?: string | undefined;
  /** Proxies by the names of their variables, with hosts that are reached without one; undefined for the straight way. */
  readonly proxies?: { readonly HTTPS_PROXY?: string; readonly HTTP_PROXY?: string; readonly NO_PROXY?: string } | undefined;
  readonly now: () => Instant;
  /** How far the watermark stays behind the clock, for installations where several processes write. Default 0. */
  readonly writeMarginMs?: number | undefined;
}

/** Nothing that Farmwatch asks takes longer on a healthy cluster. */
const ANSWER_WITHIN_MS = 120_000;
/** Reads are safe to repeat; writes are repeated by those who know what a repeated write means. */
const READ_RETRIES = 2;

/**
 * Connections kept to the cluster. Left alone, the client opens a new one with nearly every request until it has 256,
 * and each costs a handshake; more than a few wait in the cluster anyway.
 */
const CONNECTIONS = 8;

/** An index that was just made, or one of a cluster that just started, is searched within moments. */
const SEARCHABLE_WITHIN_MS = 10_000;
const ASK_AGAIN_AFTER_MS = 100;

class PatientTransport extends Transport {
  constructor(options: ConstructorParameters<typeof Transport>[0]) {
    // Waits 0.3 and 0.6 s. The usual four seconds keep somebody waiting who has only mistyped an address.
    super({ ...options, retryBackoff: (_least, _most, attempt) => 0.3 * attempt });
  }

  /** Repeats a search that came while another process was just making the index it needs. */
  override async request(...asked: [TransportRequestParams, TransportRequestOptions?]): Promise<any> {
    for (const until = performance.now() + SEARCHABLE_WITHIN_MS; ;) {
      try {
        return await super.request(...asked);
      } catch (error) {
        if (!isStarting(error) || performance.now() > until) throw error;
        await wait(ASK_AGAIN_AFTER_MS);
      }
    }
  }
}

/** No part of a search ran, because an index does not answer yet. */
function isStarting(error: unknown): boolean {
  return statusOf(error) === 503 && /missing shards|no_shard_available/.test(messageOf(error));
}

export interface Connection {
  /** The address without credentials, fit to be shown. */
  readonly name: string;
  /** Runs one request or several; whatever fails comes out as a FarmwatchError. */
  ask<T>(work: (client: Client) => Promise<T>): Promise<T>;
  /** The same, with one HTTP status taken for an ordinary answer: undefined. */
  askUnless<T>(status: number, work: (client: Client) => Promise<T>): Promise<T | undefined>;
  /** What a refusal means that stands beside one row, or that we found ourselves. */
  refusal(status: number, why: string): FarmwatchError;
  close(): Promise<void>;
}

export type ConnectOptions = Pick<ElasticOptions, 'url' | 'prefix' | 'auth' | 'caFile' | 'proxies'>;

/** Prepares a connection; nothing is sent yet. */
export function connect(options: ConnectOptions): Connection {
  const name = shownAddress(options.url);
  const client = new Client({
    node: options.url,
    ...(options.auth ? { auth: { ...options.auth } } : {}),
    ...(options.caFile ? { tls: { ca: authority(options.caFile) } } : {}),
    Transport: PatientTransport,
    ...(options.proxies ? throughProxies(options.proxies) : { agent: { connections: CONNECTIONS } }),
    maxRetries: READ_RETRIES,
    requestTimeout: ANSWER_WITHIN_MS,
  });

  const askUnless = async <T>(status: number | undefined, work: (client: Client) => Promise<T>): Promise<T | undefined> => {
    try {
      return await work(client);
    } catch (error) {
      if (status !== undefined && statusOf(error) === status) return undefined;
      throw failureOf(error, options);
    }
  };
  return {
    name,
    ask: async (work) => (await askUnless(undefined, work))!,
    askUnless,
    refusal: (status, why) => refusalOf(status, why, options),
    close: () => client.close(),
  };
}

/** The client's own connections know no proxy; those of Node do, and know when to go without. */
function throughProxies(proxies: NonNullable<ConnectOptions['proxies']>): Pick<ClientOptions, 'Connection' | 'agent'> {
  const options = { keepAlive: true, maxSockets: CONNECTIONS, proxyEnv: { ...proxies } };
  return { Connection: HttpConnection, agent: ({ url, tls }) => (url.protocol === 'https:' ? new HttpsAgent({ ...options, ...tls }) : new HttpAgent(options)) };
}

function shownAddress(url: string): string {
  try {
    const { protocol, host } = new URL(url);
    return `${protocol}//${host}`;
  } catch (error) {
    throw new FarmwatchError('usage', { why: `${url} is no address of an Elasticsearch. Give one like https://es.example.org:9200.` }, { cause: error });
  }
}

function authority(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new FarmwatchError('file.missing', { file }, { cause: error });
  }
  if (!text.includes('-----BEGIN CERTIFICATE-----')) {
    throw new FarmwatchError('file.unreadable', { file, why: 'no certificate in PEM form', cure: `Name the file of the authority that signed the certificate of the cluster (${HTTP_CA}).` });
  }
  return text;
}

function statusOf(error: unknown): number | undefined {
  return error instanceof errors.ResponseError ? error.statusCode : undefined;
}

/** Where Elasticsearch puts the authority that it makes for itself. */
const HTTP_CA = 'on a fresh cluster config/certs/http_ca.crt';

/**
 * What a failed request means to the person who has to act on it.
 *
 * Away: it may work later. Refused: somebody has to change something. Full: disks.
 */
function failureOf(error: unknown, options: ConnectOptions): FarmwatchError {
  if (error instanceof FarmwatchError) return error;
  const store = shownAddress(options.url);
  // Which sockets it were helps nobody.
  const why = messageOf(error).split('\n')[0]!.replace(/ - Local: .*$/, '');
  if (error instanceof errors.ResponseError) return refusalOf(error.statusCode ?? 0, reasonOf(error) ?? why, options, error);
  const cure = error instanceof errors.ConnectionError ? cureOf(why, options) : undefined;
  if (cure !== undefined) return new FarmwatchError('store.refused', { store, why, cure }, { cause: error });
  if (error instanceof errors.ProductNotSupportedError) {
    return new FarmwatchError('store.refused', { store, why, cure: 'Check the address: what answers there is no Elasticsearch.' }, { cause: error });
  }
  // Also the way a cluster hangs up on those who speak http where it wants https.
  const hint = options.url.startsWith('http:') && /other side closed|hang up|ECONNRESET/i.test(why) ? ` (if it wants https, write https://${new URL(options.url).host})` : '';
  return new FarmwatchError('store.away', { store, why: `${why}${hint}` }, { cause: error });
}

/** What to change where the two ends cannot agree on how to speak; undefined where waiting may help. */
function cureOf(why: string, { url, caFile }: ConnectOptions): string | undefined {
  if (/wrong version number|packet length too long|EPROTO/i.test(why)) {
    return `It does not speak https: check the port, or write http://${new URL(url).host} if the cluster is on this machine.`;
  }
  if (/altname|does not match certificate/i.test(why)) return 'Use the host name that stands in its certificate.';
  if (/certificate (has expired|is not yet valid)/i.test(why)) return 'Renew the certificate of the cluster, or set the clock of this machine.';
  if (!/certificate|self.signed|PEM|asn1/i.test(why)) return undefined;
  return caFile === undefined
    ? `Name the file of the authority that signed its certificate in FARMWATCH_STORE_CA, or as store.ca_file in farmwatch.json (${HTTP_CA}).`
    : `The authority in ${caFile} did not sign its certificate. Take the one that did (${HTTP_CA}) for FARMWATCH_STORE_CA or store.ca_file in farmwatch.json.`;
}

function refusalOf(status: number, why: string, options: ConnectOptions, cause?: unknown): FarmwatchError {
  const store = shownAddress(options.url);
  const because = cause === undefined ? {} : { cause };
  if (/flood.stage|disk usage exceeded|No space left/i.test(why)) return new FarmwatchError('store.full', { store, why }, because);
  if (status === 401) return new FarmwatchError('store.refused', { store, ...unknownAccount(options) }, because);
  if (status === 408 || status === 429 || status >= 500) return new FarmwatchError('store.away', { store, why }, because);
  const cure = status === 403
    ? `Give the account a role that covers ${options.prefix}-* (src/store/elastic/roles.yml), or set the prefix its role covers: FARMWATCH_STORE_PREFIX, or store.prefix in farmwatch.json.`
    : 'This is a fault of Farmwatch or of its mappings; please report it with the log.';
  return new FarmwatchError('store.refused', { store, why, cure }, because);
}

function unknownAccount({ auth }: ConnectOptions): { readonly why: string; readonly cure: string } {
  if (auth && 'apiKey' in auth) {
    return { why: 'it does not accept this API key', cure: 'Set FARMWATCH_STORE_API_KEY, or store.api_key in farmwatch.json, to the "encoded" value that came when the key was made.' };
  }
  if (auth) {
    return { why: `it does not accept the account ${JSON.stringify(auth.username)} with this password`, cure: 'Check FARMWATCH_STORE_USERNAME and FARMWATCH_STORE_PASSWORD, or store.username and store.password in farmwatch.json.' };
  }
  return { why: 'it wants an account and none is named', cure: 'Set FARMWATCH_STORE_USERNAME and FARMWATCH_STORE_PASSWORD, or FARMWATCH_STORE_API_KEY; or store.username and store.password, or store.api_key, in farmwatch.json.' };
}

interface Told { readonly type?: string; readonly reason?: string }

function reasonOf(error: InstanceType<typeof errors.ResponseError>): string | undefined {
  const body: unknown = error.body;
  if (typeof body !== 'object' || body === null || !('error' in body)) return undefined;
  const told = body.error;
  if (typeof told === 'string') return told;
  if (typeof told !== 'object' || told === null) return undefined;
  const { type, reason, root_cause: roots, caused_by: cause } = told as Told & { readonly root_cause?: readonly Told[]; readonly caused_by?: Told };
  // Where nothing was begun, the outer reason is an empty text.
  return [roots?.[0]?.reason, reason, cause?.reason, type].find((text) => text);
}

/** Already there, or changed meanwhile. */
export const CONFLICT = 409;
/** No such document, or no such index yet. */
export const MISSING = 404;
