import type { Command } from 'commander';
import type { App } from '../../app.ts';
import type { CaseFile } from '../../cases/triage.ts';
import { triage } from '../../cases/triage.ts';
import type { Enricher } from '../../collect/enrich.ts';
import { counted } from '../../core/counted.ts';
import type { Event } from '../../core/event.ts';
import { PLAIN, say } from '../../core/said.ts';
import { DAY, isoOf, type Instant } from '../../core/time.ts';
import { countedLog } from '../../detect/counts/counted-log.ts';
import { gatherer, type Gatherer } from '../../detect/counts/gather.ts';
import { gathererOfBoth } from '../../detect/counts/two-logs.ts';
import { historyOf } from '../../detect/people/history.ts';
import { readHistory, registryAt, type History, type Registry } from '../../detect/people/registry.ts';
import { toldByEvents } from '../../detect/places/told-by-events.ts';
import { detect } from '../../detect/run.ts';
import { FarmwatchError } from '../../errors.ts';
import { missingOf, outcomeOf, plantedLine, plantedLines, plantedTotal, type Missing, type PlantedOutcome } from '../../evaluate/planted.ts';
import { judgedAt, type Judges } from '../../run/judged.ts';
import { FARM_STYLES, type FarmStyle } from '../../simulate/farm.ts';
import { plantingOf, type Planting } from '../../simulate/planting.ts';
import { pastInstantOf, wholeOf, withApp, type CommandContext, type Shared } from '../context.ts';
import { printable } from '../io.ts';
import { keepPlanted } from './kept-proof.ts';
import { groundOf } from './planted-ground.ts';

/** Days before the as-of within which a planted farm is built up. */
const PLANTED_DAYS = 60;
/** Everybody of the company is judged on up to sixty days for each planting. */
const MOST_TIMES = 200;

interface Words extends Shared { readonly laptops: string; readonly style?: string; readonly seed: string; readonly times: string; readonly asOf?: string }

export function addPlanted(evaluate: Command, context: CommandContext): void {
  evaluate.command('planted')
    .description('Whether and when a simulated farm would have been found among the company’s own records, judged day by day. The records are only read; what is planted is never stored, and whether it was found is kept for the weekly report.')
    .option('--laptops <count>', 'laptops of the farm', '3')
    .option('--style <name>', `how it is run: ${FARM_STYLES.join(', ')}; drawn at random where nothing is said`)
    .option('--seed <text>', 'the same seed on the same records plants the same farm', '1')
    .option('--times <count>', 'farms to plant, one after another, for an interval', '1')
    .option('--as-of <instant>', 'end of the planted time, instead of now')
    .action(async (_own, self: Command) => {
      const words = self.optsWithGlobals<Words>();
      const laptops = wholeOf(words.laptops, '--laptops', 2, 20);
      const times = wholeOf(words.times, '--times', 1, MOST_TIMES);
      const style = styleOf(words.style);
      await withApp(words, context, async (app) => {
        const asOf = words.asOf === undefined ? await app.store.events.watermark() : await pastInstantOf(words.asOf, '--as-of', app);
        const asked: PlantedAsked = { laptops, style, seed: words.seed, times, asOf };
        const planted = await plantedIn(app, asked, (text) => context.io.progress(text));
        await keepPlanted(app, asked, planted);
        const { outcomes, missing, people } = planted;
        const { io } = context;
        if (words.json) for (const line of [...outcomes.map(plantedLine), plantedTotal(outcomes, missing)]) io.out(JSON.stringify(line));
        else for (const line of plantedLines(outcomes, missing)) io.out(printable(line));
        io.err(`Planted, simulated: judged each day up to ${isoOf(asOf)} among ${counted(people, 'person', 'people')} of the company in scope, with the settings and mutes in force then. Nothing of the farms was stored; whether they were found is kept for the weekly report.`);
      });
    });
}

function styleOf(text: string | undefined): FarmStyle | undefined {
  const style = FARM_STYLES.find((one) => one === text);
  if (text !== undefined && style === undefined) throw new FarmwatchError('usage', { why: `--style ${JSON.stringify(text)} is no way to run a farm; there are ${FARM_STYLES.join(', ')}.` });
  return style;
}

export interface PlantedAsked { readonly laptops: number; readonly style: FarmStyle | undefined; readonly seed: string; readonly times: number; readonly asOf: Instant }
export interface Planted { readonly outcomes: readonly PlantedOutcome[]; readonly missing: Missing; readonly people: number }

