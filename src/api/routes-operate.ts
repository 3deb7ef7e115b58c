import type { FastifyInstance } from 'fastify';
import { SECOND, type Instant } from '../core/time.ts';
import { BANDS } from '../risk/risk.ts';
import { sourcesSeen } from '../run/sources-seen.ts';
import type { JobState } from '../schedule/jobs.ts';
import { keptFor } from './kept-for.ts';
import { metricsText, type Metric } from './metrics.ts';
import type { ApiParts } from './parts.ts';

/** Whoever scrapes oftener gets the same answer: some numbers are counted over weeks. */
const FRESH_FOR = 30 * SECOND;
/** Nobody who watches the server signs in; nothing here names or counts a person but as part of a total. */
const OPEN = { schema: { hide: true }, config: { rateLimit: false }, logLevel: 'warn' } as const;

/** `/healthz` alive, `/readyz` fit for work, `/metrics` in numbers. */
export function addOperateRoutes(server: FastifyInstance, parts: ApiParts): void {
  const text = keptFor(FRESH_FOR, parts.now, async (now) => metricsText(await metricsNow(parts, now)));
  server.get('/healthz', OPEN, async () => ({ status: 'alive' }));
  server.get('/readyz', OPEN, async (_, reply) => {
    const reason = await unreadyBecause(parts);
    return reason === undefined ? { status: 'ready' } : reply.status(503).send({ status: 'unready', reason });
  });
  server.get('/metrics', OPEN, async (_, reply) => reply.type('text/plain; version=0.0.4; charset=utf-8').send(await text()));
}

/** One word; undefined where all is well. */
async function unreadyBecause({ store, jobs }: ApiParts): Promise<'store' | 'jobs' | undefined> {
  try {
    if (!(await store.health()).ok) return 'store';
    return (await jobs()).some(({ outcome }) => outcome === 'failed') ? 'jobs' : undefined;
  } catch {
    return 'store';
  }
}

async function metricsNow(parts: ApiParts, now: Instant): Promise<readonly Metric[]> {
  const sources = await sourcesSeen(parts.store, now);
  const { run, cases } = await parts.pipeline.cases();
  const jobs = (await parts.jobs()).filter(({ outcome }) => outcome !== 'never');
  const bySource = (value: (source: (typeof sources)[number]) => number): Metric['values'] => sources.map((source) => ({ labels: { source: source.name }, value: value(source) }));
  const byJob = (value: (job: JobState) => number | undefined): Metric['values'] => jobs.flatMap((job) => {
    const found = value(job);
    return found === undefined ? [] : [{ labels: { job: job.id }, value: found }];
  });
  const open = Map.groupBy(cases.filter(({ status }) => status === 'open'), ({ band }) => band);
  return [
    { name: 'source_events', help: 'Events of the last 60 days, by source.', values: bySource(({ times }) => times) },
    { name: 'source_last_event_timestamp_seconds', help: 'Newest event, by source.', values: bySource(({ lastEventAt }) => lastEventAt / SECOND) },
    { name: 'source_dark', help: '1 for a source that is silent for more than twice as long as usual, unless others bring what it brought.', values: bySource(({ state }) => Number(state === 'dark')) },
    { name: 'job_failed', help: '1 for a job whose last run failed.', values: byJob(({ outcome }) => Number(outcome === 'failed')) },
    { name: 'job_finished_timestamp_seconds', help: 'End of the last run of a job.', values: byJob(({ finishedAt }) => (finishedAt === null ? undefined : finishedAt / SECOND)) },
    { name: 'job_duration_seconds', help: 'How long the last run of a job took; detect is the run of all detectors.', values: byJob(({ startedAt, finishedAt }) => (startedAt === null || finishedAt === null || finishedAt < startedAt ? undefined : (finishedAt - startedAt) / SECOND)) },
    { name: 'run_age_seconds', help: 'Since the instant of the newest stored run.', values: run ? [{ value: (now - run.asOf) / SECOND }] : [] },
    { name: 'people_in_scope', help: 'Hires looked at in the newest run.', values: run ? [{ value: run.risks.length }] : [] },
    { name: 'open_cases', help: 'Open cases, by band.', values: BANDS.map((band) => ({ labels: { band }, value: open.get(band)?.length ?? 0 })) },
    ...await parts.gauges?.(now) ?? [],
  ];
}
