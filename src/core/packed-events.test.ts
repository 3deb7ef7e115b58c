import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inFieldOrder } from '../store/store.ts';
import { MONDAY, anEvent } from '../../test/support/builders.ts';
import { anyEvent } from '../../test/support/arbitrary.ts';
import { eventReader, eventsAt, packed, packedTexts, packer, textAt, unpacked } from './packed-events.ts';
import type { Event } from './event.ts';

/** As it is stored: an empty list is a missing value. */
const stored = (event: Event): Event => inFieldOrder(Object.fromEntries(Object.entries(event).filter(([, value]) => !(Array.isArray(value) && value.length === 0))) as unknown as Event);

describe('packed events', () => {
  it('are the events they were made of, in their order', () => {
    fc.assert(fc.property(fc.array(anyEvent, { maxLength: 80 }), (events) => {
      const batch = packed(events);
      const eventAt = eventReader(batch);

      expect(unpacked(batch)).toEqual(events.map(stored));
      events.forEach((event, position) => expect(eventAt(position)).toEqual(stored(event)));
    }), { numRuns: 60 });
  });

  it('keep gaps, lists and texts of every length when columns grow', () => {
    const events = Array.from({ length: 700 }, (_, i) => anEvent({
      '@timestamp': MONDAY + i, 'event.id': 'é'.repeat(i % 50 + 1),
      ...(i % 7 === 0 ? { 'farmwatch.input.gap_s': Array.from({ length: i % 5 }, (__, k) => k + 0.5) } : {}),
      ...(i % 90 === 0 ? { 'process.command_line': 'y'.repeat(i) } : {}), ...(i > 400 ? { 'user.name': `user ${i % 3}`, 'host.uptime': i } : {}),
    }));

    expect(unpacked(packed(events))).toEqual(events.map(stored).map((event) => event['process.command_line'] === '' ? (({ 'process.command_line': _, ...rest }) => rest)(event) : event));
  });

  it('come out of one packer again and again, whatever it held before', () => {
    const into = packer();
    for (const count of [3, 700, 0, 40, 2_000, 1]) {
      const events = Array.from({ length: count }, (_, i) => anEvent({ 'event.id': `${count}-${i}`, ...(i % 3 === 0 ? { 'host.uptime': i, 'process.command_line': 'x'.repeat(i % 90) } : {}) }));
      for (const event of events) into.add(event);

      expect(unpacked(into.take())).toEqual(unpacked(packed(events)));
    }
  });

  it('can be thinned out; those that stay keep their positions', () => {
    fc.assert(fc.property(fc.array(anyEvent, { maxLength: 60 }), fc.integer({ min: 1, max: 5 }), (events, every) => {
      const some = eventsAt(packed(events), (position) => position % every === 0);
      const eventAt = eventReader(some);

      expect(some.count).toBe(Math.ceil(events.length / every));
      for (let position = 0; position < events.length; position += every) expect(eventAt(position)).toEqual(stored(events[position]!));
    }), { numRuns: 60 });
  });

  it('hold texts as bytes, a byte-order mark included', () => {
    const texts = ['\ufeffa', '', 'Zoë', 'x'.repeat(100), '😀'];
    const column = packedTexts(texts);

    expect(column.kind === 'text' && texts.map((_, row) => textAt(column, row) ?? '')).toEqual(texts);
  });
});
