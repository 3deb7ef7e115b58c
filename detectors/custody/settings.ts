import type { SettingsTable } from '../../src/core/settings.ts';
import { CUSTODY_SETTINGS } from '../../src/detect/places/custody-settings.ts';

/** How laptops are placed, as `devices` places them too, and what a place weighs. */
export const SETTINGS = {
  ...CUSTODY_SETTINGS,
  // Which way the parcel took
  ordinarySentAway: { is: 0.04, from: 0.001, to: 0.9, unit: 'share', doc: 'Ordinary starters whose laptop is sent far from their home: parents, a second home, a shop that keeps parcels.' },
  farmSentAway: { is: 0.3, from: 0.001, to: 0.9, unit: 'share', doc: 'Farm laptops whose record names another place than the claimed home to send to.' },
  ordinaryRedirected: { is: 0.01, from: 0.001, to: 0.9, unit: 'share', doc: 'Ordinary starters whose parcel ends far from home and from where it was sent; most that are redirected end near by.' },
  farmRedirected: { is: 0.15, from: 0.001, to: 0.9, unit: 'share', doc: 'Farm laptops that are redirected on the way.' },
  // Where it lives then
  ordinaryStays: { is: 0.5, from: 0.001, to: 0.999, unit: 'share', doc: 'Ordinary laptops that live where a parcel sent or redirected far from home went: who is sent one elsewhere is mostly there, for a while or for good.' },
  farmStays: { is: 0.94, from: 0.001, to: 0.999, unit: 'share', doc: 'Farm laptops of which the same holds.' },
  ordinaryElsewhere: { is: 0.04, from: 0.001, to: 0.9, unit: 'share', doc: 'Of the rest, ordinary laptops that live far from the home on record: moves, trips and second homes that nobody told of.' },
  farmElsewhere: { is: 0.3, from: 0.001, to: 0.9, unit: 'share', doc: 'Of the rest, farm laptops that do; the others claim a home near the farm.' },
  ordinaryWasHome: { is: 0.5, from: 0.01, to: 0.99, unit: 'share', doc: 'Ordinary laptops that live elsewhere and were seen at home on some day of the window: before a move, around a trip.' },
  farmWasHome: { is: 0.1, from: 0.01, to: 0.99, unit: 'share', doc: 'Farm laptops that live elsewhere of which the same holds.' },
  ordinaryAbroad: { is: 0.02, from: 0.0001, to: 0.9, unit: 'share', doc: 'Of the rest, ordinary laptops that stand in another country than home at some time, without an entered trip: long holidays, families, work from a warm place that nobody was told of.' },
  farmAbroad: { is: 0.15, from: 0.001, to: 0.9, unit: 'share', doc: 'Of the rest, farm laptops that were sent on abroad: in the Arizona case 49 beside more than 90 that stayed; of other farms none is known.' },
  abroadDays: { is: 14, from: 2, to: 28, unit: 'days', doc: 'So long in another country is long: most trips are over by then.' },
  ordinaryAbroadLong: { is: 0.25, from: 0.01, to: 0.99, unit: 'share', doc: 'Of ordinary laptops abroad, those that have been there for so long.' },
  farmAbroadLong: { is: 0.7, from: 0.01, to: 0.99, unit: 'share', doc: 'Of farm laptops abroad, those that have been there for so long: they stay.' },
  apartDays: { is: 3, from: 1, to: 30, unit: 'days', doc: 'On so many days at home while its account is used from home lines of another country, that a laptop is at home clears nobody.' },
  lateDays: { is: 5, from: 1, to: 60, unit: 'days', doc: 'A first contact so long after delivery and start is late: time to pass a laptop on.' },
  ordinaryLate: { is: 0.08, from: 0.01, to: 0.99, unit: 'share', doc: 'Ordinary laptops whose first contact is late.' },
  farmLate: { is: 0.2, from: 0.01, to: 0.99, unit: 'share', doc: 'Farm laptops that were sent home and live elsewhere of which the same holds.' },
  spanKm: { is: 2500, from: 100, to: 20_000, unit: 'km', doc: 'Within R km of a place live about R divided by this of all people: what it says that a region holds the home.' },
  travelMargin: { is: 1, from: 0, to: 5, unit: 'days', doc: 'So many days before and after an entered trip belong to it.' },
  // Silence
  workDays: { is: 3, from: 1, to: 14, unit: 'days', doc: 'Signed in on so many days of the window without the laptop, somebody is at work.' },
  ordinarySilent: { is: 0.015, from: 0.0001, to: 0.5, unit: 'share', doc: 'Ordinary starters at work whose only laptop is silent: a repair, an agent that fails; raised where more of the starters\' laptops are.' },
  farmSilent: { is: 0.04, from: 0.0001, to: 0.5, unit: 'share', doc: 'Farm people of whom the same holds: a laptop sent on abroad, or set up anew.' },
  silentCounts: { is: 50, from: 1, to: 10_000, unit: 'laptops', doc: 'The ordinary share weighs as much as so many laptops of other starters.' },
  minimumLaptops: { is: 8, from: 1, to: 1000, unit: 'laptops', doc: 'With fewer laptops of other starters to compare with, silence says nothing.' },
  ceiling: { is: 4, from: 1, to: 12, unit: 'nats', doc: 'The most that is claimed; beyond it nobody has counted.' },
} as const satisfies SettingsTable;
