import type { SETTINGS } from './settings.ts';

type Name = keyof typeof SETTINGS;
interface KindSpec { readonly says: string; readonly about: 'person' | 'laptop'; readonly confirmed: Name; readonly refuted: Name }

/** Every kind of check with its words and the settings that weigh it. */
export const KINDS = {
  'in-person': { says: 'met in person', about: 'person', confirmed: 'inPersonConfirmed', refuted: 'inPersonRefuted' },
  'home-visit': { says: 'visited at home', about: 'person', confirmed: 'homeVisitConfirmed', refuted: 'homeVisitRefuted' },
  'same-person': { says: 'compared with the interview', about: 'person', confirmed: 'samePersonConfirmed', refuted: 'samePersonRefuted' },
  'video-call': { says: 'seen on a video call', about: 'person', confirmed: 'videoCallConfirmed', refuted: 'videoCallRefuted' },
  'manager': { says: 'asked the manager', about: 'person', confirmed: 'managerConfirmed', refuted: 'managerRefuted' },
  'serial-photo': { says: 'photo of the serial number', about: 'laptop', confirmed: 'serialPhotoConfirmed', refuted: 'serialPhotoRefuted' },
  'identity': { says: 'identity document', about: 'person', confirmed: 'identityConfirmed', refuted: 'identityRefuted' },
  'profile-control': { says: 'control of the profile', about: 'person', confirmed: 'profileControlConfirmed', refuted: 'profileControlRefuted' },
  'interview': { says: 'interview', about: 'person', confirmed: 'interviewConfirmed', refuted: 'interviewRefuted' },
  'background': { says: 'background check', about: 'person', confirmed: 'backgroundConfirmed', refuted: 'backgroundRefuted' },
  'credential': { says: 'degree', about: 'person', confirmed: 'credentialConfirmed', refuted: 'credentialRefuted' },
  'reference': { says: 'reference', about: 'person', confirmed: 'referenceConfirmed', refuted: 'referenceRefuted' },
} as const satisfies Readonly<Record<string, KindSpec>>;
export type Kind = keyof typeof KINDS;

/** True for a kind of check that is weighed. */
export function isKind(text: string | undefined): text is Kind {
  return text !== undefined && Object.hasOwn(KINDS, text);
}
