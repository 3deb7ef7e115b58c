import { describe, expect, it } from 'vitest';
import { isoOf } from '../../../core/time.ts';
import { startStub } from '../../../../test/support/vendor-stub.ts';
import { vendorHttp } from '../../pull/http.ts';
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

describe('a pull of Okta', () => {
  it('goes on where it was, at the address that is configured now', async () => {
    const stub = await startStub(() => ({ body: [] }));
    const http = vendorHttp({ source: 'okta', now: () => 0, random: () => 0, sleep: async () => {} });
    const io = { access: { url: stub.url, token: 'secret' }, options: {}, http, since: 0, now: () => 0 };
    await Array.fromAsync(okta.pull!.pages({ next: 'https://acme.okta.example/api/v1/logs?after=17_1&limit=1000' }, io));
    await stub.close();

    expect(stub.requests.map(({ path, query }) => `${path}?${query}`)).toEqual(['/api/v1/logs?after=17_1&limit=1000']);
  });
});
