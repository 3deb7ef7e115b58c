import type { Rejected } from '../../../core/parse-event.ts';
import { lookup } from '../../../core/lookup.ts';
import { ocsfEvent, type OcsfEvent } from '../../ocsf.ts';
import { build } from './parts.ts';
import type { WindowsRecord } from './record.ts';

/** True for an event of Windows that a pipeline has turned into OCSF. */
export function isOcsf(fields: object): boolean {
  return eventOf(fields) !== undefined;
}

function eventOf(fields: unknown): OcsfEvent | undefined {
  const event = ocsfEvent(fields);
  return event !== undefined && /microsoft.*\b(windows|sysmon|eventlog)\b/i.test(event.product) ? event : undefined;
}

/** Number of an event by class, activity and outcome, where it is not kept. */
const NUMBERS: Readonly<Record<string, string>> = lookup({ '3002/1/success': '4624', '3002/1/failure': '4625', '3002/2/success': '4634', '1007/1/success': '4688' });

/** The event under the names that Windows has for the same; numbers of logon types are those of Windows. */
export function fromOcsf(fields: object): WindowsRecord | Rejected {
  const event = eventOf(fields)!;
  const { text } = event;
  const number = [text('unmapped', 'eventcode'), text('unmapped', 'eventid'), text('metadata', 'eventcode')].find((code) => /^\d{1,6}$/.test(code ?? ''))
    ?? NUMBERS[`${event.classId}/${event.activity ?? ''}/${event.outcome ?? 'success'}`];
  if (number === undefined) return { rejected: `not our business: OCSF class ${event.classId}` };
  const isProcess = event.classId === '1007';
  const program = text('process', 'file', 'path');
  const [domain, name] = [text('process', 'user', 'domain'), text('process', 'user', 'name') ?? (isProcess ? text('actor', 'user', 'name') : undefined)];
  return build({
    eventId: number, provider: undefined, channel: text('metadata', 'product', 'feature', 'name') ?? text('metadata', 'logname') ?? 'Security',
    computer: text('device', 'hostname') ?? text('dstendpoint', 'hostname') ?? text('device', 'name'), recordId: text('unmapped', 'recordnumber') ?? text('unmapped', 'eventrecordid'),
    time: event.time, userSid: undefined, message: undefined,
    data: {
      LogonType: text('logontypeid'), IpAddress: text('srcendpoint', 'ip'), WorkstationName: text('srcendpoint', 'name') ?? text('srcendpoint', 'hostname'),
      TargetUserName: text(isProcess ? 'process' : 'user', ...(isProcess ? ['user', 'name'] : ['name'])), TargetDomainName: isProcess ? domain : text('user', 'domain'),
      TargetUserSid: isProcess ? text('process', 'user', 'uid') : text('user', 'uid'), TargetLogonId: text('session', 'uid'),
      // Of a logon whose restricted twin is told as well, only one is taken.
      ElevatedToken: text('unmapped', 'logoninformation', 'elevatedtoken') ?? text('unmapped', 'elevatedtoken'), TargetLinkedLogonId: text('unmapped', 'newlogon', 'linkedlogonid') ?? text('unmapped', 'targetlinkedlogonid'),
      SubjectUserName: text('actor', 'user', 'name'), SubjectDomainName: text('actor', 'user', 'domain'), SubjectUserSid: text('actor', 'user', 'uid'), SubjectLogonId: text('actor', 'session', 'uid'),
      NewProcessName: program, Image: program, CommandLine: text('process', 'cmdline'), User: name === undefined ? undefined : domain === undefined ? name : `${domain}\\${name}`,
    },
  });
}
