import { openEnricher, type Enricher } from '../../src/collect/enrich.ts';
import type { Event } from '../../src/core/event.ts';
import type { HireId } from '../../src/core/person.ts';
import { isRejected, parseEvent } from '../../src/core/parse-event.ts';
import { settle } from '../../src/core/settings.ts';
import type { Instant } from '../../src/core/time.ts';
import type { Detector, Family, Finding } from '../../src/detect/detector.ts';
import { gatherer } from '../../src/detect/gather.ts';
import { withHomes } from '../../src/detect/homes.ts';
import { registryAt, type ScopeRule } from '../../src/detect/registry.ts';
import { detect } from '../../src/detect/run.ts';
import { FUSION_SETTINGS, fuse } from '../../src/risk/fuse.ts';
import { simulate, type Company } from '../../src/simulate/company.ts';
import { countedStore } from './counted-store.ts';
import { historyOf } from './window.ts';

/** One person at one instant. */
export interface Weighed {
  readonly hire: HireId;
  /** Strongest weight of each detector; a silent one is absent. */
  readonly detectors: Readonly<Record<string, number>>;
  readonly families: Readonly<Partial<Record<Family, number>>>;
  /** Log-odds above the prior. */
  readonly total: number;
  /** What is odd about them, `night-owl`; empty for most. */
  readonly kinds: readonly string[];
  readonly findings: readonly Finding[];
}
export interface Population { readonly ordinary: readonly Weighed[]; readonly farm: readonly Weighed[] }

export interface PopulationOptions {
  readonly seed: string;
  /** Ordinary starters. */
  readonly people: number;
  readonly farms?: readonly number[];
  readonly days?: number;
  readonly staff?: number;
  readonly endsAt?: Instant;
}

const RULE: ScopeRule = { daysBefore: 14, daysAfter: 90, companyZone: 'America/Chicago' };
const { values: FUSION } = settle(FUSION_SETTINGS);

/** A simulated company, judged once by all detectors with their default settings. */
export async function populationOf(detectors: readonly Detector[], options: PopulationOptions): Promise<Population> {
  const { seed, people, farms = [], days = 36, staff = Math.round(people / 6), endsAt = Date.UTC(2026, 10, 18) } = options;
  const company = simulate({ seed, people, days, farms, staff, endsAt });
  const findings = await findingsOf(company, detectors, endsAt);
  const farmed = new Set(company.truth.farms.flatMap(({ hires }) => hires));
  const { registry } = findings;
  const byHire = Map.groupBy(findings.all, ({ hire_id: hire }) => hire);
  const perFamily: Partial<Record<Family, number>> = {};
  for (const { family } of detectors) perFamily[family] = (perFamily[family] ?? 0) + 1;

  const weighed = [...registry.hires.values()].filter(({ inScope }) => inScope).map(({ hire_id: hire }): Weighed => {
    const own = byHire.get(hire) ?? [];
    const risk = fuse(hire, 0, own, {}, { asOf: endsAt, values: FUSION, detectors: perFamily });
    const strongest = Object.fromEntries([...Map.groupBy(own, ({ detector }) => detector)].map(([id, ofOne]) =>
      [id, ofOne.reduce((best, { llr }) => (Math.abs(llr) > Math.abs(best) ? llr : best), 0)]));
    return { hire, detectors: strongest, families: risk.families, total: risk.logOdds - risk.parts[0]!.adds, kinds: company.truth.innocents[hire] ?? [], findings: own };
  });
  return { ordinary: weighed.filter(({ hire }) => !farmed.has(hire)), farm: weighed.filter(({ hire }) => farmed.has(hire)) };
}

async function findingsOf(company: Company, detectors: readonly Detector[], asOf: Instant) {
  const { tables } = company;
  const listed = registryAt(historyOf({ ...tables, asOf, events: [] }), asOf, RULE);
  const armed = detectors.map((detector) => ({ detector, settings: settle(detector.settings).values }));
  const counted = countedStore(asOf);
  const asked = gatherer(counted.asked);
  await detect(asked, await withHomes(listed, asked), armed);
  counted.count(eventsOf(company, await enricher()));
  const answered = gatherer(counted.answered);
  const registry = await withHomes(listed, answered);
  return { registry, all: (await detect(answered, registry, armed)).findings };
}

/** Rows as an import would keep them: parsed, enriched, each fact once. */
function* eventsOf(company: Company, { enrich }: Enricher): Iterable<Event> {
  const seen = new Set<unknown>();
  for (const document of company.events()) {
    const event = parseEvent(document);
    if (isRejected(event) || seen.has(event['event.id'])) continue;
    seen.add(event['event.id']);
    yield enrich(event);
  }
}

let opened: Promise<Enricher> | undefined;
function enricher(): Promise<Enricher> {
  return (opened ??= openEnricher());
}
