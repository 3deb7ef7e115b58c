import type { HireId } from '../../core/person.ts';
import { DAY, localDayOf, type Day, type Instant } from '../../core/time.ts';
import { NOTHING_HELD, type Held } from '../holds/hold.ts';
import type { RunBook } from '../run-book.ts';
import type { Run } from '../stored-run.ts';
import { isHeld } from './open-cases.ts';

/** Every run is kept so long, then the last of each day of the company, as its weeks and quarters end, then none. */
const EVERY_RUN_DAYS = 14;
export const DAILY_RUN_DAYS = 400;

/**
 * Runs that go, of all there are.
 *
 * @param instants of all stored runs, oldest first; the newest always stays: it is what stands
 * @param resting  instants that cases rest on
 * @param zone     IANA zone of the company
 */
function oldRuns(instants: readonly Instant[], resting: ReadonlySet<Instant>, now: Instant, zone: string): readonly Instant[] {
  const lastOfDay = new Map<Day, Instant>();
  for (const at of instants) lastOfDay.set(localDayOf(at, zone), at);
  return instants.filter((at) => {
    if (at === instants.at(-1) || resting.has(at) || at >= now - EVERY_RUN_DAYS * DAY) return false;
    return at < now - DAILY_RUN_DAYS * DAY || lastOfDay.get(localDayOf(at, zone)) !== at;
  });
}

/**
 * Removes old runs. Of one that speaks of somebody who is held only that part stays, and is what stood no more.
 *
 * @returns instants of the runs of which nothing is left
 */
export async function removeOldRuns(runs: RunBook, resting: ReadonlySet<Instant>, now: Instant, zone: string, held: Held = NOTHING_HELD): Promise<readonly Instant[]> {
  const gone: Instant[] = [];
  const [whole, all] = [new Set(await runs.instants()), await runs.instantsKept()];
  // A part that a hold kept goes with its hold, and makes no whole run of its day superfluous.
  for (const at of [...all.filter((one) => !whole.has(one) && !resting.has(one)), ...oldRuns([...whole], resting, now, zone)]) {
    const run = held.hires.size + held.cases.size === 0 ? undefined : await runs.get(at);
    const kept = run && heldPart(run, held);
    if (kept === undefined) {
      await runs.remove(at);
      gone.push(at);
    } else if (JSON.stringify(kept) !== JSON.stringify(run)) await runs.put(kept);
  }
  return gone;
}

/** What a run says of those who are held; undefined where it says nothing. */
function heldPart(run: Run, held: Held): Run | undefined {
  const about = ({ hire_id: hire }: { readonly hire_id: HireId | null }): boolean => hire !== null && held.hires.has(hire);
  const part = { ...run, findings: run.findings.filter(about), risks: run.risks.filter(about), custody: run.custody.filter(about), cases: run.cases.filter((state) => isHeld(state, held)), partial: true as const };
  return part.findings.length + part.risks.length + part.custody.length + part.cases.length === 0 ? undefined : part;
}
