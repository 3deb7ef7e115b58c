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
  'POST /api/account/sessions/end': 'any role',
  'GET /api/accounts': 'manage-accounts',
  'POST /api/accounts': 'manage-accounts',
  'POST /api/accounts/:id/acts': 'manage-accounts',
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
  'GET /api/reports/weekly': 'read-reports',
  'GET /api/reports/weekly/:week/:format': 'read-reports',
};

/** What a route wants; undefined for one that stands nowhere. What answers GET answers HEAD. */
export function wantedBy(method: string, path: string): Wanted | undefined {
  return ROUTES[`${method === 'HEAD' ? 'GET' : method} ${path}`];
}
