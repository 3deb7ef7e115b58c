import { describe, expect, it } from 'vitest';
import { anEvent, MONDAY } from '../../test/support/builders.ts';
import type { Event } from '../core/event.ts';
import { DAY, HOUR } from '../core/time.ts';
import { rulesToday } from './rules-today.ts';

const rules = () => rulesToday({ personOf: (event) => event['user.email'], toolOf: (event) => event['process.name'], sanctioned: new Set(['helpdesk']),
  starterWith: (serial) => (serial.startsWith('SN-') ? serial : undefined), isListed: (address) => address === '203.0.113.1', isOneHousehold: (one, other) => [one, other].every((hire) => ['SN-7', 'SN-8'].includes(hire)),
});
const signIn = (afterHours: number, lat: number, more: Partial<Event> = {}): Event => anEvent({
  '@timestamp': MONDAY + afterHours * HOUR, 'user.email': 'kim', 'event.outcome': 'success', 'source.geo.location.lat': lat, 'source.geo.location.lon': -97, ...more,
});
const started = (afterDays: number, name: string, machine = 'SN-1'): Event => anEvent({
  '@timestamp': MONDAY + afterDays * DAY, 'event.action': 'process-started', 'user.email': 'kim', 'device.serial_number': machine, 'process.name': name,
});

describe('the travel rule of today', () => {
  // A degree of latitude is 111.2 km.
  it('alerts beyond 100 km and 300 km/h, once the account was learned for two weeks', () => {
    const today = rules();

    for (const event of [signIn(0, 30), signIn(1, 34), signIn(14 * 24, 30), signIn(14 * 24 + 1, 34), signIn(14 * 24 + 2, 31)]) today.see(event);

    // 445 km in an hour on the first day and on the fifteenth, and 334 km in an hour after it.
    expect([...today.travelDays.fromStart.get('kim')!]).toEqual(['2026-11-02', '2026-11-16']);
    expect([...today.travelDays.learned.get('kim')!]).toEqual(['2026-11-16']);
    expect(today.namedAt.travel.get('kim')).toBe(MONDAY + 14 * DAY + HOUR);
  });

  it.each([
    ['less than 100 km', [signIn(360, 30), signIn(360.1, 30.8)]],
    ['slower than 300 km/h', [signIn(360, 30), signIn(362, 34)]],
    ['a sign-in that failed', [signIn(360, 30), signIn(361, 34, { 'event.outcome': 'failure' })]],
    ['an address without a place', [signIn(360, 30), anEvent({ '@timestamp': MONDAY + 361 * HOUR, 'user.email': 'kim' })]],
    ['somebody else', [signIn(360, 30), signIn(361, 34, { 'user.email': 'lee' })]],
  ])('is silent for %s', (_what, events) => {
    const today = rules();
    today.see(signIn(0, 30));

    for (const event of events) today.see(event);

    expect([...today.namedAt.travel]).toEqual([]);
  });
});

describe('the tool rule of today', () => {
  it('alerts where a tool was not seen on the machine for a week', () => {
    const today = rules();

    today.see(started(0, 'helpdesk'));
    expect(today.namedAt.tool.get('kim')).toBeUndefined();
    today.see(started(3, 'anydesk'));

    expect(today.namedAt.tool.get('kim')).toBe(MONDAY + 3 * DAY);
  });
});

describe('the device rule of today', () => {
  it('alerts on all users once more than twenty are on one device token', () => {
    const today = rules();
    const use = (nth: number): void => today.see(signIn(nth, 30, { 'user.email': `u-${nth}`, 'device.id': 'token' }));

    for (let nth = 0; nth < 20; nth++) use(nth);
    expect(today.namedAt.device.size).toBe(0);
    use(20);

    expect(today.namedAt.device.size).toBe(21);
    expect(today.namedAt.device.get('u-0')).toBe(MONDAY + 20 * HOUR);
  });
});

describe('the line rule of today', () => {
  const checkIn = (day: number, serial: string, address: string): Event => anEvent({ '@timestamp': MONDAY + day * DAY, 'event.action': 'check-in', 'device.serial_number': serial, 'source.ip': address });
  const named = (...events: readonly Event[]): readonly string[] => {
    const today = rules();
    for (const event of events) today.see(event);
    return [...today.namedAt.line.keys()].sort();
  };
  const both = (address: string, serials = ['SN-1', 'SN-2'], days = [0, 1]): readonly Event[] => days.flatMap((day) => serials.map((serial) => checkIn(day, serial, address)));

  it('names two starters whose laptops are at one address on two days', () => {
    expect(named(...both('198.51.100.4'))).toEqual(['SN-1', 'SN-2']);
  });

  it.each([
    ['one day', both('198.51.100.4', undefined, [0])],
    ['a place that is known', both('203.0.113.1')],
    ['a declared household', both('198.51.100.4', ['SN-7', 'SN-8'])],
    ['laptops that are nobody\'s', both('198.51.100.4', ['SN-1', 'PC-2'])],
    ['days that are not the same', [checkIn(0, 'SN-1', '198.51.100.4'), checkIn(1, 'SN-1', '198.51.100.4'), checkIn(2, 'SN-2', '198.51.100.4'), checkIn(3, 'SN-2', '198.51.100.4')]],
    ['more than eight', both('198.51.100.4', Array.from({ length: 9 }, (_, nth) => `SN-1${nth}`))],
  ])('is silent for %s', (_what, events) => {
    expect(named(...events)).toEqual([]);
  });
});
