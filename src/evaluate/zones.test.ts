import { describe, expect, it } from 'vitest';
import { scoreZones, type LabelledStream } from './zone-score.ts';
import { zoneLine, zoneLines, zoneVerdict, type ZoneModel, type ZonePosterior } from './zones.ts';

function aPosterior(given: Partial<ZonePosterior> = {}): ZonePosterior {
  return { n: 30, days: 10, offsetMin: 480, sets: { 50: [[480, 480]], 80: [[420, 540]], 95: [[360, 600]] }, pWithin2h: 0.9, logOdds: () => 5, ...given };
}

function aModel(posterior: ZonePosterior = aPosterior()): ZoneModel {
  return { posteriorOf: () => posterior, isTooLittle: ({ n, days }) => n < 20 || days < 5 };
}

function aStream(given: Partial<LabelledStream> = {}): LabelledStream {
  return { id: 'a', days: 60, zone: 'Asia/Shanghai', std: 480, dst: 'none', o: [[0, 480]], t: [0, 60, 120], cc_ok: null, moved: false, src: 1, ...given };
}

describe('evaluate zones', () => {
  it('prints the names of the format, in order', () => {
    const line = zoneLine({ id: 'kim', t: [1, 2], std: 540 }, aModel());

    expect(JSON.stringify(line)).toBe(
      '{"id":"kim","n":30,"offset_min":480,"sets":{"50":[[480,480]],"80":[[420,540]],"95":[[360,600]]},"p_within_2h":0.9,'
      + '"log_odds":{"America/New_York":5,"America/Chicago":5,"America/Denver":5,"America/Los_Angeles":5},"verdict":"elsewhere"}',
    );
  });

  it('is sure of elsewhere only where all four claims are far, and content where one fits', () => {
    expect(zoneVerdict([3.1, 4, 5, 6])).toBe('elsewhere');
    expect(zoneVerdict([3, 4, 5, 6])).toBe('not-identifiable');
    expect(zoneVerdict([-1.1, 4, 5, 6])).toBe('consistent');
    expect(zoneVerdict([-1, 0, 0, 0])).toBe('not-identifiable');
  });

  it('gives all figures where there is too little to say', () => {
    expect(zoneLine({ id: 'kim', t: [1] }, aModel(aPosterior({ n: 19 })))).toMatchObject({ n: 19, offset_min: 480, verdict: 'too-little' });
  });

  it('takes an id that is a number for its text', () => {
    expect(zoneLine({ id: 17, t: [] }, aModel())).toMatchObject({ id: '17' });
  });

  it.each([[null, 'not an object'], [{ t: [] }, 'no id'], [{ id: 'a', t: ['x'] }, 't is not a list of unix seconds'], [{ id: 'a' }, 't is not a list of unix seconds']])(
    'says why %j cannot be read', (line, rejected) => {
      expect(zoneLine(line, aModel())).toEqual({ rejected });
    });

  it('goes on after an odd line and names its number', async () => {
    const read = await Array.fromAsync(zoneLines(['{"id":"a","t":[1]}', '', 'oops', '{"id":"b","t":[2]}'], aModel()));

    expect(read.map(line => ('rejected' in line ? line.line : line.id))).toEqual(['a', 3, 'b']);
  });
});

describe('the score of a clock model', () => {
  it('lets every author weigh one, however many windows', () => {
    // Two windows of one author missed by 3 h, one window of another found: half of the authors.
    const streams = [aStream({ std: 300, o: [[0, 300]] }), aStream({ std: 300, o: [[0, 300]] }), aStream({ id: 'b' })];

    const [score] = scoreZones(streams, () => aModel());

    expect(score).toMatchObject({ set: 'D60', authors: 2, within2h: 0.5, within3h: 1, coverage: { 95: 0.5 } });
    expect(score?.calibrationError).toBeCloseTo(0.4, 9);
  });

  it('ranks impostors against genuine people, leaving out clocks the e-mail contradicts and counting them beside', () => {
    const american = { zone: 'America/New_York', std: -300, dst: 'north', o: [[0, -300]] } as const;
    const streams = [aStream(), aStream({ id: 'b', ...american, t: [5, 6, 7] }), aStream({ id: 'c', ...american, cc_ok: false })];
    const byFirst: Pick<ZoneModel, 'posteriorOf'> = { posteriorOf: ([first]) => aPosterior({ logOdds: () => (first === 5 ? -3 : 6) }) };

    const [score] = scoreZones(streams, () => byFirst);

    expect(score).toMatchObject({ genuineAuthors: 1, falseAboveCut: 0, falseAboveCutOfAll: 0.5, claims: { eastAsia: { authors: 1, auc: 1, recallAtCut: 1, recallAt1Percent: 1 } } });
  });

  it('takes the truth at the middle event, daylight saving included', () => {
    const [score] = scoreZones([aStream({ o: [[0, 300], [1, 480]] })], () => aModel());

    expect(score?.within1h).toBe(1);
  });
});
