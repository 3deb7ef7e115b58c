import { describe, expect, it } from 'vitest';
import type { Case } from '../cases/case.ts';
import { settle } from '../core/settings.ts';
import { DAY, HOUR, type Instant } from '../core/time.ts';
import type { Custody } from '../detect/places/custody.ts';
import type { Finding } from '../detect/detector.ts';
import { historyOf } from '../detect/people/history.ts';
import { registryAt } from '../detect/people/registry.ts';
import { FUSION_SETTINGS, fuse } from '../risk/fuse.ts';
import { aCase, aFinding, aRun } from '../run/housekeeping.fixture.ts';
import { aPerson } from '../../test/support/window.ts';
import type { Names } from './names.ts';
import { caseView, personView } from './case-view.ts';
import { familyCells } from './family-cells.ts';
import { offsetsOf, personSum } from './person-sum.ts';
import { queueRows } from './queue.ts';
import type { Scene } from './scene.ts';
import { verdictOf } from './verdicts.ts';
import { saysHome, seemsAt, sourceSaid, titleOf } from './wording.ts';

const NOW: Instant = Date.UTC(2026, 10, 30, 12);
const NAMES: Names = { of: (hire) => hire.toUpperCase(), hireOf: (name) => name.toLowerCase() };
const DETECTORS: Scene['detectors'] = [
  { id: 'shared-place', family: 'company', question: 'One home?', needs: ['check-in'] },
  { id: 'remote-control-software', family: 'machine', question: 'Driven?', needs: ['process-started'] },
  { id: 'working-hours', family: 'hours', question: 'Where?', needs: ['activity'] },
];

/** A weight for somebody, newest now so that nothing has aged. */
function weight(hire: string, detector: string, llr: number, more: Partial<Finding> = {}): Finding {
  const family = DETECTORS.find(({ id }) => id === detector)!.family;
  return aFinding({ id: `f-${hire}-${detector}`, hire_id: hire, detector, family, llr, newest: NOW, headline: [`${family} of `, { ref: 'hire', id: hire }, '.'], ...more });
}

interface Told { readonly findings?: readonly Finding[]; readonly cases?: readonly Case[]; readonly custody?: readonly Custody[]; readonly coverage?: Readonly<Record<string, number>> }
function sceneOf({ findings = [], cases = [], custody = [], coverage = { 'check-in': 1, 'process-started': 1, 'activity': 1 } }: Told): Scene {
  const people = [...new Set([...findings.map(({ hire_id: hire }) => hire), ...cases.flatMap(({ hires }) => hires)])].sort();
  const fusion = { asOf: NOW, values: settle(FUSION_SETTINGS).values, detectors: { company: 1, machine: 1, hours: 1 } };
  return {
    run: aRun(NOW, { findings, custody, risks: people.map((hire) => fuse(hire, 28, findings.filter((one) => one.hire_id === hire), coverage, fusion)) }),
    cases, names: NAMES, things: { of: (kind, id) => `${kind} ${id}` }, toolName: (id) => id, fusion, detectors: DETECTORS, checks: { confirmed: -3.5, refuted: 1.5 }, simulated: false,
    registry: registryAt(historyOf({ people: people.map((hire) => aPerson({ hire_id: hire })) }), NOW, { daysBefore: 14, daysAfter: 90, companyZone: 'UTC' }),
  };
}
const ids = (scene: Scene): readonly string[] => queueRows(scene, NOW).map(({ id, status }) => `${id} ${status}`);
function laptop(hire: string, fields: Partial<Custody>): Custody {
  return { serial: `SN-${hire}`, hire_id: hire, verdict: 'expected', confidence: 0.9, because: 'Seen at home.', ...fields };
}

describe('a person with several laptops', () => {
  it('is told by the one whose verdict asks most, whichever serial number comes first', () => {
    const custody = [laptop('ann', { serial: 'A1' }), laptop('ann', { serial: 'Z9', verdict: 'elsewhere', because: 'Seen in Reno.' })];
    const scene = sceneOf({ findings: [weight('ann', 'shared-place', 3.9)], custody });

    expect(verdictOf(['ann'], scene)).toBe('elsewhere');
    expect(personSum(scene.run.risks[0]!, scene).verdict).toBe('elsewhere');
    expect(verdictOf(['ben'], scene)).toBeUndefined();
  });
});

