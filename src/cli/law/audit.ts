import type { Command } from 'commander';
import { isoOf } from '../../core/time.ts';
import { entriesOf } from '../../run/audit/audit.ts';
import type { Told } from '../../run/audit/entry.ts';
import { isAsked, type AuditFilter } from '../../run/audit/filter.ts';
import { fileOf, withApp, type CommandContext, type Shared } from '../context.ts';
import { printable } from '../io.ts';
import { anchorNow, anchorsKept, broken, checkAudit, readAnchors, saidAnchor } from './anchoring.ts';

interface ListWords extends Shared { readonly who?: string; readonly what?: string; readonly person?: string; readonly day?: string }

/** Who did what, and whether what is written of it is what was written. */
export function addAuditCommands(program: Command, context: CommandContext): void {
  const { io } = context;
  const audit = program.command('audit').description('Who looked at whom and changed what, and whether anything of it was changed since.');
  audit.command('list')
    .description('What was done, oldest first: looks, changes, refusals.')
    .option('--who <name>', 'what this account did')
    .option('--what <words>', 'where these words stand in what was done')
    .option('--person <pseudonym>', 'what concerns this person, such as Heron-417')
    .option('--day <day>', 'of this day in UTC, such as 2026-11-16')
    .option('--by <name>', 'who looks; written down')
    .action(async (_own, self: Command) => {
      const words = self.optsWithGlobals<ListWords>();
      const filter: AuditFilter = { who: words.who, what: words.what, person: words.person, day: words.day };
      await withApp(words, context, async (app) => {
        const entries = (await entriesOf(app.store)).filter((entry) => isAsked(entry, filter));
        for (const entry of entries) io.out(words.json ? JSON.stringify(entry) : printable(lineOf(entry)));
        if (entries.length === 0) io.err('Nothing of that stands in the audit.');
      });
    });
  audit.command('verify')
    .description('Compute the chain anew, hold it against the anchors, and name the first entry that does not fit.')
    .option('--anchors <file>', 'anchors, one a line, instead of those under audit.anchors')
    .action(async (_own, self: Command) => {
      const words = self.optsWithGlobals<Shared & { anchors?: string }>();
      await withApp(words, context, async (app) => {
        const anchors = words.anchors === undefined ? anchorsKept(app).anchors : readAnchors(fileOf(words.anchors, io));
        const verdict = await checkAudit(app, anchors);
        if (words.json) io.out(JSON.stringify(verdict));
        if (verdict.fault) throw broken(verdict.fault);
        if (!words.json) io.out(printable(`Whole: ${verdict.entries} entries${verdict.newest ? `, the newest of ${isoOf(verdict.newest.at)} with hash ${verdict.newest.hash}` : ''}.`));
        io.err(anchors.length === 0 ? 'No anchor was there to hold it against: rows taken from the end would not show.' : `${verdict.anchors} of ${anchors.length} anchors fit.`);
      });
    });
  audit.command('anchor')
    .description('Write the newest hash down outside the store now, as the job audit.anchor does every day.')
    .action(async (_own, self: Command) => {
      const words = self.optsWithGlobals<Shared>();
      await withApp(words, context, async (app) => {
        const anchored = await anchorNow(app);
        if (words.json) io.out(JSON.stringify(anchored ?? null));
        else io.out(printable(`${saidAnchor(anchored)}.`));
      });
    });
}

function lineOf({ n, at, by, role, did, what, id, people, status }: Told): string {
  return [String(n).padStart(7), isoOf(at), role === undefined ? by : `${by} (${role})`, did === 'refused' ? `refused${status === undefined ? '' : `: ${REFUSALS[status] ?? status}`}` : did, what, id, people.join(' ')].filter(Boolean).join('  ');
}

/** Why something was refused, by the status it was answered with; also of commands, which have the same failures. */
const REFUSALS: Readonly<Record<number, string>> = { 400: 'it did not fit (400)', 401: 'not signed in (401)', 403: 'not for this role (403)', 404: 'not there (404)', 409: 'somebody else was first (409)', 429: 'too many (429)', 503: 'the store did not answer (503)' };
