import { addressProblem } from '../../pull/access.ts';
import { listIn, textIn } from '../../pull/answers.ts';
import { fixedHeader } from '../../pull/auth.ts';
import { definePull } from '../../pull/pull.ts';
import { FarmwatchError } from '../../../errors.ts';

const PAGE = 500;

/** All hosts of Fleet each time, by their number: details that are known add nothing. Results of queries are sent by Fleet, not fetched. */
export const pull = definePull({
  access: {
    url: { doc: 'the address of the Fleet server, such as https://fleet.acme.example', problem: addressProblem },
    token: { doc: 'the API token of an API-only user with the role Observer', secret: true },
  },
  needs: 'An API-only user of Fleet with the role Observer.',
  async* pages(_from, { access, http }) {
    const fleet = http.at(access.url, fixedHeader('authorization', `Bearer ${access.token}`));
    let after: string | undefined;
    for (;;) {
      const records = listIn('osquery', (await fleet.send({ url: 'api/v1/fleet/hosts', query: { per_page: PAGE, order_key: 'id', order_direction: 'asc', ...(after === undefined ? {} : { after }) } })).json(), 'hosts');
      yield { records, cursor: {} };
      if (records.length === 0) return;
      const last = textIn(records.at(-1), 'id');
      // Without it, or where it does not grow, the same page would come for ever.
      if (last === undefined || !(Number(last) > Number(after ?? 0))) throw new FarmwatchError('source.odd', { source: 'osquery', why: 'its list of hosts is not in the order of their ids' });
      after = last;
    }
  },
});
