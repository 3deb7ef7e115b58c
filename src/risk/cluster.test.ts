import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aFinding, fusionOf } from '../../test/support/findings.ts';
import { bystanders, clusters, namedBeyond } from './cluster.ts';
import { fuse } from './fuse.ts';
import type { Finding } from '../detect/detector.ts';

const tie = (from: string, to: string, llr = 1): ReturnType<typeof aFinding> => aFinding({ llr, hire_id: from, alongside: [to] });
const watched = (...ids: string[]): ReadonlySet<string> => new Set(ids);

describe('clusters', () => {
  it('leaves people without ties by themselves', () => {
    expect(clusters([], watched('b', 'a'))).toEqual([['a'], ['b']]);
  });

  it('ties a person to whom a finding names, though only one side names the other', () => {
    expect(clusters([tie('b', 'a')], watched('a', 'b', 'c'))).toEqual([['a', 'b'], ['c']]);
  });

  it('ties nobody by a faint finding of one side, and people who name each other however faintly', () => {
    expect(clusters([tie('b', 'a', 0.02)], watched('a', 'b'))).toEqual([['a'], ['b']]);
    expect(clusters([tie('b', 'a', 0.02), tie('a', 'b', 0.02)], watched('a', 'b'))).toEqual([['a', 'b']]);
  });

  it('ties nobody by a finding that is muted', () => {
    expect(clusters([{ ...tie('b', 'a'), muted: { id: 'm-1', said: '' } }], watched('a', 'b'))).toEqual([['a'], ['b']]);
  });

  it('ties nobody by what two applications have in common', () => {
    expect(clusters([{ ...tie('b', 'a'), family: 'application' }], watched('a', 'b'))).toEqual([['a'], ['b']]);
  });

  it('ties friends of friends', () => {
    expect(clusters([tie('d', 'c'), tie('b', 'a'), tie('c', 'b')], watched('a', 'b', 'c', 'd', 'e'))).toEqual([['a', 'b', 'c', 'd'], ['e']]);
  });

  it('takes no tie from a finding that clears', () => {
    expect(clusters([tie('a', 'b', -1), tie('a', 'b', 0)], watched('a', 'b'))).toEqual([['a'], ['b']]);
  });

  it('leaves out who is not eligible, also as a link between two others', () => {
    expect(clusters([tie('a', 'x'), tie('x', 'b'), tie('x', 'a')], watched('a', 'b'))).toEqual([['a'], ['b']]);
  });

  it('holds everybody exactly once, in any order of findings', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const id = fc.constantFrom(...ids);
    fc.assert(fc.property(fc.array(fc.tuple(id, id), { maxLength: 12 }), (pairs) => {
      const findings = pairs.map(([from, to]) => tie(from, to));

      const groups = clusters(findings, watched(...ids));

      expect(groups.flat().sort()).toEqual(ids);
      expect(clusters(findings.toReversed(), watched(...ids.toReversed()))).toEqual(groups);
      for (const [from, to] of pairs) expect(groups.find((group) => group.includes(from))).toContain(to);
    }));
  });
});

describe('bystanders', () => {
  const tool = (id: string, llr: number): Finding => aFinding({ detector: 'remote-control-software', family: 'machine', hire_id: id, llr });
  const check = (id: string, llr: number): Finding => aFinding({ detector: 'in-person', family: 'human', hire_id: id, llr });
  const beside = (findings: readonly Finding[]): readonly string[] => {
    const people = [...new Set(findings.map(({ hire_id: id }) => id))];
    return bystanders(findings, new Map(people.map((id) => [id, fuse(id, 9, findings.filter(({ hire_id: whose }) => whose === id), {}, fusionOf())])))(['a']);
  };
  const pressing = [tie('a', 'b', 4), tool('a', 4)];

  it('are tied strongly to somebody at review, and named back', () => {
    expect(beside([...pressing, tie('b', 'a', 3.5), tool('b', -1)])).toEqual(['b']);
  });

  it.each<[string, readonly Finding[]]>([
    ['whose tie is weak', [...pressing, tie('b', 'a', 3), tool('b', -1)]],
    ['whom nobody names back', [tie('a', 'c', 4), tool('a', 4), tie('b', 'a', 3.5), tool('b', -1)]],
    ['whose tie is to somebody who is merely watched', [tie('a', 'b', 4), tie('b', 'a', 3.5), tool('b', -1)]],
    ['whose tie is muted', [...pressing, { ...tie('b', 'a', 3.5), muted: { id: 'm-1', said: '' } }, tool('b', -1)]],
    ['whom people checked', [...pressing, tie('b', 'a', 3.5), check('b', -2)]],
  ])('are not those %s', (_who, findings) => {
    expect(beside(findings)).toEqual([]);
  });
});

describe('namedBeyond', () => {
  const tool = (id: string, llr: number): Finding => aFinding({ detector: 'remote-control-software', family: 'machine', hire_id: id, llr });
  const named = (findings: readonly Finding[]): readonly string[] => {
    const people = [...new Set(findings.map(({ hire_id: id }) => id))];
    return namedBeyond(findings, people.map((id) => fuse(id, 9, findings.filter(({ hire_id: whose }) => whose === id), {}, fusionOf())));
  };

  it('are people without a sum whom somebody at review names strongly', () => {
    expect(named([{ ...tie('a', 'old', 4), alongside: ['old', 'b', 'elder'] }, tool('a', 4), tool('b', -1)])).toEqual(['elder', 'old']);
  });

  it.each<[string, readonly Finding[]]>([
    ['faintly named', [tie('a', 'old', 3), tool('a', 6)]],
    ['named by somebody who is merely watched', [tie('a', 'old', 4)]],
    ['named by what is muted', [{ ...tie('a', 'old', 4), muted: { id: 'm-1', said: '' } }, tool('a', 4)]],
    ['named for what two applications have in common', [{ ...tie('a', 'old', 4), family: 'application' }, tool('a', 4)]],
  ])('are not those %s', (_who, findings) => {
    expect(named(findings)).toEqual([]);
  });
});
