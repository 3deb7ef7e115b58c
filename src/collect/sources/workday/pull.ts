import { MINUTE } from '../../../core/time.ts';
import { addressProblem } from '../../pull/access.ts';
import { listIn } from '../../pull/answers.ts';
import { basic } from '../../pull/auth.ts';
import { definePull } from '../../pull/pull.ts';

/** Workday makes the report while one waits. */
const WITHIN = 10 * MINUTE;

/** The whole report, each time: a report as a service has no pages, and does not tell what changed. */
export const pull = definePull({
  access: {
    url: { doc: 'the address of the report as a service, with its prompts where it has some', problem: addressProblem },
    user: { doc: 'the integration system user, NAME@TENANT where Workday asks for it' },
    password: { doc: 'the password of that user', secret: true },
  },
  needs: 'An integration system user with whom an advanced report is shared that is enabled as a web service, and view access to the domains of its columns.',
  async* pages(_from, { access, http }) {
    const workday = http.at(new URL('/', access.url).href, basic(access.user, access.password));
    const answer = (await workday.send({ url: access.url, query: { format: 'json' }, within: WITHIN })).json();
    yield { records: listIn('workday', answer, 'Report_Entry'), cursor: {} };
  },
});
