import { ACTIONS } from '../../../core/event.ts';
import type { Rejected } from '../../../core/parse-event.ts';
import { defineSource, type Draft } from '../../collector.ts';
import { isObject, listOf, memberOf, textAt } from '../../loose.ts';
import { fileName } from '../../program.ts';
import { readRecords } from '../../records.ts';
import { utcTime } from '../../utc-time.ts';
import { personFields, personOf } from '../../windows-account.ts';

const recognises = (raw: unknown): boolean => isObject(raw) && at(raw, '@timestamp') !== undefined && (at(raw, 'event', 'action') ?? at(raw, 'event', 'dataset') ?? at(raw, 'ecs', 'version')) !== undefined;

/** Documents in the Elastic Common Schema whose names say what happened, whoever wrote them. See the page beside. */
export const ecs = defineSource({
  id: 'ecs',
  title: 'documents in the Elastic Common Schema (Elastic Defend, Auditbeat, pipelines of your own)',
  settings: {},
  options: {},
  recognises,
  read: (file) => readRecords(file, { recognises }),
  map(raw) {
    if (!recognises(raw)) return { rejected: 'not a document in the Elastic Common Schema' };
    if (isOurs(raw)) return [asWritten(raw as Record<string, unknown>)];
    const mapped = isStart(raw) ? started(raw) : isLookUp(raw) ? lookedUp(raw) : { rejected: `not our business: ${kindOf(raw)}` };
    return 'rejected' in mapped ? mapped : [{ ...commonFields(raw), ...mapped }];
  },
});

/** The text at a path, nested or dotted. */
function at(document: unknown, ...path: readonly string[]): string | undefined {
  // Folded names leave dots out.
  const plain = path.map((name) => name.replaceAll(/[^a-z0-9]/g, ''));
  return textAt(document, ...plain) ?? textAt(document, plain.join(''));
}

function says(document: unknown, field: 'category' | 'type', value: string): boolean {
  const found = memberOf(document, 'event', field) ?? memberOf(document, `event${field}`);
  return found === value || listOf(found).includes(value);
}

/** Words that others use as well; with fields of ours beside them they mean what we mean. */
const COMMON_WORDS: ReadonlySet<string> = new Set(['activity', 'verified']);

/** True for an event as our own contract has it, which a company's pipeline wrote. */
function isOurs(document: unknown): boolean {
  const action = at(document, 'event', 'action') ?? '';
  if (!Object.hasOwn(ACTIONS, action)) return false;
  return !COMMON_WORDS.has(action) || Object.keys(document as object).some((name) => /^farmwatch(\.|$)/.test(name));
}

/** Whatever a cluster says of when a document came in, we learn of it now. */
function asWritten(document: Readonly<Record<string, unknown>>): Draft {
  const { 'event.ingested': _, event, ...rest } = document;
  return { ...rest, ...(isObject(event) ? { event: { ...event, ingested: undefined } } : {}) } as Draft;
}

function isStart(document: unknown): boolean {
  return says(document, 'category', 'process') && says(document, 'type', 'start');
}

function isLookUp(document: unknown): boolean {
  return says(document, 'category', 'network') && at(document, 'dns', 'question', 'name') !== undefined && at(document, 'process', 'name') !== undefined;
}

function started(document: unknown): Draft | Rejected {
  const executable = at(document, 'process', 'executable');
  const name = at(document, 'process', 'name') ?? (executable === undefined ? undefined : fileName(executable));
  if (name === undefined) return { rejected: 'no program named' };
  return {
    'event.action': 'process-started',
    'process.name': name,
    'process.executable': executable,
    'process.command_line': at(document, 'process', 'command_line'),
    'process.pe.original_file_name': at(document, 'process', 'pe', 'original_file_name'),
    'process.code_signature.subject_name': at(document, 'process', 'code_signature', 'subject_name'),
  };
}

function lookedUp(document: unknown): Draft {
  return { 'event.action': 'dns-query', 'dns.question.name': at(document, 'dns', 'question', 'name')!.toLowerCase().replace(/\.$/, ''), 'process.name': at(document, 'process', 'name') };
}

function commonFields(document: unknown): Draft {
  return {
    '@timestamp': utcTime(at(document, '@timestamp')),
    'event.id': at(document, 'event', 'id'),
    'event.module': at(document, 'event', 'module') ?? 'ecs',
    'event.dataset': at(document, 'event', 'dataset'),
    'host.id': at(document, 'host', 'id'),
    'host.name': at(document, 'host', 'name') ?? at(document, 'host', 'hostname'),
    'host.os.full': at(document, 'host', 'os', 'full'),
    ...personFields(personOf({ name: at(document, 'user', 'name'), domain: at(document, 'user', 'domain'), sid: at(document, 'user', 'id') })),
  };
}

/** The data set of a document, as it may be counted and printed. */
function kindOf(document: unknown): string {
  const name = at(document, 'event', 'dataset') ?? at(document, 'data_stream', 'dataset') ?? at(document, 'event', 'module');
  return name !== undefined && /^[\w.-]{1,80}$/.test(name) ? name : 'no data set';
}
