import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../core/time.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { aPerson } from '../../test/support/window.ts';
import { addCorrection } from '../run/corrections.ts';
import { NOW, aCase, aFinding, aRun, pipelineOf, register, seen } from '../run/housekeeping.fixture.ts';
import { askHold } from '../run/holds/hold-book.ts';
import { checkBook } from '../run/checks/check-book.ts';
import { exportBook } from '../run/export-book.ts';
import { responseBook } from '../run/responses/response-book.ts';
import { revealJournal } from '../run/reveals.ts';
import { deviceActBook } from '../run/laptops/device-acts.ts';
import { USUAL_DAYS } from '../run/retention/places.ts';
import { answerAsk, noteAsk, prepareAsk, readAsks, rightsJournal } from '../run/rights-asks.ts';
import { viewJournal } from '../run/views.ts';
import type { Identified, Store } from '../store/store.ts';
import { COPY_FILES, copyOf, type SubjectCopy } from './subject-export.ts';
import { subjectMaterial } from './subject-material.ts';

/** Stands in whatever is about somebody else. */
const OTHER = 'zqotherzq';
const HOSTILE = '<img src=x onerror=alert(1)>\u202e=cmd()';

async function company(): Promise<Store> {
  const store = memoryStore({ now: () => NOW });
  await register(store, 'people', [
    aPerson({ hire_id: 'kim', email: 'kim@acme.example', start_date: '2026-11-02', display_name: HOSTILE, manager_email: `${OTHER}@acme.example`, referred_by: OTHER, household: `household/${OTHER}`, device_serials: ['SN-KIM'] }),
    aPerson({ hire_id: OTHER, email: `${OTHER}@acme.example`, start_date: '2026-11-02', device_serials: [`SN-${OTHER}`] }),
  ]);
  await register(store, 'devices', [{ serial: 'SN-KIM', hire_id: 'kim', ship_city: 'Tulsa' }, { serial: `SN-${OTHER}`, hire_id: OTHER }]);
  await register(store, 'applications', [{ application_id: 'a-kim', hire_id: 'kim', applied_at: NOW - 40 * DAY, references: [OTHER], school: 'Tulsa State' }, { application_id: OTHER, applied_at: NOW - 40 * DAY }]);
  await store.shelf<Identified>('registry').putAll([{ id: 'travel/kim', kind: 'travel', versions: [{ from: null, row: { hire_id: 'kim', from: '2026-11-05', to: '2026-11-06', city: 'Austin', approved_by: OTHER } }] }, { id: 'allowed/kim', kind: 'allowed', versions: [{ from: null, row: { tool: 'anydesk', scope: 'hire:kim', owner: OTHER, reason: OTHER } }] }] as unknown as Identified[]);
  await store.shelf<Identified>('pseudonyms').putAll([{ id: 'kim', name: 'Heron-417' }, { id: OTHER, name: 'Kite-100' }] as unknown as Identified[]);
  await store.events.append([
    seen('kim', 3, { 'event.id': 'mine', 'user.email': 'kim@acme.example', 'device.serial_number': 'SN-KIM', 'process.command_line': HOSTILE }),
    seen('kim', 2, { 'event.id': 'on the laptop of somebody else', 'user.email': 'kim@acme.example', 'device.serial_number': `SN-${OTHER}`, 'host.name': `PC-${OTHER}`, 'source.domain': OTHER }),
    seen('kim', 2, { 'event.id': 'nobody named', 'device.serial_number': 'SN-KIM' }),
    seen('kim', 1, { 'event.id': `${OTHER} on mine`, 'user.email': `${OTHER}@acme.example`, 'device.serial_number': 'SN-KIM' }),
    seen(OTHER, 1, { 'event.id': OTHER, 'user.email': `${OTHER}@acme.example`, 'device.serial_number': `SN-${OTHER}` }),
    seen('kim', 4, { 'event.id': 'checked', 'user.email': 'kim@acme.example', 'event.action': 'verified', 'farmwatch.verification.kind': 'call', 'farmwatch.verification.outcome': 'confirmed', 'farmwatch.verification.by': OTHER }),
  ]);
  const { runs, acts } = pipelineOf(store);
  await runs.put(aRun(NOW - HOUR, {
    cases: [aCase({ id: 'c-1', hires: ['kim', OTHER], headline: OTHER, notes: [{ at: NOW, by: 'ann', text: OTHER }] }), aCase({ id: 'c-2', hires: [OTHER] })],
    findings: [
      aFinding({
        id: 'f-1', hire_id: 'kim', alongside: [OTHER], headline: [{ ref: 'laptop', id: 'SN-KIM' }, ' and ', { ref: 'laptop', id: `SN-${OTHER}` }, ' of ', { ref: 'hire', id: OTHER }, ' stand at ', { ref: 'address', id: '203.0.113.7/32' }],
        facts: [{ label: 'seen with', value: [{ ref: 'hire', id: OTHER }, ' at ', { ref: 'address', id: OTHER }], usual: '1 in 140' }], innocent: [['a couple who share a flat']], clear: ['Do they share a home?'],
      }),
      aFinding({ id: 'f-2', hire_id: OTHER, headline: [OTHER] }),
    ],
  }));
  await acts.append({ case: 'c-1', event: { at: NOW, by: 'ann', kind: 'noted', text: `about ${OTHER}` } });
  await deviceActBook(store).append({ at: NOW - DAY, by: OTHER, kind: 'serial-photo', serial: 'SN-KIM', hire: 'kim', over: 'r', isWaiting: false });
  await viewJournal(store).append({ at: NOW - HOUR, by: OTHER, what: 'case', id: 'c-1', people: ['Heron-417', 'Kite-100'] });
  await viewJournal(store).append({ at: NOW - HOUR, by: 'ann', what: 'person', id: 'Kite-100', people: ['Kite-100'] });
  const begun = { due: NOW + DAY, isWaiting: false } as const;
  await checkBook(store).append(
    { at: NOW - 3 * DAY, by: OTHER, did: 'begun', task: { ...begun, id: 'k-1', kind: 'hr-call', subject: { hire: 'kim' }, origin: { case: 'c-1' } } }, { at: NOW - 2 * DAY, by: OTHER, did: 'done', id: 'k-1', outcome: 'confirmed', note: OTHER },
    { at: NOW - 3 * DAY, by: OTHER, did: 'begun', task: { ...begun, id: 'k-2', kind: 'same-person', subject: { application: 'a-kim' }, origin: { stage: 'offer' } } },
    { at: NOW - 3 * DAY, by: OTHER, did: 'begun', task: { ...begun, id: 'k-3', kind: 'home-visit', subject: { hire: OTHER }, origin: { case: 'c-2' } } },
  );
  const step = { says: '', id: 'limit', title: 'Limit access, quietly' };
  for (const of of ['c-1', 'c-2']) {
    await responseBook(store).append({ at: NOW - DAY, by: OTHER, case: of, did: 'started', plan: [of === 'c-1' ? step : { ...step, title: OTHER }] });
    await responseBook(store).append({ at: NOW - DAY, by: OTHER, case: of, did: 'done', step: 'limit', evidence: OTHER });
    await responseBook(store).append({ at: NOW - DAY, by: OTHER, case: of, did: 'added', step: { id: 'own-1', title: OTHER, says: '' }, note: OTHER });
    await responseBook(store).append({ at: NOW - DAY, by: OTHER, case: of, did: 'skipped', step: 'own-1', note: OTHER });
    await exportBook(store).append({ id: `x-${of}`, at: NOW - DAY, by: OTHER, isWaiting: true, case: of, what: 'sheet', to: of === 'c-1' ? 'FBI, Tulsa' : OTHER, why: OTHER, asOf: NOW - DAY, sum: '5e' });
  }
  await exportBook(store).release('x-c-1', { at: NOW, by: OTHER, note: OTHER });
  await revealJournal(store).append({ did: 'asked', reveal: { id: 'r-1', at: NOW - DAY, by: OTHER, about: 'c-1', hires: ['kim', OTHER], purpose: 'check', reason: OTHER, lasts: DAY } });
  await revealJournal(store).append({ did: 'granted', id: 'r-1', at: NOW - DAY, by: `${OTHER}2` });
  await revealJournal(store).append({ did: 'looked', id: 'r-1', at: NOW - HOUR, by: OTHER });
  await revealJournal(store).append({ did: 'asked', reveal: { id: 'r-2', at: NOW - DAY, by: OTHER, about: 'c-2', hires: [OTHER], purpose: 'law', reason: OTHER, lasts: DAY } });
  await addCorrection(store, { hire: 'kim', from: 'person', about: 'ship_city', says: `I moved. ${HOSTILE}` }, OTHER, NOW);
  await addCorrection(store, { hire: OTHER, from: 'hr', about: OTHER, says: OTHER }, 'hana', NOW);
  return store;
}

