import type { SettingsTable } from '../../src/core/settings.ts';

export const SETTINGS = {
  minimumDays: { is: 2, from: 1, to: 14, unit: 'days', doc: 'Days together below which nothing is said.' },
  minimumShare: { is: 0.5, from: 0, to: 1, unit: 'share', doc: 'Share of the days with data from both that they must be together.' },
  crowdLimit: { is: 30, from: 3, to: 1000, unit: 'laptops', doc: 'More laptops at one place on one day mean an office or a carrier.' },
  homeShared: { is: 0.006, from: 0.0001, to: 0.2, unit: 'share', doc: 'Ordinary starters who share a home with another starter and have not declared it.' },
  visit: { is: 0.04, from: 0.0001, to: 0.5, unit: 'share', doc: 'Ordinary starters who stay at one place with another starter for a while: off-sites, hotels, holidays.' },
  visitDays: { is: 2, from: 0.5, to: 14, unit: 'days', doc: 'Mean length of such a stay.' },
  workplace: { is: 0.03, from: 0.0001, to: 0.5, unit: 'share', doc: 'Ordinary starters who work beside another starter at a place the company has not listed.' },
  farmShared: { is: 0.5, from: 0.01, to: 1, unit: 'share', doc: 'Farm laptops that stand with another laptop of the same company.' },
} as const satisfies SettingsTable;
