import { describe, expect, it } from 'vitest';
import { MONDAY } from '../../test/support/builders.ts';
import { aFinding, fusionOf } from '../../test/support/findings.ts';
import { DAY } from '../core/time.ts';
import type { Finding } from '../detect/detector.ts';
import { fuse, type FusionValues } from '../risk/fuse.ts';
import type { Case } from './case.ts';
import { applyAct, triage, type CaseFile, type HumanAct } from './triage.ts';

const NONE: CaseFile = new Map();
/** Two families of 3.5: log-odds 7 − 6.21, a chance of 0.69. One of 3.5: 0.06. */
const HOME = 3.5;

const home = (hire: string, ...others: string[]): Finding => aFinding({ hire_id: hire, alongside: others, llr: HOME });
const tool = (hire: string, llr = HOME): Finding => aFinding({ detector: 'remote-control-software', family: 'machine', hire_id: hire, key: 'anydesk', llr });
const egress = (hire: string): Finding => aFinding({ detector: 'egress-network', family: 'network', hire_id: hire, key: 'vpn', llr: HOME });

/** One run on a day: everybody's findings fused, then triage. */
function runOn(day: number, before: CaseFile, people: readonly string[], findings: readonly Finding[], values: Partial<FusionValues> = {}): CaseFile {
  const fusion = { ...fusionOf(values), asOf: MONDAY + day * DAY };
  const { asOf } = fusion;
  const fresh = findings.map((finding) => ({ ...finding, newest: asOf }));
  const risks = people.map((hire) => fuse(hire, day, fresh.filter((finding) => finding.hire_id === hire), {}, fusion));
  return triage(before, { asOf, risks, findings: fresh, halfLifeDays: fusion.values.halfLifeDays, headlineOf: ({ headline }) => headline.join('') });
}

const cases = (file: CaseFile): readonly Case[] => [...file.values()];
const only = (file: CaseFile): Case => {
  expect(file.size).toBe(1);
  return cases(file)[0]!;
};
const act = (file: CaseFile, state: Case, event: HumanAct['event']): CaseFile => applyAct(file, { case: state.id, event });
const close = (file: CaseFile, state: Case, day: number): CaseFile =>
  act(file, state, { kind: 'closed', at: MONDAY + day * DAY, by: 'sam', reason: 'false', note: 'co-working floor' });

