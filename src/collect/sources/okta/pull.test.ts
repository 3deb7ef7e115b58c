import { isoOf } from '../../../core/time.ts';
import { pageOf, pullSuite } from '../../../../test/contract/pull.ts';
import { okta } from './okta.ts';

pullSuite('Okta', {
  source: okta,
  access: (url) => ({ url, token: 'secret' }),
  isAllowed: ({ headers }) => headers['authorization'] === 'SSWS secret',
  row: (nth, at) => ({
    uuid: `event-${nth}`, published: isoOf(at), eventType: 'user.session.start', outcome: { result: 'SUCCESS' },
    actor: { id: '00u1', type: 'User', alternateId: 'kim@acme.example' }, client: { ipAddress: '198.51.100.7' },
  }),
  answer({ path, query }, rows, { url }) {
    if (path !== '/api/v1/logs' || query.get('sortOrder') !== 'ASCENDING') return undefined;
    const recorded = rows.filter(({ at }) => isoOf(at) >= (query.get('since') ?? '')).toSorted((a, b) => a.seenFrom - b.seenFrom);
    const from = Number(query.get('after') ?? 0);
    const { page } = pageOf(recorded, from);
    const again = new URLSearchParams(query);
    again.set('after', String(from + page.length));
    return {
      body: page.map(({ raw }) => raw),
      headers: { link: `<${url}/api/v1/logs?since=x>; rel="self", <${url}/api/v1/logs?${again}>; rel="next"`, 'x-rate-limit-remaining': '119' },
    };
  },
});
