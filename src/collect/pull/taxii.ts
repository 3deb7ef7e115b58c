import { shortHash } from '../../core/canonical.ts';
import { FarmwatchError } from '../../errors.ts';
import { MOST_BUNDLE_MB } from '../tables/bundle-file.ts';
import type { StixObject } from '../tables/stix.ts';
import type { Http, HttpAnswer } from './http.ts';

const PAGE = 1_000;
const ACCEPT = 'application/taxii+json;version=2.1';
/** A server that never ends is no server. */
const MOST_PAGES = 10_000;
const MOST_BYTES = MOST_BUNDLE_MB * 1024 ** 2;

/** Some objects of a collection. */
export interface TaxiiPage {
  readonly objects: readonly StixObject[];
  /** When the newest object so far was added there, as the server writes it. */
  readonly addedLast: string | undefined;
}

/**
 * Objects of a collection that were added after an instant, page by page.
 *
 * `http` knows the server and the account. Where the server names the next page, it is asked for by that name; where it only
 * says that there is more, for what was added after the last one.
 *
 * @param types which objects; others stay where they are
 * @param added `added_after` as the server wrote it before; undefined for all there is
 * @throws FarmwatchError `source.refused`, `source.away`, `source.odd` for what is no TAXII, goes round in circles or is too large
 * @see TAXII Version 2.1, OASIS Standard (2021), 3.4, 3.5 and 5.4
 */
export async function* taxiiPages(http: Http, { source, collection, types, added }: { readonly source: string; readonly collection: string; readonly types: readonly string[]; readonly added: string | undefined }): AsyncGenerator<TaxiiPage> {
  const odd = (why: string): FarmwatchError => new FarmwatchError('source.odd', { source, why });
  const seen = new Set<string>();
  let [after, next, addedLast] = [added, undefined as string | undefined, undefined as string | undefined];
  for (let nth = 0; nth < MOST_PAGES; nth++) {
    const query = { 'limit': PAGE, 'match[type]': types.join(','), ...(after === undefined ? {} : { added_after: after }), ...(next === undefined ? {} : { next }) };
    const answer = await http.send({ url: `collections/${encodeURIComponent(collection)}/objects/`, query, headers: { accept: ACCEPT } });
    if (answer.bytes.length > MOST_BYTES) throw odd(`a page has more than ${MOST_BUNDLE_MB} MB`);
    const { objects, more, next: following } = envelopeOf(answer, odd);
    // Servers may call all further pages by one name, so a circle shows in what comes, not in where one is sent.
    const page = shortHash(JSON.stringify([after, next, objects.map(({ id, modified }) => [id, modified])]));
    if (seen.has(page)) throw odd('it sends to a page that was fetched already');
    seen.add(page);
    addedLast = answer.headers.get('x-taxii-date-added-last') ?? answer.headers.get('x-taxii-date-added-first') ?? addedLast;
    yield { objects, addedLast };
    if (!more) return;
    if (following !== undefined) next = following;
    else if (addedLast !== undefined) [after, next] = [addedLast, undefined];
    else throw odd('it has more, and does not say where');
  }
  throw odd(`it has more than ${MOST_PAGES} pages`);
}

function envelopeOf(answer: HttpAnswer, odd: (why: string) => FarmwatchError): { readonly objects: readonly StixObject[]; readonly more: boolean; readonly next: string | undefined } {
  const envelope = answer.json();
  if (typeof envelope !== 'object' || envelope === null || Array.isArray(envelope)) throw odd('its answer is no TAXII envelope');
  const { objects = [], more = false, next } = envelope as { readonly objects?: unknown; readonly more?: unknown; readonly next?: unknown };
  if (!Array.isArray(objects) || typeof more !== 'boolean') throw odd('its answer is no TAXII envelope');
  return { objects: objects.filter((one): one is StixObject => typeof one === 'object' && one !== null), more, next: typeof next === 'string' && next !== '' ? next : undefined };
}
