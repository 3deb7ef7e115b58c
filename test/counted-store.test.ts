import { describe, expect, it } from 'vitest';
import type { Evidence } from '../src/detect/detector.ts';
import { gatherer, type Gathered, type Rows } from '../src/detect/gather.ts';
import { registryAt } from '../src/detect/registry.ts';
import { anEvent } from './support/builders.ts';
import { countedStore } from './support/counted-store.ts';
import { aPerson, at, historyOf, storeOf, type Company } from './support/window.ts';

const PLANS = [
  { where: { 'event.action': ['check-in', 'process-started'] }, by: ['event.action', 'hour'], measure: { times: 'count', first: { min: '@timestamp' }, last: { max: '@timestamp' } } },
  { where: { 'process.name': { exists: true } }, by: ['process.name'], measure: { hours: { distinct: 'hour' }, uptime: { sum: 'host.uptime' } } },
  { where: { 'farmwatch.usb.classes': 'hid-pointer' }, by: [], measure: { times: 'count', latest: { max: 'host.uptime' } } },
] as const satisfies readonly Evidence[];

describe('the counted store', () => {
  it('counts what the store in memory counts', async () => {
    const days = ['2026-11-02', '2026-11-03', '2026-11-05'];
    const events = days.flatMap((day) => [9, 9.2, 14].flatMap((hour) => [
      anEvent({ '@timestamp': at(day, hour), 'event.action': 'check-in', 'device.serial_number': 'SN-KIM', 'host.id': 'h-1', 'host.uptime': Math.round(hour * 100) }),
      anEvent({ '@timestamp': at(day, hour + 0.5), 'event.action': 'process-started', 'host.id': 'h-1', 'process.name': hour === 9 ? 'git.exe' : 'Code.exe', 'host.uptime': 7 }),
      anEvent({ '@timestamp': at(day, hour + 0.6), 'event.action': 'usb-present', 'user.email': 'kim@company.example', 'farmwatch.usb.classes': ['hid-keyboard', 'hid-pointer'] }),
    ]));
    const late = anEvent({ '@timestamp': at('2026-11-02', 10), 'event.action': 'check-in', 'event.ingested': at('2026-11-09', 0) });
    const company: Company = { asOf: at('2026-11-06', 12), people: [aPerson({ hire_id: 'kim' })], events: [...events, late] };
    const { directory } = registryAt(historyOf(company), company.asOf, { daysBefore: 14, daysAfter: 90, companyZone: 'UTC' });
    const asked = PLANS.map((plan) => ({ plan, days: 10 }));

    const counted = countedStore(company.asOf);
    await gatherer(counted.asked).gather(asked, company.asOf, directory);
    counted.count(company.events);
    const found = await gatherer(counted.answered).gather(asked, company.asOf, directory);

    const expected = await gatherer(await storeOf(company)).gather(asked, company.asOf, directory);
    const rows = (gathered: Gathered): readonly Rows[] => PLANS.map((_, place) => gathered.rowsOf(place));
    expect(rows(found)).toEqual(rows(expected));
    expect(rows(found).flat().length).toBeGreaterThan(10);
  });
});
