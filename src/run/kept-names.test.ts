import { describe, expect, it } from 'vitest';
import { lineOver } from '../../test/support/lines-over-stores.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { told } from '../../test/support/told-lines.ts';
import { aPerson, at } from '../../test/support/window.ts';
import type { HumanAct } from '../cases/triage.ts';
import type { SettingsTable } from '../core/settings.ts';
import { DAY, HOUR, type Instant } from '../core/time.ts';
import { defineDetector, type Detector } from '../detect/detector.ts';
import type { Store } from '../store/store.ts';
import { isHeld } from './retention/open-cases.ts';
import { register } from './housekeeping.fixture.ts';
import { askHold, confirmHold, heldNow } from './holds/hold-book.ts';
import type { Pipeline } from './pipeline.ts';
import { writtenCases } from './written-cases.ts';

const day = (nth: number): Instant => at('2026-11-10', 6) + nth * DAY;
const LATE = [day(8), day(9)];
const EARLY = [day(1), day(2), day(3), day(4), day(5), day(6)];

/** Who stands out together from which day on. */
type Story = readonly { readonly hires: readonly string[]; readonly from: number }[];
const TOGETHER: Story = [{ hires: ['ana', 'ben'], from: 0 }];

/** Says so of everybody in a story, by another key each day until day 7: a case is called by what stood when it opened. */
const tells = (id: string, family: Detector['family'], story: Story): Detector => defineDetector({
  id, version: 1, family, days: 7, question: 'Is there anything?', needs: [], settings: {} as SettingsTable, evidence: {},
  detect: ({ asOf }) => story.filter(({ from }) => asOf >= day(from)).flatMap(({ hires }) => hires.map((subject) => ({
    subject, alongside: hires.filter((hire) => hire !== subject), llr: 4.5, newest: asOf, key: String(Math.min(7, Math.floor((asOf - day(0)) / DAY))),
    because: { headline: [], facts: [], innocent: [] }, clear: [], look: { where: {} },
  }))),
}) as unknown as Detector;

async function aCompany(story: Story = TOGETHER): Promise<Pipeline> {
  const store = memoryStore({ now: () => day(20) });
  await register(store, 'people', ['ana', 'ben', 'cy'].map((hire) => aPerson({ hire_id: hire })));
  return lineFor(store, story);
}
const lineFor = (store: Store, story: Story): Pipeline => lineOver(store, [tells('one', 'company', story), tells('other', 'machine', story)]);
const replay = (line: Pipeline, instants = EARLY): Promise<void> => line.replay(instants, () => {});
const act = (line: Pipeline, id: string, when: Instant, event: Pick<HumanAct['event'] & { kind: 'noted' }, 'kind' | 'text'> | { kind: 'assigned'; to: string }): Promise<unknown> =>
  line.acts.append({ case: id, event: { ...event, at: when, by: 'sam' } });
const open = async (line: Pipeline) => (await line.cases()).cases.filter(({ status }) => status === 'open');

