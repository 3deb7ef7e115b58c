import type { Command } from 'commander';
import { isAddress, keySourceOf, openRewriting, storeAt } from '../../app.ts';
import { counted } from '../../core/counted.ts';
import { FarmwatchError } from '../../errors.ts';
import { lookBeforeSealing, sealStore, type ToSeal } from '../../store/sealed/seal-store.ts';
import { openWayOut } from '../configured/way-out.ts';
import { configOf, fileOf, type CommandContext, type Shared } from '../context.ts';
import { printable } from '../io.ts';
import { mustHoldStore } from '../store-there.ts';

interface Options extends Shared { readonly backedUp?: boolean; readonly dryRun?: boolean }

export function addSeal(program: Command, context: CommandContext): void {
  const { io } = context;
  program.command('seal')
    .description('Seal a store that was filled before there was a key of identity; a backup is made first. Every server and command that uses it has to be ended.')
    .option('--backed-up', 'of an Elasticsearch: a snapshot of it was made')
    .option('--dry-run', 'count what would be sealed and say where the key would lie; nothing is written and no key is made')
    .action(async (_own, self: Command) => {
      const options = self.optsWithGlobals<Options>();
      if (context.lent) throw new FarmwatchError('usage', { why: 'A server holds this store. Stop it, seal, start it again.' });
      const loaded = configOf(options, context);
      const found = storeAt(loaded, options.store);
      const at = isAddress(found) ? found : fileOf(found, io);
      if (isAddress(at) && options.backedUp !== true && options.dryRun !== true) throw new FarmwatchError('usage', { why: 'An Elasticsearch is backed up with its own snapshots. Make one of all indices of Farmwatch, end every server and command that uses the store, and give --backed-up.' });
      if (!isAddress(at)) mustHoldStore(at);
      openWayOut(loaded);
      const store = await openRewriting(loaded, at, io.now);
      try {
        if (options.dryRun === true) {
          const found = await lookBeforeSealing(store, keySourceOf(loaded, at));
          if (options.json) io.out(JSON.stringify({ sealed: found.wasSealed, texts: found.texts, documents: found.documents, entries: found.entries, key: found.key, has_key: found.hasKey }));
          else io.out(printable(saidToSeal(found, isAddress(at))));
          return;
        }
        const { wasSealed, backup, isClean, key } = await sealStore(store, keySourceOf(loaded, at), io.progress);
        if (options.json) io.out(JSON.stringify({ sealed: true, was_sealed: wasSealed, key, backup: backup ?? null, clean: isClean }));
        else io.out(printable(wasSealed ? `It is sealed already, with the key in ${key}; nothing was changed.` : `Sealed. The key of identity lies in ${key}. Keep a copy of it apart from the backups: without it nobody can read who is meant.`));
        if (backup !== undefined) io.err(printable(`The copy from before lies in ${backup} and holds everything in plain text: delete it once you have seen that all is well. So do older backups of this store.`));
        if (backup === undefined && !wasSealed) io.err('Snapshots and backups from before hold everything in plain text: delete them once you have seen that all is well.');
        if (!isClean) io.err('Something in plain text may still lie in the bytes of the file. Run "farmwatch seal" once more; housekeeping removes it as well.');
      } finally {
        await store.close();
      }
    });
}

function saidToSeal({ wasSealed, texts, documents, entries, key, hasKey }: ToSeal, isElastic: boolean): string {
  if (wasSealed) return `It is sealed already, with the key in ${key}; there is nothing to do.`;
  return [
    `To be sealed: ${counted(texts, 'text')} of events that tell who somebody is, ${counted(documents, 'document')}, ${counted(entries, 'entry', 'entries')} of journals.`,
    `The key of identity ${hasKey ? 'lies' : 'would be made'} in ${key}.`,
    isElastic ? 'Make a snapshot of all indices first; what was written is sealed piece by piece.' : 'A copy of the store would be made beside it first, so as much room again has to be left on its disk.',
    'Nothing was changed.',
  ].join(' ');
}
