import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../core/time.ts';
import type { Pipeline } from '../run/pipeline.ts';
import { viewJournal } from '../run/views.ts';
import type { Story } from '../simulate/story.ts';
import type { Store } from '../store/store.ts';
import type { CaseView, IdentityView, ProblemView, QueueView, RevealsView, RevealView } from './contract.ts';
import { copyOf, deskOver, eventsOf, judged, privateValues, twoFarms, type Answer, type Desk, type Hands } from './desk.fixture.ts';
import { isUntold, revealBook, revealJournal } from '../run/reveals.ts';

let company: Story;
let once: Store;
let values: readonly string[];
beforeAll(async () => {
  company = twoFarms();
  const events = await eventsOf(company);
  values = privateValues(company, events);
  once = (await judged(company, events)).store;
});

let store: Store;
let line: Pipeline;
let desk: Desk;
let kim: Hands;
let hr: Hands;
let large: CaseView;
/** The reader outside hears of whatever waits for that. */
const hear = async (): Promise<void> => { for (const { id } of (await revealBook(store)()).all.filter(isUntold)) await revealJournal(store).append({ did: 'told', id, at: desk.now, by: 'counsel' }); };
let outage: string | undefined;
beforeEach(async () => {
  outage = undefined;
  ({ store, line } = await copyOf(once));
  desk = await deskOver(store, line, { reveal: { lasts: 8 * HOUR, outside: { reader: 'counsel', tell: async () => { if (outage === undefined) await hear(); }, why: async () => outage } } });
  await desk.accounts.add('hr-one', 'hr', 'a long pass phrase', desk.now);
  [kim, hr] = [await desk.as('analyst', 'Kim'), await desk.as('hr', 'hr-one')];
  const { rows } = (await kim.get('/api/queue')).json<QueueView>();
  large = await kim.case(rows.find(({ people }) => people.length === 4)!.id);
});

const request = (about = large.id): object => ({ about, purpose: 'check', reason: 'HR will call each of them.' });
const ask = async (hands: Hands, about?: string): Promise<RevealView> => (await hands.post('/api/reveals', request(about))).json<RevealView>();
const look = (hands: Hands, id: string): Promise<Answer> => hands.post(`/api/reveals/${id}/look`, {});
const message = (answer: Answer): string => answer.json<ProblemView>().message;

