import { randomBytes } from 'node:crypto';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import type { FastifyInstance } from 'fastify';
import { SETTINGS as CHECKS } from '../../../detectors/in-person/settings.ts';
import { accountBook } from '../../api/accounts.ts';
import { keptFor } from '../../api/kept-for.ts';
import { newsDesk } from '../../api/news.ts';
import type { Asked, Frame } from '../../api/parts.ts';
import { sceneSource } from '../../api/scene.ts';
import { buildServer } from '../../api/server.ts';
import { isAddress, openApp, storeAt, type App } from '../../app.ts';
import { addEarlyRoutes } from '../../collect/intake/early.ts';
import type { Intake } from '../../collect/intake/intake.ts';
import { ENVIRONMENT } from '../../config.ts';
import { MINUTE, SECOND } from '../../core/time.ts';
import { FarmwatchError, messageOf } from '../../errors.ts';
import { shareBounds } from '../../evaluate/intervals.ts';
import { makeFolder } from '../../make-folder.ts';
import { findBrowser, pdfOf } from '../../report/pdf.ts';
import { RECORD_DUTIES } from '../../run/duties.ts';
import { jobBook } from '../../schedule/jobs.ts';
import { scheduler } from '../../schedule/scheduler.ts';
import { fileDesk } from '../bring/file-desk.ts';
import { checkRulesOf, responsePlanOf } from '../configured/check-rules.ts';
import { intakeOf } from '../configured/intake.ts';
import { revealRules } from '../configured/reveal-rules.ts';
import { openWayOut } from '../configured/way-out.ts';
import { configOf, fileOf, type CommandContext, type Shared } from '../context.ts';
import { SERVER_NOTE, answeringServer, notedConfig, type ServerNote } from '../forward.ts';
import { printable, type CommandIo } from '../io.ts';
import { anchorsKept } from '../law/anchoring.ts';
import { erasureOf } from '../law/rights-erase.ts';
import { runCommand } from '../program.ts';
import { leavingOf } from '../tell/leaving.ts';
import { applicationDesk } from './application-desk.ts';
import { DEMO_FOLDER, makeDemo } from './demo.ts';
import { deskSources } from './desk-sources.ts';
import { deskTables } from './desk-tables.ts';
import { afterDuties, startable } from './gate.ts';
import { gaugesOf } from './gauges.ts';
import { heldKinds } from './held-kinds.ts';
import { jobsOf } from './jobs.ts';
import { messagesView } from './messages-view.ts';
import { runningFacts } from './running-facts.ts';
import { signInOf } from './sign-in.ts';

const PAGES = fileURLToPath(new URL('../../../dashboards/dist', import.meta.url));

export function addServe(program: Command, context: CommandContext): void {
  program.command('demo')
    .description('A made-up company with a farm in it: embedded store, server and a link that logs in once.')
    .option('--port <port>', 'port of the pages', '8420')
    .action(async (_own, self: Command) => {
      const options = self.optsWithGlobals<Shared & { port: string }>();
      const folder = fileOf(options.store ?? DEMO_FOLDER, context.io);
      const port = portOf(options.port);
      const app = await makeDemo(configOf({}, context), folder, context.io);
      const started = await serveApp(app, { host: '127.0.0.1', port, demo: true, folder, jobs: false, log: false }, context.io);
      context.io.err('A made-up company: every person, address and laptop in it is simulated.');
      context.io.err('The link logs in once. Stop with Ctrl+C; "npm start" makes the company anew.');
      context.io.out(started.link!);
      await started.stopped;
    });
  program.command('serve')
    .description('Server, pages and schedule. Sign in with local accounts: farmwatch user add NAME --role analyst.')
    .option('--port <port>', 'port, instead of the configuration’s')
    .option('--host <host>', 'address to listen on, instead of the configuration’s')
    .option('--no-jobs', 'pages only: records are taken in, and jobs run, elsewhere')
    .action(async (_own, self: Command) => {
      const options = self.optsWithGlobals<Shared & { port?: string; host?: string; jobs: boolean }>();
      const loaded = configOf(options, context);
      const { server } = loaded.config;
      const port = options.port === undefined ? server.port : portOf(options.port);
      const at = storeAt(loaded, options.store === undefined || isAddress(options.store) ? options.store : fileOf(options.store, context.io));
      const running = isAddress(at) ? undefined : await answeringServer(at);
      if (running) throw new FarmwatchError('usage', { why: `A server for this store runs at ${running.url} already. Stop it first, or name another store with --store.` });
      // What does not fit is told before the store is held.
      checkRulesOf(loaded);
      responsePlanOf(loaded);
      openWayOut(loaded);
      const app = await openApp(loaded, at, context.io.now);
      const lacks = await startable(app).catch(async (error: unknown) => {
        await app.close();
        throw error;
      });
      const started = await serveApp(app, {
        host: options.host ?? server.host, port, demo: false,
        folder: isAddress(at) ? undefined : at, jobs: options.jobs, intake: options.jobs && (lacks.length === 0 || 'early'), log: true,
      }, context.io);
      context.io.out(started.url);
      if (!isLoopback(options.host ?? server.host) && server.trusted_proxies.length === 0) started.say(PLAIN_HTTP);
      if (lacks.length > 0) started.say(`Nothing is collected or run before it is recorded ${lacks.join('; ')}: ${RECORD_DUTIES}, or the page "Bring files". Whoever sends records is told to send them again; once it is recorded, start this server anew, and they are taken in.`);
      if ((await accountBook(app.store).list()).length === 0) started.say('Nobody has an account yet: farmwatch user add NAME --role admin');
      await started.stopped;
    });
}

