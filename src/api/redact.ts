import { FIELDS, fieldSpec, type Event, type FieldName } from '../core/event.ts';
import { withMarksShown } from '../core/marks.ts';
import { sees } from './access.ts';
import type { Role } from './roles.ts';

/** One raw row as a role may read it: personal fields and machines are said to be there, not shown. */
export function redacted(event: Event, role: Role): Readonly<Record<string, unknown>> {
  const shown: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(event)) {
    if (!(name in FIELDS)) continue;
    const kind = fieldSpec(name as FieldName).class ?? 'plain';
    shown[name] = sees(role, 'raw rows behind a finding', name) ? legible(value) : `hidden: ${kind}`;
  }
  return shown;
}

/** A few words about a row: kind of network, tool, outcome; nothing private. */
export function rowSaid(event: Event): string {
  const parts = [
    event['event.outcome'], event['farmwatch.remote.direction'], event['farmwatch.remote.protocol'],
    event['farmwatch.net.kind'] && `${event['farmwatch.net.kind']} network`, event['source.as.organization.name'], event['process.name'], event['package.name'], event['dns.question.name'],
    event['farmwatch.input.keys'] !== undefined ? `${event['farmwatch.input.keys']} keys` : undefined,
    event['farmwatch.remote.client_utc_offset_min'] !== undefined ? `controller's clock ${event['farmwatch.remote.client_utc_offset_min']} min east` : undefined,
    event['farmwatch.verification.kind'], event['farmwatch.verification.outcome'], event['farmwatch.shipment.status'],
  ];
  return withMarksShown(parts.filter((part) => part !== undefined && part !== '').join(' · '));
}

/** A value in which no mark turns the direction of reading or hides what stands there. */
function legible(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(legible);
  return typeof value === 'string' ? withMarksShown(value) : value;
}
