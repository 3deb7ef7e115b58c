import { CLOSE_REASONS, type Case, type CloseReason } from '../cases/case.ts';
import type { Finding } from '../detect/detector.ts';
import type { Store } from '../store/store.ts';
import type { RunBook } from './run-book.ts';

/** One case as far as its closing teaches something of detectors. */
export interface Told { readonly detectors: readonly string[]; /** Null for a case that is not closed. */ readonly reason: CloseReason | null }

/** What became of the cases in which one detector spoke, or of all of them. */
export interface ClosingRow {
  /** Null for all cases together. */
  readonly detector: string | null;
  readonly opened: number;
  readonly closed: Readonly<Record<CloseReason, number>>;
  /** Closed as true, benign-true or false: the others say nothing of whether the detector was right. */
  readonly decided: number;
  /** Shares of the decided ones with their intervals; undefined where these are too few to judge. */
  readonly shares: Readonly<Record<Decided, ShareOf>> | undefined;
}
export const DECIDED = ['true', 'benign-true', 'false'] as const satisfies readonly CloseReason[];
export type Decided = (typeof DECIDED)[number];
export interface ShareOf { readonly share: number; readonly atLeast: number; readonly atMost: number }

/** Below so many decided cases no share is told: its interval would be wider than half of everything. */
export const FEWEST = 20;

/**
 * What closings say of each detector, in order of name, all cases first.
 *
 * A case counts for every detector that spoke for a farm in it: whether it was that one that misled, a closing does not tell.
 *
 * @param interval exact interval of a share of so many hits in n
 */
export function closingsOf(cases: readonly Told[], interval: (hits: number, n: number) => readonly [number, number]): readonly ClosingRow[] {
  const row = (detector: string | null, told: readonly Told[]): ClosingRow => {
    const count = (reason: CloseReason): number => told.filter((one) => one.reason === reason).length;
    const decided = DECIDED.reduce((sum, reason) => sum + count(reason), 0);
    const shareOf = (reason: Decided): ShareOf => {
      const [atLeast, atMost] = interval(count(reason), decided);
      return { share: count(reason) / decided, atLeast, atMost };
    };
    return {
      detector, opened: told.length, decided, closed: Object.fromEntries(CLOSE_REASONS.map((reason) => [reason, count(reason)])) as Record<CloseReason, number>,
      shares: decided < FEWEST ? undefined : Object.fromEntries(DECIDED.map((reason) => [reason, shareOf(reason)])) as Record<Decided, ShareOf>,
    };
  };
  const detectors = [...new Set(cases.flatMap((one) => one.detectors))].sort();
  return [row(null, cases), ...detectors.map((detector) => row(detector, cases.filter((one) => one.detectors.includes(detector))))];
}

/** Detectors behind a case, by the findings that it names. */
function detectorsIn(state: Pick<Case, 'findings'>, findings: readonly Pick<Finding, 'id' | 'detector'>[]): readonly string[] {
  const named = new Set(state.findings);
  return [...new Set(findings.filter(({ id }) => named.has(id)).map(({ detector }) => detector))].sort();
}

/** Detectors behind each case as it stood when it was closed, else as it stood last. */
export async function detectorsBehind(cases: readonly Case[], runs: Pick<RunBook, 'newest'>): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  // In order of time, since the run that was read last is held.
  const when = (state: Case): number => state.closed?.at ?? state.updatedAt;
  for (const state of cases.toSorted((a, b) => when(a) - when(b))) found.set(state.id, detectorsIn(state, (await runs.newest(when(state)))?.findings ?? []));
  return found;
}

/** A case that was closed as false and is no longer told of: without it, closings would grow truer with every month. */
export interface ForgottenClosing { readonly id: string; readonly detectors: readonly string[]; readonly reason: CloseReason }

export function forgottenClosings(store: Store): { keep(cases: readonly Case[], behind: ReadonlyMap<string, readonly string[]>): Promise<void>; all(): Promise<readonly ForgottenClosing[]> } {
  const shelf = store.shelf<ForgottenClosing>('forgotten-closings');
  return {
    keep: (cases, behind) => shelf.putAll(cases.flatMap(({ id, closed }) => (closed ? [{ id: closingId({ id, closed }), detectors: behind.get(id) ?? [], reason: closed.reason }] : []))),
    all: () => Array.fromAsync(shelf.list(), ({ value }) => value),
  };
}

/** One closing of one case: whoever opens it again and closes it otherwise teaches something else. */
function closingId({ id, closed }: Pick<Case, 'id' | 'closed'>): string {
  return `${id}@${closed?.at ?? ''}`;
}

/** Every case that was ever opened and not merged into another, the forgotten ones among them. */
export async function toldCases(store: Store, cases: readonly Case[], runs: Pick<RunBook, 'newest'>): Promise<readonly Told[]> {
  const standing = cases.filter(({ status }) => status !== 'merged');
  const behind = await detectorsBehind(standing, runs);
  const held = new Set(standing.map(closingId));
  const forgotten = (await forgottenClosings(store).all()).filter(({ id }) => !held.has(id));
  return [...standing.map((state): Told => ({ detectors: behind.get(state.id) ?? [], reason: state.closed?.reason ?? null })), ...forgotten];
}
