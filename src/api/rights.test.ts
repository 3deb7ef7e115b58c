import { unzipSync, strFromU8 } from 'fflate';
import { beforeEach, describe, expect, it } from 'vitest';
import { DAY } from '../core/time.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { NOW, PEOPLE, aCase, aRun, pipelineOf, register, seen } from '../run/housekeeping.fixture.ts';
import { viewJournal } from '../run/views.ts';
import type { AboutYouView, CorrectionView, DutiesView, HoldsView, HoldView, RightsAskView, RightsView } from './contract.ts';
import { deskOver, type Desk } from './desk.fixture.ts';

let desk: Desk;
beforeEach(async () => {
  const store = memoryStore({ now: () => NOW });
  await register(store, 'people', PEOPLE);
  await store.events.append([seen('kim', 3, { 'user.email': 'kim@company.example' })]);
  const line = pipelineOf(store);
  await line.runs.put(aRun(NOW - DAY, { cases: [aCase({ id: 'c-1', hires: ['kim'] })] }));
  desk = await deskOver(store, line);
  desk.now = NOW;
});
const HOLD = { hires: ['kim'], cases: ['c-1'], matter: 'Acme v. Doe', reason: 'Counsel asked', review: '2027-05-31' };

describe('what is kept about you', () => {
  it('is told to whoever asks, and names nobody', async () => {
    const answer = await desk.get('/api/about-you');
    const view = answer.json<AboutYouView>();

    expect(answer.status).toBe(200);
    expect(view).toMatchObject({ company: 'Company', simulated: false, daysBefore: 14, daysAfter: 90 });
    expect(view.never).toContainEqual(expect.stringContaining('your own devices and the other devices at home'));
    expect(view.sources).toEqual(["the company's own lists of people", 'test']);
    expect(view.lists).toContainEqual(expect.stringMatching(/^who you are to the company: id, mail address/));
    expect(view.afterwards.join(' ')).toContain('400 days after your last day');
    expect(view.outside.join(' ')).toContain('the company decides to report it');
    expect(view.kept.length).toBeGreaterThan(10);
    expect(answer.body).not.toMatch(/kim|c-1\b|company\.example/);
  });
});

describe('what is recorded before', () => {
  it('lacks, and is recorded by an administrator or the privacy officer', async () => {
    const [admin, privacy, analyst] = [await desk.as('admin'), await desk.as('privacy'), await desk.as('analyst')];
    expect((await analyst.get('/api/duties')).json<DutiesView>()).toMatchObject({ mayRecord: false, lacks: ['since when staff have been told', 'what it is for', 'who answers for it'] });

    expect((await analyst.post('/api/duties', { purpose: 'To watch' })).status).toBe(403);
    await privacy.post('/api/duties', { noticeGivenOn: '2026-11-02', purpose: 'To find farms' });
    const view = (await admin.post('/api/duties', { owner: 'Head of security' })).json<DutiesView>();

    expect(view).toEqual({ lacks: [], mayRecord: true, noticeGivenOn: '2026-11-02', purpose: 'To find farms', owner: 'Head of security' });
    expect((await admin.post('/api/duties', { noticeGivenOn: 'soon' })).status).toBe(400);
    expect((await admin.post('/api/duties', {})).status).toBe(400);
  });
});

describe('legal holds', () => {
  it.each(['analyst', 'it', 'lead', 'admin', 'auditor'] as const)('are nothing for %s', async (role) => {
    const hands = await desk.as(role);

    expect((await hands.get('/api/holds')).status).toBe(403);
    expect((await hands.post('/api/holds', HOLD)).status).toBe(403);
    expect((await hands.post('/api/holds/hold-1/confirm', {})).status).toBe(403);
    expect((await hands.post('/api/holds/hold-1/release', { reason: 'over' })).status).toBe(403);
  });

  it('take two people of any role that may, and two clicks at once are one', async () => {
    const [hana, pia] = [await desk.as('hr', 'hana'), await desk.as('privacy', 'pia')];
    const told: string[] = [];
    const end = desk.news.subscribe(({ event }) => { told.push(event); });
    const asked = (await hana.post('/api/holds', HOLD)).json<HoldView & { said: string }>();

    expect(asked).toMatchObject({ state: 'asked', mayConfirm: false, said: 'It keeps from now on: nothing of what is held goes.' });
    expect((await hana.post(`/api/holds/${asked.id}/confirm`)).json()).toMatchObject({ code: 'request.invalid', message: 'hana asked for this, so somebody else confirms it.' });
    expect((await pia.get('/api/holds')).json<HoldsView>().holds[0]).toMatchObject({ id: asked.id, mayConfirm: true });
    const both = await Promise.all([pia.post(`/api/holds/${asked.id}/confirm`), pia.post(`/api/holds/${asked.id}/confirm`)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400]);

    expect((await pia.post(`/api/holds/${asked.id}/release`, { reason: 'Settled' })).json<HoldView>().state).toBe('release-asked');
    expect((await hana.post(`/api/holds/${asked.id}/confirm`)).json<HoldView>().state).toBe('released');
    end();
    expect(told).toEqual(['holds', 'holds', 'holds', 'holds']);
  });

  it('of somebody who is gone are refused, and nothing is put on hold', async () => {
    const hana = await desk.as('hr', 'hana');

    expect((await hana.post('/api/holds', { ...HOLD, hires: ['kim', 'gone'] })).json()).toMatchObject({ code: 'not.found' });
    expect((await hana.get('/api/holds')).json<HoldsView>().holds).toEqual([]);
  });
});

