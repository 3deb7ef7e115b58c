import { readFileSync, existsSync } from 'node:fs';
import type { Command } from 'commander';
import type { App } from '../../app.ts';
import { shortHash } from '../../core/canonical.ts';
import { counted } from '../../core/counted.ts';
import { DAY, isoOf, type Instant } from '../../core/time.ts';
import { FarmwatchError } from '../../errors.ts';
import { compareSettings } from '../../run/compare-settings.ts';
import { isSame, keptOf } from '../../run/difference.ts';
import { isOwnDecision, laidOver, proposalsOf, readSettings, settingsJournal, type Proposal, type Standing, type Wanted } from '../../run/settings-book.ts';
import { fileOf, pastInstantOf, wholeOf, withApp, type CommandContext, type Shared } from '../context.ts';
import { printable } from '../io.ts';
import { sentenceOf } from '../words.ts';
import { differenceLines, keptLines, saidDifference } from './difference.ts';
import { saidValues, wantedIn, wantedOf } from './settings-words.ts';

interface ProposeWords extends Shared { readonly file?: string; readonly by: string; readonly days: string; readonly asOf?: string }
interface DecideWords extends Shared { readonly by: string; readonly reason: string }

/** Changing what a number means to people's jobs takes a look at what it would have done, and a name. */
export function addSettings(program: Command, context: CommandContext): void {
  const { io } = context;
  const settings = program.command('settings').description('Other values of detector and fusion settings: shown on the past, decided by somebody, kept.');
  settings.command('propose [values...]')
    .description('Judge the last days again with other values, in memory, and keep the difference as a proposal. Nothing takes effect.')
    .option('--file <file>', 'the values in a file, as `detectors` and `fusion` of farmwatch.json')
    .requiredOption('--by <name>', 'who proposes; kept')
    .option('--days <count>', 'days to judge again, one run each', '90')
    .option('--as-of <instant>', 'end of these days, instead of now')
    .action(async (values: readonly string[], _own, self: Command) => {
      const words = self.optsWithGlobals<ProposeWords>();
      const by = sentenceOf(words.by, '--by');
      const days = wholeOf(words.days, '--days', 1, 365);
      if (values.length > 0 && words.file !== undefined) throw new FarmwatchError('usage', { why: 'Give the values as words or with --file, not both.' });
      await withApp(words, context, async (app) => {
        const { judges, versions } = await app.pipeline.inForce(io.now());
        const wanted = words.file === undefined ? wantedOf(values, judges) : wantedIn(words.file, textOf(fileOf(words.file, io)), judges);
        const said = saidValues(wanted, judges);
        const asOf = words.asOf === undefined ? await app.store.events.watermark() : await pastInstantOf(words.asOf, '--as-of', app);
        const instants = Array.from({ length: days }, (_, day) => asOf - (days - 1 - day) * DAY);
        const difference = await compareSettings(app.pipeline, judges, laidOver(judges, wanted).judges, instants, (done) => io.progress(`judging again, day ${done} of ${days}`));
        const kept = keptOf(difference);
        const at = io.now();
        const proposal: Proposal = {
          id: `s-${shortHash(JSON.stringify([at, by, wanted])).slice(0, 8)}`, at, by, values: wanted,
          shown: { from: instants[0]!, to: asOf, runs: days, difference: kept }, basis: versions,
        };
        await settingsJournal(app.store).append({ kind: 'proposed', at, proposal });
        if (words.json) {
          io.out(JSON.stringify({ ...lineOf({ proposal }), people: { up: difference.people.up, down: difference.people.down } }));
        } else {
          io.out(printable(`${proposal.id}  ${said.join(', ')}`));
          for (const line of differenceLines(difference)) io.out(printable(line));
        }
        await sayHowFar(app, instants[0]!, asOf, context);
        if (isSame(kept)) io.err('These days cannot tell the values apart. That is no proof that others could not.');
        io.err(`Proposed, not in force; who stands otherwise is not kept. farmwatch settings accept ${proposal.id} --by NAME --reason TEXT`);
      });
    });
  settings.command('list')
    .description('Proposals, what they would have changed, and what became of them.')
    .action(async (_own, self: Command) => {
      const options = self.optsWithGlobals<Shared>();
      await withApp(options, context, async (app) => {
        const all = proposalsOf(await readSettings(app.store));
        const { unfit } = await app.pipeline.inForce(io.now());
        for (const one of all) {
          if (options.json) io.out(JSON.stringify(lineOf(one)));
          else for (const line of textOfStanding(one)) io.out(printable(line));
        }
        for (const why of unfit) io.err(printable(`Not in force, because it does not fit this release: ${why}. Propose another value.`));
        if (all.length === 0) io.err('Nobody has proposed anything: the values of farmwatch.json and the defaults hold.');
      });
    });
  for (const [verb, kind, does] of [['accept', 'accepted', 'Let a proposal take effect from now on; runs of earlier instants keep the earlier values.'], ['reject', 'rejected', 'Put a proposal aside for good.']] as const) {
    settings.command(`${verb} <id>`)
      .description(does)
      .requiredOption('--by <name>', 'who decides; kept')
      .requiredOption('--reason <text>', 'why, in a sentence; kept')
      .action(async (id: string, _own, self: Command) => {
        const words = self.optsWithGlobals<DecideWords>();
        const [by, reason] = [sentenceOf(words.by, '--by'), sentenceOf(words.reason, '--reason')];
        await withApp(words, context, async (app) => {
          const found = await undecided(app, id);
          const at = io.now();
          if (kind === 'accepted') await stillHolds(app, found, at);
          await settingsJournal(app.store).append({ kind, at, id, by, reason });
          const standing: Standing = { proposal: found, decided: { kind, at, id, by, reason } };
          if (words.json) io.out(JSON.stringify(lineOf(standing)));
          else io.out(printable(kind === 'accepted' ? `${id} takes effect with runs from ${isoOf(at)} on.` : `${id} is put aside.`));
          if (kind === 'accepted' && isOwnDecision(standing)) io.err(printable(`${by} proposed it and accepted it: nobody else is on record as having looked. "farmwatch settings list" goes on saying so.`));
        });
      });
  }
}