describe('rows of the queue', () => {
  it('come by band, then by chance, then by name', () => {
    const cases = [
      aCase({ id: 'c-1', hires: ['ann'], band: 'review', chance: 0.4 }), aCase({ id: 'c-2', hires: ['ben'], band: 'act', chance: 0.6 }),
      aCase({ id: 'c-3', hires: ['cat'], band: 'act', chance: 0.9 }), aCase({ id: 'c-0', hires: ['dan'], band: 'review', chance: 0.4 }),
    ];

    expect(ids(sceneOf({ cases }))).toEqual(['c-3 open', 'c-2 open', 'c-0 open', 'c-1 open']);
  });

  it('name people who are watched without a case, and nobody twice', () => {
    const findings = ['ann', 'ben'].flatMap((hire) => [weight(hire, 'shared-place', 3.9)]);

    expect(ids(sceneOf({ findings, cases: [aCase({ id: 'c-1', hires: ['ann'], band: 'review' })] }))).toEqual(['c-1 open', 'BEN watched']);
  });

  it('leave out whoever is quiet', () => {
    expect(ids(sceneOf({ findings: [weight('ann', 'shared-place', 1)] }))).toEqual([]);
  });

  it('keep a closed case in sight for a week, and no merged or retracted one', () => {
    const closed = (at: Instant): Case['closed'] => ({ reason: 'false', note: 'Geo data.', by: 'kim', at });
    const cases = [
      aCase({ id: 'c-new', status: 'closed', closed: closed(NOW - 7 * DAY + 1) }), aCase({ id: 'c-old', status: 'closed', closed: closed(NOW - 7 * DAY) }),
      aCase({ id: 'c-merged', status: 'merged', mergedInto: 'c-new' }), aCase({ id: 'c-gone', status: 'retracted' }),
    ];

    expect(ids(sceneOf({ cases }))).toEqual(['c-new closed']);
  });

  it('leave out whoever was decided about, until another family speaks', () => {
    const cases = [aCase({ id: 'c-1', hires: ['ann'], families: ['company'], status: 'closed', closed: { reason: 'false', note: '', by: 'kim', at: NOW - 20 * DAY } })];
    const known = weight('ann', 'shared-place', 3.9);

    expect(ids(sceneOf({ findings: [known], cases }))).toEqual([]);
    expect(ids(sceneOf({ findings: [known, weight('ann', 'working-hours', 1)], cases }))).toEqual(['ANN watched']);
  });

  it('say why with the heaviest sentence of each family, at most three', () => {
    const findings = [weight('ann', 'shared-place', 3), weight('ann', 'remote-control-software', 3.5), weight('ann', 'working-hours', -0.2), weight('ben', 'shared-place', 1)];
    const scene = sceneOf({ findings, cases: [aCase({ id: 'c-1', hires: ['ann', 'ben'] })] });

    expect(queueRows(scene, NOW)[0]!.why).toBe('ANN: Machine of ANN. Company of ANN.');
  });

  it('of people who have left scope say so', () => {
    const scene = { ...sceneOf({ cases: [aCase({ id: 'c-1', hires: ['gone'] })] }) };

    expect(queueRows({ ...scene, run: { ...scene.run, risks: [] } }, NOW)[0]).toMatchObject({ why: 'Nobody of this case is in scope any more.', dataThere: 0, people: [{ id: 'GONE', day: 0 }] });
  });

  it('show of several laptops the verdict that asks most', () => {
    const custody = [laptop('ann', { verdict: 'expected' }), laptop('ben', { verdict: 'elsewhere' }), laptop('cat', { verdict: 'dark' })];

    expect(queueRows(sceneOf({ custody, cases: [aCase({ id: 'c-1', hires: ['ann', 'ben', 'cat'] })] }), NOW)[0]).toMatchObject({ verdict: 'elsewhere', laptops: 3 });
  });
});

