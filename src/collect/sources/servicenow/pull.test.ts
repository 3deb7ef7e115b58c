import { describe, expect, it } from 'vitest';
import { isoOf } from '../../../core/time.ts';
import { pageOf, pullSuite } from '../../../../test/contract/pull.ts';
import { pull } from './pull.ts';
import { servicenow } from './servicenow.ts';

const written = (at: number): string => isoOf(at).slice(0, 19).replace('T', ' ');

pullSuite('ServiceNow', {
  source: servicenow,
  access: (url) => ({ url, user: 'farmwatch', password: 'secret' }),
  isAllowed: ({ headers }) => headers['authorization'] === `Basic ${Buffer.from('farmwatch:secret').toString('base64')}`,
  row: (nth, at) => ({
    // Ids say nothing of the order of change.
    sys_id: `id-${9 - nth}`, sys_updated_on: written(at), serial_number: `C02-${nth}`, assigned_to: 'u1', assigned: written(at), install_status: '1', 'assigned_to.employee_number': '7',
  }),
  answer({ path, query }, rows, { url }) {
    if (path !== '/api/now/table/alm_hardware' || !(query.get('sysparm_fields') ?? '').includes('assigned_to.employee_number')) return undefined;
    const parts = (query.get('sysparm_query') ?? '').split('^');
    if (parts.shift() !== 'model_category.name=Computer' || parts.shift() !== 'serial_numberISNOTEMPTY' || parts.pop() !== 'ORDERBYsys_id') return { status: 400 };
    const since = parts.find((part) => part.startsWith('sys_updated_on>='))?.slice(16) ?? '';
    const after = parts.find((part) => part.startsWith('sys_id>'))?.slice(7) ?? '';
    const held = rows.map(({ raw }) => raw as { sys_id: string; sys_updated_on: string }).filter((raw) => raw.sys_updated_on >= since && raw.sys_id > after).sort((a, b) => (a.sys_id < b.sys_id ? -1 : 1));
    const offset = Number(query.get('sysparm_offset') ?? 0);
    const { page, next } = pageOf(held, offset);
    const again = new URLSearchParams(query);
    again.set('sysparm_offset', String(next));
    return { body: { result: page }, headers: next === undefined ? {} : { link: `<${url}${path}?${query}>;rel="first",<${url}${path}?${again}>;rel="next"` } };
  },
});

describe('what is a laptop', () => {
  it('may be said by a query, but not by a new one', () => {
    expect(pull.access['only']!.problem!('model_category.name=Computer^company=acme')).toBeUndefined();
    expect(pull.access['only']!.problem!('a=b^NQc=d')).toBeDefined();
    expect(pull.access['table']!.problem!('alm_hardware?x')).toBeDefined();
  });
});
