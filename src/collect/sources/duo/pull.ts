import { DAY, HOUR, MINUTE } from '../../../core/time.ts';
import { hostProblem } from '../../pull/access.ts';
import { anotherPlace, listIn, memberOf } from '../../pull/answers.ts';
import { definePull } from '../../pull/pull.ts';
import { pagesByWindow } from '../../pull/windows.ts';
import { duoSignature } from './signature.ts';

const PAGE = 1_000;
/** Records settle within two minutes. */
const WINDOW = { overlap: HOUR, span: DAY, settle: 2 * MINUTE };

/** The authentication log, by closed stretches of time in milliseconds. */
export const pull = definePull({
  access: {
    url: { doc: 'the address of the Admin API, such as https://api-xxxxxxxx.duosecurity.com', problem: hostProblem },
    integration_key: { doc: 'the integration key of an Admin API application' },
    secret_key: { doc: 'its secret key', secret: true },
  },
  needs: 'An Admin API application with the permission "Grant read log".',
  pages(from, { access, http, since, now }) {
    const duo = http.at(access.url, duoSignature(access.integration_key, access.secret_key, now));
    return pagesByWindow(from, { since, now }, WINDOW, async function* authentications(window) {
      let offset: string | undefined;
      do {
        // Both ends count.
        const query = { mintime: window.from, maxtime: window.to - 1, limit: PAGE, sort: 'ts:asc', ...(offset === undefined ? {} : { next_offset: offset }) };
        const answer = (await duo.send({ url: 'admin/v2/logs/authentication', query })).json();
        yield listIn('duo', answer, 'response', 'authlogs');
        // A time and a transaction, which go back with a comma between.
        const next = memberOf(answer, 'response', 'metadata', 'next_offset');
        offset = anotherPlace('duo', offset, Array.isArray(next) ? next.join(',') : undefined);
      } while (offset !== undefined);
    });
  },
});
