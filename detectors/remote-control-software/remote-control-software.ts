import type { HireId } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import { defineDetector, type Reading } from '../../src/detect/detector.ts';
import { CROWD, crowdOf } from './crowd.ts';
import { earlierOf } from './earlier.ts';
import { EVIDENCE, WINDOW_DAYS } from './evidence.ts';
import { explainNothing, explainTools, type Judged } from './explain.ts';
import { observedOf, type Observed } from './observed.ts';
import { prevalenceOf, type Prevalence } from './prevalence.ts';
import { marksOf } from './recognise.ts';
import { sanctionedOf } from './sanctioned.ts';
import { SETTINGS } from './settings.ts';
import { arrivalsOf, setUpOf, type Arrival } from './set-up.ts';
import { sightingsOf, type Sighting } from './sightings.ts';
import { stagedOf } from './staged.ts';
import { softwareWeight, toolRatio } from './weigh.ts';

type Settings = Values<typeof SETTINGS>;

export const remoteControlSoftware = defineDetector({
  id: 'remote-control-software',
  version: 5,
  family: 'machine',
  days: WINDOW_DAYS,
  question: 'Is an unsanctioned remote-control tool on this laptop?',
  technique: 'T1219.002',
  needs: ['process-started'],
  settings: SETTINGS,
  evidence: EVIDENCE,
  crowd: CROWD,
  detect(window, settings) {
    const marks = marksOf(window);
    const observed = observedOf(window);
    const starts = (hire: HireId): boolean => window.hires.get(hire)?.inScope === true;
    const prevalence = prevalenceOf(
      sightingsOf(marks.filter(({ hire }) => starts(hire))), new Set([...observed.keys()].filter(starts)), crowdOf(window, marks), settings,
    );
    const arrivals = arrivalsOf(window);
    const staged = stagedOf(window);
    const unsanctioned = Map.groupBy(
      sightingsOf(marks.filter(({ tool, hire, row }) => !window.allowed(tool.id, hire, row.day)), earlierOf(window)),
      ({ hire }) => hire,
    );
    const sanctioned = sanctionedOf(marks, window);
    return [...observed].flatMap(([hire, seen]): readonly Reading[] => {
      if (!starts(hire) || seen.days.size < settings.minimumDays) return [];
      const judged = (unsanctioned.get(hire) ?? []).map((sighting) => judge(sighting, seen, prevalence, { arrivals, staged }, settings));
      return readingOf(hire, strongestByTool(judged), seen, sanctioned.get(hire) ?? [], settings);
    });
  },
});

function judge(
  sighting: Sighting, seen: Observed, prevalence: (tool: Sighting['tool'], subject: HireId) => Prevalence,
  { arrivals, staged }: { readonly arrivals: ReadonlyMap<string, Arrival>; readonly staged: ReturnType<typeof stagedOf> }, settings: Settings,
): Judged {
  const common = prevalence(sighting.tool, sighting.hire);
  const setUp = setUpOf(sighting, sighting.laptop === undefined ? undefined : arrivals.get(sighting.laptop), staged(sighting.laptop, sighting.tool.id), seen.first, settings.soonHours);
  const firstRun = sighting.runDays[0];
  // Counted from its first run: when that was is weighed as the set-up.
  const active = firstRun === undefined ? 0 : [...seen.activeDays].filter((day) => sighting.isOld || day >= firstRun).length;
  const ran = sighting.runDays.length;
  const unattended = sighting.unattended || (seen.commandLines ? false : undefined);
  const ratio = toolRatio({ namedInReports: sighting.tool.namedInReports, rate: common.rate, setUp: setUp.when, ran, active, unattended, renamed: sighting.renamed }, settings);
  return { sighting, prevalence: common, setUp, ran, active, unattended, ratio };
}

/** One tool on two laptops of one person is one tool. */
function strongestByTool(judged: readonly Judged[]): readonly Judged[] {
  const order = judged.toSorted((a, b) => b.ratio - a.ratio || (key(a) < key(b) ? -1 : 1));
  return [...Map.groupBy(order, ({ sighting }) => sighting.tool.id).values()].map((ofTool) => ofTool[0]!);
}

function key({ sighting }: Judged): string {
  return `${sighting.tool.id}/${sighting.laptop ?? ''}`;
}

/** @param sanctioned allowed tools that were seen: the laptop may be driven by one of them, so the rest clears nobody */
function readingOf(subject: HireId, judged: readonly Judged[], seen: Observed, sanctioned: readonly string[], settings: Settings): readonly Reading[] {
  const weight = softwareWeight(judged.map(({ ratio }) => ratio), settings);
  if (weight < 0 && seen.processDays.size < settings.quietDays) return [];
  const llr = sanctioned.length > 0 ? Math.max(0, weight) : weight;
  if (judged.length === 0) return [{ subject, llr, newest: seen.last, key: 'none', ...explainNothing(seen, sanctioned) }];
  const tools = judged.map(({ sighting }) => sighting.tool.id).sort();
  return [{
    // Sessions of which nobody tells the tool are taken to be by one of these.
    subject, llr, owns: [...tools, 'unknown'].map((tool) => `tool/${tool}`),
    newest: judged.reduce((latest, { sighting }) => Math.max(latest, sighting.last), -Infinity),
    key: tools.join(','),
    ...explainTools(judged, sanctioned, settings),
  }];
}
