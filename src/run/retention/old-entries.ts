import type { Case } from '../../cases/case.ts';
import { idOfEntry, type Subject } from '../../cases/check-task.ts';
import type { HumanAct } from '../../cases/triage.ts';
import type { AllowedRow, HireId } from '../../core/person.ts';
import type { Instant } from '../../core/time.ts';
import { readHistory } from '../../detect/people/registry.ts';
import type { Journal, Seq, Store } from '../../store/store.ts';
import type { AskedAllowance } from '../allowed/allowance.ts';
import { checkJournal } from '../checks/check-book.ts';
import { correctionJournal } from '../corrections.ts';
import type { AskedExport } from '../export-book.ts';
import { stateOf, type Held } from '../holds/hold.ts';
import { holdJournal, readHolds } from '../holds/hold-book.ts';
import type { DeviceAct } from '../laptops/device-acts.ts';
import { responseJournal } from '../responses/response-book.ts';
import { revealJournal } from '../reveals.ts';
import { rightsJournal } from '../rights-asks.ts';
import type { Act, ActEntry } from '../waiting-book.ts';
import type { Gone } from '../forgotten-cases.ts';
import { leavingNote } from './leaving.ts';

/** Which cases are forgotten and which are told of, what is on hold, and the journal of acts that is read from memory. */
export interface Parted { readonly acts: Pick<Journal<HumanAct>, 'empty'>; readonly cases: Gone; readonly told: readonly Case[]; readonly held: Held; readonly now: Instant }

/**
 * Empties the entries of journals that are about people or cases of which nothing else is held. What is proved about them
 * stays in the audit, by pseudonyms that stand for nobody then.
 *
 * @returns how many entries
 */
export async function emptyEntries(store: Store, { acts, cases, told, held, now }: Parted): Promise<number> {
  const note = leavingNote(store);
  const leaving = await note.read();
  const { people, applications } = await readHistory(store);
  const known = new Set(people.flatMap(({ versions }) => versions.map(({ row }) => row.hire_id)));
  const applied = new Set(applications.flatMap(({ versions }) => versions.map(({ row }) => row.application_id)));
  const gone = (hire: HireId): boolean => !known.has(hire) && !held.hires.has(hire);
  const went = new Set([...leaving.hires].filter(gone));
  const isGone = (hire: HireId): boolean => went.has(hire);
  /** Of several who may have gone on different nights the last one went now. */
  const areGone = (hires: readonly HireId[]): boolean => hires.some(isGone) && hires.every(gone);
  const isSubjectGone = (subject: Subject): boolean => ('hire' in subject ? isGone(subject.hire) : leaving.applications.has(subject.application) && !applied.has(subject.application));
  const opened = new Map(told.map(({ id, openedAt }) => [id, openedAt]));
  /** Of what people do about a case after it is closed: it goes with the case, unless it is about a later one of that name. */
  const isCaseGone = (id: string, at: Instant): boolean => cases(id, 0) && !held.cases.has(id) && at < (opened.get(id) ?? Infinity);
  const holds = new Map((await readHolds(store)).map((hold) => [hold.id, hold]));

  const count = await emptied(store.journal<HumanAct>('acts'), ({ case: id, event }) => cases(id, event.at) && !held.cases.has(id), acts)
    + await emptiedActs(store.journal<ActEntry<DeviceAct>>('device-acts'), ({ hire }) => isGone(hire))
    + await emptiedActs(store.journal<ActEntry<AskedAllowance>>('allowances'), ({ case: id, at, allowance: { what } }) =>
      cases(id, at) || (what.kind === 'household' ? areGone(what.hires) : what.kind === 'permission' && what.scope.startsWith('hire:') && isGone(what.scope.slice(5))))
    + await emptiedActs(store.journal<ActEntry<AskedExport>>('exports'), ({ case: id, at }) => isCaseGone(id, at))
    + await emptied(responseJournal(store), ({ case: id, at }) => isCaseGone(id, at))
    + await emptiedOf(checkJournal(store), idOfEntry, (entry) => entry.did === 'begun' && isSubjectGone(entry.task.subject))
    // Whom it was about together cannot be taken out of one entry, so it goes with the first of them.
    + await emptiedOf(revealJournal(store), (entry) => (entry.did === 'asked' ? entry.reveal.id : entry.id), (entry) => entry.did === 'asked' && entry.reveal.hires.some(isGone) && !entry.reveal.hires.some((hire) => held.hires.has(hire)))
    + await emptied(store.journal<AllowedRow>('permissions'), ({ scope }) => scope?.startsWith('hire:') === true && isGone(scope.slice(5)))
    + await withoutRows(store.journal<WithRows>('hidden'), ({ id }) => isFor(id, went))
    + await emptied(correctionJournal(store), ({ hire }) => isGone(hire))
    + await emptied(rightsJournal(store), ({ hire }) => isGone(hire))
    // A hold is known of as long as one of those whom it lists.
    + await emptied(holdJournal(store), ({ id }) => {
      const hold = holds.get(id);
      return hold !== undefined && ['released', 'lapsed'].includes(stateOf(hold, now)) && [...hold.hires, ...hold.people].every(gone) && hold.cases.every((one) => isCaseGone(one, hold.asked.at));
    });
  await note.clear();
  return count;
}

/** An entry with a row for each permission, by the id of that permission. */
interface WithRows { readonly rows?: readonly { readonly id: string }[] }

/** Whether the id of a permission, `allowed/anydesk|hire:h-17`, is for one of these people alone. */
function isFor(id: string, hires: ReadonlySet<HireId>): boolean {
  const [, ...scope] = id.split('|').map((part) => part.replaceAll('%7C', '|').replaceAll('%25', '%'));
  return scope.some((one) => one.startsWith('hire:') && hires.has(one.slice('hire:'.length)));
}

/** Entries that hold such rows give way to the same without them, which come first: cut off in between, the next night does it once more. */
async function withoutRows(journal: Journal<WithRows>, goes: (row: { readonly id: string }) => boolean): Promise<number> {
  const going: { readonly seq: Seq; readonly entry: WithRows }[] = [];
  for await (const one of journal.read()) if (one.entry.rows?.some(goes)) going.push(one);
  for (const { entry } of going) await journal.append({ ...entry, rows: entry.rows!.filter((row) => !goes(row)) });
  await journal.empty(going.map(({ seq }) => seq));
  return going.length;
}

/** @param over the same journal, where somebody keeps it in memory */
async function emptied<T>(journal: Journal<T>, goes: (entry: T) => boolean, over: Pick<Journal<T>, 'empty'> = journal): Promise<number> {
  const seqs: Seq[] = [];
  for await (const { seq, entry } of journal.read()) if (goes(entry)) seqs.push(seq);
  await over.empty(seqs);
  return seqs.length;
}

/** Whatever was said of something later goes with the entry that began it, and before it: cut off in between, the beginning still tells what it was about. */
async function emptiedOf<T>(journal: Journal<T>, idOf: (entry: T) => string, goes: (first: T) => boolean): Promise<number> {
  const going = new Set<string>();
  for await (const { entry } of journal.read()) if (goes(entry)) going.add(idOf(entry));
  return going.size === 0 ? 0 : await emptied(journal, (entry) => going.has(idOf(entry)) && !goes(entry)) + await emptied(journal, goes);
}

function emptiedActs<T extends Act>(journal: Journal<ActEntry<T>>, goes: (act: T) => boolean): Promise<number> {
  return emptiedOf(journal, (entry) => (entry.did === 'act' ? entry.act.id : entry.id), (entry) => entry.did === 'act' && goes(entry.act));
}