/**
 * Plants farms among the records of a store and judges every day until they are found.
 *
 * The planted rows are counted as they pass, beside the store, and both kinds of counts are put together where evidence is
 * gathered. So nothing can reach the store, its counts are read once for all plantings, and a farm costs a few thousand
 * groups of memory. Copying the store would cost its size on disk and has to be cleaned up; merging the answers of a store
 * would read it anew for every planting, because the marks of its days would change.
 *
 * Each farm is judged by itself. All plantings are followed day by day together, so that a day of the company is read once.
 */
export async function plantedIn(app: Pick<App, 'store' | 'pipeline' | 'enricher'>, { laptops, style, seed, times, asOf }: PlantedAsked, progress: (text: string) => void): Promise<Planted> {
  const { scope } = app.pipeline.parts;
  const history = await readHistory(app.store);
  progress('looking at what this company collects');
  const here = [...registryAt(history, asOf, scope).hires.values()].filter(({ inScope }) => inScope);
  if (here.length === 0) throw new FarmwatchError('not.found', { what: `person in scope at ${isoOf(asOf)} among whom a farm could be planted`, cure: 'Import people.csv, or look from another instant with --as-of.' });
  const ground = await groundOf(app.store.events, history, asOf, PLANTED_DAYS, scope);
  const { judges, mutes } = await app.pipeline.inForce(asOf);
  const missing = missingOf(judges.detectors.map(({ detector }) => detector), (action) => ground.actions.has(action));
  const enricher = await app.enricher();
  const all = Array.from({ length: times }, (_, nth) => plantingOf(ground, { laptops, ...(style ? { style } : {}) }, `${seed}/${nth + 1}`));
  const instants = instantsOf(all, asOf);

  const followed: Followed[] = [];
  for (const planting of all) followed.push(await followedOf(planting, history, app, judges, instants[0]!, enricher));
  for (const [day, at] of instants.entries()) {
    const crowd = await app.pipeline.crowdAt(at);
    for (const [nth, farm] of followed.entries()) {
      if (farm.outcome?.found) continue;
      progress(`planted, simulated: day ${day + 1} of ${instants.length}, farm ${nth + 1} of ${times}`);
      farm.learn(at);
      const { findings, risks } = await judgedAt(farm.gather, await farm.registry(at), judges, crowd, mutes);
      farm.cases = triage(farm.cases, { asOf: at, risks, findings, halfLifeDays: judges.fusion.halfLifeDays, headlineOf: (finding) => say(finding.headline, PLAIN) });
      farm.outcome = outcomeOf(nth + 1, farm.planting.truth, at, risks, farm.cases.values());
    }
  }
  return { outcomes: followed.map(({ outcome }) => outcome!), missing, people: here.length };
}

/** One run a day at the hour of the as-of, from the day on which the first laptop arrives. */
function instantsOf(plantings: readonly Planting[], asOf: Instant): readonly Instant[] {
  const first = Math.min(asOf, ...plantings.flatMap(({ truth }) => Object.values(truth.arrivals)));
  const days = Math.floor((asOf - first) / DAY);
  return Array.from({ length: days + 1 }, (_, day) => asOf - (days - day) * DAY);
}

/** A planted farm with what was learned of it so far. */
interface Followed {
  readonly planting: Planting;
  readonly gather: Gatherer;
  /** Takes in what would have been learned by an instant; instants rise. */
  learn(asOf: Instant): void;
  registry(asOf: Instant): Promise<Registry>;
  cases: CaseFile;
  outcome?: PlantedOutcome;
}

async function followedOf(planting: Planting, own: History, { pipeline }: Pick<App, 'pipeline'>, judges: Judges, first: Instant, { enrich }: Enricher): Promise<Followed> {
  const planted = historyOf(planting);
  const history: History = { ...own, people: [...own.people, ...planted.people], devices: [...own.devices, ...planted.devices] };
  const { scope } = pipeline.parts;
  const log = countedLog();
  // What will be asked of the rows, before the first of them passes.
  const asking = gatherer(log.asked);
  await detect(asking, await toldByEvents(registryAt(history, first, scope), asking), judges.detectors);
  const gather = gathererOfBoth(pipeline.gather, gatherer(log.counted));
  const events: Iterator<Event, undefined> = planting.events()[Symbol.iterator]() as Iterator<Event, undefined>;
  let next = events.next();
  return {
    planting, gather, cases: new Map(),
    learn(asOf) {
      for (; !next.done && next.value['event.ingested'] <= asOf; next = events.next()) log.count(enrich(next.value));
    },
    registry: async (asOf) => toldByEvents(registryAt(history, asOf, scope), gather),
  };
}
