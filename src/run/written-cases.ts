import type { CheckEntry } from '../cases/check-task.ts';
import type { ResponseEntry } from '../cases/response.ts';
import type { HumanAct } from '../cases/triage.ts';
import type { Identified, Store } from '../store/store.ts';
import type { AskedAllowance } from './allowed/allowance.ts';
import type { AskedExport } from './export-book.ts';
import type { HoldEntry } from './holds/hold.ts';
import type { RevealEntry } from './reveals.ts';
import type { ActEntry } from './waiting-book.ts';

/** What of a notice matters here: of which case somebody was told. A quiet one went to nobody. */
interface Told extends Identified { readonly about: { readonly kind: string; readonly case?: string }; readonly quiet?: true }

/**
 * Ids of the cases for which something was written or sent: what people did, holds, responses, exports, allowances, checks,
 * reveals, messages. Whatever was written names the case by its id alone, so such an id is never given up.
 */
export async function writtenCases(store: Pick<Store, 'journal' | 'shelf'>): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  const read = async <T>(name: string, casesOf: (entry: T) => readonly string[]): Promise<void> => {
    for await (const { entry } of store.journal<T>(name).read()) for (const id of casesOf(entry)) ids.add(id);
  };
  const ofAct = (entry: ActEntry<AskedAllowance | AskedExport>): readonly string[] => (entry.did === 'act' ? [entry.act.case] : []);
  await read<HumanAct>('acts', (act) => [act.case]);
  await read<HoldEntry>('holds', (entry) => (entry.did === 'asked' ? entry.cases : []));
  await read<ResponseEntry>('responses', (entry) => [entry.case]);
  await read<ActEntry<AskedExport>>('exports', ofAct);
  await read<ActEntry<AskedAllowance>>('allowances', ofAct);
  await read<CheckEntry>('checks', (entry) => (entry.did === 'begun' && 'case' in entry.task.origin ? [entry.task.origin.case] : []));
  // Whose name was asked for may be one person's; then it is no id of a case, and names none.
  await read<RevealEntry>('reveals', (entry) => (entry.did === 'asked' ? [entry.reveal.about] : []));
  for await (const { value: { about, quiet } } of store.shelf<Told>('notices').list()) if (about.case !== undefined && !quiet) ids.add(about.case);
  return ids;
}
