import { shortHash } from '../core/canonical.ts';

/** “applicant 1f09c2d4e5”: tells, as long as the application is held, which one it was. */
export function applicantMark(application: string): string {
  return `applicant ${shortHash(`application\0${application}`).slice(0, 10)}`;
}
