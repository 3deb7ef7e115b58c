import { describe, expect, it } from 'vitest';
import { judgesOf } from '../app.ts';
import { loadConfig } from '../config.ts';
import { MINUTE } from '../core/time.ts';
import { pipeline } from '../run/pipeline.ts';
import type { JobState } from '../schedule/jobs.ts';
import { STORY_ENDS } from '../simulate/story.ts';
import type { Store } from '../store/store.ts';
import { anEvent } from '../../test/support/builders.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { deskOver, type Desk } from './desk.fixture.ts';
import { metricsText } from './metrics.ts';
import type { ApiParts } from './parts.ts';

const NOW = STORY_ENDS;
const aStore = (): Store => memoryStore({ now: () => NOW });
const deskOf = (store: Store, more: Partial<ApiParts> = {}): Promise<Desk> => deskOver(store, pipeline({ store, ...judgesOf(loadConfig(undefined)) }), more);
const aJob = (outcome: JobState['outcome']): JobState => ({ id: 'detect', startedAt: NOW - 3 * MINUTE, finishedAt: NOW - MINUTE, outcome, said: 'kim@acme.example', lease: null });

describe('whoever operates the server, without signing in,', () => {
  it('sees that it is alive and ready', async () => {
    const desk = await deskOf(aStore(), { jobs: async () => [aJob('ok')] });

    expect(await desk.get('/healthz')).toMatchObject({ status: 200 });
    expect((await desk.get('/readyz')).json()).toEqual({ status: 'ready' });
  });

  it('sees in one word why it is not ready', async () => {
    const failing = await deskOf(aStore(), { jobs: async () => [aJob('failed')] });
    const away = await deskOf({ ...aStore(), health: async () => { throw new Error('away'); } });

    const [jobs, store] = [await failing.get('/readyz'), await away.get('/readyz')];

    expect([jobs.status, jobs.json()]).toEqual([503, { status: 'unready', reason: 'jobs' }]);
    expect([store.status, store.json()]).toEqual([503, { status: 'unready', reason: 'store' }]);
    expect((await away.get('/healthz')).status).toBe(200);
  });

  it('reads numbers, and nobody’s name', async () => {
    const store = aStore();
    await store.events.append([1, 2, 3].map((nth) => anEvent({ '@timestamp': NOW - nth * MINUTE, 'event.ingested': NOW - nth * MINUTE, 'event.module': 'okta', 'user.email': 'kim@acme.example', 'source.ip': '198.51.100.7' })));
    const desk = await deskOf(store, { jobs: async () => [aJob('ok')], gauges: async () => [{ name: 'spool_bytes', help: 'Waiting.', values: [{ value: 12 }] }] });

    const { status, headers, body: text } = await desk.get('/metrics');

    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(text.split('\n')).toEqual(expect.arrayContaining([
      '# TYPE farmwatch_source_events gauge', 'farmwatch_source_events{source="okta"} 3', 'farmwatch_source_dark{source="okta"} 0', 'farmwatch_job_duration_seconds{job="detect"} 120', 'farmwatch_job_failed{job="detect"} 0',
      'farmwatch_open_cases{band="act"} 0', 'farmwatch_spool_bytes 12',
    ]));
    expect(text).not.toMatch(/kim|198\.51/);
  });
});

describe('metrics', () => {
  it('hold names of sources without letting them write lines of their own', () => {
    expect(metricsText([{ name: 'x', help: 'X.', values: [{ labels: { source: 'a"} 1\nb\\' }, value: 2 }] }, { name: 'none', help: 'None.', values: [] }]))
      .toBe('# HELP farmwatch_x X.\n# TYPE farmwatch_x gauge\nfarmwatch_x{source="a\\"} 1\\nb\\\\"} 2\n');
  });
});
