import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import type { App } from '../../app.ts';
import { isoOf } from '../../core/time.ts';
import { FarmwatchError } from '../../errors.ts';
import { alertTemplate } from '../../notify/ecs.ts';
import type { Alert, Notice } from '../../notify/notice.ts';
import { alertsToTell, readNotices, takesAccounts } from '../../notify/outbox.ts';
import type { Receiver } from '../../notify/receivers.ts';
import { senderFor } from '../../notify/senders/index.ts';
import { saidDelivery } from '../../notify/standing.ts';
import { deliveryOf, wordedBy } from '../configured/notify.ts';
import { wholeOf, withApp, type CommandContext, type Shared } from '../context.ts';
import { printable } from '../io.ts';
import { planningOf, stoodNow } from './notify-jobs.ts';

export function addNotify(program: Command, context: CommandContext): void {
  const { io } = context;
  const notify = program.command('notify').description('Who is told of cases, what was sent, and a trial.');
  notify.command('test <receiver>')
    .description('Send a trial message to a receiver of notify.receivers, now.')
    .action(async (name: string, _own, self: Command) => {
      const options = self.optsWithGlobals<Shared>();
      await withApp(options, context, async (app) => {
        const receiver = receiverNamed(app, name);
        const message = await wordedBy(app, { id: `trial~${randomUUID()}`, at: io.now(), about: { kind: 'trial' } });
        const { secret } = deliveryOf(app, new AbortController().signal);
        const outcome = await senderFor(receiver).send(message, receiver as never, { secret, now: io.now() }, takesAccounts(receiver) ? { emails: [], hosts: [] } : undefined);
        if (!outcome.sent) throw new FarmwatchError('notify.failed', { receiver: name, why: outcome.why });
        io.out(options.json ? JSON.stringify({ receiver: name, sent: true, note: outcome.note ?? null }) : printable(`${name} has taken a trial message${outcome.note === undefined ? '.' : `; ${outcome.note}.`}`));
      });
    });
  notify.command('preview [receiver]')
    .description('What would be sent now, in the shape of each receiver; nothing is sent or noted.')
    .option('--case <id>', 'the message about this case as if it had just opened')
    .action(async (name: string | undefined, _own, self: Command) => {
      const options = self.optsWithGlobals<Shared & { case?: string }>();
      await withApp(options, context, async (app) => {
        const { receivers } = app.loaded.config.notify;
        const asked = name === undefined ? receivers : { [name]: receiverNamed(app, name) };
        const due = options.case === undefined ? await dueNow(app) : [await asIfOpened(app, options.case, Object.keys(asked))];
        let shown = 0;
        for (const notice of due) {
          for (const to of Object.keys(notice.to).filter((one) => Object.hasOwn(asked, one))) {
            io.out(JSON.stringify({ receiver: to, kind: asked[to]!.kind, notice: notice.id, would_send: await composed(app, notice, asked[to]!) }, undefined, options.json ? undefined : 2));
            shown++;
          }
        }
        if (shown === 0) io.err('Nothing would be sent now. "farmwatch notify preview --case ID" shows the message about a case.');
      });
    });
  notify.command('list')
    .description('What was sent to whom and when, and what failed; the newest last.')
    .option('--last <number>', 'so many notices', '50')
    .action(async (_own, self: Command) => {
      const options = self.optsWithGlobals<Shared & { last: string }>();
      const last = wholeOf(options.last, '--last', 1, 10_000);
      await withApp(options, context, async (app) => {
        const notices = (await readNotices(app.store)).map(({ value }) => value).filter(({ quiet }) => !quiet).toSorted((a, b) => a.at - b.at).slice(-last);
        for (const { id, at, about, to } of notices) {
          if (options.json) io.out(JSON.stringify({ id, at: isoOf(at), kind: about.kind, to: Object.entries(to).map(([receiver, { state, tries, doneAt, why }]) => ({ receiver, state, tries, done_at: doneAt === undefined ? null : isoOf(doneAt), why: why ?? null })) }));
          else for (const [receiver, delivery] of Object.entries(to)) io.out(printable(`${isoOf(at)}  ${id}  ${receiver}: ${saidDelivery(delivery)}`));
        }
        if (notices.length === 0) io.err('Nothing has been told to anybody yet.');
      });
    });
  notify.command('template')
    .description('The index template of alerts, for clusters where accounts must not make indexes.')
    .option('--prefix <name>', 'as in the receiver', 'farmwatch')
    .option('--accounts', 'of the index that holds accounts and machines')
    .action((_own, self: Command) => {
      const { json, prefix, accounts } = self.optsWithGlobals<Shared & { prefix: string; accounts?: true }>();
      io.out(JSON.stringify(alertTemplate(prefix, accounts ? 'accounts' : 'pseudonym'), undefined, json ? undefined : 2));
    });
}

function receiverNamed(app: App, name: string): Receiver {
  const { receivers } = app.loaded.config.notify;
  if (Object.hasOwn(receivers, name)) return receivers[name]!;
  const names = Object.keys(receivers);
  throw new FarmwatchError('usage', { why: `There is no receiver ${JSON.stringify(name)} under notify.receivers of the configuration; ${names.length === 0 ? 'there is none' : `there are ${names.join(', ')}`}.` });
}

/** What waits, and what planning would add. */
async function dueNow(app: App): Promise<readonly Notice[]> {
  const open = (await readNotices(app.store)).map(({ value }) => ({ ...value, to: Object.fromEntries(Object.entries(value.to).filter(([, { doneAt }]) => doneAt === undefined)) }));
  return [...open, ...(await alertsToTell(app.store, await stoodNow(app), planningOf(app))).filter(({ quiet }) => !quiet)];
}

async function asIfOpened(app: App, id: string, names: readonly string[]): Promise<Notice> {
  const state = (await stoodNow(app)).cases.find((one) => one.id === id);
  if (!state) throw new FarmwatchError('not.found', { what: `case ${JSON.stringify(id)}`, cure: 'See "farmwatch cases".' });
  const about: Alert = { kind: 'alert', case: id, reason: 'opened', band: state.band, chance: state.chance, people: state.hires.length, families: state.families, fresh: [] };
  return { id: `${id}~preview`, at: app.now(), about, to: Object.fromEntries(names.map((name) => [name, { state: 'waiting' as const, tries: 0, nextAt: app.now() }])) };
}

async function composed(app: App, notice: Notice, receiver: Receiver): Promise<object> {
  const whom = takesAccounts(receiver) && notice.about.kind === 'alert' ? await deliveryOf(app, new AbortController().signal).whom(notice.about) : undefined;
  return senderFor(receiver).compose(await wordedBy(app, notice), receiver as never, whom);
}