async function copyFor(store: Store, withhold?: string): Promise<{ readonly copy: SubjectCopy; readonly json: Record<string, unknown> }> {
  const { id } = await noteAsk(store, { hire: 'kim', right: 'access', note: '', receivedAt: NOW }, 'pia', NOW);
  const ask = await prepareAsk(store, id, withhold, withhold !== undefined, 'pia', NOW);
  const copy = copyOf(await subjectMaterial(pipelineOf(store), 'kim', { company: 'Acme', contact: 'privacy@acme.example', simulated: false }, ask, NOW), USUAL_DAYS);
  return { copy, json: JSON.parse(copy.get('about-you.json')!) as Record<string, unknown> };
}

describe('a copy of what is held', () => {
  it('has everything about the person, in ordinary words, and nothing about anybody else', async () => {
    const { copy, json } = await copyFor(await company());
    const page = copy.get('about-you.html')!;

    expect([...copy.keys()]).toEqual(COPY_FILES);
    for (const [name, text] of copy) expect(text, name).not.toMatch(new RegExp(OTHER, 'i'));
    for (const [name, text] of copy) expect(text, name).not.toContain('Kite-100');
    for (const said of ['kim@acme.example', 'Tulsa', 'Tulsa State', 'Austin', 'your laptop SN-KIM and another laptop of a colleague stand at 203.0.113.7/32', 'seen with: a colleague at another address (usual: 1 in 140)', 'a couple who share a flat', 'Do they share a home?', 'a case', 'serial photo', 'I moved.', '180 days', 'Call by the number that HR has', 'Same person as interviewed', 'Limit access, quietly', 'a step that was added', 'FBI, Tulsa', 'whether there is an innocent reason']) expect(page).toContain(said);
    expect(json).toMatchObject({
      checks: [{ what: 'Call by the number that HR has', outcome: 'confirmed', ended: '2026-11-18T03:00:00Z' }, { what: 'Same person as interviewed', outcome: null, ended: null }],
      steps_of_responses: [{ case: 'c-1', what: 'Limit access, quietly', left_out: null }, { case: 'c-1', what: 'a step that was added', done: null }],
      left_the_company: [{ for: 'FBI, Tulsa', approved: '2026-11-20T03:00:00Z' }], name_asked_for: [{ allowed: true, looked: ['2026-11-20T02:00:00Z'] }],
    });
    expect(json['who_looked']).toEqual([{ at: '2026-11-20T02:00:00Z', what: 'case' }]);
    expect(copy.get('records.ndjson')!.trim().split('\n').map((line) => (JSON.parse(line) as Record<string, string>)['event.id'])).toEqual(['checked', 'mine', 'nobody named', 'on the laptop of somebody else']);
  });

  it('tells nobody who is cleared, or whom a finding neither clears nor points to, what it does not rule out', async () => {
    const store = await company();
    const cleared = { innocent: [['Nothing to explain; a farm near the claimed home looks the same.']], clear: ['nothing: a farm would show it as well'] };
    await pipelineOf(store).runs.put(aRun(NOW - HOUR / 2, { findings: [aFinding({ id: 'f-3', hire_id: 'kim', llr: -2, ...cleared }), aFinding({ id: 'f-4', hire_id: 'kim', llr: 0, ...cleared })] }));

    const { copy, json } = await copyFor(store);
    const page = copy.get('about-you.html')!;

    for (const text of copy.values()) expect(text).not.toMatch(/a farm near|a farm would/);
    expect([page.includes('It speaks against looking closer.'), page.includes('It speaks neither for nor against looking closer.'), page.includes('Ordinary reasons')]).toEqual([true, true, false]);
    expect(json['findings']).toMatchObject([{ weight: -2, innocent: [] }, { weight: 0, innocent: [] }]);
  });

  it('tells a token without the names of its kinds', async () => {
    const store = await company();
    await register(store, 'people', [aPerson({ hire_id: 'kim', email: 'kim@acme.example', start_date: '2026-11-02', phone_token: 'people:phone:phone:1:8acbe' })]);

    const { json } = await copyFor(store);

    expect(json['from_company_lists']).toContainEqual(expect.objectContaining({ field: 'phone_token', value: '8acbe' }));
  });

  it('is a draft until somebody looked it over, and says that it is not for the person', async () => {
    const store = await company();
    const ask = await noteAsk(store, { hire: 'kim', right: 'access', note: '', receivedAt: NOW }, 'pia', NOW);
    const draft = copyOf(await subjectMaterial(pipelineOf(store), 'kim', { company: 'Acme', contact: undefined, simulated: false }, ask, NOW), USUAL_DAYS);

    expect(draft.get('about-you.html')).toContain('To be looked over.');
    expect((await copyFor(store)).copy.get('about-you.html')).not.toContain('To be looked over.');
  });

  it('is the same bytes when it is made again, with a sum for every file', async () => {
    const store = await company();
    const [first, again] = [(await copyFor(store)).copy, (await copyFor(store)).copy];

    expect(first.get('records.ndjson')).toBe(again.get('records.ndjson'));
    expect(first.get('SHA256SUMS')!.trim().split('\n').map((line) => line.split('  ')[1])).toEqual(COPY_FILES.slice(0, 3));
  });

  it('shows hostile text as text', async () => {
    const page = (await copyFor(await company())).copy.get('about-you.html')!;

    expect(page).not.toContain('<img');
    expect(page).not.toContain('\u202e');
    expect(page).toContain('&#60;img src=x onerror=alert(1)&#62;');
    expect(page).not.toMatch(/<script|https?:\/\//);
  });

  it('that something is withheld from says so, and holds nothing of the open case', async () => {
    const store = await company();
    await askHold(store, pipelineOf(store), { hires: ['kim'], cases: [], matter: 'SECRETMATTER', reason: 'SECRETREASON', review: '2027-05-31' }, 'hana', NOW);
    const { copy, json } = await copyFor(store, 'WHYWITHHELD: would warn whoever drives it');

    expect(json).toMatchObject({ something_withheld: true, findings: [], cases: [], on_hold_for_the_law: null, steps_of_responses: [], left_the_company: [], name_asked_for: [] });
    // What everybody at this stage is asked tells nothing of an inquiry.
    expect(json['checks']).toMatchObject([{ what: 'Same person as interviewed' }]);
    expect(copy.get('about-you.html')).toContain('Something is withheld from this copy.');
    for (const text of copy.values()) expect(text).not.toMatch(/SECRETMATTER|SECRETREASON|WHYWITHHELD|c-1/);
    // What is no part of the inquiry is there all the same.
    expect(copy.get('records.ndjson')).toContain('mine');
  });

  it('says that records are on hold, and not for which matter', async () => {
    const store = await company();
    await askHold(store, pipelineOf(store), { hires: ['kim'], cases: [], matter: 'SECRETMATTER', reason: 'SECRETREASON', review: '2027-05-31' }, 'hana', NOW);
    const { copy, json } = await copyFor(store);

    expect(json['on_hold_for_the_law']).toBe(true);
    for (const text of copy.values()) expect(text).not.toMatch(/SECRETMATTER|SECRETREASON/);
  });

  it('of somebody of whom nothing is held does not exist', async () => {
    const store = await company();
    const ask = (await copyFor(store), (await readAsks(store))[0]!);

    await expect(subjectMaterial(pipelineOf(store), 'nobody', { company: 'Acme', contact: undefined, simulated: false }, ask, NOW)).rejects.toThrow(/Nothing is held under this id/);
  });
});

describe('what people ask for', () => {
  it('is due after 30 days, what is due first on top', async () => {
    const store = await company();
    await noteAsk(store, { hire: 'kim', right: 'objection', note: 'I mind', receivedAt: NOW - 2 * DAY }, 'pia', NOW);
    await noteAsk(store, { hire: 'kim', right: 'access', note: '', receivedAt: NOW - 20 * DAY }, 'pia', NOW);

    expect((await readAsks(store)).map(({ right, dueAt }) => [right, (dueAt - NOW) / DAY])).toEqual([['access', 10], ['objection', 28]]);
  });

  it('that something is withheld from tells no case that became part of an open one, and no record of a check of a case', async () => {
    const store = await company();
    await pipelineOf(store).runs.put(aRun(NOW, { cases: [
      aCase({ id: 'c-1', hires: ['kim'] }), aCase({ id: 'c-3', hires: ['kim'], status: 'merged', mergedInto: 'c-1' }), aCase({ id: 'c-4', hires: ['kim'], status: 'merged', mergedInto: 'c-3' }),
      aCase({ id: 'c-5', hires: ['kim'], status: 'closed', closed: { reason: 'false', note: '', by: 'ann', at: NOW - DAY } }), aCase({ id: 'c-6', hires: ['kim'], status: 'merged', mergedInto: 'c-5' }),
    ] }));
    const outcome = (id: string) => seen('kim', 2, { 'event.id': id, 'event.action': 'verified', 'event.module': 'farmwatch', 'event.dataset': 'farmwatch.checks', 'user.email': 'kim@acme.example', 'farmwatch.verification.kind': 'home-visit', 'farmwatch.verification.outcome': 'refuted' });
    await store.events.append([outcome('k-1'), outcome('k-2')]);

    const { copy, json } = await copyFor(store, 'it would warn the house');
    const whole = await copyFor(store);

    const told = (of: SubjectCopy): readonly string[] => of.get('records.ndjson')!.split('\n').filter((line) => line.includes('farmwatch.checks')).map((line) => (JSON.parse(line) as { 'event.id': string })['event.id']);
    expect((json['cases'] as readonly { id: string }[]).map(({ id }) => id)).toEqual(['c-5', 'c-6']);
    expect([told(copy), told(whole.copy)]).toEqual([['k-2'], ['k-1', 'k-2']]);
    const rows = (of: Record<string, unknown>): unknown => (of['records'] as { by_source: readonly { source: string; rows: number }[] }).by_source.find(({ source }) => source === 'farmwatch')?.rows;
    expect([rows(json), rows(whole.json)]).toEqual([1, 2]);
  });

  it('withholds nothing where the company did not choose so, and never without a reason', async () => {
    const store = await company();
    const { id } = await noteAsk(store, { hire: 'kim', right: 'access', note: '', receivedAt: NOW }, 'pia', NOW);

    await expect(prepareAsk(store, id, 'because', false, 'pia', NOW)).rejects.toThrow(/This company withholds nothing/);
    await expect(prepareAsk(store, id, ' ', true, 'pia', NOW)).rejects.toThrow(/needs a reason/);
    await expect(answerAsk(store, id, 'sent', 'pia', NOW)).rejects.toThrow(/prepared before it is given/);
    expect(await Array.fromAsync(rightsJournal(store).read())).toHaveLength(1);
  });

  it('is answered once', async () => {
    const store = await company();
    const { id } = await noteAsk(store, { hire: 'kim', right: 'review', note: '', receivedAt: NOW }, 'pia', NOW);
    await answerAsk(store, id, 'Talked in person', 'pia', NOW);

    await expect(answerAsk(store, id, 'again', 'pia', NOW)).rejects.toThrow(/answered already/);
    expect((await readAsks(store))[0]!.answered).toEqual({ at: NOW, by: 'pia', note: 'Talked in person' });
  });

  it.each(['nobody', ''])('for %j is answered by there being nothing', async (hire) => {
    await expect(noteAsk(await company(), { hire, right: 'access', note: '', receivedAt: NOW }, 'pia', NOW)).rejects.toThrow(/Nothing is held under this id/);
  });
});
