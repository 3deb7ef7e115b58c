import type { Case, HistoryEntry } from '../cases/case.ts';
import { CHECK_FOR } from '../cases/check-kinds.ts';
import { settles, speakingFindings } from '../cases/settled.ts';
import { compareBytes } from '../core/canonical.ts';
import { SPEAKS } from '../core/family.ts';
import type { HireId } from '../core/person.ts';
import type { Said } from '../core/said.ts';
import { DAY, MINUTE, floorTo, type Instant } from '../core/time.ts';
import { VERDICTS, type Custody } from '../detect/places/custody.ts';
import { FAMILIES, type Family, type Finding, type OffsetChances } from '../detect/detector.ts';
import type { Registry } from '../detect/people/registry.ts';
import { blindFamilies } from '../risk/blind.ts';
import { outlook, type FusionContext } from '../risk/fuse.ts';
import { BANDS, rankOf, type Risk } from '../risk/risk.ts';
import { indexOf } from '../run/run-index.ts';
import type { Similar, Trait } from '../run/similar.ts';
import type { Run } from '../run/stored-run.ts';
import type { AskLine, CaseView, FamilyCell, HistoryLine, InnocentView, PersonSum, QueueRow, SimilarCase, SumLine } from './contract.ts';
import type { Names } from './names.ts';
import { thingOf, type Things } from './things.ts';
import { tiesOf } from './ties.ts';
import { headline, saysHome, seemsAt, sentence, titleOf } from './wording.ts';

/** Everything a page is made of: one run, the cases, people as known then, and their pseudonyms. */
export interface Scene {
  readonly run: Run;
  readonly cases: readonly Case[];
  readonly registry: Registry;
  readonly names: Names;
  /** Pseudonyms of laptops, places and other things. */
  readonly things: Things;
  readonly toolName: (id: string) => string;
  readonly fusion: FusionContext;
  /** Families, with the kinds of record of which their detectors need at least one. */
  readonly detectors: readonly { readonly id: string; readonly family: Family; readonly question: string; readonly needs: readonly string[] }[];
  /** Weights of a human check, for what would clear and what would confirm. */
  readonly checks: { readonly confirmed: number; readonly refuted: number };
  readonly simulated: boolean;
}

const SAYS = 0.005;

/** How each family stands for one person. Dark is never silent: without data nothing was looked at. */
export function familyCells(risk: Risk, scene: Scene): readonly FamilyCell[] {
  const blind = risk.blind ?? blindFamilies(risk.coverage, () => false, scene.detectors);
  return FAMILIES.map((family) => {
    const adds = risk.families[family];
    if (adds !== undefined && Math.abs(adds) >= SAYS) return { family, state: adds > 0 ? 'for' as const : 'against' as const, adds };
    const detectors = scene.detectors.filter((detector) => detector.family === family);
    if (detectors.length === 0) return { family, state: 'thin' as const, adds: 0 };
    if (adds !== undefined) return { family, state: 'silent' as const, adds: 0 };
    if (blind.includes(family)) return { family, state: 'dark' as const, adds: 0 };
    const needs = detectors.flatMap((detector) => detector.needs);
    const shares = needs.map((need) => risk.coverage[need]);
    return { family, state: shares.some((share) => (share ?? 0) > 0.3) || needs.length === 0 ? 'silent' as const : 'thin' as const, adds: 0 };
  });
}

/** Families of several people together: the heaviest word of any of them. */
function cellsTogether(people: readonly (readonly FamilyCell[])[]): readonly FamilyCell[] {
  const order = ['for', 'against', 'dark', 'thin', 'silent'] as const;
  return FAMILIES.map((family, index) => {
    const cells = people.map((cellsOfOne) => cellsOfOne[index]!);
    return [...cells].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || Math.abs(b.adds) - Math.abs(a.adds))[0] ?? { family, state: 'thin', adds: 0 };
  });
}

/** Mean share of expected days with data, over the kinds of record that the company has. */
export function dataThere(risk: Risk): number {
  const shares = Object.values(risk.coverage);
  return shares.length === 0 ? 0 : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/** Of several laptops of one hire the one whose verdict asks most. */
export function custodyOf(hire: HireId, run: Scene['run']): Custody | undefined {
  return indexOf(run).custodyOf(hire).toSorted((a, b) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict))[0];
}

/** The verdict that asks most, of all laptops of some people. */
export function verdictOf(hires: readonly HireId[], scene: Scene): Custody['verdict'] | undefined {
  const found = new Set(hires.flatMap((hire) => custodyOf(hire, scene.run)?.verdict ?? []));
  return VERDICTS.find((verdict) => found.has(verdict));
}

/** Closed cases stay in sight for a week. */
const CLOSED_SHOWN = 7 * DAY;

