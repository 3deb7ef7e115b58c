import { DETECTORS } from '../../detectors/index.ts';
import { judgesOf } from '../../src/app.ts';
import { triage } from '../../src/cases/triage.ts';
import { loadConfig } from '../../src/config.ts';
import type { DeviceRow } from '../../src/core/person.ts';
import { random, type Random } from '../../src/core/random.ts';
import { PLAIN, say } from '../../src/core/said.ts';
import { DAY, type Instant } from '../../src/core/time.ts';
import type { Custody } from '../../src/detect/places/custody.ts';
import type { Finding } from '../../src/detect/detector.ts';
import { fuse } from '../../src/risk/fuse.ts';
import { fusionOf } from '../../src/run/judged.ts';
import type { Run } from '../../src/run/stored-run.ts';

/** How many findings there are about each person; far more than detectors make, so that a large company is covered. */
const FINDINGS_EACH = 21;
/** Of so many people one stands at a place with others and is driven from elsewhere. */
const ONE_IN = 25;

/**
 * A run about so many laptops as a store would hold it: made-up findings of the shape and length of real ones, fused and
 * brought into cases by the product. One person in 25 is in a case, and as many are watched.
 */
export function deskRun(laptops: readonly DeviceRow[], asOf: Instant): Run {
  const held = laptops.filter(({ hire_id: hire }) => hire !== undefined);
  const draw = random('desk');
  const findings = held.flatMap(({ hire_id: hire, serial }, index) => Array.from({ length: FINDINGS_EACH }, (_, number) => findingOf(hire!, serial, index, number, held, asOf, draw)));
  const byHire = Map.groupBy(findings, (finding) => finding.hire_id);
  const judges = judgesOf(loadConfig(undefined));
  const fusion = fusionOf(judges, asOf);
  const coverage = { 'sign-in': 1, 'check-in': 0.97, 'activity': 0.9, 'vpn-connected': 0.8, 'process-started': 1 };
  const risks = [...byHire].sort(([a], [b]) => (a < b ? -1 : 1)).map(([hire, own]) => ({ ...fuse(hire, 30, own, coverage, fusion), blind: [] }));
  return {
    asOf, findings, risks, custody: held.map((row) => custodyOf(row, asOf, draw)),
    cases: [...triage(new Map(), { asOf, risks, findings, halfLifeDays: judges.fusion.halfLifeDays, headlineOf: ({ headline }) => say(headline, PLAIN) }).values()],
    unjoined: { strangers: 0, machines: 0 }, versions: judges.versions,
  };
}

function findingOf(hire: string, serial: string, index: number, number: number, all: readonly DeviceRow[], asOf: Instant, draw: Random): Finding {
  const detector = DETECTORS[number % DETECTORS.length]!;
  const strong = index % ONE_IN < 1 && number < DETECTORS.length;
  const some = index % ONE_IN === 1 && number % 3 === 0;
  const other = all[index % (2 * ONE_IN) < ONE_IN ? Math.min(index + ONE_IN, all.length - 1) : Math.max(0, index - ONE_IN)]!.hire_id!;
  const together = strong && detector.id === 'shared-place';
  return {
    id: `f-${index}-${number}`, detector: detector.id, version: detector.version, family: detector.family, hire_id: hire, alongside: together && other !== hire ? [other] : [],
    llr: strong ? draw.between(0.5, 3) : some ? draw.between(0.2, 1.6) : draw.between(-0.4, 0.2), newest: asOf - draw.int(5) * DAY, key: `key-${number}`,
    window: { from: asOf - 14 * DAY, to: asOf },
    headline: [{ ref: 'laptop', id: serial }, ` was seen on ${draw.int(14) + 1} of 14 days where `, { ref: 'hire', id: other }, ' keeps theirs; no tie between the two is declared.'],
    facts: Array.from({ length: 6 }, (_, at) => ({ label: `What was counted of it, part ${at}`, value: [`${draw.int(14)} of 14, first and last day named`, { ref: 'place' as const, id: `line 203.0.113.${index % 250}` }], usual: '1 starter in 140; a home has 0 or 1 of them' })),
    innocent: [['They live together and have not declared it: ask HR for household and addresses.'], ['They work from one co-working floor, campus or small office: ask which.'], ['An off-site, a hotel or a visit: it ends within days; ask the manager.']],
    clear: ['they declare one household, or the place is vouched for'], look: { where: { 'event.action': 'check-in' } },
  };
}

function custodyOf({ serial, hire_id: hire }: DeviceRow, asOf: Instant, draw: Random): Custody {
  return {
    serial, hire_id: hire ?? null, verdict: draw.chance(0.9) ? 'expected' : 'elsewhere', confidence: 0.93, because: 'its own location on 9 of 14 days, and the line of its home',
    seen_at: { lat: 36 + draw.next(), lon: -95 - draw.next(), radius_km: 16, level: 0.9, network: 'home', city: 'Tulsa' }, km_from_home: [2, 20], last_contact: asOf - draw.int(3) * DAY,
  };
}
