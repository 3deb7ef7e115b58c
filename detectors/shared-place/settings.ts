import type { SettingsTable } from '../../src/core/settings.ts';

export const SETTINGS = {
  minimumDays: { is: 2, from: 1, to: 14, unit: 'days', doc: 'Days together below which nothing is said.' },
  minimumShare: { is: 0.5, from: 0, to: 1, unit: 'share', doc: 'Share of the days with data from both, since they first met, that they must be together.' },
  crowdLimit: { is: 30, from: 3, to: 1000, unit: 'laptops', doc: 'More laptops at one place on one day mean an office or a carrier.' },
  tokenSpread: { is: 3, from: 2, to: 100, unit: 'lines', doc: 'A router or radio seen behind so many fixed lines that have no laptop in common is a default value, not one device.' },
  farmShared: { is: 0.6, from: 0.01, to: 1, unit: 'share', doc: 'Farm laptops that stand with another laptop of the same company.' },
  homeShared: { is: 0.008, from: 0.0001, to: 0.2, unit: 'share', doc: 'Ordinary starters who share a home with a colleague and have not declared it.' },
  visit: { is: 0.04, from: 0.0001, to: 0.5, unit: 'share', doc: 'Ordinary starters who stay at one place with a colleague for a while: off-sites, hotels, holidays.' },
  visitDays: { is: 3, from: 0.5, to: 14, unit: 'days', doc: 'Mean length of such a stay.' },
  beginning: { is: 0.05, from: 0.0001, to: 0.9, unit: 'share', doc: 'Ordinary starters who spend their first days with others at one place the company has not listed: onboarding in a hotel or a rented room.' },
  beginningDays: { is: 4, from: 0.5, to: 14, unit: 'days', doc: 'Mean length of such a beginning.' },
  workplace: { is: 0.03, from: 0.0001, to: 0.5, unit: 'share', doc: 'Ordinary starters who work beside a colleague at a place the company has not listed.' },
  neighbours: { is: 0.01, from: 0.0001, to: 0.2, unit: 'share', doc: 'Ordinary starters whose home shares its public address with a colleague\'s by chance: carriers and landlords that put many homes behind one line.' },
  agencyRooms: { is: 0.15, from: 0.0001, to: 0.9, unit: 'share', doc: 'Ordinary starters of one staffing agency who work from its rooms, which the company has not listed.' },
  farmDoor: { is: 0.35, from: 0.01, to: 1, unit: 'share', doc: 'Farm people whose laptop is sent to one door with that of another.' },
  sharedDoor: { is: 0.01, from: 0.0001, to: 0.5, unit: 'share', doc: 'Ordinary starters whose laptop is sent to a door that serves colleagues too: a shop, a locker, a front desk.' },
  doorLimit: { is: 25, from: 3, to: 1000, unit: 'people', doc: 'A door to which laptops of more people go is a place of work or a depot.' },
  companyCounts: { is: 200, from: 10, to: 10000, unit: 'people', doc: 'The default for shared homes weighs as much as so many people of the company\'s own history.' },
  signInDiscount: { is: 1, from: 0, to: 4, unit: 'nats', doc: 'Taken off where one of the two is known by sign-ins only: people also sign in on visits and from phones.' },
  floor: { is: -0.5, from: -4, to: 0, unit: 'nats', doc: 'The most that a place which looks like a place of work takes away: a farm can rent a desk.' },
  ceiling: { is: 6, from: 1, to: 12, unit: 'nats', doc: 'The most that is claimed; beyond it nobody has counted.' },
} as const satisfies SettingsTable;
