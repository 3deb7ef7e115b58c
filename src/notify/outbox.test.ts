import { afterEach, describe, expect, it } from 'vitest';
import { memoryStore } from '../../test/support/memory-store.ts';
import { startStub, type Stub, type StubAnswer } from '../../test/support/vendor-stub.ts';
import type { Case } from '../cases/case.ts';
import { DAY, HOUR, MINUTE, type Instant } from '../core/time.ts';
import { FarmwatchError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { messageOf, titleOf } from './message.ts';
import type { Notice } from './notice.ts';
import { deliver, planAlerts, planDigest, planReport, readNotices, type Delivered } from './outbox.ts';
import type { Receivers } from './receivers.ts';
import { saidStanding, standings } from './standing.ts';

const START: Instant = Date.UTC(2026, 10, 16, 12);
const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});
async function aStub(answer: () => StubAnswer | Promise<StubAnswer> = () => ({})): Promise<Stub> {
  const stub = await startStub(answer);
  open.push(() => stub.close());
  return stub;
}
const aStore = (): Store => memoryStore({ now: () => START });

function aCase(id: string, own: Partial<Case> = {}): Case {
  return {
    id, openedAt: START + MINUTE, updatedAt: START, status: 'open', mergedInto: null, hires: ['h-1'], joined: {}, band: 'review', chance: 0.3, peak: { band: 'review', chance: 0.3, at: 0 },
    families: ['company', 'machine'], findings: [], headline: '', owner: null, notes: [], closed: null, history: [], ...own,
  };
}

const KEYS: Readonly<Record<string, string>> = { 'env:KEY': 'a key of at least 24 bytes' };

/** Everything that happens at one instant: what is planned and what is sent. */
async function round(store: Store, receivers: Receivers, now: Instant, cases: readonly Case[] = [], secrets: Readonly<Record<string, string>> = KEYS): Promise<Delivered> {
  await planAlerts(store, { asOf: now, cases }, { now, acknowledgeWithin: DAY, receivers: Object.keys(receivers), isOn: true });
  return deliver(store, {
    receivers, now: () => now, signal: new AbortController().signal,
    secret(reference) {
      const text = secrets[reference];
      if (text === undefined) throw new FarmwatchError('config.invalid', { file: reference, why: 'the environment has no such name' });
      return text;
    },
    word: async (notice) => messageOf(notice, { company: 'Acme', pages: undefined, acknowledgeWithin: DAY }),
    whom: async () => ({ emails: [], hosts: [] }),
  });
}
const hook = (stub: Stub): Receivers => ({ soar: { kind: 'webhook', sends: ['alerts'], url: stub.url, key: 'env:KEY' } });
const chat: Receivers = { chat: { kind: 'slack', sends: ['alerts'], url: 'env:URL' } };
const idsOf = (stub: Stub): readonly (string | undefined)[] => stub.requests.map(({ headers }) => headers['webhook-id']);
const deliveriesOf = async (store: Store) => (await readNotices(store)).map(({ value: { id, to } }) => [id, ...Object.values(to).map(({ state }) => state)]);

