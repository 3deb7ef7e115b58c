import type { Band, BandEdges, CloseReason, Family, FamilyCell, Role, Verdict } from '../../src/api/contract.ts';
import { capital, inWords, weight } from './format.ts';

/** Evidence families in the fixed order of every picture. */
export const FAMILIES = ['company', 'place', 'identity', 'machine', 'session', 'hours', 'network', 'application', 'human'] as const satisfies readonly Family[];

/** What a family asks, as the heading of its lines. */
export const FAMILY_SAYS = {
  company: 'Company it keeps',
  place: 'Where it lives',
  identity: 'Who they are',
  machine: 'What runs on the laptop',
  session: 'Who drives it',
  hours: 'When it works',
  network: 'How it connects',
  application: 'What the application said',
  human: 'What people checked',
} as const satisfies Record<Family, string>;

/** From most to least pressing. */
export const BANDS = ['act', 'review', 'watch', 'quiet'] as const satisfies readonly Band[];

export const BAND_SAYS = { act: 'Act', review: 'Review', watch: 'Watch', quiet: 'Quiet' } as const satisfies Record<Band, string>;

/** Where the bands begin when the server does not say otherwise. */
export const USUAL_EDGES: BandEdges = { watch: 0.05, review: 0.2, act: 0.5 };

export const VERDICT_SAYS = {
  'never-seen': 'never seen',
  'dark': 'dark',
  'cannot-tell': 'cannot tell',
  'shared-place': 'shared place',
  'expected': 'where expected',
  'moved-approved': 'moved, approved',
  'elsewhere': 'elsewhere',
} as const satisfies Record<Verdict, string>;

export const REASONS = [
  { value: 'true', says: 'A laptop farm', means: 'true; keeps the evidence and begins the response' },
  { value: 'benign-true', says: 'Seen rightly, but harmless', means: 'benign-true; for example a household nobody declared' },
  { value: 'false', says: 'Seen wrongly', means: 'false; the data or the detector erred' },
  { value: 'duplicate', says: 'Same as another case', means: 'duplicate; name it below' },
  { value: 'not-evaluable', says: 'Cannot be decided', means: 'not evaluable; counts in the weekly report, not as clear' },
] as const satisfies readonly { readonly value: CloseReason; readonly says: string; readonly means: string }[];

/** The reason in the words of the guide. */
export function reasonSays(reason: CloseReason): string {
  return (REASONS.find(({ value }) => value === reason)?.says ?? reason).toLowerCase();
}

export const ROLE_SAYS = { analyst: 'analyst', it: 'IT staff', lead: 'lead', hr: 'HR and legal', privacy: 'privacy officer', admin: 'administrator', auditor: 'auditor' } as const satisfies Record<Role, string>;

/** What a cell of the family matrix means, for those who cannot see its mark. */
export function cellSays(cell: FamilyCell): string {
  switch (cell.state) {
    case 'for':
    case 'against': return `${cell.family}: ${weight(cell.adds)}`;
    case 'silent': return `${cell.family}: nothing`;
    case 'thin': return `${cell.family}: too little data`;
    case 'dark': return `${cell.family}: source dark`;
  }
}

/** A family speaks from here on, as for the server: it makes a farm twice as likely, or half. What weighs less is in the sum and in its mark, and nowhere counted. */
export const SPEAKS = Math.log(2);

/**
 * “six families speak for a farm, two against, one dark”: as many as the report and the command line name of the case.
 *
 * @param people the families of each of its people; one of them is enough for a family to speak
 */
export function familiesSay(people: readonly (readonly FamilyCell[])[]): string {
  const standing = FAMILIES.map((family) => {
    const cells = people.flatMap((own) => own.filter((cell) => cell.family === family));
    if (cells.some(({ adds }) => adds >= SPEAKS)) return 'for';
    if (cells.some(({ adds }) => adds <= -SPEAKS)) return 'against';
    return cells.some(({ state }) => state === 'dark') && cells.every(({ adds }) => adds === 0) ? 'dark' : 'else';
  });
  const how = (state: string): number => standing.filter((one) => one === state).length;
  const toward = how('for');
  const said = [`${toward === 0 ? 'no family speaks' : `${inWords(toward)} ${toward === 1 ? 'family speaks' : 'families speak'}`} for a farm`];
  if (how('against') > 0) said.push(`${inWords(how('against'))} against`);
  if (how('dark') > 0) said.push(`${inWords(how('dark'))} dark`);
  return said.join(', ');
}

/** “Three people”. */
export function peopleSay(many: number): string {
  return `${capital(inWords(many))} ${many === 1 ? 'person' : 'people'}`;
}
