import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aDocument } from '../../test/support/arbitrary.ts';
import { MONDAY } from '../../test/support/builders.ts';
import { unpacked } from '../core/packed-events.ts';
import { isRejected, parseEvent, type ParseContext } from '../core/parse-event.ts';
import { inFieldOrder } from '../store/store.ts';
import type { Event } from '../core/event.ts';
import { documentPacker } from './document-packer.ts';

const stored = (event: Event): Event => inFieldOrder(Object.fromEntries(Object.entries(event).filter(([, value]) => !(Array.isArray(value) && value.length === 0))) as unknown as Event);

describe('packing documents', () => {
  it.each<[string, ParseContext]>([
    ['without a stamp', {}], ['with a latest instant', { latest: MONDAY + 5 * 86_400_000 }], ['with a stamp', { stamp: MONDAY + 86_400_000 }],
  ])('understands every document as parseEvent does, %s', (_, context) => {
    fc.assert(fc.property(fc.array(aDocument, { minLength: 1, maxLength: 30 }), (documents) => {
      const packer = documentPacker(context);
      const unknown: string[] = [];
      const expectedUnknown: string[] = [];
      const noting = documentPacker({ ...context, unknownField: (name) => unknown.push(name) });

      const said = documents.map((document) => packer.pack(document));
      documents.forEach((document) => noting.pack(document));
      const expected = documents.map((document) => parseEvent(document, { ...context, unknownField: (name) => expectedUnknown.push(name) }));

      expect(said).toEqual(expected.map((event) => isRejected(event) ? event : undefined));
      expect(unpacked(packer.take())).toEqual(expected.filter((event): event is Event => !isRejected(event)).map(stored));
      expect(unknown).toEqual(expectedUnknown);
    }), { numRuns: 150 });
  });

  it('begins anew after a batch was taken', () => {
    const packer = documentPacker();
    const document = { '@timestamp': MONDAY, 'event.id': 'a', 'event.action': 'check-in', 'source.ip': '192.0.2.1' };

    packer.pack(document);
    const first = unpacked(packer.take());
    packer.pack(document);

    expect(packer.count).toBe(1);
    expect(unpacked(packer.take())).toEqual(first);
  });

  it.each([[undefined], [null], ['text'], [7], [[]]])('refuses %j', (raw) => {
    expect(documentPacker().pack(raw)).toEqual({ rejected: 'not a JSON object' });
  });
});
