/**
 * Learns the table of the working-hours detector from people of known zone, and says how good it is.
 *
 *     node src/evaluate/learn-hours.ts TRAIN.jsonl [--out detectors/working-hours/profiles.json] [--cross-validate] [--leave-one-source-out]
 *
 * TRAIN.jsonl holds one labelled stream a line (`LabelledStream`). The figures are cross-validated: five
 * folds by person, or a fold for each source, each judged by a table learned from the others.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gatherWeeks, LEARN_SETTINGS, learnProfiles, type LearnedProfile } from './week-profiles.ts';
import { CLAIM_CUT, scoreZones, type LabelledStream, type SetScore } from './zone-score.ts';
import type { ZoneModel } from './zones.ts';

/** Chosen by cross-validation, by person and by source: the chance given to the true offset was about greatest. */
const TEMPERING = { start: 1, halfAt: 25, spellGapHours: 3 };
/** Share of people whose clock is not where they are; chosen with `TEMPERING`, and about as many are seen. */
const ASTRAY = 0.03;
const FOLDS = 5;

/** What the model reads, with where it comes from. */
export type HoursTable = {
  readonly method: string;
  readonly learned: string;
  readonly authors: number;
  readonly windows: number;
  readonly source: string;
  readonly tempering: { readonly start: number; readonly halfAt: number; readonly spellGapHours: number };
  readonly astray: number;
  readonly profiles: readonly LearnedProfile[];
};

/**
 * Whether a stream may teach: its clock shows where the person is, as far as can be known.
 * Clocks that the e-mail contradicts, or that show several zones over the years, are left out.
 */
function mayTeach(stream: LabelledStream): boolean {
  return stream.cc_ok !== false && !stream.moved;
}

/** The fold of a person, 0 to 4, by a hash of the id: the same on every machine. */
function foldOf(id: string): number {
  return createHash('sha256').update(id).digest().readUInt32BE(0) % FOLDS;
}

/** Makes a model of a table. */
type ModelOf = (table: HoursTable) => Pick<ZoneModel, 'posteriorOf'>;

/**
 * The table learned from the streams that may teach, in two rounds: streams that the first table places
 * far from their own clock, at the cut of the claim check, do not teach the second. Most look like ordinary
 * days of another continent under a clock that is wrong, and would be learned as a way to work at night.
 *
 * @param streams labelled streams, in any order
 * @param learned the day of learning, `YYYY-MM-DD`
 * @param modelOf makes a model of the first table
 */
export function learnTable(streams: readonly LabelledStream[], learned: string, modelOf: ModelOf): HoursTable {
  const teaching = streams.filter(mayTeach);
  const model = modelOf(tableOf(teaching, learned));
  return tableOf(teaching.filter(stream => model.posteriorOf(stream.t).logOdds(stream.zone) <= CLAIM_CUT), learned);
}

function tableOf(teaching: readonly LabelledStream[], learned: string): HoursTable {
  const people = gatherWeeks(teaching);
  return {
    method: `mixture of ${LEARN_SETTINGS.profiles} weekly activity profiles in local time, by EM; chances of a half hour of a weekday and of a weekend day`,
    learned,
    authors: people.length,
    windows: teaching.length,
    source: 'Public git histories of openstack/nova, neutron, cinder; tianocore/edk2; DPDK/dpdk; coreboot/coreboot; apache/dubbo; naver/pinpoint; gluster/glusterfs; openbmc/openbmc; hashicorp/terraform. Facts only: times and clock offsets of commits, summed over all authors.',
    tempering: TEMPERING,
    astray: ASTRAY,
    profiles: learnProfiles(people).map(({ share, weekday, weekend }) => ({ share: round(share), weekday: weekday.map(round), weekend: weekend.map(round) })),
  };
}

/**
 * Models for cross-validation: nobody is judged by a table they taught, in whatever fold.
 *
 * @param streams labelled streams
 * @param modelOf makes a model of a table
 * @param fold    what is left out together: a fifth of the people, or a source
 * @returns the model to judge a stream with
 */
export function crossValidated(
  streams: readonly LabelledStream[],
  modelOf: ModelOf,
  fold: (stream: LabelledStream) => number = stream => foldOf(stream.id),
): (stream: LabelledStream) => Pick<ZoneModel, 'posteriorOf'> {
  const models = new Map([...Map.groupBy(streams, fold)].map(([number, judged]) => {
    const people = new Set(judged.map(({ id }) => id));
    return [number, modelOf(learnTable(streams.filter(({ id }) => !people.has(id)), '', modelOf))] as const;
  }));
  return stream => {
    const model = models.get(fold(stream));
    if (model === undefined) throw new RangeError(`no fold for ${stream.id}`);
    return model;
  };
}

