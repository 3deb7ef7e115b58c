import type { SettingsTable } from '../../src/core/settings.ts';

export const SETTINGS = {
  minimumDays: { is: 2, from: 2, to: 14, unit: 'days', doc: 'Days with unexplained incoming sessions below which nothing is said.' },
  driven: { is: 0.4, from: 0.05, to: 0.95, unit: 'share', doc: 'Farm laptops whose sessions are seen; the others are driven by hardware, or by tools whose sessions no source tells.' },
  support: { is: 0.12, from: 0.001, to: 0.9, unit: 'share', doc: 'Ordinary starters with help-desk sessions that no list explains, before this company has shown its own share.' },
  own: { is: 0.02, from: 0.0001, to: 0.5, unit: 'share', doc: 'Ordinary starters who drive the laptop from a computer of their own.' },
  mainly: { is: 0.3, from: 0.01, to: 0.99, unit: 'share', doc: 'Of these, those who mainly work so, daily and for hours.' },
  peer: { is: 0.02, from: 0.0001, to: 0.5, unit: 'share', doc: 'Ordinary starters to whom a colleague or a supplier connects.' },
  unknown: { is: 0.06, from: 0.0001, to: 0.5, unit: 'share', doc: 'Ordinary starters whose sessions come as often and as long as those of a farm for whatever reason; it ends what the habit weighs while nothing tells of the other side.' },
  unforeseen: { is: 0.002, from: 0.00001, to: 0.1, unit: 'share', doc: 'Ordinary starters whose sessions look like those of a farm for a reason nobody thought of; it ends the weight.' },
  companyCounts: { is: 100, from: 10, to: 10_000, unit: 'people', doc: "The share of help-desk sessions weighs as much as so many people of the company's own." },
  helpDeskPeople: { is: 3, from: 2, to: 50, unit: 'people', doc: 'A controller that serves so many people of longer standing on one day is a help desk to those on whom it looks in.' },
  helpDeskDays: { is: 3, from: 1, to: 14, unit: 'days', doc: 'So many days with somebody are looking in; on more it may be there for half of the days and less than half of the time.' },
  roundsPeople: { is: 3, from: 2, to: 50, unit: 'people', doc: 'A controller that serves so many starters serves many.' },
  roundsDays: { is: 2, from: 1, to: 14, unit: 'days', doc: 'So many days for each of many, on average, are looking in on them, as a help desk does.' },
  sameHours: { is: 2, from: 0.5, to: 4, unit: 'hours', doc: 'A clock within so many hours of the claimed zone fits it.' },
  farHours: { is: 5, from: 3, to: 12, unit: 'hours', doc: 'A clock so many hours off is on another continent, as seen from the claimed zone.' },
  longShare: { is: 0.5, from: 0.1, to: 1, unit: 'share', doc: 'Of the active time on days with sessions, so much under control counts as long.' },
} as const satisfies SettingsTable;
