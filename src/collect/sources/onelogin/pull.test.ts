import { isoOf } from '../../../core/time.ts';
import { pageOf, pullSuite } from '../../../../test/contract/pull.ts';
import { onelogin } from './onelogin.ts';

pullSuite('OneLogin', {
  source: onelogin,
  access: (url) => ({ url, client_id: 'client', client_secret: 'secret' }),
  tokenPath: '/auth/oauth2/v2/token',
  row: (nth, at) => ({ id: nth, account_id: 7, created_at: isoOf(at), event_type_id: 5, user_id: 138, user_name: 'Kim Larsen', actor_user_id: null, assuming_acting_user_id: null, ipaddr: '198.51.100.7' }),
  answer({ path, query }, rows) {
    const [from, to] = ['since', 'until'].map((name) => Date.parse(query.get(name) ?? ''));
    if (path !== '/api/1/events') return undefined;
    if (Number.isNaN(from) || Number.isNaN(to) || Number(query.get('limit')) > 50) return { status: 400 };
    const kinds = (query.get('event_type_id') ?? '').split(',');
    const { page, next } = pageOf(rows.filter(({ at, raw }) => at > from! && at < to! && kinds.includes(String((raw as { event_type_id: number }).event_type_id))), Number(query.get('after_cursor') ?? 0));
    return { body: { status: { error: false, code: 200, type: 'success', message: 'Success' }, pagination: { before_cursor: null, after_cursor: next === undefined ? null : String(next), previous_link: null, next_link: null }, data: page.map(({ raw }) => raw) } };
  },
});
