import { describe, expect, it } from 'vitest';
import type { History } from '../../detect/people/registry.ts';
import { theirsIn } from './theirs.ts';

const person = (row: object): object => ({ id: `people/${String((row as { hire_id: string }).hire_id)}`, kind: 'people', versions: [{ from: null, row: { user_names: [], device_serials: [], start_date: '2026-01-01', ...row } }] });
const history = {
  people: [
    person({ hire_id: 'h-17', email: 'kim.lee@acme.example', user_names: ['kim', 'ACME\\klee'], device_serials: ['SN-7', 'SN-shared'], display_name: 'Kim Lee' }),
    person({ hire_id: 'h-18', email: 'kim@acme.example', user_names: ['ann'], device_serials: ['SN-shared'], display_name: 'Ann Day' }),
  ],
  devices: [], accounts: [{ id: 'accounts/k', kind: 'accounts', versions: [{ from: null, row: { email: 'kim.lee@acme.example', user_name: 'klee-adm' } }] }],
  applications: [], travel: [], allowed: [], places: [], institutions: [], indicators: [],
} as unknown as History;
const isTheirs = theirsIn(history, 'h-17', 0);

describe('a record that waits', () => {
  it.each([
    'User <kim> IP <198.51.100.23>', 'KIM connected.', '{"user":"ACME\\\\klee"}', '{"mail":"kim.lee\\u0040acme.example"}', 'mail=Kim.Lee@Acme.example,x', '{"a":{"h-17":1}}', 'laptop;SN-7', 'from Kim Lee:', 'klee-adm logged in',
    '<14>Nov 2 kim: up', '"kim"',
  ])('names them: %s', (record) => expect(isTheirs(record)).toBe(true));
  it.each(['User <kimberly>', 'kim@acme.example', 'kim.day wrote', 'a.kim', 'SN-shared', 'SN-77', 'h-171', 'x_kim', ''])('does not: %s', (record) => expect(isTheirs(record)).toBe(false));
  it.each(['LT-KIM: up', 'lt-kim.corp.acme.example logon', '{"host":{"id":"4c4c-77"}}'])('names a machine of theirs: %s', (record) => expect(theirsIn(history, 'h-17', 0, ['LT-KIM', '4c4c-77'])(record)).toBe(true));
  it.each(['LT-KIM-2: up', 'XLT-KIM', 'old.lt-kim', '4c4c-771'])('does not name a machine of theirs: %s', (record) => expect(theirsIn(history, 'h-17', 0, ['LT-KIM', '4c4c-77'])(record)).toBe(false));
  it('names somebody whose id was kept before ids had a longest length, or who has thousands of accounts', () => {
    const long = `h-${'long.'.repeat(40_000)}`;
    const named = { ...history, people: [person({ hire_id: long, email: 'kim.lee@acme.example', user_names: Array.from({ length: 9_000 }, (_, nth) => `account-${nth}`) })] } as unknown as History;
    const theirs = theirsIn(named, long, 0);

    expect([theirs(`hire ${long.toUpperCase()} logged in`), theirs('account-8999 logged in'), theirs('account-9001 logged in'), theirs('h-long.')]).toEqual([true, true, false, false]);
  });
  it('names nobody who is not held', () => expect(theirsIn({ ...history, people: [], accounts: [] }, '', 0)('h-17')).toBe(false));
  it('is not searched for ever', () => expect(isTheirs(`{"a":"${'kim.'.repeat(200_000)}x"}`)).toBe(false));
});
