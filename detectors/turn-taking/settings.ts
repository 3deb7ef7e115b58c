import type { SettingsTable } from '../../src/core/settings.ts';

export const SETTINGS = {
  minimumDays: { is: 6, from: 3, to: 60, unit: 'days', doc: 'Days under one roof on which both were busy, below which nothing is said.' },
  minimumBusy: { is: 3, from: 1, to: 16, unit: 'half hours', doc: 'Busy half hours below which a laptop was not at work on a day.' },
  minimumOverlap: { is: 20, from: 5, to: 500, unit: 'half hours', doc: 'Half hours in which both would be busy if each kept its own rhythm; with fewer there is little to avoid.' },
  shuffles: { is: 1999, from: 199, to: 20000, unit: 'shuffles', doc: 'Orders of days that are tried; the smallest chance that can be told is one in so many.' },
  crowdLimit: { is: 30, from: 3, to: 1000, unit: 'laptops', doc: 'More laptops at one place on one day are compared with nobody: it is a place of work.' },
  tokenSpread: { is: 3, from: 2, to: 100, unit: 'lines', doc: 'A router or radio seen behind so many fixed lines that have no laptop in common is a default value, not one device.' },
  farmTurns: { is: 0.2, from: 0.01, to: 0.9, unit: 'share', doc: 'Farm laptops that one person drives in turns with another of the same roof.' },
  arranged: { is: 0.25, from: 0.01, to: 0.9, unit: 'share', doc: 'Ordinary pairs under one roof who arrange their hours around each other: children, one desk, one car.' },
  arrangedHandovers: { is: 2, from: 0.5, to: 20, unit: 'a day', doc: 'How often such a pair changes over in a day, on average.' },
} as const satisfies SettingsTable;
