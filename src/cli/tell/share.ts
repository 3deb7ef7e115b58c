import type { Command } from 'commander';
import { FarmwatchError } from '../../errors.ts';
import { materialOf } from '../../report/exports/case-material.ts';
import { approved, bundleText, LEAVING_SAYS } from '../../report/exports/leaving.ts';
import { stixOf } from '../../report/exports/stix.ts';
import { sendTo } from '../../report/exports/taxii.ts';
import { approvedFor, exportBook } from '../../run/export-book.ts';
import { withApp, type CommandContext, type Shared } from '../context.ts';
import { printable } from '../io.ts';
import { noteLook } from '../looked.ts';
import { VERSION } from '../version.ts';
import { whoIs } from '../who.ts';
import { collectionNamed, senderOf } from './leaving.ts';

interface Words extends Shared { readonly to: string; readonly dryRun?: boolean; readonly by?: string }

/** What a case taught, sent to others who look for the same. */
export function addShare(program: Command, context: CommandContext): void {
  const { io } = context;
  const sharing = program.command('share').description('Sending what a case taught to others.');
  sharing.command('case <id>')
    .description('Send the STIX bundle of a case to a TAXII 2.1 collection, once it was approved for it. Without people, accounts and machines.')
    .requiredOption('--to <name>', 'a collection under sharing.taxii')
    .option('--dry-run', 'print what would leave; nothing is sent, and no approval is needed')
    .option('--by <name>', 'who sends; default is the account of this machine')
    .action(async (id: string, _own, self: Command) => {
      const words = self.optsWithGlobals<Words>();
      await withApp(words, context, async (app) => {
        const sender = await senderOf(app);
        const to = collectionNamed(app, words.to);
        if (words.dryRun === true) {
          await noteLook(app, { at: app.now(), by: whoIs(words.by), what: 'export', id: `${id} share ${words.to} --dry-run`, case: id }, { hires: [], applications: [] });
          const material = await materialOf(app.pipeline, id, sender);
          for (const line of bundleText(material).trimEnd().split('\n')) io.out(printable(line));
          return io.err(`${stixOf(material).objects.length} objects would go to ${words.to}. Nothing was sent.`);
        }
        const asked = approvedFor(await exportBook(app.store).read(), { case: id, what: 'share', to: words.to });
        if (!asked) throw new FarmwatchError('export.unapproved', { id, what: `${LEAVING_SAYS.share} (${words.to})` });
        const made = await approved(asked, { pipeline: app.pipeline, sender, product: VERSION });
        if (!('bundle' in made)) return;
        // Written down first: what leaves without a trace does not leave.
        await noteLook(app, { at: app.now(), by: whoIs(words.by), what: 'export', id: `${id} share ${words.to}`, case: id, purpose: asked.why }, { hires: [], applications: [] });
        const { taken, known, refused } = await sendTo(to, JSON.parse(made.bundle) as ReturnType<typeof stixOf>);
        if (words.json) io.out(JSON.stringify({ to: words.to, taken, known, refused }));
        else io.out(printable(`${words.to} took ${taken} objects${known > 0 ? `, and had ${known} already` : ''}.`));
        for (const one of refused) io.err(printable(`${words.to} refused ${one.id}: ${one.why}`));
        if (refused.length > 0) throw new FarmwatchError('share.failed', { to: words.to, why: `it refused ${refused.length} objects` });
      });
    });
}
