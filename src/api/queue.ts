import type { Case } from '../cases/case.ts';
import { settles, speakingFindings } from '../cases/settled.ts';
import { compareBytes } from '../core/canonical.ts';
import { SPEAKS } from '../core/family.ts';
import type { HireId } from '../core/person.ts';
import { DAY, MINUTE, floorTo, type Instant } from '../core/time.ts';
import { FAMILIES, type Family } from '../detect/detector.ts';
import type { FusionContext } from '../risk/fuse.ts';
import { BANDS, rankOf, type Risk } from '../risk/risk.ts';
import { indexOf } from '../run/run-index.ts';
import type { QueueRow } from './contract.ts';
import { cellsTogether, dataThere, familyCells } from './family-cells.ts';
import type { Scene } from './scene.ts';
import { verdictOf } from './verdicts.ts';
import { headline } from './wording.ts';

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
