import type { App } from '../../app.ts';
import { HOUR } from '../../core/time.ts';
import type { Planning } from '../../notify/notice.ts';
import { deliver, isAboutPeopleDue, planAlerts, planDigest, planReport, type Stood } from '../../notify/outbox.ts';
import { askedFor } from '../../notify/receivers.ts';
import { weekAt, weekBefore } from '../../report/week.ts';
import type { Job } from '../../schedule/scheduler.ts';
import { noted, noteJob } from '../audited.ts';
import { deliveryOf } from '../configured/notify.ts';
import { planReveals, settleReveals } from '../configured/reveal-rules.ts';

/** Telling people: alerts and whatever waits; the message of the day and the report of the week, where somebody asked for them. */
export function notifyJobs(app: App): readonly Job[] {
  const { schedule, notify: { receivers } } = app.loaded.config;
  const [digests, reports] = [askedFor(receivers, 'digest'), askedFor(receivers, 'report')];
  return [
    { id: 'notify', cron: schedule.notify, work: (signal) => tell(app, signal) },
    ...(digests.length === 0 ? [] : [{
      id: 'digest', cron: schedule.digest,
      work: noted(app, 'digest', 'listed', async () => `${await planDigest(app.store, digests, app.now())} alerts in the message of the day`),
    }]),
    ...(reports.length === 0 ? [] : [{
      id: 'report', cron: schedule.report,
      work: noted(app, 'report', 'listed', async () => {
        const zone = app.loaded.config.company.time_zone;
        const week = weekBefore(weekAt(app.now(), zone), zone).name;
        return await planReport(app.store, reports, week, app.now()) ? `${week} is on its way` : `${week} was sent before`;
      }),
    }]),
  ];
}

/** How alerts are planned under a configuration. */
export function planningOf({ loaded, now }: App): Omit<Planning, 'since'> {
  const { receivers, acknowledge_hours: hours } = loaded.config.notify;
  return { now: now(), acknowledgeWithin: hours * HOUR, receivers: askedFor(receivers, 'alerts'), isOn: Object.keys(receivers).length > 0 };
}

/** The cases as they stand. */
export async function stoodNow({ pipeline }: App): Promise<Stood> {
  const { run, cases } = await pipeline.cases();
  return { asOf: run?.asOf, cases };
}

async function tell(app: App, signal: AbortSignal): Promise<string> {
  // Also while nobody is named: whoever is named later hears of what comes later.
  const planned = await planAlerts(app.store, await stoodNow(app), planningOf(app));
  await planReveals(app);
  // What goes to people outside is written down before it goes; that nothing was due is not.
  if (await isAboutPeopleDue(app.store, app.now())) await noteJob(app, 'notify', 'listed');
  const { sent, failed } = await deliver(app.store, deliveryOf(app, signal));
  await settleReveals(app);
  const said = Object.keys(app.loaded.config.notify.receivers).length === 0 ? 'nobody is named under notify.receivers' : `${planned} new alerts, ${sent} messages sent`;
  return [said, ...failed.map(({ receiver, why }) => `${receiver} did not take one: ${why}`)].join('; ');
}
