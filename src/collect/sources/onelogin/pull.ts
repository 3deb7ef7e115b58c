import { DAY, HOUR, isoOf } from '../../../core/time.ts';
import { hostProblem } from '../../pull/access.ts';
import { anotherPlace, listIn, textIn } from '../../pull/answers.ts';
import { clientCredentials } from '../../pull/auth.ts';
import { definePull } from '../../pull/pull.ts';
import { pagesByWindow } from '../../pull/windows.ts';
import { MEANINGS } from './meanings.ts';

/** The most there is. */
const PAGE = 50;
const WINDOW = { overlap: HOUR, span: DAY };
const KINDS = Object.keys(MEANINGS).join(',');
/** What is read of an event; names of roles, notes and scores of risk stay there. */
const FIELDS = ['id', 'account_id', 'created_at', 'event_type_id', 'user_id', 'user_name', 'actor_user_id', 'assuming_acting_user_id', 'ipaddr'].join(',');

/** Events, by closed stretches of time. */
export const pull = definePull({
  access: {
    url: { doc: 'the address of the account, such as https://acme.onelogin.com', problem: hostProblem },
    client_id: { doc: 'the id of an API credential' },
    client_secret: { doc: 'its secret', secret: true },
  },
  needs: 'An API credential with the scope "Read All".',
  pages(from, { access, http, since, now }) {
    const own = http.at(access.url);
    const onelogin = http.at(access.url, clientCredentials({ http: own, now, url: 'auth/oauth2/v2/token', clientId: access.client_id, clientSecret: access.client_secret }));
    return pagesByWindow(from, { since, now }, WINDOW, async function* events(window) {
      let after: string | undefined;
      do {
        // Neither end counts.
        const query = { since: isoOf(window.from - 1), until: isoOf(window.to), event_type_id: KINDS, limit: PAGE, fields: FIELDS, ...(after === undefined ? {} : { after_cursor: after }) };
        const answer = (await onelogin.send({ url: 'api/1/events', query })).json();
        yield listIn('onelogin', answer, 'data');
        after = anotherPlace('onelogin', after, textIn(answer, 'pagination', 'after_cursor'));
      } while (after !== undefined);
    });
  },
});
