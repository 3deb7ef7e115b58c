import type { Evidence, Window } from '../../src/detect/detector.ts';
import { PLACE_ROWS } from '../../src/detect/places/place-rows.ts';

/** What the agent of the laptop sends by itself while it is awake. */
const AGENT = {
  where: { 'event.action': 'check-in' },
  by: [],
  measure: { halfHours: { bits: 'half-hour' }, uptime: { max: 'host.uptime' } },
} as const satisfies Evidence;
/** What else a laptop only does while it is awake. A sign-in may come from another machine. */
const OTHERS = {
  where: { 'event.action': ['activity', 'dns-query', 'process-started', 'vpn-connected'] },
  by: [],
  measure: { halfHours: { bits: 'half-hour' } },
} as const satisfies Evidence;

/** Whatever shows that a laptop was awake. */
export const AWAKE = ['check-in', ...OTHERS.where['event.action']] as const;

export const EVIDENCE = { agent: AGENT, others: OTHERS, lines: PLACE_ROWS.lines };
export type Seen = Window<typeof EVIDENCE>;
