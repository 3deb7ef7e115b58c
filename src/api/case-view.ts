import { closedAs, type Case, type HistoryEntry } from '../cases/case.ts';
import { compareBytes } from '../core/canonical.ts';
import type { HireId } from '../core/person.ts';
import type { Instant } from '../core/time.ts';
import { FAMILIES, SPEAKS, type Family } from '../core/family.ts';
import type { Risk } from '../risk/risk.ts';
import { indexOf } from '../run/run-index.ts';
import type { Similar, Trait } from '../run/similar.ts';
import type { CaseView, HistoryLine, SimilarCase } from './contract.ts';
import { SAYS } from './family-cells.ts';
import { personSum } from './person-sum.ts';
import { queueRows } from './queue.ts';
import type { Scene } from './scene.ts';
import { thingOf } from './things.ts';
import { tiesOf } from './ties.ts';
import { titleOf } from './wording.ts';

/** A case with the people in it, heaviest first. @param then what stood when it was closed, for one that is */
export function caseView(state: Case, revision: string, scene: Scene, now: Instant, then: Scene = scene): CaseView {
  const risks = state.hires.flatMap((hire) => indexOf(then.run).risk(hire) ?? []).sort((a, b) => b.logOdds - a.logOdds || compareBytes(a.hire_id, b.hire_id));
  const open = queueRows(scene, now).filter(({ kind, status }) => kind === 'case' && status === 'open').map(({ id }) => id);
  const index = open.indexOf(state.id);
  return {
    id: state.id, title: titleOf(askedAbout(risks), state.hires.length), status: state.status, mergedInto: state.mergedInto ?? undefined,
    band: state.band, chance: state.chance, peak: state.peak, openedAt: state.openedAt, updatedAt: state.updatedAt,
    owner: state.owner ?? undefined, closed: closedView(state, scene),
    people: risks.map((risk) => personSum(risk, then)), ties: tiesOf(state.hires, then),
    history: state.history.map((entry) => historyLine(entry, scene)), notes: state.notes, revision,
    position: { index: Math.max(0, index), of: open.length, previous: open[index - 1], next: index < 0 ? undefined : open[index + 1] },
    prior: priorText(then.fusion.values.oneIn), simulated: scene.simulated, bandEdges: bandEdges(then),
  };
}

/** The case that speaks of somebody: the open one, else the one that was closed last. */
function inCaseOf(hire: HireId, { cases }: Scene): CaseView['inCase'] {
  const about = cases.filter(({ hires }) => hires.includes(hire));
  const open = about.find(({ status }) => status === 'open');
  if (open) return { id: open.id };
  const [last] = about.filter(({ status }) => status === 'closed').flatMap(({ id, closed }) => (closed ? [{ id, closed }] : [])).sort((a, b) => b.closed.at - a.closed.at);
  return last && { id: last.id, closedAs: last.closed.reason };
}

/** A watched person on the page of a case of one. */
export function personView(risk: Risk, scene: Scene): CaseView {
  const inCase = inCaseOf(risk.hire_id, scene);
  return {
    id: scene.names.of(risk.hire_id), title: titleOf(askedAbout([risk]), 1), status: 'watched', mergedInto: undefined, band: risk.band, chance: risk.chance,
    peak: { band: risk.band, chance: risk.chance, at: risk.asOf }, openedAt: risk.asOf, updatedAt: risk.asOf, owner: undefined, closed: undefined,
    people: [personSum(risk, scene)], ties: tiesOf([risk.hire_id], scene), history: [], notes: [], revision: '',
    position: { index: 0, of: 0, previous: undefined, next: undefined }, prior: priorText(scene.fusion.values.oneIn), simulated: scene.simulated, bandEdges: bandEdges(scene), ...(inCase ? { inCase } : {}),
  };
}

/** Where the bands begin, by the settings of this company. */
export function bandEdges({ fusion: { values } }: Scene): NonNullable<CaseView['bandEdges']> {
  return { watch: values.watchChance, review: values.reviewChance, act: values.actChance };
}

/** What a chance stands on, as a condition. @param oneIn whole number above 1 */
export function priorText(oneIn: number): string {
  return `if 1 in ${oneIn.toLocaleString('en-US')} starters were such a case`;
}

/** What a case asks about: what ties its people, where there are several and that speaks; else what is heaviest. */
function askedAbout(risks: readonly Risk[]): Family | undefined {
  const top = risks[0];
  if (top === undefined) return undefined;
  const tie = risks.length > 1 ? TYING.find((family) => (top.families[family] ?? 0) >= SPEAKS) : undefined;
  return tie ?? FAMILIES.filter((family) => (top.families[family] ?? 0) > SAYS).sort((a, b) => top.families[b]! - top.families[a]!)[0];
}

/** Families whose evidence is between people, the one of places first: it is what can be looked at. */
const TYING = ['company', 'identity'] as const satisfies readonly Family[];

function historyLine(entry: HistoryEntry, scene: Scene): HistoryLine {
  const people = (entry.hires ?? []).map((hire) => scene.names.of(hire)).join(', ');
  const families = (entry.families ?? []).join(', ');
  const said: Record<HistoryEntry['kind'], string> = {
    'opened': `Opened with ${people}${families ? `: ${families}` : ''}`,
    'risk-moved': [people && `${people} joined`, families && `${families} speaks too`, entry.said && `now ${entry.said}`].filter(Boolean).join('; '),
    'retracted': 'Taken back: the evidence no longer carries it',
    'merged': `Merged into ${entry.said ?? 'an older case'}`,
    'assigned': entry.said === undefined || entry.said === '' ? 'Given back' : entry.said === entry.by ? 'Taken' : `Taken by ${entry.said}`,
    'noted': `Note: ${entry.said ?? ''}`,
    'closed': [`Closed: ${closedAs(entry.said ?? '')}${sameSays(entry.same, scene)}`, entry.note].filter(Boolean).join('. '),
    'reopened': `Reopened: ${entry.said ?? ''}`,
  };
  return { at: entry.at, by: entry.by, said: said[entry.kind], chance: entry.chance };
}

/** A case that whoever reads may not know of, or that is forgotten, is not named. */
const isToldOf = (id: string | undefined, { cases }: Scene): boolean => cases.some((state) => state.id === id);
const sameSays = (id: string | undefined, scene: Scene): string => (isToldOf(id, scene) ? `, ${id}` : '');
function closedView({ closed }: Case, scene: Scene): CaseView['closed'] {
  if (closed === null) return undefined;
  const { same, ...rest } = closed;
  return isToldOf(same, scene) ? closed : rest;
}

/** Another case, with why it is like this one. */
export function similarCase({ state, shared }: Similar, scene: Scene): SimilarCase {
  return {
    id: state.id, title: titleOf(state.families[0], state.hires.length), status: state.status, openedAt: state.openedAt, peak: state.peak.band,
    closed: closedView(state, scene), because: shared.map((trait) => traitSays(trait, scene)),
  };
}

function traitSays({ kind, id }: Trait, scene: Scene): string {
  switch (kind) {
    case 'person': return `the same person, ${scene.names.of(id)}`;
    case 'tool': return `the same tool, ${scene.toolName(id)}`;
    case 'laptop': return `the same ${nameOf(kind, id, scene)}`;
    case 'token': return `the same device or account, ${nameOf(kind, id, scene)}`;
    case 'line': case 'router': case 'radio': return `the same ${kind}, ${nameOf(kind, id, scene)}`;
  }
}

function nameOf(kind: Trait['kind'], id: string, { things }: Scene): string {
  const thing = thingOf(kind, id);
  return thing === undefined ? id : things.of(thing.kind, thing.id);
}
