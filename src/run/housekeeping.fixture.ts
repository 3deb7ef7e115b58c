import type { Case } from '../cases/case.ts';
import type { Event } from '../core/event.ts';
import type { ApplicationRow, DeviceRow, PersonRow, TableKind } from '../core/person.ts';
import { settle } from '../core/settings.ts';
import { DAY, HOUR, type Instant } from '../core/time.ts';
import { CUSTODY_SETTINGS } from '../detect/places/custody-settings.ts';
import type { Finding } from '../detect/detector.ts';
import type { Armed } from '../detect/run.ts';
import type { ScopeRule } from '../detect/people/registry.ts';
import { FUSION_SETTINGS } from '../risk/fuse.ts';
import type { Identified, Store } from '../store/store.ts';
import { anEvent } from '../../test/support/builders.ts';
import { aPerson, at } from '../../test/support/window.ts';
import { housekeep } from './housekeeping.ts';
import type { HousekeepingCounts } from './retention/counts.ts';
import { pipeline, type Pipeline } from './pipeline.ts';
import type { Run } from './stored-run.ts';

/** A night in a small company: kim is new, old has been here for long, left went in October, next comes in March. */
export const NOW: Instant = at('2026-11-20', 3);
export const SCOPE: ScopeRule = { daysBefore: 14, daysAfter: 90, companyZone: 'UTC' };
export const PEOPLE: readonly PersonRow[] = [
  aPerson({ hire_id: 'kim' }),
  aPerson({ hire_id: 'old', start_date: '2024-01-08' }),
  aPerson({ hire_id: 'left', start_date: '2026-10-01', end_date: '2026-11-05', time_zone: 'UTC' }),
  aPerson({ hire_id: 'next', start_date: '2027-03-01' }),
];

/** Rows of the registry as the imports write them, known from the beginning. */
export async function register(store: Store, kind: TableKind, rows: readonly (PersonRow | DeviceRow | ApplicationRow)[]): Promise<void> {
  const key = { people: 'hire_id', devices: 'serial', applications: 'application_id' }[kind as 'people'];
  await store.shelf<Identified>('registry').putAll(rows.map((row) => ({ id: `${kind}/${String((row as unknown as Record<string, unknown>)[key])}`, kind, versions: [{ from: null, row }] })));
}

export function pipelineOf(store: Store, detectors: readonly Armed[] = []): Pipeline {
  return pipeline({ store, detectors, fusion: settle(FUSION_SETTINGS).values, custody: settle(CUSTODY_SETTINGS).values, scope: SCOPE, versions: {} });
}

/** Housekeeping as the nightly job calls it: raw events for 60 + 30 days, applications for 180, false cases for 90. */
export function keepHouse(store: Store, now: Instant = NOW, rule: Partial<ScopeRule> = {}): Promise<HousekeepingCounts> {
  return housekeep({ store, pipeline: pipelineOf(store), scope: { ...SCOPE, ...rule }, now, detectorDays: 60, retention: { rawDays: 30, applicationDays: 180, closedFalseDays: 90, closedDays: 1095, leftDays: 400, untoldDays: 400 } });
}

/** Every count, all of them 0. */
export const NOTHING: HousekeepingCounts = { leftScope: 0, reducedDays: 0, reducedEvents: 0, crowdCounts: 0, oldEvents: 0, applications: 0, cases: 0, runs: 0, links: 0, people: 0, entries: 0 };

/** A laptop of a hire at a line, some days ago at noon. */
export function seen(hire: string, daysAgo: number, fields: Partial<Event> = {}): Event {
  return anEvent({
    '@timestamp': NOW - daysAgo * DAY + 9 * HOUR, 'event.id': `${hire} ${daysAgo} ${String(fields['farmwatch.net.line'] ?? '')}`, 'event.action': 'check-in',
    'device.serial_number': `SN-${hire}`.toUpperCase(), 'farmwatch.net.line': '203.0.113.7/32', ...fields,
  });
}

