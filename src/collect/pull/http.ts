import { FarmwatchError, messageOf } from '../../errors.ts';
import { SECOND, type Instant } from '../../core/time.ts';
import { parseJson } from '../json.ts';
import { cureOfAnswer, cureOfNetwork, isOfCertificate, saidOfNetwork } from './cures.ts';
import { afterAttempt, askedWait, clockIn, LONGEST_ASKED } from './retry.ts';

export interface HttpRequest {
  /** Whole, or a path below the base of the client. */
  readonly url: string;
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** Added to the address. */
  readonly query?: Readonly<Record<string, string | number>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as a form. */
  readonly form?: Readonly<Record<string, string>>;
  /** Takes the place of `query` in every further try, where to ask twice is not the same as to ask once. */
  readonly again?: Readonly<Record<string, string | number>>;
  /** Milliseconds until the answer has to be whole, where it takes longer than others. */
  readonly within?: number;
  /** True for who can ask for less: an answer that takes too long is not waited for again. See {@link tooMuchIn}. */
  readonly canAskLess?: boolean;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  /** @throws FarmwatchError `source.odd` where it is no JSON */
  json(): unknown;
}

/** A request as it goes out, for those who sign it. */
export interface Outgoing { readonly method: string; readonly url: URL; readonly headers: Readonly<Record<string, string>>; readonly body: string | undefined }

/**
 * Headers that say who asks.
 *
 * @param renew true after a 401: what was kept is not good any more
 */
export type Authorise = (request: Outgoing, renew: boolean) => Promise<Readonly<Record<string, string>>>;

/** A client of one vendor: patient with one who is busy, and silent towards everybody else. */
export interface Http {
  /**
   * Sends a request until it succeeds or there is no hope.
   *
   * @throws FarmwatchError `source.refused`, `source.away`, `source.odd`
   */
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** Waits, as long as an answer asks for. */
  pause(ms: number): Promise<void>;
  /** The same client for addresses below `base` alone, with an account: what it knows goes nowhere else. */
  at(base: string, authorise?: Authorise): Http;
}

export interface HttpParts {
  /** Id of the source, for messages. */
  readonly source: string;
  readonly now: () => Instant;
  /** Resolves after some time, or throws when the process ends. */
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
  readonly signal?: AbortSignal;
  /** Told of every wait. */
  readonly waits?: (ms: number, why: string) => void;
  /** Told with every answer how far our clock is ahead of the vendor's, in ms; below 0 where it is behind. */
  readonly clock?: (aheadMs: number) => void;
}

const ANSWER_WITHIN = 100 * SECOND;
/** An answer is held in memory. */
const LARGEST_ANSWER_BYTES = 128 * 1024 * 1024;

export function vendorHttp(parts: HttpParts): Http {
  return client(parts, undefined, undefined);
}

function client(parts: HttpParts, base: URL | undefined, authorise: Authorise | undefined): Http {
  return {
    at: (to, own) => client(parts, new URL(to.endsWith('/') ? to : `${to}/`), own),
    pause: (ms) => parts.sleep(ms),
    async send(request) {
      const first = outgoingOf(request, base, parts.source);
      const further = request.again ? outgoingOf({ ...request, query: request.again }, base, parts.source) : first;
      let renewed = false;
      for (let nth = 1; ; nth++) {
        const outgoing = nth === 1 ? first : further;
        const headers = { ...outgoing.headers, ...(await authorise?.(outgoing, renewed)) };
        const got = await attempt({ ...outgoing, headers }, parts, request.within);
        const theirs = clockIn(got.headers);
        if (theirs !== undefined) parts.clock?.(parts.now() - theirs);
        // A certificate gets no better by asking again.
        if ((got.cause !== undefined && isOfCertificate(reasonOf(got.cause))) || (got.isSlow && request.canAskLess)) throw failure('away', got, outgoing.url, parts);
        const next = afterAttempt({ nth, status: got.status, headers: got.headers, renewed, now: parts.now(), luck: parts.random() });
        switch (next.do) {
          case 'take': return { status: got.status!, headers: got.headers, bytes: got.bytes, json: () => jsonOf(got.bytes, parts.source, outgoing.url) };
          case 'renew': renewed = true; break;
          case 'wait':
            parts.waits?.(next.ms, got.why);
            await parts.sleep(next.ms);
            break;
          case 'give-up': throw failure(next.because, got, outgoing.url, parts);
        }
      }
    },
  };
}

/** What came back; without a status nothing did. */
interface Got { readonly status: number | undefined; readonly headers: Headers; readonly bytes: Buffer; readonly why: string; readonly cause?: unknown; readonly isSlow?: boolean }

