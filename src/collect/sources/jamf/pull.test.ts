import { describe, expect, it } from 'vitest';
import { isoOf } from '../../../core/time.ts';
import { pageOf, pullSuite, type PullCase } from '../../../../test/contract/pull.ts';
import { jamf } from './jamf.ts';

const CASE: Omit<PullCase, 'access' | 'row' | 'answer'> = { source: jamf, tokenPath: '/api/oauth/token' };

/** Jamf Pro with one version of its inventory, where the last contact has a name of its own. */
function aJamf(version: string, name: string): PullCase {
  return {
    ...CASE,
    access: (url) => ({ url, client_id: 'client', client_secret: 'secret', version }),
    row: (nth, at) => ({ id: String(nth), udid: `u-${nth}`, general: { name: `MB-${nth}`, [name]: isoOf(at), lastIpAddress: '198.51.100.7' }, hardware: { serialNumber: `C02${nth}` }, userAndLocation: null, operatingSystem: null, applications: null }),
    answer({ path, query }, rows) {
      if (path !== `/api/${version}/computers-inventory` || !query.getAll('section').includes('GENERAL') || query.get('sort') !== 'id:asc') return undefined;
      const since = new RegExp(`^general\\.${name}=ge="([^"]+)"$`).exec(query.get('filter') ?? '')?.[1];
      if (since === undefined) return { status: 400 };
      const held = rows.filter(({ at }) => at >= Date.parse(since)).map(({ raw }) => raw as { id: string }).sort((a, b) => Number(a.id) - Number(b.id));
      return { body: { totalCount: held.length, results: pageOf(held, Number(query.get('page')) * 2).page } };
    },
  };
}

pullSuite('Jamf Pro', aJamf('v4', 'lastCheckIn'));
pullSuite('Jamf Pro before 11.30', aJamf('v1', 'lastContactTime'));

describe('the version of the inventory', () => {
  it('is one of those there are', () => {
    expect(jamf.pull!.access['version']!.problem!('v4')).toBeUndefined();
    expect(jamf.pull!.access['version']!.problem!('v9')).toBe('there are v1, v2, v3, v4');
  });
});
