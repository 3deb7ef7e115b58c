import { readFileSync } from 'node:fs';
import { Client, Transport, errors } from '@elastic/elasticsearch';
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
  readonly now: () => Instant;
  /** How far the watermark stays behind the clock, for installations where several processes write. Default 0. */
  readonly writeMarginMs?: number | undefined;
}

/** Nothing that Farmwatch asks takes longer on a healthy cluster. */
const ANSWER_WITHIN_MS = 120_000;
/** Reads are safe to repeat; writes are repeated by those who know what a repeated write means. */
const READ_RETRIES = 2;

/** Waits 0.3 and 0.6 s. The usual four seconds keep somebody waiting who has only mistyped an address. */
class BriskTransport extends Transport {
  constructor(options: ConstructorParameters<typeof Transport>[0]) {
    super({ ...options, retryBackoff: (_least, _most, attempt) => 0.3 * attempt });
  }
}

export interface Connection {
  /** The address without credentials, fit to be shown. */
  readonly name: string;
  /** Runs one request or several; whatever fails comes out as a FarmwatchError. */
  ask<T>(work: (client: Client) => Promise<T>): Promise<T>;
  /** The same, with one HTTP status taken for an ordinary answer: undefined. */
  askUnless<T>(status: number, work: (client: Client) => Promise<T>): Promise<T | undefined>;
  close(): Promise<void>;
}

/** Prepares a connection; nothing is sent yet. */
export function connect(options: Pick<ElasticOptions, 'url' | 'auth' | 'caFile'>): Connection {
  const name = shownAddress(options.url);
  const client = new Client({
    node: options.url,
    ...(options.auth ? { auth: { ...options.auth } } : {}),
    ...(options.caFile ? { tls: { ca: authority(options.caFile) } } : {}),
    Transport: BriskTransport,
    maxRetries: READ_RETRIES,
    requestTimeout: ANSWER_WITHIN_MS,
  });

  const askUnless = async <T>(status: number | undefined, work: (client: Client) => Promise<T>): Promise<T | undefined> => {
    try {
      return await work(client);
    } catch (error) {
      if (status !== undefined && statusOf(error) === status) return undefined;
      throw failureOf(error, name);
    }
  };
  return {
    name,
    ask: async (work) => (await askUnless(undefined, work))!,
    askUnless,
    close: () => client.close(),
  };
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
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new FarmwatchError('file.missing', { file }, { cause: error });
  }
}

function statusOf(error: unknown): number | undefined {
  return error instanceof errors.ResponseError ? error.statusCode : undefined;
}

/**
 * What a failed request means to the person who has to act on it.
 *
 * Away: it may work later. Refused: somebody has to change something. Full: disks.
 */
export function failureOf(error: unknown, store: string): FarmwatchError {
  if (error instanceof FarmwatchError) return error;
  const why = messageOf(error).split('\n')[0]!;
  if (error instanceof errors.ResponseError) return refusal(error.statusCode ?? 0, reasonOf(error) ?? why, store, error);
  if (error instanceof errors.ConnectionError && /certificate|self.signed|altname|PEM|asn1/i.test(why)) {
    return new FarmwatchError('store.refused', { store, why, cure: 'Name the authority behind its certificate in the setting "caFile".' }, { cause: error });
  }
  if (error instanceof errors.ProductNotSupportedError) {
    return new FarmwatchError('store.refused', { store, why, cure: 'Check the address: what answers there is no Elasticsearch.' }, { cause: error });
  }
  return new FarmwatchError('store.away', { store, why }, { cause: error });
}

/** The same for a status and a reason, as they also stand beside single rows of a bulk. */
export function refusal(status: number, why: string, store: string, cause?: unknown): FarmwatchError {
  const because = cause === undefined ? {} : { cause };
  if (/flood.stage|disk usage exceeded|No space left/i.test(why)) return new FarmwatchError('store.full', { store, why }, because);
  if (status === 401) return new FarmwatchError('store.refused', { store, why: 'it does not accept this account' }, because);
  if (status === 408 || status === 429 || status >= 500) return new FarmwatchError('store.away', { store, why }, because);
  return new FarmwatchError('store.refused', { store, why, ...(status === 403 ? {} : { cure: 'This is a fault of Farmwatch or of its mappings; please report it with the log.' }) }, because);
}

function reasonOf(error: InstanceType<typeof errors.ResponseError>): string | undefined {
  const body: unknown = error.body;
  if (typeof body !== 'object' || body === null || !('error' in body)) return undefined;
  const told = body.error;
  if (typeof told === 'string') return told;
  if (typeof told !== 'object' || told === null) return undefined;
  const { type, reason, root_cause: roots } = told as { type?: string; reason?: string; root_cause?: readonly { type?: string; reason?: string }[] };
  const deepest = roots?.[0];
  return deepest?.reason ?? reason ?? type;
}

/** Already there, or changed meanwhile. */
export const CONFLICT = 409;
/** No such document, or no such index yet. */
export const MISSING = 404;
