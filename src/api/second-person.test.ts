import { beforeEach, describe, expect, it } from 'vitest';
import { memoryStore } from '../../test/support/memory-store.ts';
import { judgesOf } from '../app.ts';
import { writeRows } from '../collect/tables/registry.ts';
import { loadConfig } from '../config.ts';
import { DAY, dayOf } from '../core/time.ts';
import { pipeline } from '../run/pipeline.ts';
import { STORY_ENDS } from '../simulate/story.ts';
import type { Store } from '../store/store.ts';
import { SECOND_PERSON } from './access-routes.ts';
import type { AccountsView, ProblemView, Role } from './contract.ts';
import { copyOf, deskOver, eventsOf, judged, twoFarms, type Desk } from './desk.fixture.ts';
import { NOBODY_CONFIRMS } from './second-person.ts';

describe('the account for emergencies', () => {
  let store: Store;
  let desk: Desk;
  beforeEach(async () => {
    store = memoryStore({ now: () => STORY_ENDS });
    desk = await deskOver(store, pipeline({ store, ...judgesOf(loadConfig(undefined)) }));
  });

  // It is an administrator today; a role that it may get one day changes nothing.
  it.each([...SECOND_PERSON])('is nobody’s second person: %s', async (route) => {
    const role: Role = route.includes('allowances') ? 'admin' : 'hr';
    await desk.accounts.add('glass', role, undefined, STORY_ENDS, { isBreakGlass: true });
    await desk.accounts.add('hana', role, undefined, STORY_ENDS);
    const path = route.split(' ')[1]!.replace(':id', 'x-1');
    const said = async (name: string): Promise<string> => (await (await desk.as(role, name)).post(path, { sum: 'x' })).json<ProblemView>().message;

    expect(await said('glass')).toBe(NOBODY_CONFIRMS);
    expect(await said('hana')).not.toBe(NOBODY_CONFIRMS);
  });

  it('confirms no role of somebody in their first months', async () => {
    await writeRows(store, 'people', [{ line: 1, row: { hire_id: 'h-1', email: 'kim@acme.example', user_names: ['kim'], device_serials: [], start_date: dayOf(STORY_ENDS - 10 * DAY) } as never }], 0);
    await desk.accounts.add('glass', 'admin', undefined, STORY_ENDS, { isBreakGlass: true });
    await (await desk.as('admin', 'boss')).post('/api/accounts', { name: 'kim', role: 'hr' });
    const glass = await desk.as('admin', 'glass');

    const refused = await glass.post('/api/accounts/kim/acts', { kind: 'confirm' });

    expect([refused.status, refused.json<ProblemView>().message]).toEqual([400, NOBODY_CONFIRMS]);
    expect((await glass.get('/api/accounts')).json<AccountsView>().accounts.find(({ id }) => id === 'kim')!.state).toBe('waits');
  });
});

describe('a confirmed case', () => {
  it('is confirmed by two people, neither of whom is the account for emergencies', async () => {
    const company = twoFarms();
    const { store, line } = await copyOf((await judged(company, await eventsOf(company))).store);
    const desk = await deskOver(store, line);
    await desk.accounts.add('glass', 'admin', undefined, STORY_ENDS, { isBreakGlass: true });
    const [kim, glass] = [await desk.as('analyst', 'kim'), await desk.as('admin', 'glass')];
    const { rows } = (await kim.get('/api/queue')).json<{ rows: { id: string }[] }>();
    const begun = (await kim.post(`/api/responses/${rows[0]!.id}/acts`, { kind: 'start', note: 'Rows read', revision: 0 })).json<{ revision: number }>();

    const refused = await glass.post(`/api/responses/${rows[0]!.id}/acts`, { kind: 'done', step: 'confirm', evidence: 'I looked', revision: begun.revision });

    expect([refused.status, refused.json<ProblemView>().message]).toEqual([400, NOBODY_CONFIRMS]);
    expect((await kim.post(`/api/responses/${rows[0]!.id}/acts`, { kind: 'done', step: 'confirm', evidence: 'I looked', revision: begun.revision })).status).toBe(200);
  });
});
