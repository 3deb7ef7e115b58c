import { expect, it } from 'vitest';
import { aFinding } from '../../../test/support/findings.ts';
import { NOTHING_HIDDEN, type Hidden } from '../../run/allowed/hidden.ts';
import type { CommandIo } from '../io.ts';
import { sayHidden } from './allowed-lines.ts';

it('tells findings that go from those that only weigh less', () => {
  const [gone, other, weaker] = ['a', 'b', 'c'].map((hire) => ({ finding: aFinding({ hire_id: hire, llr: 4.68 }) }));
  const said = (...findings: Hidden['findings']): string => {
    const out: string[] = [];
    const io = { out: (line: string) => out.push(line), err: () => undefined } as unknown as CommandIo;
    sayHidden({ tool: 'anydesk', scope: 'all', owner: 'it', reason: 'x' }, { ...NOTHING_HIDDEN, findings, people: findings.map(({ finding }) => finding.hire_id) }, 0, {}, io);
    return out[0]!;
  };
  const less = { ...weaker!, withRow: 4.4 };

  expect(said(gone!, other!)).toBe('anydesk for all would hide 2 findings about 2 people.');
  expect(said(less)).toBe('anydesk for all would hide part of 1 finding about 1 person.');
  expect(said(gone!, other!, less)).toBe('anydesk for all would hide 2 findings, part of 1 more about 3 people.');
});
