import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anEvent } from '../../../test/support/builders.ts';
import { anyEvent } from '../../../test/support/arbitrary.ts';
import { eventsAt, packed, unpacked, type PackedEvents } from '../../core/packed-events.ts';
import { arrivalsOf } from './arrivals.ts';
import { Bytes } from './bytes.ts';
import { keyOf } from './copies.ts';

const rowsOf = (batch: PackedEvents) => {
  const arrivals = arrivalsOf(batch);
  const text = (row: number): string => {
    const into = new Bytes(1);
    into.text('before ');
    arrivals.spell(row, into);
    return into.part('before '.length, into.length).toString();
  };
  return Array.from({ length: arrivals.count }, (_, row) => ({ key: arrivals.key(row), at: arrivals.at(row), text: text(row), event: arrivals.event(row) }));
};
const told = (events: PackedEvents) => unpacked(events).map((event) => ({ key: keyOf(event), at: event['@timestamp'], text: JSON.stringify(event), event }));

describe('rows of a batch', () => {
  it('are spelled as their events are, with the same key and time, in their order', () => {
    fc.assert(fc.property(fc.array(anyEvent, { maxLength: 80 }), (events) => {
      expect(rowsOf(packed(events))).toEqual(told(packed(events)));
    }), { numRuns: 100 });
  });

  it('are spelled right where texts hold what JSON writes in its own way', () => {
    const texts = ['"', '\\', '\u0000\n\u2028', 'Zoë', '😀', '\ufeffa', '</script>', ' '];
    const batch = packed(texts.map((text, i) => anEvent({
      'event.id': text, 'user.name': text, 'process.command_line': text, 'farmwatch.usb.classes': [text, text], 'source.geo.location.lat': -0, 'farmwatch.net.rtt_ms': 1e-7 * i, 'farmwatch.ingested_assumed': i % 2 === 0,
    })));

    expect(rowsOf(batch)).toEqual(told(batch));
    expect(rowsOf(batch).map(({ text }) => JSON.parse(text)['process.command_line'])).toEqual(texts);
  });

  it('follow each other where others were left out', () => {
    fc.assert(fc.property(fc.array(anyEvent, { maxLength: 60 }), fc.integer({ min: 2, max: 5 }), (events, every) => {
      const some = eventsAt(packed(events), (position) => position % every === 1);

      expect(rowsOf(some)).toEqual(told(packed(events)).filter((_, position) => position % every === 1));
    }), { numRuns: 60 });
  });
});
