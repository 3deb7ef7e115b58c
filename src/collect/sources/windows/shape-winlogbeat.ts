import { asFields, at, build, nested, textOf, type Fields } from './parts.ts';
import { isSameHost, type WindowsRecord } from './record.ts';

/** winlogbeat 7 and later, and Elastic Agent. */
export function fromWinlogbeat(raw: Fields): WindowsRecord {
  const winlog = asFields(raw['winlog']) ?? nested(raw, 'winlog.');
  const computer = textOf(winlog['computer_name']);
  const host = asFields(raw['host']) ?? nested(raw, 'host.');
  const provider = textOf(winlog['provider_name']);
  // Elastic moves the time of a Sysmon record into @timestamp; elsewhere a pipeline may have put its own clock there.
  const isSysmon = provider === 'Microsoft-Windows-Sysmon';
  return build({
    eventId: textOf(winlog['event_id']) ?? textOf(at(raw, 'event.code')),
    provider,
    channel: textOf(winlog['channel']) ?? textOf(winlog['log_name']),
    version: textOf(winlog['version']),
    computer: computer ?? textOf(host['name']),
    recordId: textOf(winlog['record_id']),
    time: (isSysmon ? undefined : textOf(winlog['time_created'])) ?? textOf(raw['@timestamp']) ?? textOf(winlog['time_created']),
    userSid: textOf(at(winlog, 'user.identifier')),
    hostId: isSameHost(computer, textOf(host['name'])) ? textOf(host['id']) : undefined,
    data: {
      ...movedByPipelines(raw),
      ...asFields(winlog['user_data']), ...nested(winlog, 'user_data.'),
      ...asFields(winlog['event_data']), ...nested(winlog, 'event_data.'),
    },
    message: textOf(raw['message']),
  });
}

/** What Elastic's pipelines take out of the event data and put into ECS fields. */
function movedByPipelines(raw: Fields): Fields {
  const name = textOf(at(raw, 'user.name'));
  const domain = textOf(at(raw, 'user.domain'));
  return {
    Image: textOf(at(raw, 'process.executable')),
    NewProcessName: textOf(at(raw, 'process.executable')),
    CommandLine: textOf(at(raw, 'process.command_line')),
    OriginalFileName: textOf(at(raw, 'process.pe.original_file_name')),
    QueryName: textOf(at(raw, 'dns.question.name')),
    IpAddress: textOf(at(raw, 'source.ip')),
    ClientAddress: textOf(at(raw, 'source.ip')),
    ClientName: textOf(at(raw, 'source.domain')),
    User: name === undefined ? undefined : domain === undefined ? name : `${domain}\\${name}`,
  };
}
