import { addressProblem } from '../../pull/access.ts';
import { anotherPlace, listIn, textIn } from '../../pull/answers.ts';
import { basic } from '../../pull/auth.ts';
import { definePull } from '../../pull/pull.ts';

const PAGE = 2_500;

/** What a row is made of. Number, names, job title, status and the address of a photo come in any case. */
const FIELDS = [
  'employeeNumber', 'workEmail', 'displayName', 'hireDate', 'terminationDate', 'employmentStatusName', 'departmentName', 'locationName', 'city', 'state', 'country', 'mobilePhone',
].join(',');

/** Everybody, each time: the list does not tell what changed, and knows those who have yet to start and those who left. */
export const pull = definePull({
  access: {
    url: { doc: 'the address of the company, such as https://acme.bamboohr.com', problem: addressProblem },
    key: { doc: 'an API key of an account that may see all employees', secret: true },
  },
  needs: 'An API key of an account whose access level may see every employee, with work email, hire date, employment status, department, home city and mobile phone.',
  async* pages(_from, { access, http }) {
    const bamboo = http.at(access.url, basic(access.key, 'x'));
    let after: string | undefined;
    do {
      const answer = (await bamboo.send({ url: 'api/v1/employees', query: { fields: FIELDS, sort: 'employeeId', 'page[limit]': PAGE, ...(after === undefined ? {} : { 'page[after]': after }) } })).json();
      const next = textIn(answer, 'meta', 'page', 'nextCursor');
      yield { records: listIn('bamboohr', answer, 'data'), cursor: {} };
      after = anotherPlace('bamboohr', after, next);
    } while (after !== undefined);
  },
});
