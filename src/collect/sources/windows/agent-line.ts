import { isoOf } from '../../../core/time.ts';
import { calendarTime } from '../../calendar-time.ts';
import { utcTime } from '../../utc-time.ts';
import { unflattened } from './message.ts';
import { build } from './parts.ts';
import type { WindowsRecord } from './record.ts';

/*
 * Agents that write an event into one line of syslog: Snare by position, WinCollect by names, both with tabs between. The
 * text of the event stands at the end, with its lines run together.
 */

/** What a line of each begins with, and the tab behind it, also as relays spell it. */
const SNARE = /(?:^|\s)MSWinEventLog(\t|#011)/;
const WINCOLLECT = /(?:^|\s)AgentDevice=WindowsLog(\t|#011)/;

/** True for an event of Snare or WinCollect, whatever header stands before it. */
export function isAgentLine(text: string): boolean {
  return SNARE.test(text) || WINCOLLECT.test(text);
}

/** Its parts by position or name; its data is read from the text. */
export function fromAgentLine(line: string): WindowsRecord {
  const snare = SNARE.exec(line);
  const { index, 1: tab } = (snare ?? WINCOLLECT.exec(line))!;
  const parts = line.slice(index).split(tab!);
  return snare ? fromSnare(parts) : fromWinCollect(parts);
}

function fromSnare(parts: readonly string[]): WindowsRecord {
  const [, , channel, , time, eventId, provider, , , , computer] = parts.map((part) => part.trim());
  // A number of Snare's own, and sometimes a checksum, follow the text.
  const message = parts.slice(13).find((part) => part.length > 20);
  return build({
    eventId, provider, channel, computer, recordId: undefined, userSid: undefined, data: {},
    time: calendarTime(time) ?? time,
    message: message === undefined ? undefined : unflattened(Number(eventId), message),
  });
}

function fromWinCollect(parts: readonly string[]): WindowsRecord {
  const named = new Map(parts.map((part) => {
    const sign = part.indexOf('=');
    return [part.slice(0, sign).trim().toLowerCase(), part.slice(sign + 1)] as const;
  }));
  const generated = utcTime(named.get('timegenerated'));
  const message = named.get('message');
  return build({
    eventId: named.get('eventidcode') ?? named.get('eventid'), provider: named.get('source'), channel: named.get('agentlogfile'), computer: named.get('computer'), recordId: named.get('recordnumber'),
    userSid: undefined, data: {}, time: generated === undefined ? undefined : isoOf(generated),
    message: message === undefined ? undefined : unflattened(Number(named.get('eventidcode') ?? named.get('eventid')), message),
  });
}
