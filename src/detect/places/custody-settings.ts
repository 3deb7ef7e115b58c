import type { SettingsTable, Values } from '../../core/settings.ts';

export const CUSTODY_SETTINGS = {
  // Silence
  neverSeenDays: { is: 3, from: 1, to: 30, unit: 'days', doc: 'A laptop delivered so long ago without any contact was never seen.' },
  darkDays: { is: 7, from: 1, to: 60, unit: 'days', doc: 'A laptop without contact for so long is dark.' },
  sureSilence: { is: 0.95, from: 0.5, to: 1, unit: 'share', doc: 'Silent laptops that are silent themselves; of the others the records were lost.' },
  // Days
  windowDays: { is: 7, from: 3, to: 30, unit: 'days', doc: 'Where a laptop lives is told from these days.' },
  minimumDays: { is: 2, from: 1, to: 7, unit: 'days', doc: 'With fewer days of data nothing can be told.' },
  settledDays: { is: 3, from: 1, to: 7, unit: 'days', doc: 'So many days at one line or router make it settled.' },
  // Sharing
  crowdLimit: { is: 30, from: 3, to: 1000, unit: 'laptops', doc: 'More laptops at one place on one day mean an office or a carrier: nobody lives together there.' },
  tokenSpread: { is: 3, from: 2, to: 100, unit: 'lines', doc: 'A router seen behind so many fixed lines that have no laptop in common is a default value, not one device.' },
  sureLine: { is: 0.9, from: 0.5, to: 1, unit: 'share', doc: 'Laptops settled at one line that stand in one home or room; carriers and landlords put some homes behind one address.' },
  sureRouter: { is: 0.97, from: 0.5, to: 1, unit: 'share', doc: 'The same for laptops settled at one router.' },
  // How near, how far
  nearKm: { is: 50, from: 1, to: 500, unit: 'km', doc: 'A region that comes so near is where it is expected.' },
  farKm: { is: 80, from: 1, to: 1000, unit: 'km', doc: 'A region wholly farther than this is elsewhere.' },
  townKm: { is: 5, from: 0, to: 50, unit: 'km', doc: 'How well a point of the record, or a line that a laptop has located, tells a place.' },
  wideKm: { is: 250, from: 50, to: 5000, unit: 'km', doc: 'A region of a greater radius that holds the home holds much else: it neither shows a laptop at home nor clears anybody.' },
  // Address tables
  fixedLineKm: { is: 60, from: 1, to: 1000, unit: 'km', doc: 'So near to its entry lies a fixed line that is not misplaced: published medians are 3 to 16 km, and four in five lie within 50 km.' },
  otherLineKm: { is: 500, from: 1, to: 3000, unit: 'km', doc: 'The same for mobile, unknown and other lines: published medians are 179 to 207 km.' },
  misplacedFixed: { is: 0.15, from: 0.001, to: 0.9, unit: 'share', doc: 'Entries of fixed lines that name another area, until the company\'s own laptops show how many.' },
  misplacedOther: { is: 0.2, from: 0.001, to: 0.9, unit: 'share', doc: 'The same for other lines.' },
  misplacedAbroad: { is: 0.02, from: 0.0001, to: 0.9, unit: 'share', doc: 'Entries that name another country than the one of home, wrongly: comparisons of tables find 1 to 3 in 100 addresses of end users in another country than their own.' },
  misplacedAbroadHome: { is: 0.005, from: 0.0001, to: 0.9, unit: 'share', doc: 'The same for home lines: what comparisons find lies mostly with networks that span countries, and makers of tables claim that 2 in 1,000 are wrong.' },
  newOperator: { is: 0.05, from: 0.001, to: 0.9, unit: 'share', doc: 'Laptops at home that change within a month to a line of another operator for good. After days at home, a line of a new operator in another country is at home only if that happened and the table errs as well.' },
  misplacedCounts: { is: 20, from: 1, to: 1000, unit: 'entries', doc: 'These shares weigh as much as so many entries that own locations of laptops have checked.' },
  misplacedKm: { is: 500, from: 10, to: 5000, unit: 'km', doc: 'Few entries name a place so far from a line that kept to where a carrier brought its laptop: most entries beyond it show that the laptop is gone.' },
  farthestKm: { is: 3000, from: 100, to: 20_000, unit: 'km', doc: 'So far off are the worst entries. Between the usual reach and this, each doubling of the distance is as likely as the next: so about one in ten of those of fixed lines errs by more than 220 km, and tables name another state for as many.' },
  misplacedAlike: { is: 0.05, from: 0.001, to: 1, unit: 'share', doc: 'Misplaced entries of different operators that name the same wrong area.' },
  misplacedOwn: { is: 0.002, from: 0.0001, to: 0.5, unit: 'share', doc: 'Laptops that report a location in another area: an access point that moved house.' },
  // What speaks for elsewhere
  elsewhere: { is: 0.02, from: 0.0001, to: 0.5, unit: 'share', doc: 'Laptops that stand neither at home, nor where they were sent, nor at a listed place, on a day: moves and trips that nobody told of, farms.' },
  leftSince: { is: 0.05, from: 0.001, to: 0.5, unit: 'share', doc: 'Laptops that a carrier brought where they are expected and that stand elsewhere, though they keep to the line or router of their first day.' },
  clockFollows: { is: 0.7, from: 0.01, to: 0.99, unit: 'share', doc: 'Laptops elsewhere whose clock shows the zone they are in.' },
  clockOdd: { is: 0.005, from: 0.0001, to: 0.5, unit: 'share', doc: 'Laptops at home whose clock shows just the zone of the area that an entry wrongly names: about 2 in 100 show another zone, and there are several.' },
  negligible: { is: 0.05, from: 0, to: 0.5, unit: 'share', doc: 'Chance of standing elsewhere up to which a laptop counts as where it is expected, though an entry names another area.' },
  decisive: { is: 0.9, from: 0.5, to: 0.999, unit: 'share', doc: 'Chance of standing elsewhere from which on it is said.' },
} as const satisfies SettingsTable;
export type CustodyValues = Values<typeof CUSTODY_SETTINGS>;