const PLAIN_HTTP = 'Other machines reach the pages over plain HTTP, and passwords with them. Put a proxy with TLS in front and name it under server.trusted_proxies, or listen on 127.0.0.1.';

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new FarmwatchError('usage', { why: `--port ${JSON.stringify(text)} is no port; take 0 to 65535.` });
  return port;
}

/** What was taken in is stored for so long after a signal: whoever sent it mostly kills after ten seconds. */
const DRAIN_MS = 6 * SECOND;
/** SIGHUP comes when the terminal closes; settings are read anew by a new start alone. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Service managers kill ten seconds after they asked. */
const DRAIN_WITHIN = 9 * SECOND;
const GIVE_BACK_WITHIN = SECOND / 2;

interface ServeOptions { /** Folder of the built pages, where it is not the usual one. */ readonly pages?: string; readonly host: string; readonly port: number; readonly demo: boolean; readonly folder: string | undefined; readonly jobs: boolean; /** Takes what is sent by syslog and HTTP, and follows files; not unless asked to. Where it is too early for that, senders over HTTP are told. */ readonly intake?: boolean | 'early'; readonly log: boolean }
export interface Started { readonly url: string; readonly link: string | undefined; readonly stopped: Promise<void>; /** Undefined where nothing is taken in. */ readonly intake: Intake | undefined; /** When missed runs are caught up. */ readonly caughtUp: Promise<void>; stop(): Promise<void>; /** One line to whoever runs the server. */ say(sentence: string): void }

