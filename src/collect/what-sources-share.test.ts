import { describe, expect, it } from 'vitest';
import { hexId } from '../core/spelling.ts';
import { calendarTime } from './calendar-time.ts';
import { farAddress } from './client-address.ts';
import { personIn } from './laptop-account.ts';
import { onClock } from './local-time.ts';

describe('what sources share', () => {
  it.each([['Mon Nov  2 14:03:27 2026', '2026-11-02T14:03:27'], ['Tue Sep 11 16:14:21 2018 UTC', '2018-09-11T16:14:21'], ['Mon Foo  2 14:03:27 2026', undefined], ['2026-11-02 14:03:27', undefined], [undefined, undefined]])('reads the calendar time %s', (text, iso) => expect(calendarTime(text)).toBe(iso));
  it.each([
    ['2026-11-02 08:03:27', Date.UTC(2026, 10, 2, 14, 3, 27)], ['2026-11-02T08:03:27.5', Date.UTC(2026, 10, 2, 14, 3, 27, 500)], ['2026-07-02 08:03:27', Date.UTC(2026, 6, 2, 13, 3, 27)],
    ['2026-11-02 14:03:27 UTC', Date.UTC(2026, 10, 2, 14, 3, 27)], ['2026-11-02T14:03:27Z', Date.UTC(2026, 10, 2, 14, 3, 27)], ['soon', undefined],
  ])('reads "%s" on a clock in Chicago', (text, at) => expect(onClock(text, 'America/Chicago')).toBe(at));
  it.each([['127.0.0.1', undefined], ['::1', undefined], ['169.254.1.1', undefined], ['fe80::1', undefined], ['0.0.0.0', undefined], ['192.168.1.5', '192.168.1.5'], ['198.51.100.23:5000', '198.51.100.23']])('tells whether %s is far', (text, address) => expect(farAddress(text)).toBe(address));
  it.each([['root', 0], ['_windowserver', 0], ['NT AUTHORITY\\SYSTEM', 0], ['LT-7$', 0], [undefined, 0], ['kim', 1]])('counts the people in %s', (account, people) => expect(Object.keys(personIn(account))).toHaveLength(people));
  it.each([['1D6B', '1d6b'], ['0x46d', '046d'], ['AAA', '0aaa'], ['12345', undefined], ['x y', undefined], [undefined, undefined]])('reads the number %s', (text, id) => expect(hexId(text)).toBe(id));
});
