import { compareBytes } from '../../core/canonical.ts';
import type { FieldName } from '../../core/event.ts';
import { AMBIGUOUS, type Directory } from '../../core/identity.ts';
import { spelledSerial } from '../../core/spelling.ts';
import { dayOf, type Instant } from '../../core/time.ts';
import type { EventLog, Where } from '../../store/store.ts';
import type { Hit } from './records.ts';
import type { Holds, LookUp, Wanted } from './wanted.ts';

const FIELDS: readonly (readonly [FieldName, readonly Holds[]])[] = [
  ['user.email', ['email']], ['user.name', ['account', 'email']], ['user.id', ['account']], ['source.ip', ['ip']],
  ['device.serial_number', ['device']], ['host.name', ['device']], ['host.id', ['device']], ['source.domain', ['device']],
  ['farmwatch.identity.token', ['phone', 'address', 'token']], ['farmwatch.factor.token', ['token']],
];
/** Rows that tell a program, with what tells it. */
const PROGRAMS: readonly { readonly where: Where; readonly by: readonly FieldName[] }[] = [
  { where: { 'event.action': 'process-started' }, by: ['process.name', 'process.pe.original_file_name', 'process.code_signature.subject_name'] },
  { where: { 'event.action': 'software-present' }, by: ['package.name'] },
  { where: { 'event.action': 'dns-query' }, by: ['dns.question.name', 'process.name'] },
];
const WHO = ['user.email', 'user.id', 'user.name', 'device.serial_number', 'host.name'] as const;
const SPAN = { times: 'count', first: { min: '@timestamp' }, last: { max: '@timestamp' } } as const;

/** Names the tool behind a row of a program: the catalogue's judgement, handed in. */
export type ToolOf = (row: { readonly [F in FieldName]?: unknown }) => string | undefined;

/** Where in the events something stands that is looked for; one hit for each person or machine. */
export async function eventHits(events: Pick<EventLog, 'tally'>, directory: Directory, lookUp: LookUp, toolOf: ToolOf, asOf: Instant): Promise<readonly Hit[]> {
  const period = { from: 0, to: asOf + 1, asOf };
  const hits = new Map<string, Hit>();

  async function note(field: FieldName, where: Where, wanted: readonly Wanted[]): Promise<void> {
    for (const row of await events.tally({ where, by: [...WHO, 'day'], measure: SPAN }, period)) {
      const person = directory.personOf(row, dayOf(row.day!));
      const serial = row['device.serial_number'];
      const hire = person !== undefined && person !== AMBIGUOUS ? person : serial === undefined ? undefined : directory.inHandsOf(spelledSerial(serial), dayOf(row.day!));
      const name = hire ?? serial ?? row['host.name'] ?? row['user.email'] ?? row['user.name'] ?? row['user.id'] ?? 'nobody named';
      for (const one of wanted) {
        const key = `${field}\0${name}\0${one.kind}\0${one.value}\0${one.indicator?.source ?? ''}`;
        const held = hits.get(key);
        hits.set(key, {
          wanted: one, in: 'events', row: name, field, ...(hire === undefined ? {} : { hire }), times: row.times + (held?.times ?? 0),
          first: Math.min(row.first!, held?.first ?? Infinity), last: Math.max(row.last!, held?.last ?? -Infinity),
        });
      }
    }
  }

  for (const [field, holds] of FIELDS) {
    const asked = holds.filter((one) => lookUp.wants(one));
    if (asked.length === 0) continue;
    const values = await events.tally({ where: { [field]: { exists: true } }, by: [field], measure: { times: 'count' } }, period);
    for (const row of values) {
      const value = (row as { readonly [F in FieldName]?: unknown })[field];
      if (typeof value !== 'string') continue;
      const wanted = [...new Set(asked.flatMap((one) => lookUp.find(one, value)))];
      if (wanted.length > 0) await note(field, { [field]: value }, wanted);
    }
  }
  if (lookUp.wants('tool')) {
    for (const { where, by } of PROGRAMS) {
      for (const row of await events.tally({ where, by, measure: { times: 'count' } }, period)) {
        const cells = row as unknown as { readonly [F in FieldName]?: string };
        const tool = toolOf(cells);
        const wanted = tool === undefined ? [] : lookUp.find('tool', tool);
        if (wanted.length > 0) await note(by[0]!, { ...where, ...Object.fromEntries(by.map((field) => [field, cells[field] ?? { exists: false }])) }, wanted);
      }
    }
  }
  return [...hits.values()].sort((a, b) => compareBytes(a.row, b.row) || compareBytes(a.field, b.field) || compareBytes(a.wanted.value, b.wanted.value));
}
