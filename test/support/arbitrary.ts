import fc from 'fast-check';
import { ACTIONS, FIELD_NAMES, fieldSpec, type Event, type FieldName } from '../../src/core/event.ts';
import { isRejected, parseEvent } from '../../src/core/parse-event.ts';
import { wordsOf } from '../../src/core/words.ts';
import { MONDAY } from './builders.ts';

/** Texts as logs have them, and as nobody should write them. */
const text = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('kim', 'Kim', 'CORP\\kim', 'Zoë 👩‍💻', '\ufeffmark', 'x'.repeat(70), '😀', '\ufb00', ' ', '0') },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.constantFrom('a\0b', '\ud800', 'y'.repeat(9_000), '', null, 5, true, ['list']) },
);
const address = fc.oneof(fc.ipV4(), fc.ipV6(), fc.constantFrom('::ffff:192.0.2.1', '2001:DB8::1', '192.0.2.1', 'nowhere', '', 7));
const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(-0, 0, 1.5, 90, 91, '12', 'x', null, Number.MAX_SAFE_INTEGER + 2));
const instant = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: MONDAY - 86_400_000 * 20, max: MONDAY + 86_400_000 * 20 }).chain((at) => fc.constantFrom<unknown>(at, new Date(at).toISOString(), new Date(at).toISOString().replace(/\.\d+Z/, 'Z'), new Date(at).toISOString().replace('Z', '+00:00'))) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>('2026-02-30T00:00:00Z', '2026-11-02T24:00:00.000Z', '2026-11-02T09:61:00.000Z', '1970-01-01T00:00:00Z', 'soon', 1e20, '2026-11-02', null) },
);

function valueOf(field: FieldName): fc.Arbitrary<unknown> {
  const { type, list } = fieldSpec(field);
  const words = wordsOf(field);
  // A word that nobody knows may cost the event.
  if (words !== undefined) return fc.oneof({ weight: 12, arbitrary: fc.constantFrom<unknown>(...words, words[0]!.toUpperCase(), ...(list ? [words] : [])) }, { weight: 1, arbitrary: text });
  const one = type === 'time' ? instant : type === 'long' || type === 'double' ? number : type === 'boolean' ? fc.constantFrom<unknown>(true, false, 'true', 'maybe', 1) : type === 'ip' ? address : text;
  return list ? fc.oneof(one, fc.array(one, { maxLength: 4 })) : one;
}

const fields = fc.uniqueArray(fc.constantFrom(...FIELD_NAMES), { maxLength: 14 });

/** Documents of which many can be read and some cannot: dotted, nested, with fields nobody knows. */
export const aDocument: fc.Arbitrary<Record<string, unknown>> = fc.record({
  core: fc.record({ '@timestamp': instant, 'event.action': fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...Object.keys(ACTIONS)) }, { weight: 1, arbitrary: text }) }),
  named: fc.oneof({ weight: 3, arbitrary: fc.record({ 'event.id': text }) }, { weight: 1, arbitrary: fc.constant({}) }),
  more: fields.chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, valueOf(name)])))),
  odd: fc.oneof({ weight: 4, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: fc.constantFrom<Record<string, unknown>>({ user: { name: 'nested' } }, { 'no.such': 1 }, { event: { module: 'm' } }) }),
}).map(({ core, named, more, odd }) => ({ ...more, ...odd, ...core, ...named }));

/** Events that can be read. */
export const anyEvent: fc.Arbitrary<Event> = aDocument.map((document) => parseEvent({ 'event.id': 'e', ...document })).filter((event) => !isRejected(event)) as fc.Arbitrary<Event>;
