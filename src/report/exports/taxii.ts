import { setTimeout as after } from 'node:timers/promises';
import { withoutMarks } from '../../core/marks.ts';
import { SECOND } from '../../core/time.ts';
import { FarmwatchError, messageOf } from '../../errors.ts';

/** A collection of a TAXII 2.1 server, and how to sign in there. */
export interface Collection {
  readonly name: string;
  /** Address of the API root, such as https://taxii.isac.example/farms/. */
  readonly apiRoot: string;
  readonly collection: string;
  /** The whole header `Authorization`; it is shown nowhere. */
  readonly authorization?: string;
}

/** What became of the objects that were sent. */
export interface Shared { readonly taken: number; /** Were there already: some servers call that a failure. */ readonly known: number; readonly refused: readonly { readonly id: string; readonly why: string }[] }

const TAXII = 'application/taxii+json;version=2.1';
const ANSWER_WITHIN = 30 * SECOND;
/** A server that is still busy is asked so often, with a pause between. */
const ASKED = 20;
const PAUSE = SECOND;
const MOST_SAID = 200;

interface Status { readonly id?: unknown; readonly status?: unknown; readonly success_count?: unknown; readonly failures?: unknown }
type StixObject = Readonly<Record<string, unknown>>;

/**
 * Sends the objects of a bundle to a collection, in as many requests as its server asks for.
 *
 * Objects have the ids and dates of the bundle, so sending them again changes nothing there.
 *
 * @throws FarmwatchError `share.failed`: what was taken before it stays there
 * @see TAXII Version 2.1, OASIS Standard (2021), 5.5 and 4.3
 */
export async function sendTo(to: Collection, bundle: { readonly objects: readonly StixObject[] }): Promise<Shared> {
  const root = to.apiRoot.replace(/\/*$/, '/');
  const { max_content_length: most } = await ask<{ readonly max_content_length?: unknown }>(to, root, 'GET');
  let taken = 0;
  const refused: { readonly id: string; readonly why: string }[] = [];
  for (const objects of partsOf(bundle.objects, typeof most === 'number' && most > 0 ? most : Infinity)) {
    const status = await settled(to, root, await ask<Status>(to, `${root}collections/${encodeURIComponent(to.collection)}/objects/`, 'POST', JSON.stringify({ objects })));
    const failures = Array.isArray(status.failures) ? status.failures as readonly { readonly id?: unknown; readonly message?: unknown }[] : [];
    refused.push(...failures.map(({ id, message }) => ({ id: oneLine(String(id ?? 'unnamed')), why: oneLine(String(message ?? 'no reason given')) })));
    taken += objects.length - failures.length;
  }
  const there = await thereAlready(to, root, refused.map(({ id }) => id));
  return { taken, known: refused.filter(({ id }) => there.has(id)).length, refused: refused.filter(({ id }) => !there.has(id)) };
}

/** Which of these objects the collection has; none where it may not be read. */
async function thereAlready(to: Collection, root: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (let at = 0; at < ids.length; at += ASKED_AT_ONCE) {
    const wanted = new URLSearchParams({ 'match[id]': ids.slice(at, at + ASKED_AT_ONCE).join(',') });
    const { objects } = await ask<{ readonly objects?: unknown }>(to, `${root}collections/${encodeURIComponent(to.collection)}/manifest/?${wanted}`, 'GET').catch(() => ({ objects: [] }));
    if (Array.isArray(objects)) for (const { id } of objects as readonly { readonly id?: unknown }[]) if (typeof id === 'string') found.add(id);
  }
  return found;
}
/** So many ids still fit into an address. */
const ASKED_AT_ONCE = 20;

/** A status that is not pending any more. */
async function settled(to: Collection, root: string, first: Status): Promise<Status> {
  let status = first;
  for (let times = 0; status.status === 'pending' && typeof status.id === 'string'; times++) {
    if (times === ASKED) throw new FarmwatchError('share.failed', { to: to.name, why: 'it took the objects and does not say what became of them' });
    await after(PAUSE);
    status = await ask<Status>(to, `${root}status/${encodeURIComponent(status.id)}/`, 'GET');
  }
  return status;
}

/** Objects in lists that fit into one request each. */
function partsOf(objects: readonly StixObject[], most: number): readonly (readonly StixObject[])[] {
  const parts: StixObject[][] = [[]];
  let bytes = 0;
  for (const object of objects) {
    const size = Buffer.byteLength(JSON.stringify(object)) + 1;
    if (bytes + size > most - ENVELOPE && parts.at(-1)!.length > 0) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)!.push(object);
    bytes += size;
  }
  return parts.filter((part) => part.length > 0);
}
const ENVELOPE = '{"objects":[]}'.length;

async function ask<T>(to: Collection, url: string, method: 'GET' | 'POST', body?: string): Promise<T> {
  const fail = (why: string, cause?: unknown): FarmwatchError => new FarmwatchError('share.failed', { to: to.name, why: to.authorization === undefined ? why : withoutSecret(why, to.authorization) }, { cause });
  const within = AbortSignal.timeout(ANSWER_WITHIN);
  let answer: Response;
  let text: string;
  try {
    // Nothing follows where an answer points: what leaves goes to the server that was named.
    answer = await fetch(url, {
      method, redirect: 'manual', signal: within, ...(body === undefined ? {} : { body }),
      headers: { 'accept': TAXII, 'user-agent': 'farmwatch', ...(body === undefined ? {} : { 'content-type': TAXII }), ...(to.authorization === undefined ? {} : { authorization: to.authorization }) },
    });
    text = await textOf(answer);
  } catch (error) {
    if (error === TOO_LARGE) throw fail(`it answers with more than ${LARGEST_ANSWER_BYTES / 1024 / 1024} MB`);
    const { cause } = error as { readonly cause?: { readonly code?: string } };
    throw fail(within.aborted ? `no answer within ${ANSWER_WITHIN / SECOND} s` : cause?.code ?? messageOf(error), error);
  }
  if (!answer.ok) throw fail(`it answers ${answer.status}${MEANS[answer.status] === undefined ? '' : `, which means that ${MEANS[answer.status]}`}`);
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    throw fail('its answer is no TAXII', error);
  }
}

/** A status tells a line about each object of a request. */
const LARGEST_ANSWER_BYTES = 16 * 1024 * 1024;
const TOO_LARGE = new Error('more than is read of an answer');

/** The answer as far as it may be held in memory: a server may go on without an end, or send little that unpacks to much. @throws TOO_LARGE */
async function textOf(answer: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of answer.body ?? []) {
    size += piece.length;
    if (size > LARGEST_ANSWER_BYTES) throw TOO_LARGE;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
}

const MEANS: Readonly<Record<number, string>> = {
  401: 'it wants another account or token', 403: 'the account may not write there', 404: 'the API root or the collection is another', 406: 'it does not speak TAXII 2.1', 413: 'it takes less at once than it says', 422: 'it does not understand the objects',
};

function oneLine(text: string): string {
  return withoutMarks(text).trim().slice(0, MOST_SAID);
}

/** The same text without the header, and without what follows its scheme. */
function withoutSecret(text: string, authorization: string): string {
  return [authorization, authorization.slice(authorization.indexOf(' ') + 1)].reduce((left, secret) => left.replaceAll(secret, '…'), text);
}
