import { compareBytes } from '../core/canonical.ts';
import type { HireId } from '../core/person.ts';
import type { Instant } from '../core/time.ts';
import { bystanders, clusters } from '../risk/cluster.ts';
import { rankOf, type Risk } from '../risk/risk.ts';
import { evolve, type Case, type CaseEvent, type Standing } from './case.ts';
import { nameOf, NOTHING_EARLIER, type Earlier } from './case-name.ts';
import { familiesEver, settles, speakingFindings } from './settled.ts';
import { standingOf, type Told } from './standing.ts';

export type { Earlier };

const MACHINE = 'farmwatch';

/** What one run found, as far as cases need it. */
export interface Stood extends Told {
  readonly asOf: Instant;
  readonly risks: readonly Risk[];
  /** In which a weight halves by the settings that judged: so long a closing settles what is told anew by the same families. */
  readonly halfLifeDays: number;
}

/** What a human did to a case, from the journal. */
export interface HumanAct { readonly case: string; readonly event: CaseEvent & { readonly kind: 'assigned' | 'noted' | 'closed' | 'reopened' } }

/** All cases, by id. */
export type CaseFile = ReadonlyMap<string, Case>;

/**
 * Cases after a human act; an act on a case that is not there changes nothing. A note on a case that days judged anew have
 * merged sooner than its author saw stands where it was merged into, and so does the owner where nobody else has that one.
 */
export function applyAct(file: CaseFile, { case: id, event }: HumanAct): CaseFile {
  const state = file.get(id);
  if (!state) return file;
  const into = survivorOf(file, state);
  const lands = event.kind === 'noted' || (event.kind === 'assigned' && event.to !== null && into.owner === null) ? into : state;
  return new Map(file).set(lands.id, evolve(lands, event));
}

/** The case itself, or what it was merged into in the end. */
function survivorOf(file: CaseFile, state: Case): Case {
  const next = state.status === 'merged' && state.mergedInto !== null ? file.get(state.mergedInto) : undefined;
  return next ? survivorOf(file, next) : state;
}

/**
 * Cases after a run: opens, joins, moves, merges, retracts.
 *
 * A case opens when somebody stands at `review` or above, and holds everybody at `watch` or above whom
 * findings tie to them, and whom a strong tie alone would put at `watch`, people past their first months among them where
 * the run looked at these too. A closed case stays closed while it settles what stands (`settled.ts`); else a new one opens.
 *
 * @param earlier where days are judged anew. A case that opens sooner than it did takes the name of a written one about its
 *   people, and no written one is missing once the instant is there at which it had opened
 */
export function triage(before: CaseFile, stood: Stood, earlier = NOTHING_EARLIER): CaseFile {
  const file = new Map(before);
  const risks = new Map(stood.risks.map((risk) => [risk.hire_id, risk]));
  const told = new Set(storiesOf(stood, risks).flatMap((hires) => taken(file, hires, risks, stood, earlier) ?? []));
  for (const state of before.values()) {
    if (state.status === 'open' && !told.has(state.id) && file.get(state.id)!.status === 'open') leave(file, state, risks, stood);
  }
  for (const state of earlier.written) if (state.openedAt <= stood.asOf && !file.has(state.id)) keep(file, state, risks, stood);
  return file;
}

/** Whom this run puts together: everybody who is watched, alone or with those whom findings tie to them, and whoever stands by. */
function storiesOf({ findings, risks: all }: Stood, risks: ReadonlyMap<HireId, Risk>): readonly (readonly HireId[])[] {
  const watched = new Set(all.filter(({ band }) => rankOf(band) >= rankOf('watch')).map(({ hire_id: id }) => id));
  const beside = bystanders(findings, risks);
  return clusters(findings, watched).map((group) => [...group, ...beside(group)].sort(compareBytes));
}

