import type { Command } from 'commander';
import { closest } from 'fastest-levenshtein';
import type { App } from '../../app.ts';
import { shortHash } from '../../core/canonical.ts';
import { DAY, dayOf, isoOf, type Day, type Instant } from '../../core/time.ts';
import { readHistory, registryAt } from '../../detect/people/registry.ts';
import { FarmwatchError } from '../../errors.ts';
import { muteJournal, mutesAt, readMutes, sameTeam, sayMute, type Mute, type MuteEntry } from '../../run/mutes.ts';
import { withApp, type CommandContext, type Shared } from '../context.ts';
import { printable } from '../io.ts';
import { dayFrom, sentenceOf } from '../words.ts';

/** A mute that nobody will see the end of is none with an end. */
const MOST_DAYS = 366;

interface AddWords extends Shared { readonly team: string; readonly until: string; readonly owner: string; readonly reason: string }
interface RemoveWords extends Shared { readonly by: string; readonly reason: string }

export function addMutes(program: Command, context: CommandContext): void {
  const { io } = context;
  const mute = program.command('mute').description('Detectors that are not listened to for one team until a day. Their findings are still made, counted and shown as hidden, and add 0.');
  mute.command('add <detector>')
    .description('Mute a detector for a team, from the next run on.')
    .requiredOption('--team <name>', 'the team, as people.csv names it')
    .requiredOption('--until <day>', `last day, UTC; at most ${MOST_DAYS} days from now`)
    .requiredOption('--owner <name>', 'who answers for it; kept')
    .requiredOption('--reason <text>', 'why, in a sentence; kept')
    .action(async (detector: string, _own, self: Command) => {
      const words = self.optsWithGlobals<AddWords>();
      const at = io.now();
      const until = untilOf(words.until, at);
      const [owner, reason] = [sentenceOf(words.owner, '--owner'), sentenceOf(words.reason, '--reason')];
      await withApp(words, context, async (app) => {
        const ids = app.pipeline.parts.detectors.map((armed) => armed.detector.id);
        if (!ids.includes(detector)) throw new FarmwatchError('usage', { why: `There is no detector ${JSON.stringify(detector)}; the nearest name is ${closest(detector, ids)}.` });
        const team = await teamOf(app, words.team, at);
        const made: Mute = { id: `m-${shortHash(JSON.stringify([at, detector, team, until])).slice(0, 8)}`, detector, team, until, owner, reason };
        await muteJournal(app.store).append({ kind: 'added', at, mute: made });
        io.out(words.json ? JSON.stringify({ ...made, added_at: isoOf(at) }) : printable(`${made.id}: ${sayMute(made)}, from the next run on.`));
      });
    });
  mute.command('list')
    .description('What is muted, was muted and was taken back.')
    .action(async (_own, self: Command) => {
      const options = self.optsWithGlobals<Shared>();
      await withApp(options, context, async (app) => {
        const entries = await readMutes(app.store);
        const told = toldMutes(entries, io.now());
        for (const { mute: one, at, status, removed } of told) {
          if (options.json) io.out(JSON.stringify({ ...one, added_at: isoOf(at), status, ...(removed ? { removed_at: isoOf(removed.at), removed_by: removed.by, removed_reason: removed.reason } : {}) }));
          else io.out(printable(`${one.id}  ${status}  ${sayMute(one)}${removed ? `; removed ${isoOf(removed.at)} by ${removed.by}: ${removed.reason}` : ''}`));
        }
        if (told.length === 0) io.err('Nothing was ever muted.');
      });
    });
  mute.command('remove <id>')
    .description('Listen again, from the next run on.')
    .requiredOption('--by <name>', 'who takes it back; kept')
    .requiredOption('--reason <text>', 'why, in a sentence; kept')
    .action(async (id: string, _own, self: Command) => {
      const words = self.optsWithGlobals<RemoveWords>();
      const [by, reason] = [sentenceOf(words.by, '--by'), sentenceOf(words.reason, '--reason')];
      await withApp(words, context, async (app) => {
        const at = io.now();
        if (!mutesAt(await readMutes(app.store), at).some((one) => one.id === id)) throw new FarmwatchError('not.found', { what: `mute ${JSON.stringify(id)} in force`, cure: 'See "farmwatch mute list".' });
        await muteJournal(app.store).append({ kind: 'removed', at, id, by, reason });
        io.out(words.json ? JSON.stringify({ id, removed_at: isoOf(at), by, reason }) : printable(`${id} is removed; the next run listens again.`));
      });
    });
}

function untilOf(text: string, now: Instant): Day {
  const until = dayFrom(text, '--until');
  if (until < dayOf(now)) throw new FarmwatchError('usage', { why: `--until ${until} is over. Name the last day of the mute.` });
  if (until > dayOf(now + MOST_DAYS * DAY)) throw new FarmwatchError('usage', { why: `--until ${until} is more than ${MOST_DAYS} days away. Mute for less, and look again then.` });
  return until;
}

/** The team as the records spell it. @throws FarmwatchError `usage` where nobody is in it */
async function teamOf(app: App, asked: string, at: Instant): Promise<string> {
  const hires = registryAt(await readHistory(app.store), at, app.pipeline.parts.scope).hires.values();
  const teams = [...new Set([...hires].flatMap(({ team }) => team ?? []))];
  const found = teams.find((team) => sameTeam(team, asked));
  if (found !== undefined) return found;
  throw new FarmwatchError('usage', { why: teams.length === 0 ? 'Nobody has a team on record, so none can be muted. Import people.csv with a column team.' : `Nobody is in a team ${JSON.stringify(asked)}; the nearest name is ${closest(asked, teams)}.` });
}

type Removed = Extract<MuteEntry, { readonly kind: 'removed' }>;

function toldMutes(entries: readonly MuteEntry[], now: Instant): readonly { readonly mute: Mute; readonly at: Instant; readonly status: 'in force' | 'expired' | 'removed'; readonly removed?: Removed }[] {
  const inForce = new Set(mutesAt(entries, now).map(({ id }) => id));
  return entries.flatMap((entry) => {
    if (entry.kind !== 'added') return [];
    const removed = entries.find((other): other is Removed => other.kind === 'removed' && other.id === entry.mute.id);
    return [{ mute: entry.mute, at: entry.at, status: inForce.has(entry.mute.id) ? 'in force' as const : removed ? 'removed' as const : 'expired' as const, ...(removed ? { removed } : {}) }];
  });
}
