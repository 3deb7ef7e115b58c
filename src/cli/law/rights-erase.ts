import { existsSync } from 'node:fs';
import { Option, type Command } from 'commander';
import type { App } from '../../app.ts';
import { removeDropped } from '../../collect/dropped/drop-folder.ts';
import { namedFiles } from '../../collect/dropped/named-files.ts';
import { withSpoolIn } from '../../collect/intake/spool.ts';
import { keptRejects } from '../../collect/rejects.ts';
import { isoOf } from '../../core/time.ts';
import { FarmwatchError } from '../../errors.ts';
import { auditOf } from '../../run/audit/audit.ts';
import type { Did } from '../../run/audit/entry.ts';
import { askOrErasure, erase, placesOf, rehearseErasure, type ErasureParts, type ErasureRehearsed } from '../../run/erasures/erasing.ts';
import { GROUNDS, saidErasure, type Erasure, type Ground } from '../../run/erasures/erasure.ts';
import { sayCounts } from '../../run/housekeeping.ts';
import type { RightsAsk } from '../../run/rights-asks.ts';
import { droppedFolder } from '../bring/file-desk.ts';
import { spoolFolder } from '../configured/intake.ts';
import { withApp, type CommandContext, type Shared } from '../context.ts';
import { printable } from '../io.ts';
import { pseudonymsIn } from '../looked.ts';
import { housekeepingOf } from '../serve/jobs.ts';
import { sentenceOf } from '../words.ts';

interface EraseWords extends Shared { readonly ground?: Ground; readonly reason?: string; readonly despite?: string; readonly decidedBy?: string; readonly dryRun?: boolean; readonly by: string }

/** `rights erase`: lets one person go on their request. */
export function addErase(rights: Command, context: CommandContext): void {
  const { io } = context;
  rights.command('erase <ask>')
    .description('Let whoever asked for deletion go now, before their time, with whatever is held of them; with --dry-run tell what would go. Not while a hold or an open case names them.')
    .addOption(new Option('--ground <ground>', Object.entries(GROUNDS).map(([ground, says]) => `${ground} (${says})`).join(', ')).choices(Object.keys(GROUNDS)))
    .option('--reason <text>', 'why, in a sentence without their name; kept')
    .option('--despite <text>', 'why they go although something speaks against it, such as that they still work here; kept')
    .option('--decided-by <name>', 'who decided that; not who lets them go')
    .option('--dry-run', 'tell what would go from which place, and what stands against it; change nothing')
    .requiredOption('--by <name>', 'who lets them go; kept')
    .action(async (id: string, _own, self: Command) => {
      const words = self.optsWithGlobals<EraseWords>();
      await withApp(words, context, async (app) => {
        const by = sentenceOf(words.by, '--by');
        const found = await askOrErasure(app.store, id);
        if (!('hire' in found)) return io.out(words.json ? JSON.stringify(erasureRecord(found)) : saidErasure(found));
        if (words.dryRun) {
          await note(app, 'looked', found, by);
          return sayRehearsed(await rehearseErasure(erasureOf(app), found), words, (line) => io.out(printable(line)));
        }
        if (words.ground === undefined || words.reason === undefined) throw new FarmwatchError('usage', { why: 'Say on which --ground and for what --reason they go, or look with --dry-run first.' });
        if ((words.despite === undefined) !== (words.decidedBy === undefined)) throw new FarmwatchError('usage', { why: '--despite and --decided-by belong together: what was decided, and by whom.' });
        const { ground, reason, despite, decidedBy } = words;
        await note(app, 'change', found, by);
        try {
          const erasure = await erase(erasureOf(app), found, { ground, reason, ...(despite === undefined || decidedBy === undefined ? {} : { decision: { by: decidedBy, why: despite } }) }, by);
          io.out(words.json ? JSON.stringify(erasureRecord(erasure)) : `${saidErasure(erasure)} ${sayCounts(erasure.done!.counts)}`);
          io.err('Copies, packs and backups that were written to files are reached by no rule of Farmwatch: delete them too.');
        } catch (error) {
          if (error instanceof FarmwatchError) await note(app, 'refused', found, by, error);
          throw error;
        }
      });
    });
}

/** What an erasure works with, by the configuration. */
export function erasureOf(app: App): ErasureParts {
  return { ...housekeepingOf(app), rejects: keptRejects(app.folder), waiting: waitingBeside(spoolFolder(app), droppedFolder(app)) };
}

/** Records that were sent and files that were dropped, as they lie in their folders, under the names that the table of places has for these. */
export function waitingBeside(spool: string, dropped: string): ErasureParts['waiting'] {
  const inSpool = async <T>(nothing: T, work: Parameters<typeof withSpoolIn<T>>[1]): Promise<T> => (existsSync(spool) ? withSpoolIn(spool, work) : nothing);
  return {
    'spool/': { count: (isTheirs) => inSpool(0, (records) => records.count(isTheirs)), takeOut: (isTheirs) => inSpool(undefined, (records) => records.takeOut(isTheirs)) },
    'dropped/': { count: async (isTheirs) => (await namedFiles(dropped, isTheirs)).length, takeOut: async (isTheirs) => removeDropped(dropped, await namedFiles(dropped, isTheirs)) },
  };
}

/** By pseudonym, which stands for nobody afterwards. */
async function note(app: App, did: Did, { id, hire }: RightsAsk, by: string, refused?: FarmwatchError): Promise<void> {
  const of = await pseudonymsIn(app.store, [hire]);
  await auditOf(app.store).append({ at: app.now(), by, from: 'command', did, what: 'rights erase', id, people: [of(hire)], ...(refused ? { status: refused.status } : {}) });
}

function sayRehearsed(told: ErasureRehearsed, { json }: Shared, out: (line: string) => void): void {
  const { ask, forbidden, objections, counts } = told;
  const places = placesOf(told);
  if (json) return out(JSON.stringify({ ask: ask.id, forbidden: forbidden ?? null, objections, places, counts }));
  for (const { place, goes, changes } of places) out(`${place}: ${[...(goes > 0 ? [`${goes} would go`] : []), ...(changes > 0 ? [`${changes} would be written anew without them`] : [])].join(', ')}.`);
  out(sayCounts(counts));
  if (forbidden !== undefined) out(`Not now: ${forbidden}`);
  for (const one of objections) out(`Against it: ${one}`);
}

export function erasureRecord({ ask, at, by, ground, reason, decision, done }: Erasure): object {
  return { ask, at: isoOf(at), by, ground, reason, decision: decision ?? null, done: done ? { at: isoOf(done.at), counts: done.counts } : null };
}
