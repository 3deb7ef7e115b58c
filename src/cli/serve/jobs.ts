import type { App } from '../../app.ts';
import { filesIn } from '../../collect/files-in.ts';
import { ageRejects } from '../../collect/rejects.ts';
import { addCounts, noCounts } from '../../collect/tally.ts';
import { readBook } from '../../collect/unchanged.ts';
import { counted } from '../../core/counted.ts';
import { MINUTE, type Instant } from '../../core/time.ts';
import { FarmwatchError, messageOf } from '../../errors.ts';
import { housekeep, sayCounts } from '../../run/housekeeping.ts';
import type { HousekeepingParts } from '../../run/retention/parts.ts';
import type { Job } from '../../schedule/scheduler.ts';
import { noted } from '../audited.ts';
import { closingLine } from '../bring/counts.ts';
import { settleChannelled } from '../configured/channel.ts';
import { fetchIndicators, receivedFrom } from '../configured/indicators.ts';
import { isOfOneSource, isPulled, pullThrough } from '../configured/pull.ts';
import { readThrough, settleSource, type Settled } from '../configured/source.ts';
import { isAsked } from '../configured/ways-in.ts';
import { tellOutcomesOf } from '../decide/checks.ts';
import { prove } from '../evaluate/proof.ts';
import { anchorNow, saidAnchor } from '../law/anchoring.ts';
import { notifyJobs } from '../tell/notify-jobs.ts';
import { afterRecords } from './gate.ts';

/** What runs on its own: telling people, collect, detect, housekeeping, and proof where it is asked for, each on its schedule. */
export function jobsOf(app: App, ran: (asOf: Instant) => void): readonly Job[] {
  const { schedule, retention } = app.loaded.config;
  return [
    // First, so that what a first run finds is news.
    ...notifyJobs(app),
    { id: 'collect', cron: schedule.collect, work: afterRecords(app, 'collected', noted(app, 'collect', 'change', (signal) => collectConfigured(app, signal))) },
    {
      id: 'detect', cron: schedule.detect,
      work: afterRecords(app, 'run', noted(app, 'detect', 'change', async () => {
        // An outcome that is refused keeps nobody else from being looked at.
        const untold = await tellOutcomesOf(app).then(() => '', (error: unknown) => `; an outcome of a check could not be told: ${messageOf(error)}`);
        const run = await app.pipeline.run(await app.store.events.watermark(), true);
        ran(run.asOf);
        return `${counted(run.risks.length, 'person', 'people')}, ${counted(run.findings.length, 'finding')}, ${counted(run.cases.filter(({ status }) => status === 'open').length, 'open case')}${run.mutes ? `; muted: ${run.mutes.map(({ detector, team, until }) => `${detector} for team ${team} until ${until}`).join(', ')}` : ''}${untold}`;
      })),
    },
    {
      id: 'housekeeping', cron: schedule.housekeeping,
      work: noted(app, 'housekeeping', 'change', async () => {
        ageRejects(app.folder, app.now(), retention.rejects_days);
        return sayCounts(await housekeep(housekeepingOf(app)));
      }),
    },
    ...(receivedFrom(app).length === 0 ? [] : [{ id: 'indicators', cron: schedule.indicators, work: noted(app, 'indicators', 'change', (signal) => receiveIndicators(app, signal)) }]),
    { id: 'audit.anchor', cron: schedule.anchor, work: async () => saidAnchor(await anchorNow(app)) },
    ...(schedule.proof === undefined ? [] : [{ id: 'proof', cron: schedule.proof, work: noted(app, 'proof', 'listed', () => prove(app)) }]),
  ];
}

/** What housekeeping works with, by the configuration. */
export function housekeepingOf(app: App): HousekeepingParts {
  const { retention } = app.loaded.config;
  return {
    store: app.store, pipeline: app.pipeline, scope: app.pipeline.parts.scope, now: app.now(),
    retention: { rawDays: retention.raw_days, applicationDays: retention.application_days, closedFalseDays: retention.closed_false_days, closedDays: retention.closed_days, leftDays: retention.left_days, untoldDays: retention.untold_days },
    detectorDays: Math.max(...app.pipeline.parts.detectors.map(({ detector }) => detector.days)),
  };
}

/** What one source has behind it may take hours to fetch; meanwhile the others get their turn. */
const TURN = 20 * MINUTE;

/**
 * Reads the files that configured sources export into, where they have changed, and fetches what is new where the
 * configuration says how, also from channels. What
 * is known already adds nothing; one source that fails keeps nobody from reading the others.
 *
 * @throws FarmwatchError the first failure, after all that could be had was
 */
async function collectConfigured(app: App, signal: AbortSignal): Promise<string> {
  const total = noCounts();
  const read = readBook(app.store);
  const failed: FarmwatchError[] = [];
  const names = Object.entries(app.loaded.config.sources).filter(([id]) => isAsked(app, id));
  const held: string[] = [];
  /** What fails here is told at the end, but for the store, without which nothing goes on. */
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!isOfOneSource(error)) throw error;
      failed.push(error);
    }
  };
  const pull = async (settled: Settled): Promise<void> => {
    const counts = noCounts();
    await attempt(() => pullThrough(app, settled, counts, { stamp: app.now(), signal, until: app.now() + TURN }));
    addCounts(total, counts);
  };
  for (const [id, own] of names) {
    await attempt(async () => {
      // A file that an option names may have changed since the start.
      const settled = settleSource(app, id);
      const changed = await read.changed(id, await filesIn(own.files.map((name) => app.loaded.path(name))), settled.context);
      const found = await readThrough(app, settled, changed.map(({ file }) => file), { stamp: app.now() });
      // A torn one may be whole the next time, though nothing about it says so.
      await read.read(changed.filter(({ file }) => !found.torn.some(({ details }) => details['file'] === file)));
      failed.push(...found.torn);
      addCounts(total, found.counts);
      if (isPulled(app, id)) await pull(settled);
    });
  }
  for (const channel of Object.keys(app.loaded.config.channels)) {
    await attempt(async () => {
      for (const settled of settleChannelled(app, channel)) {
        held.push(settled.name);
        await pull(settled);
      }
    });
  }
  const asked = [...names.map(([id]) => id), ...held];
  const [first, ...others] = failed;
  // A job says one sentence; the next one to mend is named by the next run.
  if (first) throw others.length === 0 ? first : new FarmwatchError('sources.failed', { first: first.message, more: others.length });
  return asked.length === 0 ? 'no source has files or says how to fetch its records; see sources in farmwatch.json' : `${asked.join(', ')}: ${closingLine(total)}`;
}

/** Fetches what is new in every collection; one that is away keeps nobody from asking the others. @throws FarmwatchError the first failure */
async function receiveIndicators(app: App, signal: AbortSignal): Promise<string> {
  const [said, failed] = [[] as string[], [] as FarmwatchError[]];
  for (const name of receivedFrom(app)) {
    try {
      said.push(`${name}: ${closingLine((await fetchIndicators(app, name, { signal })).counts)}`);
    } catch (error) {
      if (!isOfOneSource(error)) throw error;
      failed.push(error);
    }
  }
  const [first, ...others] = failed;
  if (first) throw others.length === 0 ? first : new FarmwatchError('sources.failed', { first: first.message, more: others.length });
  return said.join('; ');
}
