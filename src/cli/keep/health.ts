import type { Command } from 'commander';
import { judgesOf } from '../../app.ts';
import { mappingSchema } from '../../collect/sources/table/mapping.ts';
import { configSchema } from '../../config.ts';
import { TOKEN_KINDS, tokenOf, type TokenKind } from '../../core/token.ts';
import { FarmwatchError } from '../../errors.ts';
import { checkRulesOf, responsePlanOf } from '../configured/check-rules.ts';
import { hintsIn } from '../configured/hints.ts';
import { pointedTo } from '../configured/points.ts';
import { configOf, withApp, type CommandContext, type Shared } from '../context.ts';
import { inputOf, printable } from '../io.ts';

export function addHealth(program: Command, context: CommandContext): void {
  const { io } = context;
  const config = program.command('config').description('The configuration.');
  config.command('check').description('Read the configuration as every start does, look for the secrets and files that it names, and say what is wrong with it.').action((_own, self: Command) => {
    const options = self.optsWithGlobals<Shared>();
    const loaded = configOf(options, context);
    judgesOf(loaded);
    checkRulesOf(loaded);
    responsePlanOf(loaded);
    const { missing, unfit, unseen } = pointedTo(loaded, io.now());
    const amiss = [...(missing.length === 0 ? [] : [`what it points to is missing: ${missing.join('; ')}`]), ...(unfit.length === 0 ? [] : [`what it points to will not do: ${unfit.join('; ')}`])];
    if (amiss.length > 0) throw new FarmwatchError('config.invalid', { file: loaded.file ?? 'the configuration', why: `it fits, and ${amiss.join('; and ')}` });
    if (unseen.length > 0) io.err(printable(`Not looked for, because systemd gives credentials to the service alone: ${unseen.join(', ')}`));
    const hints = hintsIn(loaded);
    for (const hint of hints) io.err(printable(hint));
    if (options.json) io.out(JSON.stringify({ file: loaded.file ?? null, fits: true, ...(hints.length === 0 ? {} : { hints }) }));
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
        // A line for each line, so that the answers stand beside what was asked.
        for (const [nth, value] of text.replace(/\r?\n$/, '').split(/\r?\n/).entries()) {
          const token = tokenOf(app.tokenKey, kind as TokenKind, value, calling === undefined ? {} : { callingCode: calling.slice(1) });
          io.out(options.json ? JSON.stringify({ token: token ?? null }) : token ?? '');
          if (token === undefined && value.trim() !== '') io.err(`Line ${nth + 1} is no value of the kind ${kind}: its line is empty.`);
        }
      });
    });
}
