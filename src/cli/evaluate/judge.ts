import { setImmediate as turn } from 'node:timers/promises';
import { triage, type CaseFile } from '../../cases/triage.ts';
import { SHIPPED } from '../../catalogue/catalogue.ts';
import { observationOf } from '../../catalogue/tools.ts';
import type { Enricher } from '../../collect/enrich.ts';
import { appliedFromOf } from '../../collect/tables/applied-from.ts';
import type { Event } from '../../core/event.ts';
import type { Family } from '../../core/family.ts';
import { isRejected, parseEvent } from '../../core/parse-event.ts';
import type { ApplicationRow, HireId, Serial } from '../../core/person.ts';
import { DAY, dayOf, startOfDay, type Day, type Instant } from '../../core/time.ts';
import { countedLog } from '../../detect/counts/counted-log.ts';
import { gatherer, type Gatherer } from '../../detect/counts/gather.ts';
import type { Finding, Hire, Question } from '../../detect/detector.ts';
import { historyOf } from '../../detect/people/history.ts';
import { CONTACT, peopleHeard } from '../../detect/people/presence.ts';
import { registryAt, type Registry, type ScopeRule } from '../../detect/people/registry.ts';
import type { CustodyValues } from '../../detect/places/custody-settings.ts';
import { custodyOf } from '../../detect/places/custody-of.ts';
import { SCANS, SCAN_DAYS, type ScanRow } from '../../detect/places/parcels.ts';
import { RADIOS, type RadioRow } from '../../detect/places/place-rows.ts';
import { toldByEvents } from '../../detect/places/told-by-events.ts';
import { WHEREABOUTS, WHEREABOUTS_DAYS, type WhereaboutsRow } from '../../detect/places/whereabouts.ts';
import { detect, type Armed, type Detected } from '../../detect/run.ts';
import type { CaseJudge, Stood, Way } from '../../evaluate/runs.ts';
import type { Judge, Judged, Names } from '../../evaluate/weights.ts';
import { fuse, type FusionValues } from '../../risk/fuse.ts';
import type { Company } from '../../simulate/company.ts';

export interface JudgeParts {
  readonly detectors: readonly Armed[];
  readonly fusion: FusionValues;
  readonly scope: ScopeRule;
  readonly enricher: Enricher;
}

/** One run over rows that pass by: what `detect` found, with the registry and the counts it was found in. */
interface Found extends Detected { readonly asOf: Instant; readonly registry: Registry; readonly gather: Gatherer }

interface Watching {
  /** Who stays in scope because a case about them is open. */
  inCases(): ReadonlySet<HireId>;
  seen(event: Event): void;
  /** What is asked of the rows besides what detectors ask. */
  readonly besides: readonly { readonly plan: Question; readonly days: number }[];
}

/** The line from rows to findings without a store in between: what runs at these instants would have found. */
async function* foundBy({ detectors, scope, enricher }: JudgeParts, company: Company, instants: readonly Instant[], { inCases, seen, besides }: Watching): AsyncGenerator<Found> {
  const history = historyOf({ ...company.tables, applications: company.tables.applications.map((row) => placed(row, enricher)) });
  const log = countedLog();
  const asking = gatherer(log.asked);
  const first = await toldByEvents(registryAt(history, instants[0]!, scope), asking);
  await detect(asking, first, detectors);
  const asked = await asking.gather(besides, instants[0]!, first.directory);
  for (const place of besides.keys()) await asked.rowsOf(place);
  const gather = gatherer(log.counted);
  const events = eventsOf(company, enricher)[Symbol.iterator]();
  let next = events.next();
  for (const asOf of instants) {
    // All of this is in memory: without a turn of the event loop nobody could stop it.
    await turn();
    for (; !next.done && next.value['event.ingested'] <= asOf; next = events.next()) {
      log.count(next.value);
      seen(next.value);
    }
    const registry = await toldByEvents(registryAt(history, asOf, scope, inCases()), gather);
    yield { asOf, registry, gather, ...await detect(gather, registry, detectors) };
  }
}

/** From rows to sums: everybody in scope at each instant. */
export function judgeWith(parts: JudgeParts): Judge {
  const detectors = countsOf(parts.detectors);
  return async function* judge(company, instants) {
    const nobody = new Set<HireId>();
    for await (const { asOf, registry, findings: all } of foundBy(parts, company, instants, { inCases: () => nobody, seen: () => {}, besides: [] })) {
      const findings = Map.groupBy(all, ({ hire_id: hire }) => hire);
      yield starters(registry).map(({ hire_id: hire, startsAt }): Judged => {
        const own = findings.get(hire) ?? [];
        const risk = fuse(hire, 0, own, {}, { asOf, values: parts.fusion, detectors });
        return { hire, asOf, startsAt, detectors: strongest(own), families: risk.families, total: risk.logOdds - risk.parts[0]!.adds };
      });
    }
  };
}

export interface CaseJudgeParts extends JudgeParts { readonly custody: CustodyValues }