describe('a family', () => {
  const stateOf = (scene: Scene): string => familyCells(scene.run.risks[0]!, scene).filter(({ family }) => family === 'machine').map(({ state }) => state).join();
  const findings = [weight('ann', 'shared-place', 1)];

  it.each([
    ['looked and found nothing', { 'process-started': 1 }, 'silent'],
    ['has too little data', { 'process-started': 0.2 }, 'thin'],
    ['has no data at all: dark is never silent', { 'process-started': 0 }, 'dark'],
    ['has no source', {}, 'dark'],
  ])('that %s', (_, coverage, state) => {
    expect(stateOf(sceneOf({ findings, coverage }))).toBe(state);
  });

  it('that speaks does so even where data are thin', () => {
    expect(stateOf(sceneOf({ findings: [weight('ann', 'remote-control-software', 2)], coverage: {} }))).toBe('for');
    expect(stateOf(sceneOf({ findings: [weight('ann', 'remote-control-software', -1)], coverage: {} }))).toBe('against');
  });

  it('that found weights of nothing was looked at', () => {
    expect(stateOf(sceneOf({ findings: [weight('ann', 'remote-control-software', 0)], coverage: {} }))).toBe('silent');
  });
});

describe('what would clear or confirm', () => {
  it('replaces a check of today by the one that is asked for', () => {
    const findings = [weight('ann', 'shared-place', 3), weight('ann', 'remote-control-software', 2)];
    const [person] = personView(sceneOf({ findings }).run.risks[0]!, sceneOf({ findings })).people;

    expect(person!.asks.map(({ toward, change }) => `${toward} ${change.toFixed(1)}`)).toEqual(['clear -3.5', 'clear -3.0', 'clear -2.0', 'confirm 1.5']);
    expect(person!.together).toBe(undefined);
    expect(person!.asks.map(({ because }) => because)).toEqual(['a meeting in person counts', 'its weight in company falls away', 'its weight in machine falls away', 'a refuted check counts']);
  });
});

describe('how many answers it takes', () => {
  const togetherOf = (findings: readonly Finding[]) => personView(sceneOf({ findings }).run.risks[0]!, sceneOf({ findings })).people[0]!;

  it('counts the first that leave somebody quiet together, by the same sum', () => {
    const { asks, together } = togetherOf([weight('ann', 'shared-place', 3.9), weight('ann', 'remote-control-software', 3.8), weight('ann', 'working-hours', 1.9)]);

    expect(asks.filter(({ toward }) => toward === 'clear').map(({ then }) => then.band)).not.toContain('quiet');
    // Without the heaviest two, hours alone are left above where everyone starts.
    expect(together).toEqual({ first: 2, then: { band: 'quiet', chance: expect.closeTo(1 / (1 + 499 * Math.exp(-1.9)), 6) } });
  });

  it('says nothing where one answer alone is enough', () => {
    const { asks, together } = togetherOf([weight('ann', 'shared-place', 3.5)]);

    expect(asks.some(({ toward, then }) => toward === 'clear' && then.band === 'quiet')).toBe(true);
    expect(together).toBe(undefined);
  });
});

describe('a case', () => {
  it('tells its history in words, with pseudonyms', () => {
    const at = NOW - DAY;
    const history: Case['history'] = [
      { at, by: 'farmwatch', kind: 'opened', hires: ['ann', 'ben'], families: ['company', 'machine'], chance: 0.3 },
      { at, by: 'farmwatch', kind: 'risk-moved', hires: ['cat'], families: ['hours'], said: 'act', chance: 0.7 },
      { at, by: 'kim', kind: 'assigned', said: 'kim' }, { at, by: 'kim', kind: 'assigned' },
      { at, by: 'kim', kind: 'noted', said: 'asked HR' }, { at, by: 'kim', kind: 'closed', said: 'not-evaluable' }, { at, by: 'kim', kind: 'reopened', said: 'new data' },
      { at, by: 'farmwatch', kind: 'retracted' }, { at, by: 'farmwatch', kind: 'merged', said: 'c-2' },
    ];

    expect(caseView(aCase({ id: 'c-1', history }), '7', sceneOf({}), NOW).history.map(({ said }) => said)).toEqual([
      'Opened with ANN, BEN: company, machine', 'CAT joined; hours speaks too; now act', 'Taken', 'Given back', 'Note: asked HR', 'Closed: cannot be decided', 'Reopened: new data',
      'Taken back: the evidence no longer carries it', 'Merged into c-2',
    ]);
  });

  it('that is closed has no place among the open ones', () => {
    const closed = aCase({ id: 'c-1', status: 'closed', closed: { reason: 'false', note: '', by: 'kim', at: NOW } });
    const scene = sceneOf({ cases: [closed, aCase({ id: 'c-2' }), aCase({ id: 'c-3' })] });

    expect(caseView(closed, '', scene, NOW).position).toEqual({ index: 0, of: 2, previous: undefined, next: undefined });
    expect(caseView(scene.cases[1]!, '', scene, NOW).position).toEqual({ index: 0, of: 2, previous: undefined, next: 'c-3' });
  });
});

