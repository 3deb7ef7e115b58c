import { describe, expect, it } from 'vitest';
import { DETECTORS } from '../../../detectors/index.ts';
import type { Event } from '../../core/event.ts';
import { settle } from '../../core/settings.ts';
import { DAY, HOUR } from '../../core/time.ts';
import { memoryStore } from '../../../test/support/memory-store.ts';
import { aPerson } from '../../../test/support/window.ts';
import { NOW, PEOPLE, keepHouse, pipelineOf, register, seen } from '../housekeeping.fixture.ts';

const ARMED = DETECTORS.map((detector) => ({ detector, settings: settle(detector.settings).values }));
const FARM = ['kim', 'lee', 'moe', 'ned'];

/** Four starters whose laptops live at one line, and somebody of longer standing at another, for two weeks by the hour. */
function twoWeeks(): readonly Event[] {
  return Array.from({ length: 14 * 24 }, (_, hour) => hour).flatMap((hour) => [...FARM, 'old'].map((hire) => seen(hire, 0, {
    '@timestamp': NOW - 15 * DAY + hour * HOUR, 'event.id': `${hire} ${hour}`, 'user.email': `${hire}@company.example`,
    'farmwatch.net.line': hire === 'old' ? '198.51.100.1/32' : '203.0.113.7/32', 'farmwatch.net.kind': 'home',
  })));
}

describe('findings about people in scope', () => {
  it('are the same before and after housekeeping', async () => {
    const store = memoryStore({ now: () => NOW });
    await register(store, 'people', [...PEOPLE, ...FARM.slice(1).map((hire) => aPerson({ hire_id: hire }))]);
    await store.events.append(twoWeeks());
    const before = await pipelineOf(store, ARMED).run(NOW);

    const counts = await keepHouse(store);
    const after = await pipelineOf(store, ARMED).run(NOW);

    expect(counts.reducedEvents).toBeGreaterThan(200);
    expect(before.findings.length).toBeGreaterThanOrEqual(4);
    expect(after.findings).toEqual(before.findings);
    expect(after.risks).toEqual(before.risks);
    expect(after.cases).toEqual(before.cases);
  });
});
