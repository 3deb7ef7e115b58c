import type { Command } from 'commander';
import { accountBook, ROLES, type Role } from '../api/accounts.ts';
import { FarmwatchError } from '../errors.ts';
import { withApp, type CommandContext, type Shared } from './context.ts';
import { inputOf, printable } from './io.ts';

export function addAccounts(program: Command, context: CommandContext): void {
  const { io } = context;
  const user = program.command('user').description('Local accounts for the pages.');
  user.command('add <name>')
    .description('Make an account; the password is read from standard input, or made up and printed once.')
    .option('--role <role>', ROLES.join(', '), 'analyst')
    .option('--password-stdin', 'read the password from standard input')
    .action(async (name: string, _own, self: Command) => {
      const options = self.optsWithGlobals<Shared & { role: string; passwordStdin?: boolean }>();
      if (!(ROLES as readonly string[]).includes(options.role)) throw new FarmwatchError('usage', { why: `There is no role ${JSON.stringify(options.role)}; there are ${ROLES.join(', ')}.` });
      const given = options.passwordStdin ? (await inputOf(io)).replace(/\r?\n$/, '') : undefined;
      await withApp(options, context, async (app) => {
        const password = await accountBook(app.store).add(name, options.role as Role, given, io.now());
        if (options.json) io.out(JSON.stringify({ name, role: options.role, ...(given === undefined ? { password } : {}) }));
        else io.out(printable(`${name} is ${options.role}.${given === undefined ? ` Password, shown once: ${password}` : ''}`));
      });
    });
  user.command('list').description('Who has an account.').action(async (_own, self: Command) => {
    const options = self.optsWithGlobals<Shared>();
    await withApp(options, context, async (app) => {
      const accounts = await accountBook(app.store).list();
      if (accounts.length === 0) io.err('Nobody has an account yet: farmwatch user add NAME --role admin');
      for (const { id, role } of accounts) io.out(options.json ? JSON.stringify({ name: id, role }) : printable(`${id}  ${role}`));
    });
  });
  user.command('remove <name>').description('Take an account away; its sessions end at once.').action(async (name: string, _own, self: Command) => {
    const options = self.optsWithGlobals<Shared>();
    await withApp(options, context, async (app) => {
      await accountBook(app.store).remove(name);
      io.out(options.json ? JSON.stringify({ name, removed: true }) : printable(`${name} has no account any more.`));
    });
  });
}
