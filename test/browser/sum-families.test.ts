import { describe, expect, it } from 'vitest';
import type { Family } from '../../src/api/contract.ts';
import { sumFamilies } from '../../dashboards/soc/sum-families.ts';
import type { PrintedLine } from '../../dashboards/soc/sum-scale.ts';

const line = (kind: PrintedLine['kind'], family: Family | undefined, adds: number, detector?: string): PrintedLine => ({
  kind, family, detector, adds, printed: adds, runs: NaN, question: undefined, headline: '', without: undefined, bandWithout: undefined, finding: undefined, facts: [], innocent: [], rows: undefined,
});

describe('the families of a sum', () => {
  const families = sumFamilies([
    line('prior', undefined, -6.21), line('finding', 'company', -0.17, 'turn-taking'), line('finding', 'company', 5.31, 'shared-place'), line('limit', 'company', -1.14),
    line('finding', 'place', -0.86, 'custody'), line('finding', 'session', 4.5, 'remote-sessions'), line('finding', 'human', -0.06, 'in-person'),
  ]);

  it('stand by what they add, the heaviest first, after where everyone starts', () => {
    expect(families.map(({ family, printed }) => [family, printed])).toEqual([[undefined, -6.21], ['session', 4.5], ['company', 4], ['human', -0.06], ['place', -0.86]]);
  });

  it('run to the same sum as the lines', () => {
    expect(families.map(({ runs }) => Number(runs.toFixed(2)))).toEqual([-6.21, -1.71, 2.29, 2.23, 1.37]);
  });

  it('begin with the finding that carries them, and end with their limit', () => {
    expect(families.find(({ family }) => family === 'company')!.lines.map(({ detector, kind }) => detector ?? kind)).toEqual(['shared-place', 'turn-taking', 'limit']);
    const against = sumFamilies([line('prior', undefined, -6.21), line('finding', 'place', 0.3, 'custody'), line('finding', 'place', -1.5, 'other')]);
    expect(against[1]!.lines.map(({ detector }) => detector)).toEqual(['other', 'custody']);
  });
});
