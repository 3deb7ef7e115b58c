import { constants, existsSync, lstatSync, readFileSync, readdirSync, renameSync, rmdirSync, type Dirent } from 'node:fs';
import { chmod, copyFile, cp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { identityKeyFile, isAddress, storeAt } from '../../app.ts';
import { FarmwatchError } from '../../errors.ts';
import { makeFolder } from '../../make-folder.ts';
import { STORE_FILES } from '../../store/duckdb/copy.ts';
import { FILE_NAME } from '../../store/duckdb/engine.ts';
import { openDuckdbMigration } from '../../store/duckdb/migration.ts';
import { migrate } from '../../store/migrations/migrate.ts';
import { DUCKDB_STEPS } from '../../store/migrations/steps.ts';
import { identityKeys } from '../../store/sealed/keys.ts';
import { SPOOL_FOLDER } from '../configured/intake.ts';
import { configOf, fileOf, withApp, type CommandContext, type Shared } from '../context.ts';
import { SERVER_NOTE } from '../forward.ts';
import { printable } from '../io.ts';
import { DEMO_MARK } from '../serve/demo.ts';
import { holdsStore, mustHoldStore } from '../store-there.ts';
import { damagedFiles, SUMS, writeSums } from './backup-sums.ts';

/** Folder in the place of a store into which a backup is copied first: a restore that was cut off leaves nothing else there. */
const STAGE = '.restoring';

/** What lies beside the store and belongs into a backup: the key of tokens, settings, and that a demo made it. */
const BESIDE: readonly string[] = ['token.key', 'farmwatch.json', DEMO_MARK];

/** What belongs to an open store or a running server, and what was copied already. Sockets are of processes. */
function isOfTheMoment(entry: Dirent): boolean {
  return STORE_FILES.includes(entry.name) || entry.name === SERVER_NOTE || entry.name === STAGE || entry.name === `${FILE_NAME}.tmp` || entry.isSocket();
}

/**
 * Copies what is on the list. The rest waits to be read or could not be used, or is a store from before it was sealed: it
 * lies there in plain text, and some of it comes and goes.
 *
 * @returns names of what is left out
 */
async function copyBeside(from: string, to: string): Promise<readonly string[]> {
  const leftOut: string[] = [];
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (BESIDE.includes(entry.name)) await copyFile(join(from, entry.name), join(to, entry.name));
    else if (entry.isDirectory() ? entry.name !== `${FILE_NAME}.tmp` && await holdsFiles(join(from, entry.name)) : !isOfTheMoment(entry)) leftOut.push(entry.isDirectory() ? `${entry.name}/` : entry.name);
  }
  return leftOut.sort();
}

/** A folder that is gone by now holds none. */
async function holdsFiles(folder: string): Promise<boolean> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return found.some((entry) => entry.isFile());
}