const queues = new WeakMap<Scene, { readonly minute: Instant; readonly rows: readonly QueueRow[] }>();

/** The queue: cases, and people who are watched without one; band first, then chance. Made once for each scene and minute. */
export function queueRows(scene: Scene, now: Instant): readonly QueueRow[] {
  const minute = floorTo(now, MINUTE);
  const known = queues.get(scene);
  if (known?.minute === minute) return known.rows;
  const rows = madeQueue(scene, now);
  queues.set(scene, { minute, rows });
  return rows;
}

function madeQueue(scene: Scene, now: Instant): readonly QueueRow[] {
  const index = indexOf(scene.run);
  const closedAbout = closedByHire(scene.cases);
  const inCases = new Set<HireId>();
  const rows: QueueRow[] = [];
  for (const state of scene.cases) {
    const open = state.status === 'open';
    if (!open && !(state.closed !== null && state.status === 'closed' && state.closed.at > now - CLOSED_SHOWN)) continue;
    if (open) for (const hire of state.hires) inCases.add(hire);
    const members = state.hires.flatMap((hire) => index.risk(hire) ?? []);
    rows.push({
      id: state.id, kind: 'case', band: state.band, chance: state.chance,
      people: state.hires.map((hire) => ({ id: scene.names.of(hire), name: scene.names.of(hire), day: index.risk(hire)?.day ?? 0 })),
      laptops: state.hires.reduce((sum, hire) => sum + index.custodyOf(hire).length, 0),
      verdict: verdictOf(state.hires, scene), why: headlineOf(members, scene), families: cellsTogether(members.map((risk) => familyCells(risk, scene))),
      dataThere: members.length === 0 ? 0 : members.reduce((sum, risk) => sum + dataThere(risk), 0) / members.length,
      openedAt: state.openedAt, owner: state.owner ?? undefined, status: open ? 'open' : 'closed', waitingFor: undefined,
    });
  }
  for (const risk of scene.run.risks) {
    if (inCases.has(risk.hire_id) || rankOf(risk.band) < rankOf('watch') || isDecided(risk, closedAbout.get(risk.hire_id) ?? [], scene.fusion)) continue;
    rows.push({
      id: scene.names.of(risk.hire_id), kind: 'person', band: risk.band, chance: risk.chance,
      people: [{ id: scene.names.of(risk.hire_id), name: scene.names.of(risk.hire_id), day: risk.day }],
      laptops: index.custodyOf(risk.hire_id).length,
      verdict: verdictOf([risk.hire_id], scene), why: headlineOf([risk], scene), families: familyCells(risk, scene),
      dataThere: dataThere(risk), openedAt: undefined, owner: undefined, status: 'watched', waitingFor: undefined,
    });
  }
  return rows.sort((a, b) => BANDS.indexOf(b.band) - BANDS.indexOf(a.band) || b.chance - a.chance || compareBytes(a.id, b.id));
}

function closedByHire(cases: readonly Case[]): ReadonlyMap<HireId, readonly Case[]> {
  const found = new Map<HireId, Case[]>();
  for (const state of cases) {
    if (state.status !== 'closed') continue;
    for (const hire of state.hires) found.set(hire, [...found.get(hire) ?? [], state]);
  }
  return found;
}

/** True when people closed a case about this person and what stands is the same story. */
function isDecided(risk: Risk, closedAbout: readonly Case[], { asOf, values }: FusionContext): boolean {
  const families = FAMILIES.filter((family) => (risk.families[family] ?? 0) >= SPEAKS);
  const story = { hires: [risk.hire_id], families, band: risk.band, chance: risk.chance, findings: speakingFindings([risk]) };
  return closedAbout.some((state) => settles(state, story, asOf, values.halfLifeDays));
}

/** The heaviest sentence of each of the three heaviest families, from whoever stands highest; of several people it says of whom. */
function headlineOf(members: readonly Risk[], scene: Scene): string {
  const top = [...members].sort((a, b) => b.logOdds - a.logOdds || compareBytes(a.hire_id, b.hire_id))[0];
  if (!top) return 'Nobody of this case is in scope any more.';
  const parts = top.parts.filter((part) => part.kind === 'finding' && part.adds > 0).sort((a, b) => b.adds - a.adds);
  const told = new Set<Family>();
  const sentences: string[] = [];
  for (const part of parts) {
    if (part.kind !== 'finding' || told.has(part.family) || sentences.length === 3) continue;
    told.add(part.family);
    sentences.push(headline(indexOf(scene.run).finding(part.finding)?.headline ?? [], scene));
  }
  const whose = members.length > 1 && sentences.length > 0 ? `${scene.names.of(top.hire_id)}: ` : '';
  return whose + sentences.join(' ');
}

const sums = new WeakMap<Scene, Map<HireId, PersonSum>>();

