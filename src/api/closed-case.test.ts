import { expect, it } from 'vitest';
import { memoryStore } from '../../test/support/memory-store.ts';
import { happenings, settleIn, SWIFT } from '../../test/support/small-company.ts';
import { companyIn, RUNS } from '../../test/support/told-lines.ts';
import type { Case } from '../cases/case.ts';
import { caseReader } from './case-reader.ts';
import type { ApiParts } from './parts.ts';
import { sceneSource } from './scene.ts';
import { DAY, HOUR } from '../core/time.ts';
import { housekeep } from '../run/housekeeping.ts';
import type { Pipeline } from '../run/pipeline.ts';
import { responseBook } from '../run/responses/response-book.ts';
import { materialOf, type CaseMaterial } from '../report/exports/case-material.ts';
import { sumOf } from '../report/exports/leaving.ts';

const SENDER = { organisation: 'Acme', simulated: false };
const CLOSED = RUNS[11]! + HOUR / 2;
const NIGHT = { rawDays: 30, applicationDays: 180, closedFalseDays: 90, closedDays: 1095, leftDays: 400, untoldDays: 400 };

/** Three people, one of them long past their first months, in a case that was closed as true after the twelfth run. */
async function confirmed(): Promise<{ readonly line: Pipeline; readonly state: Case }> {
  const line = await companyIn(async () => memoryStore({ now: () => RUNS.at(-1)! }), [happenings(SWIFT)]);
  await settleIn(line.parts.store, (person) => (person.hire_id === 'h-03' ? { ...person, start_date: '2026-02-02' } : person));
  await line.replay(RUNS.slice(0, 12), () => {});
  const state = (await line.cases()).cases.find(({ status }) => status === 'open')!;
  await line.acts.append({ case: state.id, event: { kind: 'closed', at: CLOSED, by: 'sam', reason: 'true', note: 'a farm' } });
  return { line, state };
}

const night = (line: Pipeline, now: number) => housekeep({ store: line.parts.store, pipeline: line, scope: line.parts.scope, now, detectorDays: 60, retention: NIGHT });
const watched = async (line: Pipeline, at: number): Promise<readonly string[]> => (await line.run(at)).risks.map(({ hire_id: hire }) => hire);
const told = ({ hires, findings, risks }: CaseMaterial) => hires.map(({ hire_id: hire }) => [hire, findings.filter((one) => one.hire_id === hire).length > 0, risks.some((one) => one.hire_id === hire)]);

it('a confirmed case keeps the evidence about all its people, and what was asked for stays the same to the byte', async () => {
  const { line, state } = await confirmed();
  const before = await materialOf(line, state.id, SENDER, CLOSED + 1);

  expect(await watched(line, RUNS[12]!)).toContain('h-03');
  expect(await night(line, RUNS[12]! + 2 * HOUR)).toMatchObject({ reducedEvents: 0 });

  expect(before.hires.map(({ hire_id: hire }) => hire)).toEqual(['h-03', 'h-07', 'h-11']);
  const after = await materialOf(line, state.id, SENDER, CLOSED + 1);
  for (const what of ['sheet', 'pack', 'stix'] as const) expect(sumOf(what, after, 'x')).toBe(sumOf(what, before, 'x'));
});

it('runs look at its people until the response has ended, and what is told of it stays what stood at the closing', async () => {
  const { line, state } = await confirmed();
  const { store } = line.parts;
  await responseBook(store).append({ did: 'started', at: CLOSED + HOUR, by: 'sam', case: state.id, plan: [] });
  await responseBook(store).append({ did: 'ended', at: RUNS[12]! + HOUR, by: 'sam', case: state.id, note: 'all done' });

  expect(await watched(line, RUNS[12]!)).toContain('h-03');
  expect(await watched(line, RUNS[13]!)).not.toContain('h-03');

  const material = await materialOf(line, state.id, SENDER);
  expect([material.asOf, told(material)]).toEqual([RUNS[11], state.hires.map((hire) => [hire, true, true])]);
  const now = (): number => RUNS[13]! + HOUR;
  const parts = { store, pipeline: line, now, scenes: sceneSource(store, line, { checks: { confirmed: -3.5, refuted: 1.5 } }, 'fresh', now) } as unknown as ApiParts;
  const page = await caseReader(parts).viewOfCase(state.id);
  expect([page.people.length, page.people.every(({ lines }) => lines.length > 1)]).toEqual([3, true]);
});

it('a run at the closing stays as long as the case rests on it', async () => {
  const { line, state } = await confirmed();
  for (const hours of [3, 6, 9]) await line.run(RUNS[11]! + hours * HOUR);
  const before = await materialOf(line, state.id, SENDER);

  await line.run(RUNS[11]! + 20 * DAY);
  await night(line, RUNS[11]! + 20 * DAY);

  expect(before.asOf).toBe(RUNS[11]);
  expect((await materialOf(line, state.id, SENDER)).asOf).toBe(RUNS[11]);
});
