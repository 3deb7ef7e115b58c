import { describe, expect, it } from 'vitest';
import { judgesOf } from '../app.ts';
import { deskSources } from '../cli/serve/desk-sources.ts';
import { arrivalBook } from '../collect/arrivals.ts';
import { pullBook } from '../collect/pull/book.ts';
import { countReason, noCounts } from '../collect/tally.ts';
import { loadConfig } from '../config.ts';
import { DAY, HOUR, MINUTE } from '../core/time.ts';
import { FarmwatchError } from '../errors.ts';
import { pipeline } from '../run/pipeline.ts';
import { STORY_ENDS } from '../simulate/story.ts';
import type { Store } from '../store/store.ts';
import { anEvent } from '../../test/support/builders.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import type { SourcesView } from './contract.ts';
import { deskOver, type Desk } from './desk.fixture.ts';
import type { ApiParts } from './parts.ts';

const NOW = STORY_ENDS;
const deskOf = (store: Store, sources: ApiParts['sources']): Promise<Desk> => deskOver(store, pipeline({ store, ...judgesOf(loadConfig(undefined)) }), { sources });
/** Of a company that fetches from Okta and Jamf. */
const viewOf = (store: Store): ReturnType<typeof deskSources> => {
  const loaded = loadConfig(undefined);
  const fetched = { files: [], follow: [], pull: { url: 'https://vendor.example' }, back_days: 30, options: {}, settings: {} };
  return deskSources({ store, loaded: { ...loaded, config: { ...loaded.config, sources: { okta: fetched, jamf: fetched } } } }, NOW);
};

/** Okta is fresh; Jamf is refused and dark; all that came of people was rejected. */
async function aStore(): Promise<Store> {
  const store = memoryStore({ now: () => NOW });
  const heard = (source: string, at: number) => anEvent({ '@timestamp': at, 'event.ingested': at + MINUTE, 'event.module': source, 'user.email': 'kim@acme.example' });
  await store.events.append([...[1, 2, 3].map((hours) => heard('okta', NOW - hours * HOUR)), heard('jamf', NOW - 9 * DAY)]);
  const pulls = pullBook(store);
  await pulls.ended('okta', NOW - MINUTE, null);
  await pulls.ended('jamf', NOW - 9 * DAY, null);
  await pulls.ended('jamf', NOW - 8 * DAY, 'refused', { error: new FarmwatchError('source.refused', { source: 'jamf', why: 'it does not accept the secret', cure: 'Renew it.' }) });
  const arrivals = arrivalBook(store);
  await arrivals.took('okta', { ...noCounts(), read: 4, made: 3, added: 3 }, NOW - HOUR);
  const refused = { ...noCounts(), read: 5 };
  for (let nth = 0; nth < 5; nth++) countReason(refused, 'start_date "kim@acme.example" is no day');
  await arrivals.took('bamboohr', refused, NOW - HOUR);
  return store;
}

describe('how each source is doing', () => {
  it('comes with freshness, the last pull, counts, what is missing since when, and the cure; those that need a look first', async () => {
    const { sources } = await viewOf(await aStore());

    expect(sources.map(({ name, state }) => [name, state])).toEqual([['jamf', 'dark'], ['bamboohr', 'none'], ['okta', 'fresh']]);
    expect(sources[0]).toMatchObject({ lastEventAt: NOW - 9 * DAY, pull: { goodAt: NOW - 9 * DAY, triedAt: NOW - 8 * DAY, failing: true }, troubles: [{ what: expect.stringContaining('fetching is refused'), since: NOW - 8 * DAY, cure: 'Renew it.' }] });
    expect(sources[2]).toMatchObject({ pull: { goodAt: NOW - MINUTE, failing: false }, came: { read: 4, used: 3, repeats: 0, leftOut: 0, rejected: 0 }, troubles: [] });
  });

  it('repeats no value out of a record, and names no person', async () => {
    const view = await viewOf(await aStore());

    expect(view.sources[1]).toMatchObject({ name: 'bamboohr', came: { read: 5, used: 0, rejected: 5 }, troubles: [{ what: expect.stringContaining('start_date … is no day') }] });
    expect(JSON.stringify(view)).not.toMatch(/kim|acme/);
  });

  it('names what is configured and has not come yet', async () => {
    const store = memoryStore({ now: () => NOW });
    const loaded = loadConfig(undefined);

    const { sources } = await deskSources({ store, loaded: { ...loaded, config: { ...loaded.config, sources: { duo: { files: [], follow: [], pull: { url: 'https://api-1.duosecurity.com' }, back_days: 30, options: {}, settings: {} } } } } }, NOW);

    expect(sources).toEqual([{ name: 'duo', state: 'none', lastEventAt: undefined, said: 'It is configured, and nothing has come in yet: farmwatch collect duo.', pull: undefined, came: undefined, troubles: [] }]);
  });

  it('gives the command that works for what a channel holds, and says why something that was used stands without an event', async () => {
    const store = memoryStore({ now: () => NOW });
    const loaded = loadConfig(undefined);
    const channels = { siem: { kind: 'splunk', access: {}, sources: { windows: 'win' }, back_days: 30 } };
    await pullBook(store).ended('siem/windows', NOW - MINUTE, 'refused');
    const ahead = anEvent({ '@timestamp': NOW + HOUR, 'event.ingested': NOW - MINUTE, 'event.module': 'cisco' });
    await store.events.append([ahead]);
    await arrivalBook(store).took('cisco', { ...noCounts(), read: 1, made: 1, added: 1 }, NOW - MINUTE);

    const { sources } = await deskSources({ store, loaded: { ...loaded, config: { ...loaded.config, channels } } }, NOW);

    expect(Object.fromEntries(sources.map(({ name, said }) => [name, said]))).toEqual({
      'siem/windows': 'It is configured, and nothing has come in yet: farmwatch collect windows --channel siem.',
      'cisco': 'Its events tell of a time to come, and count from then on.',
    });
  });

  it.each([['analyst', 200], ['it', 200], ['admin', 200], ['lead', 403]] as const)('is for whoever can mend it: %s %i', async (role, status) => {
    const store = await aStore();
    const desk = await deskOf(store, () => viewOf(store));

    const answer = await (await desk.as(role)).get('/api/sources');

    expect(answer.status).toBe(status);
    if (status === 200) expect(answer.json<SourcesView>()).toMatchObject({ simulated: false, sources: [{ name: 'jamf' }, { name: 'bamboohr' }, { name: 'okta' }] });
  });

  it('is counted once for all who ask at a time, and again after a failure', async () => {
    const store = memoryStore({ now: () => NOW });
    let asked = 0;
    const desk = await deskOf(store, async () => {
      if (++asked === 1) throw new FarmwatchError('store.away', { store: 'here', why: 'away' });
      return { sources: [], troubles: [] };
    });
    const hands = await desk.as('it');

    const answers = [await hands.get('/api/sources'), await hands.get('/api/sources'), await hands.get('/api/sources')];
    desk.now += MINUTE;
    await hands.get('/api/sources');

    expect(answers.map(({ status }) => status)).toEqual([503, 200, 200]);
    expect(asked).toBe(3);
  });
});
