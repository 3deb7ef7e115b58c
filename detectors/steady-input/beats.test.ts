import { describe, expect, it } from 'vitest';
import { settle } from '../../src/core/settings.ts';
import { random } from '../../src/core/random.ts';
import { beatOf } from './beats.ts';
import { JIGGLE_PERIODS } from '../../src/catalogue/jigglers.ts';
import { clockOf } from './clock.ts';
import { SETTINGS } from './settings.ts';

const { values } = settle(SETTINGS);

describe('the beat of an interval', () => {
  it('is the median gap and how close half of them lie to it', () => {
    // Distances from 60: 0, 0.1, 0.2, 0.4, 60; the median is 0.2, a third of a percent.
    expect(beatOf([60, 60.1, 59.8, 60.4, 120])).toEqual({ gapS: 60.1, spread: 0 });
    expect(beatOf([10, 20, 30, 40, 50])).toEqual({ gapS: 30, spread: 0.33, whole: true });
  });

  it('is unknown of few gaps, and of none that last', () => {
    expect(beatOf([60, 60, 60, 60])).toBeUndefined();
    expect(beatOf([0, 0, 0, 0, 0])).toBeUndefined();
  });

  it('is seldom steady by chance', () => {
    const draw = random('renewal');
    const steady = Array.from({ length: 4_000 }, () => beatOf(Array.from({ length: 7 }, () => draw.exponential(20)))!).filter(({ spread }) => spread <= values.steadySpread);

    expect(steady.length / 4_000).toBeLessThan(0.025);
  });
});

describe('the clock of a laptop', () => {
  const beats = (gapS: number, spread: number, many = 10) => Array.from({ length: many }, (_, nth) => ({ day: `2026-11-${String(2 + (nth % 5)).padStart(2, '0')}`, beat: { gapS, spread } }));

  it.each([[15, ['NanoKVM']], [20, ['JetKVM', 'GL.iNet Comet (GLKVM)']], [60, ['PiKVM', 'TinyPilot, whole minutes by cron']], [180, ['TinyPilot, whole minutes by cron']], [45, []]])('of %d s may be that of %j', (gapS, devices) => {
    expect(clockOf(beats(gapS, 0), values, JIGGLE_PERIODS)!.devices).toEqual(devices);
  });

  it('is no device’s where it strays', () => {
    expect(clockOf(beats(60, 0.06), values, JIGGLE_PERIODS)).toMatchObject({ steady: 10, gapS: 60, devices: [] });
  });

  it('counts what is steady and has the main beat', () => {
    const clock = clockOf([...beats(60, 0.01, 8), ...beats(30, 0.01, 2), ...beats(60, 0.5, 4), ...beats(1.2, 0, 3)], values, JIGGLE_PERIODS);

    expect(clock).toMatchObject({ idle: 17, steady: 8, gapS: 60 });
    expect(clock!.days).toHaveLength(5);
  });

  it('is none where nothing is steady', () => {
    expect(clockOf(beats(22, 0.6), values, JIGGLE_PERIODS)).toBeUndefined();
    expect(clockOf([], values, JIGGLE_PERIODS)).toBeUndefined();
  });
});
