import type { Company, EcsDocument } from './company.ts';

/** What a company may own, each with what comes before it; the modules are the sources whose rows it then has. */
export const OWNERSHIP = {
  'identity-provider': ['okta', 'workday', 'parcel', 'lenel'],
  'device-management': ['okta', 'workday', 'parcel', 'lenel', 'fleet'],
  'vpn': ['okta', 'workday', 'parcel', 'lenel', 'fleet', 'globalprotect', 'zoom'],
  'endpoint': ['okta', 'workday', 'parcel', 'lenel', 'fleet', 'globalprotect', 'zoom', 'edr', 'rhythm'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type Ownership = keyof typeof OWNERSHIP;

/** The same company with the rows of some sources only. `fullTunnel` is a knob, since it changes rows. */
export function owning(company: Company, ownership: Ownership): Company {
  const modules: ReadonlySet<unknown> = new Set<string>(OWNERSHIP[ownership]);
  return { ...company, events: () => only(company.events(), modules) };
}

function* only(events: Iterable<EcsDocument>, modules: ReadonlySet<unknown>): Generator<EcsDocument> {
  for (const event of events) if (modules.has(event['event.module'])) yield event;
}
