import { judgesOf } from '../../app.ts';
import { openEnricher } from '../../collect/enrich.ts';
import { FarmwatchError } from '../../errors.ts';
import { TESTED_BY, everOf, farmCompanies, figuresOf, ordinaryCompanies, populationsOf, type EverFigure, type Figure } from '../../evaluate/weights.ts';
import { configOf, wholeOf, type CommandContext, type Shared } from '../context.ts';
import { aligned } from '../text.ts';
import { judgeWith, namesOf } from './judge.ts';

export interface WeightsWords extends Shared { readonly seeds: string; readonly people: string; readonly farmPeople: string; readonly everPeople: string }

/**
 * Holds all weights against simulated people, with the settings of the configuration.
 *
 * @throws FarmwatchError `weights.dishonest`, after the figures are printed
 */
export async function evaluateWeights(words: WeightsWords, context: CommandContext): Promise<void> {
  const { io } = context;
  const seeds = wholeOf(words.seeds, '--seeds', 1, 1_000);
  const people = wholeOf(words.people, '--people', seeds, 100_000);
  const farmPeople = wholeOf(words.farmPeople, '--farm-people', 1, 100_000);
  const everPeople = wholeOf(words.everPeople, '--ever-people', 0, 100_000);
  const parts = judgesOf(configOf(words, context));
  const judge = judgeWith({ ...parts, enricher: await openEnricher() });
  const [quiet, farmed] = [ordinaryCompanies({ seeds, people }), farmCompanies(farmPeople)];

  const { ordinary } = await populationsOf(judge, quiet, (done) => io.progress(`ordinary people: ${done} of ${quiet.length} simulated companies`));
  const { farm } = await populationsOf(judge, farmed, (done) => io.progress(`farm people: ${done} of ${farmed.length} simulated companies`));
  const names = namesOf(parts.detectors);
  const figures = figuresOf({ ordinary, farm }, names);
  const ever = await everOf(judge, everPeople, names, (done) => io.progress(`ninety daily runs: ${done} of ${everPeople} simulated people`));

  if (words.json) for (const figure of [...figures, ...ever]) io.out(JSON.stringify(lineOf(figure)));
  else {
    io.out(`Simulated: ${ordinary.length} ordinary people of ${seeds} seeds, ${farm.length} farm people of all styles, each looked at once, at a time drawn at random.`);
    io.out('Shares in %, each with its exact 99 % bounds; ! where even the lower bound is above what may be.');
    io.out(`Not tested is what fewer than ${TESTED_BY} ordinary people have any weight above 0 of${untested(figures)}.`);
    for (const line of tableOf('ordinary people: t or more', figures.filter((figure) => figure.population === 'ordinary'))) io.out(line);
    for (const line of tableOf('farm people: −t or less', figures.filter((figure) => figure.population === 'farm'))) io.out(line);
    if (ever.length > 0) for (const line of tableOf(`ever t or more in ninety daily runs, ${everPeople} simulated ordinary people`, ever)) io.out(line);
  }
  const dishonest = figures.filter(({ honest }) => !honest);
  if (dishonest.length > 0) throw new FarmwatchError('weights.dishonest', { why: dishonest.map(said).join('; ') });
}

function lineOf({ population, of, name, threshold, people, reached, share, atLeast, atMost, ...promise }: Figure | EverFigure): object {
  return { simulated: true, population, of, name, threshold, people, reached, share, at_least: atLeast, at_most: atMost, ...promise };
}

/** Which detectors and families are not tested, each with how many it speaks against. */
function untested(figures: readonly Figure[]): string {
  const named = new Map(figures.filter(({ tested }) => !tested).map(({ of, name, spoken }) => [`${of} ${name} (${spoken})`, true]));
  return named.size === 0 ? '; here nothing' : `: ${[...named.keys()].join(', ')}`;
}

/** A line for each detector, family and the total; a column for each threshold. Without a promise nothing "may be". */
export function tableOf(title: string, figures: readonly (EverFigure | Figure)[]): readonly string[] {
  const columns = [...new Set(figures.map(({ threshold }) => threshold))];
  const rows = [...Map.groupBy(figures, ({ of, name }) => (of === 'total' ? name : `${of} ${name}`))];
  const may = 'allowed' in figures[0]! ? [['may be', ...columns.map((threshold) => percent(Math.exp(-threshold)))]] : [];
  return ['', ...aligned([title, ...columns.map((threshold) => `t = ${threshold}`)], [...may, ...rows.map(([name, ofOne]) => [name, ...columns.map((threshold) => cellOf(ofOne.find((figure) => figure.threshold === threshold)))])])];
}

/** Only the total is asked about 5 and 6. */
function cellOf(figure: EverFigure | Figure | undefined): string {
  if (figure === undefined) return '';
  return `${percent(figure.share)} (${percent(figure.atLeast)}–${percent(figure.atMost)})${'honest' in figure ? (!figure.honest ? ' !' : figure.tested ? '' : ' not tested') : ''}`;
}

function percent(share: number): string {
  return (share * 100).toFixed(share < 0.1 ? 2 : 1);
}

function said({ population, of, name, threshold, reached, people, allowed }: Figure): string {
  const weight = population === 'ordinary' ? `${threshold} or more` : `−${threshold} or less`;
  return `${of === 'total' ? 'the total' : `${of} ${name}`} is ${weight} for ${reached} of ${people} simulated ${population === 'ordinary' ? 'ordinary' : 'farm'} people, where ${percent(allowed)} % may be`;
}
