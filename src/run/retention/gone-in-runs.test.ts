import { describe, expect, it } from 'vitest';
import { DAY } from '../../core/time.ts';
import { memoryStore } from '../../../test/support/memory-store.ts';
import { aPerson } from '../../../test/support/window.ts';
import { NOW, aCase, aFinding, aRun, keepHouse, pipelineOf, register } from '../housekeeping.fixture.ts';
import { withoutGone } from './gone-in-runs.ts';

const GONE = { hires: new Set(['h-1']), serials: new Set(['SN-1']), accounts: new Set(['lee@acme.example']) };
const line = (serial: string, hire: string | null): never => ({ serial, hire_id: hire, verdict: 'expected', confidence: 1, because: '' }) as never;

describe('a stored run, once somebody was let go', () => {
  it('has no finding, sum or laptop of theirs, and names them as somebody in what it says of others', () => {
    const run = aRun(NOW, {
      findings: [
        aFinding({ id: 'f-1', hire_id: 'h-1' }),
        aFinding({
          id: 'f-2', hire_id: 'kim', alongside: ['h-1', 'h-12'], headline: [{ ref: 'laptop', id: 'SN-1' }, ' beside ', { ref: 'hire', id: 'h-1' }, ' and ', { ref: 'hire', id: 'h-12' }],
          facts: [{ label: 'with', value: [{ ref: 'hire', id: 'h-1' }], usual: 'nobody' }], innocent: [[{ ref: 'hire', id: 'h-1' }]], clear: [{ ref: 'laptop', id: 'SN-12' }],
          look: { where: { 'user.email': ['kim@acme.example', 'lee@acme.example'], 'device.serial_number': 'SN-1' } },
        }),
      ],
      risks: [{ hire_id: 'h-1' } as never, { hire_id: 'kim' } as never], custody: [line('SN-1', null), line('SN-9', 'h-1'), line('SN-12', 'kim')],
      cases: [aCase({ id: 'c-1', headline: 'SN-1 stands with SN-12 of h-1, h-12 and h-1.' })],
    });

    const { findings, risks, custody, cases } = withoutGone(run, GONE);

    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      id: 'f-2', alongside: ['h-12'], headline: [{ ref: 'laptop', id: 'somebody' }, ' beside ', { ref: 'hire', id: 'somebody' }, ' and ', { ref: 'hire', id: 'h-12' }],
      facts: [{ value: [{ ref: 'hire', id: 'somebody' }] }], innocent: [[{ ref: 'hire', id: 'somebody' }]], clear: [{ ref: 'laptop', id: 'SN-12' }],
      look: { where: { 'user.email': ['kim@acme.example', 'somebody'], 'device.serial_number': 'somebody' } },
    });
    expect([risks.map(({ hire_id: hire }) => hire), custody.map(({ serial }) => serial)]).toEqual([['kim'], ['SN-12']]);
    expect(cases[0]!.headline).toBe('somebody stands with SN-12 of somebody, h-12 and somebody.');
  });

  it('that names a laptop as it came, before there was one spelling, does not either', () => {
    const run = aRun(NOW, { findings: [aFinding({ id: 'f-2', hire_id: 'kim', headline: [{ ref: 'laptop', id: 'sn-1' }] })], custody: [line('sn-1', null)], cases: [aCase({ id: 'c-1', headline: 'sn-1 stands there.' })] });

    const { findings, custody, cases } = withoutGone(run, GONE);

    expect([findings[0]!.headline, custody, cases[0]!.headline]).toEqual([[{ ref: 'laptop', id: 'somebody' }], [], 'somebody stands there.']);
  });

  it('keeps a laptop that somebody else has by now', async () => {
    const store = memoryStore({ now: () => NOW });
    await register(store, 'people', [aPerson({ hire_id: 'kim', device_serials: ['SN-2'] }), aPerson({ hire_id: 'gone', start_date: '2024-01-08', end_date: '2025-01-08', device_serials: ['SN-1', 'SN-2'] })]);
    const { runs } = pipelineOf(store);
    await runs.put(aRun(NOW - DAY, { custody: [line('SN-1', 'gone'), line('SN-2', 'kim')] }));

    await keepHouse(store);

    expect((await pipelineOf(store).runs.get(NOW - DAY))!.custody.map(({ serial }) => serial)).toEqual(['SN-2']);
  });
});
