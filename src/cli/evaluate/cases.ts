import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { judgesOf } from '../../app.ts';
import { openEnricher } from '../../collect/enrich.ts';
import { dayOf } from '../../core/time.ts';
import { FarmwatchError } from '../../errors.ts';
import { evaluation, type EvaluationPlan, type OwnedResult } from '../../evaluate/evaluation.ts';
import { textOfTable, type OwnedTable } from '../../evaluate/owned-table.ts';
import { SIZES, seedsOf } from '../../evaluate/plan.ts';
import { lineOf, pageOf, recordOf } from '../../evaluate/report.ts';
import { configOf, fileOf, wholeOf, type CommandContext, type Shared } from '../context.ts';
import { printable } from '../io.ts';
import { caseJudgeWith, namesOf, toolOf } from './judge.ts';
import { keptChronicles } from './kept-chronicles.ts';
import { farmsOf } from './simulate.ts';

export interface CasesWords extends Shared {
  readonly seeds: string; readonly people: string; readonly days: string; readonly farms: string; readonly ownedSeeds: string;
  readonly out?: string; readonly ownedOut?: string; readonly keep?: string;
}

/** What a page begins with; a file that begins otherwise is not overwritten. */
const PAGE_BEGINS = '# Evaluation\n';
const TABLE_BEGINS = '{\n "simulated": true,';

/** Follows simulated companies through daily runs to their cases, and prints what was found, missed and falsely raised. */
export async function evaluateCases(words: CasesWords, context: CommandContext): Promise<void> {
  const { io } = context;
  const plan = planOf(words);
  const out = ours(words.out, PAGE_BEGINS, '--out', context);
  const ownedOut = ours(words.ownedOut, TABLE_BEGINS, '--owned-out', context);
  if (ownedOut !== undefined && plan.ownedSeeds === 0) throw new FarmwatchError('usage', { why: '--owned-out writes the table by what a company owns, which --owned-seeds 0 leaves out.' });
  const config = configOf(words, context);
  const parts = judgesOf(config);
  const keep = words.keep === undefined ? {} : { keep: keptChronicles(fileOf(words.keep, io), JSON.stringify(config)) };
  const judge = caseJudgeWith({ ...parts, enricher: await openEnricher() });
  const began = io.now();

  const { figures, owned } = await evaluation({ judge, toolOf, ...namesOf(parts.detectors), base: { oneIn: parts.fusion.oneIn }, ...keep }, plan, (said) => io.progress(printable(`simulated: ${said}`)));

  for (const figure of figures) io.out(words.json ? JSON.stringify(recordOf(figure)) : lineOf(figure));
  const command = printable(commandOf(words));
  const day = dayOf(io.now());
  if (out !== undefined) {
    const took = `${Math.max(1, Math.round((io.now() - began) / 60_000))} min${words.keep === undefined ? '' : ', besides what --keep held already'}`;
    writeFileSync(out, pageOf(figures, { command, day, took, machine: `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB` }));
    io.err(printable(`Written: ${words.out}`));
  }
  if (ownedOut !== undefined) {
    writeFileSync(ownedOut, textOfTable(tableOf(owned, command, day)));
    io.err(printable(`Written: ${words.ownedOut}`));
  }
}

function planOf(words: CasesWords): EvaluationPlan {
  const seeds = seedsOf(words.seeds);
  if ('refused' in seeds) throw new FarmwatchError('usage', { why: `--seeds: ${seeds.refused}` });
  return {
    seeds, people: wholeOf(words.people, '--people', 1, 5_000), days: wholeOf(words.days, '--days', 14, 365), farms: farmsOf(words.farms),
    ownedSeeds: wholeOf(words.ownedSeeds, '--owned-seeds', 0, seeds.length), sizes: SIZES,
  };
}

/** A file to write, which is not there yet or was written by this command. */
function ours(name: string | undefined, begins: string, option: string, { io }: CommandContext): string | undefined {
  if (name === undefined) return undefined;
  const file = fileOf(name, io);
  // Told before an hour of work, not after it.
  if (!existsSync(dirname(file))) throw new FarmwatchError('usage', { why: `${option} ${name}: there is no such folder. Make it, or name another file.` });
  if (existsSync(file) && !readFileSync(file, 'utf8').startsWith(begins)) throw new FarmwatchError('usage', { why: `${option} ${name} holds something that this command did not write, and would be overwritten. Name another file.` });
  return file;
}

/** The command line that makes the same figures again. */
function commandOf({ seeds, people, days, farms, ownedSeeds, out, ownedOut }: CasesWords): string {
  return [
    'npm run --silent farmwatch -- evaluate', `--seeds ${seeds}`, `--people ${people}`, `--days ${days}`, `--farms ${farms}`, `--owned-seeds ${ownedSeeds}`,
    ...(out === undefined ? [] : [`--out ${out}`]), ...(ownedOut === undefined ? [] : [`--owned-out ${ownedOut}`]),
  ].join(' ');
}

function tableOf(owned: readonly OwnedResult[], command: string, day: string): OwnedTable {
  return {
    simulated: true, command, day,
    rows: owned.map(({ row, hiresAYear, figures }) => {
      const [three, two, falseOnes] = figures.map(({ hits, among }) => [hits ?? 0, among ?? 0] as const);
      return { name: row.name, owned: row.owned, full_tunnel: row.fullTunnel === true, hires_a_year: hiresAYear, found_three: three!, found_two: two!, false_cases: falseOnes! };
    }),
  };
}