/** From rows to cases, which go on from run to run as stored ones would, and to verdicts about laptops. Nobody closes a case. */
export function caseJudgeWith(parts: CaseJudgeParts): CaseJudge {
  const detectors = countsOf(parts.detectors);
  return async function* judge(company, instants, { ways, placesAt, seen }) {
    const files = new Map<Way, CaseFile>(ways.map((way) => [way, new Map()]));
    const lastContact = new Map<Serial, Instant>();
    const watching: Watching = {
      inCases: () => openPeople(files.get('all')!), besides: [{ plan: WHEREABOUTS, days: WHEREABOUTS_DAYS }, { plan: RADIOS, days: WHEREABOUTS_DAYS }, { plan: SCANS, days: SCAN_DAYS }],
      seen(event) {
        seen(event);
        const serial = event['device.serial_number'];
        if (serial !== undefined && (CONTACT as readonly string[]).includes(event['event.action'])) lastContact.set(serial, Math.max(lastContact.get(serial) ?? -Infinity, event['@timestamp']));
      },
    };
    for await (const { asOf, registry, gather, findings, presence } of foundBy(parts, company, instants, watching)) {
      const inScope = starters(registry);
      const stood = new Map(ways.map((way): [Way, Stood] => {
        const ours = findings.filter(({ family }) => family !== way);
        const byHire = Map.groupBy(ours, ({ hire_id: hire }) => hire);
        const risks = inScope.map((hire) => fuse(hire.hire_id, 0, byHire.get(hire.hire_id) ?? [], {}, { asOf, values: parts.fusion, detectors }));
        const cases = triage(files.get(way)!, { asOf, risks, findings: ours, halfLifeDays: parts.fusion.halfLifeDays, headlineOf: () => '' });
        files.set(way, cases);
        return [way, { risks, cases: [...cases.values()] }];
      }));
      const placed = placesAt(asOf) ? await gather.gather(watching.besides, asOf, registry.directory) : undefined;
      const heard = { lastContact: new Map([...lastContact, ...presence.lastContact]), speaking: presence.speaking, nameless: presence.nameless, atWork: peopleHeard(presence) };
      yield {
        asOf, findings, ways: stood, people: inScope.map(({ hire_id: hire, startsAt }) => ({ hire, startsAt })),
        custody: placed ? custodyOf(registry, await placed.rowsOf<WhereaboutsRow>(0), { ...heard, radios: await placed.rowsOf<RadioRow>(1), scans: await placed.rowsOf<ScanRow>(2) }, parts.custody) : [],
      };
    }
  };
}

function starters(registry: Registry): readonly Hire[] {
  return [...registry.hires.values()].filter(({ inScope }) => inScope);
}

function countsOf(armed: readonly Armed[]): Readonly<Partial<Record<Family, number>>> {
  const byFamily: Partial<Record<Family, number>> = {};
  for (const { detector } of armed) byFamily[detector.family] = (byFamily[detector.family] ?? 0) + 1;
  return byFamily;
}

function openPeople(file: CaseFile): ReadonlySet<HireId> {
  return new Set([...file.values()].filter(({ status }) => status === 'open').flatMap(({ hires }) => hires));
}

/** The remote-control tool that a started program is; programs for meetings, which everybody runs, are none. */
export function toolOf(event: Event): string | undefined {
  const tool = event['event.action'] === 'process-started' ? SHIPPED.matchTool(observationOf(event))?.tool : undefined;
  return tool?.kind === 'screen-share' ? undefined : tool?.id;
}

/** What such a judge tells about, also where it is silent. */
export function namesOf(detectors: readonly Armed[]): Names {
  return { detectors: detectors.map(({ detector }) => detector.id), families: [...new Set(detectors.map(({ detector }) => detector.family))] };
}

/** The weightiest Reading of each detector: the one that counts. */
function strongest(findings: readonly Finding[]): Readonly<Record<string, number>> {
  const weights: Record<string, number> = {};
  for (const { detector, llr } of findings) if (Math.abs(llr) > Math.abs(weights[detector] ?? 0)) weights[detector] = llr;
  return weights;
}

/** An application as an import would keep it: with what its address says of where it came from. */
function placed(row: ApplicationRow, { factsOf }: Enricher): ApplicationRow {
  const from = row.applied_from_ip === undefined ? undefined : appliedFromOf(factsOf(row.applied_from_ip));
  return from === undefined ? row : { ...row, applied_from: from };
}

/** Copies of a row come within so many days of the first. */
const COPIES_DAYS = 10;

/** Rows as an import would keep them, in the order in which they were learned of: parsed, enriched, each fact once. */
function* eventsOf(company: Company, { enrich }: Enricher): Generator<Event, undefined> {
  const seen = new Map<Day, Set<string>>();
  for (const document of company.events()) {
    const event = parseEvent(document);
    if (isRejected(event)) continue;
    const day = dayOf(event['@timestamp']);
    let ids = seen.get(day);
    if (!ids) {
      for (const old of seen.keys()) if (startOfDay(old) < event['event.ingested'] - COPIES_DAYS * DAY) seen.delete(old);
      seen.set(day, (ids = new Set()));
    }
    if (ids.has(event['event.id'])) continue;
    ids.add(event['event.id']);
    yield enrich(event);
  }
}