describe('who is behind the pseudonyms of a case', () => {
  it('is shown to whoever asked once a second person grants it, and every look is kept', async () => {
    const asked = await ask(kim);
    const early = await look(kim, asked.id);
    const [waiting] = (await hr.get('/api/reveals')).json<RevealsView>().reveals;
    const grant = await hr.post(`/api/reveals/${asked.id}/grant`, {});
    const shown = await look(kim, asked.id);

    expect(asked).toMatchObject({ state: 'waiting', about: large.id, isMine: true, purpose: expect.stringContaining('innocent') });
    expect([early.status, message(early)]).toEqual([400, 'It waits for a second person.']);
    expect(waiting).toMatchObject({ id: asked.id, by: 'Kim', people: expect.arrayContaining(large.people.map(({ name }) => name)), reason: 'HR will call each of them.' });
    expect(grant.json<RevealView>()).toMatchObject({ state: 'open', granted: { by: 'hr-one' }, to: desk.now + 8 * HOUR });
    const { people } = shown.json<IdentityView>();
    expect(people.map(({ pseudonym }) => pseudonym).sort()).toEqual(large.people.map(({ name }) => name).sort());
    for (const person of people) {
      const row = company.tables.people.find(({ hire_id: id }) => id === person.hireId)!;
      expect(person).toMatchObject({ email: row.email, serials: row.device_serials, addresses: expect.arrayContaining([expect.stringMatching(/[.:]/)]) });
    }
    const looks = await Array.fromAsync(viewJournal(store).read(), ({ entry }) => entry);
    expect(looks.at(-1)).toMatchObject({ by: 'Kim', what: 'reveal', id: large.id });
  });

  it('is in no answer but the look itself', async () => {
    const asked = await ask(kim);
    await hr.post(`/api/reveals/${asked.id}/grant`, {});
    const answers = [await hr.get('/api/reveals'), await kim.get('/api/reveals'), await kim.get(`/api/cases/${large.id}`)].map(({ body }) => body).join('\n');

    expect(values.filter((value) => answers.includes(value))).toEqual([]);
  });

  it('is over after its hours, also when the clock is set back to them', async () => {
    const asked = await ask(kim);
    await hr.post(`/api/reveals/${asked.id}/grant`, {});
    const at = desk.now;
    desk.now = at + 7 * HOUR;
    const late = await look(await desk.as('analyst', 'Kim'), asked.id);
    desk.now = at + HOUR;
    const back = await look(await desk.as('analyst', 'Kim'), asked.id);
    desk.now = at + 8 * HOUR;
    const over = await look(await desk.as('analyst', 'Kim'), asked.id);

    expect(late.status).toBe(200);
    expect(message(back)).toMatch(/The clock of this machine .* set back/);
    expect(message(over)).toMatch(/time is over/);
  });

  it('is not shown to another account, nor to whoever granted it', async () => {
    const asked = await ask(kim);
    await hr.post(`/api/reveals/${asked.id}/grant`, {});

    expect(message(await look(await desk.as('analyst', 'Lea'), asked.id))).toMatch(/Somebody else asked for this/);
    expect(message(await look(hr, asked.id))).toMatch(/Somebody else asked for this/);
  });

  it('is refused with a sentence that whoever asked reads', async () => {
    const asked = await ask(kim);
    const empty = await hr.post(`/api/reveals/${asked.id}/refuse`, { note: ' ' });
    await hr.post(`/api/reveals/${asked.id}/refuse`, { note: 'Ask the manager first, please.' });

    expect(empty.status).toBe(400);
    expect(message(await look(kim, asked.id))).toBe('It was refused by hr-one: Ask the manager first, please.');
    expect(message(await hr.post(`/api/reveals/${asked.id}/grant`, {}))).toMatch(/was refused by hr-one/);
  });

  it('is asked for once where two ask at once, and granted once', async () => {
    const both = await Promise.all([kim.post('/api/reveals', request()), kim.post('/api/reveals', request())]);
    const id = both.find(({ status }) => status === 200)!.json<RevealView>().id;
    const grants = await Promise.all([hr.post(`/api/reveals/${id}/grant`, {}), (await desk.as('privacy', 'p-one')).post(`/api/reveals/${id}/grant`, {})]);

    expect(both.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect(grants.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect((await kim.get('/api/reveals')).json<RevealsView>().reveals).toHaveLength(1);
  });

  it('is not granted by whoever asked, whatever role they have by then', async () => {
    await desk.accounts.add('hr-two', 'hr', 'a long pass phrase', desk.now);
    const asked = await ask(hr);

    expect(message(await hr.post(`/api/reveals/${asked.id}/grant`, {}))).toMatch(/You asked for it yourself/);
    expect(message(await (await desk.as('privacy', 'hr-one')).post(`/api/reveals/${asked.id}/grant`, {}))).toMatch(/You asked for it yourself/);
  });

  it.each(['it', 'lead', 'auditor', 'admin'] as const)('is no business of the role %s', async (role) => {
    const asked = await ask(kim);
    const hands = await desk.as(role);

    expect((await hands.get('/api/reveals')).json()).toEqual({ reveals: [], purposes: [], mayAsk: false, mayGrant: false });
    expect((await Promise.all([hands.post('/api/reveals', request()), hands.post(`/api/reveals/${asked.id}/grant`, {}), look(hands, asked.id)])).map(({ status }) => status)).toEqual([403, 403, 403]);
  });

  it.each([
    [{ about: 'nobody', purpose: 'check', reason: 'HR will call each of them.' }, 404], [{ about: 'x', purpose: 'curiosity', reason: 'HR will call each of them.' }, 400], [{ about: 'x', purpose: 'check', reason: '' }, 400],
  ])('is refused for %j', async (body, status) => {
    expect((await kim.post('/api/reveals', body)).status).toBe(status);
    expect((await kim.get('/api/reveals')).json<RevealsView>().reveals).toEqual([]);
  });

  it('is asked for and shown by a page of ours alone', async () => {
    const asked = await ask(kim);

    expect((await kim.post('/api/reveals', request(), { 'x-csrf-token': 'forged' })).status).toBe(400);
    expect((await hr.post(`/api/reveals/${asked.id}/grant`, {}, { 'x-csrf-token': 'forged' })).status).toBe(400);
    expect((await kim.post(`/api/reveals/${asked.id}/look`, {}, { 'x-csrf-token': 'forged' })).status).toBe(400);
  });
});

describe('where one account alone may grant', () => {
  it('it waits an hour after a reader outside was told', async () => {
    const asked = await ask(hr);
    const at = desk.now;
    const early = await look(hr, asked.id);
    desk.now = at + HOUR;
    const later = await look(await desk.as('hr', 'hr-one'), asked.id);

    expect(asked).toMatchObject({ state: 'waiting', alone: { reader: 'counsel', opensAt: at + HOUR } });
    expect(message(early)).toMatch(/waits an hour/);
    expect(later.json<IdentityView>().people).toHaveLength(4);
  });

  it('somebody who gets the role meanwhile may refuse it', async () => {
    const asked = await ask(hr);
    desk.now += 30 * MINUTE;
    await (await desk.as('privacy', 'p-one')).post(`/api/reveals/${asked.id}/refuse`, { note: 'Not without the works council.' });
    desk.now += HOUR;

    expect(message(await look(await desk.as('hr', 'hr-one'), asked.id))).toMatch(/refused by p-one/);
  });

  it('it opens for nobody before the reader outside was told, says so and why, and waits its hour from then on', async () => {
    outage = 'mail.example: no answer';
    const asked = await ask(hr);
    desk.now += 5 * HOUR;
    hr = await desk.as('hr', 'hr-one');
    const early = await look(hr, asked.id);
    const [shown] = (await hr.get('/api/reveals')).json<RevealsView>().reveals;
    await hear();
    const soon = await look(hr, asked.id);
    desk.now += HOUR;
    hr = await desk.as('hr', 'hr-one');

    expect([asked.alone, shown!.alone, shown!.state]).toEqual([{ reader: 'counsel', why: outage }, { reader: 'counsel', why: outage }, 'waiting']);
    expect(message(early)).toBe('It waits until counsel, the reader outside, is told, and then an hour. The message is tried again by itself.');
    expect(message(soon)).toMatch(/waits an hour/);
    expect((await look(hr, asked.id)).status).toBe(200);
  });

  it('nothing is asked where no reader outside is named', async () => {
    const bare = await deskOver(store, line);
    const unnamed = await (await bare.as('hr', 'hr-one')).post('/api/reveals', request());

    expect(message(unnamed)).toMatch(/no reader outside is named/);
    expect((await hr.get('/api/reveals')).json<RevealsView>().reveals).toEqual([]);
  });

  it('an account that is switched off counts for nobody', async () => {
    await desk.accounts.add('hr-two', 'hr', 'a long pass phrase', desk.now);
    await desk.accounts.change('hr-two', { off: { at: desk.now, by: 'admin' } });

    expect((await ask(hr)).alone).toBeDefined();
  });

  it('an analyst is told that nobody may grant it where nobody may', async () => {
    await desk.accounts.remove('hr-one');

    expect(message(await kim.post('/api/reveals', request()))).toMatch(/Nobody here may grant a reveal/);
  });
});
