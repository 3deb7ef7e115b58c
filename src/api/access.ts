import { FIELDS, fieldSpec, type FieldName } from '../core/event.ts';
import { FarmwatchError } from '../errors.ts';
import type { Role } from './roles.ts';

/** What can be asked of the server. */
export const DOINGS = {
  'read-cases': 'read cases', 'work-cases': 'work on cases', 'read-health': 'read how the product is doing', 'read-closings': 'read what closed cases say of detectors',
  'read-reports': 'read reports', 'read-devices': 'read where laptops are', 'work-devices': 'act on laptops', 'read-messages': 'read what was sent to whom',
  'read-sources': 'read how each source is doing', 'bring-files': 'bring files',
  'work-checks': 'work on checks of people', 'work-response': 'work on the response to a case', 'write-response-plan': 'write the plan of a response', 'read-applications': 'read applications', 'approve-exports': 'approve what leaves the company', 'take-exports': 'take what was approved',
  'ask-reveal': 'ask who is behind a pseudonym', 'grant-reveal': 'grant that a pseudonym is revealed', 'read-audit': 'read who did what', 'hold-records': 'hold records for the law',
  'answer-rights': 'answer people about their records', 'correct-records': 'write corrections down', 'record-duties': 'record what has to be done before people are watched', 'manage-accounts': 'manage accounts',
} as const;
export type Doing = keyof typeof DOINGS;

/** Who may do what; whatever is not named is denied. */
export const MAY: Readonly<Record<Role, readonly Doing[]>> = {
  analyst: ['read-cases', 'work-cases', 'read-health', 'read-closings', 'read-messages', 'read-sources', 'bring-files', 'work-checks', 'work-response', 'take-exports', 'ask-reveal'],
  admin: ['read-cases', 'work-cases', 'read-health', 'read-closings', 'read-messages', 'read-reports', 'read-devices', 'work-devices', 'read-sources', 'bring-files', 'work-checks', 'work-response', 'take-exports', 'manage-accounts', 'record-duties', 'write-response-plan'],
  it: ['read-health', 'read-devices', 'work-devices', 'read-sources'],
  lead: ['read-health', 'read-closings', 'read-reports'],
  hr: ['read-health', 'work-checks', 'work-response', 'write-response-plan', 'read-applications', 'approve-exports', 'take-exports', 'ask-reveal', 'grant-reveal', 'hold-records', 'correct-records'],
  privacy: ['read-health', 'read-audit', 'grant-reveal', 'hold-records', 'answer-rights', 'correct-records', 'record-duties'],
  auditor: ['read-health', 'read-audit'],
};

/** Classes of fields of an event (`core/event.ts`). A row of FIELDS that names no class is plain. */
export const FIELD_CLASSES = { plain: 'what happened, of which kind, with which tool', personal: 'names or places a person', device: 'names a machine' } as const;
export type FieldClass = keyof typeof FIELD_CLASSES;

/**
 * Ways out for fields of events: the doing that opens each, the classes that it carries, and single fields beyond them.
 * What is not named does not leave. `nobody` stands for a way that no sign-in opens: its readers are those of the system it leads to.
 */
export const WAYS_OUT = {
  'raw rows behind a finding': { opens: 'read-cases', carries: ['plain'], also: [] },
  'laptops, as a page and a table': { opens: 'read-devices', carries: ['plain'], also: ['device.serial_number'] },
  'reports': { opens: 'read-reports', carries: ['plain'], also: [] },
  'messages, form pseudonym': { opens: 'nobody', carries: ['plain'], also: [] },
  'messages, form accounts': { opens: 'nobody', carries: ['plain'], also: ['user.email', 'host.name'] },
  'export stix': { opens: 'take-exports', carries: ['plain'], also: ['source.ip'] },
  'export sheet': { opens: 'take-exports', carries: ['plain', 'personal', 'device'], also: [] },
  'export pack': { opens: 'take-exports', carries: ['plain', 'personal', 'device'], also: [] },
  'who is behind a pseudonym, while that is granted': { opens: 'ask-reveal', carries: [], also: ['user.email', 'device.serial_number', 'host.name', 'source.ip'] },
  'copy for a person, about nobody else': { opens: 'answer-rights', carries: ['plain', 'personal', 'device'], also: [] },
  'Kibana soc': { opens: 'nobody', carries: ['plain'], also: [] },
  'Kibana it': { opens: 'nobody', carries: ['plain'], also: ['device.serial_number', 'farmwatch.shipment.id'] },
  'Kibana leads': { opens: 'nobody', carries: ['plain'], also: [] },
} as const satisfies Readonly<Record<string, { readonly opens: Doing | 'nobody'; readonly carries: readonly FieldClass[]; readonly also: readonly FieldName[] }>>;
export type WayOut = keyof typeof WAYS_OUT;

/** Whether a field may leave by a way. A field that no description names never does. */
export function carries(way: WayOut, field: string): boolean {
  if (!Object.hasOwn(FIELDS, field)) return false;
  const { carries: classes, also }: { readonly carries: readonly FieldClass[]; readonly also: readonly string[] } = WAYS_OUT[way];
  return also.includes(field) || classes.includes(fieldSpec(field as FieldName).class ?? 'plain');
}

/** Whether a role reads a field by a way out. */
export function sees(role: Role, way: WayOut, field: string): boolean {
  const { opens } = WAYS_OUT[way];
  return opens !== 'nobody' && may(role, opens) && carries(way, field);
}

export function may(role: Role, doing: Doing): boolean {
  return MAY[role].includes(doing);
}

/** @throws FarmwatchError `forbidden` */
export function check(role: Role, doing: Doing): void {
  if (!may(role, doing)) throw new FarmwatchError('forbidden', { role, what: DOINGS[doing] });
}
