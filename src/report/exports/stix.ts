import { addressClass } from '../../core/address-class.ts';
import { lineOf } from '../../core/address.ts';
import { DAY, type Instant } from '../../core/time.ts';
import { addressesIn, toolsIn, type AddressSeen, type ToolSeen } from './seen.ts';
import { isConfirmed, type CaseMaterial } from './case-material.ts';
import { objectId, observableId } from './stix-ids.ts';

/** Days after its last row for which an address is worth looking for: lines are leased to somebody else in the end. */
const INDICATOR_DAYS = 90;

/** Networks behind whose addresses many unrelated people are: such an address is told as observed, never as an indicator. */
const SHARED = new Set(['mobile', 'relay', 'vpn', 'corporate', 'education', 'satellite']);

/** TLP:AMBER, one of the markings that STIX 2.1 (7.2.1.4) defines itself. */
const AMBER = 'marking-definition--f88d31f6-486f-44da-b317-01333bde0b82';

/** What makes an object one of this case: other companies may have a case of the same id. */
type Own = { readonly organisation: string; readonly case: string };
type Common = Readonly<Record<string, unknown>> & { readonly created_by_ref: string; readonly created: string };
type StixObject = Readonly<Record<string, unknown>> & { readonly type: string; readonly id: string };

/**
 * A case as a STIX 2.1 bundle: addresses and remote-control tools as observed data, addresses that one line had as indicators with an
 * end, sightings of them, and the ATT&CK techniques. Of people, accounts and machines nothing is in it; of the sender its name.
 *
 * The same case, as of the same run, gives the same bundle. An address may belong to somebody who knows of nothing, so
 * indicators of a case that nobody confirmed have the confidence 15 ("unlikely" on the scale of STIX, appendix A), of a confirmed one 85.
 *
 * @see STIX Version 2.1, OASIS Standard (2021)
 */
export function stixOf(material: CaseMaterial): { readonly type: 'bundle'; readonly id: string; readonly objects: readonly StixObject[] } {
  const { state, asOf, organisation, simulated } = material;
  const confirmed = isConfirmed(state);
  const author = objectId('identity', { organisation });
  const own: Own = { organisation, case: state.id };
  const common: Common = { spec_version: '2.1', created_by_ref: author, created: stamp(state.openedAt), modified: stamp(Math.max(asOf, state.openedAt)), object_marking_refs: [AMBER], ...(simulated ? { labels: ['simulated'] } : {}) };
  const addresses = addressesIn(material.events, (event) => addressClass(event['source.ip']!) !== 'public' || material.vouched(lineOf(event['source.ip']!)));
  const techniques = material.techniques.map((technique) => techniqueOf(technique, common));

  const ofAddresses = addresses.flatMap((seen): readonly StixObject[] => {
    const observables = addressObjects(seen);
    const observed = observedOf(seen, observables[0]!.id, own, common);
    if (SHARED.has(seen.kind)) return [...observables, observed];
    const indicator = indicatorOf(seen, own, confirmed, common);
    return [...observables, observed, indicator, sightingOf(seen, { indicator: indicator.id, observed: observed.id, author }, common), ...techniques.map(({ id }) => indicates(indicator.id, id, common))];
  });
  const ofTools = toolsIn(material.events, material.toolOf).flatMap((seen): readonly StixObject[] => {
    const software = { type: 'software', spec_version: '2.1', id: observableId('software', { name: seen.name }), name: seen.name };
    return [software, observedOf(seen, software.id, own, common)];
  });

  const identity = { type: 'identity', spec_version: '2.1', id: author, created: common.created, modified: common.created, name: organisation, identity_class: 'organization' };
  const unique = new Map([identity, ...techniques, ...ofAddresses, ...ofTools].map((object) => [object.id, object as StixObject]));
  return { type: 'bundle', id: objectId('bundle', { ...own, asOf }), objects: [...unique.values()] };
}

function addressObjects({ ip, operator }: AddressSeen): readonly StixObject[] {
  const type = ip.includes(':') ? 'ipv6-addr' : 'ipv4-addr';
  const number = operator?.number;
  const network = number === undefined ? undefined : { type: 'autonomous-system', spec_version: '2.1', id: observableId('autonomous-system', { number }), number, ...(operator?.name === undefined ? {} : { name: operator.name }) };
  const address = { type, spec_version: '2.1', id: observableId(type, { value: ip }), value: ip, ...(network ? { belongs_to_refs: [network.id] } : {}) };
  return network ? [address, network] : [address];
}

function observedOf({ first, last, rows }: Pick<AddressSeen | ToolSeen, 'first' | 'last' | 'rows'>, object: string, own: Own, common: Common): StixObject {
  return { type: 'observed-data', id: objectId('observed-data', { ...own, object }), ...common, first_observed: stamp(first), last_observed: stamp(last), number_observed: rows, object_refs: [object] };
}

function indicatorOf({ ip, first, last, kind }: AddressSeen, own: Own, confirmed: boolean, common: Common): StixObject {
  return {
    type: 'indicator', id: objectId('indicator', { ...own, ip }), ...common, confidence: confirmed ? 85 : 15,
    name: `Address ${ip}`, indicator_types: ['anomalous-activity'],
    description: confirmed
      ? `Laptops of a confirmed laptop farm used this address (${kind}). Its line may be leased to somebody else later.`
      : `Laptops in an open question about a laptop farm used this address (${kind}). Nothing is proven; whoever has the line may know of nothing.`,
    pattern: `[${ip.includes(':') ? 'ipv6' : 'ipv4'}-addr:value = '${ip}']`, pattern_type: 'stix', valid_from: stamp(first), valid_until: stamp(last + INDICATOR_DAYS * DAY),
  };
}

function sightingOf({ first, last, rows }: AddressSeen, { indicator, observed, author }: Readonly<Record<'indicator' | 'observed' | 'author', string>>, common: Common): StixObject {
  return {
    type: 'sighting', id: objectId('sighting', { indicator }), ...common, first_seen: stamp(first), last_seen: stamp(last), count: Math.min(rows, 999_999_999),
    sighting_of_ref: indicator, observed_data_refs: [observed], where_sighted_refs: [author],
  };
}

function techniqueOf(technique: string, common: Common): StixObject {
  return {
    type: 'attack-pattern', id: objectId('attack-pattern', { author: common.created_by_ref, technique }), ...common, name: technique,
    external_references: [{ source_name: 'mitre-attack', external_id: technique, url: `https://attack.mitre.org/techniques/${technique.replace('.', '/')}/` }],
  };
}

function indicates(source: string, target: string, common: Common): StixObject {
  return { type: 'relationship', id: objectId('relationship', { source, target }), ...common, relationship_type: 'indicates', source_ref: source, target_ref: target };
}

/** STIX wants a fraction, always. */
function stamp(at: Instant): string {
  return new Date(at).toISOString();
}
