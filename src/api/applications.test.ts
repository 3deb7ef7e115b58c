import { beforeEach, describe, expect, it } from 'vitest';
import { judgesOf } from '../app.ts';
import { applicationDesk } from '../cli/serve/application-desk.ts';
import { loadConfig } from '../config.ts';
import type { ApplicationRow, TableKind, TableRows, Versioned } from '../core/person.ts';
import { DAY } from '../core/time.ts';
import { historyOf } from '../detect/people/history.ts';
import { applicantMark } from '../run/applicant-mark.ts';
import { NO_RULES } from '../run/checks/check-rules.ts';
import { pipeline } from '../run/pipeline.ts';
import { viewJournal } from '../run/views.ts';
import { STORY_ENDS } from '../simulate/story.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { aPerson } from '../../test/support/window.ts';
import type { ApplicationsView, ApplicationView, ChecksView, CheckActAnswer, CheckView } from './contract.ts';
import { deskOver, type Desk, type Hands } from './desk.fixture.ts';

const applied = (id: string, daysAgo: number, more: Partial<ApplicationRow> = {}): ApplicationRow => ({ application_id: id, applied_at: STORY_ENDS - daysAgo * DAY, email: `${id.toLowerCase()}@mail.example`, ...more });
const APPLICATIONS = [
  applied('A-1', 9, { phone_token: 'phone:own:1', profile_url: 'https://pages.example/in/a', claimed_country: 'US', applied_from_ip: '198.51.100.7', applied_from: { country: 'CA', network: 'vpn' }, role_applied: 'Engineer' }),
  applied('A-2', 8, { phone_token: 'phone:own:1', references: ['ref:x:1'] }),
  applied('A-3', 2, { phone_token: 'phone:own:1', portfolio_url: 'https://work.example/p' }),
  applied('A-4', 5, { portfolio_url: 'https://work.example/p/', role_applied: '<img src=x onerror=alert(1)>' }),
  applied('A-5', 1),
  // One person who applied twice shares with nobody.
  applied('A-6', 4, { email: 'twice@mail.example', profile_url: 'https://pages.example/in/twice' }), applied('A-7', 3, { email: 'twice@mail.example', profile_url: 'https://pages.example/in/twice' }),
];

let desk: Desk;
let hr: Hands;
beforeEach(async () => {
  const store = memoryStore({ now: () => STORY_ENDS });
  const { catalogue: _shipped, ...tables } = historyOf({ people: [aPerson({ hire_id: 'h-1' })], applications: APPLICATIONS });
  await store.shelf<Versioned<TableRows[TableKind]>>('registry').putAll(Object.values(tables).flat());
  const line = pipeline({ store, ...judgesOf(loadConfig(undefined)) });
  await line.run(STORY_ENDS);
  desk = await deskOver(store, line, { applications: applicationDesk({ pipeline: line }), checkRules: { ...NO_RULES, stages: { application: ['reference'] } } });
  hr = await desk.as('hr', 'Robin');
});
const list = async (): Promise<ApplicationsView> => (await hr.get('/api/applications')).json<ApplicationsView>();

describe('the desk of HR', () => {
  it('groups applications of different people by what they share, the largest group first', async () => {
    expect((await list()).groups.map(({ trait, says, applications }) => [trait, says, applications.map(({ mark }) => mark)])).toEqual([
      ['phone', 'One phone, 3 applicants', ['A-1', 'A-2', 'A-3'].map(applicantMark)],
      ['portfolio', 'One portfolio, 2 applicants', ['A-4', 'A-3'].map(applicantMark)],
    ]);
  });

  it('lists applications by the day they came, and has nothing by which one could be put before another', async () => {
    const { body } = await hr.get('/api/applications');
    const { applications, all } = JSON.parse(body) as ApplicationsView;

    expect([all, ...applications.map(({ mark }) => mark)]).toEqual([7, ...['A-5', 'A-3', 'A-7', 'A-6', 'A-4', 'A-2', 'A-1'].map(applicantMark)]);
    expect(Object.keys(applications[0]!).sort()).toEqual(['appliedOn', 'isHired', 'mark']);
    expect(body).not.toMatch(/"[^"]*(score|adds|sum|weight|llr|chance|band|rank|detail|likeness)[^"]*":/i);
    for (const { email, application_id: id, applied_from_ip: ip, phone_token: phone, profile_url: profile } of APPLICATIONS) for (const value of [email, `"${id}"`, ip, phone, profile]) if (value !== undefined) expect(body).not.toContain(value);
  });

  it('shows the small details of one application as a sum that means nothing alone, without networks and places, and notes the look', async () => {
    const { body } = await hr.get(`/api/applications/${applicantMark('A-1')}`);
    const view = JSON.parse(body) as ApplicationView;

    expect(view.reference).toBe('A-1');
    expect(view.details.map(({ label, says }) => `${label}: ${says}`)).toEqual(['Phone: the phone also came from 2 other applicants']);
    expect(view.sum).toBeCloseTo(view.details.reduce((sum, { adds }) => sum + adds, view.limit), 9);
    expect(view.notes[0]).toMatch(/^Alone this means nothing/);
    expect(body).not.toMatch(/198\.51|vpn|"CA"|"US"|Applied from/);
    const looks: object[] = [];
    for await (const { entry } of viewJournal(desk.store).read()) looks.push(entry);
    expect(looks).toEqual([{ at: desk.now, by: 'Robin', what: 'screen', id: applicantMark('A-1'), people: [applicantMark('A-1')] }]);
  });

  it('shows stage checks of applicants, whom nobody else sees, and keeps their outcome until they are hired', async () => {
    const { checks } = await list();
    const analyst = await desk.as('analyst');
    expect(checks.map(({ person, title, from }) => [person, title, from])).toContainEqual([applicantMark('A-5'), 'Reference reached by a number found independently', 'application']);
    const { id } = checks[0]!;

    const done = await hr.post(`/api/checks/${id}/acts`, { kind: 'done', outcome: 'confirmed', note: 'Knows the work.', revision: 0 });

    expect(done.json<CheckActAnswer>().check).toMatchObject({ state: 'done', outcome: 'confirmed' });
    expect((await analyst.get('/api/checks')).json<ChecksView>().rows).toEqual([]);
    expect((await analyst.get(`/api/checks/${id}`)).status).toBe(404);
    expect(await desk.store.events.tally({ where: { 'event.action': 'verified' }, by: [], measure: { times: 'count' } }, { from: 0, to: desk.now + DAY, asOf: desk.now + DAY })).toEqual([]);
  });

  it('begins a check of an applicant, and none that needs a laptop or a document nobody named', async () => {
    const begin = async (kind: string): Promise<number> => (await hr.post('/api/checks', { kind, due: '2027-01-01', about: { applicant: applicantMark('A-5') } })).status;

    expect([await begin('profile-code'), await begin('home-visit'), await begin('video-document')]).toEqual([200, 400, 400]);
    const row = (await hr.get('/api/checks')).json<ChecksView>().rows.find(({ kind }) => kind === 'profile-code')!;
    expect((await hr.get(`/api/checks/${row.id}`)).json<CheckView>()).toMatchObject({ person: applicantMark('A-5'), about: [], from: 'asked for by Robin' });
  });

  it.each(['analyst', 'admin', 'it', 'lead', 'privacy', 'auditor'] as const)('is not for %s', async (role) => {
    const hands = await desk.as(role);

    for (const path of ['/api/applications', `/api/applications/${applicantMark('A-1')}`]) expect((await hands.get(path)).status, path).toBe(403);
  });
});
