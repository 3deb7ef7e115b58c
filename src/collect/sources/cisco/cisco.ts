import { isRejected, type Rejected } from '../../../core/parse-event.ts';
import type { Instant } from '../../../core/time.ts';
import { yearProblem } from '../../calendar-time.ts';
import { defineSource, type Draft } from '../../collector.ts';
import { zoneProblem } from '../../device-clock.ts';
import { readRecords } from '../../records.ts';
import { ciscoLine } from './line.ts';
import { merakiLine, type MerakiLine } from './meraki.ts';
import { SESSION_CODES, merakiSessionOf, sessionOf, type Said } from './session.ts';
import { ciscoTime, headerOf } from './when.ts';

const recognises = (raw: unknown): boolean => ciscoLine(raw) !== undefined || merakiLine(raw) !== undefined;

/** Cisco ASA, FTD and Meraki MX: VPN sessions and their tunnels. See the page beside. */
export const cisco = defineSource({
  id: 'cisco',
  title: 'Cisco ASA, FTD and Meraki MX (AnyConnect, Secure Client) syslog',
  settings: {},
  options: {
    zone: { is: 'UTC', doc: "IANA zone of the firewalls' clocks, for lines that do not say theirs; NAME=ZONE for those that differ, with commas between.", problem: zoneProblem },
    year: { is: '', doc: 'Year of times that have none and that no collector dated. Without it such a line is rejected.', problem: yearProblem },
  },
  recognises,
  read: (file) => readRecords(file, { recognises }),
  map(raw, { options }) {
    const line = ciscoLine(raw);
    const meraki = line === undefined ? merakiLine(raw) : undefined;
    if (meraki) return ofMeraki(meraki);
    if (!line) return { rejected: 'not a Cisco ASA, FTD or Meraki line' };
    const said = sessionOf(line.code, line.message);
    if (!said) return { rejected: `not our business: ${kindOf(line.code, line.message)}` };
    if (said.fields['user.name'] === undefined) {
      return { rejected: /Session Type: ?(LAN-to-LAN|IKEv\d)/i.test(line.message) ? 'not our business: a tunnel between sites' : 'no user' };
    }
    const at = ciscoTime(headerOf(line.header), { zone: options['zone'], year: options['year'], received: line.received });
    if (isRejected(at)) return at;
    return [draftOf(said, at, line.code)];
  },
});

function draftOf({ action, fields }: Said, at: Instant, code: string | undefined): Draft {
  return { '@timestamp': at, 'event.module': 'cisco', 'event.dataset': 'cisco.vpn', 'event.code': code, 'event.action': action, ...fields };
}

function ofMeraki({ code, message, at }: MerakiLine): readonly Draft[] | Rejected {
  const said = merakiSessionOf(code, message);
  if (!said) return { rejected: `not our business: Meraki ${code}` };
  return said.fields['user.name'] === undefined ? { rejected: 'no user' } : [draftOf(said, at, code)];
}

function kindOf(code: string | undefined, message: string): string {
  if (code === undefined) return 'a message without its number';
  if (!SESSION_CODES.has(code)) return code;
  // The same tunnel has a second path over UDP, which comes and goes with the network.
  return /\bUDP (SVC )?connection\b/i.test(message) ? `${code} over UDP` : `${code} in other words`;
}
