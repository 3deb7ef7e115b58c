import { describe, expect, it } from 'vitest';
import type { ApplicationRow } from '../../src/core/person.ts';
import { settle } from '../../src/core/settings.ts';
import { groupsOf } from './groups.ts';
import { SETTINGS } from './settings.ts';

const settings = settle(SETTINGS, {}).values;
const passages = (from: number): readonly string[] => Array.from({ length: 60 }, (_, nth) => `passage-${from + nth}`);
const one = (id: string, more: Partial<ApplicationRow> = {}): ApplicationRow => ({ application_id: id, ...more });
function found(applications: readonly ApplicationRow[], tied: (a: string, b: string) => boolean = () => false): readonly string[] {
  return groupsOf({ applications, tied }, settings).map(({ trait, people, applications: members }) => `${trait} ${people}: ${members.map(({ application_id: id }) => id).join(' ')}`);
}

describe('groups of applications', () => {
  it('join texts that are alike as far as they reach, and equal marks of a résumé', () => {
    expect(found([one('A', { resume_shingles: passages(0) }), one('B', { resume_shingles: passages(10) }), one('C', { resume_shingles: passages(20) }), one('D', { resume_shingles: passages(500) })])).toEqual(['resume 3: A B C']);
    expect(found([one('A', { resume_token: 'r:1' }), one('B', { resume_token: 'r:1' })])).toEqual(['resume 2: A B']);
  });

  it('are none of one person who applied twice, and none of a declared household', () => {
    expect(found([one('A', { email: 'kim@mail.example', phone: 'p:1' }), one('B', { email: 'kim@mail.example', phone: 'p:1' })])).toEqual([]);
    const couple = [one('A', { hire_id: 'h-1', phone: 'p:1' }), one('B', { hire_id: 'h-2', phone: 'p:1' })];
    expect([found(couple, () => true), found(couple)]).toEqual([[], ['phone 2: A B']]);
    expect(found([...couple, one('C', { phone: 'p:1' })], () => true)).toEqual(['phone 3: A B C']);
  });

  it('are none where so many give one thing that it tells nobody from anybody', () => {
    expect(found(Array.from({ length: 12 }, (_, nth) => one(`A-${nth}`, { portfolio_url: 'https://course.example/project' })))).toEqual([]);
  });

  it('of a reference take as many as the small details do', () => {
    const sharing = (count: number): readonly ApplicationRow[] => Array.from({ length: count }, (_, nth) => one(`A-${nth}`, { references: ['ref:1'] }));

    expect([found(sharing(settings.referenceOthers)), found(sharing(settings.referenceOthers + 1)).length]).toEqual([[], 1]);
  });
});