describe('the outbox', () => {
  it('is silent about what stood at the first start, and tells what comes after', async () => {
    const [store, stub] = [aStore(), await aStub()];

    await round(store, hook(stub), START, [aCase('c-old', { openedAt: START })]);
    await round(store, hook(stub), START + HOUR, [aCase('c-old', { openedAt: START }), aCase('c-new')]);

    expect(idsOf(stub)).toEqual(['c-new~0001']);
  });
  it('tells each alert once, however often it is looked at, and by whom', async () => {
    const [store, stub] = [aStore(), await aStub()];
    await round(store, hook(stub), START);

    const planned = await Promise.all([1, 2, 3].map(() => planAlerts(store, { asOf: START + HOUR, cases: [aCase('c-1')] }, { now: START + HOUR, acknowledgeWithin: DAY, receivers: ['soar'], isOn: true })));
    await round(store, hook(stub), START + HOUR, [aCase('c-1')]);
    await round(store, hook(stub), START + 2 * HOUR, [aCase('c-1')]);

    expect(planned.reduce((sum, many) => sum + many)).toBe(1);
    expect(idsOf(stub)).toEqual(['c-1~0001']);
  });
  it('keeps what could not be sent, over restarts, and sends it when its time has come', async () => {
    let works = false;
    const [store, stub] = [aStore(), await aStub(() => ({ status: works ? 200 : 503 }))];
    await round(store, hook(stub), START);

    const first = await round(store, hook(stub), START + HOUR, [aCase('c-1')]);
    const said = standings(hook(stub), (await readNotices(store)).map(({ value }) => value), START + HOUR).map(saidStanding);
    works = true;
    await round(store, hook(stub), START + HOUR + MINUTE - 1, [aCase('c-1')]);
    expect(stub.requests).toHaveLength(1);
    const second = await round(store, hook(stub), START + HOUR + MINUTE, [aCase('c-1')]);

    expect(first).toMatchObject({ sent: 0, failed: [{ receiver: 'soar', why: expect.stringMatching(/answers 503/) as unknown }] });
    expect(said).toEqual([expect.stringMatching(/^soar \(webhook\): nothing sent yet; 1 wait, failing since 2026-11-16T13:00:00Z, next try at 2026-11-16T13:01:00Z: .* answers 503$/)]);
    expect(second).toEqual({ sent: 1, failed: [] });
    expect(idsOf(stub)).toEqual(['c-1~0001', 'c-1~0001']);
  });
  it('leaves a receiver alone for this time once it failed, and goes on with the others', async () => {
    const [store, broken, fine] = [aStore(), await aStub(() => ({ status: 500 })), await aStub()];
    const receivers: Receivers = { broken: { ...hook(broken)['soar']! }, fine: { ...hook(fine)['soar']! } };
    await round(store, receivers, START);

    await round(store, receivers, START + HOUR, ['c-1', 'c-2', 'c-3'].map((id) => aCase(id)));

    expect(broken.requests).toHaveLength(1);
    expect(fine.requests).toHaveLength(3);
  });
  it('says which secret is missing', async () => {
    const store = aStore();
    await round(store, chat, START);

    expect((await round(store, chat, START + HOUR, [aCase('c-1')], {})).failed).toEqual([{ receiver: 'chat', why: 'env:URL: the environment has no such name' }]);
  });
});

describe('a crash while something is being sent', () => {
  /** The store as a crash leaves it, between noting an attempt and hearing of its end. */
  async function cutOff(receivers: Receivers): Promise<Store> {
    const store = aStore();
    const to = Object.fromEntries(Object.keys(receivers).map((name) => [name, { state: 'sending' as const, tries: 1, nextAt: START }]));
    await store.shelf<Notice>('notices').put({ id: 'c-1~0001', at: START, about: { kind: 'alert', case: 'c-1', reason: 'opened', band: 'act', chance: 0.7, people: 1, families: ['company', 'machine'], fresh: [] }, to });
    return store;
  }

  it('is followed by a repeat under the same id where the receiver can tell', async () => {
    const stub = await aStub();
    const store = await cutOff(hook(stub));

    await round(store, hook(stub), START + HOUR, [aCase('c-1')]);

    expect(idsOf(stub)).toEqual(['c-1~0001']);
    expect(await deliveriesOf(store)).toEqual([['c-1~0001', 'sent']]);
  });
  it('is never followed by a repeat where it cannot, and is told of', async () => {
    const stub = await aStub();
    const store = await cutOff(chat);

    await round(store, chat, START + HOUR, [aCase('c-1')], { 'env:URL': stub.url });
    await round(store, chat, START + 2 * HOUR, [aCase('c-1')], { 'env:URL': stub.url });

    expect(stub.requests).toEqual([]);
    expect(await deliveriesOf(store)).toEqual([['c-1~0001', 'unsure']]);
    expect(standings(chat, (await readNotices(store)).map(({ value }) => value), START + 2 * HOUR).map(saidStanding)[0]).toMatch(/c-1~0001 may or may not have arrived and is not sent again, at 2026-11-16T13:00:00Z \(Farmwatch ended while it was being sent\)/);
  });
  it('does not keep the message about a case that nobody took from going out', async () => {
    const stub = await aStub();
    const store = await cutOff(chat);

    await round(store, chat, START + HOUR, [aCase('c-1')], { 'env:URL': stub.url });
    await round(store, chat, START + 2 * DAY, [aCase('c-1')], { 'env:URL': stub.url });

    expect(stub.requests.map(({ body }) => (JSON.parse(body) as { text: string }).text)).toEqual(['Farmwatch: case c-1 waits for somebody, band review']);
  });
});

