import { describe, expect, it } from 'vitest';
import type { DailySummary, Evidence } from '../detector.ts';
import { gatherer, type Gathered } from './gather.ts';
import { registryAt } from '../people/registry.ts';
import { anEvent } from '../../../test/support/builders.ts';
import { plainRows } from '../../../test/support/plain-rows.ts';
import { aPerson, at, storeOf, type Company } from '../../../test/support/window.ts';
import { countedLog } from './counted-log.ts';
import { historyOf } from '../people/history.ts';

const PLANS = [
  { where: { 'event.action': ['check-in', 'process-started'] }, by: ['event.action', 'hour'], measure: { times: 'count', first: { min: '@timestamp' }, last: { max: '@timestamp' } } },
  { where: { 'process.name': { exists: true } }, by: ['process.name'], measure: { hours: { distinct: 'hour' }, uptime: { sum: 'host.uptime' } } },
  { where: { 'farmwatch.usb.classes': 'hid-pointer' }, by: [], measure: { times: 'count', latest: { max: 'host.uptime' } } },
] as const satisfies readonly Evidence[];
/** What a list holds, which no count tells. */
const CLASSES: DailySummary<readonly string[]> = {
  where: { 'event.action': 'usb-present' }, fields: ['farmwatch.usb.classes'],
  start: () => [], step: (so, row) => [...so, ...row['farmwatch.usb.classes'] as readonly string[]].sort(),
};

describe('the counted log', () => {
  it('counts what the store in memory counts, at one instant after another', async () => {
    const days = ['2026-11-02', '2026-11-03', '2026-11-05'];
    const events = days.flatMap((day) => [9, 9.2, 14].flatMap((hour) => [
      anEvent({ '@timestamp': at(day, hour), 'event.action': 'check-in', 'device.serial_number': 'SN-KIM', 'host.id': 'h-1', 'host.uptime': Math.round(hour * 100) }),
      anEvent({ '@timestamp': at(day, hour + 0.5), 'event.action': 'process-started', 'host.id': 'h-1', 'process.name': hour === 9 ? 'git.exe' : 'Code.exe', 'host.uptime': 7 }),
      anEvent({ '@timestamp': at(day, hour + 0.6), 'event.action': 'usb-present', 'user.email': 'kim@company.example', 'farmwatch.usb.classes': ['hid-keyboard', 'hid-pointer'] }),
    ]));
    const late = anEvent({ '@timestamp': at('2026-11-02', 10), 'event.action': 'check-in', 'event.ingested': at('2026-11-09', 0) });
    const company: Company = { asOf: at('2026-11-10', 12), people: [aPerson({ hire_id: 'kim' })], events: [...events, late] };
    const instants = [at('2026-11-03', 9.5), at('2026-11-06', 12), company.asOf];
    const { directory } = registryAt(historyOf({ people: company.people }), company.asOf, { daysBefore: 14, daysAfter: 90, companyZone: 'UTC' });
    const asked = [...PLANS, CLASSES].map((plan) => ({ plan, days: 10 }));
    const store = gatherer(await storeOf(company));

    const rowsOf = (gathered: Gathered): Promise<readonly ReturnType<typeof plainRows>[]> => Promise.all(asked.map(async (_, place) => plainRows(await gathered.rowsOf(place))));

    const log = countedLog();
    await rowsOf(await gatherer(log.asked).gather(asked, company.asOf, directory));
    const counted = gatherer(log.counted);
    const passing = company.events.toSorted((a, b) => a['event.ingested'] - b['event.ingested']);

    for (const asOf of instants) {
      while (passing.length > 0 && passing[0]!['event.ingested'] <= asOf) log.count(passing.shift()!);

      const found = await counted.gather(asked, asOf, directory);

      const rows = await rowsOf(found);
      expect(rows).toEqual(await rowsOf(await store.gather(asked, asOf, directory)));
      expect(rows.flat().length).toBeGreaterThan(5);
      expect(rows.at(-1)![0]).toMatchObject({ hire: 'kim', day: '2026-11-02', summary: ['hid-keyboard', 'hid-keyboard', 'hid-keyboard', 'hid-pointer', 'hid-pointer', 'hid-pointer'] });
    }
  });
});
