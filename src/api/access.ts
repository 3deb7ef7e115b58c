import { FarmwatchError } from '../errors.ts';
import type { Role } from './accounts.ts';

/** What can be asked of the server. */
export const DOINGS = { 'read-cases': 'read cases', 'work-cases': 'work on cases', 'read-health': 'read how the product is doing', 'read-closings': 'read what closed cases say of detectors', 'read-reports': 'read reports', 'read-devices': 'read where laptops are', 'read-messages': 'read what was sent to whom', 'work-devices': 'act on laptops', 'read-sources': 'read how each source is doing', 'bring-files': 'bring files' } as const;
export type Doing = keyof typeof DOINGS;

/** Who may do what; whatever is not named is denied. */
const MAY: Readonly<Record<Role, readonly Doing[]>> = {
  analyst: ['read-cases', 'work-cases', 'read-health', 'read-closings', 'read-messages', 'read-sources', 'bring-files'],
  admin: ['read-cases', 'work-cases', 'read-health', 'read-closings', 'read-messages', 'read-reports', 'read-devices', 'work-devices', 'read-sources', 'bring-files'],
  it: ['read-health', 'read-devices', 'work-devices', 'read-sources'],
  lead: ['read-health', 'read-closings', 'read-reports'],
};

export function may(role: Role, doing: Doing): boolean {
  return MAY[role].includes(doing);
}

/** @throws FarmwatchError `forbidden` */
export function check(role: Role, doing: Doing): void {
  if (!may(role, doing)) throw new FarmwatchError('forbidden', { role, what: DOINGS[doing] });
}
