import type { Evidence, RowOf, Window } from '../../src/detect/detector.ts';

const HALF_HOURS = { bits: 'half-hour' } as const;

const SESSIONS = {
  where: { 'event.action': 'session-connected', 'farmwatch.remote.direction': 'incoming' },
  by: ['farmwatch.remote.protocol', 'source.domain', 'farmwatch.remote.client_utc_offset_min', 'source.ip', 'farmwatch.net.line', 'farmwatch.net.kind'],
  measure: { first: { min: '@timestamp' }, last: { max: '@timestamp' }, halfHours: HALF_HOURS },
} as const satisfies Evidence;
const ENDS = {
  where: { 'event.action': 'session-disconnected', 'farmwatch.remote.direction': 'incoming' },
  // Few sources tell how long a session was; without it all ends of a day are one row.
  by: ['farmwatch.remote.protocol', 'event.duration'],
  measure: { halfHours: HALF_HOURS },
} as const satisfies Evidence;
const ACTIVITY = { where: { 'event.action': 'activity' }, by: [], measure: { halfHours: HALF_HOURS } } as const satisfies Evidence;

// Asked as `remote-control-software` asks, so that it is counted once.
const CONTACTS = {
  where: { 'event.action': ['check-in', 'process-started', 'activity', 'vpn-connected'] },
  by: [],
  measure: { times: 'count', first: { min: '@timestamp' }, last: { max: '@timestamp' } },
} as const satisfies Evidence;
// Check-ins and tunnels tell how the laptop itself goes out. A browser's sign-in may go by the operator's way.
const LINES = {
  where: { 'event.action': ['check-in', 'vpn-connected'], 'farmwatch.net.line': { exists: true } },
  by: ['farmwatch.net.line', 'farmwatch.net.kind'],
  measure: { halfHours: HALF_HOURS },
} as const satisfies Evidence;

/** Sessions and their ends, when the laptop was active and there at all, and by which lines it goes out. */
export const EVIDENCE = { sessions: SESSIONS, ends: ENDS, activity: ACTIVITY, contacts: CONTACTS, lines: LINES };
export type Seen = Window<typeof EVIDENCE>;
export type SessionRow = RowOf<typeof SESSIONS>;