describe('the offsets that hours fit', () => {
  const offsets = { candidates: [[420, 0.2], [480, 0.7], [540, 0.1]], best: 480, likely: [[420, 540]], claimed: -360 } as const;

  it('are those of the finding that tells them', () => {
    expect(offsetsOf('ann', sceneOf({ findings: [weight('ann', 'shared-place', 2), weight('ann', 'working-hours', 1.5, { offsets })] }))).toEqual(offsets);
  });

  it('are not told where nothing speaks against the claim, and not of somebody else', () => {
    expect(offsetsOf('ann', sceneOf({ findings: [weight('ann', 'working-hours', 0, { offsets })] }))).toBe(undefined);
    expect(offsetsOf('ann', sceneOf({ findings: [weight('bob', 'working-hours', 1.5, { offsets })] }))).toBe(undefined);
    expect(offsetsOf('ann', sceneOf({}))).toBe(undefined);
  });
});

describe('words', () => {
  it.each([
    ['company', 4, 'Do four people keep their laptops in one home?'], ['company', 1, 'In whose home does this laptop stand?'], ['company', 13, 'Do 13 people keep their laptops in one home?'],
    ['machine', 1, 'Is this laptop driven from elsewhere?'], ['machine', 2, 'Is any of these laptops driven from elsewhere?'],
    ['hours', 1, 'Does this person live where they say?'], ['network', 2, 'Why do these people sign in through such networks?'],
    ['identity', 1, 'Does this identity belong to one person?'], ['session', 2, 'Who drives these laptops?'], ['human', 1, 'Who is this person?'], [undefined, 1, 'What explains this?'],
  ])('of a title ask a question: %s, %i people', (family, people, title) => {
    expect(titleOf(family, people)).toBe(title);
  });

  const seen = { lat: 36.2, lon: -86.7, radius_km: 100, level: 0.9, network: 'home' };
  it.each([
    ['a city and how sure', { seen_at: { ...seen, city: 'Tulsa' } }, 'Tulsa ± 100 km'],
    ['never closer than ten kilometres', { seen_at: { ...seen, city: 'Tulsa', radius_km: 1 } }, 'Tulsa ± 10 km'],
    ['how far from the claim, where the place has no name', { seen_at: seen, km_from_home: [929, 1_131] as const }, '920 to 1,140 km from the claimed home'],
    ['how near to the claim', { seen_at: seen, km_from_home: [0, 12] as const }, 'within 20 km of the claimed home'],
    ['at least how wide', { seen_at: seen }, 'a place without a name, ± 100 km'],
    ['why it cannot be told', { because: 'Only addresses without a place were seen.' }, 'Only addresses without a place were seen.'],
  ])('of a place say %s', (_, fields, said) => {
    expect(seemsAt(laptop('ann', fields))).toBe(said);
  });

  it('say when there is no laptop, and no known home', () => {
    expect(seemsAt(undefined)).toBe('no laptop of ours');
    expect(saysHome(undefined)).toBe('unknown');
  });

  it('about sources never take silence for an answer', () => {
    const source = { name: 'fleet', lastEventAt: NOW - 4 * DAY - HOUR, times: 1_204, said: '' };

    expect(sourceSaid({ ...source, state: 'fresh' })).toBe('1,204 events in 60 days.');
    expect(sourceSaid({ ...source, state: 'late' })).toBe('It is silent for longer than usual. Check that it still exports, if this goes on.');
    expect(sourceSaid({ ...source, state: 'dark' })).toMatch(/cannot be seen, and counts for nobody/);
    expect(sourceSaid({ ...source, state: 'replaced', successors: [{ name: 'zscaler', kinds: ['vpn-connected', 'vpn-disconnected'], since: Date.UTC(2026, 7, 28) }] })).toBe('zscaler brings vpn-connected, vpn-disconnected since 2026-08-28. If it was replaced, take it out of the settings; if it was not, check that it still exports.');
  });
});