async function attempt({ method, url, headers, body }: Outgoing, { signal, source }: HttpParts, most = ANSWER_WITHIN): Promise<Got> {
  const within = AbortSignal.timeout(most);
  try {
    // An account must not follow to wherever an answer points.
    const answer = await fetch(url, { method, headers, redirect: 'manual', signal: signal ? AbortSignal.any([signal, within]) : within, ...(body === undefined ? {} : { body }) });
    return { status: answer.status, headers: answer.headers, bytes: await bytesOf(answer, source, url), why: `it answers ${answer.status}` };
  } catch (cause) {
    if (cause instanceof FarmwatchError || signal?.aborted) throw cause;
    return { status: undefined, headers: new Headers(), bytes: Buffer.alloc(0), why: within.aborted ? `no answer within ${most / SECOND} s` : saidOfNetwork(reasonOf(cause)), cause, isSlow: within.aborted };
  }
}

async function bytesOf(answer: Response, source: string, url: URL): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of answer.body ?? []) {
    size += piece.length;
    if (size > LARGEST_ANSWER_BYTES) throw new FarmwatchError('source.odd', { source, why: `${placeOf(url)} answers with more than ${LARGEST_ANSWER_BYTES / 1024 / 1024} MB`, tooMuch: 'large' satisfies TooMuch });
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function outgoingOf({ url, method, query, headers, json, form }: HttpRequest, base: URL | undefined, source: string): Outgoing {
  let to: URL;
  try {
    // A leading slash would leave the path of the base.
    to = new URL(base && url.startsWith('/') ? url.slice(1) : url, base);
  } catch (cause) {
    throw new FarmwatchError('source.odd', { source, why: 'an address it gave is none' }, { cause });
  }
  if (base && to.origin !== base.origin) throw new FarmwatchError('source.odd', { source, why: `it points to ${to.origin}, where the account of ${base.origin} must not go` });
  for (const [name, value] of Object.entries(query ?? {})) to.searchParams.set(name, String(value));
  const body = json !== undefined ? JSON.stringify(json) : form ? new URLSearchParams(form).toString() : undefined;
  const type = json !== undefined ? 'application/json' : 'application/x-www-form-urlencoded';
  return { method: method ?? (body === undefined ? 'GET' : 'POST'), url: to, body, headers: { accept: 'application/json', 'user-agent': 'farmwatch', ...(body === undefined ? {} : { 'content-type': type }), ...headers } };
}

function failure(because: 'refused' | 'away', got: Got, url: URL, { source, now }: HttpParts): FarmwatchError {
  const at = placeOf(url);
  const said = saidIn(got.bytes);
  if (because === 'refused') return new FarmwatchError('source.refused', { source, why: `${at} answers ${got.status}${said}`, cure: cureOfAnswer(got.status, said), status: got.status }, { cause: got.cause });
  const asked = askedWait(got.headers, now());
  const why = asked !== undefined && asked > LONGEST_ASKED ? `it asks to be left alone for ${Math.ceil(asked / SECOND)} s` : got.why;
  const cure = got.cause === undefined || got.isSlow ? undefined : cureOfNetwork(reasonOf(got.cause));
  return new FarmwatchError('source.away', { source, why: `${at}: ${why}`, ...(cure === undefined ? {} : { cure }), ...(got.isSlow ? { tooMuch: 'slow' satisfies TooMuch } : {}) }, { cause: got.cause });
}

/** What was asked for is more than may be held in memory, or than the vendor finds in time. */
export type TooMuch = 'large' | 'slow';

/** Whether a failure comes of asking for too much, so that less may succeed; undefined where it does not. */
export function tooMuchIn(error: unknown): TooMuch | undefined {
  const found = error instanceof FarmwatchError ? error.details['tooMuch'] : undefined;
  return found === 'large' || found === 'slow' ? found : undefined;
}

/** True where the vendor says that what was asked for is not there, or not there any more. */
export function isGone(error: unknown): boolean {
  return error instanceof FarmwatchError && error.code === 'source.refused' && error.details['status'] === 404;
}

/** Host and path: what follows may hold secrets. */
function placeOf(url: URL): string {
  return `${url.host}${url.pathname}`;
}

/** What the vendor says of the reason, as far as it may stand in a message. */
function saidIn(bytes: Buffer): string {
  const text = bytes.subarray(0, 2_000).toString();
  // A code such as invalid_request stands before the sentence that explains it, and alone says little.
  const said = ['error_description|errorSummary|message|detail|reason|text', 'error'].map((names) => new RegExp(`"(?:${names})"\\s*:\\s*"((?:[^"\\\\]|\\\\.){1,1000})"`).exec(text)?.[1]).find((found) => found !== undefined);
  return said === undefined ? '' : ` (${said.replace(/\\u[\da-f]{4}|\\.|[^\x20-\x7e]+/gi, ' ').slice(0, 200)})`;
}

/** fetch says "fetch failed" and keeps the reason to itself. */
function reasonOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? messageOf(error);
}

function jsonOf(bytes: Buffer, source: string, url: URL): unknown {
  const text = bytes.toString();
  try {
    return parseJson(text);
  } catch (cause) {
    const what = /^\s*</.test(text) ? ', but a page for people: a proxy in between may want a sign-in, or the address is not that of the interface' : '';
    throw new FarmwatchError('source.odd', { source, why: `${placeOf(url)} answers with something that is no JSON${what}` }, { cause });
  }
}