describe('triage', () => {
  it('opens a case at review, with the watched people whom findings tie to it', () => {
    const file = runOn(0, NONE, ['ana', 'ben', 'cy', 'dan'], [home('ana', 'ben'), tool('ana'), home('ben', 'ana'), home('cy')]);

    const state = only(file);
    expect(state).toMatchObject({ status: 'open', band: 'act', hires: ['ana', 'ben'], families: ['company', 'machine'], joined: { ana: MONDAY, ben: MONDAY } });
    expect(state.findings).toEqual(['f-remote-control-software-ana-anydesk', 'f-shared-place-ana-home', 'f-shared-place-ben-home']);
    expect(state.headline).toBe('remote-control-software of ana shared-place of ana');
  });

  it('holds who stands with its people by a tie that is strong, however ordinary they are besides', () => {
    const ordinary = tool('ben', -1);

    expect(only(runOn(0, NONE, ['ana', 'ben'], [home('ana', 'ben'), tool('ana'), home('ben', 'ana'), ordinary])).hires).toEqual(['ana', 'ben']);
    const weak = { ...home('ben', 'ana'), llr: 3 };
    expect(only(runOn(0, NONE, ['ana', 'ben'], [home('ana', 'ben'), tool('ana'), weak, ordinary])).hires).toEqual(['ana']);
  });

  it('is not kept open by who merely stands there', () => {
    const first = runOn(0, NONE, ['ana', 'ben'], [home('ana', 'ben'), tool('ana'), home('ben', 'ana'), tool('ben', -1)]);

    expect(only(runOn(1, first, ['ana', 'ben'], [home('ana', 'ben'), tool('ana', -1), home('ben', 'ana'), tool('ben', -1)])).status).toBe('retracted');
  });

  it('makes no case of a couple that shares a home and nothing else', () => {
    expect(runOn(0, NONE, ['ana', 'ben'], [home('ana', 'ben'), home('ben', 'ana')]).size).toBe(0);
  });

  it('opens nothing for people who are merely watched', () => {
    expect(runOn(0, NONE, ['ana'], [tool('ana', 4)]).size).toBe(0);
  });

  it('lets people join later, each with the moment', () => {
    const first = runOn(0, NONE, ['ana', 'cy'], [home('ana'), tool('ana')]);

    const state = only(runOn(2, first, ['ana', 'cy'], [home('ana', 'cy'), tool('ana'), home('cy', 'ana')]));

    expect(state.hires).toEqual(['ana', 'cy']);
    expect(state.joined).toEqual({ ana: MONDAY, cy: MONDAY + 2 * DAY });
    expect(state.openedAt).toBe(MONDAY);
  });

  it('names a case alike however often the same story is told', () => {
    const told = (): Case => only(runOn(0, NONE, ['ana'], [home('ana'), tool('ana')]));

    expect(told().id).toBe(told().id);
    expect(told().id).toMatch(/^c-[0-9a-f]{10}$/);
  });

  it('merges two cases into the older one when their people turn out to be tied, and keeps both histories', () => {
    const one = runOn(0, NONE, ['ana', 'ben'], [home('ana'), tool('ana')]);
    const two = runOn(1, one, ['ana', 'ben'], [home('ana'), tool('ana'), home('ben'), tool('ben')]);

    const after = runOn(2, two, ['ana', 'ben'], [home('ana', 'ben'), tool('ana'), home('ben', 'ana'), tool('ben')]);

    const [older, younger] = cases(after).toSorted((a, b) => a.openedAt - b.openedAt) as [Case, Case];
    expect(older).toMatchObject({ status: 'open', hires: ['ana', 'ben'], joined: { ana: MONDAY, ben: MONDAY + 2 * DAY }, mergedInto: null });
    expect(younger).toMatchObject({ status: 'merged', mergedInto: older.id, hires: ['ben'] });
    expect(younger.history.map(({ kind }) => kind)).toEqual(['opened', 'merged']);
    expect(older.history.map(({ kind }) => kind)).toEqual(['opened', 'risk-moved']);
  });

  it('gives a merged case to whoever had taken the younger one', () => {
    const one = runOn(0, NONE, ['ana', 'ben'], [home('ana'), tool('ana')]);
    const two = runOn(1, one, ['ana', 'ben'], [home('ana'), tool('ana'), home('ben'), tool('ben')]);
    const bens = cases(two).find(({ hires }) => hires.includes('ben'))!;
    const taken = act(two, bens, { kind: 'assigned', at: MONDAY + DAY, by: 'sam', to: 'sam' });

    const after = runOn(2, taken, ['ana', 'ben'], [home('ana', 'ben'), tool('ana'), home('ben', 'ana'), tool('ben')]);
    const quiet = runOn(3, after, ['ana', 'ben'], []);

    const anas = cases(after).find(({ hires }) => hires.includes('ana'))!;
    expect(anas.owner).toBe('sam');
    expect(quiet.get(anas.id)!.status).toBe('open');
  });

  it('does not take a case away that somebody noted something on before it was merged', () => {
    const one = runOn(0, NONE, ['ana', 'ben'], [home('ana'), tool('ana')]);
    const two = runOn(1, one, ['ana', 'ben'], [home('ana'), tool('ana'), home('ben'), tool('ben')]);
    const bens = cases(two).find(({ hires }) => hires.includes('ben'))!;
    const noted = act(two, bens, { kind: 'noted', at: MONDAY + DAY, by: 'sam', text: 'asked HR' });

    const after = runOn(2, noted, ['ana', 'ben'], [home('ana', 'ben'), tool('ana'), home('ben', 'ana'), tool('ben')]);
    const quiet = runOn(3, after, ['ana', 'ben'], []);

    expect(cases(quiet).map(({ status }) => status).sort()).toEqual(['merged', 'open']);
  });

  it('follows a falling sum and retracts the case when nobody in it is watched any more', () => {
    const open = runOn(0, NONE, ['ana'], [home('ana'), tool('ana')]);

    const lower = runOn(1, open, ['ana'], [home('ana')]);
    const gone = runOn(2, lower, ['ana'], []);

    expect(only(lower)).toMatchObject({ status: 'open', band: 'watch', peak: { band: 'act', at: MONDAY } });
    expect(only(gone)).toMatchObject({ status: 'retracted', band: 'quiet', peak: { band: 'act', at: MONDAY } });
    expect(only(gone).history.map(({ kind }) => kind)).toEqual(['opened', 'risk-moved', 'risk-moved', 'retracted']);
    expect(only(gone).headline).not.toBe('');
    expect(only(gone).families.length).toBeGreaterThan(0);
  });

  it.each([
    ['took it', { kind: 'assigned', to: 'sam' }],
    ['noted something', { kind: 'noted', text: 'asked HR' }],
  ] as const)('retracts nothing that somebody %s', (_what, event) => {
    const open = runOn(0, NONE, ['ana'], [home('ana'), tool('ana')]);
    const taken = act(open, only(open), { ...event, at: MONDAY + 1, by: 'sam' });

    expect(only(runOn(1, taken, ['ana'], []))).toMatchObject({ status: 'open', band: 'quiet' });
  });

  it('retracts nothing that somebody opened again, until somebody closes it', () => {
    const open = runOn(0, NONE, ['ana'], [home('ana'), tool('ana')]);
    const again = act(close(open, only(open), 1), only(open), { kind: 'reopened', at: MONDAY + 2 * DAY, by: 'sam', note: 'HR heard something new' });

    const quiet = runOn(4, runOn(3, again, ['ana'], []), ['ana'], []);

    expect(only(quiet)).toMatchObject({ status: 'open', band: 'quiet' });
    expect(only(runOn(6, close(quiet, only(quiet), 5), ['ana'], [])).status).toBe('closed');
  });

  it('opens a retracted case again for the same people, at review only', () => {
    const open = runOn(0, NONE, ['ana'], [home('ana'), tool('ana')]);
    const gone = runOn(1, open, ['ana'], []);

    const watched = runOn(2, gone, ['ana'], [home('ana')]);
    const back = runOn(3, watched, ['ana'], [home('ana'), tool('ana')]);

    expect(only(watched).status).toBe('retracted');
    expect(only(back)).toMatchObject({ id: only(open).id, status: 'open', openedAt: MONDAY });
  });

  it('never hides an open case behind a retracted one', () => {
    const anas = runOn(0, NONE, ['ana', 'ben'], [home('ana'), tool('ana')]);
    const retracted = runOn(1, anas, ['ana', 'ben'], []);
    const bens = runOn(2, retracted, ['ana', 'ben'], [home('ben'), tool('ben')]);

    const both = runOn(3, bens, ['ana', 'ben'], [home('ana', 'ben'), home('ben', 'ana')]);

    expect(cases(both).filter(({ status }) => status === 'open').map(({ hires }) => hires)).toEqual([['ana', 'ben']]);
  });

  it('does not tell a closed story again', () => {
    const open = runOn(0, NONE, ['ana'], [home('ana'), tool('ana')]);
    const closed = close(open, only(open), 0.5);

    const after = runOn(1, closed, ['ana'], [home('ana'), tool('ana')]);

    expect(only(after)).toMatchObject({ status: 'closed', closed: { reason: 'false', by: 'sam' } });
  });

  it('opens a new case when a closed story gains a family', () => {
    const open = runOn(0, NONE, ['ana'], [home('ana'), tool('ana')]);
    const closed = close(open, only(open), 0.5);

    const after = runOn(1, closed, ['ana'], [home('ana'), tool('ana'), egress('ana')]);

    expect(cases(after).map(({ status, families }) => [status, families.length])).toEqual([['closed', 2], ['open', 3]]);
    expect(new Set(cases(after).map(({ id }) => id)).size).toBe(2);
  });

  it('opens a new case when a closed story gains a person', () => {
    const open = runOn(0, NONE, ['ana', 'ben'], [home('ana'), tool('ana')]);
    const closed = close(open, only(open), 0.5);

    const after = runOn(1, closed, ['ana', 'ben'], [home('ana', 'ben'), tool('ana'), home('ben', 'ana')]);

    expect(cases(after).map(({ status, hires }) => [status, hires])).toEqual([['closed', ['ana']], ['open', ['ana', 'ben']]]);
  });

  describe('after a closing', () => {
    const OTHER_TOOL: Finding = aFinding({ detector: 'remote-control-software', family: 'machine', hire_id: 'ana', key: 'rustdesk', llr: HOME });
    const closedAs = (reason: 'false' | 'benign-true' | 'not-evaluable' | 'duplicate', story = [home('ana'), tool('ana')]): CaseFile => {
      const open = runOn(0, NONE, ['ana'], story);
      return act(open, only(open), { kind: 'closed', at: MONDAY + DAY, by: 'sam', reason, note: 'own PC' });
    };
    const opens = (day: number, closed: CaseFile, story: readonly Finding[], values: Partial<FusionValues> = {}): boolean => runOn(day, closed, ['ana'], story, values).size === 2;

    it('another tool is the same story for as long as a weight takes to halve, and another one later', () => {
      expect(opens(20, closedAs('benign-true'), [home('ana'), OTHER_TOOL])).toBe(false);
      expect(opens(40, closedAs('benign-true'), [home('ana'), OTHER_TOOL])).toBe(true);
      expect(opens(40, closedAs('benign-true'), [home('ana'), tool('ana')])).toBe(false);
    });

    it.each([[7, [7, 9]], [90, [90, 92]]])('that is the half-life in force: %i days', (halfLifeDays, [same, other]) => {
      // It was closed on day 1.
      expect(opens(same!, closedAs('benign-true'), [home('ana'), OTHER_TOOL], { halfLifeDays })).toBe(false);
      expect(opens(other!, closedAs('benign-true'), [home('ana'), OTHER_TOOL], { halfLifeDays })).toBe(true);
    });

    it.each(['not-evaluable', 'duplicate'] as const)('as %s, which decides nothing, another tool is asked about at once', (reason) => {
      expect(opens(2, closedAs(reason), [home('ana'), OTHER_TOOL])).toBe(true);
      expect(opens(40, closedAs(reason), [home('ana'), tool('ana')])).toBe(false);
    });

    it('what weighs more than it ever did, and stands higher, is asked about again; what drifts over a border is not', () => {
      const review = closedAs('false', [home('ana'), tool('ana', 2)]);

      expect(opens(2, review, [home('ana'), tool('ana', 3.5)])).toBe(true);
      expect(opens(2, closedAs('false', [home('ana'), tool('ana', 2.6)]), [home('ana'), tool('ana', 2.8)])).toBe(false);
    });
  });

  it('takes a family that comes and goes for no news', () => {
    const open = runOn(0, NONE, ['ana'], [home('ana'), tool('ana'), egress('ana')]);
    const without = runOn(1, open, ['ana'], [home('ana'), tool('ana')]);
    const back = runOn(2, without, ['ana'], [home('ana'), tool('ana'), egress('ana')]);
    const closed = close(without, only(without), 1.5);

    const after = runOn(2, closed, ['ana'], [home('ana'), tool('ana'), egress('ana')]);

    expect(only(back).history.map(({ kind }) => kind)).toEqual(['opened']);
    expect(only(after).status).toBe('closed');
  });

  it('notes a family that is new to an open case', () => {
    const open = runOn(0, NONE, ['ana'], [home('ana'), tool('ana')]);

    const after = runOn(1, open, ['ana'], [home('ana'), tool('ana'), egress('ana')]);

    expect(only(after).history.at(-1)).toMatchObject({ kind: 'risk-moved', families: ['network'], at: MONDAY + DAY });
  });

  it('changes nothing when the same run is told twice', () => {
    const story = [home('ana', 'ben'), tool('ana'), home('ben', 'ana')];
    const once = runOn(0, NONE, ['ana', 'ben'], story);

    const twice = runOn(0, once, ['ana', 'ben'], story);

    expect(cases(twice)).toEqual(cases(once));
  });
});

describe('applyAct', () => {
  it('ignores an act on a case that is not there', () => {
    const file = runOn(0, NONE, ['ana'], [home('ana'), tool('ana')]);

    expect(applyAct(file, { case: 'c-gone', event: { kind: 'noted', at: MONDAY, by: 'sam', text: 'hm' } })).toBe(file);
  });
});
