import { describe, expect, it } from 'vitest';
import { settle } from '../../src/core/settings.ts';
import { SETTINGS } from './settings.ts';
import { softwareWeight, toolRatio, type ToolSeen } from './weigh.ts';

const { values } = settle(SETTINGS);
const plain: ToolSeen = { namedInReports: true, rate: 0.01, setUp: 'unknown', ran: 0, active: 0, unattended: undefined, renamed: false };

describe('toolRatio', () => {
  it('is the share among farms over the share here, where nothing else is known', () => {
    // 0.09 / 0.01, times (1 − 0.1) / (1 − 0.02) for a tool under its own name.
    expect(toolRatio(plain, values)).toBeCloseTo(9 * (0.9 / 0.98), 10);
  });

  it('rises with a set-up at once and falls with a tool that was there before', () => {
    const [before, later, soon] = (['before', 'later', 'soon'] as const).map((setUp) => toolRatio({ ...plain, setUp }, values)) as [number, number, number];

    expect(soon / toolRatio(plain, values)).toBeCloseTo(0.65 / 0.2, 10);
    expect(before).toBeLessThan(later);
    expect(later).toBeLessThan(soon);
  });

  it('rises to the share of those who keep a tool, however many days it ran', () => {
    const kept = (ran: number, active: number): number => toolRatio({ ...plain, ran, active }, values) / toolRatio(plain, values);

    expect(kept(9, 9)).toBeCloseTo(0.8 / 0.35, 3);
    expect(kept(28, 28)).toBeLessThanOrEqual(0.8 / 0.35);
    expect(kept(1, 20)).toBeCloseTo(0.2 / 0.65, 3);
  });
});

describe('softwareWeight', () => {
  it('clears no further than hidden tools allow', () => {
    expect(softwareWeight([], values)).toBeCloseTo(Math.log(0.6), 10);
    expect(softwareWeight([0.0001], values)).toBeGreaterThanOrEqual(Math.log(0.6));
  });

  it('does not depend on the order of tools', () => {
    expect(softwareWeight([0.1, 7, 30], values)).toBe(softwareWeight([30, 0.1, 7], values));
  });
});
