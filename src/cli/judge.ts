import type { Enricher } from '../collect/enrich.ts';
import type { Event } from '../core/event.ts';
import type { Family } from '../core/family.ts';
import { isRejected, parseEvent } from '../core/parse-event.ts';
import { DAY, dayOf, startOfDay, type Day } from '../core/time.ts';
import { countedLog } from '../detect/counted-log.ts';
import type { Finding } from '../detect/detector.ts';
import { gatherer } from '../detect/gather.ts';
import { historyOf } from '../detect/history.ts';
import { withHomes } from '../detect/homes.ts';
import { registryAt, type ScopeRule } from '../detect/registry.ts';
import { detect, type Armed } from '../detect/run.ts';
import type { Judge, Judged, Names } from '../evaluate/weights.ts';
import { fuse, type FusionValues } from '../risk/fuse.ts';
import type { Company } from '../simulate/company.ts';

export interface JudgeParts {
  readonly detectors: readonly Armed[];
  readonly fusion: FusionValues;
  readonly scope: ScopeRule;
  readonly enricher: Enricher;
}

/** The line from rows to sums without a store in between: what runs at these instants would have found. */
export function judgeWith({ detectors, fusion, scope, enricher }: JudgeParts): Judge {
  const byFamily: Partial<Record<Family, number>> = {};
  for (const { detector } of detectors) byFamily[detector.family] = (byFamily[detector.family] ?? 0) + 1;

  return async function* judge(company, instants) {
    const history = historyOf(company.tables);
    const log = countedLog();
    const asking = gatherer(log.asked);
    await detect(asking, await withHomes(registryAt(history, instants[0]!, scope), asking), detectors);
    const gather = gatherer(log.counted);
    const events = eventsOf(company, enricher)[Symbol.iterator]();
    let next = events.next();
    for (const asOf of instants) {
      for (; !next.done && next.value['event.ingested'] <= asOf; next = events.next()) log.count(next.value);
      const registry = await withHomes(registryAt(history, asOf, scope), gather);
      const findings = Map.groupBy((await detect(gather, registry, detectors)).findings, ({ hire_id: hire }) => hire);
      const starters = [...registry.hires.values()].filter(({ inScope }) => inScope);
      yield starters.map(({ hire_id: hire, startsAt }): Judged => {
        const own = findings.get(hire) ?? [];
        const risk = fuse(hire, 0, own, {}, { asOf, values: fusion, detectors: byFamily });
        return { hire, asOf, startsAt, detectors: strongest(own), families: risk.families, total: risk.logOdds - risk.parts[0]!.adds };
      });
    }
  };
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
