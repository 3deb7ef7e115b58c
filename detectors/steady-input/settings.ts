import type { SettingsTable } from '../../src/core/settings.ts';

export const SETTINGS = {
  minimumIntervals: { is: 6, from: 3, to: 100, unit: 'intervals', doc: 'Steady intervals with one beat, below which nothing is said.' },
  minimumDays: { is: 3, from: 2, to: 14, unit: 'days', doc: 'Days with such intervals, below which nothing is said.' },
  shortestBeat: { is: 5, from: 1, to: 30, unit: 's', doc: 'Gaps shorter than this are a hand at the wheel.' },
  steadySpread: { is: 0.1, from: 0.01, to: 0.3, unit: 'share', doc: 'Half of the gaps of an interval lie this close to their median, as a share of it: the interval is steady.' },
  sameBeat: { is: 0.15, from: 0.02, to: 0.5, unit: 'share', doc: 'Intervals whose medians lie this close to the main beat have it too.' },
  tightSpread: { is: 0.02, from: 0.001, to: 0.1, unit: 'share', doc: 'The spread of a beat that firmware keeps.' },
  tightSeconds: { is: 0.5, from: 0.05, to: 3, unit: 's', doc: 'A beat this close to that of a known device may be its own.' },
  workKeys: { is: 100, from: 10, to: 5000, unit: 'keys', doc: 'Key strokes from which on an interval is one of work.' },
  samplerShare: { is: 0.5, from: 0.1, to: 1, unit: 'share', doc: 'Intervals of work with the same beat, from which on it is the beat of whoever counts input, and nothing is said.' },
  farmDevice: { is: 0.08, from: 0.005, to: 0.5, unit: 'share', doc: 'Farm laptops with input at the beat of a known device.' },
  farmOther: { is: 0.12, from: 0.005, to: 0.5, unit: 'share', doc: 'Farm laptops with input at any other beat.' },
  ordinaryDevice: { is: 0.012, from: 0.0005, to: 0.5, unit: 'share', doc: 'Ordinary laptops with input at the beat of a known device: programs can be set to it, and a minute is a usual setting.' },
  ordinaryOther: { is: 0.05, from: 0.001, to: 0.5, unit: 'share', doc: 'Ordinary laptops with input at any other beat.' },
  cohortCounts: { is: 100, from: 10, to: 1000, unit: 'laptops', doc: 'So many laptops of the cohort weigh as much as the two shares above, which it can raise and never lower.' },
} as const satisfies SettingsTable;
