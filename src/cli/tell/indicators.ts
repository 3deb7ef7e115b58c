import type { Command } from 'commander';
import { FarmwatchError } from '../../errors.ts';
import { closingLine, dryFields, dryLine, reasonLines } from '../bring/counts.ts';
import { fetchIndicators } from '../configured/indicators.ts';
import { withApp, type CommandContext, type Shared } from '../context.ts';
import { printable } from '../io.ts';

interface Words extends Shared { readonly again?: boolean; readonly dryRun?: boolean }

/** What others look for, fetched from where they share it. */
export function addIndicators(program: Command, context: CommandContext): void {
  const { io } = context;
  const indicators = program.command('indicators').description('Indicators of others. Files of them are read with "farmwatch import".');
  indicators.command('pull [collections...]')
    .description('Fetch what is new in TAXII 2.1 collections under sharing.taxii; all of them where none is named.')
    .option('--again', 'fetch all there is, not only what is new; what is known adds nothing')
    .option('--dry-run', 'say what would be taken; nothing is written')
    .action(async (named: readonly string[], _own, self: Command) => {
      const words = self.optsWithGlobals<Words>();
      await withApp(words, context, async (app) => {
        const collections = named.length > 0 ? named : Object.keys(app.loaded.config.sharing.taxii);
        if (collections.length === 0) throw new FarmwatchError('usage', { why: 'No collection is named under sharing.taxii of the configuration.' });
        for (const name of collections) {
          const { counts, pages, warnings } = await fetchIndicators(app, name, { again: words.again ?? false, dryRun: words.dryRun ?? false, say: (sentence) => io.err(printable(sentence)) });
          if (words.json) io.out(JSON.stringify({ collection: name, pages, read: counts.read, added: counts.added, known: counts.known, rejected: counts.rejected, reasons: Object.fromEntries(counts.reasons), ...(words.dryRun ? dryFields(counts) : {}) }));
          else io.out(printable(`${name}: ${words.dryRun ? dryLine(counts, false) : closingLine(counts)}`));
          for (const line of [...reasonLines(counts), ...warnings]) io.err(printable(line));
        }
      });
    });
}
