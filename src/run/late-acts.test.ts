import { expect, it } from 'vitest';
import { memoryStore } from '../../test/support/memory-store.ts';
import { aPerson } from '../../test/support/window.ts';
import { HOUR } from '../core/time.ts';
import { NOW, aCase, aFinding, aRun, pipelineOf, register } from './housekeeping.fixture.ts';

const noted = (at: number, text: string) => ({ case: 'c-1', event: { at, by: 'ann', kind: 'noted' as const, text } });

async function company() {
  const store = memoryStore({ now: () => NOW });
  await register(store, 'people', [aPerson({ hire_id: 'kim' })]);
  const line = pipelineOf(store);
  await line.runs.put(aRun(NOW - HOUR, { cases: [aCase({ id: 'c-1', hires: ['kim'] })], findings: [aFinding({ id: 'f-1' })] }));
  const notes = async (at?: number): Promise<readonly unknown[]> => (at === undefined ? (await line.cases()).cases : await line.casesAt(at)).find(({ id }) => id === 'c-1')!.notes.map(({ text }) => text);
  return { line, notes };
}

it('an act that is written just after a run that it came before counts, now and in every later run', async () => {
  const { line, notes } = await company();
  await line.acts.append(noted(NOW - 100, 'in time'));
  await line.run(NOW, true);
  await line.acts.append(noted(NOW - 50, 'late'));

  expect([await notes(), await notes(NOW), await notes(NOW - 60)]).toEqual([['in time', 'late'], ['in time', 'late'], ['in time']]);
  await line.run(NOW + HOUR);
  expect(await notes()).toEqual(['in time', 'late']);
});

it('an act counts once, also where earlier days are judged anew', async () => {
  const { line, notes } = await company();
  await line.run(NOW, true);
  await line.acts.append(noted(NOW - 50, 'late'));
  await line.run(NOW + HOUR);
  await line.replay([NOW], () => {});

  expect(await notes()).toEqual(['late']);
});
