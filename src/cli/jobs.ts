import { filesIn } from '../collect/files-in.ts';
import { settleOptions } from '../collect/options.ts';
import { sourceById } from '../collect/sources/index.ts';
import { addCounts, noCounts } from '../collect/tally.ts';
import { settle } from '../core/settings.ts';
import type { Instant } from '../core/time.ts';
import { FarmwatchError } from '../errors.ts';
import { housekeep, sayCounts } from '../run/housekeeping.ts';
import type { App } from '../app.ts';
import type { Job } from '../schedule/scheduler.ts';
import { closingLine } from './counts.ts';
import { tokenAtTheDoor } from './door.ts';
import { readThrough } from './through-source.ts';

/** What runs on its own: collect, detect, housekeeping, each on its schedule. */
export function jobsOf(app: App, ran: (asOf: Instant) => void): readonly Job[] {
  const { schedule, retention } = app.loaded.config;
  return [
    { id: 'collect', cron: schedule.collect, work: () => collectConfigured(app) },
    {
      id: 'detect', cron: schedule.detect,
      work: async () => {
        const run = await app.pipeline.run(await app.store.events.watermark());
        ran(run.asOf);
        return `${run.risks.length} people, ${run.findings.length} findings, ${run.cases.filter(({ status }) => status === 'open').length} open cases${run.mutes ? `; muted: ${run.mutes.map(({ detector, team, until }) => `${detector} for team ${team} until ${until}`).join(', ')}` : ''}`;
      },
    },
    {
      id: 'housekeeping', cron: schedule.housekeeping,
      work: async () => sayCounts(await housekeep({
        store: app.store, pipeline: app.pipeline, scope: app.pipeline.parts.scope, now: app.now(),
        retention: { rawDays: retention.raw_days, applicationDays: retention.application_days, closedFalseDays: retention.closed_false_days },
        detectorDays: Math.max(...app.pipeline.parts.detectors.map(({ detector }) => detector.days)),
      })),
    },
  ];
}

/**
 * Reads the files that configured sources export into; a record that is known already adds nothing.
 *
 * @throws FarmwatchError `file.unreadable` after all that could be read was, where some files are torn
 */
async function collectConfigured(app: App): Promise<string> {
  const total = noCounts();
  const torn: FarmwatchError[] = [];
  const names = Object.entries(app.loaded.config.sources).filter(([, { files }]) => files.length > 0);
  for (const [id, own] of names) {
    const source = sourceById(id)!;
    const { texts: options, problems } = settleOptions(source, own.options, (name) => app.loaded.path(name));
    // A file that an option names may have changed since the start.
    if (problems.length > 0) throw new FarmwatchError('config.invalid', { file: `sources.${id}`, why: problems.join('; ') });
    const found = await readThrough(app, source, await filesIn(own.files.map((name) => app.loaded.path(name))), {
      store: app.store, rejects: app.rejects, stamp: app.now(),
      context: { settings: settle(source.settings, own.settings).values, options, token: tokenAtTheDoor(app) },
    });
    addCounts(total, found.counts);
    torn.push(...found.torn);
  }
  const [first, ...others] = torn;
  // A job says one sentence; the next file to mend is named by the next run.
  if (first) throw others.length === 0 ? first : new FarmwatchError(first.code, { ...first.details, file: `${String(first.details['file'])} and ${others.length} more` });
  return names.length === 0 ? 'no source has files; see sources in farmwatch.json' : `${names.map(([id]) => id).join(', ')}: ${closingLine(total)}`;
}
