import { FarmwatchError } from '../../../errors.ts';
import { DAY, HOUR, isoOf } from '../../../core/time.ts';
import { addressProblem } from '../../pull/access.ts';
import { listIn, textIn } from '../../pull/answers.ts';
import { fixedHeader } from '../../pull/auth.ts';
import { definePull } from '../../pull/pull.ts';
import { pagesByWindow } from '../../pull/windows.ts';

const PAGE = 1_000;
const WINDOW = { overlap: HOUR, span: DAY };

/** Sign-ins at Access, the oldest first. There is no cursor: the next page begins with the instant of the last record. */
export const pull = definePull({
  access: {
    url: { doc: 'the address of the interface', is: 'https://api.cloudflare.com', problem: addressProblem },
    account: { doc: 'the id of the account', problem: (text) => (/^[\da-f]{32}$/i.test(text) ? undefined : 'this is no account id; it has 32 hexadecimal digits') },
    token: { doc: 'an API token', secret: true },
  },
  needs: 'An API token with the permission "Access: Audit Logs Read" for the account.',
  pages(from, { access, http, since, now }) {
    const cloudflare = http.at(access.url, fixedHeader('authorization', `Bearer ${access.token}`));
    return pagesByWindow(from, { since, now }, WINDOW, async function* signIns(window) {
      let begin = isoOf(window.from);
      let before: string | undefined;
      let seen: ReadonlySet<string> = new Set();
      for (;;) {
        const answer = (await cloudflare.send({ url: `client/v4/accounts/${access.account}/access/logs/access_requests`, query: { since: begin, until: isoOf(window.to), limit: PAGE, direction: 'asc' } })).json();
        const records = listIn('cloudflare', answer, 'result');
        const fresh = records.filter((record) => !seen.has(JSON.stringify(record)));
        if (fresh.length === 0) {
          if (records.length >= PAGE) throw odd(`it shows the same ${PAGE} records again: all are of one instant, or it does not look at the instant it is asked for`);
          return;
        }
        const [first, last] = [records[0], records.at(-1)].map((record) => textIn(record, 'created_at'));
        // What is new would come for ever: at the head of every page, or each time at one instant.
        if (begin === before || Date.parse(first ?? '') > Date.parse(last ?? '')) throw odd('it does not show the oldest first, from the instant on that it is asked for');
        yield fresh;
        seen = new Set(records.map((record) => JSON.stringify(record)));
        before = begin;
        begin = last ?? begin;
      }
    });
  },
});

function odd(why: string): FarmwatchError {
  return new FarmwatchError('source.odd', { source: 'cloudflare', why });
}