describe('two who send at once', () => {
  it('send one message: the attempt is noted first', async () => {
    const gate = Promise.withResolvers<StubAnswer>();
    const asked = Promise.withResolvers<void>();
    const stub = await aStub(() => {
      asked.resolve();
      return gate.promise;
    });
    const store = aStore();
    await round(store, chat, START);
    const slow = round(store, chat, START + HOUR, [aCase('c-1')], { 'env:URL': stub.url });
    await asked.promise;

    const other = await round(store, chat, START + HOUR + MINUTE, [aCase('c-1')], { 'env:URL': stub.url });
    gate.resolve({ body: 'ok' });
    await slow;

    expect(stub.requests).toHaveLength(1);
    expect(other.sent).toBe(0);
  });
});

describe('what is noted', () => {
  it('goes with the case', async () => {
    const [store, stub] = [aStore(), await aStub()];
    await round(store, hook(stub), START);
    await round(store, hook(stub), START + HOUR, [aCase('c-1')]);

    await round(store, hook(stub), START + 2 * HOUR, []);

    expect(await readNotices(store)).toEqual([]);
  });
  it('holds no text and nobody', async () => {
    const [store, stub] = [aStore(), await aStub()];
    await round(store, hook(stub), START);
    await round(store, hook(stub), START + HOUR, [aCase('c-1', { hires: ['kim@acme.example'], headline: 'kim@acme.example', owner: null })]);

    expect(JSON.stringify([await readNotices(store), stub.requests.map(({ body }) => body)])).not.toContain('kim');
  });
});

describe('the message of the day', () => {
  it('holds what was told since the last one, and there is none where nothing was', async () => {
    const [store, stub] = [aStore(), await aStub()];
    await round(store, hook(stub), START);
    await round(store, hook(stub), START + HOUR, [aCase('c-1')]);

    expect(await planDigest(store, ['soar'], START + 2 * HOUR)).toBe(1);
    expect(await planDigest(store, ['soar'], START + DAY)).toBe(0);
    await round(store, hook(stub), START + DAY, [aCase('c-1')]);

    expect(idsOf(stub)).toEqual(['c-1~0001', 'digest~2026-11-16']);
  });

  it('that comes on working days alone tells on Monday of the days since Friday, once', async () => {
    const [store, stub] = [aStore(), await aStub()];
    await round(store, hook(stub), START);
    await round(store, hook(stub), START + HOUR, [aCase('c-1')]);
    await planDigest(store, ['soar'], START + 2 * HOUR);
    await round(store, hook(stub), START + 3 * HOUR, [aCase('c-1'), aCase('c-2', { openedAt: START + 3 * HOUR })]);

    expect(await planDigest(store, ['soar'], START + 3 * DAY)).toBe(1);
    expect(await planDigest(store, ['soar'], START + 3 * DAY + HOUR)).toBe(0);
    const digests = (await readNotices(store)).map(({ value }) => value.about).filter((about) => about.kind === 'digest');
    expect(digests.map(titleOf)).toEqual(['Farmwatch: 1 case in the last day', 'Farmwatch: 1 case in the last 3 days']);
  });
});

describe('the report of a week', () => {
  it('is noted once for ever', async () => {
    const [store, stub] = [aStore(), await aStub()];

    expect(await Promise.all([1, 2].map(() => planReport(store, ['soar'], '2026-W46', START)))).toEqual([true, false]);
    await round(store, hook(stub), START, []);
    expect(await planReport(store, ['soar'], '2026-W46', START + DAY)).toBe(false);
    await round(store, hook(stub), START + DAY, []);

    expect(idsOf(stub)).toEqual(['report~2026-W46']);
  });
});
