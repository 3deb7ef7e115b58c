import type { Command } from 'commander';
import { accountLine, doorLine, roleGiven, unconfirmable } from '../../api/account-lines.ts';
import type { AccountView } from '../../api/account.ts';
import { accountBook, isName, type AccountBook } from '../../api/accounts.ts';
import type { AccountLine } from '../../api/contract.ts';
import { whyLastAdministrator } from '../../api/last-administrator.ts';
import { ROLES, type Role } from '../../api/roles.ts';
import { whyNotSecond } from '../../api/second-person.ts';
import { doorbook } from '../../api/sign-ins.ts';
import { staffBook } from '../../api/staff.ts';
import type { App } from '../../app.ts';
import { isoOf } from '../../core/time.ts';
import { FarmwatchError } from '../../errors.ts';
import { withApp, type CommandContext, type Shared } from '../context.ts';
import { inputOf, printable } from '../io.ts';
import { whoIs } from '../who.ts';

interface Adding extends Shared { readonly role?: string; readonly passwordStdin?: boolean; readonly breakGlass?: boolean; readonly by?: string }
type Changing = Shared & { readonly by?: string };

export function addAccounts(program: Command, context: CommandContext): void {
  const { io } = context;
  const user = program.command('user').description('Accounts for the pages.');
  user.command('add <name>')
    .description('Make a local account, or give one that is there another password; the password is made up, printed once, and replaced by its holder within a week; with --password-stdin it is read from standard input. A second factor that there is stays.')
    .option('--role <role>', `${ROLES.join(', ')}; unless you say so analyst, and for a name that has an account the role it has`)
    .option('--password-stdin', 'read the password from standard input')
    .option('--break-glass', 'the one account for emergencies: an administrator, also where local accounts are switched off; it asks why, and every use is told')
    .option('--by <name>', 'who makes it, if not the account of this machine')
    .action(async (name: string, _own, self: Command) => {
      const options = self.optsWithGlobals<Adding>();
      const asked = roleOf(options);
      const given = options.passwordStdin ? (await inputOf(io)).replace(/\r?\n$/, '') : undefined;
      const by = whoIs(options.by);
      await withApp(options, context, async (app) => {
        const book = accountBook(app.store);
        const before = isName(name) ? await book.get(name) : undefined;
        const role = asked ?? before?.role ?? 'analyst';
        if (before && role !== before.role) await mustNotBeLast(book, before);
        const password = await book.add(name, role, given, io.now(), { madeBy: by, ...(options.breakGlass ? { isBreakGlass: true } : {}) });
        await noted(app, name, by, before ? `Given another password, ${role === before.role ? `still with role ${role}` : `and role ${role} in place of ${before.role}`}${options.breakGlass ? ', for emergencies' : ''}` : `Made with role ${role}${options.breakGlass ? ', for emergencies' : ''}`);
        const line = await lineOf(app, book, (await book.get(name))!);
        if (options.json) io.out(JSON.stringify({ name, role, ...(before ? { role_before: before.role } : {}), ...(given === undefined ? { password } : {}), ...(line.state === 'waits' ? { waits: true } : {}) }));
        else io.out(printable(`${name} ${saidRole(role, before?.role)}.${given === undefined ? ` Password, shown once: ${password}` : ''}`));
        if (line.state === 'waits' && !options.json) io.err(printable(`${name} is in their first months, so a second person has to confirm it: on the page Accounts, or farmwatch user confirm ${name} --by NAME`));
      });
    });
  user.command('list').description('Who has an account, and which wait for a second person.').action(async (_own, self: Command) => {
    const options = self.optsWithGlobals<Shared>();
    await withApp(options, context, async (app) => {
      const book = accountBook(app.store);
      const accounts = await book.list();
      if (accounts.length === 0) io.err('Nobody has an account yet: farmwatch user add NAME --role admin');
      for (const account of accounts) {
        const { id, role, state, way, hasFactor } = await lineOf(app, book, account);
        io.out(options.json ? JSON.stringify({ name: id, role, state, way, ...(hasFactor === undefined ? {} : { second_factor: hasFactor }) }) : printable(`${id}  ${role}${way === 'local' ? '' : `  ${way}`}${state === 'on' ? '' : `  ${state}`}${hasFactor === false ? '  no second factor' : ''}`));
      }
    });
  });
  user.command('log').description('What happened at the door lately: sign-ins, refusals, changes of accounts, each use of the account for emergencies.').action(async (_own, self: Command) => {
    const options = self.optsWithGlobals<Shared>();
    await withApp(options, context, async (app) => {
      for (const entry of await doorbook(app.store).newest(LOG_SHOWN)) {
        io.out(options.json ? JSON.stringify(entry) : printable(`${isoOf(entry.at)}  ${entry.user ?? 'nobody known'}  ${doorLine(entry).said}`));
      }
    });
  });
  const changing = (command: string, description: string, done: (name: string) => string, change: (book: AccountBook, account: AccountView, by: string, app: App) => Promise<unknown>): void => {
    user.command(`${command} <name>`).description(description).option('--by <name>', 'who does it, if not the account of this machine').action(async (name: string, _own, self: Command) => {
      const options = self.optsWithGlobals<Changing>();
      const by = whoIs(options.by);
      await withApp(options, context, async (app) => {
        const book = accountBook(app.store);
        const account = await book.get(name);
        if (!account) throw new FarmwatchError('not.found', { what: `account ${JSON.stringify(name)}` });
        await change(book, account, by, app);
        await noted(app, name, by, done(name));
        io.out(options.json ? JSON.stringify({ name, [command === 'remove' ? 'removed' : command]: true }) : printable(`${done(name)}.`));
      });
    });
  };
  changing('confirm', 'As a second person, confirm the role of somebody in their first months.', (name) => `${name} is confirmed`, async (book, account, by, app) => {
    const why = unconfirmable(account, by) ?? await whyNotSecond(roleGiven(account), by, { accounts: book, store: app.store }) ?? ((await lineOf(app, book, account)).state === 'waits' ? undefined : 'It does not wait for anybody.');
    if (why !== undefined) throw new FarmwatchError('usage', { why: `${why} Name the second person with --by.` });
    await book.change(account.id, { confirmed: { at: io.now(), by, role: account.role } });
  });
  changing('off', 'Switch an account off; its sessions end at once.', (name) => `${name} is switched off`, async (book, account, by) => {
    await mustNotBeLast(book, account);
    await book.change(account.id, { off: { at: io.now(), by } });
  });
  changing('on', 'Switch an account on again.', (name) => `${name} is switched on`, (book, { id }) => book.change(id, { off: undefined }));
  changing('reset-factor', 'Take the second factor of an account away, for whoever lost it; be sure who asks. Its sessions end, and at the next sign-in another one is set up.', (name) => `The second factor of ${name} is reset`, async (book, { id }) => {
    await book.factors.remove(id);
    await book.endOf(id);
  });
  changing('remove', 'Take an account away; its sessions end at once.', (name) => `${name} has no account any more`, async (book, account) => {
    await mustNotBeLast(book, account);
    await book.remove(account.id);
  });
}

