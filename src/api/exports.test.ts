import { createHash } from 'node:crypto';
import { unzipSync } from 'fflate';
import { beforeEach, describe, expect, it } from 'vitest';
import { MINUTE } from '../core/time.ts';
import { FarmwatchError } from '../errors.ts';
import { HASHES } from '../report/exports/pack.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { happenings, SWIFT } from '../../test/support/small-company.ts';
import { companyIn, RUNS } from '../../test/support/told-lines.ts';
import { entriesOf } from '../run/audit/audit.ts';
import type { ApprovalsView, ApprovalView, ExportAsk, ExportRequestView, ExportsView, ProblemView, QueueView } from './contract.ts';
import { deskOver, type Answer, type Desk, type Hands } from './desk.fixture.ts';

let desk: Desk;
let [kim, lee, id]: [Hands, Hands, string] = [undefined!, undefined!, ''];
const shared: { readonly to: string; readonly bundle: string }[] = [];
beforeEach(async () => {
  const line = await companyIn(async () => memoryStore({ now: () => RUNS.at(-1)! }), [happenings(SWIFT)]);
  await line.replay(RUNS, () => {});
  shared.length = 0;
  desk = await deskOver(line.parts.store, line, { leaving: {
    sender: async () => ({ organisation: 'Acme', simulated: false }), product: '1', collections: ['isac'],
    share: async (to, bundle) => {
      if (bundle.includes('refuse')) throw new FarmwatchError('share.failed', { to, why: 'no' });
      shared.push({ to, bundle });
      return { taken: 3, known: 1, refused: [] };
    },
  } });
  desk.now = RUNS.at(-1)! + MINUTE;
  [kim, lee] = [await desk.as('analyst', 'kim'), await desk.as('hr', 'lee')];
  id = (await kim.get('/api/queue')).json<QueueView>().rows.find(({ kind }) => kind === 'case')!.id;
});
const ask = async (what: ExportAsk['what'] = 'sheet', to = 'FBI Tulsa', hands = kim): Promise<Answer> => hands.post(`/api/cases/${id}/exports`, { what, to, why: 'A report to ic3.gov' } satisfies ExportAsk);
const asked = async (...of: Parameters<typeof ask>): Promise<ExportRequestView> => (await ask(...of)).json<ExportRequestView>();
const read = async (of: ExportRequestView, hands = lee): Promise<ApprovalView> => (await hands.get(`/api/approvals/${of.id}`)).json<ApprovalView>();
const approve = async (of: ExportRequestView, hands = lee): Promise<Answer> => hands.post(`/api/approvals/${of.id}/approve`, { sum: (await read(of, hands)).sum });
const problem = (answer: Answer): readonly [number, string] => [answer.status, answer.json<ProblemView>().message];

