import { isoOf } from '../../../core/time.ts';
import { FarmwatchError } from '../../../errors.ts';
import { hostProblem } from '../../pull/access.ts';
import { anotherPlace, listIn } from '../../pull/answers.ts';
import { fixedHeader } from '../../pull/auth.ts';
import { nextLink } from '../../pull/links.ts';
import { definePull } from '../../pull/pull.ts';

const PAGE = 1_000;
const LOG = 'api/v1/logs';

/**
 * The System Log, polled: asked for without an end, in the order in which events were recorded. The address of the
 * next page then never runs out, and is where the next pull goes on; whatever is recorded late comes behind it.
 */
export const pull = definePull({
  access: {
    url: { doc: 'the address of the organisation, such as https://example.okta.com', problem: hostProblem },
    token: { doc: 'an API token of a read-only administrator', secret: true },
  },
  needs: 'An API token made by an administrator with the role "Read-only administrator".',
  async* pages(from, { access, http, since }) {
    const okta = http.at(access.url, fixedHeader('authorization', `SSWS ${access.token}`));
    let next = typeof from?.['next'] === 'string' ? from['next'] : undefined;
    for (;;) {
      const answer = await okta.send(next === undefined ? { url: LOG, query: { since: isoOf(since), limit: PAGE, sortOrder: 'ASCENDING' } } : { url: placeOf(next, access.url) });
      const records = listIn('okta', answer.json());
      const found = nextLink(answer.headers);
      const before = next;
      next = found ?? next;
      yield { records, cursor: next === undefined ? {} : { next } };
      // An empty page leads to itself: there the next pull goes on.
      if (records.length === 0 || anotherPlace('okta', before, found) === undefined) return;
    }
  },
});

/**
 * The next page at the address that is configured: an organisation may have moved to another one since, and has several. What
 * is asked for stays the same.
 */
function placeOf(next: string, url: string): string {
  const place = URL.parse(next, url);
  if (!place) throw new FarmwatchError('source.odd', { source: 'okta', why: 'the address of the next page is none' });
  return `${LOG}${place.search}`;
}
