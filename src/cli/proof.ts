import type { App } from '../app.ts';
import { counted } from '../core/counted.ts';
import type { Instant } from '../core/time.ts';
import { ALL_HOUSEHOLDS, hiddenJournal, plantedJournal, type HiddenRow } from '../report/kept.ts';
import { weekAt } from '../report/week.ts';
import { ledger, type Entry } from '../run/allowed/ledger.ts';
import { plantedIn, type Planted, type PlantedAsked } from './planted.ts';

/** What the weekly job plants: as many farms of three as of two, for an interval that grows narrower with the weeks. */
const WEEKLY = [{ laptops: 3, times: 3 }, { laptops: 2, times: 3 }] as const;

/** Keeps whether planted farms were found, for reports; nothing of the farms themselves. */
export async function keepPlanted({ store, now }: Pick<App, 'store' | 'now'>, { seed, asOf }: Pick<PlantedAsked, 'seed' | 'asOf'>, { outcomes }: Planted): Promise<void> {
  const plantings = outcomes.map(({ nth, style, laptops, since, found, asOf: judged }) => ({ nth, style, laptops, since, found, asOf: judged }));
  await plantedJournal(store).append({ at: now(), asOf, seed, plantings });
}

/** Keeps what each row of what is allowed hides, for reports. */
export async function keepHidden({ store, now }: Pick<App, 'store' | 'now'>, asOf: Instant, entries: readonly Entry[]): Promise<void> {
  await hiddenJournal(store).append({ at: now(), asOf, rows: hiddenRows(entries) });
}

function hiddenRows(entries: readonly Entry[]): readonly HiddenRow[] {
  const counts = (those: readonly Entry[]): Pick<HiddenRow, 'findings' | 'people' | 'cases'> => ({
    findings: those.reduce((sum, { hides }) => sum + hides.findings.length, 0), people: new Set(those.flatMap(({ hides }) => hides.people)).size, cases: those.reduce((sum, { hides }) => sum + hides.cases.length, 0),
  });
  const households = entries.filter(({ row }) => row.kind === 'household');
  return [
    ...entries.filter(({ row }) => row.kind !== 'household').map((entry) => ({ kind: entry.row.kind, id: entry.row.id, ...counts([entry]) })),
    ...(households.length > 0 ? [{ kind: 'household' as const, id: ALL_HOUSEHOLDS, ...counts(households) }] : []),
  ];
}

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
