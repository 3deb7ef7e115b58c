import { HOUR, isoOf } from '../../../core/time.ts';
import { addressProblem } from '../../pull/access.ts';
import { anotherPage, listIn, memberOf } from '../../pull/answers.ts';
import { clientCredentials } from '../../pull/auth.ts';
import { definePull } from '../../pull/pull.ts';
import { cursorAt, endedAt } from '../../pull/windows.ts';

const PAGE = 100;
/** Between clocks, and between a contact and its place in the inventory. */
const OVERLAP = HOUR;
const SECTIONS = ['GENERAL', 'HARDWARE', 'USER_AND_LOCATION', 'OPERATING_SYSTEM', 'APPLICATIONS'].map((section) => `section=${section}`).join('&');
/** How each version of the interface calls the last contact. */
const LAST_CONTACT: Readonly<Record<string, string>> = { v1: 'lastContactTime', v2: 'lastContactTime', v3: 'lastContactTime', v4: 'lastCheckIn' };

/**
 * Computers that were in touch since the last pull. There is no upper end: a computer that is in touch meanwhile stays
 * among them, so that pages in the order of ids repeat rather than miss one.
 */
export const pull = definePull({
  access: {
    url: { doc: 'the address of Jamf Pro, such as https://acme.jamfcloud.com', problem: addressProblem },
    client_id: { doc: 'the id of an API client' },
    client_secret: { doc: 'its secret', secret: true },
    version: { doc: 'the version of the inventory interface: v4 from Jamf Pro 11.30 on, v1 before', is: 'v4', problem: (text) => (Object.hasOwn(LAST_CONTACT, text) ? undefined : `there are ${Object.keys(LAST_CONTACT).join(', ')}`) },
  },
  needs: 'An API client whose role has the privilege "Read Computers".',
  async* pages(from, { access, http, since, now }) {
    const own = http.at(access.url);
    const jamf = http.at(access.url, clientCredentials({ http: own, now, url: 'api/oauth/token', clientId: access.client_id, clientSecret: access.client_secret }));
    const began = now();
    const ended = endedAt(from);
    const filter = `general.${LAST_CONTACT[access.version]}=ge="${isoOf(ended === undefined ? since : ended - OVERLAP)}"`;
    let read = 0;
    let records: readonly unknown[] = [];
    for (let page = 0; ; page++) {
      const answer = (await jamf.send({ url: `api/${access.version}/computers-inventory?${SECTIONS}`, query: { filter, sort: 'id:asc', page, 'page-size': PAGE } })).json();
      records = anotherPage('jamf', records, listIn('jamf', answer, 'results'));
      yield { records, cursor: from ?? {} };
      read += records.length;
      if (records.length === 0 || read >= Number(memberOf(answer, 'totalCount'))) break;
    }
    yield { records: [], cursor: cursorAt(began) };
  },
});