describe('what people ask for', () => {
  it.each(['analyst', 'it', 'lead', 'admin', 'auditor', 'hr'] as const)('is nothing for %s', async (role) => {
    const hands = await desk.as(role);

    expect((await hands.get('/api/rights')).status).toBe(403);
    expect((await hands.post('/api/rights', { hire: 'kim', right: 'access', note: '', receivedAt: NOW })).status).toBe(403);
    expect((await hands.get('/api/rights/ask-1/copy')).status).toBe(403);
  });

  it('is noted, prepared, written and answered, and the look is kept', async () => {
    const pia = await desk.as('privacy', 'pia');
    const { id, dueAt } = (await pia.post('/api/rights', { hire: 'kim', right: 'access', note: 'All of it', receivedAt: NOW - DAY })).json<RightsAskView>();
    expect(dueAt).toBe(NOW + 29 * DAY);

    const draft = await desk.server.inject({ method: 'GET', url: `/api/rights/${id}/copy`, headers: { cookie: await cookieOf('pia') } });
    expect(draft.headers['content-disposition']).toContain(`${id}-to-look-over.zip`);
    expect(strFromU8(unzipSync(draft.rawPayload)['about-you.html']!)).toContain('To be looked over');
    expect((await pia.post(`/api/rights/${id}/prepare`, { withhold: 'It would warn them' })).json()).toMatchObject({ code: 'request.invalid' });
    await pia.post(`/api/rights/${id}/prepare`, {});
    const answer = await desk.server.inject({ method: 'GET', url: `/api/rights/${id}/copy`, headers: { cookie: await cookieOf('pia') } });
    const files = unzipSync(answer.rawPayload);
    await pia.post(`/api/rights/${id}/answer`, { note: 'Handed over' });

    expect(Object.keys(files)).toEqual(['about-you.html', 'about-you.json', 'records.ndjson', 'SHA256SUMS']);
    expect(strFromU8(files['about-you.html']!)).toContain('What Farmwatch holds about you');
    const looks = (await Array.fromAsync(viewJournal(desk.store).read())).map(({ entry }) => entry);
    expect(looks.at(-1)).toMatchObject({ by: 'pia', what: 'copy', id });
    expect((await pia.get('/api/rights')).json<RightsView>()).toMatchObject({ mayWithhold: false, asks: [{ id, answered: { by: 'pia' } }] });
  });
});

describe('corrections', () => {
  it('stand beside the case and the person, by pseudonym', async () => {
    const [hana, ann] = [await desk.as('hr', 'hana'), await desk.as('analyst', 'ann')];
    await hana.post('/api/corrections', { hire: 'kim', from: 'person', about: 'ship_city', says: 'I moved to Tulsa' });

    const [line] = (await ann.get('/api/cases/c-1/corrections')).json<CorrectionView[]>();
    expect(line).toMatchObject({ from: 'person', about: 'ship_city', says: 'I moved to Tulsa' });
    expect(line!.who).toMatch(/^[A-Z][a-z]+-\d{3}$/);
    expect((await ann.get(`/api/people/${line!.who}/corrections`)).json()).toEqual([line]);
    expect((await ann.post('/api/corrections', { hire: 'kim', from: 'hr', about: 'a', says: 'b' })).status).toBe(403);
    expect((await hana.post('/api/corrections', { hire: 'nobody', from: 'hr', about: 'a', says: 'b' })).status).toBe(404);
  });
});

async function cookieOf(name: string): Promise<string> {
  const { secret } = await desk.accounts.open(name, 'privacy', desk.now);
  return `farmwatch_session=${secret}`;
}
