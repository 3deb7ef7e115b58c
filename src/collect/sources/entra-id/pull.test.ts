import { isoOf } from '../../../core/time.ts';
import { pageOf, pullSuite } from '../../../../test/contract/pull.ts';
import { entraId } from './entra-id.ts';

pullSuite('Microsoft Entra ID', {
  source: entraId,
  access: (url) => ({ tenant: 'acme.example', client_id: 'app', client_secret: 'secret', graph: url, login: url }),
  tokenPath: '/acme.example/oauth2/v2.0/token',
  row: (nth, at) => ({
    id: `sign-in-${nth}`, createdDateTime: isoOf(at), userPrincipalName: 'kim@acme.example', userId: 'u-1', ipAddress: '198.51.100.7',
    appDisplayName: 'Office 365', isInteractive: true, status: { errorCode: 0 },
  }),
  answer({ path, query }, rows, { url }) {
    if (path === '/v1.0/auditLogs/directoryAudits') return { body: { value: [] } };
    if (path !== '/v1.0/auditLogs/signIns') return undefined;
    const [, from, to] = /^createdDateTime ge (\S+) and createdDateTime lt (\S+)$/.exec(query.get('$filter') ?? '') ?? [];
    if (from === undefined || to === undefined || query.get('$top') !== '999') return { status: 400 };
    const { page, next } = pageOf(rows.filter(({ at }) => at >= Date.parse(from) && at < Date.parse(to)), Number(query.get('$skiptoken') ?? 0));
    const again = new URLSearchParams(query);
    again.set('$skiptoken', String(next));
    return { body: { value: page.map(({ raw }) => raw), ...(next === undefined ? {} : { '@odata.nextLink': `${url}${path}?${again}` }) } };
  },
});
