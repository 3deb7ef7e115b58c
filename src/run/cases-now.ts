import type { Case } from '../cases/case.ts';
import type { HumanAct } from '../cases/triage.ts';
import type { Instant } from '../core/time.ts';
import { inOrderOfId, type CaseHistory } from './case-history.ts';
import type { ForgottenCases, Gone } from './forgotten-cases.ts';
import type { Remembered } from './remembered.ts';
import type { RunBook } from './run-book.ts';
import type { Run } from './stored-run.ts';

/** The newest run, and all cases after it. */
export interface CasesNow { readonly run: Run | undefined; readonly cases: readonly Case[] }

/** Reads cases as they stand; the newest answer is held with what it rests on, so that pages get the same one until something happens. */
export function casesReader({ runs, written, forgotten, history }: { readonly runs: RunBook; readonly written: Remembered<HumanAct>; readonly forgotten: ForgottenCases; readonly history: CaseHistory }): (at?: Instant) => Promise<CasesNow> {
  let told: { readonly lines: unknown; readonly gone: Gone; readonly answer: CasesNow } | undefined;
  return async (at) => {
    const [run, lines, gone] = [await runs.newest(at), await written.all(), await forgotten.gone()];
    if (at === undefined && told && told.answer.run === run && told.lines === lines && told.gone === gone) return told.answer;
    const answer = { run, cases: inOrderOfId((await history.after(run, at ?? Infinity)).file) };
    if (at === undefined) told = { lines, gone, answer };
    return answer;
  };
}
