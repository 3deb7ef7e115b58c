import type { Rejected } from '../../../core/parse-event.ts';
import type { Draft } from '../../collector.ts';
import { fileName } from '../../program.ts';
import { personFields, personOf } from '../../windows-account.ts';
import { draftOf, type Seen } from './draft.ts';
import { field } from './record.ts';

type Mapped = readonly Draft[] | Rejected;

/** 4688. Services start programs for people: then the target is who it runs as. */
export function mapProcessCreation(seen: Seen): Mapped {
  const { record } = seen;
  const accounts = ['Target', 'Subject'].map((prefix) => personOf({
    name: field(record, `${prefix}UserName`), domain: field(record, `${prefix}DomainName`),
    sid: field(record, `${prefix}UserSid`), logonId: field(record, `${prefix}LogonId`),
  }));
  const runsAs = accounts.find((account) => account !== 'unknown') ?? 'unknown';
  return started(seen, field(record, 'NewProcessName'), { ...personFields(runsAs) });
}

/** Sysmon 1. It names the maker's file name, which survives renaming; it does not say who signed. */
export function mapSysmonProcess(seen: Seen): Mapped {
  const { record } = seen;
  return started(seen, field(record, 'Image'), {
    ...personFields(personOf({ name: field(record, 'User'), logonId: field(record, 'LogonId') })),
    'process.pe.original_file_name': field(record, 'OriginalFileName'),
  });
}

function started(seen: Seen, executable: string | undefined, more: Readonly<Record<string, unknown>>): Mapped {
  if (executable === undefined) return { rejected: 'no program named' };
  const commandLine = field(seen.record, 'CommandLine');
  const plain = plainerOf(executable);
  return draftOf(seen, 'process-started', {
    'process.executable': plain(executable),
    'process.name': fileName(executable),
    'process.command_line': commandLine === undefined ? undefined : plain(commandLine),
    ...more,
  });
}

/** What makes text of a record plain whose paths are as this one. */
export function plainerOf(path: string): (text: string) => string {
  return isEscapedTwice(path) ? unescaped : (text) => text;
}

/** `C:\\\\Windows`: some pipelines write JSON text into JSON. Windows itself has one backslash after a drive. */
function isEscapedTwice(path: string): boolean {
  return /^[a-z]:\\\\[^\\]/i.test(path);
}

function unescaped(text: string): string {
  return text.replace(/\\([\\"])/g, '$1');
}

/** Sysmon 22. */
export function mapDnsQuery(seen: Seen): Mapped {
  const { record } = seen;
  const name = field(record, 'QueryName')?.replace(/\.$/, '').toLowerCase();
  if (name === undefined || name === '') return { rejected: 'no QueryName' };
  const image = field(record, 'Image');
  return draftOf(seen, 'dns-query', {
    ...personFields(personOf({ name: field(record, 'User') })),
    'dns.question.name': name,
    'process.executable': image !== undefined && isEscapedTwice(image) ? unescaped(image) : image,
    'process.name': image === undefined ? undefined : fileName(image),
  });
}
