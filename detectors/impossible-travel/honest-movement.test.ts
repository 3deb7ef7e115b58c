import { beforeAll, describe, expect, it } from 'vitest';
import { openEnricher } from '../../src/collect/enrich.ts';
import type { Event } from '../../src/core/event.ts';
import { distanceKm } from '../../src/core/geo.ts';
import { isRejected, parseEvent } from '../../src/core/parse-event.ts';
import { settle } from '../../src/core/settings.ts';
import { HOUR, dayOf } from '../../src/core/time.ts';
import type { Reading } from '../../src/detect/detector.ts';
import { simulate } from '../../src/simulate/company.ts';
import { windowOf } from '../../test/support/window.ts';
import { actsOf } from './acts.ts';
import { SEEN_BY } from './evidence.ts';
import { impossibleTravel } from './impossible-travel.ts';
import { switchesOf } from './switches.ts';

const ENDS_AT = Date.UTC(2026, 10, 18);
const { values } = settle(impossibleTravel.settings);

/** What is usual elsewhere: two neighbouring events of one person more than 100 km apart, faster than 300 km/h; one alert a day. */
function simpleRule(events: readonly Event[], personOf: (event: Event) => string | undefined): ReadonlySet<string> {
  const alerts = new Set<string>();
  const before = new Map<string, Event>();
  for (const event of events.toSorted((a, b) => a['@timestamp'] - b['@timestamp'])) {
    const person = personOf(event);
    if (person === undefined || event['event.outcome'] === 'failure' || event['source.geo.location.lat'] === undefined) continue;
    const last = before.get(person);
    if (last) {
      const km = distanceKm(pointOf(last), pointOf(event));
      if (km > 100 && km > (300 * (event['@timestamp'] - last['@timestamp'])) / HOUR) alerts.add(`${person} ${dayOf(event['@timestamp'])}`);
    }
    before.set(person, event);
  }
  return alerts;
}

const pointOf = (event: Event) => ({ lat: event['source.geo.location.lat']!, lon: event['source.geo.location.lon']! });

describe('honest movement of simulated ordinary people', () => {
  let simple = 0;
  let bySignIns = 0;
  let own = 0;
  let people = 0;
  let readings: readonly Reading[] = [];

  beforeAll(async () => {
    const { enrich } = await openEnricher();
    for (const seed of ['movement-1', 'movement-2']) {
      const { tables, events: documents } = simulate({ seed, people: 120, days: 28, farms: [], staff: 0, endsAt: ENDS_AT, startsWithinDays: 14 });
      const events = [...documents()].flatMap((document) => {
        const event = parseEvent(document);
        return isRejected(event) || !([...SEEN_BY, 'activity'] as readonly string[]).includes(event['event.action']) ? [] : [enrich(event)];
      });
      const window = await windowOf(impossibleTravel, { ...tables, asOf: ENDS_AT, events });
      const emails = new Map([...window.hires.values()].flatMap(({ hire_id: id, email, user_names: names }) => [email, ...names].map((name) => [name, id] as const)));
      const holders = new Map([...window.laptops.values()].map(({ serial, holder }) => [serial, holder]));
      const seen = events.filter((event) => event['event.action'] !== 'activity');
      const personOf = (event: Event) => emails.get(event['user.email'] ?? '') ?? emails.get(event['user.name'] ?? '') ?? holders.get(event['device.serial_number'] ?? '');
      simple += simpleRule(seen, personOf).size;
      bySignIns += simpleRule(seen.filter((event) => event['event.action'] === 'sign-in'), personOf).size;
      const said = impossibleTravel.detect(window, values);
      readings = [...readings, ...said];
      const alerted = new Set(said.filter(({ llr }) => llr > 0).map(({ subject }) => subject));
      for (const [hire, acts] of actsOf(window, values)) if (alerted.has(hire)) own += new Set(switchesOf(acts, values).map(({ to }) => to.day)).size;
      people += window.hires.size;
    }
  }, 300_000);

  it('raises at least ten times fewer alerts than a rule of 100 km and 300 km/h, over all that is seen', () => {
    expect(people).toBeGreaterThanOrEqual(240);
    expect(simple).toBeGreaterThan(100);
    expect(own * 10).toBeLessThanOrEqual(simple);
  });

  it('raises at least ten times fewer alerts than that rule over sign-ins alone', () => {
    expect(bySignIns).toBeGreaterThan(50);
    expect(own * 10).toBeLessThanOrEqual(bySignIns);
  });

  it('never weighs as much as 3', () => {
    expect(readings.filter(({ llr }) => llr >= 3)).toEqual([]);
  });
});
