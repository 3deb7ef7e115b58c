import type { App } from '../../app.ts';
import { counted } from '../../core/counted.ts';
import { weekAt } from '../../report/week.ts';
import { ledger } from '../../run/allowed/ledger.ts';
import { keepHidden, keepPlanted } from './kept-proof.ts';
import { plantedIn, type PlantedAsked } from './planted.ts';

/** What the weekly job plants: as many farms of three as of two, for an interval that grows narrower with the weeks. */
const WEEKLY = [{ laptops: 3, times: 3 }, { laptops: 2, times: 3 }] as const;

/** What takes too long while somebody waits for a report: plants farms and counts what permissions hide, once a week. */
export async function prove(app: App): Promise<string> {
  const asOf = (await app.pipeline.runs.newest())?.asOf ?? await app.store.events.watermark();
  const seed = weekAt(asOf, app.loaded.config.company.time_zone).name;
  let [found, of] = [0, 0];
  for (const { laptops, times } of WEEKLY) {
    const asked: PlantedAsked = { laptops, times, style: undefined, seed, asOf };
    const planted = await plantedIn(app, asked, () => {});
    await keepPlanted(app, asked, planted);
    found += planted.outcomes.filter((one) => one.found).length;
    of += planted.outcomes.length;
  }
  const entries = await ledger(app.pipeline, asOf, () => {});
  await keepHidden(app, asOf, entries);
  return `${found} of ${of} planted, simulated farms found; ${counted(entries.length, 'row')} of what is allowed counted`;
}
