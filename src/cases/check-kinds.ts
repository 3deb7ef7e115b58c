import type { Family } from '../detect/detector.ts';

/** When in somebody's first months a check may be due by the company's rule. */
export const STAGES = ['application', 'interview', 'offer', 'hand-over', 'day-1', 'day-30', 'day-90'] as const;
export type Stage = (typeof STAGES)[number];
export const STAGE_SAYS: Readonly<Record<Stage, string>> = {
  'application': 'application', 'interview': 'interview', 'offer': 'offer', 'hand-over': 'laptop hand-over', 'day-1': 'day 1', 'day-30': 'day 30', 'day-90': 'day 90',
};

export const CHECK_KINDS = [
  'hr-call', 'video-document', 'interview-notes', 'same-person', 'in-person', 'asset-tag-photo', 'home-visit', 'credential', 'background', 'reference', 'profile-code',
] as const;
export type CheckKind = (typeof CHECK_KINDS)[number];

export const OUTCOMES = ['confirmed', 'refuted', 'inconclusive'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** One way in which people check a person. */
export interface Check {
  readonly title: string;
  /** Kind of the event `verified` that its outcome becomes. */
  readonly tells: string;
  readonly steps: readonly string[];
  readonly confirmed: string;
  readonly refuted: string;
  /** It asks for a document, which the company's rule has to allow. */
  readonly wantsDocument?: true;
  /** It makes no sense before there is a laptop. */
  readonly wantsLaptop?: true;
}

/** Steps that anybody can follow. Common to all: notice, a reasonable time, and no question about nationality, family or language. */
export const CHECKS: Readonly<Record<CheckKind, Check>> = {
  'hr-call': {
    title: 'Call by the number that HR has', tells: 'video-call',
    steps: ['Take the number from the personnel file, not from a mail or a chat.', 'Call at a reasonable hour and say who you are.', 'Ask about something that only the interview or the offer told.', 'Where nobody answers, try once more on another day.'],
    confirmed: 'The person answered and knew what only they can know.', refuted: 'Somebody else answered, or the number belongs to somebody else.',
  },
  'video-document': {
    title: 'Live video with a document seen', tells: 'identity', wantsDocument: true,
    steps: ['Say beforehand what will happen and which documents the rule of the company names; the person chooses which.', 'See face and document in one picture, live, and have the document tilted.', 'Compare name and face. Make no copy, no photo and no recording.', 'Offer another day or a meeting where the camera cannot be used.'],
    confirmed: 'Face and document belong together.', refuted: 'The document is false or is somebody else’s.',
  },
  'interview-notes': {
    title: 'Structured interview notes', tells: 'interview',
    steps: ['Ask the same questions of everybody for this role.', 'Write down answers about own work, not impressions.', 'Have two interviewers write before they talk.'],
    confirmed: 'Answers fit the work that the application tells of.', refuted: 'Answers contradict the application, or were read out.',
  },
  'same-person': {
    title: 'Same person as interviewed', tells: 'same-person',
    steps: ['Ask whoever held the interview to join a call at work.', 'Let them talk about what was talked of then.', 'Ask for a hand before the face, or a turn of the head: faces can be altered live.'],
    confirmed: 'It is the person of the interview.', refuted: 'Another person than in the interview.',
  },
  'in-person': {
    title: 'Meeting in person', tells: 'in-person',
    steps: ['Arrange it with notice; the company pays the way.', 'Somebody of the company, or an authorised representative, meets the person.', 'Compare the person with the file.'],
    confirmed: 'Somebody met the person, and they are who the file says.', refuted: 'Another person came.',
  },
  'asset-tag-photo': {
    title: 'Photo of the asset tag', tells: 'serial-photo', wantsLaptop: true,
    steps: ['Ask for a photo of the laptop’s asset tag beside today’s date, written by hand.', 'Nothing else need be in the picture: no room, no people.', 'Have IT compare the tag.'],
    confirmed: 'The photo is of today and shows the right laptop.', refuted: 'It shows another laptop, or cannot be had though asked for twice.',
  },
  'home-visit': {
    title: 'Visit at home', tells: 'home-visit', wantsLaptop: true,
    steps: ['Ask first: a visit is agreed, never a surprise.', 'Two people go; the door is far enough where that is preferred.', 'See person and laptop together.'],
    confirmed: 'Person and laptop were met where they should be.', refuted: 'Nobody of that name lives there, or the laptop stands among others.',
  },
  'credential': {
    title: 'Credential check', tells: 'credential',
    steps: ['Ask the school or the issuer directly, by an address found independently.', 'Have the person’s consent in writing where the law asks for it.'],
    confirmed: 'The issuer knows the credential.', refuted: 'The issuer does not know it.',
  },
  'background': {
    title: 'Result of the background check', tells: 'background',
    steps: ['Have notice and consent first, as the law of the place asks.', 'Enter only the result, never the report.', 'Let the person answer before a result counts against them.'],
    confirmed: 'The result agrees with the file.', refuted: 'It contradicts the file, also after the person answered.',
  },
  'reference': {
    title: 'Reference reached by a number found independently', tells: 'reference',
    steps: ['Find the number of the employer yourself; do not use the one that was given.', 'Ask for the person named as reference.', 'Ask when they worked together, and on what.'],
    confirmed: 'The reference knows the person and the work.', refuted: 'The reference does not know the person.',
  },
  'profile-code': {
    title: 'Control of the profile, by a code placed in it', tells: 'profile-control',
    steps: ['Make a code and give it to the person.', 'Ask them to place it in the profile that the application names.', 'Read the code in the profile yourself and enter it here.', 'Tell them that they may take it out again.'],
    confirmed: 'The code stood in the profile.', refuted: 'The person says that the profile is not theirs.',
  },
};

/** The check that answers most directly what a family asks, and of those that do the one that asks least of the person: a visit at home is chosen by somebody, never proposed. */
export const CHECK_FOR: Readonly<Partial<Record<Family, CheckKind>>> = {
  company: 'hr-call', place: 'asset-tag-photo', identity: 'same-person', machine: 'asset-tag-photo', session: 'same-person', hours: 'hr-call', network: 'hr-call', application: 'reference', human: 'in-person',
};
