import { FarmwatchError } from '../errors.ts';
import type { Role } from './accounts.ts';

/** What can be asked of the server. */
export const DOINGS = {
  'read-cases': 'read cases', 'work-cases': 'work on cases', 'read-health': 'read how the product is doing', 'read-closings': 'read what closed cases say of detectors',
  'read-reports': 'read reports', 'read-devices': 'read where laptops are', 'work-devices': 'act on laptops', 'read-messages': 'read what was sent to whom',
  'read-sources': 'read how each source is doing', 'bring-files': 'bring files',
  'work-checks': 'work on checks of people', 'work-response': 'work on the response to a case', 'read-applications': 'read applications', 'approve-exports': 'approve what leaves the company',
  'ask-reveal': 'ask who is behind a pseudonym', 'grant-reveal': 'grant that a pseudonym is revealed', 'read-audit': 'read who did what', 'hold-records': 'hold records for the law',
  'answer-rights': 'answer people about their records', 'manage-accounts': 'manage accounts',
} as const;
export type Doing = keyof typeof DOINGS;

/** Who may do what; whatever is not named is denied. */
const MAY: Readonly<Record<Role, readonly Doing[]>> = {
  analyst: ['read-cases', 'work-cases', 'read-health', 'read-closings', 'read-messages', 'read-sources', 'bring-files', 'work-checks', 'work-response', 'ask-reveal'],
  admin: ['read-cases', 'work-cases', 'read-health', 'read-closings', 'read-messages', 'read-reports', 'read-devices', 'work-devices', 'read-sources', 'bring-files', 'work-checks', 'work-response', 'manage-accounts'],
  it: ['read-health', 'read-devices', 'work-devices', 'read-sources'],
  lead: ['read-health', 'read-closings', 'read-reports'],
  hr: ['read-health', 'work-checks', 'work-response', 'read-applications', 'approve-exports', 'ask-reveal', 'grant-reveal', 'hold-records'],
  privacy: ['read-health', 'read-audit', 'grant-reveal', 'hold-records', 'answer-rights'],
  auditor: ['read-health', 'read-audit'],
};

export function may(role: Role, doing: Doing): boolean {
  return MAY[role].includes(doing);
}

/** @throws FarmwatchError `forbidden` */
export function check(role: Role, doing: Doing): void {
  if (!may(role, doing)) throw new FarmwatchError('forbidden', { role, what: DOINGS[doing] });
}