/** One person's sum with everything around it. Made once for each scene. */
export function personSum(risk: Risk, scene: Scene): PersonSum {
  const known = sums.get(scene) ?? new Map<HireId, PersonSum>();
  sums.set(scene, known);
  const sum = known.get(risk.hire_id) ?? madeSum(risk, scene);
  known.set(risk.hire_id, sum);
  return sum;
}

function madeSum(risk: Risk, scene: Scene): PersonSum {
  const hire = scene.registry.hires.get(risk.hire_id);
  const custody = custodyOf(risk.hire_id, scene.run);
  const findings = indexOf(scene.run).findingsAbout(risk.hire_id);
  return {
    id: scene.names.of(risk.hire_id), name: scene.names.of(risk.hire_id), day: risk.day,
    saysHome: saysHome(hire), zone: hire?.time_zone, verdict: custody?.verdict, seemsAt: seemsAt(custody),
    logOdds: risk.logOdds, chance: risk.chance, band: risk.band, bandAt: risk.bandAt,
    families: familyCells(risk, scene), lines: sumLines(risk, findings, scene), asks: asksOf(risk, findings, scene), innocent: innocentOf(risk, findings, scene),
    coverage: Object.entries(COVERED).map(([action, what]) => ({ what, share: risk.coverage[action] })),
    dataThere: dataThere(risk),
  };
}

const COVERED: Readonly<Record<string, string>> = {
  'sign-in': 'Sign-ins', 'check-in': 'Check-ins', 'activity': 'Activity', 'vpn-connected': 'VPN gateway', 'process-started': 'Software',
};

function sumLines(risk: Risk, findings: readonly Finding[], scene: Scene): readonly SumLine[] {
  let runs = 0;
  return risk.parts.map((part): SumLine => {
    runs += part.adds;
    const plain = { adds: part.adds, runs, without: undefined, bandWithout: undefined, finding: undefined, facts: [], innocent: [], rows: undefined, detector: undefined, question: undefined };
    if (part.kind === 'prior') return { ...plain, kind: 'prior', family: undefined, headline: part.headline };
    if (part.kind === 'limit') return { ...plain, kind: 'limit', family: part.family, headline: part.headline };
    const finding = findings.find(({ id }) => id === part.finding);
    const said = (text: Said): string => sentence(text, scene);
    return {
      ...plain, kind: 'finding', family: part.family, detector: part.detector,
      question: scene.detectors.find(({ id }) => id === part.detector)?.question,
      headline: `${finding?.muted ? 'Muted, adds 0: ' : ''}${headline(finding?.headline ?? [], scene)}`, without: part.without,
      bandWithout: outlook(findings.filter(({ id }) => id !== part.finding), scene.fusion).band, finding: part.finding,
      facts: (finding?.facts ?? []).map(({ label, value, usual }) => ({ label, value: said(value), usual })),
      innocent: (finding?.innocent ?? []).map(said),
    };
  });
}

/** What would clear this and what would confirm it: the same sum, with a line gone or a line added. */
function asksOf(risk: Risk, findings: readonly Finding[], scene: Scene): readonly AskLine[] {
  const asks: AskLine[] = [];
  for (const part of risk.parts) {
    if (part.kind !== 'finding' || part.adds < SAYS) continue;
    const finding = findings.find(({ id }) => id === part.finding);
    if (!finding) continue;
    const then = outlook(findings.filter(({ id }) => id !== part.finding), scene.fusion);
    asks.push({
      toward: 'clear', ifItTurnsOut: sentence(finding.clear, scene), because: `its weight in ${finding.family} falls away`,
      change: then.logOdds - risk.logOdds, then: { band: then.band, chance: then.chance }, ...(CHECK_FOR[finding.family] ? { check: CHECK_FOR[finding.family] } : {}),
    });
  }
  const checked = (llr: number): Finding => ({
    id: 'what-if', detector: 'in-person', version: 0, family: 'human', hire_id: risk.hire_id, alongside: [], llr, newest: risk.asOf, key: 'what-if',
    window: { from: risk.asOf, to: risk.asOf }, headline: [], facts: [], innocent: [], clear: [], look: { where: {} },
  });
  const met = outlook([...findings.filter(({ detector }) => detector !== 'in-person'), checked(scene.checks.confirmed)], scene.fusion);
  const refuted = outlook([...findings.filter(({ detector }) => detector !== 'in-person'), checked(scene.checks.refuted)], scene.fusion);
  asks.push({ toward: 'clear', ifItTurnsOut: 'somebody from the company has met this person, with the laptop, at the claimed home or in an office', because: 'a meeting in person counts', change: met.logOdds - risk.logOdds, then: { band: met.band, chance: met.chance }, check: 'in-person' });
  asks.push({ toward: 'confirm', ifItTurnsOut: 'on a call to the number that HR has, somebody else answers', because: 'a refuted check counts', change: refuted.logOdds - risk.logOdds, then: { band: refuted.band, chance: refuted.chance }, check: 'hr-call' });
  return asks.sort((a, b) => (a.toward === b.toward ? Math.abs(b.change) - Math.abs(a.change) : a.toward === 'clear' ? -1 : 1));
}