/** Puts a server around an open app. It holds the store until it is stopped, and runs commands for others meanwhile. */
export async function serveApp(app: App, options: ServeOptions, io: CommandIo): Promise<Started> {
  const news = newsDesk();
  // An embedded store has one process at a time: what others left running was cut off.
  const book = jobBook(app.store, { alone: options.folder !== undefined });
  // Also where they run elsewhere: a run that somebody asks for takes the same lease.
  const clock = scheduler(
    jobsOf(app, (asOf) => news.publish({ event: 'run', asOf })), book, `${hostname()}/${process.pid}/${randomBytes(4).toString('hex')}`,
    app.now, (job, error) => say(`${job} failed: ${messageOf(error)}`),
  );
  const pages = options.pages ?? PAGES;
  const built = existsSync(join(pages, 'index.html'));
  const links = new Map<string, { user: string; role: 'admin' }>();
  const token = randomBytes(32).toString('base64url');
  const intake = options.intake === true ? await intakeOf(app, io).catch(async (error: unknown) => {
    await app.close();
    throw error;
  }) : undefined;
  const scenes = sceneSource(app.store, app.pipeline, {
    checks: { confirmed: CHECKS.inPersonConfirmed.is, refuted: CHECKS.videoCallRefuted.is },
  }, randomBytes(16).toString('hex'), app.now);
  const files = options.demo ? fileDesk(app) : afterDuties(fileDesk(app), app);
  const browser = findBrowser(ENVIRONMENT.browser);
  // Whoever asks needs no account: all that is held is counted now and then, not for everybody.
  const held = keptFor(10 * MINUTE, app.now, (at) => heldKinds(app, at));
  const server = await buildServer({
    company: app.loaded.config.company.name, ...(browser === undefined ? {} : { printPdf: (html: string) => pdfOf(html, browser) }),
    store: app.store, pipeline: app.pipeline, accounts: accountBook(app.store, { idle: app.loaded.config.sign_in.idle_minutes * MINUTE }), signIn: signInOf(app.loaded), now: app.now, demo: options.demo, log: options.log, news, tables: deskTables(app), files, laptopsMb: app.loaded.config.uploads.laptops_mb, runNow: async () => void await clock.runNow('detect'),
    trustedProxies: app.loaded.config.server.trusted_proxies,
    scenes, checkRules: checkRulesOf(app.loaded), responsePlan: responsePlanOf(app.loaded), applications: applicationDesk(app),
    pages: built ? pages : undefined,
    redeem(secret) {
      const found = links.get(secret);
      links.delete(secret);
      return found;
    },
    interval: shareBounds, sources: (now) => deskSources(app, now), jobs: () => book.states(), nextRunAt: () => (options.jobs ? clock.nextOf('detect') : undefined), gauges: (now) => gaugesOf(app, now), messages: (isShown) => messagesView(app, isShown), reveal: revealRules(app, async () => void await clock.runNow('notify')), anchors: () => anchorsKept(app).anchors, leaving: leavingOf(app), facts: async () => runningFacts(app, await held()), erasing: () => erasureOf(app),
    ...(intake ? { addRoutes: (routes: FastifyInstance) => intake.addRoutes(routes) } : options.intake === 'early' ? { addRoutes: addEarlyRoutes } : {}),
    command: options.folder === undefined ? undefined : { token, run: (asked, say) => runForOther(app, asked, say, () => news.publish({ event: 'run', asOf: app.now() })) },
  });
  /** A line of the log where there is one, else a message. */
  const say = (sentence: string): void => (options.log ? server.log.warn(printable(sentence)) : io.err(printable(sentence)));
  let url: string;
  try {
    url = await server.listen({ host: options.host, port: options.port });
  } catch (cause) {
    await intake?.stop(0);
    await app.close();
    const why = (cause as NodeJS.ErrnoException).code === 'EADDRINUSE' ? 'another program does' : messageOf(cause);
    throw new FarmwatchError('usage', { why: `Cannot listen on ${options.host}:${options.port}: ${why}. Name another port with --port.` }, { cause });
  }
  // The newest run is unpacked before somebody waits for it; whoever asks meanwhile waits for the same, and hears why where it fails.
  void scenes.now().catch(() => {});
  const note = options.folder === undefined ? undefined : join(options.folder, SERVER_NOTE);
  if (note !== undefined) {
    makeFolder(options.folder!);
    const loopback = url.replace('0.0.0.0', '127.0.0.1').replace('[::]', '[::1]');
    // A note that a crash left behind would keep its rights.
    rmSync(note, { force: true });
    writeFileSync(note, JSON.stringify({ url: loopback, pid: process.pid, token, config: notedConfig(app.loaded) } satisfies ServerNote), { mode: 0o600 });
  }
  if (!built) say('The pages are not built: run "npm run build", then start again. The API answers meanwhile.');
  let link: string | undefined;
  if (options.demo) {
    const secret = randomBytes(24).toString('base64url');
    links.set(secret, { user: 'demo', role: 'admin' });
    link = `${url}/api/login/link?token=${secret}`;
  }
  const stopping = Promise.withResolvers<void>();
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= (async () => {
    for (const signal of SIGNALS) process.off(signal, stopSoon);
    if (note !== undefined) rmSync(note, { force: true });
    // Senders keep what is not acknowledged; what is, gets stored or waits for the next start.
    await intake?.stopListening();
    const idle = clock.stop();
    await server.close();
    await files.stop();
    await intake?.stop(DRAIN_MS);
    await idle;
    await app.close();
    stopping.resolve();
  })());
  // What takes longer was cut off, as by a crash: what was acknowledged is kept, and the next start repeats the rest.
  const stopSoon = (): void => {
    setTimeout(() => {
      say(`Stopped before all was done, ${DRAIN_WITHIN / SECOND} s after the signal. The next start does the rest.`);
      // Beside other servers the next start would wait for the lease of a job that is cut off here.
      const given = Promise.race([clock.giveBack(), wait(GIVE_BACK_WITHIN)]).catch(() => {});
      // An ordinary exit waits for threads, and one that reads from a disk that is away may be what keeps us.
      void given.then(() => process.kill(process.pid, 'SIGKILL'));
    }, DRAIN_WITHIN).unref();
    void stop();
  };
  for (const signal of SIGNALS) process.once(signal, stopSoon);
  // The pages answer while missed runs are caught up.
  const caughtUp = !options.jobs ? Promise.resolve() : clock.start().catch((error: unknown) => say(`The schedule did not start: ${messageOf(error)}`));
  return { url, link, stopped: stopping.promise, intake, caughtUp, stop, say };
}

/** A command that another process on this machine sent, because this one holds the store. */
async function runForOther(app: App, { argv, folder, input }: Asked, say: (frame: Frame) => void, changed: () => void): Promise<number> {
  const io: CommandIo = {
    out: (out) => say({ out }), err: (err) => say({ err }), progress: (progress) => say({ progress }),
    colour: plainColours, now: app.now, folder, input: async () => input,
  };
  const exit = await runCommand(argv, { io, lent: app });
  changed();
  return exit;
}

const plainColours = (await import('picocolors')).default.createColors(false);
