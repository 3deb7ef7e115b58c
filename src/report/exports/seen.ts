import type { Event } from '../../core/event.ts';
import type { Instant } from '../../core/time.ts';

/** One public address that accounts or laptops of a case came from. */
export interface AddressSeen {
  readonly ip: string;
  readonly operator?: { readonly number?: number; readonly name?: string };
  /** As `farmwatch.net.kind` says it. */
  readonly kind: string;
  readonly first: Instant;
  readonly last: Instant;
  readonly rows: number;
}

/**
 * The addresses in rows of a case, in order of their first row.
 *
 * @param leftOut true for an address that says nothing of the case, such as one of the company's own
 */
export function addressesIn(events: readonly Event[], leftOut: (event: Event) => boolean): readonly AddressSeen[] {
  const seen = new Map<string, AddressSeen>();
  for (const event of events) {
    const ip = event['source.ip'];
    if (ip === undefined || leftOut(event)) continue;
    const held = seen.get(ip);
    const [number, name] = [event['source.as.number'], event['source.as.organization.name']];
    const at = event['@timestamp'];
    seen.set(ip, {
      ip, kind: event['farmwatch.net.kind'] ?? held?.kind ?? 'unknown',
      ...(number === undefined && name === undefined ? held?.operator && { operator: held.operator } : { operator: { ...(number === undefined ? {} : { number }), ...(name === undefined ? {} : { name }) } }),
      first: Math.min(at, held?.first ?? Infinity), last: Math.max(at, held?.last ?? -Infinity), rows: (held?.rows ?? 0) + 1,
    });
  }
  return [...seen.values()].sort((a, b) => a.first - b.first || (a.ip < b.ip ? -1 : 1));
}

/** A remote-control tool of the catalogue that was recorded, by its id there. */
export interface ToolSeen { readonly id: string; readonly name: string; readonly first: Instant; readonly last: Instant; readonly rows: number }

/** The tools in rows of a case, in order of their first row. Other programs are nobody's business outside. */
export function toolsIn(events: readonly Event[], toolOf: (event: Event) => { readonly id: string; readonly name: string } | undefined): readonly ToolSeen[] {
  const seen = new Map<string, ToolSeen>();
  for (const event of events) {
    const tool = toolOf(event);
    if (tool === undefined) continue;
    const [held, at] = [seen.get(tool.id), event['@timestamp']];
    seen.set(tool.id, { id: tool.id, name: tool.name, first: Math.min(at, held?.first ?? Infinity), last: Math.max(at, held?.last ?? -Infinity), rows: (held?.rows ?? 0) + 1 });
  }
  return [...seen.values()].sort((a, b) => a.first - b.first || (a.id < b.id ? -1 : 1));
}
