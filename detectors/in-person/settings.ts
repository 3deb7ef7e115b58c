import type { SettingsTable } from '../../src/core/settings.ts';

/** One row: what a check is worth, and why. */
const counts = (is: number, doc: string) => ({ is, from: is < 0 ? -4 : 0, to: is < 0 ? 0 : 4, unit: 'nats', doc } as const);

export const SETTINGS = {
  badgeAtPlace: counts(-2.5, 'Badged in at a place of places.csv: the person came, and the card reader saw it; cards can be lent.'),
  badgeElsewhere: counts(-1.5, 'Badged in at a place that only the reader names.'),
  inPersonConfirmed: counts(-3.5, 'Somebody of the company met the person and compared them with the file.'),
  inPersonRefuted: counts(3, 'Another person came, or nobody did.'),
  homeVisitConfirmed: counts(-3, 'Person and laptop were met at the home; one visit can be arranged.'),
  homeVisitRefuted: counts(3, 'Nobody of that name lives there, or the laptop stands among others.'),
  samePersonConfirmed: counts(-1.5, 'The person on camera is the one of the interview and the document; faces can be altered live.'),
  samePersonRefuted: counts(3, 'Another face or voice than in the interview.'),
  videoCallConfirmed: counts(-0.8, 'Seen on camera at work; a stand-in can take a call.'),
  videoCallRefuted: counts(1.5, 'The camera was refused or showed somebody else; bandwidth and illness are common reasons.'),
  managerConfirmed: counts(-0.8, 'The manager vouches for the person, mostly from calls.'),
  managerRefuted: counts(1.5, 'The manager does not recognise the person.'),
  serialPhotoConfirmed: counts(-0.4, 'A photo shows the laptop where it should be; whoever keeps the laptop can take it.'),
  serialPhotoRefuted: counts(1.5, 'The photo shows another laptop, or cannot be had.'),
  identityConfirmed: counts(-0.3, 'The document is genuine; farms use genuine documents of other people.'),
  identityRefuted: counts(2, 'The document is false or belongs to somebody else.'),
  profileControlConfirmed: counts(-0.3, 'The person controls the profile of the application; made or bought profiles pass.'),
  profileControlRefuted: counts(1, 'Somebody else controls the profile.'),
  interviewConfirmed: counts(-0.2, 'The interviewer raises no doubt; interviews are passed by stand-ins.'),
  interviewRefuted: counts(1, 'The interviewer says that answers or person did not fit.'),
  backgroundConfirmed: counts(-0.1, 'The background check is clean; it checks the name, not who uses it.'),
  backgroundRefuted: counts(1, 'The background check contradicts the file; clerical errors are common.'),
  credentialConfirmed: counts(-0.1, 'The degree exists; it may be somebody else\'s.'),
  credentialRefuted: counts(0.7, 'The school does not know the degree; embellished résumés are common.'),
  referenceConfirmed: counts(-0.1, 'A reference answers; references can be accomplices.'),
  referenceRefuted: counts(0.7, 'A reference does not know the person; people change jobs and numbers.'),
  repeatShare: { is: 0.5, from: 0, to: 1, unit: 'share', doc: 'Each further kind of check counts this share of the one before it: checks lean on the same person and the same day.' },
  halfLifeDays: { is: 60, from: 1, to: 365, unit: 'days', doc: 'An older check counts half when it is so much older than the newest, as a single old check does.' },
} as const satisfies SettingsTable;
