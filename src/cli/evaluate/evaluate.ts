import type { Command } from 'commander';
import { posteriorOf, isTooLittle } from '../../../detectors/working-hours/clock-model.ts';
import { readLines } from '../../collect/lines.ts';
import { FarmwatchError } from '../../errors.ts';
import { zoneLines } from '../../evaluate/zones.ts';
import { KNOBS, type Knobs } from '../../simulate/knobs.ts';
import { configOf, fileOf, instantOf, wholeOf, type CommandContext, type Shared } from '../context.ts';
import { evaluateCases, type CasesWords } from './cases.ts';
import { evaluatePlaces } from './places.ts';
import { addPlanted } from './planted.ts';
import { farmsOf, simulateInto } from './simulate.ts';
import { evaluateWeights, type WeightsWords } from './weights.ts';

export function addEvaluate(program: Command, context: CommandContext): void {
  const { io } = context;
  const evaluate = program.command('evaluate').description('Printed figures of simulated companies, with intervals. Without a further word: cases.');
  evaluate.command('cases', { isDefault: true })
    .description('Farm hires found, false cases by kind of innocent, precision, calibration; without each family, by what a company owns, beside rules of today. Everything is simulated.')
    .option('--seeds <list>', 'one company for each: report-1..4 for figures, tune-1..4 for trying things out; never both', 'report-1..4')
    .option('--people <count>', 'ordinary starters of each company', '100')
    .option('--days <count>', 'days of each company, with a run a day', '45')
    .option('--farms <sizes>', 'laptops in each farm of a company, such as 2,3', '2,2,3,3,5')
    .option('--owned-seeds <count>', 'seeds for the table by what a company owns, the first so many; 0 leaves it out', '1')
    .option('--keep <folder>', 'keep what was followed of each company there, and go on from it: for long evaluations')
    .option('--out <file>', 'also write the report as Markdown')
    .option('--owned-out <file>', 'also write the table by what a company owns, as doctor reads it')
    .action((_own, self: Command) => evaluateCases(self.optsWithGlobals<CasesWords>(), context));
  evaluate.command('zones <file>')
    .description('Which UTC offset each stream of times fits: one line for each, in order.')
    .action(async (file: string) => {
      let number = 0;
      for await (const line of zoneLines(textsOf(fileOf(file, io)), { posteriorOf, isTooLittle })) {
        number++;
        if ('rejected' in line) throw new FarmwatchError('file.unreadable', { file, why: `line ${line.line}: ${line.rejected}`, cure: 'Each line is {"id","t":[unix seconds]}.' });
        io.out(JSON.stringify(line));
      }
      if (number === 0) throw new FarmwatchError('file.unreadable', { file, why: 'the file is empty', cure: 'Each line is {"id","t":[unix seconds]}.' });
    });
  evaluate.command('places')
    .description('How well laptops are placed in simulated companies: regions, radius, wrong verdicts, cannot-tell.')
    .option('--seeds <list>', 'one company for each', '1,2,3')
    .option('--people <count>', 'starters of each company', '300')
    .option('--days <count>', 'days of each company', '42')
    .option('--farms <sizes>', 'laptops in each farm, such as 3,5', '2,4')
    .option('--until <instant>', 'end of the simulated time', '2026-11-16')
    .option('--knob <name=number>', 'a rate of the simulated world, such as deviceLocation=0', (text: string, all: readonly string[]) => [...all, text], [])
    .action(async (_own, self: Command) => {
      const words = self.optsWithGlobals<Shared & PlacesWords>();
      await evaluatePlaces({
        seeds: words.seeds.split(','), people: wholeOf(words.people, '--people', 1, 100_000), days: wholeOf(words.days, '--days', 7, 365),
        farms: farmsOf(words.farms), endsAt: instantOf(words.until, '--until'), knobs: knobsOf(words.knob),
      }, configOf(words, context), io);
    });
  evaluate.command('weights')
    .description('Whether weights mean what they say, among simulated people: of ordinary ones at most e^−t have a weight of t or more, of farm people −t or less. Ends with 1 where they do not.')
    .option('--seeds <count>', 'seeds of the simulated companies', '10')
    .option('--people <count>', 'ordinary people in all', '5000')
    .option('--farm-people <count>', 'farm people in all, of all styles', '1000')
    .option('--ever-people <count>', 'people followed through ninety daily runs; 0 leaves that out', '200')
    .action((_own, self: Command) => evaluateWeights(self.optsWithGlobals<WeightsWords>(), context));
  addPlanted(evaluate, context);
  program.command('simulate')
    .description('Write a simulated company: files as import reads them, and truth.json.')
    .option('--seed <text>', 'the same seed gives the same company', '1')
    .option('--people <count>', 'starters', '100')
    .option('--days <count>', 'days', '60')
    .option('--farms <sizes>', 'laptops in each farm, such as 3,5', '')
    .option('--until <instant>', 'end of the simulated time', '2026-11-16')
    .requiredOption('--out <folder>', 'where to write')
    .action((_own, self: Command) => simulateInto(self.optsWithGlobals<Shared & Parameters<typeof simulateInto>[0]>(), io));
}

interface PlacesWords { readonly seeds: string; readonly people: string; readonly days: string; readonly farms: string; readonly until: string; readonly knob: readonly string[] }

/** Rates of the simulated world, as `name=number`. */
function knobsOf(texts: readonly string[]): Partial<Knobs> {
  return Object.fromEntries(texts.map((text) => {
    const [name, number] = text.split('=');
    if (name === undefined || !Object.hasOwn(KNOBS, name) || number === undefined || !Number.isFinite(Number(number))) throw new FarmwatchError('usage', { why: `--knob ${JSON.stringify(text)} names no rate. Write it like deviceLocation=0.3.` });
    return [name, Number(number)];
  }));
}

async function* textsOf(file: string): AsyncGenerator<string> {
  for await (const lines of readLines(file)) {
    for (const line of lines) {
      if ('rejected' in line) throw new FarmwatchError('file.unreadable', { file, why: `line ${line.line}: ${line.rejected}` });
      yield line.text;
    }
  }
}