describe('what leaves of a case', () => {
  it('does not before HR and legal approved it, and says so', async () => {
    const request = await asked();

    expect(problem(await kim.get(`/api/exports/${request.id}/file`))).toEqual([409, `Nobody has approved that the sheet for law enforcement of case ${id} leaves the company. Ask for it on the page of the case or with "farmwatch export ask"; HR and legal approve it on the page Approvals.`]);
    expect((await kim.get(`/api/cases/${id}/exports`)).json<ExportsView>()).toEqual({ collections: ['isac'], requests: [request] });
    expect(request).toMatchObject({ by: 'kim', mine: true, to: 'FBI Tulsa', held: [] });
    expect(request.approved).toBeUndefined();
  });
  it('is read word for word by a second person, who lets it go, and then says who approved it and when', async () => {
    const request = await asked();
    const draft = await read(request);
    desk.now += 20 * MINUTE;
    expect((await approve(request)).json<ExportRequestView>().approved).toMatchObject({ by: 'lee', at: desk.now });

    const file = await kim.get(`/api/exports/${request.id}/file`);

    expect(draft.text).toContain('**DRAFT. Not approved to leave the company.**');
    expect(file.headers['content-disposition']).toBe(`attachment; filename="${id}-sheet.md"`);
    expect(file.body).toContain(`by lee on ${new Date(desk.now).toISOString().slice(0, 19)}Z, for FBI Tulsa; asked for by kim`);
    expect(file.body.split('\n').length).toBe(draft.text.split('\n').length);
    const told = (await entriesOf(desk.store)).filter(({ did, what }) => did === 'change' || what === 'approval' || what === 'export').map(({ by, what, case: about, purpose, people }) => [by, what, about, purpose, people.length > 1]);
    expect(told).toEqual([
      ['kim', 'POST /api/cases/:id/exports', id, undefined, true], ['lee', 'approval', id, 'A report to ic3.gov', true], ['lee', 'approval', id, 'A report to ic3.gov', true],
      ['lee', 'POST /api/approvals/:id/approve', undefined, undefined, false], ['kim', 'export', id, 'A report to ic3.gov', true],
    ]);
  });
  it('is a pack whose hashes fit, or a bundle without people', async () => {
    const [pack, bundle] = [await asked('pack'), await asked('stix')];
    for (const one of [pack, bundle]) await approve(one);
    const zip = await desk.server.inject({ url: `/api/exports/${pack.id}/file`, headers: { cookie: kim.cookie } });
    const files = Object.entries(unzipSync(new Uint8Array(zip.rawPayload))).map(([name, bytes]) => [name, Buffer.from(bytes).toString()] as const);
    const sums = new Map(files).get(HASHES)!;

    for (const [name, text] of files) if (name !== HASHES) expect(sums).toContain(`${createHash('sha256').update(text).digest('hex')}  ${name}`);
    expect((await kim.get(`/api/exports/${bundle.id}/file`)).json<{ type: string }>().type).toBe('bundle');
    expect((await read(pack)).text).toContain('sha256sum -c');
  });
  it('is told to open pages when it is asked for, left with a note and approved', async () => {
    const told: string[] = [];
    const end = desk.news.subscribe(({ event }) => { told.push(event); });

    const request = await asked();
    await lee.post(`/api/approvals/${request.id}/hold`, { note: 'Counsel reads it first.' });
    await approve(request);

    end();
    expect(told).toEqual(['case', 'exports', 'case', 'exports', 'case', 'exports']);
  });
  it('is approved by no analyst, nor by whoever asked', async () => {
    const request = await asked();
    await desk.as('hr', 'kim');
    const kimOfHr = await desk.as('hr', 'kim');

    expect((await kim.get('/api/approvals')).status).toBe(403);
    expect((await kim.post(`/api/approvals/${request.id}/approve`, { sum: 'x' })).status).toBe(403);
    expect(problem(await approve(request, kimOfHr))).toEqual([400, 'You asked for this yourself. Another account of HR and legal approves it.']);
    expect((await lee.get('/api/approvals')).json<ApprovalsView>().requests[0]!.approved).toBeUndefined();
  });
  it('is approved once, by the first of two, and not without having been read', async () => {
    const request = await asked();
    const { sum } = await read(request);
    const other = await desk.as('hr', 'sam');

    expect((await lee.post(`/api/approvals/${request.id}/approve`, { sum: 'another' })).status).toBe(409);
    const both = await Promise.all([lee, other].map((hands) => hands.post(`/api/approvals/${request.id}/approve`, { sum })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400]);
  });
  it('waits on with a note of whoever read it', async () => {
    const request = await asked();
    expect((await lee.post(`/api/approvals/${request.id}/hold`, { note: '<img src=x onerror=alert(1)> counsel first\u202e' })).status).toBe(200);

    expect((await kim.get(`/api/cases/${id}/exports`)).json<ExportsView>().requests[0]!.held).toEqual([{ by: 'lee', at: desk.now, note: '<img src=x onerror=alert(1)> counsel first ' }]);
  });
  it('is refused once what stands behind it cannot be made again as it was approved', async () => {
    const request = await asked('pack');
    await approve(request);
    for await (const { value } of desk.store.shelf('runs').list()) await desk.store.shelf('runs').remove(value.id);
    const answer = await kim.get(`/api/exports/${request.id}/file`);

    expect([404, 409]).toContain(answer.status);
    expect(answer.body).not.toContain('PK');
  });
  it('is sent to a collection of the configuration after its approval, and to no other', async () => {
    expect(problem(await ask('share', 'elsewhere'))).toEqual([400, 'There is no such collection; there are isac.']);
    const request = await asked('share', 'isac');
    expect((await kim.post(`/api/exports/${request.id}/send`)).status).toBe(409);
    await approve(request);

    expect((await kim.post(`/api/exports/${request.id}/send`)).json()).toEqual({ taken: 3, known: 1, refused: 0 });
    expect(shared.map(({ to }) => to)).toEqual(['isac']);
    expect(shared[0]!.bundle).not.toMatch(/@|h-\d/);
    expect((await kim.post(`/api/exports/${(await asked('stix')).id}/send`)).status).toBe(400);
  });
  it('is asked for with a receiver and a reason, in a case that is there', async () => {
    expect((await kim.post(`/api/cases/${id}/exports`, { what: 'sheet', to: '', why: 'x' })).body).toContain('say whom it is for');
    expect((await kim.post(`/api/cases/${id}/exports`, { what: 'word', to: 'a', why: 'x' })).status).toBe(400);
    expect((await kim.post('/api/cases/c-none/exports', { what: 'sheet', to: 'a', why: 'x' })).status).toBe(404);
    expect((await lee.get('/api/approvals/x-none')).status).toBe(404);
    expect((await (await desk.as('it')).get(`/api/exports/${(await asked()).id}/file`)).status).toBe(403);
  });
});
