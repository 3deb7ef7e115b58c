import { describe, expect, it } from 'vitest';
import { aFinding } from '../../test/support/findings.ts';
import { MONDAY } from '../../test/support/builders.ts';
import { evolve, type Case } from '../cases/case.ts';
import { DAY } from '../core/time.ts';
import { LOOKED_INTO, earlierTraits, similarTo, traitsOf } from './similar.ts';
import type { Run } from './stored-run.ts';

const aCase = (id: string, hires: readonly string[], more: Partial<Case> = {}): Case =>
  ({ ...evolve(undefined, { kind: 'opened', at: MONDAY, by: 'farmwatch', id, standing: { band: 'review', chance: 0.3, hires, families: ['company'], findings: [], headline: '' } }), ...more });
const place = aFinding({ llr: 2, hire_id: 'kim', look: { where: { 'event.action': 'check-in', 'farmwatch.net.line': ['203.0.113.7'] } }, headline: ['beside ', { ref: 'hire', id: 'lea' }] });
const tool = aFinding({ llr: 1, hire_id: 'kim', headline: [{ ref: 'tool', id: 'anydesk' }, ' runs'], look: { where: { 'event.action': 'process-started' } } });

describe('what a case is about', () => {
  it('is its people, and places, tools and tokens of findings that speak for a farm', () => {
    const token = aFinding({ llr: 1, look: { where: { 'farmwatch.factor.token': ['tok-1'] } } });

    expect(traitsOf(['kim'], [place, tool, token])).toEqual([{ kind: 'person', id: 'kim' }, { kind: 'line', id: '203.0.113.7' }, { kind: 'tool', id: 'anydesk' }, { kind: 'token', id: 'tok-1' }]);
  });

  it('is nothing that speaks against one, and no field that thousands share', () => {
    const against = aFinding({ llr: -1, look: place.look });
    const mere = aFinding({ llr: 1, look: { where: { 'event.action': 'sign-in', 'event.outcome': 'success' } } });

    expect(traitsOf([], [against, mere])).toEqual([]);
  });
});

describe('similar cases', () => {
  const own = traitsOf(['kim'], [place, tool]);

  it('stand by what says most: a person before a place, a place before a tool', () => {
    const others = [
      { state: aCase('c-tool', ['ann']), traits: traitsOf(['ann'], [tool]) }, { state: aCase('c-place', ['bo']), traits: traitsOf(['bo'], [place]) },
      { state: aCase('c-kim', ['kim']), traits: traitsOf(['kim'], []) }, { state: aCase('c-other', ['cy']), traits: traitsOf(['cy'], []) },
    ];

    expect(similarTo('c-1', own, others).map(({ state, shared }) => [state.id, ...shared.map(({ kind }) => kind)])).toEqual([['c-kim', 'person'], ['c-place', 'line'], ['c-tool', 'tool']]);
  });

  it('are neither the case itself nor what was merged into another', () => {
    const traits = traitsOf(['kim'], []);

    expect(similarTo('c-1', own, [{ state: aCase('c-1', ['kim']), traits }, { state: aCase('c-2', ['kim'], { status: 'merged', mergedInto: 'c-9' }), traits }])).toEqual([]);
  });
});

describe('what earlier cases were about', () => {
  it('is read from the run at which they ended, once, and of the longest ago by their people alone', async () => {
    const asked: (number | undefined)[] = [];
    const run: Run = { asOf: MONDAY, findings: [place], risks: [], custody: [], cases: [], unjoined: { strangers: 0, machines: 0 }, versions: {} };
    const earlier = earlierTraits({ newest: async (at) => { asked.push(at); return run; } });
    const cases = Array.from({ length: LOOKED_INTO + 1 }, (_, days) => aCase(`c-${days}`, ['kim'], { status: 'closed', closed: { reason: 'true', note: '', by: 'sam', at: MONDAY - days * DAY } }));

    const found = await earlier.of(cases);
    await earlier.of(cases);

    expect(found[0]).toMatchObject({ state: { id: 'c-0' }, isWhole: true, traits: [{ kind: 'person' }, { kind: 'line' }] });
    expect(found.at(-1)).toMatchObject({ state: { id: `c-${LOOKED_INTO}` }, isWhole: false, traits: [{ kind: 'person', id: 'kim' }] });
    expect(asked).toHaveLength(LOOKED_INTO);
  });
});
