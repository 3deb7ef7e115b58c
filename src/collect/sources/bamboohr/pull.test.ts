import { isoOf } from '../../../core/time.ts';
import { pageOf, pullSuite } from '../../../../test/contract/pull.ts';
import { bamboohr } from './bamboohr.ts';

pullSuite('BambooHR', {
  source: bamboohr,
  access: (url) => ({ url, key: 'secret' }),
  isAllowed: ({ headers }) => headers['authorization'] === `Basic ${Buffer.from('secret:x').toString('base64')}`,
  row: (nth, at) => ({
    employeeId: String(nth), employeeNumber: String(100 + nth), workEmail: `kim${nth}@acme.example`, displayName: `Kim ${nth}`, hireDate: isoOf(at).slice(0, 10), status: 'Active', _restrictedFields: [],
  }),
  answer({ path, query }, rows) {
    if (path !== '/api/v1/employees' || !(query.get('fields') ?? '').includes('workEmail')) return undefined;
    if (Number(query.get('page[limit]')) > 2_500) return { status: 400 };
    const { page, next } = pageOf(rows, Number(query.get('page[after]') ?? 0));
    return { body: { data: page.map(({ raw }) => raw), meta: { page: { total: rows.length, nextCursor: next === undefined ? null : String(next), prevCursor: null } } } };
  },
});