async function undecided(app: App, id: string): Promise<Proposal> {
  const found = proposalsOf(await readSettings(app.store)).find(({ proposal }) => proposal.id === id);
  if (!found) throw new FarmwatchError('not.found', { what: `proposal ${JSON.stringify(id)}`, cure: 'See "farmwatch settings list".' });
  if (found.decided) throw new FarmwatchError('usage', { why: `${id} was ${found.decided.kind} on ${isoOf(found.decided.at)} by ${found.decided.by}. Propose the values again.` });
  return found.proposal;
}

/** What was shown holds for what judged then, and for nothing else. */
async function stillHolds(app: App, { id, values, basis }: Proposal, at: Instant): Promise<void> {
  const { judges, versions } = await app.pipeline.inForce(at);
  const other = [...new Set([...Object.keys(basis), ...Object.keys(versions)])].sort().filter((part) => basis[part] !== versions[part]);
  if (other.length > 0) throw new FarmwatchError('usage', { why: `What was shown for ${id} does not hold any more: ${other.join(', ')} changed since. Propose the values again.` });
  const { unfit } = laidOver(judges, values);
  if (unfit.length > 0) throw new FarmwatchError('usage', { why: `${unfit.join('; ')}.` });
}

/** Days before the oldest rows held are judged on less than they were then. */
async function sayHowFar(app: App, from: Instant, to: Instant, { io }: CommandContext): Promise<void> {
  const longest = Math.max(0, ...app.pipeline.parts.detectors.map(({ detector }) => detector.days));
  const oldest = (await app.store.events.days({ from: 0, to: to + 1, asOf: to }))[0]?.day;
  if (oldest === undefined) io.err('No events of these days are held: nothing can stand otherwise.');
  else if (Date.parse(oldest) > from - longest * DAY) io.err(`The oldest events held are of ${oldest}; days that look back beyond it are judged on less, both ways alike.`);
}

function textOf(file: string): string {
  if (!existsSync(file)) throw new FarmwatchError('file.missing', { file });
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new FarmwatchError('file.unreadable', { file, why: 'it cannot be read', cure: 'Name a readable file.' }, { cause });
  }
}

function lineOf({ proposal, decided }: Standing): object {
  const { id, at, by, values, shown } = proposal;
  return {
    id, proposed_at: isoOf(at), proposed_by: by, values, status: decided?.kind ?? 'proposed',
    shown: { from: isoOf(shown.from), to: isoOf(shown.to), runs: shown.runs, ...shown.difference },
    ...(decided ? { decided_at: isoOf(decided.at), decided_by: decided.by, own_decision: isOwnDecision({ proposal, decided }), reason: decided.reason } : {}),
  };
}

function textOfStanding({ proposal, decided }: Standing): readonly string[] {
  const { id, at, by, values, shown } = proposal;
  return [
    `${id}  ${decided?.kind ?? 'proposed'}  ${flat(values)}`,
    `  proposed ${isoOf(at)} by ${by}; shown on ${counted(shown.runs, 'day')} up to ${isoOf(shown.to)}: ${saidDifference(shown.difference)}`,
    ...keptLines(shown.difference),
    ...(decided ? [`  ${decided.kind} ${isoOf(decided.at)} by ${decided.by}${decided.kind === 'accepted' && isOwnDecision({ proposal, decided }) ? ', who proposed it' : ''}: ${decided.reason}`] : []),
  ];
}

function flat(values: Wanted): string {
  return Object.entries(values).flatMap(([owner, own]) => Object.entries(own).map(([name, value]) => `${owner}.${name}=${value}`)).join(', ');
}
