import type { SettingsTable } from '../../src/core/settings.ts';

export const SETTINGS = {
  minimumNights: { is: 5, from: 3, to: 21, unit: 'nights', doc: 'Nights of which it is known whether the laptop slept, below which nothing is said.' },
  longestSilence: { is: 3, from: 1, to: 8, unit: 'hours', doc: 'A laptop that is never silent for longer, from noon to noon, was awake around the clock.' },
  longestSleep: { is: 18, from: 8, to: 72, unit: 'hours', doc: 'Silence that lasts longer is a dark agent or a laptop that was put away: nothing is known of such a night, unless uptime tells.' },
  regularContact: { is: 5, from: 2, to: 24, unit: 'half hours', doc: 'Half hours with a check-in, from noon to noon, from which on silence means sleep; an agent that reports less may be silent by itself.' },
  timesRhythm: { is: 2.5, from: 1, to: 12, unit: 'times', doc: 'Silence means sleep where it is so many times as long as the agent usually takes from one report of the night to the next.' },
  farmAwake: { is: 0.6, from: 0.05, to: 0.95, unit: 'share', doc: 'Farm laptops that are kept awake around the clock.' },
  farmSometimes: { is: 0.25, from: 0.01, to: 0.5, unit: 'share', doc: 'Of the other farm laptops, those that are awake on some nights.' },
  ordinaryAwake: { is: 0.1, from: 0.005, to: 0.5, unit: 'share', doc: 'Ordinary laptops that never sleep where people decide, before this company has shown its own share: power settings, builds, desks that are never left.' },
  awakeByRule: { is: 0.05, from: 0.001, to: 0.9, unit: 'share', doc: 'Companies that keep most laptops awake as a rule, by a power setting for all.' },
  ordinarySometimes: { is: 0.15, from: 0.01, to: 0.5, unit: 'share', doc: 'Of the other ordinary laptops, those that are awake on some nights.' },
  leastAwake: { is: 0.04, from: 0.001, to: 0.5, unit: 'share', doc: 'However few laptops of the cohort never sleep, so many are taken to.' },
  cohortCounts: { is: 30, from: 1, to: 1000, unit: 'laptops', doc: 'So many laptops of the cohort weigh as much as the default, where people decide.' },
  farmOthers: { is: 3, from: 0, to: 20, unit: 'laptops', doc: 'So many of the others may be of the same farm behind lines of their own, and make nothing usual.' },
  floor: { is: -0.5, from: -4, to: 0, unit: 'nats', doc: 'The most that a sleeping laptop takes away: a farm can let laptops sleep.' },
} as const satisfies SettingsTable;
