import { existsSync } from 'node:fs';
import { cp, lstat, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { isAddress, judgesOf, storeAt } from '../app.ts';
import { mappingSchema } from '../collect/sources/table/mapping.ts';
import { configSchema } from '../config.ts';
import { TOKEN_KINDS, tokenOf, type TokenKind } from '../core/token.ts';
import { isoOf } from '../core/time.ts';
import { FarmwatchError } from '../errors.ts';
import { jobBook } from '../schedule/jobs.ts';
import { FILE_NAME } from '../store/duckdb/engine.ts';
import { openDuckdbMigration } from '../store/duckdb/migration.ts';
import { migrate } from '../store/migrations/migrate.ts';
import { DUCKDB_STEPS } from '../store/migrations/steps.ts';
import { hiddenIn } from '../run/mutes.ts';
import { sourcesSeen } from '../run/sources-seen.ts';
import { configOf, fileOf, withApp, type CommandContext, type Shared } from './context.ts';
import { intakeSaid } from './intake.ts';
import { inputOf, printable } from './io.ts';
import { lineOf, openReleases, saidRelease } from './releases.ts';
import { ownedSaid, ownsNow } from './owned.ts';

function holdsStore(folder: string): boolean {
  return existsSync(join(folder, FILE_NAME));
}

/** Sockets belong to processes: one that a crash left behind is no part of a backup, and cannot be copied. */
async function isKept(file: string): Promise<boolean> {
  return !(await lstat(file)).isSocket();
}

export function addHealth(program: Command, context: CommandContext): void {
  const { io } = context;
  program.command('doctor')
    .description('What is configured, reachable, fresh or dark, which jobs failed, and how to mend it.')
    .action(async (_own, self: Command) => {
      const options = self.optsWithGlobals<Shared>();
      await withApp(options, context, async (app) => {
        const health = await app.store.health();
        const run = await app.pipeline.runs.newest();
        const sources = await sourcesSeen(app.store, io.now());
        const jobs = await jobBook(app.store).states();
        const { mutes, unfit, versions } = await app.pipeline.inForce(io.now());
        const muted = hiddenIn({ findings: run?.findings ?? [], mutes });
        const releases = await openReleases(app.store);
        const intake = await intakeSaid(app, io.now());
        const owned = ownedSaid(await ownsNow(app.store, io.now()));
        if (options.json) {
          io.out(JSON.stringify({ store: { name: app.store.name, ...health }, newest_run: run ? isoOf(run.asOf) : null, unjoined: run?.unjoined ?? null, sources, intake: intake.record, owned: owned.record, jobs, settings: versions['settings'] ?? null, unfit_settings: unfit, muted, releases: releases.map(lineOf) }));
        } else {
          io.out(printable(`store    ${app.store.name}: ${health.said} (${health.engine}, schema ${health.schema})`));
          io.out(run ? `newest   run as of ${isoOf(run.asOf)}: ${run.risks.length} people, ${run.findings.length} findings` : 'newest   no run is stored: run "farmwatch detect"');
          for (const source of sources) io.out(printable(`source   ${source.name}: ${source.state}, ${source.said}`));
          if (sources.length === 0) io.out('source   nothing has come in yet: farmwatch import, or farmwatch collect');
          for (const line of intake.lines) io.out(printable(line));
          for (const hidden of muted) io.out(printable(`muted    ${hidden}`));
          if (versions['settings'] !== undefined) io.out(`settings ${versions['settings']} is in force over farmwatch.json: farmwatch settings list`);
          for (const why of unfit) io.out(printable(`settings not in force, because it does not fit this release: ${why}`));
          for (const release of releases) io.out(printable(`release  ${saidRelease(release)}. Look, then: farmwatch releases acknowledge ${release.id} --by NAME`));
          if (sources.length > 0) for (const line of owned.lines) io.out(printable(line));
          for (const job of jobs) io.out(printable(`job      ${job.id}: ${job.outcome}${job.startedAt === null ? '' : `, started ${isoOf(job.startedAt)}`}: ${job.said}`));
        }
        const failed = jobs.filter(({ outcome }) => outcome === 'failed');
        if (failed.length > 0) throw new FarmwatchError('job.failed', { jobs: failed.map(({ id }) => id).join(', ') });
      });
    });

  const config = program.command('config').description('The configuration.');
  config.command('check').description('Read the configuration as every start does, and say what is wrong with it.').action((_own, self: Command) => {
    const options = self.optsWithGlobals<Shared>();
    const loaded = configOf(options, context);
    judgesOf(loaded);
    if (options.json) io.out(JSON.stringify({ file: loaded.file ?? null, fits: true }));
    else io.out(printable(loaded.file === undefined ? 'No farmwatch.json here: defaults hold.' : `${loaded.file}: fits.`));
  });
  config.command('schema [file]').description('The JSON Schema of farmwatch.json, or of a mapping file: mapping.').action((file: string | undefined, _own, self: Command) => {
    if (file !== undefined && file !== 'mapping') throw new FarmwatchError('usage', { why: `There is no schema of ${JSON.stringify(file)}. Write "config schema" for farmwatch.json, or "config schema mapping".` });
    io.out(JSON.stringify(file === undefined ? configSchema() : mappingSchema(), undefined, self.optsWithGlobals<Shared>().json ? undefined : 2));
  });

  program.command('token <kind>')
    .description(`The token of private values, one a line from standard input. Kinds: ${TOKEN_KINDS.join(', ')}.`)
    .action(async (kind: string, _own, self: Command) => {
      if (!(TOKEN_KINDS as readonly string[]).includes(kind)) throw new FarmwatchError('usage', { why: `There is no token kind ${JSON.stringify(kind)}; there are ${TOKEN_KINDS.join(', ')}.` });
      const options = self.optsWithGlobals<Shared>();
      await withApp(options, context, async (app) => {
        const text = await inputOf(io);
        const calling = app.loaded.config.company.calling_code;
        for (const value of text.split('\n').filter((line) => line.trim() !== '')) {
          const token = tokenOf(app.tokenKey, kind as TokenKind, value, calling === undefined ? {} : { callingCode: calling.slice(1) });
          io.out(options.json ? JSON.stringify({ token: token ?? null }) : token ?? 'not such a value');
        }
      });
    });

  program.command('backup <folder>')
    .description('Copy an embedded store, whole and consistent, into a new folder.')
    .action(async (folder: string, _own, self: Command) => {
      const options = self.optsWithGlobals<Shared>();
      const to = fileOf(folder, io);
      const at = storeAt(configOf(options, context), options.store);
      if (isAddress(at)) throw new FarmwatchError('usage', { why: 'An Elasticsearch is backed up with its own snapshots; this command is for the embedded store.' });
      if (context.lent) throw new FarmwatchError('usage', { why: 'A server holds this store. Stop it, make the backup, start it again.' });
      const from = fileOf(at, io);
      // Otherwise a mistyped --store would be made anew, and the backup would be of nothing.
      if (!holdsStore(from)) throw new FarmwatchError('not.found', { what: `store in ${from}`, cure: 'Name its folder with --store.' });
      if (`${to}/`.startsWith(`${from}/`)) throw new FarmwatchError('usage', { why: `${folder} lies inside the store; name a folder beside it.` });
      await mkdir(to, { recursive: true, mode: 0o700 });
      if ((await readdir(to)).length > 0) throw new FarmwatchError('usage', { why: `${folder} is not empty; name a new folder.` });
      // Opening and closing writes everything out, so that the files alone are the store.
      await withApp(options, context, async () => {});
      io.progress(`copying ${from}`);
      await cp(from, to, { recursive: true, filter: isKept });
      io.out(options.json ? JSON.stringify({ backup: to }) : printable(`Backup in ${folder}.`));
    });
  program.command('migrate')
    .description('Bring an embedded store of an older version up to date; a backup is made first.')
    .action(async (_own, self: Command) => {
      const options = self.optsWithGlobals<Shared>();
      const at = storeAt(configOf(options, context), options.store);
      if (isAddress(at)) throw new FarmwatchError('usage', { why: 'There is no step for Elasticsearch: its indices gain new fields by themselves.' });
      if (context.lent) throw new FarmwatchError('usage', { why: 'A server holds this store. Stop it, migrate, start it again.' });
      const store = await openDuckdbMigration({ folder: fileOf(at, io) });
      try {
        const { from, to, backup, steps } = await migrate(store, DUCKDB_STEPS);
        for (const step of steps) io.err(printable(step));
        io.out(backup === undefined ? `Schema ${to}: up to date, nothing was changed.` : `From schema ${from} to ${to}. The store from before lies in ${backup}.`);
      } finally {
        await store.close();
      }
    });
  program.command('restore <folder>')
    .description('Put a backup where the store should be; the place must be empty.')
    .action(async (folder: string, _own, self: Command) => {
      const options = self.optsWithGlobals<Shared>();
      const at = storeAt(configOf(options, context), options.store);
      if (isAddress(at)) throw new FarmwatchError('usage', { why: 'An Elasticsearch is restored from its own snapshots.' });
      const [from, to] = [fileOf(folder, io), fileOf(at, io)];
      if (!existsSync(from)) throw new FarmwatchError('file.missing', { file: from });
      if (!holdsStore(from)) throw new FarmwatchError('file.unreadable', { file: from, why: `it is no backup: ${FILE_NAME} is not in it`, cure: 'Name a folder that "farmwatch backup" made.' });
      await mkdir(to, { recursive: true, mode: 0o700 });
      if ((await readdir(to)).length > 0) throw new FarmwatchError('usage', { why: `${to} is not empty; move it away first, nothing is overwritten.` });
      io.progress(`copying ${from}`);
      await cp(from, to, { recursive: true, filter: isKept });
      await withApp(options, context, async (app) => {
        const { rows } = await app.store.events.census();
        io.out(options.json ? JSON.stringify({ restored: to, events: rows }) : `Restored: ${rows} events.`);
      });
    });
}
