import { describe, expect, it } from 'vitest';
import { aFinding } from '../../test/support/findings.ts';
import { at } from '../../test/support/window.ts';
import { hiddenIn, mutesAt, muting, type Mute, type MuteEntry } from './mutes.ts';

const MUTE: Mute = { id: 'm-1', detector: 'never-sleeps', team: 'Infrastructure', until: '2026-11-20', owner: 'lee', reason: 'builds at night' };
const ADDED: MuteEntry = { kind: 'added', at: at('2026-11-10', 12), mute: MUTE };
const REMOVED: MuteEntry = { kind: 'removed', at: at('2026-11-15', 12), id: 'm-1', by: 'kim', reason: 'builds moved' };

describe('a mute', () => {
  it.each([
    ['not before it was added', [ADDED], at('2026-11-10', 11), 0],
    ['from the instant at which it was added', [ADDED], at('2026-11-10', 12), 1],
    ['to the end of its last day', [ADDED], at('2026-11-20', 23.99), 1],
    ['not on the day after', [ADDED], at('2026-11-21', 0), 0],
    ['up to its removal', [ADDED, REMOVED], at('2026-11-15', 11), 1],
    ['not after it', [ADDED, REMOVED], at('2026-11-15', 12), 0],
  ])('is in force %s', (_, entries, asOf, many) => {
    expect(mutesAt(entries, asOf)).toHaveLength(many);
  });

  it('marks findings of its detector about people of its team, however that is written', () => {
    const hires = new Map([['kim', { team: ' infrastructure' }], ['lee', { team: 'Data' }], ['pat', {}]]);
    const findings = ['kim', 'lee', 'pat'].flatMap((hire) => ['never-sleeps', 'shared-place'].map((detector) => aFinding({ llr: 1, hire_id: hire, detector })));

    const marked = muting(findings, [MUTE], hires);

    expect(marked.filter(({ muted }) => muted !== undefined).map(({ hire_id: hire, detector }) => [hire, detector])).toEqual([['kim', 'never-sleeps']]);
    expect(marked.map(({ muted: _, ...rest }) => rest)).toEqual(findings);
  });

  it('is told of also where it hides nothing', () => {
    expect(hiddenIn({ findings: [], mutes: [MUTE] })).toEqual(['never-sleeps is muted for team Infrastructure until 2026-11-20 (lee: builds at night): 0 findings about 0 people hidden, each adding 0']);
  });
});