/** Innocent explanations, each with the sum had the findings that name it never been: what it would leave is why it is not enough. */
function innocentOf(risk: Risk, findings: readonly Finding[], scene: Scene): readonly InnocentView[] {
  const parts = risk.parts.filter((part) => part.kind === 'finding').filter(({ adds }) => adds >= SAYS).sort((a, b) => b.adds - a.adds);
  const named = new Map<string, { readonly finding: Finding; readonly adds: number }[]>();
  for (const { finding: id, adds } of parts) {
    const finding = findings.find((one) => one.id === id);
    for (const reason of finding?.innocent ?? []) {
      const says = sentence(reason, scene);
      named.set(says, [...named.get(says) ?? [], { finding: finding!, adds }]);
    }
  }
  return [...named].map(([says, lines]): InnocentView => {
    const gone = new Set(lines.map(({ finding }) => finding.id));
    const then = outlook(findings.filter(({ id }) => !gone.has(id)), scene.fusion);
    return {
      says, seen: lines[0]!.finding.facts.map(({ label, value, usual }) => ({ label, value: sentence(value, scene), usual })),
      families: [...new Set(lines.map(({ finding }) => finding.family))], explains: risk.logOdds - then.logOdds, then: { band: then.band, chance: then.chance },
      leaves: FAMILIES.map((family) => ({ family, adds: then.families[family] ?? 0 })).filter(({ adds }) => adds >= SPEAKS).sort((a, b) => b.adds - a.adds),
    };
  }).sort((a, b) => b.explains - a.explains || compareBytes(a.says, b.says));
}

/** How well each offset fits a person's hours, where these speak for another one than the claimed. */
export function offsetsOf(hire: HireId, scene: Scene): OffsetChances | undefined {
  return indexOf(scene.run).findingsAbout(hire).find(({ offsets, llr }) => offsets !== undefined && llr > 0)?.offsets;
}

/** A case with the people in it, heaviest first. @param then what stood when it was closed, for one that is */
export function caseView(state: Case, revision: string, scene: Scene, now: Instant, then: Scene = scene): CaseView {
  const risks = state.hires.flatMap((hire) => indexOf(then.run).risk(hire) ?? []).sort((a, b) => b.logOdds - a.logOdds || compareBytes(a.hire_id, b.hire_id));
  const open = queueRows(scene, now).filter(({ kind, status }) => kind === 'case' && status === 'open').map(({ id }) => id);
  const index = open.indexOf(state.id);
  return {
    id: state.id, title: titleOf(heaviest(risks), state.hires.length), status: state.status, mergedInto: state.mergedInto ?? undefined,
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
    id: scene.names.of(risk.hire_id), title: titleOf(heaviest([risk]), 1), status: 'watched', mergedInto: undefined, band: risk.band, chance: risk.chance,
    peak: { band: risk.band, chance: risk.chance, at: risk.asOf }, openedAt: risk.asOf, updatedAt: risk.asOf, owner: undefined, closed: undefined,
    people: [personSum(risk, scene)], ties: tiesOf([risk.hire_id], scene), history: [], notes: [], revision: '',
    position: { index: 0, of: 0, previous: undefined, next: undefined }, prior: priorText(scene.fusion.values.oneIn), simulated: scene.simulated, bandEdges: bandEdges(scene), ...(inCase ? { inCase } : {}),
  };
}

/** Where the bands begin, by the settings of this company. */
export function bandEdges({ fusion: { values } }: Scene): NonNullable<CaseView['bandEdges']> {
  return { watch: values.watchChance, review: values.reviewChance, act: values.actChance };
}

export function priorText(oneIn: number): string {
  return `if 1 in ${oneIn.toLocaleString('en-US')} starters were such a case`;
}

function heaviest(risks: readonly Risk[]): Family | undefined {
  const top = risks[0];
  return top && FAMILIES.filter((family) => (top.families[family] ?? 0) > SAYS).sort((a, b) => top.families[b]! - top.families[a]!)[0];
}

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
    'closed': [`Closed: ${CLOSED[entry.said ?? ''] ?? entry.said ?? ''}${sameSays(entry.same, scene)}`, entry.note].filter(Boolean).join('. '),
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

const CLOSED: Readonly<Record<string, string>> = {
  'true': 'a laptop farm', 'benign-true': 'seen rightly, but harmless', 'false': 'seen wrongly', 'duplicate': 'same as another', 'not-evaluable': 'cannot be decided',
};


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
