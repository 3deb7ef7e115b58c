import { beforeEach, describe, expect, it } from 'vitest';
import { DAY } from '../core/time.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { NOW, PEOPLE, aCase, aRun, pipelineOf, register, seen } from '../run/housekeeping.fixture.ts';
import { entriesOf } from '../run/audit/audit.ts';
import { noteAsk } from '../run/rights-asks.ts';
import type { ErasedView, ErasureView, RightsView } from './contract.ts';
import { deskOver, type Desk } from './desk.fixture.ts';

let desk: Desk;
beforeEach(async () => {
  const store = memoryStore({ now: () => NOW });
  await register(store, 'people', PEOPLE);
  await store.events.append([seen('left', 20, { 'user.email': 'left@company.example' }), seen('kim', 3)]);
  const line = pipelineOf(store);
  await line.runs.put(aRun(NOW - DAY, { cases: [aCase({ id: 'c-1', hires: ['kim'] })] }));
  desk = await deskOver(store, line);
  desk.now = NOW;
});
const WISH = { ground: 'no-longer-needed', reason: 'Nothing was found' };
const asked = async (hire: string): Promise<string> => (await noteAsk(desk.store, { hire, right: 'erasure', note: '', receivedAt: NOW }, 'pia', NOW)).id;

describe('letting somebody go on a page', () => {
  it.each(['analyst', 'it', 'lead', 'admin', 'auditor', 'hr'] as const)('is nothing for %s, and their try is written down', async (role) => {
    const hands = await desk.as(role);
    const id = await asked('left');

    expect((await hands.get(`/api/rights/${id}/erasure`)).status).toBe(403);
    expect((await hands.post(`/api/rights/${id}/erase`, WISH)).status).toBe(403);

    expect((await entriesOf(desk.store)).filter(({ did }) => did === 'refused').map(({ by, what, status }) => [by, what, status])).toEqual([
      [`${role}-one`, 'GET /api/rights/:id/erasure', 403], [`${role}-one`, 'POST /api/rights/:id/erase', 403],
    ]);
    expect((await desk.store.events.census()).rows).toBe(2);
  });

  it('tells what would go, takes it, and says so when it is asked for again', async () => {
    const pia = await desk.as('privacy', 'pia');
    const id = await asked('left');

    const before = (await pia.get(`/api/rights/${id}/erasure`)).json<ErasureView>();
    const gone = await pia.post(`/api/rights/${id}/erase`, WISH);
    const again = await pia.post(`/api/rights/${id}/erase`, WISH);
    const after = (await pia.get(`/api/rights/${id}/erasure`)).json<ErasureView>();

    expect(before).toEqual({ ask: id, objections: [], places: [{ place: 'store `events`', what: 'what happened, with accounts, addresses, machines', goes: 1, changes: 0 }, { place: 'shelf `registry`', what: 'rows of people, laptops, applications with their history', goes: 1, changes: 0 }, { place: 'journal `rights`', what: 'what people asked for about their data, and how they were answered', goes: 1, changes: 0 }] });
    expect(gone.json<ErasedView>().said).toMatch(/^ask-\w+: they were let go on 2026-11-20 by pia, because what is held is needed no more\. Nothing is there any more\. .* 1 person who left/);
    expect([again.status, again.json<ErasedView>().said]).toEqual([200, after.said]);
    expect(after.places).toEqual([]);
    expect((await pia.get('/api/rights')).json<RightsView>().asks).toEqual([]);
    expect((await desk.store.events.census()).rows).toBe(1);
    const trail = (await entriesOf(desk.store)).filter((entry) => entry.id === id).map(({ did, what }) => `${did} ${what}`);
    expect(trail).toEqual(['looked erasure', 'change POST /api/rights/:id/erase', 'change erasure', 'change POST /api/rights/:id/erase']);
    expect(JSON.stringify(await entriesOf(desk.store))).not.toContain('"left"');
  });

  it('is refused while an open case names them, which is written down', async () => {
    const pia = await desk.as('privacy', 'pia');
    const id = await asked('kim');

    const answer = await pia.post(`/api/rights/${id}/erase`, { ...WISH, decision: { by: 'counsel', why: 'It was decided' } });

    expect([answer.status, answer.json<{ message: string }>().message]).toEqual([400, 'A case that names them is open, so nothing of them goes before it is closed (Art. 17(3)(e) GDPR).']);
    expect((await pia.get(`/api/rights/${id}/erasure`)).json<ErasureView>().forbidden).toMatch(/^A case that names them is open/);
    expect((await entriesOf(desk.store)).filter(({ did }) => did === 'refused').map(({ by, id: of, status }) => [by, of, status])).toEqual([['pia', id, 400]]);
  });

  it('is nothing for whoever asked themselves', async () => {
    const own = await desk.as('privacy', 'old@company.example');
    const id = await asked('old');

    expect((await own.get(`/api/rights/${id}/erasure`)).status).toBe(404);
    expect((await own.post(`/api/rights/${id}/erase`, { ...WISH, decision: { by: 'counsel', why: 'It was decided' } })).status).toBe(404);
    expect((await (await desk.as('privacy', 'pia')).get(`/api/rights/${id}/erasure`)).json<ErasureView>().objections).toHaveLength(1);
  });

  it('takes a ground that there is, a reason, and both words of a decision', async () => {
    const pia = await desk.as('privacy', 'pia');
    const id = await asked('left');

    for (const body of [{ ...WISH, ground: 'whim' }, { ...WISH, reason: '' }, { ...WISH, decision: { by: 'counsel' } }, {}]) expect((await pia.post(`/api/rights/${id}/erase`, body)).status).toBe(400);
    expect((await pia.post('/api/rights/ask-none/erase', WISH)).status).toBe(404);
    expect((await desk.store.events.census()).rows).toBe(2);
  });
});
