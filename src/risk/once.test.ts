import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MONDAY } from '../../test/support/builders.ts';
import { aFinding, fusionOf } from '../../test/support/findings.ts';
import { DAY } from '../core/time.ts';
import type { Finding } from '../detect/detector.ts';
import { fuse, outlook } from './fuse.ts';
import type { Risk } from './risk.ts';

const PRIOR = -Math.log(499);
const FACT = 'tool/anydesk';
const tool = (llr: number, fields: Partial<Finding> = {}): Finding => aFinding({ llr, detector: 'software', family: 'machine', owns: [FACT], ...fields });
const sessions = (llr: number, onTool: number, fields: Partial<Finding> = {}): Finding => aFinding({ llr, detector: 'sessions', family: 'session', shared: { facts: [FACT], llr: onTool }, ...fields });
const fused = (...findings: readonly Finding[]): Risk => fuse('kim', 3, findings, {}, fusionOf());
const within = (min: number, max: number) => fc.double({ min, max, noNaN: true });
/** Most doubles lie next to nothing, these do not. */
const hundredthsOf = (min: number, max: number) => fc.integer({ min: min * 100, max: max * 100 }).map((hundredths) => hundredths / 100);

describe('a fact on which findings of two families rest', () => {
  it('counts once, with a line that says so, and the lines add up', () => {
    const risk = fused(tool(3), sessions(2, 2));

    expect(risk.families).toEqual({ machine: 3, session: 0 });
    expect(risk.parts.at(-1)).toEqual({ kind: 'limit', family: 'session', adds: -2, headline: 'counts once: software weighs the same fact' });
    expect(risk.parts.reduce((sum, { adds }) => sum + adds, 0)).toBe(risk.logOdds);
  });

  it('counts by the greater of what both make of it', () => {
    expect(fused(tool(0.5), sessions(2, 2)).logOdds).toBeCloseTo(PRIOR + 2, 12);
    expect(fused(tool(3), sessions(2, 2)).logOdds).toBeCloseTo(PRIOR + 3, 12);
  });

  it('leaves what is told besides it', () => {
    expect(fused(tool(3), sessions(4, 1.5)).families).toEqual({ machine: 3, session: 2.5 });
  });

  it('counts whole where its owner is muted, speaks against a farm, weighs another fact, or is of the same family', () => {
    const owners = [tool(3, { muted: { id: 'm-1', said: 'muted' } }), tool(-0.5), tool(3, { owns: ['tool/rustdesk'] }), tool(3, { family: 'session' })];

    for (const owner of owners) expect(fused(owner, sessions(2, 2)).parts.filter(({ kind, adds }) => kind === 'limit' && adds !== 0 && adds !== -1)).toEqual([]);
    expect(fused(owners[1]!, sessions(2, 2)).families.session).toBe(2);
  });

  it('is no second family, and what is told besides it is one', () => {
    // 3.9 + 0.1 − 6.21 is a chance of 0.1, 5.5 − 6.21 one of 0.33.
    const habit = fuse('kim', 3, [tool(3.9), sessions(4, 4)], {}, fusionOf({ reviewChance: 0.05 }));
    const afar = fused(tool(3), sessions(4, 1.5));

    expect([habit.band, afar.band]).toEqual(['watch', 'review']);
  });

  it('takes nothing from a family that speaks without it', () => {
    const hardware = aFinding({ llr: 4, detector: 'hardware', family: 'machine' });

    // The tool adds nothing to a family at its cap, so the sessions keep what they weigh.
    expect(fused(hardware, tool(3), sessions(1.9, 1.9)).families.session).toBeGreaterThan(1);
    expect(fused(hardware, tool(3), sessions(1.9, 1.9)).band).toBe(fused(hardware, sessions(1.9, 1.9)).band);
  });

  it('ages with its finding', () => {
    const newest = MONDAY - 30 * DAY;

    expect(fused(tool(3), sessions(4, 1, { newest })).families.session).toBeCloseTo(1.5, 12);
  });

  it('never makes two families of one, whatever the weights', () => {
    fc.assert(fc.property(within(0, 8), within(0, 8), (weight, habit) => {
      expect(['quiet', 'watch']).toContain(outlook([tool(weight), sessions(habit, habit)], fusionOf()).band);
    }));
  });

  it('never lowers a sum or a band by being there twice', () => {
    const order = ['quiet', 'watch', 'review', 'act'];
    const besides = fc.record({ company: within(-2, 5), machine: within(-2, 5) });
    fc.assert(fc.property(within(0, 6), within(-1, 6), within(0, 6), besides, fc.integer({ min: 2, max: 5 }), (weight, llr, onTool, { company, machine }, many) => {
      const context = fusionOf({}, { machine: many });
      const others = [aFinding({ llr: company }), aFinding({ llr: machine, detector: 'hardware', family: 'machine' })];
      const both = outlook([...others, tool(weight), sessions(llr, onTool)], context);
      const alone = outlook([...others, sessions(llr, onTool)], context);

      expect(both.logOdds).toBeGreaterThanOrEqual(alone.logOdds - 1e-9);
      expect(order.indexOf(both.band)).toBeGreaterThanOrEqual(order.indexOf(alone.band));
    }));
  });

  it('is borne by two families together that rest on it', () => {
    const net = aFinding({ llr: 3, detector: 'net', family: 'network', shared: { facts: [FACT], llr: 1 } });

    // The tool adds 2: three parts of the sessions to one of the network.
    expect(fused(tool(2), sessions(3, 3), net).families).toEqual({ machine: 2, session: 1.5, network: 2.5 });
    expect(fused(tool(2), sessions(3, 3), net).logOdds).toBeCloseTo(fused(sessions(3, 3), net).logOdds, 12);
  });

  it('never lowers a sum by its owner, or by one more family that rests on it, whatever the weights', () => {
    fc.assert(fc.property(hundredthsOf(0, 6), hundredthsOf(-1, 6), hundredthsOf(0, 6), hundredthsOf(0, 6), hundredthsOf(0, 1), hundredthsOf(-2, 5), (weight, llr, onTool, other, share, machine) => {
      const net = aFinding({ llr: other, detector: 'net', family: 'network', shared: { facts: [FACT], llr: other * share } });
      const context = fusionOf({}, { machine: 2 });
      const sumOf = (...findings: readonly Finding[]): number => outlook([aFinding({ llr: machine, detector: 'hardware', family: 'machine' }), ...findings], context).logOdds;
      const all = sumOf(tool(weight), sessions(llr, onTool), net);

      expect(all).toBeGreaterThanOrEqual(sumOf(sessions(llr, onTool), net) - 1e-9);
      expect(all).toBeGreaterThanOrEqual(sumOf(tool(weight), sessions(llr, onTool)) - 1e-9);
    }));
  });

  it('leaves another finding of its detector to count that rests on something else', () => {
    const apart = aFinding({ id: 'f-apart', llr: 2.5, detector: 'sessions', family: 'session' });

    expect(fused(tool(3), apart, sessions(3, 3)).families).toEqual({ machine: 3, session: 2.5 });
    // One that speaks against a farm does not step in.
    expect(fused({ ...apart, llr: -2.5 }, tool(3), sessions(3, 3)).families).toEqual({ machine: 3, session: 0 });
  });

  it('never lowers a sum by one more finding of a detector that speaks for a farm, whatever the weights', () => {
    fc.assert(fc.property(hundredthsOf(0, 6), hundredthsOf(0, 6), hundredthsOf(0, 6), hundredthsOf(0, 1), hundredthsOf(0, 6), hundredthsOf(0, 1), (weight, besides, llr, share, other, otherShare) => {
      const apart = aFinding({ id: 'f-apart', llr: besides, detector: 'sessions', family: 'session' });
      const shared = sessions(llr, llr * share);
      const net = aFinding({ llr: other, detector: 'net', family: 'network', shared: { facts: [FACT], llr: other * otherShare } });
      const sumOf = (...findings: readonly Finding[]): number => outlook(findings, fusionOf()).logOdds;
      const all = sumOf(tool(weight), apart, shared, net);

      for (const left of [[apart, shared, net], [tool(weight), shared, net], [tool(weight), apart, net], [tool(weight), apart, shared]]) {
        expect(all).toBeGreaterThanOrEqual(sumOf(...left) - 1e-9);
      }
    }), { numRuns: 500 });
  });
});
