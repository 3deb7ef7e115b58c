import { describe, expect, it } from 'vitest';
import { MONDAY } from '../../test/support/builders.ts';
import { HOUR } from '../core/time.ts';
import { evolve, type Case, type CaseEvent, type Standing } from './case.ts';

const STANDING: Standing = { band: 'review', chance: 0.3, hires: ['ana', 'ben'], families: ['company', 'machine'], findings: ['f-1'], headline: 'Two laptops in one home.' };
const at = (hours: number): number => MONDAY + hours * HOUR;

const opened = (standing: Partial<Standing> = {}): Case =>
  evolve(undefined, { kind: 'opened', at: MONDAY, by: 'farmwatch', id: 'c-1', standing: { ...STANDING, ...standing } });
const moved = (hours: number, standing: Partial<Standing>, joined: readonly string[] = [], newFamilies: Standing['families'] = []): CaseEvent =>
  ({ kind: 'risk-moved', at: at(hours), by: 'farmwatch', standing: { ...STANDING, ...standing }, joined, newFamilies });

describe('evolve', () => {
  it('opens a case with what stands, everybody having joined at that moment', () => {
    const state = opened();

    expect(state).toEqual({
      id: 'c-1', openedAt: MONDAY, updatedAt: MONDAY, status: 'open', mergedInto: null, ...STANDING,
      joined: { ana: MONDAY, ben: MONDAY }, peak: { band: 'review', chance: 0.3, at: MONDAY }, owner: null, notes: [], closed: null,
      history: [{ at: MONDAY, by: 'farmwatch', kind: 'opened', chance: 0.3, hires: ['ana', 'ben'], families: ['company', 'machine'] }],
    });
  });

  it('refuses a story without a beginning', () => {
    expect(() => evolve(undefined, { kind: 'noted', at: MONDAY, by: 'sam', text: 'hm' })).toThrow('cannot begin with noted');
  });

  it('remembers the highest that ever stood', () => {
    const states = [moved(1, { band: 'act', chance: 0.6 }), moved(2, { band: 'act', chance: 0.7 }), moved(3, { band: 'watch', chance: 0.1 })]
      .reduce<Case[]>((all, event) => [...all, evolve(all.at(-1), event)], [opened()]);

    expect(states.map(({ chance }) => chance)).toEqual([0.3, 0.6, 0.7, 0.1]);
    expect(states.map(({ peak }) => [peak.band, peak.chance, peak.at])).toEqual([
      ['review', 0.3, MONDAY], ['act', 0.6, at(1)], ['act', 0.7, at(2)], ['act', 0.7, at(2)],
    ]);
  });

  it('keeps the peak of a higher band though a lower one has the greater chance', () => {
    const state = evolve(opened({ band: 'act', chance: 0.5 }), moved(1, { band: 'watch', chance: 0.9 }));

    expect(state.peak).toEqual({ band: 'act', chance: 0.5, at: MONDAY });
  });

  it('moves with a wavering sum and writes a line only for news', () => {
    const wavered = evolve(opened(), moved(1, { chance: 0.31 }));
    const joined = evolve(wavered, moved(2, { hires: ['ana', 'ben', 'cy'] }, ['cy'], ['network']));

    expect(wavered).toMatchObject({ chance: 0.31, updatedAt: at(1) });
    expect(wavered.history).toHaveLength(1);
    expect(joined.history.at(-1)).toEqual({ at: at(2), by: 'farmwatch', kind: 'risk-moved', chance: 0.3, hires: ['cy'], families: ['network'], said: 'review' });
    expect(joined.joined).toEqual({ ana: MONDAY, ben: MONDAY, cy: at(2) });
  });

  it('keeps people who are no longer tied', () => {
    expect(evolve(opened(), moved(1, { hires: ['ana'] })).hires).toEqual(['ana', 'ben']);
  });

  it('opens a retracted case again when its sum moves', () => {
    const retracted = evolve(opened(), { kind: 'retracted', at: at(1), by: 'farmwatch' });

    const again = evolve(retracted, moved(2, {}));

    expect([retracted.status, again.status]).toEqual(['retracted', 'open']);
    expect(again.history.map(({ kind }) => kind)).toEqual(['opened', 'retracted', 'risk-moved']);
  });

  it('keeps what people did, in order and with their names', () => {
    const acts: readonly CaseEvent[] = [
      { kind: 'assigned', at: at(1), by: 'sam', to: 'sam' },
      { kind: 'noted', at: at(2), by: 'sam', text: 'called the manager' },
      { kind: 'closed', at: at(3), by: 'kit', reason: 'benign-true', note: 'siblings' },
    ];

    const closed = acts.reduce<Case>((state, act) => evolve(state, act), opened());
    const reopened = evolve(closed, { kind: 'reopened', at: at(4), by: 'sam', note: 'not siblings' });
    const given = evolve(reopened, { kind: 'assigned', at: at(5), by: 'sam', to: null });

    expect(closed).toMatchObject({ status: 'closed', owner: 'sam', closed: { reason: 'benign-true', note: 'siblings', by: 'kit', at: at(3) }, updatedAt: at(3) });
    expect(closed.notes).toEqual([{ at: at(2), by: 'sam', text: 'called the manager' }]);
    expect(reopened).toMatchObject({ status: 'open', closed: null });
    expect(reopened.history.find(({ kind }) => kind === 'closed')).toEqual({ at: at(3), by: 'kit', kind: 'closed', said: 'benign-true', note: 'siblings' });
    expect(given.owner).toBeNull();
    expect(given.history.map(({ kind, said }) => [kind, said])).toEqual([
      ['opened', undefined], ['assigned', 'sam'], ['noted', 'called the manager'], ['closed', 'benign-true'], ['reopened', 'not siblings'], ['assigned', undefined],
    ]);
  });

  it('says into which case it was merged', () => {
    expect(evolve(opened(), { kind: 'merged', at: at(1), by: 'farmwatch', into: 'c-0' })).toMatchObject({ status: 'merged', mergedInto: 'c-0' });
  });

  it('leaves the state it was given as it was', () => {
    const state = opened();
    const before = structuredClone(state);

    evolve(state, moved(1, { band: 'act', chance: 0.9 }, ['cy'], ['network']));

    expect(state).toEqual(before);
  });
});
