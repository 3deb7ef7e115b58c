import { readLines } from '../collect/lines.ts';
import type { Command } from 'commander';
import { posteriorOf, isTooLittle } from '../../detectors/working-hours/clock-model.ts';
import { zoneLines } from '../evaluate/zones.ts';
import { FarmwatchError } from '../errors.ts';
import { fileOf, type CommandContext, type Shared } from './context.ts';
import { simulateInto } from './simulate.ts';
import { evaluateWeights, type WeightsWords } from './weights.ts';

export function addEvaluate(program: Command, context: CommandContext): void {
  const { io } = context;
  const evaluate = program.command('evaluate').description('Printed figures, with intervals.');
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
  evaluate.command('weights')
    .description('Whether weights mean what they say, among simulated people: of ordinary ones at most e^−t have a weight of t or more, of farm people −t or less. Ends with 1 where they do not.')
    .option('--seeds <count>', 'seeds of the simulated companies', '10')
    .option('--people <count>', 'ordinary people in all', '5000')
    .option('--farm-people <count>', 'farm people in all, of all styles', '1000')
    .option('--ever-people <count>', 'people followed through ninety daily runs; 0 leaves that out', '200')
    .action((_own, self: Command) => evaluateWeights(self.optsWithGlobals<WeightsWords>(), context));
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

async function* textsOf(file: string): AsyncGenerator<string> {
  for await (const lines of readLines(file)) {
    for (const line of lines) {
      if ('rejected' in line) throw new FarmwatchError('file.unreadable', { file, why: `line ${line.line}: ${line.rejected}` });
      yield line.text;
    }
  }
}