export function aCase(fields: Partial<Case> & { readonly id: string }): Case {
  const openedAt = fields.openedAt ?? NOW - DAY;
  return {
    openedAt, updatedAt: openedAt, status: 'open', mergedInto: null, hires: ['kim'], joined: {}, band: 'review', chance: 0.5,
    peak: { band: 'review', chance: 0.5, at: openedAt }, families: [], findings: [], headline: '', owner: null, notes: [], closed: null, history: [], ...fields,
  };
}

export function aFinding(fields: Partial<Finding> & { readonly id: string }): Finding {
  return {
    detector: 'shared-place', version: 1, family: 'company', hire_id: 'kim', alongside: [], llr: 3, newest: NOW - DAY, key: 'line',
    window: { from: NOW - 21 * DAY, to: NOW }, headline: [], facts: [], innocent: [], clear: [], look: { where: {} }, ...fields,
  };
}

export function aRun(asOf: Instant, fields: Partial<Run> = {}): Run {
  return { asOf, findings: [], risks: [], custody: [], cases: [], unjoined: { strangers: 0, machines: 0 }, versions: {}, ...fields };
}

/** Ids of the rows held, in order of time. */
export async function idsIn(store: Store): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const event of store.events.select({ where: {} }, { from: 0, to: 8.64e15, asOf: 8.64e15 })) ids.push(event['event.id']);
  return ids;
}

export async function shelfOf<T extends Identified>(store: Store, name: string): Promise<readonly T[]> {
  const values: T[] = [];
  for await (const { value } of store.shelf<T>(name).list()) values.push(value);
  return values;
}

/** Everything that housekeeping may change. */
export async function standingIn(store: Store): Promise<unknown> {
  const names = ['crowd', 'machine-links', 'registry', 'runs', 'forgotten-cases', 'housekeeping'];
  return { census: await store.events.census(), shelves: await Promise.all(names.map(async (name) => [name, await shelfOf(store, name)])) };
}

/** The rows of {@link busyStore}, again as a file would bring them. */
export const BUSY_EVENTS: readonly Event[] = [
  ...[1, 5, 30, 89, 120].map((days) => seen('kim', days)),
  ...[1, 5, 5.1, 30, 120].map((days) => seen('old', days)),
  seen('old', 6, { 'device.serial_number': 'SN-OLD', 'host.name': 'PC-OLD' }),
  seen('old', 4, { 'event.id': 'by host name', 'device.serial_number': undefined as never, 'host.name': 'PC-OLD', 'farmwatch.net.gateway_mac_token': 'mac:1:aa' }),
  ...[5, 20].map((days) => seen('left', days, { 'user.email': 'left@company.example' })),
  ...[5, 120].map((days) => seen('nobody', days, { 'user.email': 'who@company.example' })),
].map((event) => Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined)) as unknown as Event);

/** A store in which every rule finds something to do. */
export async function busyStore<S extends Store>(store: S): Promise<S> {
  await register(store, 'people', PEOPLE);
  await register(store, 'applications', [{ application_id: 'a-1', applied_at: NOW - 200 * DAY }, { application_id: 'a-2', applied_at: NOW - 100 * DAY }]);
  await store.events.append(BUSY_EVENTS);
  await store.shelf<Identified>('housekeeping').putAll([{ id: 'scope', hires: ['kim', 'left'] } as Identified]);
  const opened = NOW - 30 * DAY;
  const cases = [
    aCase({ id: 'c-open', openedAt: opened, findings: ['f-1'] }),
    aCase({ id: 'c-false', openedAt: NOW - 110 * DAY, status: 'closed', hires: ['left'], closed: { reason: 'false', note: '', by: 'ann', at: NOW - 100 * DAY } }),
  ];
  const { runs, acts } = pipelineOf(store);
  await acts.append({ case: 'c-false', event: { at: NOW - 100 * DAY, by: 'ann', kind: 'closed', reason: 'false', note: '' } });
  for (const asOf of [NOW - 500 * DAY, opened - HOUR, opened, opened + HOUR, opened + 2 * HOUR, NOW - 2 * HOUR, NOW - HOUR]) {
    await runs.put(aRun(asOf, { cases: asOf < opened ? cases.slice(1) : cases, findings: [aFinding({ id: 'f-1' })] }));
  }
  return store;
}
