import { parseInstant, type Instant } from '../../../core/time.ts';
import { isRejected, type Rejected } from '../../../core/parse-event.ts';
import { fromLocal, zoneOf } from '../../device-clock.ts';
import type { FortiRecord } from './shape.ts';

/**
 * When the FortiGate saw it.
 *
 * `eventtime` counts from 1970: seconds up to FortiOS 6.0, nanoseconds since; FortiOS 5.6 calls it `logtime`. Without
 * either, date and time are the firewall's local clock, with `tz` where the record has it, else in the zone of the option.
 */
export function fortiTime(record: FortiRecord, zoneOption: string | undefined): Instant | Rejected {
  const at = sinceEpoch(record.text('eventtime')) ?? sinceEpoch(record.text('logtime')) ?? local(record, zoneOption);
  return at ?? { rejected: 'no time that can be read' };
}

/** Seconds, milliseconds, microseconds or nanoseconds, told apart by their number of digits. */
function sinceEpoch(text: string | undefined): Instant | undefined {
  if (text === undefined || !/^\d{10}(\d{3}){0,3}$/.test(text)) return undefined;
  // Nanoseconds do not fit a number, so the digits are cut, not divided.
  return text.length === 10 ? Number(text) * 1_000 : Number(text.slice(0, 13));
}

function local(record: FortiRecord, zoneOption: string | undefined): Instant | Rejected | undefined {
  const day = record.text('date');
  const time = record.text('time');
  if (day === undefined || time === undefined) return undefined;
  const offset = /^(?:UTC)?([+-])(\d{1,2}):?(\d\d)?$/.exec(record.text('tz') ?? '');
  if (offset) return parseInstant(`${day}T${time}${offset[1]}${offset[2]!.padStart(2, '0')}:${offset[3] ?? '00'}`);
  const devname = record.text('devname');
  const zone = zoneOf(zoneOption, devname);
  return isRejected(zone) ? zone : fromLocal(`${day}T${time}Z`, zone as string);
}
