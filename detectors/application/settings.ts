import type { SettingsTable } from '../../src/core/settings.ts';

/** One row: what a detail adds, and why so little. */
const adds = (is: number, doc: string) => ({ is, from: 0, to: 0.1, unit: 'nats', doc } as const);

export const SETTINGS = {
  sharedPhone: adds(0.05, 'One phone stands in applications of several people.'),
  sharedResume: adds(0.05, 'Much the same résumé comes from several people.'),
  sharedProfile: adds(0.04, 'One profile stands in applications of several people.'),
  sharedPortfolio: adds(0.04, 'One portfolio stands in applications of several people.'),
  sharedReference: adds(0.03, 'One person is the reference of several applicants.'),
  mailPattern: adds(0.02, 'The mail address is built like many others of those weeks.'),
  newProfile: adds(0.01, 'The profile was made shortly before applying.'),
  fieldNotTaught: adds(0.04, 'The school does not list the field of study, as far as institutions.csv knows.'),
  datesOffTerm: adds(0.02, 'The studies begin or end in a month in which no term of that school does.'),
  otherCountry: adds(0.04, 'The application came from another country than the claimed one.'),
  farFromHome: adds(0.01, 'The application came from far away within the country.'),
  watchedName: adds(0.02, "School or employer stands on the operator's own list."),
  received: adds(0.08, 'Something in it was received as an indicator; times how sure the sender is.'),
  most: { is: 0.2, from: 0, to: 0.4, unit: 'nats', doc: 'The most that all details add together.' },
  referenceOthers: { is: 2, from: 1, to: 20, unit: 'applicants', doc: 'Others with the same reference from which on it is told: two colleagues have one boss.' },
  commonShare: { is: 0.1, from: 0, to: 1, unit: 'share', doc: 'What a larger share of applicants gives (and at least ten of them) is an agency, a form or an example, and is not told.' },
  resumeAlike: { is: 0.3, from: 0.05, to: 1, unit: 'share', doc: 'Runs of five words in common, from which on two résumés are one text: people who write for themselves have next to none.' },
  resumeFewest: { is: 20, from: 1, to: 128, unit: 'runs', doc: 'Shorter résumés are not compared.' },
  formShare: { is: 0.25, from: 0, to: 1, unit: 'share', doc: "Passages in a larger share of all résumés are a form's and are left out." },
  patternOthers: { is: 2, from: 1, to: 100, unit: 'applicants', doc: 'Others with the same build of mail address from which on it can be told.' },
  patternDays: { is: 30, from: 1, to: 180, unit: 'days', doc: 'Before and after the application, in which such addresses are counted.' },
  patternChance: { is: 0.01, from: 0, to: 1, unit: 'chance', doc: 'It is told where so many would come by chance more seldom than this.' },
  patternUsual: { is: 0.05, from: 0, to: 1, unit: 'share', doc: 'Share of applicants with one build of address that is assumed before there are others to count, with the weight of twenty.' },
  newProfileDays: { is: 30, from: 1, to: 365, unit: 'days', doc: 'A profile made so many days before applying is new.' },
  termSlackMonths: { is: 1, from: 0, to: 6, unit: 'months', doc: 'Months beside the first or last of a term that still fit: orientation, ceremonies, a late grade.' },
  farKm: { is: 800, from: 50, to: 20_000, unit: 'km', doc: 'Far from home, at the least distance that the address allows.' },
  leastRadiusKm: { is: 100, from: 1, to: 5_000, unit: 'km', doc: 'No fixed line is placed better than this.' },
  mobileRadiusKm: { is: 500, from: 1, to: 5_000, unit: 'km', doc: 'No mobile address is placed better than this.' },
} as const satisfies SettingsTable;