describe('a case for which people wrote something', () => {
  it('keeps its name where a replay of earlier days opens it sooner, and later runs go on with it', async () => {
    const line = await aCompany();
    await line.run(LATE[0]!, true);
    const { id } = (await open(line))[0]!;
    await act(line, id, LATE[0]! + HOUR, { kind: 'assigned', to: 'sam' });

    await replay(line);
    await line.run(LATE[1]!, true);

    expect(await open(line)).toMatchObject([{ id, owner: 'sam', openedAt: EARLY[0], hires: ['ana', 'ben'] }]);
    const once = await told(line);
    await replay(line);
    expect(await told(line)).toEqual(once);
  });

  it('is called by what stands alone as long as nobody wrote: a replay equals the runs that would have taken place', async () => {
    const [replayed, lived] = [await aCompany(), await aCompany()];
    await replayed.run(LATE[0]!, true);
    const { id } = (await open(replayed))[0]!;
    await replay(replayed);
    for (const asOf of [...EARLY, LATE[0]!]) await lived.run(asOf);

    expect(await told(replayed)).toEqual(await told(lived));
    expect((await open(replayed))[0]!.id).not.toBe(id);
  });

  it('leads to the case that a replay made of it and another one, with its notes and its owner', async () => {
    const line = await aCompany([{ hires: ['ana'], from: 0 }]);
    await line.run(day(7), true);
    const { id: ana } = (await open(line))[0]!;
    const both = lineFor(line.parts.store, [{ hires: ['ana'], from: 0 }, { hires: ['ben'], from: 0 }]);
    await both.run(LATE[0]!, true);
    const ben = (await open(both)).find(({ hires }) => hires.includes('ben'))!.id;
    await act(both, ana, LATE[0]! + HOUR, { kind: 'noted', text: 'about ana' });
    await act(both, ben, LATE[0]! + HOUR, { kind: 'noted', text: 'about ben' });
    await act(both, ben, LATE[0]! + 2 * HOUR, { kind: 'assigned', to: 'kim' });

    const together = lineFor(line.parts.store, TOGETHER);
    await replay(together, [...EARLY, day(7), LATE[0]!]);
    await together.run(LATE[1]!);

    const { cases } = await together.cases();
    expect(cases.filter(({ status }) => status === 'open')).toMatchObject([{ id: ana, owner: 'kim', hires: ['ana', 'ben'], notes: [{ text: 'about ana' }, { text: 'about ben' }] }]);
    expect(cases.find((one) => one.id === ben)).toMatchObject({ status: 'merged', mergedInto: ana });
    const once = await told(together);
    await replay(together, [...EARLY, day(7), LATE[0]!]);
    expect(await told(together)).toEqual(once);
  });

  it('is there still where nothing opens it any more', async () => {
    const line = await aCompany();
    await line.run(LATE[0]!, true);
    const { id } = (await open(line))[0]!;
    await act(line, id, LATE[0]! + HOUR, { kind: 'noted', text: 'asked' });

    const silent = lineFor(line.parts.store, []);
    await replay(silent, [...EARLY, ...LATE]);

    expect((await silent.cases()).cases).toMatchObject([{ id, hires: ['ana', 'ben'], notes: [{ text: 'asked' }], openedAt: LATE[0] }]);
  });

  it('is on hold still after a replay, and so are its people', async () => {
    const line = await aCompany();
    const { store } = line.parts;
    await line.run(LATE[0]!, true);
    const { id } = (await open(line))[0]!;
    const hold = await askHold(store, line, { hires: [], cases: [id], matter: 'Acme v. Doe', reason: 'Counsel asked', review: '2027-05-31' }, 'hana', LATE[0]! + HOUR);
    await confirmHold(store, line, hold.id, 'pia', LATE[0]! + 2 * HOUR);

    await replay(line);
    await line.run(LATE[1]!);

    const held = await heldNow(store, line, LATE[1]!);
    expect([...held.hires].sort()).toEqual(['ana', 'ben']);
    expect((await open(line)).map((state) => [state.id, isHeld(state, held)])).toEqual([[id, true]]);
  });
});

describe('what counts as written for a case', () => {
  it('is whatever names it in a journal, and messages that went to somebody', async () => {
    const line = await aCompany();
    const { store } = line.parts;
    await act(line, 'c-noted', LATE[0]!, { kind: 'noted', text: 'x' });
    await store.journal('holds').append({ did: 'asked', id: 'hold-1', cases: ['c-held'] });
    await store.journal('exports').append({ did: 'act', act: { id: 'x', case: 'c-export' } });
    await store.journal('checks').append({ did: 'begun', task: { origin: { case: 'c-check' } } });
    await store.journal('responses').append({ did: 'started', case: 'c-response' });
    await store.journal('reveals').append({ did: 'asked', reveal: { id: 'r-1', about: 'c-reveal' } });
    const notices = store.shelf<{ id: string; about: object; quiet?: true }>('notices');
    await notices.put({ id: 'a', about: { kind: 'alert', case: 'c-told' } });
    await notices.put({ id: 'b', about: { kind: 'alert', case: 'c-quiet' }, quiet: true });
    await notices.put({ id: 'c', about: { kind: 'report', week: '2026-W46' } });

    expect([...await writtenCases(store)].sort()).toEqual(['c-check', 'c-export', 'c-held', 'c-noted', 'c-response', 'c-reveal', 'c-told']);
  });
});
