import type { SettingsTable } from '../../src/core/settings.ts';

export const SETTINGS = {
  // How uncertain a place is
  fixedLineKm: { is: 100, from: 1, to: 2000, unit: 'km', doc: '95 % of fixed lines lie within this of their entry, until the company\'s own laptops show how far; published medians are 3 to 16 km.' },
  mobileKm: { is: 500, from: 1, to: 5000, unit: 'km', doc: 'The same for lines of unknown kind, which may be those of phones; published medians of these are 179 to 207 km.' },
  enoughFixes: { is: 40, from: 5, to: 10_000, unit: 'fixes', doc: 'So many fixes with both an address and a location of the laptop show how far entries of a kind are off.' },
  crowdPeople: { is: 10, from: 2, to: 1000, unit: 'people', doc: 'A line used by so many starters is an exit or an office that nobody listed, and places nobody.' },
  clockMinutes: { is: 5, from: 0, to: 120, unit: 'minutes', doc: 'A clock may be off by so much, either way.' },
  // What is impossible
  leastKm: { is: 300, from: 50, to: 5000, unit: 'km', doc: 'Less than this between the edges of two places is no travel.' },
  fastestKmh: { is: 900, from: 100, to: 5000, unit: 'km/h', doc: 'As fast as this an airliner goes.' },
  minimumDays: { is: 2, from: 1, to: 14, unit: 'days', doc: 'Seen on fewer days, it is chance.' },
  travelMargin: { is: 1, from: 0, to: 5, unit: 'days', doc: 'So many days before and after an entered trip belong to it.' },
  nearKm: { is: 100, from: 1, to: 1000, unit: 'km', doc: 'An entry so near to the home on record is not a misplaced one.' },
  // What it weighs
  ordinarySure: { is: 0.006, from: 0.0001, to: 0.9, unit: 'share', doc: 'Ordinary starters who work in two places at once as a habit, where no single misplaced entry explains it: somebody at home who uses their account.' },
  farmSure: { is: 0.08, from: 0.0001, to: 0.99, unit: 'share', doc: 'Farm people of whom this is seen; most operators come through services that place nobody.' },
  ordinaryDoubtful: { is: 0.04, from: 0.001, to: 0.9, unit: 'share', doc: 'Ordinary starters of whom it seems so because one entry is misplaced: a home line, the gateway of a phone that no list calls one.' },
  farmDoubtful: { is: 0.1, from: 0.001, to: 0.99, unit: 'share', doc: 'Farm people of whom it is seen, though one misplaced entry would explain it.' },
  ordinaryInterleaved: { is: 0.45, from: 0.01, to: 0.99, unit: 'share', doc: 'Of such days of ordinary starters, those on which the places take turns: there, here and there again.' },
  farmInterleaved: { is: 0.75, from: 0.01, to: 0.99, unit: 'share', doc: 'The same share of farm people.' },
} as const satisfies SettingsTable;
