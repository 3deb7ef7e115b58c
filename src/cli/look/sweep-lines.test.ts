import { describe, expect, it } from 'vitest';
import { aFinding, fusionOf } from '../../../test/support/findings.ts';
import type { Finding } from '../../detect/detector.ts';
import { fuse } from '../../risk/fuse.ts';
import type { Risk } from '../../risk/risk.ts';
import { sweepLines } from './sweep-lines.ts';

const FINDINGS = [
  aFinding({ hire_id: 'high', detector: 'custody', family: 'machine', llr: 3 }), aFinding({ hire_id: 'high', llr: 3.5 }),
  aFinding({ hire_id: 'high', detector: 'working-hours', family: 'hours', llr: -0.3 }), aFinding({ hire_id: 'high', detector: 'latency', family: 'network', llr: -0.5 }),
  aFinding({ hire_id: 'little', llr: 0.4 }), aFinding({ hire_id: 'clear', llr: -1 }),
];
const sumOf = (hire: string): Risk => fuse(hire, 200, FINDINGS.filter(({ hire_id: id }) => id === hire), {}, fusionOf());
const SUMS = ['clear', 'high', 'little', 'silent'].map(sumOf);

describe('what a sweep prints', () => {
  it('says first who stands highest, with what speaks for a farm, and counts what does not', () => {
    expect(sweepLines(SUMS, FINDINGS, false)).toEqual([
      'high  review, chance 37 %, sum −0.51',
      '  shared-place  +3.50  shared-place of high',
      '  custody  +3.00  custody of high',
      '  and 2 findings that speak for no farm, −0.50 the strongest',
      'little  quiet, chance 0.3 %, sum −5.81',
      '  shared-place  +0.40  shared-place of little',
      '2 more people are below watch. All findings: --all',
    ]);
  });

  it('does not tell of every small finding of hundreds of people', () => {
    const many: Finding[] = Array.from({ length: 50 }, (_, nth) => aFinding({ hire_id: `h-${nth}`, llr: 0.2 + nth / 100 }));
    const sums = many.map((finding) => fuse(finding.hire_id, 200, [finding], {}, fusionOf()));

    const lines = sweepLines(sums, many, false);

    expect(lines).toHaveLength(11);
    expect([lines[0], lines.at(-1)]).toEqual(['h-49  quiet, chance 0.4 %, sum −5.52', '45 more people are below watch; of 45 of them something speaks for a farm, at a chance of 0.4 % at most. All findings: --all']);
  });

  it('tells everything where that is asked for', () => {
    const lines = sweepLines(SUMS, FINDINGS, true);

    expect(lines.filter((line) => line.startsWith('  '))).toHaveLength(FINDINGS.length);
    expect(lines).toContain('  working-hours  −0.30  working-hours of high');
    expect(lines.at(-1)).toBe('1 more person is below watch. All findings: --all');
  });
});
