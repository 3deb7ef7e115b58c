import { DAY, HOUR, isoOf } from '../../../core/time.ts';
import { addressProblem, choiceOf, chosenIn } from '../../pull/access.ts';
import { anotherPlace, listIn, memberOf, textIn } from '../../pull/answers.ts';
import type { Http } from '../../pull/http.ts';
import { definePull } from '../../pull/pull.ts';
import { oneByOne, pagesByWindow, type TimeWindow } from '../../pull/windows.ts';
import { serviceAccount } from './service-account.ts';

/** Most reports are there within minutes, some only after hours. */
const WINDOW = { overlap: 6 * HOUR, span: 7 * DAY };
const PAGE = 1_000;
const SCOPE = 'https://www.googleapis.com/auth/admin.reports.audit.readonly';
/** What is read of an activity; places that Google made out of the address stay there. */
const FIELDS = 'kind,nextPageToken,items(id,actor(callerType,email,profileId),ipAddress,networkInfo/ipAsn,events(name,parameters))';

/** Events that a log is asked for, by log: a log of which most is our business is asked for whole. */
const LOGS: Readonly<Record<string, readonly (string | undefined)[]>> = {
  login: [undefined],
  saml: [undefined],
  user_accounts: [undefined],
  chrome: ['CHROME_OS_CRD_CLIENT_CONNECTED', 'CHROME_OS_CRD_CLIENT_DISCONNECTED', 'CHROMEOS_PERIPHERAL_ADDED', 'CHROMEOS_PERIPHERAL_STATUS_UPDATED'],
  meet: ['call_ended'],
};

/** Activity reports, each log by closed stretches of time with an overlap for reports that come late. */
export const pull = definePull({
  access: {
    key_file: { doc: 'the JSON key file of a service account', secret: true },
    admin: { doc: 'the mail address of an administrator for whom that account acts', problem: (text) => (/^[^\s@]+@[^\s@]+$/.test(text) ? undefined : 'this is no mail address') },
    logs: choiceOf('log', Object.keys(LOGS)),
    reports: { doc: 'the address of the Reports API', is: 'https://admin.googleapis.com', problem: addressProblem },
    login: { doc: 'the address where tokens are had', is: 'https://oauth2.googleapis.com', problem: addressProblem },
  },
  needs: `A service account with domain-wide delegation for the scope ${SCOPE}, acting for an administrator with the privilege "Reports".`,
  pages(from, { access, http, now, since }) {
    const reports = http.at(access.reports, serviceAccount({ http, now }, { keyFile: access.key_file, admin: access.admin, login: access.login, scope: SCOPE }));
    return oneByOne(from, questions(access.logs).map((question) => (cursor) => {
      const { application, event } = question;
      const name = event === undefined ? application : `${application}/${event}`;
      return pagesByWindow(cursor, { since, now }, { ...WINDOW, name }, (window) => activities(reports, { ...question, window }));
    }));
  },
});

/** One for each log, or for each event of it. */
function questions(logs: string): readonly Question[] {
  return chosenIn(logs).flatMap((application) => LOGS[application]!.map((event) => ({ application, event })));
}

interface Question { readonly application: string; readonly event: string | undefined }

async function* activities(reports: Http, { application, event, window }: Question & { readonly window: TimeWindow }): AsyncGenerator<readonly unknown[]> {
  let page: string | undefined;
  do {
    const answer = (await reports.send({
      url: `admin/reports/v1/activity/users/all/applications/${application}`,
      query: { startTime: isoOf(window.from), endTime: isoOf(window.to), maxResults: PAGE, fields: FIELDS, ...(event === undefined ? {} : { eventName: event }), ...(page === undefined ? {} : { pageToken: page }) },
    })).json();
    // Where there is nothing, the list itself is missing; an answer that does not say what it is might be anything.
    const isEmpty = memberOf(answer, 'items') === undefined && textIn(answer, 'kind')?.endsWith('reports#activities');
    if (!isEmpty) yield listIn('google-workspace', answer, 'items');
    page = anotherPlace('google-workspace', page, textIn(answer, 'nextPageToken'));
  } while (page !== undefined);
}
