import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SHIPPED } from '../../src/catalogue/catalogue.ts';
import type { Event } from '../../src/core/event.ts';
import { settle } from '../../src/core/settings.ts';
import { DAY, HOUR, type Instant } from '../../src/core/time.ts';
import type { Armed } from '../../src/detect/run.ts';
import type { Detector } from '../../src/detect/detector.ts';
import { NOW, SCOPE, pipelineOf, register } from '../../src/run/housekeeping.fixture.ts';
import { housekeep } from '../../src/run/housekeeping.ts';
import type { Store } from '../../src/store/store.ts';
import { anEvent } from '../../test/support/builders.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { aPerson } from '../../test/support/window.ts';
import { CROWD } from './crowd.ts';
import { remoteControlSoftware } from './remote-control-software.ts';

const ARMED = { detector: remoteControlSoftware as unknown as Detector, settings: settle(remoteControlSoftware.settings).values } satisfies Armed;
const STAFF = Array.from({ length: 8 }, (_, index) => `old-${index}`);
const ANYDESK = { 'process.name': 'AnyDesk.exe', 'process.code_signature.subject_name': 'AnyDesk Software GmbH' };

/** One row of somebody's laptop, at noon some days before the night of housekeeping, learned of so many hours later. */
function row(hire: string, daysAgo: number, fields: Partial<Event>, delayHours = 0): Event {
  const at = NOW - daysAgo * DAY + 9 * HOUR;
  return anEvent({
    '@timestamp': at, 'event.ingested': at + delayHours * HOUR, 'event.id': `${hire} ${daysAgo} ${Object.values(fields).join()}`,
    'event.action': 'process-started', 'device.serial_number': `SN-${hire}`.toUpperCase(), ...fields,
  });
}

/** Kim, who is new and has AnyDesk, among people who have been here for long. */
async function company(staffRows: readonly Event[]): Promise<Store> {
  const store = memoryStore({ now: () => NOW });
  await register(store, 'people', [aPerson({ hire_id: 'kim' }), ...STAFF.map((hire) => aPerson({ hire_id: hire, start_date: '2021-03-01' }))]);
  const days = [14, 13, 12, 9, 8, 7, 6, 5, 2, 1];
  await store.events.append([...days.flatMap((day) => [row('kim', day, { 'process.name': 'git.exe' }), row('kim', day, ANYDESK)]), ...staffRows]);
  return store;
}

async function weightOf(store: Store, asOf: Instant): Promise<number | undefined> {
  return (await pipelineOf(store, [ARMED]).run(asOf)).findings.find(({ hire_id: hire }) => hire === 'kim')?.llr;
}

/** A night's housekeeping. @returns rows that went */
async function keepHouse(store: Store): Promise<number> {
  const retention = { rawDays: 30, applicationDays: 180, closedFalseDays: 90, closedDays: 1095, leftDays: 400, untoldDays: 400 };
  return (await housekeep({ store, pipeline: pipelineOf(store, [ARMED]), scope: SCOPE, now: NOW, detectorDays: 60, retention })).reducedEvents;
}

describe('how common a tool is', () => {
  it('is the same after housekeeping as before it', async () => {
    const everybody = STAFF.flatMap((hire) => [14, 13, 12, 9].flatMap((day) => [row(hire, day, { 'process.name': 'git.exe' }), row(hire, day, ANYDESK)]));
    const [alone, common] = [await company([]), await company(everybody)];
    const before = await weightOf(common, NOW);

    expect(await keepHouse(common)).toBe(everybody.length);

    expect(await weightOf(common, NOW)).toBe(before);
    expect(before!).toBeLessThan((await weightOf(alone, NOW))! - 1);
  });

  it('is told to a run of the past as it was known then', async () => {
    const store = await company(STAFF.map((hire) => row(hire, 6, ANYDESK, 30)));
    const [early, late] = [10, 31].map((hours) => NOW - 6 * DAY + (9 + hours) * HOUR) as [Instant, Instant];
    const before = [await weightOf(store, early), await weightOf(store, late)] as const;

    await keepHouse(store);

    expect([await weightOf(store, early), await weightOf(store, late)]).toEqual(before);
    expect(before[1]!).toBeLessThan(before[0]! - 0.5);
  });

  it('and so it is for whatever staff do, and for runs of the past, which know what was known then', async () => {
    const what = fc.constantFrom<Partial<Event>>({ 'process.name': 'git.exe' }, ANYDESK, { 'event.action': 'software-present', 'package.name': 'AnyDesk' }, { 'event.action': 'check-in' },
      { 'event.action': 'dns-query', 'dns.question.name': 'boot.net.anydesk.com', 'process.name': 'svchost.exe' }, { 'process.name': 'rustdesk.exe' });
    const staffRow = fc.record({ hire: fc.constantFrom(...STAFF), daysAgo: fc.integer({ min: 1, max: 27 }), what, delayHours: fc.integer({ min: 0, max: 30 }) });

    await fc.assert(fc.asyncProperty(fc.array(staffRow, { maxLength: 60 }), fc.integer({ min: 0, max: 8 * 24 }), async (rows, hoursAgo) => {
      const store = await company([...new Map(rows.map(({ hire, daysAgo, what: fields, delayHours }) => row(hire, daysAgo, fields, delayHours)).map((event) => [event['event.id'], event])).values()]);
      const instants = [NOW, NOW - hoursAgo * HOUR];
      const before = await Promise.all(instants.map((asOf) => weightOf(store, asOf)));

      await keepHouse(store);

      expect(await Promise.all(instants.map((asOf) => weightOf(store, asOf)))).toEqual(before);
    }), { numRuns: 60 });
  }, 60_000);
});

describe('what is kept of people outside scope', () => {
  it('names nobody', async () => {
    const store = await company(STAFF.map((hire) => row(hire, 9, ANYDESK)));

    await keepHouse(store);

    const kept = await Array.fromAsync(store.shelf('crowd').list());
    expect(kept.length).toBeGreaterThan(0);
    for (const hire of STAFF) expect(JSON.stringify(kept).toLowerCase()).not.toContain(hire);
  });

  it.each([
    ['a tool that ran', { 'event.action': 'process-started', ...ANYDESK }, ['looked', 'looked/common', 'seen', 'tool/anydesk']],
    ['a tool of an inventory', { 'event.action': 'software-present', 'package.name': 'AnyDesk' }, ['looked', 'looked/common', 'tool/anydesk']],
    ['a lookup, which makes no tool of one day', { 'event.action': 'dns-query', 'process.name': 'anydesk.exe' }, ['looked', 'looked/common']],
    ['a common tool that somebody started', { 'event.action': 'process-started', 'process.name': 'TeamViewer.exe' }, ['looked', 'looked/common', 'seen', 'tool/teamviewer']],
    ['a meeting client that somebody started', { 'event.action': 'process-started', 'process.name': 'Zoom.exe' }, ['looked', 'looked/common', 'seen']],
    ['a laptop that is there', { 'event.action': 'check-in' }, ['seen']],
    ['a sign-in', { 'event.action': 'sign-in' }, []],
  ] as const)('is of %s', (_what, fields, marks) => {
    expect(CROWD.marks(fields, SHIPPED)).toEqual(marks.map((mark) => `remote-control-software/${mark}`));
  });
});
