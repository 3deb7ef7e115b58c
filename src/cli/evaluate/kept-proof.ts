import type { App } from '../../app.ts';
import type { Instant } from '../../core/time.ts';
import type { PlantedOutcome } from '../../evaluate/planted.ts';
import { ALL_HOUSEHOLDS, hiddenJournal, plantedJournal, type HiddenRow } from '../../report/kept.ts';
import type { Entry } from '../../run/allowed/ledger.ts';

/** Keeps whether planted farms were found, for reports; nothing of the farms themselves. */
export async function keepPlanted({ store, now }: Pick<App, 'store' | 'now'>, { seed, asOf }: { readonly seed: string; readonly asOf: Instant }, { outcomes }: { readonly outcomes: readonly PlantedOutcome[] }): Promise<void> {
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
