import { describe, expect, it } from 'vitest';
import { anEvent } from '../../test/support/builders.ts';
import { packed, unpacked } from '../core/packed-events.ts';
import { inFieldOrder } from '../store/store.ts';
import { enricherOver } from './enrich.ts';
import { enrichPacked } from './enrich-packed.ts';

const enricher = enricherOver('tables 1', (address) => address === '192.0.2.1'
  ? { 'source.geo.country_iso_code': 'US', 'source.geo.city_name': 'Tulsa', 'source.geo.location.lat': 36.1, 'source.geo.location.lon': -95.9, 'farmwatch.net.radius_km': 20, 'source.as.number': 64_500, 'source.as.organization.name': 'A', 'farmwatch.net.kind': 'home' }
  : { 'farmwatch.net.kind': 'unknown' });

describe('enriching a batch', () => {
  it('says of every event what enriching it alone says', () => {
    const events = [
      anEvent({ 'source.ip': '192.0.2.1' }), anEvent({ 'source.ip': '198.51.100.1' }), anEvent(), anEvent({ 'source.ip': '192.0.2.1', 'event.action': 'check-in' }),
      anEvent({ 'source.ip': '192.0.2.1', 'source.geo.country_iso_code': 'DE' }),
      anEvent({ 'source.ip': '192.0.2.1', 'source.geo.location.lat': 1, 'source.geo.location.lon': 2 }),
      anEvent({ 'source.ip': '192.0.2.1', 'source.as.number': 64_501 }), anEvent({ 'source.as.number': 64_501 }),
    ];

    const enriched = unpacked(enrichPacked(packed(events), enricher));

    expect(enriched).toEqual(events.map((event) => inFieldOrder(enricher.enrich(event))));
  });
});