/** Entries of the log that are shown. */
const LOG_SHOWN = 200;

/** The role that is asked for; undefined where none is named. */
function roleOf({ role, breakGlass, ...options }: Adding): Role | undefined {
  if (role !== undefined && !(ROLES as readonly string[]).includes(role)) throw new FarmwatchError('usage', { why: `There is no role ${JSON.stringify(role)}; there are ${ROLES.join(', ')}.` });
  if (!breakGlass) return role as Role | undefined;
  if (options.passwordStdin) throw new FarmwatchError('usage', { why: 'The password of the account for emergencies is made up and printed once; leave --password-stdin out.' });
  return 'admin';
}

function saidRole(role: Role, before: Role | undefined): string {
  if (before === undefined) return `is ${role}`;
  return role === before ? `had an account already, and stays ${role} with another password` : `had an account already, and is ${role} now in place of ${before}, with another password`;
}

/** @throws FarmwatchError `usage` for the last administrator */
async function mustNotBeLast(book: AccountBook, account: AccountView): Promise<void> {
  const why = whyLastAdministrator(account, await book.list());
  if (why !== undefined) throw new FarmwatchError('usage', { why });
}

async function lineOf(app: App, book: AccountBook, account: AccountView): Promise<AccountLine> {
  return accountLine(account, await staffBook(app).of(account.id, account.mail), (await book.sessions(account.id, app.now())).length, '');
}

async function noted(app: App, user: string, by: string, said: string): Promise<void> {
  await doorbook(app.store).note({ at: app.now(), did: 'account', way: 'command', user, by, said });
}
