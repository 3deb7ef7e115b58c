import { HOUR, isoOf, type Instant } from '../../../core/time.ts';
import { FarmwatchError } from '../../../errors.ts';
import { hostProblem } from '../../pull/access.ts';
import { anotherPlace, listIn, textIn } from '../../pull/answers.ts';
import { basic } from '../../pull/auth.ts';
import type { HttpRequest } from '../../pull/http.ts';
import { nextLink } from '../../pull/links.ts';
import { definePull } from '../../pull/pull.ts';
import { cursorAt, endedAt } from '../../pull/windows.ts';

const PAGE = 1_000;
/** Between clocks, and between a change and its row. */
const OVERLAP = HOUR;
const FIELDS = ['sys_id', 'sys_updated_on', 'sys_class_name', 'serial_number', 'asset_tag', 'assigned_to', 'assigned', 'checked_in', 'order_date', 'delivery_date', 'install_status'];

/**
 * Assets that changed since the last pull; the first one takes all. They come in the order of their ids, which stay what
 * they are: in the order of change, a record that somebody saves meanwhile would move, and another would slip by.
 */
export const pull = definePull({
  access: {
    url: { doc: 'the address of the instance, such as https://acme.service-now.com', problem: hostProblem },
    user: { doc: 'an account that may read the table and the users' },
    password: { doc: 'the password of that account', secret: true },
    table: { doc: 'the table of laptops', is: 'alm_hardware', problem: (text) => (/^[a-z]\w*$/.test(text) ? undefined : 'this is no name of a table') },
    only: {
      doc: 'an encoded query for what is a laptop', is: 'model_category.name=Computer',
      problem: (text) => (/\^NQ|\^?ORDERBY|\^?GROUPBY/.test(text) ? 'a new query, an order or a grouping does not belong into it' : undefined),
    },
  },
  needs: 'An account that may read every row of the table, with its serial numbers and dates, and the field of users (sys_user) that holds the hire id.',
  async* pages(from, { access, options, http, now }) {
    const snow = http.at(access.url, basic(access.user, access.password));
    const began = now();
    const ended = endedAt(from);
    const changed = ended === undefined ? [] : [`sys_updated_on>=${written(ended - OVERLAP)}`];
    const after = (id: string | undefined): HttpRequest => ({
      url: `api/now/table/${access.table}`,
      query: {
        sysparm_query: [access.only, 'serial_numberISNOTEMPTY', ...changed, ...(id === undefined ? [] : [`sys_id>${id}`]), 'ORDERBYsys_id'].filter((part) => part !== '').join('^'),
        sysparm_fields: [...FIELDS, `assigned_to.${options['holder']}`].join(','), sysparm_limit: PAGE, sysparm_exclude_reference_link: 'true', sysparm_display_value: 'false',
      },
    });
    let request = after(undefined);
    let [id, page]: (string | undefined)[] = [];
    for (;;) {
      const answer = await snow.send(request);
      const records = listIn('servicenow', answer.json(), 'result');
      yield { records, cursor: from ?? {} };
      // Rows that the account may not read are taken out of a page, so a short or empty one need not be the last.
      const link = nextLink(answer.headers);
      if (link === undefined) break;
      const last = textIn(records.at(-1), 'sys_id');
      // It leaves out a condition that it does not know: the first page would come for ever.
      if (last !== undefined && id !== undefined && !(last > id)) throw new FarmwatchError('source.odd', { source: 'servicenow', why: 'its records do not come in the order of their ids' });
      id = last ?? id;
      page = anotherPlace('servicenow', page, link);
      request = last === undefined ? { url: link } : after(last);
    }
    yield { records: [], cursor: cursorAt(began) };
  },
});

/** As ServiceNow writes instants. */
function written(at: Instant): string {
  return isoOf(at).slice(0, 19).replace('T', ' ');
}
