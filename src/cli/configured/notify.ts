import type { App } from '../../app.ts';
import { readSecret } from '../../config.ts';
import { serialSpellings } from '../../core/spelling.ts';
import { HOUR, DAY } from '../../core/time.ts';
import { readHistory, registryAt } from '../../detect/people/registry.ts';
import { shareBounds } from '../../evaluate/intervals.ts';
import type { Whom } from '../../notify/ecs.ts';
import { messageOf, type Message, type Reported } from '../../notify/message.ts';
import type { Alert, Notice } from '../../notify/notice.ts';
import type { DeliverParts } from '../../notify/outbox.ts';
import { factsOf } from '../../report/facts.ts';
import { htmlOf } from '../../report/html.ts';
import { markdownOf } from '../../report/markdown.ts';
import { weekNamed } from '../../report/week.ts';
import { weeklyOf } from '../../report/weekly.ts';
import { isSimulated } from '../../run/company-note.ts';
import { revealOut } from './reveal-rules.ts';

/** Names of laptops are looked for so far back. */
const HOSTS_DAYS = 30;

/** What messages are put together from, by the configuration of an app. */
export function deliveryOf(app: App, signal: AbortSignal): DeliverParts {
  const { config, path } = app.loaded;
  return {
    receivers: config.notify.receivers, now: app.now, signal,
    secret: (reference) => readSecret(reference, path),
    word: (notice) => wordedBy(app, notice),
    whom: (alert) => whomOf(app, alert),
  };
}

/** A notice in words, with the report where it is about one. */
export async function wordedBy(app: App, notice: Pick<Notice, 'id' | 'at' | 'about'>): Promise<Message> {
  const { company, notify } = app.loaded.config;
  if (notice.about.kind === 'reveal-due') return wordedBy(app, { ...notice, about: await revealOut(app, notice.about.reveal) });
  const wording = { company: company.name, pages: notify.link, acknowledgeWithin: notify.acknowledge_hours * HOUR };
  return messageOf(notice, wording, notice.about.kind === 'report' ? await reportOf(app, notice.about.week) : undefined);
}

/** The report of a week as "farmwatch report weekly" makes it. */
async function reportOf({ loaded, store, pipeline }: App, name: string): Promise<Reported> {
  const { company } = loaded.config;
  const week = weekNamed(name, company.time_zone)!;
  const simulated = await isSimulated(store);
  const report = weeklyOf(await factsOf(pipeline, week, { company: company.name, zone: company.time_zone, simulated }), shareBounds);
  return { sentences: report.sentences, text: markdownOf(report), value: report, files: [{ name: `farmwatch-${week.name}.html`, type: 'text/html', content: htmlOf(report) }] };
}

/** Accounts and machines of the people of a case, as known now. */
async function whomOf({ store, pipeline, now }: App, alert: Alert): Promise<Whom> {
  const hires = new Set((await pipeline.cases()).cases.find(({ id }) => id === alert.case)?.hires ?? []);
  const at = now();
  const registry = registryAt(await readHistory(store), at, pipeline.parts.scope, hires);
  const emails = [...hires].flatMap((hire) => registry.hires.get(hire)?.email ?? []);
  const serials = [...registry.laptops.values()].filter(({ holder }) => holder !== undefined && hires.has(holder)).map(({ serial }) => serial);
  if (serials.length === 0) return { emails, hosts: [] };
  const rows = await store.events.tally({ where: { 'device.serial_number': serials.flatMap(serialSpellings), 'host.name': { exists: true } }, by: ['host.name'], measure: { times: 'count' } }, { from: at - HOSTS_DAYS * DAY, to: at + 1, asOf: at });
  return { emails, hosts: rows.flatMap((row) => row['host.name'] ?? []) };
}
