import type { SETTINGS } from './settings.ts';

/** Every detail there is; each is named like the setting that says what it adds. */
export type DetailKind = Extract<keyof typeof SETTINGS,
  'sharedPhone' | 'sharedResume' | 'sharedProfile' | 'sharedPortfolio' | 'sharedReference' | 'mailPattern' | 'newProfile' | 'fieldNotTaught' | 'datesOffTerm'
  | 'otherCountry' | 'farFromHome' | 'watchedName' | 'received'>;

export interface KindSaid {
  readonly label: string;
  /** How usual it is among honest applicants, and how that is known. */
  readonly usual: string;
  readonly ruleOut: string;
  /** What settles it; completes "cleared when …". */
  readonly clear: string;
}

/** Shares are assumed unless a source is named: nobody has published rates among honest applicants. */
export const KINDS: Readonly<Record<DetailKind, KindSaid>> = {
  sharedPhone: {
    label: 'Phone', usual: 'about 1 in 100 applicants (assumed): families, shared flats, one person with two mail addresses',
    ruleOut: 'The same person applied twice, or people of one household share a phone.', clear: 'a call to the number reaches the applicant, who says who else uses it',
  },
  sharedResume: {
    label: 'Résumé', usual: 'about 1 in 50 applicants (assumed); agencies and paid writers use one text for many',
    ruleOut: 'An agency, a paid writer or a program wrote both; or the same person applied twice.', clear: 'the applicant can talk about each project in their own words',
  },
  sharedProfile: {
    label: 'Profile', usual: 'about 1 in 200 applicants (assumed): mostly one person applying twice, or a pasted link',
    ruleOut: 'The same person applied twice, or a wrong link was pasted.', clear: 'the applicant shows that they control the profile',
  },
  sharedPortfolio: {
    label: 'Portfolio', usual: 'about 1 in 100 applicants (assumed): shared projects, course work, an employer\'s site',
    ruleOut: 'A shared project, a course, an employer\'s site.', clear: 'the applicant shows which part is theirs',
  },
  sharedReference: {
    label: 'Reference', usual: 'about 1 in 50 applicants (assumed): colleagues name the same boss, agencies the same recruiter',
    ruleOut: 'Former colleagues name one boss, or an agency names its recruiter.', clear: 'the reference is reached through the employer\'s switchboard and confirms the applicant',
  },
  mailPattern: {
    label: 'Mail address', usual: 'providers propose such addresses, so several in one month are common',
    ruleOut: 'The provider proposed it, or a course or agency made addresses for its people.', clear: 'nothing needs to: it is a habit, not an act',
  },
  newProfile: {
    label: 'Profile', usual: 'about 1 in 20 applicants (assumed): graduates, people back from a break, rejoined accounts',
    ruleOut: 'A first job, a break, a new account after a lost one.', clear: 'nothing needs to: everybody makes a profile once',
  },
  fieldNotTaught: {
    label: 'Education', usual: 'about 1 in 30 applicants (assumed): fields are renamed, merged and translated',
    ruleOut: 'The field had another name then, or the list of fields is not complete.', clear: 'the school confirms the degree',
  },
  datesOffTerm: {
    label: 'Education', usual: 'about 1 in 15 applicants (assumed): transfers, part-time study, a degree awarded later',
    ruleOut: 'A transfer, part-time study, a semester abroad, a degree awarded later.', clear: 'the school confirms the dates',
  },
  otherCountry: {
    label: 'Applied from', usual: 'about 1 in 30 applicants (assumed): holidays, visits, moves, wrong address data',
    ruleOut: 'A holiday, a visit, a move to come, or wrong address data.', clear: 'the applicant says where they were that day',
  },
  farFromHome: {
    label: 'Applied from', usual: 'about 1 in 10 applicants (assumed): journeys, moves, a carrier that ends elsewhere',
    ruleOut: 'A journey, a move, or a carrier whose addresses end elsewhere.', clear: 'the applicant says where they were that day',
  },
  watchedName: {
    label: 'Named on your list', usual: 'nearly everybody who names it really studied or worked there',
    ruleOut: 'They studied or worked there, as nearly everybody who says so.', clear: 'the school or employer confirms it',
  },
  received: {
    label: 'Received indicator', usual: 'rare; listed identities are mostly stolen from real people, who may be the ones who apply',
    ruleOut: 'The identity was stolen from this very person, or the indicator is old or wrong.', clear: 'the sender says what it rests on, and a check in person confirms the applicant',
  },
};
export const DETAIL_KINDS = Object.keys(KINDS) as readonly DetailKind[];
