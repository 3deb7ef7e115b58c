import { describe, expect, it } from 'vitest';
import { anEvent } from '../../test/support/builders.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { aPerson, at } from '../../test/support/window.ts';
import type { Event } from '../core/event.ts';
import type { SettingsTable } from '../core/settings.ts';
import { DAY, dayOf, type Instant } from '../core/time.ts';
import { defineDetector, type Detector, type Reading } from './detector.ts';
import { gatherer } from './counts/gather.ts';
import { historyOf } from './people/history.ts';
import { contactsEver, coverageOf } from './people/presence.ts';
import { registryAt } from './people/registry.ts';
import { detect, type Detected } from './run.ts';

/** Monday. */
const NOW = at('2026-11-16', 12);
const HISTORY = historyOf({ people: [aPerson({ hire_id: 'kim' }), aPerson({ hire_id: 'old', start_date: '2024-01-01' })] });
const event = (when: Instant, action: Event['event.action'], fields: Partial<Event> = {}): Event => anEvent({ '@timestamp': when, 'event.ingested': when, 'event.action': action, ...fields });

/** A detector that says the same of everybody in its rows. */
const says = (fields: Partial<Reading> = {}): Detector => defineDetector({
  id: 'says', version: 1, family: 'machine', days: 7, question: 'Is there anything?', needs: [], settings: {} as SettingsTable,
  evidence: { seen: { where: { 'event.action': 'check-in' }, by: [], measure: { times: 'count' } } },
  detect: (window) => [...window.hires.keys()].map((subject) => ({
    subject, llr: window.rows.seen.length, newest: window.asOf, key: 'key', because: { headline: [], facts: [], innocent: [] }, clear: [], look: { where: {} }, ...fields,
  })),
}) as unknown as Detector;

async function run(events: readonly Event[], detectors: readonly Detector[] = []): Promise<Detected> {
  const store = memoryStore({ now: () => NOW });
  await store.events.append(events);
  return detect(gatherer(store), registryAt(HISTORY, NOW, { daysBefore: 14, daysAfter: 90, companyZone: 'UTC' }), detectors.map((detector) => ({ detector, settings: {} })));
}

describe('detect', () => {
  it('keeps readings about people in scope as findings, named by detector, person and key', async () => {
    const { findings } = await run([event(NOW - DAY, 'check-in', { 'device.serial_number': 'SN-KIM' })], [says()]);
    const other = await run([event(NOW - DAY, 'check-in')], [{ ...says({ llr: -3 }), version: 2 }]);
    const elsewhere = await run([], [says({ key: 'other' })]);

    expect(findings).toMatchObject([{ detector: 'says', hire_id: 'kim', llr: 1, family: 'machine', alongside: [], window: { from: at('2026-11-09', 0), to: NOW } }]);
    expect(findings[0]!.id).toMatch(/^f-[0-9a-f]{16}$/);
    expect(other.findings[0]!.id).toBe(findings[0]!.id);
    expect(elsewhere.findings[0]!.id).not.toBe(findings[0]!.id);
  });

  it('counts what names nobody known, and what comes from machines nobody holds', async () => {
    const { presence } = await run([
      event(NOW - DAY, 'sign-in', { 'user.name': 'stranger' }), event(NOW - DAY, 'sign-in', { 'user.name': 'stranger' }),
      event(NOW - DAY, 'check-in', { 'device.serial_number': 'SN-9' }), event(NOW - DAY, 'check-in', { 'device.serial_number': 'SN-KIM' }),
    ]);

    expect(presence.unjoined).toEqual({ strangers: 2, machines: 1 });
  });

  it('takes no carrier scan for a sign of life', async () => {
    const { presence } = await run([event(NOW - 2 * DAY, 'check-in', { 'device.serial_number': 'SN-KIM' }), event(NOW - DAY, 'shipment-updated', { 'device.serial_number': 'SN-KIM' })]);

    expect([...presence.lastContact]).toEqual([['SN-KIM', NOW - 2 * DAY]]);
  });
});

describe('contactsEver', () => {
  it('finds the last sign of life however long ago, as known then, and none in a carrier scan', async () => {
    const store = memoryStore({ now: () => NOW });
    const serial = (name: string): Partial<Event> => ({ 'device.serial_number': name });
    await store.events.append([
      event(NOW - 300 * DAY, 'check-in', serial('A')), event(NOW - 200 * DAY, 'sign-in', serial('A')), event(NOW - 100 * DAY, 'shipment-updated', serial('A')),
      event(NOW - 300 * DAY, 'shipment-updated', serial('B')), event(NOW - 50 * DAY, 'check-in', { ...serial('C'), 'event.ingested': NOW + 1 }), event(NOW - 50 * DAY, 'check-in', serial('D')),
    ]);

    expect(await contactsEver(store.events, ['A', 'B', 'C'], NOW)).toEqual(new Map([['A', NOW - 200 * DAY]]));
    expect(await contactsEver(store.events, [], NOW)).toEqual(new Map());
  });
});

describe('coverageOf', () => {
  const START = at('2026-11-02', 6);
  const days = (...list: readonly string[]): readonly Event[] => list.map((day) => event(at(day, 9), 'check-in', { 'device.serial_number': 'SN-KIM' }));
  const coverage = async (events: readonly Event[], startsAt = START): Promise<Readonly<Record<string, number>>> => coverageOf({ hire_id: 'kim', start_date: dayOf(startsAt) }, NOW, (await run(events)).presence);

  it('is the share of whole working days since the start with data', async () => {
    // Monday the 2nd to Friday the 13th are ten working days; the 16th is still going on.
    expect(await coverage(days('2026-11-02', '2026-11-03', '2026-11-06', '2026-11-07', '2026-11-16'))).toEqual({ 'check-in': 0.3 });
  });

  it('falls while a source is dark for everybody', async () => {
    expect(await coverage(days('2026-11-02'))).toEqual({ 'check-in': 0.1 });
  });

  it('expects of a desktop in a cloud none of what an agent on a laptop tells', async () => {
    const { presence } = await run([...days('2026-11-02')]);

    expect(coverageOf({ hire_id: 'lee', start_date: dayOf(START), device_kind: 'cloud-desktop' }, NOW, presence)).toEqual({});
    expect(coverageOf({ hire_id: 'kim', start_date: dayOf(START), device_kind: 'cloud-desktop' }, NOW, presence)).toEqual({ 'check-in': 0.1 });
  });

  it('is absent for what nobody in the company sends, and before the first day', async () => {
    expect(await coverage([])).toEqual({});
    expect(await coverage(days('2026-11-12'), NOW + DAY)).toEqual({});
  });
});
