import { isoOf } from '../../../core/time.ts';
import { pageOf, pullSuite } from '../../../../test/contract/pull.ts';
import { easypost } from './easypost.ts';

pullSuite('EasyPost', {
  source: easypost,
  access: (url) => ({ url, key: 'secret' }),
  isAllowed: ({ headers }) => headers['authorization'] === `Basic ${Buffer.from('secret:').toString('base64')}`,
  row: (nth, at) => ({
    id: `trk_${nth}`, object: 'Tracker', mode: 'production', tracking_code: `1Z99${nth}`, carrier: 'UPS', created_at: isoOf(at),
    tracking_details: [{ object: 'TrackingDetail', status: 'delivered', status_detail: 'arrived_at_destination', datetime: isoOf(at), tracking_location: { city: 'AUSTIN', state: 'TX', country: 'US', zip: '78701' } }],
  }),
  answer({ path, query }, rows) {
    const [from, to] = ['start_datetime', 'end_datetime'].map((name) => Date.parse(query.get(name) ?? ''));
    if (path !== '/v2/trackers' || Number(query.get('page_size')) > 100) return undefined;
    const newest = rows.filter(({ at }) => at >= from! && at < to!).map(({ raw }) => raw as { id: string }).reverse();
    const before = newest.findIndex(({ id }) => id === query.get('before_id'));
    const { page, next } = pageOf(newest, before + 1);
    return { body: { trackers: page, has_more: next !== undefined } };
  },
});
