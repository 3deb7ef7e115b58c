import { shortHash } from '../core/canonical.ts';
import { withMarksShown } from '../core/marks.ts';
import type { ApplicationRow as Row } from '../core/person.ts';
import { dayOf } from '../core/time.ts';
import type { Registry } from '../detect/people/registry.ts';
import { applicantMark } from '../run/applicant-mark.ts';
import type { ApplicationGroup, ApplicationRow, ApplicationView, CheckRow, SharedTrait } from './contract.ts';

/** What applications share, and their small details, found by the judges of `application`. */
export interface ApplicationDesk {
  groups(registry: Registry): Promise<readonly { readonly trait: SharedTrait; readonly people: number; readonly ruleOut: string; readonly applications: readonly Row[] }[]>;
  /** Without anything about laptops, hours, networks or places. */
  details(row: Row, registry: Registry): Promise<Pick<ApplicationView, 'details' | 'limit' | 'sum' | 'most'>>;
}

const ONE: Readonly<Record<SharedTrait, string>> = { phone: 'One phone', profile: 'One profile', portfolio: 'One portfolio', reference: 'One reference', resume: 'Much the same résumé' };
const NOTES = [
  'Alone this means nothing. These are small things to ask about, each usual among honest people; they turn nobody down and put nobody in an order.',
  'Where an application was sent from, and what others reported, is left out here.',
] as const;

/** An application as HR reads it in lists: no name, no sum, nothing by which one could be put before another. */
export function applicationRow({ application_id: id, applied_at: at, role_applied: role, hire_id: hire }: Row): ApplicationRow {
  return { mark: applicantMark(id), appliedOn: at === undefined ? undefined : dayOf(at), role: role === undefined ? undefined : withMarksShown(role), isHired: hire !== undefined };
}

export function applicationGroup({ trait, people, ruleOut, applications }: Awaited<ReturnType<ApplicationDesk['groups']>>[number]): ApplicationGroup {
  return {
    id: `g-${shortHash(`${trait}\0${applications.map(({ application_id: id }) => id).join('\0')}`).slice(0, 10)}`, trait, people, ruleOut,
    says: `${ONE[trait]}, ${people} applicants`, applications: applications.map(applicationRow),
  };
}

export function applicationView(row: Row, told: Awaited<ReturnType<ApplicationDesk['details']>>, checks: readonly CheckRow[]): ApplicationView {
  return { ...applicationRow(row), reference: withMarksShown(row.application_id), ...told, notes: NOTES, checks };
}
