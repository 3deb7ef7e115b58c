import type { Metric } from '../../api/metrics.ts';
import type { App } from '../../app.ts';
import { arrivalBook, type ArrivalDay } from '../../collect/arrivals.ts';
import { lastState } from '../../collect/intake/intake.ts';
import { SECOND, type Instant } from '../../core/time.ts';
import { readNotices } from '../../notify/outbox.ts';
import { standings } from '../../notify/standing.ts';
import { pullsNow } from '../keep/doctor-lines.ts';

/** Numbers about what comes in, which the server cannot know by itself. */
export async function gaugesOf({ store, loaded }: Pick<App, 'store' | 'loaded'>, now: Instant): Promise<readonly Metric[]> {
  const pulls = await pullsNow({ store, loaded });
  const arrivals = await arrivalBook(store).states();
  const intake = await lastState(store);
  const told = standings(loaded.config.notify.receivers, (await readNotices(store)).map(({ value }) => value), now);
  const outcomes: Readonly<Record<string, (day: ArrivalDay) => number>> = { read: ({ read }) => read, left_out: ({ leftOut }) => leftOut, rejected: ({ refused }) => refused, repeats: ({ repeats }) => repeats };
  return [
    { name: 'pull_age_seconds', help: 'Since the last pull that came to its end, by source.', values: pulls.flatMap(({ id, goodAt }) => (goodAt === null ? [] : [{ labels: { source: id }, value: (now - goodAt) / SECOND }])) },
    { name: 'pull_failing', help: '1 for a source whose last pull failed.', values: pulls.map(({ id, failed }) => ({ labels: { source: id }, value: Number(failed !== null) })) },
    { name: 'notify_failing', help: '1 for a receiver that does not take what is sent to it.', values: told.map(({ receiver, failing }) => ({ labels: { receiver }, value: Number(failing !== undefined) })) },
    { name: 'notify_lost', help: 'Messages of the last seven days that were given up, or of which nobody knows whether they arrived, by receiver.', values: told.map(({ receiver, lost }) => ({ labels: { receiver }, value: lost.length })) },
    ...(intake === undefined ? [] : [
      { name: 'spool_bytes', help: 'What was sent and waits for the store.', values: [{ labels: {}, value: intake.spool.bytes }] },
      { name: 'intake_refused', help: 'Requests of intake over HTTP that were refused since the server started, by reason; up to a minute old.', values: Object.entries(intake.http.refused ?? {}).map(([reason, value]) => ({ labels: { reason }, value })) },
      { name: 'spool_oldest_seconds', help: 'Age of the oldest line that waits; 0 where none does.', values: [{ labels: {}, value: intake.spool.oldestAt === null ? 0 : Math.max(0, now - intake.spool.oldestAt) / SECOND }] },
    ]),
    {
      name: 'records', help: 'Records of the last 14 days on which some came, by source and what became of them: read, left out as not our business, rejected, left out as repeats.',
      values: arrivals.flatMap(({ id, days }) => Object.entries(outcomes).map(([outcome, of]) => ({ labels: { source: id, outcome }, value: days.reduce((sum, day) => sum + of(day), 0) }))),
    },
  ];
}
