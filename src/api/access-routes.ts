import type { Doing } from './access.ts';

/** What a route wants: a doing, a session of any role (`any role`), or nothing (`anybody`). */
export type Wanted = Doing | 'any role' | 'anybody';

/** Every route of the API. One that does not stand here is refused to everybody. */
export const ROUTES: Readonly<Record<string, Wanted>> = {
  'GET /api/sign-in': 'anybody',
  'POST /api/login': 'anybody',
  'GET /api/login/link': 'anybody',
  'GET /api/login/oidc': 'anybody',
  'GET /api/login/oidc/callback': 'anybody',
  'POST /api/logout': 'any role',
  'GET /api/session': 'any role',
  'GET /api/account': 'any role',
  'POST /api/account/prove': 'any role',
  'POST /api/account/factor/begin': 'any role',
  'POST /api/account/factor/confirm': 'any role',
  'POST /api/account/factor/codes': 'any role',
  'POST /api/account/factor/remove': 'any role',
  'POST /api/account/sessions/end': 'any role',
  'POST /api/account/password': 'any role',
  'GET /api/accounts': 'manage-accounts',
  'POST /api/accounts': 'manage-accounts',
  'POST /api/accounts/:id/acts': 'manage-accounts',
  'POST /api/accounts/:id/password': 'manage-accounts',
  'GET /api/events': 'read-health',
  'GET /api/queue': 'read-cases',
  'GET /api/hires': 'read-cases',
  'GET /api/cases/:id': 'read-cases',
  'GET /api/cases/:id/similar': 'read-cases',
  'GET /api/cases/:id/timeline': 'read-cases',
  'POST /api/cases/:id/acts': 'work-cases',
  'GET /api/cases/:id/allowances': 'work-cases',
  'POST /api/cases/:id/allowances/try': 'work-cases',
  'GET /api/people/:id': 'read-cases',
  'GET /api/people/:id/timeline': 'read-cases',
  'GET /api/findings/:id/rows': 'read-cases',
  'POST /api/allowances/:id/try': 'work-cases',
  'POST /api/allowances/:id/release': 'work-cases',
  'POST /api/allowances/:id/hold': 'work-cases',
  'GET /api/device-acts/waiting': 'work-cases',
  'POST /api/device-acts/:id/release': 'work-cases',
  'POST /api/device-acts/:id/hold': 'work-cases',
  'GET /api/reveals': 'any role',
  'POST /api/reveals': 'ask-reveal',
  'POST /api/reveals/:id/grant': 'grant-reveal',
  'POST /api/reveals/:id/refuse': 'grant-reveal',
  'POST /api/reveals/:id/look': 'ask-reveal',
  'GET /api/detectors': 'read-closings',
  'GET /api/devices': 'read-devices',
  'GET /api/devices.csv': 'read-devices',
  'POST /api/devices/acts': 'work-devices',
  'POST /api/devices/import': 'work-devices',
  'POST /api/shipments': 'work-devices',
  'GET /api/sources': 'read-sources',
  'GET /api/messages': 'read-messages',
  'GET /api/begin': 'bring-files',
  'GET /api/begin/samples/:id': 'bring-files',
  'GET /api/files': 'bring-files',
  'POST /api/files': 'bring-files',
  'POST /api/files/look': 'bring-files',
  'POST /api/files/import': 'bring-files',
  'POST /api/files/:id/remove': 'bring-files',
  'POST /api/runs': 'bring-files',
  'GET /api/applications': 'read-applications',
  'GET /api/applications/:mark': 'read-applications',
  'GET /api/checks': 'work-checks',
  'GET /api/checks/:id': 'work-checks',
  'POST /api/checks': 'work-checks',
  'POST /api/checks/:id/acts': 'work-checks',
  'POST /api/checks/:id/release': 'work-cases',
  'POST /api/checks/:id/hold': 'work-cases',
  'GET /api/responses': 'work-response',
  'GET /api/responses/:id': 'work-response',
  'POST /api/responses/:id/acts': 'work-response',
  'GET /api/response-plan': 'work-response',
  'POST /api/response-plan': 'write-response-plan',
  'POST /api/response-plan/try': 'write-response-plan',
  'POST /api/response-plan/:id/confirm': 'write-response-plan',
  'POST /api/response-plan/:id/refuse': 'write-response-plan',
  'GET /api/about-you': 'anybody',
  'GET /api/duties': 'any role',
  'POST /api/duties': 'record-duties',
  'GET /api/cases/:id/corrections': 'read-cases',
  'GET /api/people/:id/corrections': 'read-cases',
  'POST /api/corrections': 'correct-records',
  'GET /api/holds': 'hold-records',
  'POST /api/holds': 'hold-records',
  'POST /api/holds/:id/confirm': 'hold-records',
  'POST /api/holds/:id/release': 'hold-records',
  'GET /api/rights': 'answer-rights',
  'POST /api/rights': 'answer-rights',
  'POST /api/rights/:id/prepare': 'answer-rights',
  'POST /api/rights/:id/answer': 'answer-rights',
  'GET /api/rights/:id/copy': 'answer-rights',
  'GET /api/rights/:id/erasure': 'answer-rights',
  'POST /api/rights/:id/erase': 'answer-rights',
  'GET /api/audit': 'read-audit',
  'GET /api/audit.csv': 'read-audit',
  'GET /api/cases/:id/exports': 'read-cases',
  'POST /api/cases/:id/exports': 'work-cases',
  'GET /api/approvals': 'approve-exports',
  'GET /api/approvals/:id': 'approve-exports',
  'POST /api/approvals/:id/approve': 'approve-exports',
  'POST /api/approvals/:id/hold': 'approve-exports',
  'GET /api/exports/:id/file': 'take-exports',
  'POST /api/exports/:id/send': 'work-cases',
  'GET /api/reports/weekly': 'read-reports',
  'GET /api/reports/weekly/:week/:format': 'read-reports',
};

/** All that is open to whoever has to replace a first password or set up a second factor: how to do that, and how to leave. */
export const OPEN_TO_OWING: ReadonlySet<string> = new Set([
  'GET /api/session', 'GET /api/account', 'POST /api/account/password', 'POST /api/account/prove', 'POST /api/account/factor/begin', 'POST /api/account/factor/confirm', 'POST /api/logout',
]);

/**
 * Every route by which somebody is the second person for what another one did: always, or with one of its acts.
 *
 * Whoever adds one has to name it here, for its description tells; and each that is named is tried with the account for
 * emergencies on either side.
 */
export const FOUR_EYES = {
  'POST /api/allowances/:id/release': 'always', 'POST /api/reveals/:id/grant': 'always', 'POST /api/holds/:id/confirm': 'always', 'POST /api/approvals/:id/approve': 'always',
  'POST /api/response-plan/:id/confirm': 'always', 'POST /api/accounts/:id/acts': 'with an act', 'POST /api/responses/:id/acts': 'with an act', 'POST /api/device-acts/:id/release': 'with an act',
} as const satisfies Readonly<Record<string, 'always' | 'with an act'>>;
export type FourEyes = keyof typeof FOUR_EYES;

/** Whether a route asks for a second person and for nothing else. */
export function isForSecondPerson(route: string): boolean {
  return Object.hasOwn(FOUR_EYES, route) && FOUR_EYES[route as FourEyes] === 'always';
}

/** What a route wants; undefined for one that stands nowhere. What answers GET answers HEAD. */
export function wantedBy(method: string, path: string): Wanted | undefined {
  return ROUTES[`${method === 'HEAD' ? 'GET' : method} ${path}`];
}
