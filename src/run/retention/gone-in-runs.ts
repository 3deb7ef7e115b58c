import type { Case } from '../../cases/case.ts';
import { replaceWord } from '../../core/long-names.ts';
import type { HireId } from '../../core/person.ts';
import type { Said } from '../../core/said.ts';
import { spelledSerial } from '../../core/spelling.ts';
import type { Finding } from '../../detect/detector.ts';
import type { Condition, Where } from '../../store/store.ts';
import type { RunBook } from '../run-book.ts';
import type { Run } from '../stored-run.ts';
import type { GoneNames } from './leaving.ts';

/** Stands for whoever went, in what is said of others. */
const SOMEBODY = 'somebody';

/**
 * Takes people who were let go out of the stored runs: a run of a later day still knows their laptop, and what is found
 * about somebody else may name them.
 *
 * @returns how many runs said something of them
 */
export async function takeOutOfRuns(runs: RunBook, gone: GoneNames): Promise<number> {
  if (gone.hires.size === 0) return 0;
  let changed = 0;
  for (const asOf of await runs.instantsKept()) {
    const run = await runs.get(asOf);
    const without = run && withoutGone(run, gone);
    if (without === undefined || JSON.stringify(without) === JSON.stringify(run)) continue;
    await runs.put(without);
    changed++;
  }
  return changed;
}

/** The run without findings, sums and laptops of people who went; what it says of others names them as somebody. */
export function withoutGone(run: Run, gone: GoneNames): Run {
  const isTheirs = ({ hire_id: hire }: { readonly hire_id: HireId | null }): boolean => hire !== null && gone.hires.has(hire);
  return {
    ...run,
    findings: run.findings.filter((finding) => !isTheirs(finding)).map((finding) => findingWithout(finding, gone)),
    risks: run.risks.filter((risk) => !isTheirs(risk)),
    custody: run.custody.filter((line) => !isTheirs(line) && !isGoneLaptop(gone, line.serial)),
    cases: run.cases.map((state): Case => ({ ...state, headline: [...gone.serials].reduce((text, serial) => withoutWord(text, serial, 'i'), [...gone.hires].reduce((text, hire) => withoutWord(text, hire), state.headline)) })),
  };
}

function findingWithout(finding: Finding, gone: GoneNames): Finding {
  const said = (text: Said): Said => text.map((piece) => (typeof piece === 'string' || !(piece.ref === 'hire' ? gone.hires.has(piece.id) : isGoneLaptop(gone, piece.id)) ? piece : { ...piece, id: SOMEBODY }));
  const { where } = finding.look;
  return {
    ...finding, alongside: finding.alongside.filter((hire) => !gone.hires.has(hire)), headline: said(finding.headline), innocent: finding.innocent.map(said), clear: said(finding.clear),
    facts: finding.facts.map((fact) => ({ ...fact, value: said(fact.value) })),
    look: { ...finding.look, where: Object.fromEntries(Object.entries(where).map(([field, condition]) => [field, conditionWithout(condition as Condition, gone)])) as Where },
  };
}

function conditionWithout(condition: Condition, gone: GoneNames): Condition {
  const isTheirs = (value: unknown): boolean => typeof value === 'string' && (gone.accounts.has(value) || isGoneLaptop(gone, value));
  if (Array.isArray(condition)) return condition.map((value) => (isTheirs(value) ? SOMEBODY : value)) as Condition;
  return isTheirs(condition) ? SOMEBODY : condition;
}

/** Headlines of cases are text; an id in it stands by itself. */
function withoutWord(text: string, word: string, flags: '' | 'i' = ''): string {
  return text.toLowerCase().includes(word.toLowerCase()) ? replaceWord(text, word, SOMEBODY, flags) : text;
}

/** Runs that were stored before there was one spelling name laptops as they came. */
function isGoneLaptop({ serials }: GoneNames, id: string): boolean {
  return serials.has(id) || serials.has(spelledSerial(id));
}