/** Four significant figures: the table stays small, the posterior the same to the third figure. */
function round(chance: number): number {
  return Number(chance.toPrecision(4));
}

/** The figures as a Markdown table. */
function scoreTable(scores: readonly SetScore[]): string {
  const share = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(3));
  const header = ['set', 'people', '±1 h', '±2 h', '±3 h', '50 % set', '80 % set', '95 % set', 'calibration error', 'genuine > 4.6', 'with contradicted'];
  const regions = ['eastAsia', 'easternEurope', 'india'] as const;
  const titles = { eastAsia: 'East Asia', easternEurope: 'eastern Europe', india: 'India' };
  const rows = scores.map(score => [
    score.set, String(score.authors), share(score.within1h), share(score.within2h), share(score.within3h),
    share(score.coverage[50]), share(score.coverage[80]), share(score.coverage[95]), share(score.calibrationError), share(score.falseAboveCut), share(score.falseAboveCutOfAll),
  ]);
  const claimHeader = ['set', 'genuine', ...regions.flatMap(region => [`${titles[region]}: people`, 'AUC', 'recall at 5 %', 'at 1 %', 'at 4.6'])];
  const claimRows = scores.map(score => [
    score.set, String(score.genuineAuthors),
    ...regions.flatMap(region => {
      const claim = score.claims[region];
      return [String(claim.authors), share(claim.auc), share(claim.recallAt5Percent), share(claim.recallAt1Percent), share(claim.recallAtCut)];
    }),
  ]);
  return `${markdown(header, rows)}\n\n${markdown(claimHeader, claimRows)}\n\nGenuine people with a weight of t or more\n\n${markdown(
    ['set', 't = 1', '2', '3', '4'],
    scores.map(score => [score.set, ...score.genuineAtWeight.map(share)]),
  )}`;
}

function markdown(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, header.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');
}

/** Profiles a line each, so that a difference can be read. */
function asJson({ profiles, ...head }: HoursTable): string {
  const opening = JSON.stringify(head, undefined, 2).replace(/\n\}$/, '');
  return `${opening},\n  "profiles": [\n${profiles.map(profile => `    ${JSON.stringify(profile)}`).join(',\n')}\n  ]\n}\n`;
}

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: 'string' }, date: { type: 'string', default: '2026-11-28' },
      'cross-validate': { type: 'boolean', default: false }, 'leave-one-source-out': { type: 'boolean', default: false },
    },
  });
  const [file] = positionals;
  if (file === undefined) {
    console.error('Name the file of labelled streams: node src/evaluate/learn-hours.ts TRAIN.jsonl [--out FILE] [--cross-validate] [--leave-one-source-out]');
    process.exitCode = 2;
    return;
  }
  const streams = readFileSync(file, 'utf8').split('\n').filter(line => line !== '').map(line => JSON.parse(line) as LabelledStream);
  // As a script this file is where the parts meet; the detector is loaded here so that importing this file depends on none.
  const detector = new URL('../../detectors/working-hours/clock-model.ts', import.meta.url).href;
  const { makeClockModel } = (await import(detector)) as { makeClockModel: (table: HoursTable) => ZoneModel };
  const report = (title: string, modelFor: (stream: LabelledStream) => Pick<ZoneModel, 'posteriorOf'>): void => {
    console.log(`# ${title}\n\n## Everybody\n\n${scoreTable(scoreZones(streams, modelFor))}\n`);
    console.log(`## Only people whose clock never showed another zone\n\n${scoreTable(scoreZones(streams.filter(stream => !stream.moved), modelFor))}\n`);
  };
  if (values['cross-validate']) report('Five folds by person', crossValidated(streams, makeClockModel));
  if (values['leave-one-source-out']) report('A fold for each source', crossValidated(streams, makeClockModel, stream => stream.src));
  if (values.out !== undefined) {
    const table = learnTable(streams, values.date, makeClockModel);
    writeFileSync(values.out, asJson(table));
    console.error(`Learned ${table.profiles.length} profiles from ${table.authors} people (${table.windows} windows): ${values.out}`);
  }
}

if (import.meta.main) await run();
