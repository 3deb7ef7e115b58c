import type { HumanAct } from '../../cases/triage.ts';
import type { AllowedRow, HireId } from '../../core/person.ts';
import type { Journal, Seq, Store } from '../../store/store.ts';
import type { AskedAllowance } from '../allowed/allowance.ts';
import { correctionJournal } from '../corrections.ts';
import type { Held } from '../holds/hold.ts';
import { holdJournal, readHolds } from '../holds/hold-book.ts';
import type { DeviceAct } from '../laptops/device-acts.ts';
import { rightsJournal } from '../rights-asks.ts';
import type { ActEntry } from '../waiting-book.ts';
import type { Gone } from '../forgotten-cases.ts';

/** Who just went, which cases are told of no more, and what is on hold. */
export interface Parted { readonly went: ReadonlySet<HireId>; readonly cases: Gone; readonly held: Held }

/**
 * Empties the entries of journals that are about people or cases of which nothing else is held.
 *
 * @returns how many entries
 */
export async function emptyEntries(store: Store, parted: Parted): Promise<number> {
  const isGone = (hire: HireId): boolean => parted.went.has(hire) && !parted.held.hires.has(hire);
  const holds = new Map((await readHolds(store)).map((hold) => [hold.id, hold]));
  return await emptied(store.journal<HumanAct>('acts'), ({ case: id, event }) => parted.cases(id, event.at) && !parted.held.cases.has(id))
    + await emptiedActs(store.journal<ActEntry<DeviceAct>>('device-acts'), ({ hire }) => isGone(hire))
    + await emptiedActs(store.journal<ActEntry<AskedAllowance>>('allowances'), ({ case: id, at, allowance: { what } }) =>
      parted.cases(id, at) || (what.kind === 'household' ? what.hires.every(isGone) : what.kind === 'permission' && what.scope.startsWith('hire:') && isGone(what.scope.slice(5))))
    + await emptied(store.journal<AllowedRow>('permissions'), ({ scope }) => scope?.startsWith('hire:') === true && isGone(scope.slice(5)))
    + await emptied(store.journal<{ readonly rows: readonly { readonly id: string }[] }>('hidden'), ({ rows }) => rows?.some(({ id }) => [...parted.went].some((hire) => isGone(hire) && id.includes(`hire:${hire}`))) === true)
    + await emptied(correctionJournal(store), ({ hire }) => isGone(hire))
    + await emptied(rightsJournal(store), ({ hire }) => isGone(hire))
    // A hold is known of as long as one of those whom it lists.
    + await emptied(holdJournal(store), ({ id }) => {
      const hold = holds.get(id);
      return hold?.released !== undefined && hold.hires.every(isGone) && hold.cases.every((one) => parted.cases(one, hold.asked.at));
    });
}

async function emptied<T>(journal: Journal<T>, goes: (entry: T) => boolean): Promise<number> {
  const seqs: Seq[] = [];
  for await (const { seq, entry } of journal.read()) if (goes(entry)) seqs.push(seq);
  await journal.empty(seqs);
  return seqs.length;
}

/** Words about an act go with it. */
async function emptiedActs<T extends DeviceAct | AskedAllowance>(journal: Journal<ActEntry<T>>, goes: (act: T) => boolean): Promise<number> {
  const going = new Set<string>();
  for await (const { entry } of journal.read()) if (entry.did === 'act' && goes(entry.act)) going.add(entry.act.id);
  return emptied(journal, (entry) => going.has(entry.did === 'act' ? entry.act.id : entry.id));
}
