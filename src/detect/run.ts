import { setImmediate } from 'node:timers/promises';
import { compareBytes, shortHash } from '../core/canonical.ts';
import { random } from '../core/random.ts';
import type { Values, SettingsTable } from '../core/settings.ts';
import { DAY, floorTo } from '../core/time.ts';
import type { Detector, EvidencePlan, Finding, Question, Reading, Window } from './detector.ts';
import { plansOf, type Gatherer } from './counts/gather.ts';
import type { Rows } from './counts/row-views.ts';
import { SCANS, SCAN_DAYS, type ScanRow } from './places/parcels.ts';
import { RADIOS, type RadioRow } from './places/place-rows.ts';
import { PRESENCE, PRESENCE_DAYS, presenceOf, type Presence } from './people/presence.ts';
import type { Registry } from './people/registry.ts';
import { WHEREABOUTS, WHEREABOUTS_DAYS, type WhereaboutsRow } from './places/whereabouts.ts';

/** A detector with the values of its settings. */
export interface Armed { readonly detector: Detector; readonly settings: Values<SettingsTable> }

/** Devices that were reduced to a number, by line or token and day. */
export type Crowd = Window<EvidencePlan>['crowd'];

export interface Detected {
  readonly findings: readonly Finding[];
  readonly presence: Presence;
  /** Rows of `WHEREABOUTS`, `RADIOS` and `SCANS` over their days, as the detectors saw them. */
  readonly whereabouts: readonly WhereaboutsRow[];
  readonly radios: readonly RadioRow[];
  readonly scans: readonly ScanRow[];
}

/**
 * One run of all detectors at one instant: evidence is read once, and while the store counts for the next detector, one judges.
 *
 * A run for a past date is the same call with another instant and the registry as known then.
 */
export async function detect(gatherer: Gatherer, registry: Registry, armed: readonly Armed[], crowd: Crowd = () => 0): Promise<Detected> {
  const asOf = registry.asOf;
  const wanted: { readonly plan: Question; readonly days: number }[] = [];
  const spans: { first: number; names: readonly string[] }[] = [];
  for (const { detector } of armed) {
    const plans = plansOf(detector.evidence, detector.days);
    spans.push({ first: wanted.length, names: plans.map(({ name }) => name) });
    wanted.push(...plans);
  }
  const [presence, whereabouts, radios, scans] = [wanted.length, wanted.length + 1, wanted.length + 2, wanted.length + 3];
  wanted.push({ plan: PRESENCE, days: PRESENCE_DAYS }, { plan: WHEREABOUTS, days: WHEREABOUTS_DAYS }, { plan: RADIOS, days: WHEREABOUTS_DAYS }, { plan: SCANS, days: SCAN_DAYS });
  const gathered = await gatherer.gather(wanted, asOf, registry.directory);
  const findings: Finding[] = [];
  for (const [index, { detector, settings }] of armed.entries()) {
    const { first, names } = spans[index]!;
    const rows: Record<string, Rows> = {};
    for (const [offset, name] of names.entries()) rows[name] = await gathered.rowsOf(first + offset);
    const window = windowOf(detector, registry, rows, crowd);
    for (const reading of detector.detect(window, settings)) {
      if (registry.hires.get(reading.subject)?.inScope) findings.push(findingOf(detector, reading, window));
    }
    // Whoever waits for a page is answered in between, and what the next detector does not read can go.
    await setImmediate();
  }
  findings.sort((a, b) => compareBytes(a.id, b.id));
  return {
    findings,
    presence: presenceOf(await gathered.rowsOf(presence)),
    whereabouts: await gathered.rowsOf(whereabouts),
    radios: await gathered.rowsOf(radios),
    scans: await gathered.rowsOf(scans),
  };
}

function windowOf(detector: Detector, registry: Registry, rows: Record<string, Rows>, crowd: Crowd): Window<EvidencePlan> {
  const { asOf, hires, laptops, places, travel, applications, institutions, indicators, catalogue, vouched, allowed, isOnePerson, tied } = registry;
  return {
    asOf, from: floorTo(asOf, DAY) - detector.days * DAY, to: asOf, hires, laptops, places, travel,
    applications, institutions, indicators, catalogue, vouched, allowed, isOnePerson, tied,
    rows: rows as Window<EvidencePlan>['rows'], crowd,
    random: (key) => random(`${detector.id}/${detector.version}/${key}`),
  };
}

function findingOf(detector: Detector, reading: Reading, window: Window<EvidencePlan>): Finding {
  return {
    // Stable over runs and versions: a case keeps a row, not a twin of it.
    id: `f-${shortHash(`${detector.id}\0${reading.subject}\0${reading.key}`).slice(0, 16)}`,
    detector: detector.id, version: detector.version, family: detector.family, hire_id: reading.subject,
    alongside: [...(reading.alongside ?? [])].sort(compareBytes), llr: reading.llr, newest: reading.newest, key: reading.key,
    ...(reading.owns ? { owns: reading.owns } : {}), ...(reading.shared ? { shared: reading.shared } : {}),
    window: { from: window.from, to: window.to }, ...reading.because, clear: reading.clear, look: reading.look,
  };
}
