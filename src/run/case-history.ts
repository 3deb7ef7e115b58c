import { applyAct, triage, type CaseFile, type Earlier, type HumanAct } from '../cases/triage.ts';
import type { Case } from '../cases/case.ts';
import { PLAIN, say } from '../core/said.ts';
import type { Instant } from '../core/time.ts';
import type { Finding } from '../detect/detector.ts';
import type { Journal, Seq, Store } from '../store/store.ts';
import type { ForgottenCases, Gone } from './forgotten-cases.ts';
import type { RunBook } from './run-book.ts';
import type { Run } from './stored-run.ts';
import { writtenCases } from './written-cases.ts';

/** Cases as people left them, and the last of their acts that was written then. */
export interface CasesLeft { readonly file: CaseFile; readonly acts: Seq }
/** Cases before a run, and where days are judged anew those that stood before. */
export interface CasesBefore extends CasesLeft { readonly earlier: Earlier | undefined }

/** The fold of what stood at each run and of what people did. */
export interface CaseHistory {
  /** Cases after a run and what people did since. An act may be written after a run that it came before. */
  after(run: Pick<Run, 'asOf' | 'cases' | 'acts'> | undefined, to: Instant): Promise<CasesLeft>;
  /** Cases before a run: after the run before it, and what people did up to now. */
  before(asOf: Instant): Promise<CasesLeft>;
  /** The cases that stand while the runs from an instant on are judged anew; undefined where none was judged yet. */
  earlierThan(from: Instant): Promise<Earlier | undefined>;
}

export function caseHistory({ store, runs, acts, forgotten }: { readonly store: Store; readonly runs: RunBook; readonly acts: Journal<HumanAct>; readonly forgotten: ForgottenCases }): CaseHistory {
  const after: CaseHistory['after'] = async (run, to) => {
    const { asOf = -Infinity, acts: counted = Infinity } = run ?? {};
    let state = { file: fileOf(run, await forgotten.gone()), acts: 0 };
    for await (const { seq, entry } of acts.read()) {
      const isNew = entry.event.at <= to && (entry.event.at > asOf || seq > counted);
      state = { file: isNew ? applyAct(state.file, entry) : state.file, acts: seq };
    }
    return state;
  };
  return {
    after,
    before: async (asOf) => after(await runs.newest(asOf - 1), asOf),
    async earlierThan(from) {
      const newest = await runs.newest();
      if (!newest || newest.asOf < from) return undefined;
      const written = await writtenCases(store);
      const file = fileOf(newest, await forgotten.gone());
      return { ids: new Set(file.keys()), written: [...file.values()].filter(({ id }) => written.has(id)) };
    },
  };
}

function fileOf(run: Pick<Run, 'cases'> | undefined, gone: Gone): CaseFile {
  return new Map((run?.cases ?? []).filter(({ id, openedAt }) => !gone(id, openedAt)).map((state) => [state.id, state]));
}

/** Cases after what a run found. */
export function triaged(file: CaseFile, { asOf, findings, risks }: Pick<Run, 'asOf' | 'findings' | 'risks'>, halfLifeDays: number, earlier: Earlier | undefined): CaseFile {
  return triage(file, { asOf, findings, risks, halfLifeDays, headlineOf }, earlier);
}

function headlineOf(finding: Finding): string {
  return say(finding.headline, PLAIN);
}

export function inOrderOfId(file: CaseFile): readonly Case[] {
  return [...file.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
