import { DETECTORS } from '../../../detectors/index.ts';
import { FIELDS, fieldSpec, type FieldName } from '../../core/event.ts';
import type { Counted, EvidencePlan } from '../../detect/detector.ts';

/** A field that is not filled, and who would look at it. */
export interface MissingField { readonly field: FieldName; readonly detectors: readonly string[]; readonly said: string }

/**
 * What events of some actions lack, and which detectors see less for it.
 *
 * Detectors say themselves which fields of which actions they read.
 *
 * @param actions of the events that will be made
 * @param filled  fields that something fills
 */
export function missingFields(actions: readonly string[], filled: readonly string[]): readonly MissingField[] {
  const there = new Set(filled);
  const isTold = (field: FieldName): boolean => there.has(field) || (AT_SCAN.has(field) && there.has('farmwatch.shipment.city'));
  const readBy = new Map<FieldName, Set<string>>();
  for (const { id, evidence } of DETECTORS as readonly { readonly id: string; readonly evidence: EvidencePlan }[]) {
    for (const question of Object.values(evidence)) {
      const counted = 'of' in question ? question.of : question;
      if (!asksFor(counted, actions)) continue;
      for (const field of fieldsOf(counted)) {
        const asked = givenBy(field);
        if (!isTold(asked) && !ALWAYS.has(asked) && actions.some((action) => mayTell(action, asked))) readBy.set(asked, (readBy.get(asked) ?? new Set()).add(id));
      }
    }
  }
  return [...readBy].map(([field, ids]) => {
    const detectors = [...ids].sort();
    return { field, detectors, said: `without ${field}: ${detectors.join(', ')} ${detectors.length === 1 ? 'sees' : 'see'} less` };
  });
}

/** Where a scan was; its town tells it too. */
const AT_SCAN: ReadonlySet<FieldName> = new Set(['farmwatch.shipment.lat', 'farmwatch.shipment.lon']);

/** What a source has to fill for a field: place, operator and line of a network come from the address. */
function givenBy(field: FieldName): FieldName {
  if (field === 'farmwatch.shipment.radius_km') return 'farmwatch.shipment.lat';
  return field.startsWith('source.geo.') || field.startsWith('source.as.') || fieldSpec(field).derived === true ? 'source.ip' : field;
}

/** Every event has these. */
const ALWAYS: ReadonlySet<string> = new Set<FieldName>(['@timestamp', 'event.action', 'event.id', 'event.ingested', 'event.module']);

/** Every field that a detector looks at and a source has to fill. */
export const FIELDS_READ: readonly FieldName[] = [...new Set((DETECTORS as readonly { readonly evidence: EvidencePlan }[]).flatMap(({ evidence }) => Object.values(evidence).flatMap((question) => fieldsOf('of' in question ? question.of : question))))]
  .filter((field) => fieldSpec(field).derived !== true && !field.startsWith('source.geo.') && !field.startsWith('source.as.') && !ALWAYS.has(field)).sort();

/** Fields that only certain actions tell; all others may stand in any event. */
const TOLD_BY: Readonly<Record<string, readonly string[]>> = {
  'event.duration': ['activity', 'vpn-disconnected', 'session-disconnected'],
  'event.outcome': ['sign-in'],
  'user_agent.original': ['sign-in'],
  'device.id': ['sign-in'],
  'source.domain': ['session-connected', 'session-disconnected'],
  'source.nat.ip': ['vpn-connected', 'vpn-disconnected'],
  'host.uptime': ['check-in'],
  'dns.': ['dns-query'],
  'process.': ['process-started', 'software-present', 'dns-query'],
  'package.': ['process-started', 'software-present'],
  'farmwatch.factor.': ['sign-in'],
  'farmwatch.net.rtt': ['latency-measured', 'vpn-connected', 'vpn-disconnected'],
  'farmwatch.net.gateway_mac_token': ['check-in'],
  'farmwatch.net.bssid_token': ['check-in'],
  'farmwatch.device.': ['check-in'],
  'farmwatch.input.': ['activity'],
  'farmwatch.remote.': ['session-connected', 'session-disconnected'],
  'farmwatch.usb.': ['usb-present'],
  'farmwatch.display.': ['display-present'],
  'farmwatch.shipment.': ['shipment-updated'],
  'farmwatch.identity.': ['account-changed'],
  'farmwatch.place.': ['badge-in'],
  'farmwatch.verification.': ['verified'],
};

function mayTell(action: string, field: FieldName): boolean {
  const tellers = Object.entries(TOLD_BY).find(([start]) => field.startsWith(start))?.[1];
  return tellers === undefined || tellers.includes(action);
}

function asksFor({ where }: Counted, actions: readonly string[]): boolean {
  const asked = where['event.action'];
  if (asked === undefined) return true;
  return (typeof asked === 'string' ? [asked] : Array.isArray(asked) ? asked as readonly string[] : actions).some((action) => actions.includes(action));
}

function fieldsOf(counted: Counted): readonly FieldName[] {
  const measured = 'measure' in counted ? Object.values(counted.measure).flatMap((measure) => (typeof measure === 'string' ? [] : Object.values(measure))) : counted.fields;
  const grouped = 'measure' in counted ? counted.by : [];
  return [...Object.keys(counted.where), ...grouped, ...measured].filter((name): name is FieldName => Object.hasOwn(FIELDS, name));
}