export function addBackup(program: Command, context: CommandContext): void {
  const { io } = context;
  program.command('backup <folder>')
    .description('Copy an embedded store, whole and consistent, into a new folder; also while a server runs.')
    .action(async (folder: string, _own, self: Command) => {
      const options = self.optsWithGlobals<Shared>();
      const to = fileOf(folder, io);
      const at = storeAt(configOf(options, context), options.store);
      if (isAddress(at)) throw new FarmwatchError('usage', { why: 'An Elasticsearch is backed up with its own snapshots; this command is for the embedded store.' });
      // A server may have been started with another configuration than the one here.
      const from = context.lent?.store.name ?? fileOf(at, io);
      mustHoldStore(from);
      if (`${to}/`.startsWith(`${from}/`)) throw new FarmwatchError('usage', { why: `${folder} lies inside the store; name a folder beside it.` });
      makeFolder(to);
      if ((await readdir(to)).length > 0) throw new FarmwatchError('usage', { why: `${folder} is not empty; name a new folder.` });
      io.progress(`copying ${from}`);
      const sealed = await withApp(options, context, async ({ store }) => {
        await store.copyTo!(to);
        return store.sealed;
      });
      const leftOut = await copyBeside(from, to);
      await writeSums(to);
      if (leftOut.length > 0) io.err(printable(`Left out, because it is no part of the store and not sealed: ${leftOut.join(', ')}.${leftOut.includes(`${SPOOL_FOLDER}/`) && !context.lent ? ' What waits in the spool was sent and is not stored yet: give "farmwatch collect", and make the backup then.' : ''}`));
      if (sealed) io.err('It is sealed, and the key of identity is not in it. Keep the key somewhere else: without it nobody can read the backup.');
      io.out(options.json ? JSON.stringify({ backup: to, left_out: leftOut }) : printable(`Backup in ${folder}.`));
    });
  program.command('migrate')
    .description('Bring an embedded store of an older version up to date; a backup is made first.')
    .action(async (_own, self: Command) => {
      const options = self.optsWithGlobals<Shared>();
      const at = storeAt(configOf(options, context), options.store);
      if (isAddress(at)) throw new FarmwatchError('usage', { why: 'There is no step for Elasticsearch: its indices gain new fields by themselves.' });
      if (context.lent) throw new FarmwatchError('usage', { why: 'A server holds this store. Stop it, migrate, start it again.' });
      mustHoldStore(fileOf(at, io));
      const store = await openDuckdbMigration({ folder: fileOf(at, io) });
      try {
        const { from, to, backup, steps } = await migrate(store, DUCKDB_STEPS);
        for (const step of steps) io.err(printable(step));
        if (options.json) io.out(JSON.stringify({ from, to, ...(backup === undefined ? {} : { backup }) }));
        else io.out(backup === undefined ? `Schema ${to}: up to date, nothing was changed.` : `From schema ${from} to ${to}. The store from before lies in ${backup}.`);
      } finally {
        await store.close();
      }
    });
  program.command('restore <folder>')
    .description('Put a backup where the store should be; the place must be empty.')
    .option('--identity-key <file>', 'the key it was sealed with, where it is not in its place yet')
    .action(async (folder: string, _own, self: Command) => {
      const options = self.optsWithGlobals<Shared & { readonly identityKey?: string }>();
      const at = storeAt(configOf(options, context), options.store);
      if (isAddress(at)) throw new FarmwatchError('usage', { why: 'An Elasticsearch is restored from its own snapshots.' });
      const [from, to] = [fileOf(folder, io), fileOf(at, io)];
      if (!existsSync(from)) throw new FarmwatchError('file.missing', { file: from });
      if (!holdsStore(from)) throw new FarmwatchError('file.unreadable', { file: from, why: `it is no backup: ${FILE_NAME} is not in it`, cure: 'Name a folder that "farmwatch backup" made.' });
      const isThere = existsSync(to);
      if (isThere && (!lstatSync(to).isDirectory() || (await readdir(to)).some((name) => name !== STAGE))) throw new FarmwatchError('usage', { why: `${to} is not empty; move it away first, nothing is overwritten.` });
      const key = options.identityKey === undefined ? undefined : { from: fileOf(options.identityKey, io), to: identityKeyFile(configOf(options, context), to) };
      if (key) mustBePlaceable(key);
      const hadKey = key !== undefined && existsSync(key.to);
      try {
        io.progress(`copying ${from}`);
        const staged = join(to, STAGE);
        await rm(staged, { recursive: true, force: true });
        makeFolder(staged);
        await cp(from, staged, { recursive: true });
        // What was copied is looked at, not what it was copied from: a disk may fail on the way as well.
        const damaged = await damagedFiles(staged);
        if (damaged === undefined) io.err(`There is no ${SUMS} in this backup, which one of an older version does not have: nothing tells whether it is what was backed up.`);
        else if (damaged.length > 0) throw new FarmwatchError('file.unreadable', { file: from, why: `not what was backed up: ${damaged.join(', ')}, by the hashes in ${SUMS}`, cure: 'Nothing was restored. Take another copy of this backup, or an earlier one.' });
        await rm(join(staged, SUMS), { force: true });
        if (key) await placeKey(key);
        putInPlace(staged, to);
        await withApp(options, context, async (app) => {
          const { rows } = await app.store.events.census();
          io.out(options.json ? JSON.stringify({ restored: to, events: rows }) : `Restored: ${rows} events.`);
          // What was done after the backup is not in it: neither that they asked, nor that they went.
          io.err('Whoever was let go on their request after this backup is in it again. Note what they asked for once more ("farmwatch rights add"), and let them go again ("farmwatch rights erase"); those whose time is over go with the next housekeeping.');
        });
      } catch (error) {
        // One of an older version is brought up to date where it lies. Everything else is as if the command had not been given, so that it can be given again.
        if (!(error instanceof FarmwatchError && error.code === 'store.older')) {
          for (const name of existsSync(to) ? await readdir(to) : []) await rm(join(to, name), { recursive: true });
          if (!isThere) await rm(to, { recursive: true, force: true });
          if (key && !hadKey) await rm(key.to, { force: true });
        }
        throw error;
      }
    });
}

/** Puts what was copied in its place, the store itself last: at once, so that no signal comes in between. */
function putInPlace(staged: string, to: string): void {
  const names = readdirSync(staged).sort((a, b) => Number(a === FILE_NAME) - Number(b === FILE_NAME));
  for (const name of names) renameSync(join(staged, name), join(to, name));
  rmdirSync(staged);
}

interface Placing { readonly from: string; readonly to: string }

/** Holds that the key of identity is one, and that no other lies in its place; a restore that was cut off may have put it there. @throws FarmwatchError */
function mustBePlaceable({ from, to }: Placing): void {
  if (!existsSync(from)) throw new FarmwatchError('file.missing', { file: from });
  identityKeys(readFileSync(from, 'utf8'), from);
  if (existsSync(to) && !isInPlace({ from, to })) throw new FarmwatchError('usage', { why: `A key of identity lies at ${to} already. Move it away first, nothing is overwritten.` });
}

function isInPlace({ from, to }: Placing): boolean {
  return existsSync(to) && readFileSync(to).equals(readFileSync(from));
}

/** Puts the key of identity in its place, for its owner alone; one that is there is never written over. */
async function placeKey({ from, to }: Placing): Promise<void> {
  if (isInPlace({ from, to })) return;
  await copyFile(from, to, constants.COPYFILE_EXCL);
  await chmod(to, 0o600);
}
