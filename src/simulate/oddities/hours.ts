import type { Life } from '../life.ts';
import type { Oddity } from './oddity.ts';

const withRhythm = (life: Life, change: Partial<Life['driver']['rhythm']>): Life => ({ ...life, driver: { ...life.driver, rhythm: { ...life.driver.rhythm, ...change } } });

/** Begins in the afternoon and ends after midnight. */
export const nightOwl: Oddity = {
  kind: 'night-owl', rate: 'nightOwls',
  apply(life, _world, draw) {
    const startMinute = Math.round(draw.between(770, 1_020));
    return withRhythm(life, { startMinute, startSpread: 45, lunchMinute: startMinute + 240, eveningShare: 0.1, weekendShare: 0.2 });
  },
};

/** Works around school hours or somebody's care: early, then late. */
export const carer: Oddity = {
  kind: 'carer', rate: 'carers',
  apply(life, _world, draw) {
    return withRhythm(life, {
      startMinute: Math.round(draw.between(330, 480)), lunchMinute: 700,
      gap: { from: Math.round(draw.between(780, 900)), minutes: Math.round(draw.between(180, 330)) }, eveningShare: 0.15,
    });
  },
};
