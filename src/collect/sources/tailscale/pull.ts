import { HOUR, isoOf } from '../../../core/time.ts';
import { addressProblem } from '../../pull/access.ts';
import { listIn, memberOf } from '../../pull/answers.ts';
import { clientCredentials } from '../../pull/auth.ts';
import { definePull } from '../../pull/pull.ts';
import { pagesByWindow } from '../../pull/windows.ts';

/** There are no pages: one answer holds a whole stretch, so stretches are short. */
const WINDOW = { overlap: HOUR, span: 2 * HOUR };

/** Network flow logs of the whole tailnet, by closed stretches of time. */
export const pull = definePull({
  access: {
    url: { doc: 'the address of the interface', is: 'https://api.tailscale.com', problem: addressProblem },
    tailnet: { doc: 'the tailnet; - is that of the client', is: '-', problem: (text) => (/^[\w.@-]+$/.test(text) ? undefined : 'this is no tailnet; write one such as acme.example') },
    client_id: { doc: 'the id of an OAuth client' },
    client_secret: { doc: 'its secret', secret: true },
  },
  needs: 'An OAuth client with the scope "logs:network:read", in a tailnet that writes network flow logs.',
  pages(from, { access, http, since, now }) {
    const own = http.at(access.url);
    const tailscale = http.at(access.url, clientCredentials({ http: own, now, url: 'api/v2/oauth/token', clientId: access.client_id, clientSecret: access.client_secret }));
    return pagesByWindow(from, { since, now }, WINDOW, async function* flows(window) {
      const answer = (await tailscale.send({ url: `api/v2/tailnet/${access.tailnet}/logging/network`, query: { start: isoOf(window.from), end: isoOf(window.to) } })).json();
      yield memberOf(answer, 'logs') === null ? [] : listIn('tailscale', answer, 'logs');
    });
  },
});