/** Takes a story into the cases that hold its people, as one, or opens a case for it. @returns the id of that case; undefined where it makes none */
function taken(file: Map<string, Case>, hires: readonly HireId[], risks: ReadonlyMap<HireId, Risk>, stood: Stood, earlier: Earlier): string | undefined {
  const standing = standingOf(hires, risks, stood);
  const isPressing = rankOf(standing.band) >= rankOf('review');
  const ours = holding(file, hires, isPressing);
  if (ours.length > 0) {
    const oldest = merged(file, ours, stood.asOf);
    const together = [...new Set([...ours.flatMap(({ hires: members }) => members), ...hires])].sort(compareBytes);
    move(file, oldest, standingOf(together, risks, stood), stood.asOf);
    return oldest.id;
  }
  if (!isPressing || isSettled(file, standing, risks, stood)) return undefined;
  const id = nameOf(file, standing, stood.asOf, earlier);
  file.set(id, evolve(undefined, { kind: 'opened', at: stood.asOf, by: MACHINE, id, standing }));
  return id;
}

/** True where people closed a case about just this. */
function isSettled(file: CaseFile, standing: Standing, risks: ReadonlyMap<HireId, Risk>, { asOf, halfLifeDays }: Stood): boolean {
  const story = { ...standing, findings: speakingFindings(standing.hires.flatMap((hire) => risks.get(hire) ?? [])) };
  return [...file.values()].some((state) => settles(state, story, asOf, halfLifeDays));
}

/** A case of whose people nobody is even watched any more. What a human took in hand is not taken away. */
function leave(file: Map<string, Case>, state: Case, risks: ReadonlyMap<HireId, Risk>, stood: Stood): void {
  const isEnding = !inHand(file, state);
  const standing = standingOf(state.hires, risks, stood);
  // What it was about stays: of what is left nobody would know it again.
  if (standing.hires.length > 0) move(file, state, isEnding ? { ...standing, headline: state.headline, families: state.families } : standing, stood.asOf);
  if (isEnding) file.set(state.id, evolve(file.get(state.id)!, { kind: 'retracted', at: stood.asOf, by: MACHINE }));
}

/** Opens a case that people wrote for and that this run would not open by itself, as part of an open one about its people where there is one. */
function keep(file: Map<string, Case>, { id, history, hires: known }: Case, risks: ReadonlyMap<HireId, Risk>, stood: Stood): void {
  const hires = history[0]?.hires ?? known;
  const older = holding(file, hires, false);
  const kept = evolve(undefined, { kind: 'opened', at: stood.asOf, by: MACHINE, id, standing: standingOf(hires, risks, stood) });
  if (older.length === 0) file.set(id, kept);
  else file.set(id, evolve(kept, { kind: 'merged', at: stood.asOf, by: MACHINE, into: older[0]!.id }));
}

/** The oldest of these cases, with the younger ones merged into it. Whoever had taken one of those goes on with it. */
function merged(file: Map<string, Case>, ours: readonly Case[], at: Instant): Case {
  let oldest = ours[0]!;
  for (const younger of ours.slice(1)) {
    file.set(younger.id, evolve(younger, { kind: 'merged', at, by: MACHINE, into: oldest.id }));
    if (oldest.owner === null && younger.owner !== null) oldest = evolve(oldest, { kind: 'assigned', at, by: MACHINE, to: younger.owner });
  }
  file.set(oldest.id, oldest);
  return oldest;
}

/** True when a human took a case, or one that was merged into it; what somebody opened again is in hand until somebody closes it. */
function inHand(file: CaseFile, state: Case): boolean {
  return state.owner !== null || state.notes.length > 0
    || state.history.findLast(({ kind }) => kind === 'reopened' || kind === 'closed')?.kind === 'reopened'
    || [...file.values()].some((other) => other.mergedInto === state.id && inHand(file, other));
}

/** Open cases that hold one of these people, oldest first; retracted ones too where the story is strong enough to open them again. */
function holding(file: CaseFile, hires: readonly HireId[], reopening: boolean): readonly Case[] {
  return [...file.values()]
    .filter((state) => (state.status === 'open' || (reopening && state.status === 'retracted')) && state.hires.some((hire) => hires.includes(hire)))
    .sort((a, b) => a.openedAt - b.openedAt || compareBytes(a.id, b.id));
}

function move(file: Map<string, Case>, state: Case, standing: Standing, at: Instant): void {
  const joined = standing.hires.filter((hire) => !state.hires.includes(hire));
  const told = familiesEver(state);
  const newFamilies = standing.families.filter((family) => !told.has(family));
  file.set(state.id, evolve(state, { kind: 'risk-moved', at, by: MACHINE, standing, joined, newFamilies }));
}
