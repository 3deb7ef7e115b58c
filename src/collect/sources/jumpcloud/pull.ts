import { FarmwatchError } from '../../../errors.ts';
import { DAY, HOUR, isoOf } from '../../../core/time.ts';
import { addressProblem } from '../../pull/access.ts';
import { anotherPlace, listIn } from '../../pull/answers.ts';
import type { Authorise, HttpAnswer } from '../../pull/http.ts';
import { parseJson } from '../../json.ts';
import { definePull } from '../../pull/pull.ts';
import { pagesByWindow } from '../../pull/windows.ts';
import { AT_LAPTOP, CHANGE, ENROLMENTS, SIGN_INS } from './kinds.ts';

const PAGE = 1_000;
const WINDOW = { overlap: HOUR, span: DAY };
/** Where sign-ins, applications, changes of people and logins at laptops stand; the other services are of software and networks. */
const SERVICES = ['directory', 'sso', 'systems'];
const KINDS = [...SIGN_INS, ...ENROLMENTS, CHANGE, AT_LAPTOP];

/** Directory Insights, by closed stretches of time. */
export const pull = definePull({
  access: {
    url: { doc: 'the address of the interface', is: 'https://api.jumpcloud.com', problem: addressProblem },
    key: { doc: 'an API key of an administrator', secret: true },
    org: { doc: 'the id of the organisation, where the administrator has several', optional: true },
  },
  needs: 'An API key of an administrator who may read Directory Insights.',
  pages(from, { access, http, since, now }) {
    const account: Authorise = async () => ({ 'x-api-key': access.key, ...(access.org === '' ? {} : { 'x-org-id': access.org }) });
    const insights = http.at(access.url, account);
    return pagesByWindow(from, { since, now }, WINDOW, async function* events(window) {
      const asked = { service: SERVICES, start_time: isoOf(window.from), end_time: isoOf(window.to), sort: 'ASC', limit: PAGE, search_term: { or: { event_type: KINDS } } };
      let after: string | undefined;
      do {
        const answer = await insights.send({ url: 'insights/directory/v1/events', json: after === undefined ? asked : { ...asked, search_after: placeIn(after) } });
        const records = listIn('jumpcloud', answer.json());
        yield records;
        after = isFull(answer) ? anotherPlace('jumpcloud', after, answer.headers.get('x-search_after') ?? undefined) : undefined;
      } while (after !== undefined);
    });
  },
});

/** There may be more where a page holds as many as were asked for. */
function isFull({ headers }: HttpAnswer): boolean {
  return Number(headers.get('x-result-count')) >= Number(headers.get('x-limit'));
}

function placeIn(header: string): unknown {
  try {
    return parseJson(header);
  } catch (cause) {
    throw new FarmwatchError('source.odd', { source: 'jumpcloud', why: 'it says where the next page is in a way that cannot be read' }, { cause });
  }
}
