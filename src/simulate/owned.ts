import type { Company, EcsDocument } from './company.ts';

/** What a company may own, in the order in which most come to own it, with the modules whose rows it brings. */
export const SOURCES = {
  'identity-provider': ['okta', 'workday', 'parcel', 'lenel'],
  'device-management': ['fleet'],
  'vpn': ['globalprotect', 'zoom'],
  'endpoint': ['edr', 'rhythm'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type Source = keyof typeof SOURCES;

/** The same company with the rows of some sources only. `fullTunnel` is a knob, since it changes rows. */
export function owning(company: Company, owned: readonly Source[]): Company {
  const modules: ReadonlySet<unknown> = new Set<string>(owned.flatMap((source) => SOURCES[source]));
  return { ...company, events: () => only(company.events(), modules) };
}

function* only(events: Iterable<EcsDocument>, modules: ReadonlySet<unknown>): Generator<EcsDocument> {
  for (const event of events) if (modules.has(event['event.module'])) yield event;
}
