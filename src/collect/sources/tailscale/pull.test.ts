import { isoOf } from '../../../core/time.ts';
import { pullSuite } from '../../../../test/contract/pull.ts';
import { tailscale } from './tailscale.ts';

pullSuite('Tailscale', {
  source: tailscale,
  access: (url) => ({ url, client_id: 'client', client_secret: 'secret' }),
  tokenPath: '/api/v2/oauth/token',
  isPaged: false,
  row: (nth, at) => ({
    nodeId: 'nServer', logged: isoOf(at), start: isoOf(at - 5_000), end: isoOf(at), physicalTraffic: [{ src: '100.64.0.7:0', dst: '198.51.100.7:41641', txPkts: nth }],
    dstNodes: [{ nodeId: 'nLaptop', name: 'lt-7.acme.ts.net.', addresses: ['100.64.0.7'], user: 'kim@acme.example' }],
  }),
  answer({ path, query }, rows) {
    const [from, to] = ['start', 'end'].map((name) => Date.parse(query.get(name) ?? ''));
    if (path !== '/api/v2/tailnet/-/logging/network') return undefined;
    if (Number.isNaN(from) || Number.isNaN(to)) return { status: 400 };
    const logs = rows.filter(({ at }) => at >= from! && at < to!).map(({ raw }) => raw);
    return { body: { version: '1', tailnet: 'acme.example', logs: logs.length === 0 ? null : logs } };
  },
});
