import { describe, expect, it } from 'vitest';
import { writeRows } from '../../collect/tables/registry.ts';
import { DAY, type Instant } from '../../core/time.ts';
import type { PersonRow, Versioned } from '../../core/person.ts';
import { memoryStore } from '../../../test/support/memory-store.ts';
import { aPerson } from '../../../test/support/window.ts';
import { NOW, aCase, aRun, keepHouse, pipelineOf, register, shelfOf } from '../housekeeping.fixture.ts';
import { rehearse } from '../housekeeping.ts';
import type { Store } from '../../store/store.ts';
import { askHold } from '../holds/hold-book.ts';

const FIRST = NOW - 500 * DAY;
const bring = (store: Store, at: Instant, ...hires: readonly string[]) =>
  writeRows(store, 'people', hires.map((hire, line) => ({ line, row: aPerson({ hire_id: hire, email: `${hire}@acme.example`, start_date: '2024-01-08' }) })), at, { isFile: true });
const known = async (store: Store): Promise<readonly string[]> => (await shelfOf<Versioned<PersonRow>>(store, 'registry')).filter(({ kind }) => kind === 'people').map(({ id }) => id.slice('people/'.length));

describe('a person without a last day', () => {
  it('goes so many days after a file named them last, and never while the newest file does', async () => {
    const store = memoryStore({ now: () => NOW });
    await bring(store, FIRST, 'kim', 'lee', 'moe');
    await keepHouse(store);
    const before = await known(store);
    await bring(store, FIRST + 200 * DAY, 'kim', 'lee');

    const [soon, late] = [await keepHouse(store, FIRST + 400 * DAY), await keepHouse(store, FIRST + 402 * DAY)];

    expect(before).toEqual(['kim', 'lee', 'moe']);
    expect([soon.people, late.people]).toEqual([0, 1]);
    expect(await known(store)).toEqual(['kim', 'lee']);
    // Without a file since then, nobody else ever goes.
    expect((await keepHouse(store, NOW + 5_000 * DAY)).people).toBe(0);
  });

  it('is not counted as left out by a file that names only what is new', async () => {
    const store = memoryStore({ now: () => NOW });
    await bring(store, FIRST, 'kim', 'lee', 'moe');
    await bring(store, FIRST + 200 * DAY, 'new');

    expect((await keepHouse(store)).people).toBe(0);
    expect(await known(store)).toEqual(['kim', 'lee', 'moe', 'new']);
  });

  it('whose rows are from before days were kept has the whole time from the next night on', async () => {
    const store = memoryStore({ now: () => NOW });
    await register(store, 'people', [aPerson({ hire_id: 'kim', start_date: '2024-01-08' }), aPerson({ hire_id: 'moe', start_date: '2024-01-08' })]);
    await keepHouse(store);
    await bring(store, NOW + DAY, 'kim');

    expect((await keepHouse(store, NOW + 400 * DAY)).people).toBe(0);
    expect((await keepHouse(store, NOW + 401 * DAY)).people).toBe(1);
    expect(await known(store)).toEqual(['kim']);
  });

  it('stays while a case is told of or a hold keeps them', async () => {
    const store = memoryStore({ now: () => NOW });
    await bring(store, FIRST, 'kim', 'lee', 'moe', 'ned');
    await bring(store, FIRST + 200 * DAY, 'kim', 'lee');
    const line = pipelineOf(store);
    await line.runs.put(aRun(NOW - DAY, { cases: [aCase({ id: 'c-1', hires: ['moe'] })] }));
    await askHold(store, line, { hires: ['ned'], cases: [], matter: 'Acme v. Doe', reason: 'Counsel asked', review: '2027-05-31' }, 'hana', NOW);

    expect((await keepHouse(store)).people).toBe(0);
    expect((await keepHouse(store, NOW + 15 * DAY)).people).toBe(1);
    expect(await known(store)).toEqual(['kim', 'lee', 'moe']);
  });
});

describe('an application without a date', () => {
  it('goes so many days after a file named it first, and is of no quarter', async () => {
    const store = memoryStore({ now: () => NOW });
    const again = (at: Instant) => writeRows(store, 'applications', [{ line: 1, row: { application_id: 'a-1' } }], at, { isFile: true });
    await again(NOW);
    await again(NOW + 100 * DAY);
    const late = NOW + 181 * DAY;

    const soon = await keepHouse(store, NOW + 179 * DAY);
    const { counts, wouldGo } = await rehearse({ store, pipeline: pipelineOf(store), scope: { daysBefore: 14, daysAfter: 90, companyZone: 'UTC' }, now: late, detectorDays: 60, retention: { rawDays: 30, applicationDays: 180, closedFalseDays: 90, closedDays: 1_095, leftDays: 400, untoldDays: 400 } });
    const then = await keepHouse(store, late);
    const proofs = (await Array.fromAsync(store.journal<{ applications: object }>('deletions').read())).map(({ entry }) => entry.applications);

    expect([soon.applications, then.applications]).toEqual([0, 1]);
    expect([counts.applications, wouldGo.get('registry')]).toEqual([1, { goes: 1, changes: 0 }]);
    expect(proofs).toEqual([{}]);
  });
});
